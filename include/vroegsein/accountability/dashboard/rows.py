"""What the pages are made from: a year of the register in counts, kept per version.

A mark of the register tells whether anything changed; while it did not, the rows read
before are used again. Every connection is read-only and gives up after some seconds.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, create_engine

from vroegsein.accountability.dashboard.asking import UnknownPageError
from vroegsein.accountability.quality_rows import FOLDER as QUALITY
from vroegsein.accountability.quality_rows import MONTHS, QualityRows
from vroegsein.listing.inputs import load_passports
from vroegsein.listing.statements import Statement, statement
from vroegsein.listing.triage import Status
from vroegsein.parties.municipality import Policy, load_policy
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import settings

FOLDER = "dashboard"  # of include/sql/
READER_URL = "VROEGSEIN_READER_URL"
PICKED_UP = "OPGEPAKT"
KEPT_YEARS = 8  # years of rows in memory, one per month that somebody looks at
CLOCK_MONTHS = 3
_OPTIONS = "-c default_transaction_read_only=on -c statement_timeout=10000"


@dataclass(frozen=True)
class Year:
    """Twelve months of a municipality, up to and with the month shown."""

    policy: Policy
    month: ReportingMonth
    quality: QualityRows
    funnel: Mapping[str, Mapping[str, Any]]
    waiting: Sequence[RowMapping]
    clocks: Sequence[RowMapping]
    decisions: Sequence[RowMapping]
    confidences: Sequence[RowMapping]
    outcomes: Sequence[RowMapping]
    publications: Sequence[RowMapping]
    purges: Sequence[RowMapping]

    @property
    def passports(self) -> Mapping[str, Passport]:
        """The municipality's partners, by code."""
        return self.quality.passports


class _Kept:
    """Years read before, the latest used last; safe for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._years: OrderedDict[object, Year] = OrderedDict()

    def get(self, key: object) -> Year | None:
        """Return what was kept under a key."""
        with self._lock:
            if key in self._years:
                self._years.move_to_end(key)
            return self._years.get(key)

    def put(self, key: object, year: Year) -> None:
        """Keep a year; the one not used longest goes."""
        with self._lock:
            self._years[key] = year
            while len(self._years) > KEPT_YEARS:
                self._years.popitem(last=False)


_kept = _Kept()


@contextmanager
def reading() -> Iterator[Connection]:
    """Yield a read-only connection to the register.

    Raises:
        ConfigurationError: No address of the register is set.
    """
    with _engine(_reader_url()).connect() as connection:
        yield connection


def _reader_url() -> str:
    """Return the address of the register for a reader of counts.

    A production site gives the pages a role of their own (docs/pages.md).
    """
    if file := os.environ.get(f"{READER_URL}_FILE"):
        return Path(file).read_text("utf-8").strip()
    return os.environ.get(READER_URL) or settings().register_url


@cache
def _engine(url: str) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=3,
        connect_args={
            "connect_timeout": 5,
            "application_name": "vroegsein pages",
            "options": _OPTIONS,
        },
    )


def asked_rows(
    connection: Connection, name: str, **parameters: object
) -> list[RowMapping]:
    """Return the rows one SQL file of the pages asks for."""
    return _rows(connection, FOLDER, name, **parameters)


def _rows(
    connection: Connection, folder: str, name: str, **parameters: object
) -> list[RowMapping]:
    """Return the rows of an SQL file that is read once."""
    found = connection.execute(_statement(folder, name).clause, parameters)
    return list(found.mappings())


@cache
def _statement(folder: str, name: str) -> Statement:
    return statement(folder, name)


def read_year(
    connection: Connection, municipality: str, month: ReportingMonth | None
) -> Year:
    """Return the year that ends with a month, from memory while nothing changed.

    Args:
        connection: A connection to the register.
        municipality: CBS code.
        month: Last month; None for the newest of which anything is known.

    Raises:
        UnknownPageError: There is no such municipality, or nothing came in yet.
        ConfigurationError: A passport or the policy is wrong.
    """
    if not (settings().municipalities / f"{municipality}.yml").exists():
        raise UnknownPageError
    last = month or _last_month(connection, municipality)
    (mark,) = asked_rows(connection, "version", municipality_code=municipality)
    files = _files()
    key = (str(connection.engine.url), municipality, last, *mark.values(), files)
    if (year := _kept.get(key)) is None:
        year = _read(connection, _parties(municipality, files), last)
        _kept.put(key, year)
    return year


def _last_month(connection: Connection, municipality: str) -> ReportingMonth:
    """Return the newest month of which anything is known."""
    (found,) = asked_rows(connection, "last_month", municipality_code=municipality)
    if found["last_month"] is None:
        raise UnknownPageError
    return ReportingMonth.parse(found["last_month"])


def _files() -> tuple[tuple[str, int], ...]:
    """Return a mark of the passports and policies as they lie on disk."""
    found: list[Path] = []
    for folder in (settings().partners, settings().municipalities):
        found += sorted(folder.glob("*.yml"))
    return tuple((str(path), path.stat().st_mtime_ns) for path in found)


@lru_cache(maxsize=4)
def _parties(
    municipality: str, _files: tuple[tuple[str, int], ...]
) -> tuple[Policy, Mapping[str, Passport]]:
    """Return policy and passports, read again when one of their files changed."""
    policy = load_policy(settings().municipalities, municipality)
    return policy, load_passports(municipality)


def _read(
    connection: Connection,
    parties: tuple[Policy, Mapping[str, Passport]],
    month: ReportingMonth,
) -> Year:
    """Read a year anew."""
    policy, passports = parties
    months = tuple(str(month.plus(-back)) for back in reversed(range(MONTHS)))
    place: dict[str, object] = {
        "municipality_code": policy.code,
        "first_month": months[0],
        "last_month": months[-1],
    }
    quality = QualityRows(
        policy=policy,
        month=month,
        months=months,
        passports=passports,
        deliveries=_rows(connection, QUALITY, "delivery", **place),
        findings=(),
        wrong_signals=_rows(
            connection,
            QUALITY,
            "wrong_signal",
            **place,
            wrong_status=Status.UNJUSTIFIED,
        ),
    )
    funnel = asked_rows(connection, "funnel", **place, picked_up=PICKED_UP)
    by_month: dict[str, Mapping[str, Any]] = {row["month"]: dict(row) for row in funnel}
    shown: Mapping[str, Any] = by_month.get(str(month), {})
    draft, run = {"draft_id": shown.get("draft_id")}, {"run_id": shown.get("run_id")}
    recent = {
        "municipality_code": policy.code,
        "first_month": str(month.plus(1 - CLOCK_MONTHS)),
    }
    return Year(
        policy=policy,
        month=month,
        quality=quality,
        funnel=by_month,
        waiting=asked_rows(connection, "waiting", **recent),
        clocks=asked_rows(connection, "clock", **recent),
        decisions=asked_rows(connection, "decision", **draft),
        confidences=asked_rows(connection, "match_confidence", **draft),
        outcomes=asked_rows(connection, "match_outcome", **run),
        publications=asked_rows(connection, "publication", **place),
        purges=asked_rows(connection, "purge", municipality_code=policy.code),
    )
