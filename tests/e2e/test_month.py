"""A month end to end: real scheduler, real SFTP server, real PostgreSQL."""

import contextlib
import hashlib
import itertools
import json
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pyrage
import pytest
import yaml
from support.deliveries import LANDLORD, landlord_file, record
from support.running_month import (
    BUILD,
    COLLECT,
    MONTH,
    MUNICIPALITY,
    OFFICE,
    Airflow,
    RunningMonth,
    running_task_processes,
    wait_until,
)

from vroegsein.demo.partners import drop_off, open_account
from vroegsein.exchange.server import Server
from vroegsein.intake.findings import MEANINGS
from vroegsein.parties.partner import load_passport, partner_codes
from vroegsein.stack import sftp_server
from vroegsein.stack.ports import load_ports
from vroegsein.stack.state import load_parts

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PARTNERS = Path(__file__).resolve().parents[2] / "include" / "partners"


def expected(month: RunningMonth) -> dict[str, list[dict[str, Any]]]:
    """Return the generator's truth of the month by partner, file by file."""
    rows = json.loads((month.truth / "deliveries.json").read_text())
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["month"] == MONTH:
            found.setdefault(row["partner_code"], []).append(row)
    return found


def test_the_demo_succeeds_and_agrees_with_the_truth(month: RunningMonth):
    assert month.returncode == 0, month.output
    assert "The register agrees with the generator for every delivery." in month.output
    assert "answered through the API as user 'coordinator'" in month.output


def test_the_demo_names_every_refusal_with_its_code(month: RunningMonth):
    told = " ".join(month.output.split("Received for")[1].split())
    for code, rows in expected(month).items():
        (line,) = [
            text for text in month.output.splitlines() if text.startswith(f"  {code} ")
        ]
        for row in rows:
            if refused := row["refusal_code"]:
                assert f"REFUSED {refused}: " in line
                assert f"REFUSED {refused}: {MEANINGS[refused].description}" in told
        if rows[0]["state"] == "missing":
            assert "MISSING" in line


def test_people_are_asked_about_crises_and_doubts_and_nobody_waits(
    month: RunningMonth,
):
    asked = {
        code for code, (row, *_) in expected(month).items() if row["is_asked_about"]
    }
    with month.register() as register:
        notices = register.execute(
            "SELECT partner_code, asked_in IS NOT NULL FROM intake.crisis_notice"
            " WHERE month = %s",
            (MONTH,),
        ).fetchall()
        pairs = register.execute("SELECT pair_count FROM matching.review").fetchall()
    assert sorted(notices) == sorted((code, True) for code in asked)
    (sheet,) = (month.layout.exchange / OFFICE / "outbox").glob("beoordeling_*")
    key = month.var / "demo" / "keys" / "officials" / "vroegsignalering_1940.txt"
    identity = pyrage.x25519.Identity.from_str(key.read_text().strip())
    assert pyrage.decrypt(sheet.read_bytes(), [identity]).startswith(b"PK")
    assert str(sheet) in month.output
    assert f"{pairs[0][0]} doubtful pairs" in month.output


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
    assert named == dict.fromkeys(partner_codes(PARTNERS, MUNICIPALITY), 7)
    states = {task["state"] for task in tasks if "crisis" not in task["task_id"]}
    assert states == {"success"}


def test_every_line_and_cent_is_accounted_for(month: RunningMonth):
    """An oracle that only counts line ends agrees with the register.

    It counts in what the partners exported, before that was compressed or encrypted.
    """
    with month.register() as register:
        rows = register.execute(
            "SELECT partner_code, COALESCE(sequence, 1), line_count, accepted_count"
            " + rejected_count + duplicate_count + no_ground_count + objection_count"
            " + withdrawal_count FROM intake.delivery"
            " WHERE month = %s AND line_count > 0 AND state <> 'refused' ORDER BY 1, 2",
            (MONTH,),
        ).fetchall()
    assert len(rows) >= 11
    exports = {
        (code, row["number"]): month.truth.parent / row["folder"] / row["file_name"]
        for code, sent in expected(month).items()
        for row in sent
        if row["file_name"]
    }
    for code, number, lines, verdicts in rows:
        passport = load_passport(PARTNERS, code)
        assert lines == verdicts, code
        if passport.file.format != "xlsx":
            exported = exports[code, number].read_bytes()
            physical = len(exported.rstrip(b"\n").split(b"\n"))
            trailer = passport.delivery.completeness == "total_line"
            header = passport.file.format == "csv"
            assert lines == physical - header - trailer, code


def test_the_publication_leans_on_an_audit_and_a_named_approval(month: RunningMonth):
    with month.register() as register:
        rows = register.execute(
            "SELECT p.version, a.has_passed, d.decision, d.decided_by"
            " FROM publication.publication AS p"
            " JOIN publication.audit AS a USING (audit_id)"
            " JOIN publication.approval AS d USING (approval_id)"
        ).fetchall()
    assert rows == [(1, True, "approved", "coordinator")]


def test_the_office_finds_the_list_encrypted_and_its_manifest_adds_up(
    month: RunningMonth,
):
    key = month.var / "demo" / "keys" / "officials" / "vroegsignalering_1940.txt"
    identity = pyrage.x25519.Identity.from_str(key.read_text().strip())
    outbox = month.layout.exchange / OFFICE / "outbox"
    sealed = (outbox / f"manifest_{MONTH}_v1.json.age").read_bytes()
    manifest = json.loads(pyrage.decrypt(sealed, [identity]))
    listed = {one["naam"]: one["sha256"] for one in manifest["bestanden"]}
    assert {"signaallijst.xlsx", "signaallijst.csv", "signaallijst.json"} <= set(listed)
    for name, digest in listed.items():
        stem, ending = name.split(".")
        sealed = (outbox / f"{stem}_{MONTH}_v1.{ending}.age").read_bytes()
        found = pyrage.decrypt(sealed, [identity])
        assert hashlib.sha256(found).hexdigest() == digest


