"""A small generated municipality: a year of signals, cases and what came of them.

All of it is drawn from one seed, so a month is the same in every test. Rows look like
those of `include/sql/statistics/`; no register is needed.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from vroegsein.accountability.statistics.meldingen import Attempt, Melding
from vroegsein.accountability.statistics.month_rows import MonthRows
from vroegsein.accountability.statistics.trend import months_until
from vroegsein.listing.triage import Status
from vroegsein.parties.case_codes import (
    ACCEPTED_RESULTS,
    REACHED_RESULTS,
    ContactKind,
    PartOfDay,
    Result,
)
from vroegsein.parties.period import ReportingMonth

SECTORS = {
    "zevenzorg": "zorg",
    "zorgduin": "zorg",
    "merenwonen": "huur",
    "noordstroom": "energie",
    "marwater": "water",
}
KINDS = ("enkelvoudig", "meervoudig", "opeenvolgend")


@dataclass
class Town:
    """A municipality with its months."""

    seed: int
    signals_a_month: int
    as_of: date = date(2026, 12, 10)
    months: dict[str, MonthRows] = field(default_factory=dict)

    def __post_init__(self) -> None:
        dice = random.Random(self.seed)
        for month in months_until("2026-10"):
            self.months[month] = _month(dice, month, self)


def _month(dice: random.Random, month: str, town: Town) -> MonthRows:
    """Draw one month."""
    asked = ReportingMonth.parse(month)
    count = dice.randint(town.signals_a_month // 2, town.signals_a_month)
    signals = [_signal(dice, asked, place) for place in range(count)]
    picked_up = [row for row in signals if row["status"] == Status.PICKED_UP]
    cases, entries, again = [], {}, {}
    while picked_up:
        own = [
            picked_up.pop() for _ in range(min(len(picked_up), dice.choice((1, 1, 2))))
        ]
        case = _case(dice, f"C-{month}-{len(cases):04}", month, own)
        cases.append(case)
        if dice.random() < 0.95:
            entries[case.case_id] = {
                "address_kind": dice.choice(KINDS),
                "is_overflow": dice.random() < 0.1,
            }
        if case.result_on and dice.random() < 0.3:
            later = case.result_on + timedelta(days=dice.randint(0, 300))
            again[case.case_id] = [later]
    return MonthRows(month, town.as_of, signals, cases, entries, again, SECTORS)


def _signal(dice: random.Random, month: ReportingMonth, place: int) -> dict[str, Any]:
    kinds = ["REGULIER"] * 8 + ["ONTRUIMING", "EINDELEVERING"]
    statuses = [Status.PICKED_UP] * 16 + [*Status, None]
    return {
        "signal_id": f"S-{month}-{place:04}",
        "month": str(month),
        "partner_code": dice.choices([*SECTORS], weights=(30, 10, 20, 20, 20))[0],
        "signal_kind": dice.choice(kinds),
        "received_on": month.first_day + timedelta(days=dice.randint(0, 12)),
        "status": dice.choice(statuses),
    }


def _case(
    dice: random.Random, case_id: str, month: str, own: list[dict[str, Any]]
) -> Melding:
    """Draw what was done for a case and what came of it."""
    picked_up_on = ReportingMonth.parse(month).plus(1).first_day
    start = min(row["received_on"] for row in own)
    attempts = sorted(
        (
            Attempt(
                start + timedelta(days=dice.randint(0, 45)),
                str(dice.choice([*ContactKind])),
                dice.choice([*map(str, PartOfDay), None]),
                dice.random() < 0.2,
            )
            for _ in range(dice.choice((0, 1, 1, 2, 3, 4, 6)))
        ),
        key=lambda attempt: (attempt.day, attempt.kind),
    )
    result = dice.choice([None, None, *Result])
    is_reached = any(attempt.reached for attempt in attempts)
    if result in ACCEPTED_RESULTS and not is_reached and dice.random() < 0.7:
        result = Result.UNREACHED
    if result in REACHED_RESULTS - ACCEPTED_RESULTS and not attempts:
        result = None
    return Melding(
        case_id,
        month,
        picked_up_on,
        tuple(sorted(row["signal_id"] for row in own)),
        tuple(attempts),
        str(result) if result else None,
        picked_up_on + timedelta(days=dice.randint(1, 30)) if result else None,
    )
