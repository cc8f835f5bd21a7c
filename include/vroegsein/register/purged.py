"""A month that was purged is never run again, and a run and a purge take turns."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import OperationalError

from vroegsein.errors import DecisionError, OperatorError
from vroegsein.register.audit_tables import purged_month
from vroegsein.register.session import engine

WAIT = "60s"
#: Municipalities whose purge waits for what is at work here already.
_held: ContextVar[frozenset[str]] = ContextVar("_held", default=frozenset())
PATIENCE = text("SELECT set_config('lock_timeout', :wait, FALSE)")


def refuse_purged(connection: Connection, municipality: str, month: str) -> None:
    """Refuse to work on a month whose signals were destroyed.

    Raises:
        DecisionError: The month was purged (PERIOD_PURGED).
    """
    query = select(purged_month.c.purge_id).where(
        purged_month.c.municipality_code == municipality,
        purged_month.c.month == month,
    )
    purge_id = connection.scalar(query)
    if purge_id is not None:
        msg = (
            f"PERIOD_PURGED: {month} of {municipality} was destroyed by {purge_id};"
            " its certificate is in audit.purge_certificate. It cannot be run again."
        )
        raise DecisionError(msg)


@contextmanager
def held_off(*municipalities: str) -> Iterator[None]:
    """Hold off purges for as long as persons' data are worked on; many may at once.

    Within work that does so already nothing more is asked: behind a purge that waits
    for that work, a second question would never be answered.

    Raises:
        OperatorError: A purge is at work for longer than we wait.
    """
    asked = _held.get().union(municipalities)
    with ExitStack() as locks:
        for municipality in sorted(asked - _held.get()):
            locks.enter_context(_lock(municipality, "_shared"))
        before = _held.set(asked)
        try:
            yield
        finally:
            _held.reset(before)


@contextmanager
def not_purging(municipality: str, month: str) -> Iterator[None]:
    """Hold off a purge while a month is worked on, unless it was destroyed.

    Raises:
        DecisionError: The month was purged.
        OperatorError: A purge is at work for longer than we wait.
    """
    with held_off(municipality):
        with engine().connect() as connection:
            refuse_purged(connection, municipality, month)
        yield


@contextmanager
def purging(municipality: str) -> Iterator[None]:
    """Be the only one at work for a municipality.

    Raises:
        OperatorError: A run is at work for longer than we wait (PRV-01).
    """
    with _lock(municipality, ""):
        yield


@contextmanager
def _lock(municipality: str, kind: str) -> Iterator[None]:
    """Hold a lock of a session of its own; a process that dies lets it go.

    Not of a transaction: while one is open the server keeps what was deleted.
    """
    scope = {"scope": f"purge|{municipality}"}
    key = "hashtextextended(:scope, 0)"
    with ExitStack() as held:
        try:
            connection = held.enter_context(engine().connect())
            guard = connection.execution_options(isolation_level="AUTOCOMMIT")
            guard.execute(PATIENCE, {"wait": WAIT})
            held.callback(guard.execute, text("RESET lock_timeout"))
            guard.execute(text(f"SELECT pg_advisory_lock{kind}({key})"), scope)
        except OperationalError:
            msg = (
                f"RUN_LOCKED: a run or a purge of {municipality} is at work, or the"
                " register is down; try again."
            )
            raise OperatorError(msg) from None
        try:
            yield
        finally:
            guard.execute(text(f"SELECT pg_advisory_unlock{kind}({key})"), scope)
