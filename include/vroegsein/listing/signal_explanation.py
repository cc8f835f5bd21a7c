"""Why a signal is with its person: `vroegsein explain`, for an authorised operator.

Whoever may read the register may ask. What is printed are ids, levels and the Dutch
sentence of each pair: how two signals compare, never what stands in them.
"""

from collections.abc import Iterator
from typing import Annotated

import typer
from sqlalchemy import RowMapping

from vroegsein.errors import ConfigurationError
from vroegsein.listing.statements import rows
from vroegsein.register import engine

LEVELS = ("birth_date", "surname", "name", "address", "phone", "email")
OUTCOMES = {
    "verdict": "an official decided",
    "linked": "linked",
    "possible": "possible, kept apart until an official decides",
    "guarded": "kept apart by a rule",
}
commands = typer.Typer()


def explain(signal_id: str) -> list[str]:
    """Return why a signal is with its person, line by line.

    Args:
        signal_id: Id of a signal, as the CSV list and the register have it.

    Raises:
        ConfigurationError: No matching run holds such a signal.
    """
    with engine().connect() as connection:
        members = rows(connection, "listing", "signal_membership", signal_id=signal_id)
        pairs = rows(connection, "listing", "signal_explanation", signal_id=signal_id)
    if not members:
        msg = f"No matching run holds signal {signal_id}; see the list's CSV for ids."
        raise ConfigurationError(msg)
    return [*_person(signal_id, members), *_pairs(pairs)]


def _person(signal_id: str, members: list[RowMapping]) -> Iterator[str]:
    own = next(row for row in members if row["signal_id"] == signal_id)
    yield f"signal {signal_id}: {own['partner_code']}, {own['month']}"
    yield f"person {own['person_id']}, household {own['household_id']}"
    yield f"confidence {own['confidence']}; run {own['run_id']} of {own['run_month']}"
    for row in members:
        if row is not own:
            place = f"{row['partner_code']}, {row['month']}"
            yield f"  same person: {row['signal_id']} ({place}), {row['confidence']}"


def _pairs(pairs: list[RowMapping]) -> Iterator[str]:
    for row in pairs:
        levels = " ".join(f"{name}={row[f'{name}_level']}" for name in LEVELS)
        yield f"{OUTCOMES[row['outcome']]}: {row['kind']} {row['other_id']}"
        yield f"  {row['reason']}"
        yield f"  weight {row['weight']}; levels {levels}"


@commands.command("explain")
def explain_command(
    signal_id: Annotated[str, typer.Argument(help="Id of a signal.")],
) -> None:
    """Say why a signal is with its person; levels are those of docs/matching.md."""
    for line in explain(signal_id):
        typer.echo(line)
