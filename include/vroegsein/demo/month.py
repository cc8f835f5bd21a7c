"""One synthetic month on the real stack: deliver, collect, match, approve, publish."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from vroegsein.demo.client import PUBLISH, AirflowClient, Question
from vroegsein.demo.partners import drop_off, open_account
from vroegsein.errors import StackError
from vroegsein.exchange.server import Server
from vroegsein.intake.collect import import_deliveries
from vroegsein.parties.partner import load_passport, partner_codes
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import settings
from vroegsein.stack import sftp_server
from vroegsein.stack.addresses import ui_url
from vroegsein.stack.console import Console
from vroegsein.stack.credentials import password_of
from vroegsein.stack.layout import Layout
from vroegsein.stack.ports import HOST, load_ports

COLLECT = "collect_deliveries"
BUILD = "build_signal_list"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
COLLECTION_DAY = 15  # all partners have delivered by then, but for the late one
PATIENCE = 600.0  # seconds for one run; a slow machine needs a minute
# An answer within a third of a second of the question can get lost in Airflow 3.3:
# the scheduler has not yet seen that the task waits.
SETTLE = 3.0
POLL = 0.5  # seconds


@dataclass(frozen=True)
class Demo:
    """One demonstration.

    Attributes:
        folder: Where the synthetic municipality lies.
    """

    layout: Layout
    console: Console
    municipality: str
    month: ReportingMonth
    folder: Path

    def moment(self, month: ReportingMonth) -> datetime:
        """Return the moment at which a month's deliveries are collected."""
        return datetime(month.year, month.month, COLLECTION_DAY, 9, tzinfo=AMSTERDAM)


def begin_making(demo: Demo, seed: int) -> subprocess.Popen[bytes] | None:
    """Start making the synthetic municipality beside the start of the stack.

    Returns:
        The program that makes it, or None when it was made before.
    """
    if demo.folder.exists():
        return None
    shutil.rmtree(_unfinished(demo), ignore_errors=True)
    command = [
        str(Path(sys.executable).parent / "vroegsein"), "demo-data",
        "--municipality", demo.municipality, "--month", str(demo.month),
        "--seed", str(seed), "--out", str(_unfinished(demo)),
    ]  # fmt: skip
    demo.layout.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    with demo.layout.log("demo-data").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603


def finish_making(demo: Demo, making: subprocess.Popen[bytes] | None) -> None:
    """Wait until the municipality is made.

    Raises:
        StackError: It could not be made.
    """
    if making is not None:
        demo.console.wait_until(
            lambda: making.poll() is not None,
            what="the synthetic municipality",
            patience=PATIENCE,
        )
        if making.returncode != 0:
            log = demo.layout.log("demo-data")
            msg = f"The synthetic municipality could not be made; see {log}."
            raise StackError(msg)
        _unfinished(demo).rename(demo.folder)
    demo.console.say(f"synthetic municipality: {demo.folder}")


def _unfinished(demo: Demo) -> Path:
    """Return where the municipality lies while it is being made."""
    return demo.folder.with_suffix(".part")


def import_history(demo: Demo) -> None:
    """Take the six months before the demonstrated one into the register."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        for folder in sorted((demo.folder / "history").iterdir()):
            month = ReportingMonth.parse(folder.name)
            importing = worker.submit(
                import_deliveries,
                demo.municipality,
                str(month),
                {path.name: path for path in folder.iterdir()},
                demo.moment(month),
            )
            demo.console.wait_until(
                importing.done, what=f"history {month}", patience=PATIENCE
            )
            counts = importing.result()
            taken = counts.get("accepted", 0) + counts.get("empty", 0)
            demo.console.say(f"history {month}: {taken} files in the register")


def deliver(demo: Demo) -> None:
    """Let every partner drop off its files, over SFTP, with its own key."""
    for account, server in servers(demo).items():
        key_file = open_account(demo.layout, account)
        files = demo.folder / "inbox" / account
        count = drop_off(server, key_file, files) if files.exists() else 0
        demo.console.say(f"{account}: {count} files dropped off over SFTP")


def servers(demo: Demo) -> dict[str, Server]:
    """Return the embedded SFTP server as each partner's account sees it."""
    port = load_ports(demo.layout).sftp
    host_key = sftp_server.public_key(demo.layout.host_key)
    folder = settings().partners
    codes = partner_codes(folder, demo.municipality)
    accounts = [load_passport(folder, code).account for code in codes]
    return {
        account: Server(HOST, port, account, demo.layout.collector_key, host_key)
        for account in accounts
    }