def test_who_may_not_decide_cannot_answer_the_approval(
    month: RunningMonth, engineer: Airflow
):
    """Viewer and privacy officer by their role, the engineer by the policy's names."""
    run_id = engineer.runs(BUILD)[0]["dag_run_id"]
    path = f"/dags/{BUILD}/dagRuns/{run_id}/taskInstances/approve_list/-1/hitlDetails"
    detail = engineer.http.get(path).raise_for_status().json()
    assert {user["id"] for user in detail["assigned_users"]} == {
        "coordinator",
        "coordinator2",
    }
    answer = {"chosen_options": ["Publiceren"], "params_input": {}}
    for user in ("viewer", "fg"):
        with Airflow(month, user) as other:
            assert other.http.patch(path, json=answer).status_code == 403


def test_partners_find_receipt_and_findings_in_their_outbox(month: RunningMonth):
    known = {"ontvangstbevestiging", "bevindingen", "ontvangstbewijzen"}
    for code, rows in expected(month).items():
        account = load_passport(PARTNERS, code).account
        outbox = month.var / "sftp" / "exchange" / account / "outbox"
        answers = [path.name.split("_")[0] for path in outbox.glob("*.[ct][sx][vt]")]
        sent = [row for row in rows if row["state"] != "missing"]
        assert answers.count("ontvangstbevestiging") == len(sent), code
        told = [row for row in sent if row["findings"] or row["refusal_code"]]
        assert answers.count("bevindingen") >= len(told), code
        assert set(answers) <= known, code


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
    """Its month given on the command line the first time, by its key the second."""
    published = month.published_bytes()
    conf = json.dumps({"month": MONTH})
    month.airflow("dags", "trigger", COLLECT, "--conf", conf, "--run-id", "by_hand")
    assert engineer.finish(COLLECT, "by_hand") == "success"
    assert month.published_bytes() == published
    run_id = engineer.trigger(BUILD, "2026-11-02T09:00:00+01:00")
    assert engineer.finish(BUILD, run_id, coordinator) == "success"
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
    wait_until(lambda: kill_tasks(month, engineer, run_id), "a task to die", 60, 0.3)
    engineer.clear(BUILD, run_id)
    assert engineer.finish(BUILD, run_id, coordinator) == "success"
    assert month.published_bytes() == published


@pytest.mark.parametrize("month_asked", ["2026-13", "oktober", "2026-10'; drop"])
def test_a_run_for_what_is_no_month_is_refused(engineer: Airflow, month_asked: str):
    body = {"logical_date": None, "conf": {"month": month_asked}}
    answer = engineer.http.post(f"/dags/{COLLECT}/dagRuns", json=body)
    assert answer.status_code == 400


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


def test_a_new_partner_is_one_yaml_file_and_its_account_in_a_stack_that_runs(
    month: RunningMonth, engineer: Airflow, tmp_path: Path
):
    """Last of this file: nothing is restarted, and the next run collects its file.

    That run, of another moment, changes no byte of what the others were given.
    """
    parts, published = running_parts(month), month.published_bytes()
    passport = yaml.safe_dump(LANDLORD, allow_unicode=True, sort_keys=False)
    (month.partners / "woonproef.yml").write_text(passport, "utf-8")
    key_file = open_account(month.layout, "woonproef")
    landlord_file([record(1), record(2)]).put(tmp_path)
    port = load_ports(month.layout).sftp
    host_key = sftp_server.public_key(month.layout.host_key)
    server = Server("127.0.0.1", port, "woonproef", key_file, host_key)
    assert drop_off(server, key_file, tmp_path) == 2
    run_id = engineer.trigger(COLLECT, "2026-10-21T09:00:00+02:00")
    assert engineer.finish(COLLECT, run_id) == "success"
    with month.register() as register:
        found = register.execute(
            "SELECT state, accepted_count FROM intake.delivery"
            " WHERE partner_code = 'woonproef'"
        ).fetchall()
    assert found == [("accepted", 2)]
    outbox = month.layout.exchange / "woonproef" / "outbox"
    assert any(
        path.name.startswith("ontvangstbevestiging") for path in outbox.iterdir()
    )
    assert published.items() < month.published_bytes().items()
    assert running_parts(month) == parts


def running_parts(month: RunningMonth) -> dict[str, int]:
    """Return the process id of every part of the stack that runs."""
    parts = load_parts(month.layout)
    assert all(part.running for part in parts.values())
    return {name: part.session.pid for name, part in parts.items()}


def kill_tasks(month: RunningMonth, engineer: Airflow, run_id: str) -> bool:
    """Kill what runs, with no chance to clean up; tell whether Airflow saw it die."""
    for process in running_task_processes(month):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    tasks = engineer.tasks(BUILD, run_id)
    return any(task["state"] in {"up_for_retry", "failed"} for task in tasks)


def without_decisions(dump: str) -> str:
    """Leave out what a second approval adds: a decision, and its events in the chain."""
    lines, skipping = [], False
    history = ("COPY publication.approval", "COPY audit.event", "COPY audit.checkpoint")
    for line in dump.splitlines():
        skipping = line.startswith(history) or (skipping and line != "\\.")
        if not skipping:
            lines.append(line)
    return "\n".join(lines)
