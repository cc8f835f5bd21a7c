"""The benchmarks: `PYTHONPATH=tests python -m bench`."""
