"""When a partner's file is due, and what its absence means on a given day.

A reporting month's file is due on the agreed day of that month, or on the next working
day. One working day of grace follows; when that has passed without a file the partner
is reminded, and when three working days have passed somebody calls (K-FILE).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.workdays import add_working_days, is_working_day

#: Working days after the due day that a file may still come in.
GRACE_DAYS = 1
#: Working days after the due day from whose end on the absence is escalated.
ESCALATION_DAYS = 3


class Standing(StrEnum):
    """Where a partner's month stands on a day."""

    EXPECTED = "expected"  # its day has not come
    DUE = "due"  # its day has come; the grace has not passed
    LATE = "late"  # the grace has passed: remind the partner
    ESCALATED = "escalated"  # three working days have passed: call
    RECEIVED = "received"
    RECEIVED_LATE = "received_late"


@dataclass(frozen=True)
class MonthStanding:
    """One partner's month on one day.

    Attributes:
        partner_code: The partner.
        standing: Where its month stands.
        due_on: The day its file is due.
        remind_on: First working day on which it counts as late.
        escalate_on: First working day on which its absence is escalated.
        received_on: Dutch day of receipt; None where nothing came yet.
        days_late: Working days after the due day, until receipt or until now.
    """

    partner_code: str
    standing: Standing
    due_on: date
    remind_on: date
    escalate_on: date
    received_on: date | None
    days_late: int


def due_on(passport: Passport, month: ReportingMonth) -> date:
    """Return the day a month's file is due: the agreed one, or the next working day."""
    day = month.first_day.replace(day=passport.delivery.due_day)
    return day if is_working_day(day) else add_working_days(day, 1)


def remind_on(passport: Passport, month: ReportingMonth) -> date:
    """Return the first working day on which a file that is absent is late."""
    return add_working_days(due_on(passport, month), GRACE_DAYS + 1)


def escalate_on(passport: Passport, month: ReportingMonth) -> date:
    """Return the first working day on which a file's absence is escalated."""
    return add_working_days(due_on(passport, month), ESCALATION_DAYS + 1)


def is_late(passport: Passport, month: ReportingMonth, received_on: date) -> bool:
    """Tell whether a file came after its day of grace (and what follows it)."""
    return working_days_after(due_on(passport, month), received_on) > GRACE_DAYS


def working_days_after(due: date, day: date) -> int:
    """Return how many working days after `due` have begun by `day`; 0 before it."""
    return sum(
        is_working_day(due + timedelta(days=number))
        for number in range(1, (day - due).days + 1)
    )


def month_standing(
    passport: Passport, month: ReportingMonth, day: date, received_on: date | None
) -> MonthStanding:
    """Return where one partner's month stands on a day.

    Args:
        passport: The partner's passport.
        month: The reporting month.
        day: The Dutch day it is asked for.
        received_on: Day of the first file that was taken; one after `day` is not
            known yet on that day.
    """
    known = received_on if received_on is not None and received_on <= day else None
    due = due_on(passport, month)
    days_late = working_days_after(due, known or day)
    return MonthStanding(
        partner_code=passport.code,
        standing=_standing(due, day, days_late, is_received=known is not None),
        due_on=due,
        remind_on=remind_on(passport, month),
        escalate_on=escalate_on(passport, month),
        received_on=known,
        days_late=days_late,
    )


def month_standings(
    passports: Iterable[Passport],
    municipality: str,
    month: ReportingMonth,
    day: date,
    received: Mapping[str, date],
) -> list[MonthStanding]:
    """Return where a month of all partners of a municipality stands on a day.

    Args:
        passports: All partners' passports.
        municipality: CBS code; partners of other municipalities are left out.
        month: The reporting month.
        day: The Dutch day it is asked for.
        received: Partner code -> Dutch day on which its first accepted or nil file of
            the month came in; a partner that delivered nothing is absent.

    Returns:
        One standing per partner, by partner code.
    """
    own = (item for item in passports if municipality in item.municipalities)
    return [
        month_standing(passport, month, day, received.get(passport.code))
        for passport in sorted(own, key=lambda item: item.code)
    ]


def _standing(due: date, day: date, days_late: int, *, is_received: bool) -> Standing:
    """Name where a month stands."""
    if is_received:
        in_time = days_late <= GRACE_DAYS
        return Standing.RECEIVED if in_time else Standing.RECEIVED_LATE
    if day < due:
        return Standing.EXPECTED
    if days_late > ESCALATION_DAYS:
        return Standing.ESCALATED
    return Standing.LATE if days_late > GRACE_DAYS else Standing.DUE
