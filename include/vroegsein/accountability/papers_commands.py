"""The command `vroegsein papers`: DPIA annex, register entry and Algoritmeregister."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from vroegsein.accountability.papers.writing import write_papers
from vroegsein.errors import ConfigurationError

commands = typer.Typer()


@commands.command("papers")
def papers_command(
    out: Annotated[Path, typer.Option(help="Folder to write them in.")],
    municipality: Annotated[str, typer.Option(help="CBS code.")] = "1940",
    on: Annotated[
        str | None,
        typer.Option(help="Day legal bases are judged on; else the policy's own."),
    ] = None,
) -> None:
    """Write the municipality's papers of accountability, from its configuration."""
    for name in write_papers(municipality, out, _day(on) if on else None):
        typer.echo(name)


def _day(text: str) -> date:
    """Read a day.

    Raises:
        ConfigurationError: It is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = "A day is written as 2026-11-23."
        raise ConfigurationError(msg) from None
