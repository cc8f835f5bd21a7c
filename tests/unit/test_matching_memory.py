"""How much memory a matching takes: as the machine has it, and told truly."""

import json
import subprocess
import sys

import pytest
from bench.figures import measured
from bench.peer_clock import Clock
from support.matching import match_rows, signals_of

from vroegsein.matching.duckdb import DuckdbEngine
from vroegsein.matching.memory import default_limit, machine_bytes, peak_mib

GIB = 1024**3
PEOPLE = signals_of(
    """
    id | initials | born       | surname
     1 | J.       | 1980-05-06 | Jansen
     2 | J.       | 1980-05-06 | Jansen
     3 | K.       |            | Jansen
    """
)
#: Grows to 300 MiB and starts another program that is small.
PARENT = """
import subprocess, sys
ballast = b"x" * 300_000_000
child = "import json; from vroegsein.matching.memory import peak_mib; print(peak_mib())"
print(subprocess.run([sys.executable, "-c", child], capture_output=True).stdout.decode())
"""


def test_a_program_s_peak_is_its_own_and_not_that_of_who_started_it():
    found = subprocess.run(
        [sys.executable, "-c", PARENT], capture_output=True, check=True, text=True
    )
    assert 0 < int(found.stdout) < 200


def test_a_system_without_proc_tells_its_peak_too(tmp_path):
    assert peak_mib(tmp_path / "none") > 1


def test_every_clock_tells_the_same_peak(tmp_path):
    status = tmp_path / "status"
    status.write_text("Name:\tpython\nVmHWM:\t  524288 kB\nVmRSS:\t 1 kB\n", "ascii")
    assert peak_mib(status) == 512
    with measured() as cost:
        Clock().write(tmp_path / "clock.json")
    told = json.loads((tmp_path / "clock.json").read_text("utf-8"))["peak_mib"]
    assert abs(told - peak_mib()) <= 1
    assert cost.peak_mib >= told


@pytest.mark.parametrize(
    ("gibibytes", "limit"), [(1, "2000MB"), (3, "2000MB"), (8, "4294MB")]
)
def test_the_limit_is_half_of_the_machine_s_memory_and_2_gb_at_least(gibibytes, limit):
    assert default_limit(gibibytes * GIB) == limit


def test_the_limit_follows_the_container_where_it_has_one(tmp_path):
    less, none = tmp_path / "memory.max", tmp_path / "memory.limit_in_bytes"
    less.write_text(f"{GIB}\n", "ascii")
    none.write_text("max\n", "ascii")
    assert machine_bytes((less, none)) == GIB
    assert machine_bytes((none,)) == machine_bytes((tmp_path / "absent",)) > GIB


def test_nobody_has_to_say_how_much_memory_this_machine_has():
    with DuckdbEngine(threads=1) as engine:
        assert engine.memory_limit == default_limit()


@pytest.mark.parametrize(("limit", "threads"), [("300MB", 3), ("3GB", 1)])
def test_memory_and_threads_change_no_byte(tmp_path, limit, threads):
    usual = match_rows(tmp_path / "usual", PEOPLE)
    other = match_rows(tmp_path / "other", PEOPLE, memory_limit=limit, threads=threads)
    assert other.content() == usual.content()
