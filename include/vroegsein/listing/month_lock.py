"""One draft or publication of a municipality's month at a time.

The lock lives in a transaction of its own: it outlasts the transactions that write,
and a process that dies lets it go.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from vroegsein.errors import OperatorError
from vroegsein.register import engine
from vroegsein.register.purged import not_purging

WAIT = "60s"


@contextmanager
def month_lock(municipality: str, month: str) -> Iterator[None]:
    """Hold the lock of one municipality's month; no purge begins meanwhile.

    Raises:
        DecisionError: The month was purged.
        OperatorError: Another run held it for longer than we wait.
    """
    turn = scope_lock(f"list|{municipality}|{month}", f"{month} of {municipality}")
    with not_purging(municipality, month), turn:
        yield


@contextmanager
def scope_lock(scope: str, what: str) -> Iterator[None]:
    """Hold the lock of one thing that only one run may change at a time.

    Args:
        scope: What is locked, the same for all who want it.
        what: The same in words, for the message.

    Raises:
        OperatorError: Another run held it for longer than we wait.
    """
    with engine().begin() as guard:
        guard.execute(
            text("SELECT set_config('lock_timeout', :wait, TRUE)"), {"wait": WAIT}
        )
        try:
            guard.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:scope, 0))"),
                {"scope": scope},
            )
        except OperationalError:
            msg = f"RUN_LOCKED: another run works on {what}; try again when it is done."
            raise OperatorError(msg) from None
        yield
