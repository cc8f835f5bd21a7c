"""What is known of every signal on a day: its list, its case, and what came of that.

Read once from the register, for the news partners are told and for the clocks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping, select

from vroegsein.listing.statements import rows
from vroegsein.listing.triage import Rule
from vroegsein.parties.case_codes import ContactKind, Result
from vroegsein.parties.record import CRISIS_KINDS
from vroegsein.register.case_tables import case


@dataclass(frozen=True)
class Attempt:
    """One attempt to reach somebody."""

    day: date
    kind: ContactKind
    reached: bool


@dataclass(frozen=True)
class Outcome:
    """What came of a case on a day."""

    day: date
    result: Result


@dataclass(frozen=True)
class Standing:
    """Where one signal stands on a day.

    Attributes:
        rule: What the newest published list says of it; absent before one does.
        decided_on: Since when published lists say so.
        case_id: Its case; a case that was merged counts as the one it went into.
        picked_up_on: Day it was first on a list that went out.
        lane: Its place on the newest published list.
        attempts: Of its case, since it was received, in their order.
        outcomes: Of its case, since it was picked up; the last one holds.
    """

    signal_id: str
    partner_code: str
    source_record_id: str
    month: str
    kind: str
    received_on: date
    supply_end_date: date | None = None
    rule: Rule | None = None
    decided_on: date | None = None
    case_id: str | None = None
    picked_up_on: date | None = None
    lane: str | None = None
    attempts: tuple[Attempt, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def is_crisis(self) -> bool:
        """Whether the law gives it three working days (Wgs art. 4(2))."""
        return self.kind in CRISIS_KINDS

    @property
    def is_refused(self) -> bool:
        """Whether a published list says that it is not picked up."""
        return self.rule is not None and self.rule is not Rule.PICKED_UP


@dataclass(frozen=True)
class CaseEvents:
    """All attempts and outcomes of one case, in their order."""

    attempts: tuple[Attempt, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


def read_standings(
    connection: Connection, municipality: str, day: date
) -> list[Standing]:
    """Return where every signal in force stands at the end of a day, by id."""
    place = {"municipality_code": municipality, "day": day}
    merged = _merged(connection, municipality)
    found = rows(connection, "casework", "case_event", **place)
    events = events_by_case(found, merged)
    return [
        _standing(row, merged, events)
        for row in rows(connection, "casework", "standing_signal", **place)
    ]


def events_by_case(
    found: Iterable[RowMapping], merged: Mapping[str, str]
) -> dict[str, CaseEvents]:
    """Return the events of each case, those of merged cases with the one they went to.

    Args:
        found: Rows of `casework/case_event.sql`, in their order.
        merged: Case -> the case it was merged into.
    """
    attempts: dict[str, list[Attempt]] = defaultdict(list)
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    for row in found:
        case_id = present_case(row["case_id"], merged)
        if row["result"] is None:
            kind = ContactKind(row["kind"])
            attempts[case_id].append(Attempt(row["event_date"], kind, row["reached"]))
        else:
            result = Result(row["result"])
            outcomes[case_id].append(Outcome(row["event_date"], result))
    return {
        case_id: CaseEvents(tuple(attempts[case_id]), tuple(outcomes[case_id]))
        for case_id in {*attempts, *outcomes}
    }


def present_case(case_id: str, merged: Mapping[str, str]) -> str:
    """Return the case that a case is part of now."""
    while case_id in merged:
        case_id = merged[case_id]
    return case_id


def _merged(connection: Connection, municipality: str) -> dict[str, str]:
    """Return which cases were merged, and into which."""
    query = select(case.c.case_id, case.c.merged_into).where(
        case.c.municipality_code == municipality, case.c.merged_into.is_not(None)
    )
    return {row.case_id: row.merged_into for row in connection.execute(query)}


def _standing(
    row: RowMapping, merged: Mapping[str, str], events: Mapping[str, CaseEvents]
) -> Standing:
    """Return one signal's standing; events of before it do not count for it."""
    case_id = present_case(row["case_id"], merged) if row["case_id"] else None
    known = events.get(case_id or "", CaseEvents())
    received, picked_up = row["received_on"], row["picked_up_on"]
    return Standing(
        signal_id=row["signal_id"],
        partner_code=row["partner_code"],
        source_record_id=row["source_record_id"],
        month=row["month"],
        kind=row["signal_kind"],
        received_on=received,
        supply_end_date=row["supply_end_date"],
        rule=Rule(row["rule_code"]) if row["rule_code"] else None,
        decided_on=row["decided_on"],
        case_id=case_id,
        picked_up_on=picked_up,
        lane=row["lane"],
        attempts=tuple(found for found in known.attempts if found.day >= received),
        outcomes=tuple(found for found in known.outcomes if found.day >= picked_up),
    )
