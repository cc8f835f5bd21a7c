"""Signals in a real register, as the intake leaves them, for a month to match."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, insert, text

from vroegsein.register.inbox_tables import inbox_file
from vroegsein.register.intake_tables import delivery, line_verdict
from vroegsein.register.intake_tables import signal as signal_table

MUNICIPALITY, OCTOBER = "1940", "2026-10"
DAY = date(2026, 9, 1)  # no date of a claim plays a part in matching
Row = dict[str, Any]


def signal(signal_id: str, **changes: Any) -> Row:
    """A signal of October, of one and the same person unless said otherwise."""
    return {
        "signal_id": signal_id,
        "month": OCTOBER,
        "municipality_code": MUNICIPALITY,
        "partner_code": "merenwonen",
        "received_at": datetime(2026, 10, 8, 7, tzinfo=UTC),
        "debtor_kind": "NP",
        "initials": "J.",
        "surname": "Jansma",
        "birth_date": "1980-05-05",
        "street": "Midstraat",
        "house_number": "1",
        "postcode": "8501AB",
        "place": "Joure",
    } | changes


CLAIM = {
    "line_number": 2,
    "signal_kind": "REGULIER",
    "is_warm_handover": "N",
    "customer_number": "K1",
    "signal_date": DAY,
    "reference_date": DAY,
    "arrears_since_date": DAY,
    "arrears_cents": 20000,
    "has_arrangement": "N",
    "reminder_date": DAY,
    "contact_attempt_date": DAY,
    "help_pointed_date": DAY,
    "sharing_objection": "N",
}


def deliver(register: Engine, signals: Iterable[Row]) -> None:
    """Write signals in the order given, each in a delivery of its own."""
    with register.begin() as connection:
        for row in signals:
            _partition(connection, row["month"])
            claim = CLAIM | {"source_record_id": row["signal_id"]}
            delivery_id = _deliver(connection, row)
            connection.execute(
                insert(signal_table).values(**row, **claim, delivery_id=delivery_id)
            )


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _deliver(connection: Any, row: Row) -> str:
    """Write an accepted delivery of one line; return its id."""
    name = row["signal_id"]
    shared = ("municipality_code", "month", "partner_code", "received_at")
    common = {column: row[column] for column in shared}
    connection.execute(
        insert(inbox_file).values(
            **common,
            inbox_file_id=f"F-{name}",
            remote_name=name,
            byte_count=1,
            modified_seconds=1,
        )
    )
    connection.execute(
        insert(delivery).values(
            **common,
            delivery_id=f"D-{name}",
            inbox_file_id=f"F-{name}",
            digest=_digest(name),
            byte_count=1,
            state="accepted",
            legal_basis_code="bgs-3-1",
            passport_digest=_digest("passport"),
            suite_digest=_digest("suite"),
            line_count=1,
            accepted_count=1,
            rejected_count=0,
            duplicate_count=0,
            no_ground_count=0,
            objection_count=0,
            accepted_cents=CLAIM["arrears_cents"],
            other_cents=0,
        )
    )
    connection.execute(
        insert(line_verdict).values(
            delivery_id=f"D-{name}",
            line_number=2,
            verdict="accepted",
            amount_cents=CLAIM["arrears_cents"],
        )
    )
    return f"D-{name}"


def _partition(connection: Any, month: str) -> None:
    """Make the partition of a month where it is not there yet."""
    name = f"signal_{month.replace('-', '_')}"
    connection.execute(
        text(
            f"CREATE TABLE IF NOT EXISTS intake.{name}"
            f" PARTITION OF intake.signal FOR VALUES IN ('{month}')"
        )
    )
