"""What is due for destruction on a day, and what a hold or an open case still keeps.

The terms are the policy's. A month's signals are due when so many whole months have
passed since it ended, and the last list that looks back on it was published (or cannot
be waited for any longer). A signal of a case stays until the case itself is due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Select,
    Table,
    Text,
    func,
    or_,
    select,
    text,
)

from vroegsein.parties.case_codes import FeedbackCode
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.policy_retention import Retention
from vroegsein.register.audit_tables import legal_hold
from vroegsein.register.case_tables import case, case_signal, case_step, feedback
from vroegsein.register.intake_tables import delivery, signal
from vroegsein.register.publication_tables import publication

ENDED = ("closed", "merged")
GONE = "gone_signal"  # temporary table: ids of the signals that go


@dataclass(frozen=True)
class Scope:
    """What one purge is about.

    Attributes:
        municipality: CBS code.
        as_of: Moment it was due.
        terms: The terms it goes by.
    """

    municipality: str
    as_of: datetime
    terms: Retention

    @property
    def day(self) -> date:
        """The Dutch day everything is judged on."""
        return dutch_day(self.as_of)

    def months_ago(self, months: int) -> date:
        """Return the same day so many months earlier (the month's first at the end)."""
        month = ReportingMonth(self.day.year, self.day.month).plus(-months)
        return month.first_day.replace(day=min(self.day.day, 28))

    def days_ago(self, days: int) -> date:
        """Return the day so many days earlier."""
        return self.day - timedelta(days=days)


def due_months(connection: Connection, scope: Scope) -> list[str]:
    """Return the months whose signals are due, oldest first; months on hold are not."""
    table = delivery.c
    months = connection.scalars(
        select(table.month)
        .where(table.municipality_code == scope.municipality)
        .union(
            select(signal.c.month).where(
                signal.c.municipality_code == scope.municipality
            )
        )
        .order_by("month")
    )
    on_hold = held(connection, scope.municipality, "month")
    return [
        month
        for month in months
        if month not in on_hold and _is_due(connection, scope, month)
    ]


def _is_due(connection: Connection, scope: Scope, month: str) -> bool:
    """Tell whether a month's term is over and no list looks back on it any more."""
    looking_back = ReportingMonth.parse(month).plus(scope.terms.signal_months)
    over = looking_back.plus(1).first_day
    if scope.day < over:
        return False
    query = select(publication.c.publication_id).where(
        publication.c.municipality_code == scope.municipality,
        publication.c.month == str(looking_back),
    )
    waited = scope.day >= over + timedelta(days=scope.terms.wait_days)
    return waited or connection.execute(query.limit(1)).first() is not None


def held(connection: Connection, municipality: str, kind: str) -> set[str]:
    """Return what is on legal hold: months, or ids of cases."""
    query = select(legal_hold.c.object).where(
        legal_hold.c.municipality_code == municipality,
        legal_hold.c.scope == kind,
        legal_hold.c.lifted_at.is_(None),
    )
    return set(connection.scalars(query))


def due_cases(connection: Connection, scope: Scope) -> list[str]:
    """Return the ids of cases that are due; what another case was merged into waits."""
    last = select(
        case_step.c.case_id, func.max(case_step.c.step_date).label("last_date")
    ).group_by(case_step.c.case_id).subquery()  # fmt: skip
    rows = connection.execute(
        select(case.c.case_id, case.c.state, case.c.merged_into, last.c.last_date)
        .outerjoin(last, last.c.case_id == case.c.case_id)
        .where(case.c.municipality_code == scope.municipality)
        .order_by(case.c.case_id)
    ).all()
    on_hold = held(connection, scope.municipality, "case")
    closed = scope.months_ago(scope.terms.case_months)
    idle = scope.months_ago(scope.terms.idle_months)
    old = {
        row.case_id
        for row in rows
        if row.case_id not in on_hold
        and row.last_date is not None
        and row.last_date <= (closed if row.state in ENDED else idle)
    }
    needed = {row.merged_into for row in rows if row.case_id not in old}
    return sorted(old - needed)


def mark_gone(
    connection: Connection, scope: Scope, months: Iterable[str], cases: Iterable[str]
) -> int:
    """Write the ids of the signals that go into a temporary table; return how many.

    Those of due months go but for signals of cases that stay, and signals of people who
    live elsewhere go soon after their partner was told.
    """
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE {GONE} (signal_id TEXT PRIMARY KEY) ON COMMIT DROP"
        )
    )
    staying = select(case_signal.c.signal_id).where(
        case_signal.c.case_id.not_in(list(cases))
    )
    on_hold = held(connection, scope.municipality, "month")
    due = select(signal.c.signal_id).where(
        signal.c.municipality_code == scope.municipality,
        or_(
            signal.c.month.in_(list(months)),
            signal.c.signal_id.in_(_non_residents(scope)),
        ),
        signal.c.month.not_in(on_hold),
        signal.c.signal_id.not_in(staying),
    )
    found = connection.execute(gone_table().insert().from_select(["signal_id"], due))
    connection.execute(text(f"ANALYZE {GONE}"))
    return found.rowcount


def gone_table() -> Table:
    """Return the temporary table with the ids of signals that go."""
    return Table(GONE, MetaData(), Column("signal_id", Text, primary_key=True))


def _non_residents(scope: Scope) -> Select[Any]:
    """Select signals of which the partner was told that the person lives elsewhere."""
    return select(feedback.c.signal_id).where(
        feedback.c.municipality_code == scope.municipality,
        feedback.c.code == FeedbackCode.NO_RESIDENT,
        feedback.c.feedback_date <= scope.days_ago(scope.terms.non_resident_days),
    )
