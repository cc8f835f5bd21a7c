"""A doubtful pair goes out on the running stack, comes back, and changes the next run."""

import io
from pathlib import Path

import openpyxl
import pyrage
import pytest
from support.running_month import BUILD, MONTH, Airflow, RunningMonth, wait_until

from vroegsein.exchange.keyring import KeyKind, public_key, read_index

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
REVIEW = "review_matches"


def office(month: RunningMonth) -> Path:
    """The municipality's own folder on the SFTP server."""
    return month.var / "sftp" / "exchange" / "gemeente_1940"


def answered(month: RunningMonth, sheet: Path) -> bytes:
    """The sheet as officials send it back: the first pair is one person."""
    (key,) = (month.var / "demo").rglob("vroegsignalering_1940.txt")
    secret = next(
        line for line in key.read_text().splitlines() if line.startswith("AGE-SECRET")
    )
    identity = pyrage.x25519.Identity.from_str(secret)
    book = openpyxl.load_workbook(
        io.BytesIO(pyrage.decrypt(sheet.read_bytes(), [identity]))
    )
    rows = book["Beoordeling"]
    for row in range(2, rows.max_row + 1):
        rows.cell(row, rows.max_column - 1).value = "zelfde" if row == 2 else "anders"
        rows.cell(row, rows.max_column).value = "AB"
    saved = io.BytesIO()
    book.save(saved)
    ring = month.var / "keys"
    own = next(entry for entry in read_index(ring) if entry.kind is KeyKind.AGE)
    recipient = pyrage.x25519.Recipient.from_str(public_key(ring, own))
    return pyrage.encrypt(saved.getvalue(), [recipient])


def persons_of(month: RunningMonth, *signals: str) -> list[str]:
    """The persons of signals by the newest matching run."""
    query = """
        SELECT person_id FROM matching.membership
        WHERE run_id = (SELECT run_id FROM matching.run WHERE month = %s
                        ORDER BY recorded_at DESC LIMIT 1) AND signal_id = ANY(%s)
        ORDER BY signal_id"""
    with month.register() as register:
        return [row[0] for row in register.execute(query, (MONTH, list(signals)))]


def verdicts(month: RunningMonth) -> list[tuple[str, str, str]]:
    """The verdicts of officials, the pair that is one person first."""
    query = (
        "SELECT left_id, right_id, verdict FROM matching.verdict ORDER BY verdict DESC"
    )
    with month.register() as register:
        return [tuple(row) for row in register.execute(query)]


def matched_again(airflow: Airflow, run_id: str) -> bool:
    """Tell whether a run of the list has got past its matching."""
    states = {task["task_id"]: task["state"] for task in airflow.tasks(BUILD, run_id)}
    assert states["match_signals"] not in {"failed", "upstream_failed"}
    return states["match_signals"] == "success"


def reject(engineer: Airflow, coordinator: Airflow, run_id: str) -> None:
    """Turn a list down, as soon as it is asked about, and see its run end."""

    def is_over() -> bool:
        coordinator.approve(BUILD, run_id, "Afwijzen")
        return engineer.state(BUILD, run_id) in {"success", "failed"}

    wait_until(is_over, f"the end of {run_id}")


def reject_what_waits(engineer: Airflow, coordinator: Airflow) -> None:
    """Turn down what the schedule itself has made: one list at a time is built."""
    for run in engineer.runs(BUILD):
        if run["state"] in {"queued", "running"}:
            reject(engineer, coordinator, run["dag_run_id"])


def test_officials_decide_and_the_next_matching_knows(
    month: RunningMonth, engineer: Airflow, coordinator: Airflow
):
    (sheet,) = (office(month) / "outbox").glob(f"beoordeling_{MONTH}_*.age")
    # It waits, and the list was published meanwhile; others had nothing new to ask.
    (run,) = [run for run in engineer.runs(REVIEW) if run["state"] == "running"]
    (office(month) / "inbox" / sheet.name).write_bytes(answered(month, sheet))
    wait_until(
        lambda: engineer.state(REVIEW, run["dag_run_id"]) in {"success", "failed"},
        "the answered sheet",
    )
    assert engineer.state(REVIEW, run["dag_run_id"]) == "success"
    (left, right, word), *others = verdicts(month)
    assert word == "same"
    assert {word for _, _, word in others} <= {"different"}
    assert len(set(persons_of(month, left, right))) == 2

    reject_what_waits(engineer, coordinator)
    again = engineer.trigger(BUILD, "2026-11-02T06:00:00+01:00")
    wait_until(lambda: matched_again(engineer, again), "another matching")
    assert len(set(persons_of(month, left, right))) == 1
    for left, right, _ in others:
        assert len(set(persons_of(month, left, right))) == 2
    reject(engineer, coordinator, again)
