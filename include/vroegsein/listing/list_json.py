"""The list for case systems: JSON with whole numbers, ISO days and no formatting.

The shape is docs/signaallijst.schema.json. Texts are as partners delivered them: a
system that puts them in a spreadsheet has to write them as text.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from vroegsein.listing.columns import ListRow
from vroegsein.listing.content import ListContent
from vroegsein.parties.municipality import Policy

SCHEMA_VERSION = "1.0"
_LANE_LENGTH = 2


def list_json(
    content: ListContent, publication_id: str, version: int, published_at: datetime
) -> bytes:
    """Return one version of a list as JSON, its persons in the list's order."""
    document = {
        "schema_versie": SCHEMA_VERSION,
        "publicatie": publication_id,
        "gemeentecode": content.draft["municipality_code"],
        "maand": content.draft["month"],
        "versie": version,
        "gepubliceerd_op": published_at.astimezone(UTC).isoformat(),
        "ontbrekende_partners": content.draft["missing_partners"],
        "personen": [_person(row, content.policy) for row in content.list_rows],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _person(row: ListRow, policy: Policy) -> dict[str, object]:
    """Return one person as a case system reads it."""
    return {
        "melding": row.case_id,
        "volgnummer": int(row.number),
        "team": team_of(row, policy),
        "laan": row.lane[:_LANE_LENGTH],
        "reden_laan": row.lane_reason,
        "crisis": row.is_crisis == "ja",
        "termijn": row.clock,
        "uiterste_datum": _iso_day(row.due_date),
        "naam": row.name,
        "geboortejaar": _text(row.birth_year),
        "adres": _text(row.address),
        "telefoon": _text(row.phone),
        "email": _text(row.email),
        "sectoren": _words(row.sectors, ", "),
        "bedrag_totaal_cent": _cents(row.total),
        "bedrag_per_sector": _words(row.total_by_sector, "; "),
        "oudste_achterstand": _iso_day(row.oldest_arrears),
        "gemiste_termijnen": _words(row.missed_terms, ", "),
        "ernst": int(row.severity),
        **_work(row),
        **_match(row),
        "status": row.status,
    }


def _work(row: ListRow) -> dict[str, object]:
    """Return what is proposed to do."""
    return {
        "voorgesteld_kanaal": _text(row.channel),
        "voorgesteld_dagdeel": _text(row.part_of_day),
        "pogingen_gepland": _text(row.attempts),
        "passende_eerste_stap": _text(row.first_step),
        "te_controleren": _words(row.to_check, "; "),
        "laatste_kanaal": _text(row.last_contact),
    }


def _match(row: ListRow) -> dict[str, object]:
    """Return why these signals are one person's."""
    return {
        "soort_melding_adres": row.address_kind,
        "soort_melding_persoon": row.person_kind,
        "matchzekerheid": row.confidence,
        "reden_koppeling": _text(row.match_reason),
        "eerdere_meldingen_6_maanden": int(row.earlier_months),
    }


def team_of(row: ListRow, policy: Policy) -> str | None:
    """Return the code of the team that visits an address, by its postcode.

    None where no team is named for it, or the address is hidden or unknown.
    """
    found = re.search(r"(?:^|, )([1-9][0-9]{3}) [A-Z]{2}(?: |$)", row.address)
    area = found[1] if found else None
    return next((team.code for team in policy.teams if area in team.postcodes), None)


def _text(text: str) -> str | None:
    return text or None


def _words(text: str, separator: str) -> Sequence[str]:
    return text.split(separator) if text else []


def _iso_day(text: str) -> str | None:
    """Return a day of the list in ISO 8601."""
    if not text:
        return None
    day, month, year = map(int, text.split("-"))
    return date(year, month, day).isoformat()


def _cents(text: str) -> int:
    """Return an amount of the list in euro cents."""
    return int(re.sub(r"[^0-9-]", "", text))
