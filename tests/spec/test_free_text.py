"""A reason in an official's own words stays for good, and so tells of no person."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select
from support.listing_month import MUNICIPALITY

from vroegsein.accountability import holds
from vroegsein.errors import DecisionError
from vroegsein.parties.free_text import LONGEST, checked_reason
from vroegsein.register.audit_tables import legal_hold

FIT = [
    "Aantallen van Merenwonen kloppen niet",
    "De levering van 12-10-2026 ontbreekt; zie ook 2026-09.",
    "Het bedrag is € 12.500 hoger dan in september (2026-09-14)",
    "  x  ",
    "",
]
UNFIT = [
    "Bel 06-12345678 eerst",
    "Klant 4711234 hoort er niet op",
    "BSN 123 456 782",
    "Mail j.jansma@voorbeeld.example",
    "Het gaat om 8501 AB",
    "Woont op 8501AB 12",
    "a" * (LONGEST + 1),
]


@pytest.mark.parametrize("text", FIT)
def test_a_reason_on_the_work_is_kept_as_it_is(text: str):
    assert checked_reason(text) == text.strip()


@pytest.mark.parametrize("text", UNFIT)
def test_a_reason_with_a_persons_values_is_refused_and_not_repeated(text: str):
    with pytest.raises(DecisionError, match="REASON_UNFIT") as refused:
        checked_reason(text)
    assert text not in str(refused.value)


def test_a_hold_keeps_no_such_reason(register: Engine):
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    with pytest.raises(DecisionError, match="a mail address"):
        holds.set_hold(
            MUNICIPALITY, "month", "2026-10", "van a@voorbeeld.example", "fg", moment
        )
    with register.connect() as connection:
        count = select(func.count()).select_from(legal_hold)
        assert connection.scalar(count) == 0
