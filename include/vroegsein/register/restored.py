"""A register put back from a backup opens to nobody until its purges are done again.

Each purge is written into a ledger outside the database. Every new connection compares:
what the ledger names and the register does not know was forgotten with the backup, and
the persons it destroyed are back. Only the command that destroys them again may work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.engine.interfaces import DBAPIConnection

from vroegsein.errors import OperatorError
from vroegsein.settings import settings

LEDGER = "purge_{}.json"
_replaying: ContextVar[bool] = ContextVar("_replaying", default=False)


@contextmanager
def replaying() -> Iterator[None]:
    """Let connections of this block open a register that forgot its purges."""
    before = _replaying.set(True)
    try:
        yield
    finally:
        _replaying.reset(before)


def refuse_forgotten(connection: DBAPIConnection, _record: object) -> None:
    """Refuse a new connection to a register that forgot a purge of the ledger.

    The ledger is read first: a purge is written into the register before it.

    Raises:
        OperatorError: A purge was forgotten (PURGE_FORGOTTEN).
    """
    if _replaying.get():
        return
    written = _written()
    if not written:
        return
    known = _known(connection)
    forgotten = sorted(written[purge_id] for purge_id in written.keys() - known)
    if forgotten:
        places = ", ".join(sorted(set(forgotten)))
        msg = (
            f"PURGE_FORGOTTEN: {len(forgotten)} purges of {places}"
            " stand in the ledger and not in the register: was a backup put back?"
            f" First `vroegsein purge replay --municipality {forgotten[0]} --moment …`;"
            " see docs/runbook.md#purge."
        )
        connection.close()  # nobody else will
        raise OperatorError(msg)


def _written() -> dict[str, str]:
    """Return the municipality of every purge in the ledger, by the purge's id."""
    first, last = LEDGER.split("{}")
    return {
        path.name.removeprefix(first).removesuffix(last): path.parent.name
        for path in settings().elsewhere.glob(f"*/{LEDGER.format('*')}")
    }


def _known(connection: DBAPIConnection) -> set[str]:
    """Return the purges that the register knows; none before it has its tables."""
    cursor = connection.cursor()
    try:
        cursor.execute("SELECT 1 WHERE to_regclass('audit.purge') IS NOT NULL")
        if cursor.fetchone() is None:
            return set()
        cursor.execute("SELECT purge_id FROM audit.purge")
        return {row[0] for row in cursor.fetchall()}
    finally:
        cursor.close()
        connection.rollback()
