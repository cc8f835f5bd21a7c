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

WAIT = "60s"


@contextmanager
def month_lock(municipality: str, month: str) -> Iterator[None]:
    """Hold the lock of one municipality's month.

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
                {"scope": f"list|{municipality}|{month}"},
            )
        except OperationalError:
            msg = (
                f"RUN_LOCKED: another run works on {month} of {municipality};"
                " try again when it is done."
            )
            raise OperatorError(msg) from None
        yield
