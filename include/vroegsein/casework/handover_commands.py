"""`vroegsein handover`: what officials did with forms is noted; ids and counts only."""

from datetime import date, datetime
from typing import Annotated

import typer

from vroegsein.casework.handover import address_handover, handovers, step_handover
from vroegsein.parties.case_codes import HandoverState

handover_commands = typer.Typer(help="Signals handed over to another municipality.")
commands = typer.Typer()
commands.add_typer(handover_commands, name="handover")

Ids = Annotated[list[str], typer.Argument(help="Ids, as on the form (Kenmerk).")]
Day = Annotated[
    datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="Day it happened.")
]


@handover_commands.callback()
def _group() -> None:
    """Signals handed over to another municipality."""


@handover_commands.command("list")
def list_command(
    municipality: Annotated[str, typer.Option(help="CBS code.")] = "1940",
    state: Annotated[
        HandoverState, typer.Option(help="Only those in this state.")
    ] = HandoverState.OPEN,
) -> None:
    """Show which hand-overs are in a state."""
    found = handovers(municipality, state)
    for handover_id in found:
        typer.echo(handover_id)
    typer.echo(f"{len(found)} {state}")


@handover_commands.command("to")
def to_command(
    place: Annotated[str, typer.Argument(help="Name of the other municipality.")],
    ids: Ids,
) -> None:
    """Note where the persons live now; the next run makes a form for that place."""
    for handover_id in ids:
        address_handover(handover_id, place)
    typer.echo(f"{len(ids)} to {place}")


@handover_commands.command("sent")
def sent_command(ids: Ids, on: Day) -> None:
    """Note that a form was sent to the other municipality."""
    _step(ids, HandoverState.SENT, on.date())


@handover_commands.command("confirm")
def confirm_command(ids: Ids, on: Day) -> None:
    """Note that the other municipality confirmed."""
    _step(ids, HandoverState.CONFIRMED, on.date())


def _step(ids: list[str], state: HandoverState, day: date) -> None:
    for handover_id in ids:
        step_handover(handover_id, state, day)
    typer.echo(f"{len(ids)} {state}")
