"""What Airflow's own log formatter writes of a task that failed holds no value."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MARKERS = ("Jansen-merkteken", "8501ZZ", "1980-05-18")
#: Fails as our tasks could, and logs as Airflow's task runner does: with the exception.
PROGRAM = """
import io, sys
from airflow.sdk.log import configure_logging
as_json, guarded = sys.argv[1] == "json", sys.argv[2] == "guarded"
configure_logging(json_output=as_json, log_level="DEBUG", colored_console_log=False)
import structlog
from vroegsein.boundary import without_values
from vroegsein.errors import DeliveryError

row = {"surname": "Jansen-merkteken", "postcode": "8501ZZ", "born": "1980-05-18"}

def foreign():
    int("{surname} {postcode} {born}".format(**row))

def chained():
    try:
        foreign()
    except ValueError as error:
        raise RuntimeError(repr(row)) from error

def ours():
    try:
        foreign()
    except ValueError as error:
        raise DeliveryError("DEL_TOTALS", line=3) from error

def database():
    import psycopg
    raise psycopg.errors.NotNullViolation("Failing row contains (%s)" % row)

def grouped():
    raise ExceptionGroup(repr(row), [ValueError(repr(row))])

def noted():
    error = ValueError("short")
    error.add_note(repr(row))
    raise error

for work in (foreign, chained, ours, database, grouped, noted):
    task = without_values(work) if guarded else work
    try:
        task()
    except Exception:
        structlog.get_logger("task").exception(f"failed: {work.__name__}")
"""
#: Failure -> what the log may say of it.
KINDS = {
    "foreign": "ValueError in ",
    "chained": "RuntimeError in ",
    "ours": "DEL_TOTALS line 3",
    "database": "NotNullViolation in ",
    "grouped": "ExceptionGroup in ",
    "noted": "ValueError in ",
}


def logged(home: Path, form: str, guard: str) -> str:
    """What is logged of each failure in turn."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AIRFLOW_HOME": str(home / "airflow"),
        "PYTHONPATH": str(ROOT / "include"),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, form, guard],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


def found_in(text: str) -> list[str]:
    return [marker for marker in MARKERS if marker in text]


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The log as it is kept and shown in the UI: an entry of JSON for each failure."""
    lines = logged(tmp_path_factory.mktemp("home"), "json", "guarded").splitlines()
    found = [json.loads(line) for line in lines if line.startswith("{")]
    return {entry["event"].removeprefix("failed: "): entry for entry in found}


@pytest.mark.parametrize("kind", KINDS)
def test_a_log_for_the_ui_holds_no_value(entries: dict[str, Any], kind: str):
    assert found_in(json.dumps(entries[kind])) == []


@pytest.mark.parametrize(("kind", "named"), KINDS.items())
def test_a_log_for_the_ui_tells_kind_and_place(
    entries: dict[str, Any], kind: str, named: str
):
    (error,) = entries[kind]["exception"]
    assert named in error["exc_value"]
    assert error["exc_type"] in {"InvariantError", "DeliveryError"}
    assert not any(frame.get("locals") for frame in error["frames"])


def test_a_log_on_the_terminal_holds_no_value(tmp_path: Path):
    text = logged(tmp_path, "text", "guarded")
    assert [kind for kind in KINDS if f"failed: {kind}" not in text] == []
    assert found_in(text) == []


@pytest.mark.parametrize("form", ["json", "text"])
def test_without_the_guard_the_values_would_be_there(tmp_path: Path, form: str):
    """The guard goes red: the same failures, logged as they are."""
    assert found_in(logged(tmp_path, form, "open")) == list(MARKERS)
