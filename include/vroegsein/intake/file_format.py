"""The file format as partners read it, made from the fields and the finding codes.

`python -m vroegsein.intake.file_format` writes `docs/bestandsformaat.md`; a test holds
the page against the code.
"""

from pathlib import Path
from string import Template

from vroegsein.exchange.files import write_whole
from vroegsein.intake.findings import LEVELS_IN_DUTCH, MEANINGS
from vroegsein.parties.record import DEBTOR_KINDS, FIELDS, SIGNAL_KINDS, Field, Kind
from vroegsein.settings import PROJECT_ROOT

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


def file_format() -> str:
    """Return the page, as Markdown."""
    template = Path(__file__).with_name("file_format.md").read_text("utf-8")
    return Template(template).substitute(
        fields="\n".join(_field_rows()), findings="\n".join(_finding_rows())
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


def _finding_rows() -> list[str]:
    rows = [
        "| code | niveau | bevinding | voorbeeld | wat te doen |",
        "| --- | --- | --- | --- | --- |",
    ]
    for code, meaning in MEANINGS.items():
        cells = (
            f"`{code}`",
            LEVELS_IN_DUTCH[meaning.level],
            meaning.description,
            meaning.example,
            meaning.remedy,
        )
        rows.append(f"| {' | '.join(cells)} |")
    return rows


if __name__ == "__main__":
    write_whole(PAGE, file_format().encode())
