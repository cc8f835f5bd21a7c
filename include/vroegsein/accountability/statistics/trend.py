"""Twelve months of figures: counted anew while signals are there, kept once they go.

Signals are destroyed when their term ends, and their month can then not be counted any
more. So the counts of each run are kept, and a month that was purged, or that is older
than half a year, is shown as it was counted last.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects.postgresql import insert

from vroegsein.accountability.statistics.case_counts import count_cases
from vroegsein.accountability.statistics.figures import Figures, read_figures
from vroegsein.accountability.statistics.levering_rows import passports_of
from vroegsein.accountability.statistics.meldingen import (
    FOLDER,
    Melding,
    read_meldingen,
)
from vroegsein.accountability.statistics.month_rows import MonthRows
from vroegsein.accountability.statistics.register_counts import (
    count_feedback,
    count_pairs,
    count_residents,
)
from vroegsein.accountability.statistics.signal_counts import count_signals
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.listing.statements import rows
from vroegsein.parties.municipality import Policy
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.statistics_tables import statistics_month

MONTHS = 12
COUNTED_ANEW = 7  # the month itself and half a year before it


@dataclass(frozen=True)
class Sources:
    """Rows of the register for several months, read once."""

    policy: Policy
    as_of: date
    by_month: Mapping[str, Mapping[str, Sequence[RowMapping]]]
    cases: Mapping[str, Sequence[Melding]]
    new_signals: Mapping[str, Sequence[date]]
    sectors: Mapping[str, str]
    roots: Mapping[str, str]


def months_until(month: str) -> tuple[str, ...]:
    """Return the twelve months that end with a month, oldest first."""
    last = ReportingMonth.parse(month)
    return tuple(str(last.plus(-back)) for back in reversed(range(MONTHS)))


def read_trend(
    connection: Connection, policy: Policy, month: str, as_of: date
) -> list[Figures]:
    """Return the figures of the months there are, oldest first, and keep the new ones.

    Args:
        connection: The register, in a transaction.
        policy: The municipality's.
        month: Last month of the trend.
        as_of: Dutch day of the counting.
    """
    months = months_until(month)
    kept = _kept(connection, policy.code)
    purged = rows(connection, FOLDER, "purged", municipality_code=policy.code)
    frozen = {row["month"] for row in purged} | {
        one for one in months[:-COUNTED_ANEW] if one in kept
    }
    sources = _sources(connection, policy, months, as_of)
    trend = []
    for one in months:
        if one in frozen:
            trend += [read_figures(one, kept[one])] if one in kept else []
        elif sources.by_month[one].get("signal") or one == month:
            figures = _count(sources, one)
            _keep(connection, policy.code, figures, as_of)
            trend.append(figures)
    return trend


def _sources(
    connection: Connection, policy: Policy, months: Sequence[str], as_of: date
) -> Sources:
    """Read what all months are counted from."""
    place = {
        "municipality_code": policy.code,
        "first_month": months[0],
        "last_month": months[-1],
    }
    names = ("signal", "entry", "feedback", "resident_choice", "match_pair")
    found = {name: rows(connection, FOLDER, name, **place) for name in names}
    by_month: dict[str, dict[str, list[RowMapping]]] = {one: {} for one in months}
    for name, lines in found.items():
        for row in lines:
            by_month[row["month"]].setdefault(name, []).append(row)
    cases: dict[str, list[Melding]] = defaultdict(list)
    for case in read_meldingen(connection, policy.code):
        cases[case.month].append(case)
    passports = passports_of(found["signal"])
    again = rows(connection, FOLDER, "new_signal", municipality_code=policy.code)
    roots = rows(connection, FOLDER, "case_root", municipality_code=policy.code)
    return Sources(
        policy,
        as_of,
        by_month,
        cases,
        _days(again),
        {code: SECTOR_NAMES[passport.sector] for code, passport in passports.items()},
        {row["case_id"]: row["root_id"] for row in roots},
    )


def _days(again: Iterable[RowMapping]) -> dict[str, list[date]]:
    """Return the days on which each case's person came in again."""
    found: dict[str, list[date]] = defaultdict(list)
    for row in again:
        found[row["case_id"]].append(row["received_on"])
    return found


def _count(sources: Sources, month: str) -> Figures:
    """Count one month."""
    own = sources.by_month[month]
    found = MonthRows(
        month=month,
        as_of=sources.as_of,
        signals=own.get("signal", []),
        cases=sources.cases.get(month, []),
        entries={
            sources.roots.get(row["case_id"], row["case_id"]): row
            for row in own.get("entry", [])
        },
        new_signals=sources.new_signals,
        sectors=sources.sectors,
    )
    figures = Figures(month, measures={"inwoners": sources.policy.inhabitants})
    count_signals(figures, found)
    count_cases(figures, found)
    for row in own.get("resident_choice", []):
        count_residents(figures, row)
    for row in own.get("match_pair", []):
        count_pairs(figures, row)
    days = sources.policy.feedback.due_working_days
    count_feedback(figures, own.get("feedback", []), days)
    return figures


def _kept(connection: Connection, municipality: str) -> dict[str, dict[str, object]]:
    """Return the figures that earlier runs kept, by month."""
    query = select(statistics_month.c.month, statistics_month.c.figures).where(
        statistics_month.c.municipality_code == municipality
    )
    return {row.month: row.figures for row in connection.execute(query)}


def _keep(
    connection: Connection, municipality: str, figures: Figures, as_of: date
) -> None:
    """Keep a month's figures in place of those of an earlier run."""
    fresh = {"figures": figures.document, "counted_on": as_of}
    added = insert(statistics_month).values(
        municipality_code=municipality, month=figures.month, **fresh
    )
    connection.execute(
        added.on_conflict_do_update(
            index_elements=["municipality_code", "month"], set_=fresh
        )
    )
