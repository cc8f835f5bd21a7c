"""Many rows into one table of the intake at once, within the caller's transaction."""

from collections.abc import Iterable, Sequence

from psycopg import sql
from sqlalchemy import Connection


def copy_rows(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Write rows by COPY."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier("intake", table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
    )
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
