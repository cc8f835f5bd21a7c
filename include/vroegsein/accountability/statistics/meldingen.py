"""What one month of a case is: its signals, the attempts made, and what came of it.

A case lives on while new signals of the same person are picked up, so it is cut into
months: an attempt or a result belongs to the month that was picked up last before it,
and to no other. What is dated before the first pick-up belongs to the first month.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from sqlalchemy import Connection, RowMapping

from vroegsein.listing.statements import rows

FOLDER = "statistics"  # of include/sql/


@dataclass(frozen=True)
class Attempt:
    """One attempt to reach somebody; labels are those of DDAS."""

    day: date
    kind: str
    part_of_day: str | None
    reached: bool


@dataclass(frozen=True)
class Melding:
    """One month of a case (vroegsignaalzaak).

    Attributes:
        case_id: The case, or the one it was merged into.
        month: Reporting month of its signals.
        picked_up_on: First day on which signals of the month were picked up.
        signal_ids: The month's signals, sorted.
        attempts: Attempts of this month, oldest first.
        result: DDAS EnumEindresultaat; the last one of this month.
        result_on: Its day.
    """

    case_id: str
    month: str
    picked_up_on: date
    signal_ids: tuple[str, ...]
    attempts: tuple[Attempt, ...] = ()
    result: str | None = None
    result_on: date | None = None

    @property
    def is_reached(self) -> bool:
        """Whether somebody was spoken in one of the attempts."""
        return any(attempt.reached for attempt in self.attempts)


def read_meldingen(connection: Connection, municipality: str) -> list[Melding]:
    """Return every month of every case of a municipality, in order of month and case.

    Raises:
        ConfigurationError: An SQL file's header is not the agreed one.
    """
    found = {
        name: rows(connection, FOLDER, name, municipality_code=municipality)
        for name in ("case_root", "case_signal", "attempt", "outcome")
    }
    roots = {row["case_id"]: row["root_id"] for row in found["case_root"]}
    return meldingen_of(roots, found["case_signal"], found["attempt"], found["outcome"])


def meldingen_of(
    roots: dict[str, str],
    members: Iterable[RowMapping],
    attempts: Iterable[RowMapping],
    outcomes: Iterable[RowMapping],
) -> list[Melding]:
    """Cut cases into months.

    Args:
        roots: Each case with the case it became part of.
        members: Signals that were picked up, with case, month and day.
        attempts: Attempts, oldest first.
        outcomes: Results, the one that holds last.
    """
    months = _months(roots, members)
    tried: dict[tuple[str, str], list[Attempt]] = defaultdict(list)
    came: dict[tuple[str, str], RowMapping] = {}
    for row in attempts:
        month = _month_of(months.get(roots[row["case_id"]], []), row["attempt_date"])
        if month:
            tried[month.case_id, month.month].append(_attempt(row))
    for row in outcomes:
        month = _month_of(months.get(roots[row["case_id"]], []), row["result_date"])
        if month:
            came[month.case_id, month.month] = row
    whole = [
        _whole(month, tried[month.case_id, month.month], came)
        for of_case in months.values()
        for month in of_case
    ]
    return sorted(whole, key=attrgetter("month", "case_id"))


def _months(
    roots: dict[str, str], members: Iterable[RowMapping]
) -> dict[str, list[Melding]]:
    """Return the months of each case, in the order in which they were picked up."""
    signals: dict[tuple[str, str], list[RowMapping]] = defaultdict(list)
    for row in members:
        signals[roots[row["case_id"]], row["month"]].append(row)
    found: dict[str, list[Melding]] = defaultdict(list)
    for (case_id, month), own in signals.items():
        picked_up_on = min(row["picked_up_on"] for row in own)
        ids = tuple(sorted(row["signal_id"] for row in own))
        found[case_id].append(Melding(case_id, month, picked_up_on, ids))
    return {
        case_id: sorted(months, key=attrgetter("picked_up_on", "month"))
        for case_id, months in found.items()
    }


def _month_of(months: Sequence[Melding], day: date) -> Melding | None:
    """Return the month that was picked up last before a day, or else the first."""
    if not months:
        return None
    place = bisect_right(months, day, key=attrgetter("picked_up_on"))
    return months[max(place - 1, 0)]


def _attempt(row: RowMapping) -> Attempt:
    return Attempt(row["attempt_date"], row["kind"], row["part_of_day"], row["reached"])


def _whole(
    month: Melding, tried: list[Attempt], came: dict[tuple[str, str], RowMapping]
) -> Melding:
    """Return a month with what was done and what came of it."""
    last = came.get((month.case_id, month.month))
    return Melding(
        month.case_id,
        month.month,
        month.picked_up_on,
        month.signal_ids,
        tuple(tried),
        last["result"] if last else None,
        last["result_date"] if last else None,
    )
