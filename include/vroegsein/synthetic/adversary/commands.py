"""Decides nothing: the command `vroegsein synthetic signals`."""

from pathlib import Path
from typing import Annotated

import typer

from vroegsein.synthetic.adversary.generate import Model, generate_signals

commands = typer.Typer()
synthetic = typer.Typer(help="Make synthetic input with its truth.")
commands.add_typer(synthetic, name="synthetic")


@synthetic.callback()
def _synthetic() -> None:
    """Make synthetic input with its truth."""


@synthetic.command("signals")
def signals_command(
    records: Annotated[int, typer.Option(help="Number of signals.", min=1)],
    out: Annotated[Path, typer.Option(help="Folder for the Parquet files.")],
    seed: Annotated[int, typer.Option(help="Same number, same bytes.")] = 1,
    errors: Annotated[
        float, typer.Option(help="2 is twice the errors.", min=0.0)
    ] = 1.0,
    model: Annotated[
        Model, typer.Option(help="Model of errors; the second is held out.")
    ] = Model.FIRST,
    residents: Annotated[
        bool, typer.Option("--residents", help="Also an extract of the register.")
    ] = False,
) -> None:
    """Make signals for the matcher: signals, truth and forbidden pairs."""
    made = generate_signals(
        out, records, seed, errors=errors, model=model, residents=residents
    )
    typer.echo(
        f"{made.signals} signals on {made.persons} persons, "
        f"{made.residents} residents, {made.forbidden} forbidden pairs; in {out}"
    )
