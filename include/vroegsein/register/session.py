"""One engine per process, made when a task first asks for it."""

from functools import cache

from sqlalchemy import Engine, create_engine

from vroegsein.settings import settings


@cache
def engine() -> Engine:
    """Return the register's engine.

    Errors hide their parameters: those may be personal data.
    """
    return create_engine(
        settings().register_url,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "application_name": "vroegsein"},
    )
