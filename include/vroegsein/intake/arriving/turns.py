"""Two runs of one partner take turns; each then finds what the other did.

The lock lives in a connection of its own: it outlasts the transactions that write, and
a process that dies lets it go.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import func, select, true
from sqlalchemy.exc import OperationalError

from vroegsein.errors import OperatorError
from vroegsein.register import engine
from vroegsein.register.purged import held_off

WAIT = "60s"


@contextmanager
def one_at_a_time(*scopes: str) -> Iterator[None]:
    """Hold the locks of these scopes, each `municipality|partner`; no purge begins.

    Raises:
        OperatorError: The register is down, or another run held one for too long.
    """
    with ExitStack() as held:
        held.enter_context(held_off(*{scope.partition("|")[0] for scope in scopes}))
        try:
            guard = held.enter_context(engine().connect())
            guard.execute(select(func.set_config("lock_timeout", WAIT, true())))
            for scope in sorted(set(scopes)):
                key = func.hashtextextended(f"intake|{scope}", 0)
                guard.execute(select(func.pg_advisory_xact_lock(key)))
        except OperationalError:
            msg = (
                "RUN_LOCKED: another run works on this partner, or the register is"
                " down; try again."
            )
            raise OperatorError(msg) from None
        yield
