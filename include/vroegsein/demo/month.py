"""One synthetic month on the real stack: collect, match, approve, publish, ask."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from vroegsein.demo.client import PUBLISH, AirflowClient, Question
from vroegsein.demo.others_keys import prepare_readers
from vroegsein.demo.story import asked_story
from vroegsein.errors import StackError
from vroegsein.parties.moments import AMSTERDAM
from vroegsein.parties.municipality import Policy, load_policy
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import settings
from vroegsein.stack.addresses import ui_url
from vroegsein.stack.console import Console
from vroegsein.stack.credentials import password_of
from vroegsein.stack.layout import Layout
from vroegsein.stack.ports import load_ports

COLLECT = "collect_deliveries"
BUILD = "build_signal_list"
#: Dags that ask people, and how far each of their tasks gets without an answer.
REVIEWS = {
    "review_crisis_lines": {
        "claim_crisis_notices": "success",
        "write_question": "success",
        "ask_people": "awaiting_input",
    },
    "review_matches": {"open_reviews": "success", "send_review": "success"},
}
COLLECTION_DAY = 15  # all partners have delivered by then, but for the late one
PATIENCE = 600.0  # seconds for one run; a slow machine needs a minute
SETTLE = 3.0  # time in which the scheduler sees that a task waits
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

    @property
    def sent(self) -> Path:
        """What the partners send: the exports, wrapped as agreed with each."""
        return self.folder / "sent"

    @property
    def signing(self) -> Path:
        """The partners' own keys to sign with."""
        return self.layout.var / "demo" / "keys" / "signing"

    @property
    def policy(self) -> Policy:
        """The municipality's policy."""
        return load_policy(settings().municipalities, self.municipality)

    @property
    def outbox(self) -> Path:
        """What lies ready for the officials."""
        return self.layout.exchange / self.policy.office.account / "outbox"

    @property
    def readers_keys(self) -> list[Path]:
        """The officials' private keys, made where they are absent."""
        private = self.layout.var / "demo" / "keys" / "officials"
        return prepare_readers(private, self.layout.keys, self.policy)

    def moment(self, month: ReportingMonth) -> datetime:
        """Return the moment at which a month's deliveries are collected."""
        return datetime(month.year, month.month, COLLECTION_DAY, 9, tzinfo=AMSTERDAM)

    def after(self, day: int) -> datetime:
        """Return six o'clock on a day of the next month; the list is due on its 1st."""
        later = self.month.plus(1)
        return datetime(later.year, later.month, day, 6, tzinfo=AMSTERDAM)


def log_in(layout: Layout, user: str) -> AirflowClient:
    """Return Airflow's API as one of the stack's users."""
    return AirflowClient(ui_url(load_ports(layout)), user, password_of(layout, user))


def begin_reviews(demo: Demo, engineer: AirflowClient) -> None:
    """Let the Dags that ask people run when there is something to ask."""
    for dag_id in REVIEWS:
        unpause(demo, engineer, dag_id)


def await_questions(demo: Demo, engineer: AirflowClient) -> None:
    """Wait until people are asked all there is to ask; nobody waits for an answer.

    Raises:
        StackError: It takes too long.
    """
    asked = asked_story(demo.municipality, str(demo.month))
    wanted = {"review_crisis_lines": asked.crises > 0, "review_matches": True}
    for dag_id, reached in REVIEWS.items():
        if not wanted[dag_id]:
            continue
        ready = partial(_is_asked, engineer, dag_id, str(demo.month), reached)
        if not demo.console.wait_until(ready, what=dag_id, patience=PATIENCE):
            msg = f"{dag_id} takes too long; look at it in the UI."
            raise StackError(msg)
        demo.console.say(f"{dag_id}: asked, waits for people")


def _is_asked(
    engineer: AirflowClient, dag_id: str, month: str, reached: dict[str, str]
) -> bool:
    """Tell whether every run of a month has come as far as it gets by itself."""
    time.sleep(POLL)
    runs = engineer.runs(dag_id, month)
    return bool(runs) and all(
        state in {reached.get(task_id.rpartition(".")[2], state), "skipped"}
        for run_id in runs
        for task_id, state in engineer.tasks(dag_id, run_id)
    )


def run_dag(
    demo: Demo,
    engineer: AirflowClient,
    dag_id: str,
    moment: datetime,
    *,
    is_of_month: bool = True,
) -> None:
    """Run a Dag, as if due at a moment, and wait for its end."""
    run_id = start(demo, engineer, dag_id, moment, is_of_month=is_of_month)
    finish(demo, engineer, dag_id, run_id)


def build(
    demo: Demo, engineer: AirflowClient, coordinator: AirflowClient, moment: datetime
) -> None:
    """Run matching to report; the demo coordinator approves through the API."""
    run_id = start(demo, engineer, BUILD, moment)
    answer(demo, coordinator, BUILD, run_id, PUBLISH)
    finish(demo, engineer, BUILD, run_id)


def start(
    demo: Demo,
    engineer: AirflowClient,
    dag_id: str,
    moment: datetime,
    *,
    is_of_month: bool = True,
) -> str:
    """Unpause a Dag and start its run, of the month where its runs are of months."""
    unpause(demo, engineer, dag_id)
    month = str(demo.month) if is_of_month else None
    run_id = engineer.trigger(dag_id, month, moment)
    demo.console.say(f"{dag_id}: started for {month or moment.date()}")
    return run_id


def unpause(demo: Demo, engineer: AirflowClient, dag_id: str) -> None:
    """Let a Dag's runs start, once Airflow has read it.

    Raises:
        StackError: Airflow does not know it.
    """
    found = demo.console.wait_until(
        lambda: engineer.knows(dag_id), what=f"Airflow to read {dag_id}", patience=120
    )
    if not found:
        log = demo.layout.log("dag-processor")
        msg = f"Airflow does not know {dag_id}; see {log}."
        raise StackError(msg)
    engineer.unpause(dag_id)


def answer(
    demo: Demo, coordinator: AirflowClient, dag_id: str, run_id: str, option: str
) -> None:
    """Answer what a run asks as the demo coordinator, and say so, until the run ends.

    Airflow asks again what was answered before its scheduler saw that the task waits.
    """
    asked = partial(coordinator.question, dag_id, run_id)
    while question := _wait_for(demo, coordinator, dag_id, run_id, asked):
        demo.console.say(f"approval asked: {question.subject}")
        time.sleep(SETTLE)
        coordinator.answer(question, option)
        demo.console.say(
            f"answered through the API as user '{coordinator.user}', standing in for "
            "the official who decides"
        )


def finish(demo: Demo, engineer: AirflowClient, dag_id: str, run_id: str) -> None:
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
        demo.console.heartbeat(lambda: f"{dag_id}: {_progress(client, dag_id, run_id)}")
        time.sleep(POLL)
    return answer


def _progress(client: AirflowClient, dag_id: str, run_id: str) -> str:
    """Return the tasks of a run counted by state."""
    states = client.task_states(dag_id, run_id)
    return ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
