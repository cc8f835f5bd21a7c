"""How soon the page in the Airflow UI begins to answer, with a year of 45 partners."""

import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from sqlalchemy import create_engine, text
from support.page_server import PAGE, PageServer, serving, year_register
from support.page_year import MONTHS
from support.postgres import running_postgres

from bench.figures import Figure
from vroegsein.register.schema import upgrade

PARTNERS, SIGNALS = 45, 12  # and 12 months
GOAL = 300  # milliseconds
ROUNDS = 40
LOGGING_IN = 3  # seconds between a server's start and its first reader, at the least
PLACES = ("/", "/partners", "/partners/partneraa", "/publications", "/proof")
EMPTY = "empty"


def bench_page(folder: Path) -> list[Figure]:
    """First byte of each page behind Airflow's login, 12 months of 45 partners."""
    with running_postgres(folder) as server:
        _prepare(server)
        year = year_register(
            server, EMPTY, folder, partners=PARTNERS, signals=SIGNALS, second_name="B"
        )
        with year, serving(folder) as page:
            return _figures(page)


def _prepare(server: str) -> None:
    """Make the empty register that the year is written into."""
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {EMPTY}"))
    engine.dispose()
    upgrade(f"{server}/{EMPTY}")


def _figures(page: PageServer) -> list[Figure]:
    """Ask for the pages as somebody who may see all; milliseconds to the first byte."""
    cookies = {"_token": page.token("fg")}
    with httpx.Client(base_url=page.url, cookies=cookies, timeout=60) as client:
        time.sleep(LOGGING_IN)
        first = _first_byte(client, "/")
        anew = [_first_byte(client, f"/?month={month}") for month in MONTHS]
        again = {
            place: [_first_byte(client, place) for _ in range(ROUNDS)]
            for place in PLACES
        }
    slowest = max(PLACES, key=lambda place: _median(again[place]))
    every = [spent for spents in again.values() for spent in spents]
    note = f"median of {ROUNDS}, {slowest}; the worst of all {max(every):.0f} ms"
    return [
        Figure("the slowest page", _median(again[slowest]), "ms", GOAL, note=note),
        Figure(
            "overview of a month nobody asked for before",
            _median(anew),
            "ms",
            GOAL,
            note=f"median of {len(anew)}, read from the register; worst {max(anew):.0f}",
        ),
        Figure(
            "the first request of all",
            first,
            "ms",
            GOAL,
            note=f"{LOGGING_IN} s after the server was up",
        ),
    ]


def _median(spent: Sequence[float]) -> float:
    return statistics.median(spent)


def _first_byte(client: httpx.Client, place: str) -> float:
    """Return the milliseconds until a page begins to arrive.

    Raises:
        httpx.HTTPStatusError: The page did not come.
    """
    begun = time.perf_counter()
    with client.stream("GET", f"{PAGE}{place}") as answer:
        spent = (time.perf_counter() - begun) * 1000
        answer.raise_for_status()
        answer.read()
    return spent
