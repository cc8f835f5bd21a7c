"""What a partner finds in its outbox: one feedback file per day of news, with a twin.

CSV is for people, JSON says the same to their programs. Both follow from the register's
rows alone: codes and days, the partner's own record id, and nothing else.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from vroegsein.casework.feedback_codes import MEANINGS
from vroegsein.listing.table_file import csv_bytes
from vroegsein.parties.case_codes import FeedbackCode

SCHEMA = "vroegsein.terugkoppeling/1"
#: Column -> what it holds, as `docs/terugkoppeling.md` explains it.
COLUMNS = {
    "gemeentecode": "CBS-code van de gemeente",
    "leverperiode": "de maand waarin u het signaal leverde, jjjj-mm",
    "bron_record_id": "uw eigen kenmerk van het signaal",
    "code": "de terugkoppelcode",
    "betekenis": "wat de code zegt, in woorden",
    "wat_te_doen": "wat wij u vragen",
    "datum": "de dag van deze terugkoppeling, jjjj-mm-dd",
    "pauze_van": "eerste dag waarop u de incasso opschort; alleen bij TK10",
    "pauze_tot_en_met": "laatste dag daarvan; alleen bij TK10",
}


@dataclass(frozen=True, order=True)
class FeedbackRow:
    """One line of a feedback file."""

    month: str
    source_record_id: str
    code: FeedbackCode
    pause_from: date | None = None
    pause_until: date | None = None


@dataclass(frozen=True)
class FeedbackDay:
    """All that one partner is told on one day."""

    municipality: str
    partner_code: str
    day: date
    rows: tuple[FeedbackRow, ...]

    @property
    def name(self) -> str:
        """Name of the CSV file."""
        return f"terugkoppeling_{self.municipality}_{self.day.isoformat()}.csv"

    @property
    def files(self) -> dict[str, bytes]:
        """The files by name."""
        twin = self.name.removesuffix(".csv") + ".json"
        return {self.name: feedback_csv(self), twin: feedback_json(self)}


def feedback_csv(told: FeedbackDay) -> bytes:
    """Return the file for people."""
    return csv_bytes(tuple(COLUMNS), _cells(told))


def feedback_json(told: FeedbackDay) -> bytes:
    """Return the file for programs; empty cells are null."""
    document = {
        "schema": SCHEMA,
        "gemeentecode": told.municipality,
        "partner": told.partner_code,
        "datum": told.day.isoformat(),
        "regels": [
            dict(zip(COLUMNS, (cell or None for cell in cells), strict=True))
            for cells in _cells(told)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _cells(told: FeedbackDay) -> Iterable[Sequence[str]]:
    """Return each row's cells, in the order of the columns."""
    for row in told.rows:
        meaning = MEANINGS[row.code]
        yield (
            told.municipality,
            row.month,
            row.source_record_id,
            row.code.value,
            meaning.text,
            meaning.action,
            told.day.isoformat(),
            row.pause_from.isoformat() if row.pause_from else "",
            row.pause_until.isoformat() if row.pause_until else "",
        )
