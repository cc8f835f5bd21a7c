"""The receipt of one record as a court reads it, and how to tell a real one.

It says when the municipality received which record of which partner and what became
of it. The seal in its last line is over all lines before it.
"""

import csv
import io
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import RowMapping

from vroegsein.errors import DecisionError
from vroegsein.intake import ledger
from vroegsein.intake.answering.receipt_key import ReceiptKey, known_keys
from vroegsein.intake.answering.receipts import dutch_moment
from vroegsein.intake.answering.record_receipts import (
    find_receipts,
    is_sealed_by,
    receipts_of,
    seal,
)
from vroegsein.intake.findings import VERDICTS_IN_DUTCH, Verdict
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import settings

SEAL = "Waarmerk:  "
PROOF_COLUMNS = ["regel", "ontvangen", "uitkomst", "meldingskenmerk"]
_REFUSED = "geweigerd met het hele bestand; niet overgenomen"


def record_receipt_text(
    municipality: str, partner_code: str, month: str, record_id: str
) -> str:
    """Return the receipt of one record, made from the register's digests.

    Args:
        municipality: CBS code.
        partner_code: Partner who delivered.
        month: Reporting month, yyyy-mm.
        record_id: The partner's own id of the record (bron_record_id).

    Raises:
        DecisionError: There is no receipt of such a record.
        ConfigurationError: The key is not there.
    """
    keys = known_keys()
    place = (municipality, partner_code, str(ReportingMonth.parse(month)))
    found = ledger.transaction(lambda db: find_receipts(db, keys, place, record_id))
    if not found:
        msg = f"No record with this id from {partner_code} in {month} was received."
        raise DecisionError(msg)
    used = next(key for key in keys if key.code == found[0]["key_code"])
    return _sealed(used, _body(found, record_id.strip()))


def _body(found: Sequence[RowMapping], record_id: str) -> str:
    """Return all of a receipt but its seal."""
    first = found[0]
    policy = load_policy(settings().municipalities, first["municipality_code"])
    passport = load_passport(settings().partners, first["partner_code"])
    lines = [
        "Ontvangstbewijs van een melding vroegsignalering",
        "",
        f"Gemeente:  {policy.name} ({policy.code})",
        f"Partner:   {passport.name} ({passport.code}), KvK {passport.kvk_number}",
        f"Maand:     {ReportingMonth.parse(first['month']).in_dutch()}",
        f"Melding:   {record_id} (bron_record_id)",
    ]
    for row in found:
        lines += [
            "",
            f"Ontvangen: {dutch_moment(row['received_at'])}",
            f"Uitkomst:  {outcome_in_dutch(row['outcome'])}",
            f"Plaats:    regel {row['line_number']} van het bestand met kenmerk",
            f"           {row['file_digest']} (sha256)",
            f"Kenmerk:   {row['record_digest']}",
        ]
    lines += ["", *_CLOSING, ""]
    return "\n".join(lines)


_CLOSING = (
    "De gemeente bewaart van een melding vijf jaar lang kenmerken waaruit dit bewijs",
    "telkens opnieuw wordt gemaakt, ook als de inhoud van de melding is gewist.",
    "Op verzoek bevestigt de gemeente of het waarmerk echt is.",
)


def _sealed(key: ReceiptKey, body: str) -> str:
    return f"{body}{SEAL}{seal(key, body)}\n"


def is_genuine(text: str) -> bool:
    """Tell whether a receipt is ours, to the letter.

    Raises:
        ConfigurationError: The key is not there.
    """
    body, mark, shown = text.replace("\r\n", "\n").rpartition(SEAL)
    return bool(mark) and is_sealed_by(known_keys(), body, shown.strip())


def outcome_in_dutch(outcome: str) -> str:
    """Return what became of a line, as a partner reads it."""
    return _REFUSED if outcome == "refused" else VERDICTS_IN_DUTCH[Verdict(outcome)]


def proofs_name(delivery: Delivery) -> str:
    """Return the name in the outbox of the receipts of a delivery's lines."""
    return f"ontvangstbewijzen_{delivery.month}_{delivery.mark}.csv"


def proofs_csv(delivery_id: str) -> bytes | None:
    """Return the receipts of a delivery's lines as a CSV file; None without lines.

    Each line is named by its number alone: the partner has the file, and the register
    has nothing of a line but its digests.
    """
    found = ledger.transaction(lambda db: receipts_of(db, delivery_id))
    if not found:
        return None
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(PROOF_COLUMNS)
    for moment, rows in groupby(found, key=lambda row: row["received_at"]):
        received = dutch_moment(moment)
        writer.writerows(
            (
                row["line_number"],
                received,
                outcome_in_dutch(row["outcome"]),
                row["record_digest"] or "",
            )
            for row in rows
        )
    return text.getvalue().encode()
