"""Whether a delivery came in time: before its due day's grace, and before the list.

What comes after the month's list was published changes no list by itself: its signals
wait for an addendum, the next version, which somebody starts and approves.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from vroegsein.intake.ledger import Delivery
from vroegsein.parties.calendar import is_late
from vroegsein.parties.history import YEAR, unusual_count
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.intake_tables import delivery as delivery_table
from vroegsein.register.publication_tables import publication

ON_TIME, LATE, AFTER_PUBLICATION = "on_time", "late", "after_publication"


def timing_of(connection: Connection, delivery: Delivery, passport: Passport) -> str:
    """Return `on_time`, `late` or `after_publication`."""
    published = select(publication.c.publication_id).where(
        publication.c.municipality_code == delivery.municipality_code,
        publication.c.month == delivery.month,
    )
    if connection.execute(published.limit(1)).one_or_none() is not None:
        return AFTER_PUBLICATION
    month = ReportingMonth.parse(delivery.month)
    late = is_late(passport, month, dutch_day(delivery.received_at))
    return LATE if late else ON_TIME


def is_unusual(connection: Connection, delivery: Delivery, passport: Passport) -> bool:
    """Tell whether a file's lines are far from the partner's own months (DEL-15)."""
    # Without a manifest an empty file with its total is the way to say: nothing.
    says_nothing = not delivery.line_count and delivery.sequence is None
    if says_nothing or delivery.kind in {"withdrawal", "nil"}:
        return False
    return unusual_count(
        delivery.line_count or 0,
        _earlier_counts(connection, delivery),
        passport.expected,
    )


def _earlier_counts(connection: Connection, delivery: Delivery) -> Sequence[int]:
    """Return the lines of each month that was taken in the year before, in order."""
    own = ReportingMonth.parse(delivery.month)
    table = delivery_table.c
    query = (
        select(func.sum(table.line_count))
        .where(
            table.municipality_code == delivery.municipality_code,
            table.partner_code == delivery.partner_code,
            table.month.in_([str(own.plus(-n)) for n in range(1, YEAR + 1)]),
            table.state.in_(("accepted", "empty")),
        )
        .group_by(table.month)
        .order_by(table.month)
    )
    return [int(count) for count in connection.scalars(query)]
