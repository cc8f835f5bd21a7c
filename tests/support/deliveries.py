"""Small partners and files for tests of the intake; every value can be named."""

import csv
import hashlib
import io
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS
from vroegsein.settings import settings

MONTH = "2026-10"
#: A landlord that delivers the agreed format itself, with a manifest.
LANDLORD: dict[str, Any] = {
    "code": "woonproef",
    "name": "Stichting Woonproef",
    "type": "Huur",
    "sector": "HUUR",
    "legal_basis": "BGS-2",
    "kvk_number": "90000001",
    "municipalities": ["1940"],
    "delivery": {"due_day": 5, "file_name": "woonproef_{yyyymm}.csv"},
    "columns": {spec.dutch: name for name, spec in FIELDS.items()},
    "ignored_columns": ["filiaal"],
    "expected": {"rows": {"min": 1, "max": 100}, "max_rejected_percent": 60},
}
#: An energy company with an old system: cp1252, commas, and a total line.
ENERGY: dict[str, Any] = {
    **LANDLORD,
    "code": "stroomproef",
    "name": "Stroomproef",
    "type": "Energie",
    "sector": "ENERGIE",
    "legal_basis": "EW-2.26-3A",
    "delivery": {
        "due_day": 5,
        "file_name": "stroom-{yyyy-mm}.txt",
        "completeness": "total_line",
    },
    "file": {
        "encoding": "cp1252",
        "separator": "|",
        "decimal": ",",
        "dates": "dd-mm-yyyy",
    },
    "lookups": {"signal_kind": {"R": "REGULIER", "E": "EINDELEVERING"}},
}
#: A tax office whose experiment has ended: no legal basis.
TAXES: dict[str, Any] = {
    **LANDLORD,
    "code": "belastingproef",
    "type": "Overige",
    "sector": "BELASTING",
    "legal_basis": "TR-2.1",
}
RECORD = {
    "bron_record_id": "A-1",
    "soort_signaal": "REGULIER",
    "warme_overdracht": "N",
    "klantnummer": "0012345",
    "signaaldatum": "2026-10-01",
    "peildatum": "2026-09-30",
    "ontstaansdatum": "2026-08-01",
    "bedrag_achterstand": "123.45",
    "betalingsregeling_actief": "N",
    "type_debiteur": "NP",
    "voorletters": "J.",
    "geslachtsnaam": "Proefpersoon",
    "geboortedatum": "1980-05-17",
    "straatnaam": "Voorbeeldstraat",
    "huisnummer": "12",
    "postcode": "8501AB",
    "woonplaats": "Joure",
    "telefoon_1": "06-12345678",
    "email": "j.proefpersoon@example.org",
    "datum_schriftelijke_herinnering": "2026-08-20",
    "datum_persoonlijk_contact_poging": "2026-08-25",
    "datum_gewezen_op_hulp": "2026-08-25",
    "datum_aanbod_gegevensdeling": "2026-09-01",
    "bezwaar_gegevensdeling": "N",
}
HEADER = [spec.dutch for spec in FIELDS.values()]


def passport(definition: dict[str, Any] = LANDLORD, **changes: Any) -> Passport:
    """A partner's passport, not written anywhere."""
    return Passport.model_validate({**definition, **changes}, strict=False)


def record(number: int = 1, **changes: str) -> dict[str, str]:
    """One line by Dutch field names; `number` makes it another claim."""
    return {**RECORD, "bron_record_id": f"A-{number}", **changes}


def in_old_system(row: dict[str, str]) -> dict[str, str]:
    """The same line as the energy company writes it."""
    turned = {
        name: "-".join(reversed(value.split("-")))
        for name, value in row.items()
        if "datum" in name and value[:2] in {"19", "20"}
    }
    kind = {"REGULIER": "R", "EINDELEVERING": "E"}.get(row["soort_signaal"], "?")
    amount = row["bedrag_achterstand"].replace(".", ",")
    return {**row, **turned, "soort_signaal": kind, "bedrag_achterstand": amount}


@dataclass(frozen=True)
class File:
    """A delivery: its bytes, and what its manifest says."""

    content: bytes
    manifest: dict[str, Any]
    name: str = "woonproef_202610.csv"

    def saying(self, **changes: Any) -> "File":
        """The same file under another manifest."""
        return replace(self, manifest={**self.manifest, **changes})

    def put(self, folder: Path, *, manifest: bool = True) -> Path:
        """Lay the file, and its manifest, in a folder."""
        path = folder / self.name
        path.write_bytes(self.content)
        if manifest:
            text = json.dumps(self.manifest)
            path.with_name(f"{self.name}.manifest.json").write_text(text, "utf-8")
        return path


def text_of(
    rows: list[dict[str, str]], header: list[str] | None = None, separator: str = ";"
) -> str:
    """The rows as CSV text with a header."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    names = header or HEADER
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return text.getvalue()


def file_of(content: bytes | str, cents: int | None = None, **changes: Any) -> File:
    """A landlord's file whose manifest agrees with it, but for `changes`."""
    content = content.encode() if isinstance(content, str) else content
    lines = max(content.count(b"\n") - 1, 0)
    amount = 12345 * lines if cents is None else cents
    manifest = {
        "schema_versie": "1.0",
        "gemeentecode": "1940",
        "partner": "woonproef",
        "leverperiode": MONTH,
        "volgnummer": 1,
        "soort": "VOLLEDIG" if lines else "NUL",
        "bestand": "woonproef_202610.csv",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "aantal_records": lines,
        "controletotaal_bedrag": f"{amount // 100}.{amount % 100:02d}",
        "aangemaakt_op": "2026-10-02T08:00:00+02:00",
    }
    return File(content, {**manifest, **changes})


def landlord_file(rows: list[dict[str, str]], **changes: Any) -> File:
    """A landlord's file of these rows."""
    return file_of(text_of(rows), **changes)


def energy_file(
    rows: list[dict[str, str]], total: str | None = None, month: str = MONTH
) -> File:
    """The energy company's file, closed by a total line."""
    text = text_of([in_old_system(row) for row in rows], separator="|")
    cents = 12345 * len(rows)
    line = f"Totaal|{len(rows)}|{cents // 100},{cents % 100:02d}\n"
    content = (text + (line if total is None else total)).encode("cp1252")
    return File(content, {}, f"stroom-{month}.txt")


def write_passports(folder: Path, *definitions: dict[str, Any]) -> None:
    """Lay passports in a folder."""
    folder.mkdir(exist_ok=True)
    for definition in definitions:
        path = folder / f"{definition['code']}.yml"
        path.write_text(yaml.safe_dump(definition, sort_keys=False), "utf-8")


def use_partners(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *definitions: dict[str, Any]
) -> Path:
    """Let the settings read these partners."""
    write_passports(folder, *(definitions or (LANDLORD, ENERGY, TAXES)))
    monkeypatch.setenv("VROEGSEIN_PARTNERS", str(folder))
    settings.cache_clear()
    return folder
