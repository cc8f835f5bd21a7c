"""The auditor's walk of docs/audit.md, on the running month; last of all, it destroys it.

One test is one stretch of the walk, in this order. What is run are the commands that
the document gives, and `grep` and `sha256sum` where they are all an auditor has.
"""

import csv
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.canaries import KINDS
from support.running_month import MONTH, MUNICIPALITY, ROOT, Airflow, RunningMonth

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PURGE = "purge_personal_data"
KEEPER = "toezichthouder"
#: So long after the month that the term of everything is over, of idle cases too.
MOMENT = f"{datetime.now(tz=UTC) + timedelta(days=730):%Y-%m-%dT02:30:00Z}"


@dataclass
class Walk:
    """What an auditor has on the table."""

    month: RunningMonth
    place: Path
    melding: str
    digits: str  # the last eight of the telephone number, however it is written
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def storage(self) -> Path:
        return self.month.var / "storage"

    @property
    def reports(self) -> Path:
        return self.storage / "reports" / MUNICIPALITY / MONTH

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command as the document tells, after `. var/environment`."""
        script = f". {self.month.var}/environment && {shlex.join(command)}"
        return subprocess.run(
            ["sh", "-c", script], cwd=self.place, check=False, text=True,
            capture_output=True, env={"PATH": os.environ["PATH"]},
        )  # fmt: skip

    def said(self, *command: str) -> str:
        done = self.run(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def chain(self) -> str:
        """Export the chain, and return it."""
        self.said("vroegsein", "chain", "export", "chain.jsonl")
        return (self.place / "chain.jsonl").read_text()

    def verified(self, checkpoints: Path) -> str:
        """Let the program apart verify the chain; return what it says."""
        key = self.month.var / "elsewhere" / MUNICIPALITY / "checkpoint.pub"
        verifier = ROOT / "scripts" / "verify_chain.py"
        command = [sys.executable, "-I", verifier, "chain.jsonl", checkpoints, key]
        done = subprocess.run(
            command, cwd=self.place, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def found(self, *values: str) -> list[str]:
        """Files of the whole installation in which a value stands, byte by byte."""
        patterns = self.place / "patterns"
        patterns.write_text("".join(f"{value}\n" for value in values))
        command = ["grep", "-rlasF", "-f", patterns, "--exclude-dir=demo"]
        done = subprocess.run(
            [*command, self.month.var, self.month.temporary], check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout.splitlines()


@pytest.fixture(scope="module")
def walk(month: RunningMonth, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Somebody of the published list, whose telephone number a plain file holds."""
    published = month.var / "storage" / "publications" / MUNICIPALITY / MONTH / "v1"
    with (published / "signaallijst.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    landed = month.var / "storage" / "landing" / MUNICIPALITY / MONTH
    delivered = b"".join(path.read_bytes() for path in sorted(landed.glob("*.raw")))
    for row in rows:
        digits = re.sub(r"\D", "", row["Telefoon"])[-8:]
        if len(digits) == 8 and digits.encode() in delivered:  # not sealed
            place = tmp_path_factory.mktemp("walk")
            return Walk(month, place, row["Melding"], digits)
    pytest.fail("nobody on the list can be searched for")


def values_of_residents(month: RunningMonth) -> list[str]:
    """Telephone numbers and mail addresses that partners delivered."""
    values = json.loads((month.truth / "markers.json").read_text())
    return [
        str(value)
        for value in values
        if KINDS["e-mail"].fullmatch(str(value)) or KINDS["phone"].fullmatch(str(value))
    ]


def origins(told: str) -> Iterator[tuple[str, int, str, str]]:
    """Partner, line, file and digest of every signal of a trace."""
    yield from (
        (partner, int(line), file, digest)
        for partner, line, file, digest in re.findall(
            r"signal \w+: (\w+), .*\n +line (\d+) of .*\n"
            r" +(\S+) is what was delivered\n +sha256 (\w{64})",
            told,
        )
    )


def test_a_person_on_the_list_leads_to_lines_files_and_digests(walk: Walk):
    told = walk.said("vroegsein", "trace", walk.melding)
    _, of_month = told.split(f"list of {MONTH}, version 1")
    ((persons, logged),) = re.findall(r"(\d+) persons on it, (\d+) lines", of_month)
    assert persons == logged
    found = list(origins(of_month))
    assert len(found) == of_month.count("  signal ") > 0
    listed = (walk.reports / "kenmerken-v1.txt").read_text()
    lines = []
    for partner, line, file, digest in found:
        content = (walk.storage / file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
        assert f"input/delivery\t{Path(file).stem}\t{digest}\t{len(content)}" in listed
        outbox = walk.month.layout.exchange / partner / "outbox"
        receipts = [path.read_text() for path in outbox.glob("ontvangstbevestiging*")]
        assert any(digest in receipt for receipt in receipts)
        lines += content.split(b"\n")[line - 1 : line]
    assert any(walk.digits.encode() in line for line in lines)
    assert walk.digits not in told


def test_the_chain_is_whole_and_holds_list_and_approval(walk: Walk):
    chain = walk.chain()
    actions = re.findall(r'"action":"(\w+)"', chain)
    places = [
        actions.index(action)
        for action in ("keep_draft", "audit_draft", "decide_draft", "publish_list")
    ]
    assert places == sorted(places)
    digest = hashlib.sha256((walk.reports / "kenmerken-v1.txt").read_bytes())
    assert f'"result":"sha256 {digest.hexdigest()}"' in chain
    told = walk.verified(walk.month.var / "elsewhere" / MUNICIPALITY)
    assert re.match(r"WHOLE: \d+ events, [1-9]\d* checkpoints", told)


def test_the_dag_destroys_the_month_and_its_checkpoint_lies_outside(
    walk: Walk, engineer: Airflow
):
    """I9: what the search finds before, and the purge tells afterwards."""
    assert any("/postgres/" in name for name in walk.found(walk.digits))
    assert len(walk.found(*values_of_residents(walk.month))) > 20
    walk.notes["report"] = (walk.reports / "auditrapport-v1.html").read_text("utf-8")
    due = walk.said("vroegsein", "purge", "show", "--moment", MOMENT)
    assert f"intake.signal_{MONTH.replace('-', '_')}" in due

    engineer.http.patch(f"/dags/{PURGE}", json={"is_paused": False}).raise_for_status()
    asked = {"logical_date": None, "conf": {"moment": MOMENT}}
    answer = engineer.http.post(f"/dags/{PURGE}/dagRuns", json=asked)
    run_id = str(answer.raise_for_status().json()["dag_run_id"])
    assert engineer.finish(PURGE, run_id) == "success"
    states = {task["task_id"]: task["state"] for task in engineer.tasks(PURGE, run_id)}
    assert set(states.values()) == {"success"}

    outside = walk.month.layout.exchange / KEEPER / "outbox"
    arrived = sorted(path.name for path in outside.glob("checkpoint_*.json"))
    own = walk.month.var / "elsewhere" / MUNICIPALITY
    assert arrived == sorted(path.name for path in own.glob("checkpoint_*.json"))
    chain = walk.chain()
    assert f'"action":"{PURGE}"' in chain
    told = walk.verified(outside)
    events, _ = map(int, re.findall(r"(\d+) (?:events|checkpoints)", told))
    assert events == chain.count("\n")


def test_nothing_is_left_of_anybody_in_any_byte(walk: Walk):
    """Register, WAL, files, answers, archives, logs, Airflow's database, temporary."""
    assert walk.found(walk.digits, *values_of_residents(walk.month)) == []


def test_what_is_left_is_the_certificate_and_it_is_in_the_chain(walk: Walk):
    gone = walk.run("vroegsein", "trace", walk.melding)
    assert gone.returncode == 1
    assert MONTH in gone.stderr
    (line,) = walk.said("vroegsein", "purge", "certificates").splitlines()
    assert MONTH in line
    assert " proven: 24 values sought in" in line
    for root in ("elsewhere", "register", "storage", "task logs", "temporary"):
        assert root in line
    text = walk.said("vroegsein", "purge", "certificate", line.split()[0])
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert f'"result":"proven {digest}"' in walk.chain()


def test_the_report_still_says_what_was_done(walk: Walk):
    page = (walk.reports / "auditrapport-v1.html").read_text("utf-8")
    assert page == walk.notes["report"]
    digest = hashlib.sha256(page.encode()).hexdigest()
    listed = (walk.reports / "kenmerken-v1.txt").read_text()
    assert f"output/report\tauditrapport-v1.html\t{digest}" in listed
