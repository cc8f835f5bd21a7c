"""From a place on a list back to the lines, files and digests it came from.

What is printed are ids, line numbers, digests and paths: never a value of the person.
Whether a file still has its digest is found out now, from its bytes.
"""

from collections.abc import Iterator
from typing import Annotated

import typer
from sqlalchemy import Connection, RowMapping, select

from vroegsein.errors import DecisionError
from vroegsein.exchange.files import digest_of
from vroegsein.listing.statements import rows
from vroegsein.register import engine
from vroegsein.register.audit_tables import purged_month
from vroegsein.settings import settings

commands = typer.Typer()


def trace(municipality: str, case_id: str) -> list[str]:
    """Return where a place on a list came from, line by line.

    Args:
        municipality: CBS code.
        case_id: What the list calls *Melding*.

    Raises:
        DecisionError: No published list holds it (any more).
    """
    with engine().connect() as connection:
        places = rows(
            connection, "trace", "place",
            municipality_code=municipality, case_id=case_id,
        )  # fmt: skip
        if not places:
            raise DecisionError(_absence(connection, municipality, case_id))
        return [line for place in places for line in _place(connection, place)]


def _place(connection: Connection, place: RowMapping) -> Iterator[str]:
    """Tell of one place on a list, and of every signal below it."""
    yield (
        f"list of {place['month']}, version {place['version']}: number"
        f" {place['entry_number']}, lane {place['lane']}"
    )
    yield (
        f"  {place['publication_id']}, audit {place['audit_id']}, approved by"
        f" {place['decided_by']} on {place['published_at']:%Y-%m-%d %H:%M %Z}"
    )
    yield (
        f"  {place['person_count']} persons on it,"
        f" {place['log_line_count']} lines of it in the processing log"
    )
    found = rows(
        connection, "trace", "origin",
        draft_id=place["draft_id"], entry_number=place["entry_number"],
    )  # fmt: skip
    for row in found:
        yield f"  signal {row['signal_id']}: {row['partner_code']}, {row['month']}"
        yield (
            f"    line {row['line_number']} of delivery {row['delivery_id']}, legal"
            f" basis {row['legal_basis_code']}"
        )
        yield f"    {_file(row)}"
        yield f"    sha256 {row['digest']}"
    if not found:
        yield "  its signals are gone: they were purged"


def _file(row: RowMapping) -> str:
    """Tell where the delivered file lies, and whether it is what was delivered."""
    place = f"landing/{row['municipality_code']}/{row['month']}"
    name = f"{place}/{row['delivery_id']}.raw"
    path = settings().storage / name
    if not path.exists():
        return f"{name} is gone: its term is over"
    if digest_of(path) != row["digest"]:
        return f"{name} IS NOT what was delivered"
    return f"{name} is what was delivered"


def _absence(connection: Connection, municipality: str, case_id: str) -> str:
    """Say that no list holds a case, and which months are gone."""
    gone = connection.scalars(
        select(purged_month.c.month)
        .where(purged_month.c.municipality_code == municipality)
        .order_by(purged_month.c.month)
    ).all()
    told = f"No published list of {municipality} holds {case_id}."
    if not gone:
        return told
    return f"{told} Purged are {', '.join(gone)}: see `vroegsein purge certificates`."


@commands.command("trace")
def trace_command(
    case_id: Annotated[str, typer.Argument(help="What the list calls Melding.")],
    municipality: Annotated[
        str, typer.Option(help="CBS code of the municipality.")
    ] = "1940",
) -> None:
    """Follow a place on a list back to lines, files and digests; names nobody."""
    for line in trace(municipality, case_id):
        typer.echo(line)
