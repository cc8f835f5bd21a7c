"""A month end to end: real scheduler, real SFTP server, real PostgreSQL."""

import contextlib
import itertools
import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.running_month import (
    BUILD,
    COLLECT,
    MONTH,
    MUNICIPALITY,
    Airflow,
    RunningMonth,
    running_task_processes,
    wait_until,
)

from vroegsein.parties.partner import load_passport, partner_codes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PARTNERS = Path(__file__).resolve().parents[2] / "include" / "partners"


@pytest.fixture
def engineer(month: RunningMonth) -> Iterator[Airflow]:
    """The data engineer's view of Airflow."""
    with Airflow(month, "engineer") as airflow:
        yield airflow


@pytest.fixture
def coordinator(month: RunningMonth) -> Iterator[Airflow]:
    """The coordinator's view of Airflow."""
    with Airflow(month, "coordinator") as airflow:
        yield airflow


def expected(month: RunningMonth) -> dict[str, dict]:
    """Return the generator's truth of the month by partner."""
    rows = json.loads((month.truth / "deliveries.json").read_text())
    return {row["partner_code"]: row for row in rows if row["month"] == MONTH}


def test_the_demo_succeeds_and_agrees_with_the_truth(month: RunningMonth):
    assert month.returncode == 0, month.output
    assert "The register agrees with the generator for every partner." in month.output
    assert "approved through the API as user 'coordinator'" in month.output


def test_the_demo_names_every_refusal_with_its_code(month: RunningMonth):
    for code, row in expected(month).items():
        (line,) = [
            text for text in month.output.splitlines() if text.startswith(f"  {code} ")
        ]
        if row["refusal_code"]:
            assert f"REFUSED ({row['refusal_code']})" in line
        if row["state"] == "missing":
            assert "MISSING" in line


def test_no_step_of_the_demo_is_silent_for_ten_seconds(month: RunningMonth):
    seconds = [
        float(line.split(" s  ")[0])
        for line in month.output.splitlines()
        if " s  " in line and line.split(" s  ")[0].strip().replace(".", "").isdigit()
    ]
    assert len(seconds) > 20
    assert max(later - earlier for earlier, later in itertools.pairwise(seconds)) < 10


def test_every_partner_stands_in_the_grid_by_name(engineer: Airflow):
    (run,) = engineer.runs(COLLECT)
    tasks = engineer.tasks(COLLECT, run["dag_run_id"])
    named = Counter(
        task["rendered_map_index"] for task in tasks if task["map_index"] >= 0
    )
    assert named == dict.fromkeys(partner_codes(PARTNERS, MUNICIPALITY), 6)
    assert {task["state"] for task in tasks} == {"success"}


def test_every_line_and_cent_is_accounted_for(month: RunningMonth):
    """An oracle that only counts line ends agrees with the register."""
    with month.register() as register:
        rows = register.execute(
            "SELECT partner_code, line_count, accepted_count + rejected_count"
            " + duplicate_count + no_ground_count + objection_count FROM intake.delivery"
            " WHERE month = %s AND state = 'accepted' ORDER BY 1",
            (MONTH,),
        ).fetchall()
    assert len(rows) >= 7
    for code, lines, verdicts in rows:
        passport = load_passport(PARTNERS, code)
        archive = month.var / "sftp" / "exchange" / passport.account / "archive"
        (delivered,) = [path for path in archive.iterdir() if path.suffix != ".json"]
        physical = len(delivered.read_bytes().rstrip(b"\n").split(b"\n"))
        trailer = passport.delivery.completeness == "total_line"
        assert lines == verdicts == physical - 1 - trailer, code


def test_the_publication_leans_on_an_audit_and_a_named_approval(month: RunningMonth):
    with month.register() as register:
        rows = register.execute(
            "SELECT p.version, a.has_passed, d.decision, d.decided_by"
            " FROM publication.publication AS p"
            " JOIN publication.audit AS a USING (audit_id)"
            " JOIN publication.approval AS d USING (approval_id)"
        ).fetchall()
    assert rows == [(1, True, "approved", "coordinator")]


def test_partners_find_receipt_and_findings_in_their_outbox(month: RunningMonth):
    for code, row in expected(month).items():
        account = load_passport(PARTNERS, code).account
        outbox = month.var / "sftp" / "exchange" / account / "outbox"
        answers = {path.name.split("_")[0] for path in outbox.iterdir()}
        wanted = set() if row["state"] == "missing" else {"ontvangstbevestiging"}
        if row["findings"] or row["refusal_code"]:
            wanted.add("bevindingen")
        assert answers >= wanted, code
        assert answers <= {"ontvangstbevestiging", "bevindingen"}, code


