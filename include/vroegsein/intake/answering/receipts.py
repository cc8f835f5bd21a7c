"""What a partner reads in its outbox: the receipt and the findings, in Dutch.

Both follow from the register alone, so that a rerun gives the same bytes. They hold
counts, cents, line numbers and column names, and no values of persons.
"""

import csv
import io
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from vroegsein.exchange.formulas import neutral
from vroegsein.intake.findings import (
    LEVELS_IN_DUTCH,
    MEANINGS,
    VERDICTS_IN_DUTCH,
    Code,
    Finding,
    Verdict,
    in_order,
)
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.moments import AMSTERDAM
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import DUTCH_MONTHS, ReportingMonth

COLUMNS = ["regel", "kolom", "code", "niveau", "bevinding", "wat te doen"]


@dataclass(frozen=True)
class Outcome:
    """What became of a delivery: one word for programs, a phrase for people."""

    code: str
    phrase: str


#: By the state of the delivery.
OUTCOMES = {
    "accepted": Outcome("aangenomen", "aangenomen"),
    "empty": Outcome("leeg", "aangenomen: geen achterstanden gemeld"),
    "applied": Outcome("ingetrokken", "aangenomen: eerdere meldingen ingetrokken"),
    "superseded": Outcome("vervangen", "aangenomen; later gecorrigeerd"),
    "refused": Outcome("geweigerd", "geweigerd; er is niets van overgenomen"),
}
#: Of a correction, beside what was delivered before.
_CHANGES = {
    "new": "nieuw",
    "changed": "gewijzigd",
    "gone": "vervallen",
    "unchanged": "ongewijzigd",
}
_TIMINGS = {
    "late": ["Tijdigheid: ontvangen na de afgesproken dag."],
    "after_publication": ["Tijdigheid: na publicatie; wacht op een aanvulling."],
}


def receipt_name(delivery: Delivery) -> str:
    """Return the receipt's file name in the outbox."""
    return f"ontvangstbevestiging_{delivery.month}_{delivery.mark}.txt"


def findings_name(delivery: Delivery) -> str:
    """Return the findings' file name in the outbox."""
    return f"bevindingen_{delivery.month}_{delivery.mark}.csv"


def receipt_text(
    delivery: Delivery, passport: Passport, findings: list[Finding]
) -> str:
    """Return the receipt of a delivery that is accepted, empty or refused."""
    lines = [
        "Ontvangstbevestiging vroegsignalering",
        "",
        f"Partner:   {passport.name} ({passport.code})",
        f"Gemeente:  {delivery.municipality_code}",
        f"Maand:     {ReportingMonth.parse(delivery.month).in_dutch()}",
        f"Ontvangen: {dutch_moment(delivery.received_at)}",
        f"Omvang:    {_dutch_number(delivery.byte_count)} bytes",
        f"Kenmerk:   {delivery.digest} (sha256)",
        "",
        f"Uitkomst:  {OUTCOMES[delivery.state].phrase}",
        *(_refusal(delivery) if delivery.refusal_code else _counts(delivery)),
        *_incidents(findings),
        "",
        *_pointer(delivery, findings),
    ]
    return "\n".join(lines) + "\n"


def _refusal(delivery: Delivery) -> list[str]:
    meaning = MEANINGS[Code(delivery.refusal_code or "")]
    return [
        f"Reden:     {delivery.refusal_code}: {meaning.description}",
        f"Wat nu:    {meaning.remedy}",
        *_stated_digest(delivery),
    ]


def _stated_digest(delivery: Delivery) -> list[str]:
    """Set the manifest's digest beside ours, where the two differ."""
    if delivery.refusal_code != Code.DEL_HASH or delivery.stated_digest is None:
        return []
    return [f"Manifest:  {delivery.stated_digest} (sha256)"]


def _incidents(findings: list[Finding]) -> list[str]:
    """Name what is reported to the municipality as an incident, once per code."""
    codes = sorted({item.code for item in findings if MEANINGS[item.code].incident})
    return [
        line
        for code in codes
        for line in (
            f"Incident:  {code}: {MEANINGS[code].description}",
            f"Wat nu:    {MEANINGS[code].remedy}",
        )
    ]


def _counts(delivery: Delivery) -> list[str]:
    counts = [
        f"  {word}: {_dutch_number(getattr(delivery, f'{verdict}_count') or 0)}"
        for verdict, word in VERDICTS_IN_DUTCH.items()
        if verdict is not Verdict.WITHDRAWAL or delivery.withdrawal_count
    ]
    return [
        f"Regels:    {_dutch_number(delivery.line_count or 0)} na de kopregel",
        *counts,
        *_replaced(delivery),
        f"Bedrag aangenomen: {_euros(delivery.accepted_cents or 0)}",
        f"Bedrag overige leesbare regels: {_euros(delivery.other_cents or 0)}",
        *_TIMINGS.get(delivery.timing, ()),
    ]


def _replaced(delivery: Delivery) -> list[str]:
    """Say what a correction changed, in records."""
    if delivery.kind != "correction":
        return []
    changes = (
        f"{_dutch_number(getattr(delivery, f'{name}_count') or 0)} {word}"
        for name, word in _CHANGES.items()
    )
    return [f"Correctie: {', '.join(changes)}"]


def _pointer(delivery: Delivery, findings: list[Finding]) -> list[str]:
    if not findings:
        return ["Geen bevindingen."]
    return [
        f"Bevindingen: {_dutch_number(len(findings))}, in {findings_name(delivery)}.",
    ]


def findings_table(findings: list[Finding]) -> pd.DataFrame:
    """Return the findings as the partner reads them, one row each."""
    rows = [
        (
            str(finding.line) if finding.line else None,
            finding.column,
            str(finding.code),
            LEVELS_IN_DUTCH[finding.level],
            MEANINGS[finding.code].description,
            MEANINGS[finding.code].remedy,
        )
        for finding in in_order(findings)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    table.index += 1
    return table


def findings_csv(findings: list[Finding]) -> bytes:
    """Return the findings as a CSV file for the partner.

    A column's name is the partner's own: it breaks no line and is no formula.
    """
    table = findings_table(findings)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        ["" if pd.isna(value) else neutral(" ".join(value.split())) for value in row]
        for row in table.itertuples(index=False)
    )
    return text.getvalue().encode()


def dutch_moment(moment: datetime) -> str:
    """Return a moment as the Dutch write it, by the Dutch clock."""
    local = moment.astimezone(AMSTERDAM)
    month = DUTCH_MONTHS[local.month - 1]
    return f"{local.day} {month} {local.year} om {local:%H:%M} uur"


def _dutch_number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _euros(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"€ {'-' if cents < 0 else ''}{_dutch_number(whole)},{rest:02d}"
