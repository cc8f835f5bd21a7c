"""`vroegsein demo`: the month from SFTP drop to list and report, told as it goes."""

import os
from pathlib import Path

import typer

from vroegsein.demo import month as steps
from vroegsein.demo.story import (
    COUNTS,
    ListStory,
    PartnerStory,
    list_story,
    partner_stories,
)
from vroegsein.demo.truth import differences
from vroegsein.errors import StackError
from vroegsein.parties.period import ReportingMonth
from vroegsein.stack import supervisor
from vroegsein.stack.console import Console
from vroegsein.stack.environment import environment
from vroegsein.stack.layout import Layout, installed_layout

STATES = {
    "accepted": "accepted",
    "empty": "accepted, nothing to report",
    "refused": "REFUSED",
    "missing": "MISSING, late",
}


def demo_command(
    municipality: str = "1940", month: str = "2026-10", seed: int = 1
) -> None:
    """Run a synthetic month through the real stack and tell what happened."""
    layout, console = installed_layout(), Console()
    _refuse_running(layout)
    folder = layout.var / "demo" / f"{municipality}-{month}-{seed}"
    demo = steps.Demo(
        layout, console, municipality, ReportingMonth.parse(month), folder
    )
    making = steps.begin_making(demo, seed)
    access = supervisor.up(layout, console)
    os.environ.update(environment(layout))
    steps.finish_making(demo, making)
    steps.import_history(demo)
    steps.deliver(demo)
    engineer = steps.log_in(layout, "engineer")
    coordinator = steps.log_in(layout, "coordinator")
    steps.collect(demo, engineer)
    steps.build(demo, engineer, coordinator)
    agree = _tell(demo)
    typer.echo(f"\nAirflow: {access.url}  login {access.user} / {access.password}")
    typer.echo("The stack keeps running: `make status`, `make down`, `make up`.")
    if not agree:
        raise typer.Exit(1)


def _refuse_running(layout: Layout) -> None:
    """Refuse to start beside a stack that runs: its owner may be at work in it."""
    if any(part.running for part in supervisor.status(layout)):
        msg = (
            "The stack is already running: `make status` shows it; `make down` stops "
            "it, then `make demo` starts from its present state."
        )
        raise StackError(msg)


def _tell(demo: steps.Demo) -> bool:
    """Print the month per partner and as a list; tell whether the truth agrees."""
    stories = partner_stories(demo.municipality, str(demo.month))
    typer.echo(f"\nReceived for {demo.month}:")
    for line in _partner_table(stories):
        typer.echo(line)
    published = list_story(demo.municipality, str(demo.month))
    if published is None:
        msg = "The month was not published; look at the runs in the UI."
        raise StackError(msg)
    for line in _list_lines(demo, stories, published):
        typer.echo(line)
    wrong = differences(demo.folder / "truth", str(demo.month), stories)
    for line in wrong or ["The register agrees with the generator for every partner."]:
        typer.echo(line)
    return not wrong


def _partner_table(stories: list[PartnerStory]) -> list[str]:
    """Return one line per partner, under a heading."""
    heading = f"  {'partner':24}{'lines':>6}" + "".join(f"{c:>11}" for c in COUNTS)
    rows = [
        f"  {story.partner_code:24}{story.lines:>6}"
        + "".join(f"{count:>11}" for count in story.verdicts)
        + f"  {STATES.get(story.state, story.state)}"
        + (f" ({story.code})" if story.code else "")
        for story in stories
    ]
    return [f"{heading}  delivery", *rows]


def _list_lines(
    demo: steps.Demo, stories: list[PartnerStory], published: ListStory
) -> list[str]:
    """Return what was matched and published, and where it lies."""
    storage = demo.layout.storage
    place = Path("publications") / demo.municipality / str(demo.month)
    lists = storage / place / f"v{published.version}"
    report = (
        storage
        / "reports"
        / demo.municipality
        / str(demo.month)
        / f"auditrapport-v{published.version}.html"
    )
    accepted = sum(story.verdicts[0] for story in stories)
    return [
        (
            f"\nMatched: {accepted} signals of the month; picked up and listed: "
            f"{published.signals} signals of {published.persons} persons, "
            f"{published.several_creditors} with several creditors."
        ),
        f"Published: version {published.version}, {published.publication_id}",
        *(
            f"  {lists / name}  sha256 {digest[:12]}"
            for name, digest in published.files
        ),
        f"Audit report: {report}",
    ]