def log_in(layout: Layout, user: str) -> AirflowClient:
    """Return Airflow's API as one of the stack's users."""
    return AirflowClient(ui_url(load_ports(layout)), user, password_of(layout, user))


def collect(demo: Demo, engineer: AirflowClient) -> None:
    """Run the collection of the month and wait for its end."""
    run_id = _start(demo, engineer, COLLECT, demo.moment(demo.month))
    _finish(demo, engineer, COLLECT, run_id)


def build(demo: Demo, engineer: AirflowClient, coordinator: AirflowClient) -> None:
    """Run matching to report; the demo coordinator approves through the API."""
    due = datetime.combine(demo.month.plus(1).first_day, datetime.min.time(), AMSTERDAM)
    run_id = _start(demo, engineer, BUILD, due.replace(hour=6))
    _approve(demo, coordinator, run_id)
    _finish(demo, engineer, BUILD, run_id)


def _start(demo: Demo, engineer: AirflowClient, dag_id: str, moment: datetime) -> str:
    """Unpause a Dag and start its run of the month."""
    found = demo.console.wait_until(
        lambda: engineer.knows(dag_id), what=f"Airflow to read {dag_id}", patience=120
    )
    if not found:
        log = demo.layout.log("dag-processor")
        msg = f"Airflow does not know {dag_id}; see {log}."
        raise StackError(msg)
    engineer.unpause(dag_id)
    run_id = engineer.trigger(dag_id, str(demo.month), moment)
    demo.console.say(f"{dag_id}: started for {demo.month}")
    return run_id


def _approve(demo: Demo, coordinator: AirflowClient, run_id: str) -> None:
    """Answer the approval as the demo coordinator, and say so."""
    question = _wait_for(
        demo, coordinator, BUILD, run_id, lambda: coordinator.question(BUILD, run_id)
    )
    if question is None:
        return  # the run ended before it asked; _finish says why
    demo.console.say(f"approval asked: {question.subject}")
    time.sleep(SETTLE)
    coordinator.answer(question, PUBLISH)
    demo.console.say(
        f"approved through the API as user '{coordinator.user}', standing in for the "
        "official who decides"
    )


def _finish(demo: Demo, engineer: AirflowClient, dag_id: str, run_id: str) -> None:
    """Wait for a run's end.

    Raises:
        StackError: The run failed or takes too long.
    """
    _wait_for(demo, engineer, dag_id, run_id, lambda: None)
    state = engineer.run_state(dag_id, run_id)
    demo.console.say(f"{dag_id}: {state}, {_progress(engineer, dag_id, run_id)}")
    if state == "failed":
        failed = ", ".join(engineer.failed_tasks(dag_id, run_id))
        msg = f"{dag_id} failed at {failed}; see its log in the UI."
        raise StackError(msg)


def _wait_for(
    demo: Demo,
    client: AirflowClient,
    dag_id: str,
    run_id: str,
    found: Callable[[], Question | None],
) -> Question | None:
    """Wait until something is found or the run has ended, telling how far it is.

    Raises:
        StackError: It takes too long.
    """
    deadline = time.monotonic() + PATIENCE
    while (answer := found()) is None:
        if client.run_state(dag_id, run_id) in {"success", "failed"}:
            return None
        if time.monotonic() > deadline:
            msg = f"{dag_id} takes too long; look at it in the UI."
            raise StackError(msg)
        demo.console.heartbeat(f"{dag_id}: {_progress(client, dag_id, run_id)}")
        time.sleep(POLL)
    return answer


def _progress(client: AirflowClient, dag_id: str, run_id: str) -> str:
    """Return the tasks of a run counted by state."""
    states = client.task_states(dag_id, run_id)
    return ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
