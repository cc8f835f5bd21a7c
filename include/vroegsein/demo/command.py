"""`vroegsein demo`: three months from SFTP drop to list and report, told as they go."""

import os
from typing import Annotated

import typer

from vroegsein.demo import before, later, past
from vroegsein.demo import month as steps
from vroegsein.demo.client import AirflowClient
from vroegsein.demo.later_story import later_lines
from vroegsein.demo.story import asked_story, list_story, partner_stories
from vroegsein.demo.telling import asked_lines, list_lines, partner_lines
from vroegsein.demo.truth import differences
from vroegsein.errors import StackError
from vroegsein.parties.period import ReportingMonth
from vroegsein.stack import supervisor
from vroegsein.stack.console import Console
from vroegsein.stack.environment import environment
from vroegsein.stack.layout import Layout, installed_layout


def demo_command(
    municipality: str = "1940",
    month: str = "2026-08",
    seed: int = 1,
    *,
    later_months: Annotated[
        bool, typer.Option(help="Go on: addendum, outcomes, and two more months.")
    ] = True,
) -> None:
    """Run synthetic months through the real stack and tell what happened."""
    layout, console = installed_layout(), Console()
    _refuse_running(layout)
    folder = layout.var / "demo" / f"{municipality}-{month}-{seed}"
    demo = steps.Demo(
        layout, console, municipality, ReportingMonth.parse(month), folder
    )
    making = before.begin_making(demo, seed)
    access = supervisor.up(layout, console)
    os.environ.update(environment(layout))
    before.finish_making(demo, making)
    before.seal(demo)
    before.import_history(demo)
    before.deliver(demo)
    before.open_offices(demo)
    if later_months:
        past.live(demo, seed)
    engineer = steps.log_in(layout, "engineer")
    coordinator = steps.log_in(layout, "coordinator")
    steps.begin_reviews(demo, engineer)
    steps.run_dag(demo, engineer, steps.COLLECT, demo.moment(demo.month))
    if later_months:
        later.send_crisis_list(demo, engineer, coordinator)
    steps.build(demo, engineer, coordinator, demo.after(1))
    steps.await_questions(demo, engineer)
    agree = _tell(demo)
    if later_months:
        _go_on(demo, engineer, coordinator, seed)
    typer.echo(f"\nAirflow: {access.url}  login {access.user} / {access.password}")
    typer.echo("The stack keeps running: `make status`, `make down`, `make up`.")
    if not agree:
        raise typer.Exit(1)


def _go_on(
    demo: steps.Demo, engineer: AirflowClient, coordinator: AirflowClient, seed: int
) -> None:
    """Let the months go on, and tell what came of them."""
    later.add_late(demo, engineer, coordinator)
    later.send_back(demo, engineer, seed)
    later.send_lists(demo, engineer, seed)
    last = later.live_on(demo, engineer, coordinator, seed)
    later.conclude(demo, engineer, last)
    for line in later_lines(demo.layout, demo.municipality, demo.outbox):
        typer.echo(line)


def _refuse_running(layout: Layout) -> None:
    """Refuse to start beside a stack that runs: its owner may be at work in it."""
    if any(part.running for part in supervisor.status(layout)):
        msg = (
            "The stack is already running: `make status` shows it; `make down` stops "
            "it, then `make demo` starts from its present state."
        )
        raise StackError(msg)


def _tell(demo: steps.Demo) -> bool:
    """Print the month per file and as a list; tell whether the truth agrees."""
    month = str(demo.month)
    stories = partner_stories(demo.municipality, month)
    published = list_story(demo.municipality, month)
    if published is None:
        msg = "The month was not published; look at the runs in the UI."
        raise StackError(msg)
    wrong = differences(demo.folder / "truth", month, stories)
    agreement = "The register agrees with the generator for every delivery."
    for line in (
        f"\nReceived for {month}:",
        *partner_lines(stories, demo.layout.exchange),
        *asked_lines(
            asked_story(demo.municipality, month), demo.outbox, demo.readers_keys
        ),
        *list_lines(demo.layout, demo.municipality, stories, published),
        *(wrong or [agreement]),
    ):
        typer.echo(line)
    return not wrong
