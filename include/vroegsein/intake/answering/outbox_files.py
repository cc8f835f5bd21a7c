"""Every file a partner finds in its outbox about one delivery, by name.

All of it follows from the register alone, so that a rerun gives the same bytes. Both
findings files say the same: the CSV is for people, the JSON for their programs, after
`findings.schema.json`.
"""

import json

from vroegsein.intake.answering.proof import proofs_csv, proofs_name
from vroegsein.intake.answering.receipts import (
    OUTCOMES,
    findings_csv,
    findings_name,
    receipt_name,
    receipt_text,
)
from vroegsein.intake.findings import (
    LEVELS_IN_DUTCH,
    MEANINGS,
    Finding,
    in_order,
)
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.moments import AMSTERDAM
from vroegsein.parties.partner import Passport

SCHEMA = "vroegsein.bevindingen/1"
_COUNTS = {
    "regels": "line_count",
    "aangenomen": "accepted_count",
    "afgekeurd": "rejected_count",
    "dubbel": "duplicate_count",
    "geen_grondslag": "no_ground_count",
    "bezwaar": "objection_count",
    "ingetrokken": "withdrawal_count",
}


def outbox_files(
    delivery: Delivery, passport: Passport, findings: list[Finding]
) -> dict[str, bytes]:
    """Return receipt, findings and receipts per line, by file name."""
    files = {
        receipt_name(delivery): receipt_text(delivery, passport, findings).encode()
    }
    if findings:
        files[findings_name(delivery)] = findings_csv(findings)
        files[findings_json_name(delivery)] = findings_json(delivery, findings)
    proofs = proofs_csv(delivery.delivery_id)
    if proofs is not None:
        files[proofs_name(delivery)] = proofs
    return files


def findings_json_name(delivery: Delivery) -> str:
    """Return the name in the outbox of the findings for programs."""
    return findings_name(delivery).removesuffix(".csv") + ".json"


def findings_json(delivery: Delivery, findings: list[Finding]) -> bytes:
    """Return the findings for programs; the rows are those of the CSV file."""
    received = delivery.received_at.astimezone(AMSTERDAM)
    document = {
        "schema": SCHEMA,
        "gemeentecode": delivery.municipality_code,
        "partner": delivery.partner_code,
        "leverperiode": delivery.month,
        "ontvangen_op": received.isoformat(),
        "bestand": {"sha256": delivery.digest, "bytes": delivery.byte_count},
        "uitkomst": OUTCOMES[delivery.state].code,
        "reden": delivery.refusal_code,
        "aantallen": None if delivery.refusal_code else _counts(delivery),
        "bevindingen": [_finding(found) for found in in_order(findings)],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _counts(delivery: Delivery) -> dict[str, int]:
    return {word: getattr(delivery, name) or 0 for word, name in _COUNTS.items()}


def _finding(found: Finding) -> dict[str, object]:
    meaning = MEANINGS[found.code]
    return {
        "regel": found.line,
        "kolom": found.column,
        "code": str(found.code),
        "niveau": LEVELS_IN_DUTCH[found.level],
        "incident": meaning.incident,
        "bevinding": meaning.description,
        "wat_te_doen": meaning.remedy,
    }
