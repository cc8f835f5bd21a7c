"""The command `vroegsein delivery release`."""

from typing import Annotated

import typer

from vroegsein.intake.release import release_delivery

commands = typer.Typer()
_delivery = typer.Typer(help="Decide on a delivery that was refused.")
commands.add_typer(_delivery, name="delivery")


@_delivery.callback()
def _group() -> None:
    """Decide on a delivery that was refused."""


@_delivery.command()
def release(
    delivery_id: Annotated[str, typer.Argument(help="Our id of the delivery.")],
    reason: Annotated[str, typer.Option(help="Why; no personal data.")],
    by: Annotated[str, typer.Option(help="User name of the official who decides.")],
) -> None:
    """Let a delivery in that was refused as a repetition (DEL_REPLAY)."""
    released = release_delivery(delivery_id, reason, by)
    typer.echo(
        f"{released.delivery_id} is released; collect {released.month} again:"
        f' airflow dags trigger collect_deliveries --conf \'{{"month":'
        f' "{released.month}"}}\''
    )
