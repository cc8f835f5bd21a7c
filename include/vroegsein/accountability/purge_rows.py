"""How rows that are due leave the register, and how no byte of them stays behind.

Rows go in one transaction. Of a month's partition what stays is copied into a new one
and the old one is dropped, for a deleted row lies in its file until the file is written
anew; other tables are rewritten after the transaction (VACUUM FULL), statistics too.
"""

from collections.abc import Iterable

from sqlalchemy import (
    Connection,
    Delete,
    Table,
    func,
    literal_column,
    select,
    text,
)

from vroegsein.accountability.purge_rules import statements
from vroegsein.accountability.purge_scope import Scope, gone_table
from vroegsein.register.intake_tables import signal

KEEP = text(
    "INSERT INTO intake._kept SELECT signal.* FROM intake.signal AS signal"
    " WHERE signal.month = :month AND NOT EXISTS (SELECT 1 FROM gone_signal AS gone"
    " WHERE gone.signal_id = signal.signal_id)"
)


def delete_rows(
    connection: Connection, scope: Scope, months: list[str], cases: list[str]
) -> dict[str, int]:
    """Delete all that is due but the signals themselves; return rows per table."""
    counts: dict[str, int] = {}
    for statement in statements(scope, months, cases):
        name = _name(statement)
        counts[name] = counts.get(name, 0) + connection.execute(statement).rowcount
    return {name: count for name, count in sorted(counts.items()) if count}


def count_rows(
    connection: Connection, scope: Scope, months: list[str], cases: list[str]
) -> dict[str, int]:
    """Count what `delete_rows` and `rewrite_signals` would destroy; nothing changes.

    A row that several rules reach counts for each of them.
    """
    counts = {name: gone for name, _, gone in _parts(connection)}
    for statement in statements(scope, months, cases):
        name = _name(statement)
        rule = statement.whereclause
        assert rule is not None
        query = select(func.count()).select_from(statement.table).where(rule)
        counts[name] = counts.get(name, 0) + connection.execute(query).scalar_one()
    return {name: count for name, count in sorted(counts.items()) if count}


def rewrite_signals(connection: Connection) -> dict[str, int]:
    """Take the signals out of their partitions; return rows per partition.

    What stays of a partition moves to a new one, whosever it is.
    """
    counts = {}
    for name, month, gone in _parts(connection):
        _rewrite(connection, name, month)
        counts[name] = gone
    return counts


def vacuum(connection: Connection, tables: Iterable[str]) -> None:
    """Rewrite tables that rows were deleted from, and the planner's samples of them.

    Args:
        connection: A connection in autocommit.
        tables: Names with their schema.
    """
    for name in sorted(tables):
        schema, _, table = name.partition(".")
        connection.execute(text(f'VACUUM (FULL, ANALYZE) {schema}."{table}"'))
    connection.execute(text("ANALYZE intake.signal"))
    connection.execute(text("VACUUM FULL pg_catalog.pg_statistic"))


def _parts(connection: Connection) -> list[tuple[str, str, int]]:
    """Return partition, month and number of the signals that go."""
    marked = gone_table()
    rows = connection.execute(
        select(
            literal_column("signal.tableoid::regclass::text").label("name"),
            signal.c.month,
            func.count(),
        )
        .join(marked, marked.c.signal_id == signal.c.signal_id)
        .group_by("name", signal.c.month)
        .order_by("name")
    ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def _rewrite(connection: Connection, name: str, month: str) -> None:
    """Replace one partition by a new one without the signals that go."""
    connection.execute(text("LOCK TABLE intake.signal IN ACCESS EXCLUSIVE MODE"))
    connection.execute(
        text("CREATE TABLE intake._kept (LIKE intake.signal INCLUDING DEFAULTS)")
    )
    kept = connection.execute(KEEP, {"month": month}).rowcount
    connection.execute(text(f"ALTER TABLE intake.signal DETACH PARTITION {name}"))
    connection.execute(text(f"DROP TABLE {name}"))
    if not kept:
        connection.execute(text("DROP TABLE intake._kept"))
        return
    connection.execute(
        text(f"ALTER TABLE intake._kept RENAME TO {name.partition('.')[2]}")
    )
    connection.execute(
        text(
            f"ALTER TABLE intake.signal ATTACH PARTITION {name}"
            f" FOR VALUES IN ('{month}')"
        )
    )


def _name(statement: Delete) -> str:
    """Return the table a statement deletes from, with its schema."""
    assert isinstance(statement.table, Table)
    return str(statement.table.fullname)
