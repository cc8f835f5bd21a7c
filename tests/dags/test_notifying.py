"""Mails tell who moves next and where the remedy stands; never what an error said."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.documents import anchors
from support.smtp_catcher import Catcher, smtp_catcher

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Jansen-merkteken"
#: Sends every kind of mail, in one interpreter: importing Airflow takes a second.
PROGRAM = """
import json, logging, sys
from types import SimpleNamespace as Of
from vroegsein.errors import ConfigurationError, DecisionError, TransferError
from vroegsein_airflow import notifying

logging.basicConfig(level="INFO", stream=sys.stdout)
secret = sys.argv[1]
task = Of(task_id="send_files", dag_id="send_feedback", map_index=2)
context = {
    "ti": task, "dag_run": Of(run_id="run-1"), "params": {"municipality": "1940"},
    "dag": Of(doc_md="**When it stops** - docs/runbook.md#feedback"),
}
errors = [ConfigurationError(secret), TransferError(secret), DecisionError(secret),
          KeyError(secret), None]
for error in errors:
    notifying.tell_of_failure({**context, "exception": error})
notifying.tell_of_deadline(
    {"dag_run": {"dag_run_id": "run-2", "conf": {"note": secret}}, "deadline": {}},
    "build_signal_list", "de lijst gepubliceerd", "build",
)
waiting = notifying.QuestionWaits("1940", "Crisislijst versturen?", "vandaag")
waiting.notify({**context, "ti": Of(task_id="ask_people", dag_id="handle_crisis_signals")})
print(json.dumps(notifying.send_mail([], "subject", "text")))
"""


def run(home: Path, port: int | None) -> subprocess.CompletedProcess[str]:
    """Send all mails through a connection to a port, or without a connection."""
    connection = {
        "conn_type": "smtp", "host": "127.0.0.1", "port": port,
        "extra": {"from_email": "vroegsein@gemeente.example", "disable_ssl": True,
                  "disable_tls": True, "retry_limit": 0, "timeout": 5},
    }  # fmt: skip
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AIRFLOW_HOME": str(home / "airflow"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "include"), str(ROOT / "plugins")]),
    }
    if port:
        environment["AIRFLOW_CONN_SMTP_DEFAULT"] = json.dumps(connection)
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, SECRET],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def caught(tmp_path_factory: pytest.TempPathFactory) -> Catcher:
    """What lay in the mailbox after every kind of mail was sent."""
    with smtp_catcher() as catcher:
        done = run(tmp_path_factory.mktemp("home"), catcher.port)
    assert done.returncode == 0, done.stderr[-2000:]
    assert SECRET not in done.stdout
    return catcher


def test_every_kind_of_mail_arrives_with_whom_the_policy_names(caught: Catcher):
    engineers, coordinators = (
        ["gegevensteam@vroegsein.example"],
        ["coordinator@vroegsein.example"],
    )
    everybody = [*coordinators, *engineers]
    assert caught.recipients == [*[engineers] * 5, everybody, coordinators]


def test_a_failure_names_task_move_and_remedy(caught: Catcher):
    subjects = {mail["Subject"] for mail in caught.mails[:5]}
    assert subjects == {"Vroegsein 1940: send_feedback.send_files mislukt"}
    moves = [
        "herstel wat het taaklog noemt",
        "vaak helpt wachten",
        "ontbreekt een besluit",
    ]
    for text, move in zip(caught.texts, moves, strict=False):
        assert move in text
    for text in caught.texts[:5]:
        assert "Taak send_files [2] is mislukt." in text
        assert "Wat te doen: docs/runbook.md#feedback" in text


def test_no_mail_holds_what_an_error_or_a_form_said(caught: Catcher):
    """AIR-10: een melding bevat geen waarden."""
    whole = "".join(mail.as_string() for mail in caught.mails)
    assert SECRET not in whole + "".join(caught.texts)
    assert "KeyError" in caught.texts[3]
    assert "van buiten beëindigd" in caught.texts[4]


def test_a_broken_promise_and_a_waiting_question_say_where_to_go(caught: Catcher):
    late, waiting = caught.texts[5:]
    assert "Niet op tijd: de lijst gepubliceerd." in late
    assert "run run-2" in late
    assert "docs/runbook.md#build" in late
    assert "Crisislijst versturen?" in waiting
    assert "Required" in waiting


def test_without_a_connection_the_log_says_so_and_nothing_fails(tmp_path: Path):
    done = run(tmp_path, None)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "no connection smtp_default (docs/runbook.md#mail)" in done.stdout
    assert done.stdout.splitlines()[-1] == "false"


def test_every_promise_has_a_chapter_in_the_runbook(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "plugins"))
    from vroegsein_airflow.deadlines import PROMISES

    chapters = anchors(ROOT / "docs" / "runbook.md")
    assert {promise.anchor for promise in PROMISES.values()} <= chapters
    assert {*PROMISES} <= {path.stem for path in (ROOT / "dags").glob("*.py")}
