"""How much work a list is, and what is not on it: counts for the explanation sheet."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from vroegsein.listing.triage import Status
from vroegsein.parties.case_codes import ContactKind
from vroegsein.register.list_tables import list_entry, signal_decision


@dataclass(frozen=True)
class Work:
    """What a list asks of those who work with it.

    Attributes:
        calls: Planned calls.
        visits: Planned home visits.
        overflow: Persons for whom no call or visit is left; they get a letter.
        not_picked_up: Signals that are not picked up, by national label, in its order.
        survivors: Signals of who has died, where others may need help.
    """

    calls: int = 0
    visits: int = 0
    overflow: int = 0
    not_picked_up: tuple[tuple[str, int], ...] = ()
    survivors: int = 0


def read_work(connection: Connection, draft_id: str) -> Work:
    """Count what a draft's list asks, and what it leaves out."""
    places = connection.execute(
        select(list_entry.c.plan, list_entry.c.is_overflow).where(
            list_entry.c.draft_id == draft_id
        )
    ).all()
    channels = Counter(item["channel"] for plan, _ in places for item in plan)
    decided = connection.execute(
        select(
            signal_decision.c.status,
            func.count(),
            func.count().filter(signal_decision.c.has_survivors),
        )
        .where(signal_decision.c.draft_id == draft_id)
        .group_by(signal_decision.c.status)
    ).all()
    counted = {status: count for status, count, _ in decided}
    return Work(
        calls=channels[ContactKind.PHONE],
        visits=channels[ContactKind.HOME_VISIT],
        overflow=sum(is_overflow for _, is_overflow in places),
        not_picked_up=tuple(
            (status.value, counted[status])
            for status in Status
            if status is not Status.PICKED_UP and status in counted
        ),
        survivors=sum(survivors for *_, survivors in decided),
    )
