"""Pages as a test reads them, and a register that a test may change for itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text

from support.page_year import DAY, PLACE
from support.report_page import ReadPage, ReadSection
from vroegsein.accountability.dashboard import Asked, Right, page
from vroegsein.parties.partner import load_passport
from vroegsein.settings import settings

EVERYTHING = frozenset(Right)
NOTHING = "\u2013"
PAGES = ("overview", "partners", "publications", "proof")
#: The register's own triggers would refuse what some tests need: they stand aside.
_FREELY = "SET LOCAL session_replication_role = replica"


@contextmanager
def changing(register: str) -> Iterator[Callable[[str, str], None]]:
    """Yield a function that changes the register, told how to undo that afterwards."""
    engine, undo = create_engine(register), []

    def change(statement: str, afterwards: str) -> None:
        undo.append(afterwards)
        with engine.begin() as connection:
            connection.execute(text(_FREELY))
            connection.execute(text(statement))

    yield change
    with engine.begin() as connection:
        connection.execute(text(_FREELY))
        for statement in reversed(undo):
            connection.execute(text(statement))
    engine.dispose()


def asked(name: str = "overview", **changes) -> Asked:
    known = {"municipality": PLACE, "day": DAY, "rights": EVERYTHING}
    return Asked(page=name, **(known | changes))


def read(name: str = "overview", **changes) -> ReadPage:
    return ReadPage(page(asked(name, **changes)).html)


def card(anchor: str, name: str = "overview", **changes) -> ReadSection:
    return read(name, **changes).sections[anchor]


def name_of(partner: str) -> str:
    """Return what a partner is called."""
    return load_passport(settings().partners, partner).name
