"""Proof of each delivered line: kept as keyed digests, shown again on request.

A landlord has to show a court that it reported the arrears to the municipality
(Rb Amsterdam 1-7-2021, Rb Noord-Nederland 1-11-2021; Bgs art. 2). The register keeps
per line when it came and what became of it, under a keyed digest of the partner's own
record id. Whoever brings that id gets the same receipt again, also when nothing else
of the line is left.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select

from vroegsein.intake.answering.receipt_key import ReceiptKey, current_key
from vroegsein.intake.entering.bulk import copy_rows
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.record import FIELDS
from vroegsein.register.quality_tables import record_receipt

YEARS_KEPT = 5
COLUMNS = (
    "delivery_id",
    "line_number",
    "municipality_code",
    "month",
    "partner_code",
    "file_digest",
    "received_at",
    "outcome",
    "key_code",
    "record_digest",
    "line_digest",
    "keep_until",
)
_SOURCE_ID = list(FIELDS).index("source_record_id")
Values = Sequence[Any]  # a canonical row, in the order of FIELDS


def write_record_receipts(
    connection: Connection,
    delivery: Delivery,
    outcomes: Mapping[int, str],
    rows: Mapping[int, Values],
) -> None:
    """Write the receipts of a delivery's lines in place of any from before.

    Args:
        connection: The transaction in which the lines get their verdicts.
        delivery: The delivery.
        outcomes: What became of each physical line.
        rows: Canonical rows by physical line; a line without one could not be read.

    Raises:
        ConfigurationError: The key of the receipts is gone or open to others.
    """
    key = current_key(connection)
    table = record_receipt
    connection.execute(delete(table).where(table.c.delivery_id == delivery.delivery_id))
    copy_rows(
        connection, table.name, COLUMNS, receipt_rows(delivery, key, outcomes, rows)
    )


def receipt_rows(
    delivery: Delivery,
    key: ReceiptKey,
    outcomes: Mapping[int, str],
    rows: Mapping[int, Values],
) -> Iterator[tuple[object, ...]]:
    """Yield the register's row of each line, in the order of COLUMNS."""
    last_day = keep_until(delivery.received_at.date())
    for line in sorted(outcomes):
        row, outcome = rows.get(line), outcomes[line]
        record_id = row[_SOURCE_ID] if row else None
        yield (
            delivery.delivery_id,
            line,
            delivery.municipality_code,
            delivery.month,
            delivery.partner_code,
            delivery.digest,
            delivery.received_at,
            str(outcome),
            key.code,
            record_digest(key, _month_of(delivery), record_id) if record_id else None,
            line_digest(key, row) if row else None,
            last_day,
        )


def _month_of(delivery: Delivery) -> tuple[str, str, str]:
    return delivery.municipality_code, delivery.partner_code, delivery.month


def record_digest(key: ReceiptKey, month: tuple[str, str, str], record_id: str) -> str:
    """Return the keyed digest of a record id.

    Args:
        key: Key of the receipts.
        month: Municipality, partner and reporting month.
        record_id: The partner's own id of the record.
    """
    return _keyed(key, json.dumps(["record", *month, record_id]))


def line_digest(key: ReceiptKey, row: Values) -> str:
    """Return the keyed digest of all that stood on a line, as it was understood."""
    return _keyed(key, json.dumps(["line", *row]))


def _keyed(key: ReceiptKey, text: str) -> str:
    return hmac.new(key.secret, text.encode(), hashlib.sha256).hexdigest()


def keep_until(received_on: date) -> date:
    """Return the last day a receipt is kept."""
    year = received_on.year + YEARS_KEPT
    is_leap_day = (received_on.month, received_on.day) == (2, 29)
    return received_on.replace(year=year, day=28 if is_leap_day else received_on.day)


def find_receipts(
    connection: Connection,
    keys: Sequence[ReceiptKey],
    month: tuple[str, str, str],
    record_id: str,
) -> list[RowMapping]:
    """Return all receipts of one record in a month, the earliest first."""
    sought = [record_digest(key, month, record_id.strip()) for key in keys]
    table = record_receipt.c
    query = (
        select(*(table[name] for name in COLUMNS))
        .where(table.record_digest.in_(sought))
        .order_by(table.received_at, table.delivery_id, table.line_number)
    )
    return list(connection.execute(query).mappings())


def receipts_of(connection: Connection, delivery_id: str) -> list[RowMapping]:
    """Return the receipts of a delivery's lines, by line."""
    table = record_receipt.c
    query = select(*(table[name] for name in COLUMNS))
    of_delivery = query.where(table.delivery_id == delivery_id)
    return list(connection.execute(of_delivery.order_by(table.line_number)).mappings())


def seal(key: ReceiptKey, text: str) -> str:
    """Return what makes a text ours: the code of the key and a keyed digest."""
    return f"{key.code}:{_keyed(key, json.dumps(['receipt', text]))}"


def is_sealed_by(keys: Sequence[ReceiptKey], text: str, shown: str) -> bool:
    """Tell whether a text carries our seal."""
    return any(hmac.compare_digest(seal(key, text), shown) for key in keys)
