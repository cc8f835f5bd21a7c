"""One engine per process, made when a task first asks for it."""

from functools import cache

from sqlalchemy import Engine, create_engine
from sqlalchemy.event import listen

from vroegsein.register.restored import refuse_forgotten
from vroegsein.settings import settings


@cache
def engine() -> Engine:
    """Return the register's engine; connecting raises when a purge was forgotten.

    Errors hide their parameters: those may be personal data.
    """
    made = create_engine(
        settings().register_url,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "application_name": "vroegsein"},
    )
    listen(made, "connect", refuse_forgotten)
    return made
