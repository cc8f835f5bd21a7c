# Needs Python 3.11 or newer and make; the first use installs the rest into .venv.
.PHONY: demo test test-browser test-spark bench up down status check env env-dev

demo: env ; @.venv/bin/vroegsein demo
test: env-dev ; @.venv/bin/python -m pytest -n 2 --no-loadscope-reorder
test-browser: ; @scripts/test-browser
test-spark: ; @scripts/test-spark
bench: env-dev ; @PYTHONPATH=tests .venv/bin/python -m bench --on $$(date +%F)
up: env ; @.venv/bin/vroegsein up
down: env ; @.venv/bin/vroegsein down
status: env ; @.venv/bin/vroegsein status
check: env-dev ; @PATH="$(CURDIR)/.venv/bin:$$PATH"; ruff format --check . && ruff check . && mypy && sqlfluff lint -q include/sql && yamllint --strict .
env: ; @scripts/environment
env-dev: ; @scripts/environment dev