def test_no_personal_value_is_anywhere_in_airflow(month: RunningMonth):
    """Logs, XCom, rendered fields and metadata hold counts, ids and digests only."""
    markers = [
        str(value) for value in json.loads((month.truth / "markers.json").read_text())
    ]
    assert len(markers) > 100
    dump = month.dump("airflow")
    assert MONTH in dump  # the dump does hold the runs
    logs = [
        path
        for folder in ("airflow/logs", "log")
        for path in (month.var / folder).rglob("*")
        if path.is_file()
    ]
    assert len(logs) > 50
    texts = {
        "metadata": dump,
        **{str(path): path.read_text("utf-8", "replace") for path in logs},
    }
    texts["terminal"] = month.output
    found = {
        name for name, text in texts.items() for marker in markers if marker in text
    }
    assert found == set()


def test_the_search_for_personal_values_can_find_them(month: RunningMonth):
    """The guard goes red: the same markers are found where they belong."""
    markers = [
        str(value) for value in json.loads((month.truth / "markers.json").read_text())
    ]
    dump = month.dump("register")
    assert sum(marker in dump for marker in markers) > 300


@pytest.mark.parametrize("dag_id", [COLLECT, BUILD])
def test_running_every_task_again_changes_no_byte(
    dag_id: str, month: RunningMonth, engineer: Airflow, coordinator: Airflow
):
    register, published = month.dump("register"), month.published_bytes()
    assert published
    run_id = engineer.runs(dag_id)[0]["dag_run_id"]
    engineer.clear(dag_id, run_id)
    assert engineer.finish(dag_id, run_id, coordinator) == "success"
    assert month.published_bytes() == published
    assert without_decisions(month.dump("register")) == without_decisions(register)


def test_running_the_whole_month_again_changes_no_byte(
    month: RunningMonth, engineer: Airflow, coordinator: Airflow
):
    published = month.published_bytes()
    for dag_id, day in ((COLLECT, "2026-10-20"), (BUILD, "2026-11-02")):
        run_id = engineer.trigger(dag_id, f"{day}T09:00:00+01:00")
        assert engineer.finish(dag_id, run_id, coordinator) == "success"
    assert month.published_bytes() == published
    with month.register() as register:
        count = register.execute(
            "SELECT COUNT(*) FROM publication.publication"
        ).fetchone()
    assert count == (1,)


def test_a_task_killed_in_the_middle_ends_the_same(
    month: RunningMonth, engineer: Airflow, coordinator: Airflow
):
    published = month.published_bytes()
    run_id = engineer.runs(BUILD)[0]["dag_run_id"]
    engineer.clear(BUILD, run_id)
    wait_until(lambda: kill_tasks(month, engineer, run_id), "a task to die", 60)
    engineer.clear(BUILD, run_id)
    assert engineer.finish(BUILD, run_id, coordinator) == "success"
    assert month.published_bytes() == published


@pytest.mark.parametrize("month_asked", ["2026-13", "oktober", "2026-10'; drop"])
def test_a_run_for_what_is_no_month_is_refused(engineer: Airflow, month_asked: str):
    body = {"logical_date": None, "conf": {"month": month_asked}}
    answer = engineer.http.post(f"/dags/{COLLECT}/dagRuns", json=body)
    assert answer.status_code == 400


def test_the_month_can_be_given_on_the_command_line(
    month: RunningMonth, engineer: Airflow
):
    published = month.published_bytes()
    conf = json.dumps({"month": MONTH})
    month.airflow("dags", "trigger", COLLECT, "--conf", conf, "--run-id", "by_hand")
    assert engineer.finish(COLLECT, "by_hand") == "success"
    assert month.published_bytes() == published


def test_an_earlier_month_is_backfilled(
    month: RunningMonth, engineer: Airflow, coordinator: Airflow
):
    published = month.published_bytes()
    dates = ["--from-date", "2026-09-01", "--to-date", "2026-09-02"]
    month.airflow("backfill", "create", "--dag-id", BUILD, *dates)
    wait_until(lambda: bool(engineer.runs(BUILD, "2026-09")), "a run for September")
    (run,) = engineer.runs(BUILD, "2026-09")
    assert engineer.finish(BUILD, run["dag_run_id"], coordinator) == "success"
    now = month.published_bytes()
    assert published.items() < now.items()
    assert {path.split("/")[3] for path in now.keys() - published.keys()} == {"2026-09"}


def kill_tasks(month: RunningMonth, engineer: Airflow, run_id: str) -> bool:
    """Kill what runs, with no chance to clean up; tell whether Airflow saw it die."""
    for process in running_task_processes(month):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    tasks = engineer.tasks(BUILD, run_id)
    return any(task["state"] in {"up_for_retry", "failed"} for task in tasks)


def without_decisions(dump: str) -> str:
    """Leave out what a second approval adds: one more decision in the history."""
    lines, skipping = [], False
    for line in dump.splitlines():
        skipping = line.startswith("COPY publication.approval") or (
            skipping and line != "\\."
        )
        if not skipping:
            lines.append(line)
    return "\n".join(lines)
