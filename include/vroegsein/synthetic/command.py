"""Decides nothing: the command `vroegsein demo-data`."""

from pathlib import Path
from typing import Annotated

import typer

from vroegsein.parties.period import ReportingMonth
from vroegsein.synthetic.generate import generate


def demo_data_command(
    out: Annotated[Path, typer.Option(help="New folder for files and truth.")],
    municipality: Annotated[str, typer.Option(help="Municipality code.")] = "1940",
    month: Annotated[str, typer.Option(help="Reporting month.")] = "2026-10",
    seed: Annotated[int, typer.Option(help="Same number, same bytes.")] = 1,
    history_months: Annotated[int, typer.Option(help="Earlier months.", min=0)] = 6,
    following_months: Annotated[int, typer.Option(help="Later months.", min=0)] = 0,
) -> None:
    """Make a synthetic municipality: partners' files, history and the truth."""
    wanted = ReportingMonth.parse(month)
    made = generate(out, municipality, wanted, seed, history_months, following_months)
    typer.echo(
        f"{made.residents} residents; {month}: {made.files} files, {made.lines} lines, "
        f"{made.accepted} of them sound; {made.history_files} in other months; "
        f"in {out}"
    )
