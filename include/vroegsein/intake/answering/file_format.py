"""The file format as partners read it, made from the fields and the finding codes.

`python -m vroegsein.intake.answering.file_format` writes
`docs/bestandsformaat.md`; a test holds the page against the code.
"""

from collections.abc import Iterator
from pathlib import Path
from string import Template

from vroegsein.exchange.files import write_whole
from vroegsein.intake.arriving.envelope import Kind as ManifestKind
from vroegsein.intake.findings import LEVELS_IN_DUTCH, MEANINGS, Meaning
from vroegsein.parties.record import (
    CRISIS_KINDS,
    DEBTOR_KINDS,
    FIELDS,
    SIGNAL_KINDS,
    Field,
    Kind,
)
from vroegsein.settings import PROJECT_ROOT

BAR = r"\|"  # a bar within a cell of a table
PAGE = PROJECT_ROOT / "docs" / "bestandsformaat.md"
_KINDS = {
    Kind.TEXT: "tekst, hooguit {} tekens",
    Kind.DATE: "datum",
    Kind.CENTS: "bedrag",
    Kind.COUNT: "geheel getal",
    Kind.FLAG: "J of N",
}


def _listed(words: frozenset[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))


_RULES = {
    "source_record_id": "uw kenmerk; uniek en door de maanden heen gelijk",
    "signal_kind": f"een van {_listed(SIGNAL_KINDS)}",
    "signal_date": "niet na de levering",
    "reference_date": "niet na de signaaldatum",
    "arrears_since_date": "oudste onbetaalde vervaldatum; niet na de peildatum",
    "arrears_cents": "groter dan 0; boven 25.000 een waarschuwing",
    "term_cents": "groter dan 0",
    "term_count": "1 tot en met 60",
    "has_arrangement": "`N`; bij `J` is er geen te melden achterstand",
    "debtor_kind": f"een van {_listed(DEBTOR_KINDS)}",
    "surname": "geen invulwaarde, geen cijfers",
    "birth_date": (
        "verplicht voor huur en zorg; dag of maand onbekend: 00; leeftijd 16 tot en "
        "met 115"
    ),
    "house_number": "1 tot en met 99999",
    "house_letter": "een letter",
    "postcode": "vier cijfers en twee letters, binnen de gemeente",
    "phone": "wordt opgeslagen als `+31…`; ongeldig: niet overgenomen",
    "email": "ongeldig: niet overgenomen",
    "reminder_date": "niet na de signaaldatum (Bgs artikel 2, onder c)",
    "contact_attempt_date": "niet na de signaaldatum (Bgs artikel 2, onder a)",
    "help_pointed_date": "niet na de signaaldatum (Bgs artikel 2, onder b)",
    "sharing_offer_date": (
        "verplicht voor huur; niet na de signaaldatum (Bgs artikel 2, onder d)"
    ),
    "sharing_objection": "`N`; bij `J` wordt de regel niet bewaard",
}


_CHAPTERS = {
    "DEL": "De levering",
    "NAM": "De bestandsnaam",
    "ENC": "Versleuteling en ondertekening",
    "ZIP": "Compressie",
    "MAL": "Schadelijke inhoud",
    "LAW": "De wettelijke grondslag",
    "TXT": "De tekst",
    "XLS": "Het werkboek",
    "SCH": "De kolommen",
    "VAL": "De waarden",
}
_JSON_KEYS = {
    "schema": "versie van deze vorm",
    "gemeentecode": "CBS-code van de gemeente",
    "partner": "uw partnercode",
    "leverperiode": "de maand",
    "ontvangen_op": "moment van ontvangst (ISO 8601, Nederlandse tijd)",
    "bestand": "`sha256` en `bytes` van het bestand zoals u het plaatste",
    "uitkomst": "`aangenomen`, `leeg`, `ingetrokken`, `vervangen` of `geweigerd`",
    "reden": "de code die het hele bestand weigert, anders `null`",
    "aantallen": "regels per uitkomst; `null` als het bestand is geweigerd",
    "bevindingen": (
        "lijst met `regel`, `kolom`, `code`, `niveau`, `incident`, `bevinding` en"
        " `wat_te_doen`"
    ),
}


def file_format() -> str:
    """Return the page, as Markdown."""
    template = Path(__file__).with_name("file_format.md").read_text("utf-8")
    keys = (f"| `{key}` | {meaning} |" for key, meaning in _JSON_KEYS.items())
    return Template(template).substitute(
        kinds=", ".join(f"`{kind}`" for kind in ManifestKind),
        crisis=_listed(CRISIS_KINDS),
        json_keys="\n".join(keys),
        fields="\n".join(_field_rows()),
        findings="\n\n".join(_finding_chapters()),
    )


def _field_rows() -> list[str]:
    rows = ["| veld | verplicht | vorm | eis |", "| --- | --- | --- | --- |"]
    for name, field in FIELDS.items():
        required = "ja" if field.required else ""
        form, rule = _form(field), _RULES.get(name, "")
        rows.append(f"| `{field.dutch}` | {required} | {form} | {rule} |")
    return rows


def _form(field: Field) -> str:
    return _KINDS[field.kind].format(field.max_length)


def _finding_chapters() -> Iterator[str]:
    """Yield a table of findings per kind of code, under its heading."""
    for prefix, heading in _CHAPTERS.items():
        codes = [code for code in MEANINGS if code.startswith(f"{prefix}_")]
        rows = [
            f"### {heading}",
            "",
            "| code | niveau | bevinding | voorbeeld | wat te doen |",
            "| --- | --- | --- | --- | --- |",
            *(_finding_row(code, MEANINGS[code]) for code in codes),
        ]
        if codes:
            yield "\n".join(rows)


def _finding_row(code: str, meaning: Meaning) -> str:
    level = LEVELS_IN_DUTCH[meaning.level]
    cells = (
        f"`{code}`",
        f"{level}, incident" if meaning.incident else level,
        meaning.description,
        meaning.example,
        meaning.remedy,
    )
    return f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"


if __name__ == "__main__":
    write_whole(PAGE, file_format().encode())
