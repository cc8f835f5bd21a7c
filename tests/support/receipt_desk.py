"""A register with one delivery of a landlord, and a key for its receipts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from support.deliveries import record, use_partners
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.record import FIELDS
from vroegsein.register.inbox_tables import inbox_file
from vroegsein.register.intake_tables import delivery as delivery_table
from vroegsein.settings import settings

TAKEN = Delivery(
    "d1", "1940", "2026-10", "woonproef", "f1", "ab" * 32, 48210,
    datetime(2026, 10, 7, 6, tzinfo=UTC), "accepted", None, "BGS-2", "0" * 64,
    "1" * 64, 3, 2, 1, 0, 0, 0, 24690, 12345,
)  # fmt: skip


def values(number: int, **changes: str) -> tuple[object, ...]:
    """A canonical row, in the order of the fields."""
    row = record(number, **changes)
    return tuple(row.get(spec.dutch) or None for spec in FIELDS.values())


@pytest.fixture
def desk(
    register: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """A register with one delivery, and keys of its own."""
    use_partners(tmp_path / "partners", monkeypatch)
    monkeypatch.setenv("VROEGSEIN_KEYS", str(tmp_path / "keys"))
    settings.cache_clear()
    seen = {
        "inbox_file_id": "f1", "municipality_code": "1940", "month": "2026-10",
        "partner_code": "woonproef", "remote_name": "x", "byte_count": 1,
        "modified_seconds": 1, "received_at": TAKEN.received_at,
    }  # fmt: skip
    known = {
        name: getattr(TAKEN, name)
        for name in Delivery.__dataclass_fields__
        if name in delivery_table.c and not name.endswith(("_count", "_cents"))
    }
    fetched = known | {"byte_count": 48210, "state": "fetched"}
    with register.begin() as connection:
        connection.execute(insert(inbox_file).values(seen))
        connection.execute(insert(delivery_table).values(fetched))
    yield register
    settings.cache_clear()
