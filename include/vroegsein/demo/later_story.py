"""What came of the months together, read from the register: counts and places only."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Table, func, select

from vroegsein.register import engine
from vroegsein.register.case_tables import (
    case,
    contact_attempt,
    feedback,
    feedback_file,
    outcome,
)
from vroegsein.register.list_tables import list_entry
from vroegsein.register.publication_tables import publication
from vroegsein.stack.layout import Layout


def later_lines(layout: Layout, municipality: str, outbox: Path) -> Iterator[str]:
    """Yield the lists of all months, what came of their cases, and who was told.

    Args:
        layout: The paths of the stack.
        municipality: CBS code.
        outbox: What lies ready for the officials.
    """
    with engine().connect() as connection:
        yield "\nLists of the months:"
        for month, version, persons in _lists(connection):
            yield f"  {month} version {version}: {persons} persons"
        yield (
            f"Cases: {_counted(connection, case, 'state')}; "
            f"{_count(connection, contact_attempt)} attempts, "
            f"{_count(connection, outcome)} outcomes came back"
        )
        yield (
            f"Partners were told: {_counted(connection, feedback, 'code')}, in "
            f"{_count(connection, feedback_file)} files of their outboxes"
        )
    for path in sorted((layout.storage / "ddas" / municipality).rglob("*.json")):
        yield f"National statistics, readable copy: {path}"
    for path in sorted(outbox.glob("crisislijst_*")):
        yield f"Crisis list, encrypted to the officials' key: {path}"


def _lists(connection: Connection) -> list[tuple[str, int, int]]:
    """Return each version of each month with the persons on it."""
    query = (
        select(
            publication.c.month, publication.c.version, func.count(list_entry.c.case_id)
        )
        .join(list_entry, list_entry.c.draft_id == publication.c.draft_id, isouter=True)
        .group_by(publication.c.month, publication.c.version)
        .order_by(publication.c.month, publication.c.version)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def _counted(connection: Connection, table: Table, column: str) -> str:
    """Return how many rows there are of each value, `3 open, 1 helped`."""
    value = table.c[column]
    query = select(value, func.count()).group_by(value).order_by(value)
    return ", ".join(f"{count} {word}" for word, count in connection.execute(query))


def _count(connection: Connection, table: Table) -> int:
    """Return how many rows a table has."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
