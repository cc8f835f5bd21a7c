"""DEL-15 with the register: a partner's own accepted months are what is usual."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from sqlalchemy import Engine, insert, text
from support.deliveries import passport

from vroegsein.intake.arriving.timing import is_unusual
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.intake_tables import delivery

OCTOBER = ReportingMonth(2026, 10)
MOMENT = datetime(2026, 10, 7, 6, tzinfo=UTC)
PARTNER = passport(expected={"rows": {"min": 0, "max": 999}})


def taken(register: Engine, back: int, lines: int, **changes: object) -> None:
    """Put a delivery of an earlier month into the register, as it was taken."""
    month = str(OCTOBER.plus(-back))
    name = f"{month}-{changes.get('partner_code', '')}{lines}"
    own = {"municipality_code": "1940", "month": month, "partner_code": "woonproef"}
    counts = dict.fromkeys(
        ("rejected", "duplicate", "no_ground", "objection", "withdrawal"), 0
    )
    values = {
        **own,
        "delivery_id": f"d{name}",
        "inbox_file_id": f"f{name}",
        "digest": sha256(name.encode()).hexdigest(),
        "byte_count": 1,
        "received_at": MOMENT,
        "state": "accepted",
        "legal_basis_code": "BGS-2",
        "passport_digest": "0" * 64,
        "line_count": lines,
        "accepted_count": lines,
        **{f"{word}_count": count for word, count in counts.items()},
        "accepted_cents": 0,
        "other_cents": 0,
    }
    with register.begin() as connection:
        # Only counts matter here: without the lines, files and signals they count.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(insert(delivery).values({**values, **changes}))


def present(lines: int) -> Delivery:
    """October's delivery with so many lines."""
    blank = {field.name: None for field in fields(Delivery)}
    known = {"municipality_code": "1940", "month": str(OCTOBER), "kind": "full"}
    return Delivery(
        **{**blank, **known, "partner_code": "woonproef", "line_count": lines}
    )


def test_a_delivery_is_measured_by_the_partners_own_year(register: Engine):
    """DEL-15: twelve months back, of this partner, taken; nothing else counts."""
    for back in range(1, 13):
        taken(register, back, 100 + back % 3)
    taken(register, 13, 4_000)
    taken(register, 1, 4_001, state="refused", refusal_code="DEL_HASH")
    taken(register, 2, 4_002, partner_code="stroomproef")
    with register.connect() as connection:
        for lines, unusual in [(101, False), (106, False), (107, True), (40, True)]:
            found = is_unusual(connection, present(lines), PARTNER)
            assert found is unusual, lines
        assert is_unusual(connection, present(0), PARTNER) is False  # expects none too


@pytest.mark.parametrize("kind", ["nil", "withdrawal"])
def test_a_nil_report_or_withdrawal_is_never_unusual(register: Engine, kind: str):
    """DEL-15: they say in so many words what they are."""
    for back in (1, 2, 3):
        taken(register, back, 100)
    with register.connect() as connection:
        assert is_unusual(connection, present(3), PARTNER)
        assert not is_unusual(connection, replace(present(3), kind=kind), PARTNER)
