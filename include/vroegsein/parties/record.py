"""The canonical arrears record: the fields every partner's file is brought to.

Names on the left are ours; the Dutch names are those of `achterstand_v1`, the file
format partners agree on (`docs/bestandsformaat.md`). Legal ground per field: Besluit
gemeentelijke schuldhulpverlening art. 2 (contact data, height of the arrears, the
four conditions) and Wgs art. 8b (data necessary to work on the signal).
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field is written in a canonical record."""

    TEXT = "text"
    DATE = "date"  # yyyy-mm-dd; a birth date also yyyy-mm-00 or yyyy-00-00
    CENTS = "cents"  # whole cents
    COUNT = "count"
    FLAG = "flag"  # J or N


@dataclass(frozen=True)
class Field:
    """One field of the canonical record.

    Attributes:
        dutch: Name in the agreed file format.
        kind: How it is written.
        max_length: Longest text that is taken, in characters.
        required: Whether a row without it is refused.
    """

    dutch: str
    kind: Kind = Kind.TEXT
    max_length: int = 80
    required: bool = False


FIELDS: dict[str, Field] = {
    "source_record_id": Field("bron_record_id", max_length=40, required=True),
    "signal_kind": Field("soort_signaal", required=True),
    "is_warm_handover": Field("warme_overdracht", Kind.FLAG, required=True),
    "previous_record_id": Field("vorig_signaal_id", max_length=40),
    "customer_number": Field("klantnummer", max_length=30, required=True),
    "claim_id": Field("vordering_id", max_length=40),
    "signal_date": Field("signaaldatum", Kind.DATE, required=True),
    "reference_date": Field("peildatum", Kind.DATE, required=True),
    "arrears_since_date": Field("ontstaansdatum", Kind.DATE, required=True),
    "arrears_cents": Field("bedrag_achterstand", Kind.CENTS, required=True),
    "term_cents": Field("termijnbedrag", Kind.CENTS),
    "term_count": Field("aantal_termijnen", Kind.COUNT),
    "has_arrangement": Field("betalingsregeling_actief", Kind.FLAG, required=True),
    "debtor_kind": Field("type_debiteur", required=True),
    "initials": Field("voorletters", max_length=20),
    "first_names": Field("voornamen", max_length=200),
    "surname_prefix": Field("voorvoegsel", max_length=10),
    "surname": Field("geslachtsnaam", max_length=200, required=True),
    "birth_date": Field("geboortedatum", Kind.DATE),
    "street": Field("straatnaam"),
    "house_number": Field("huisnummer", max_length=5, required=True),
    "house_letter": Field("huisletter", max_length=1),
    "house_addition": Field("huisnummertoevoeging", max_length=4),
    "postcode": Field("postcode", max_length=6, required=True),
    "place": Field("woonplaats", required=True),
    "phone": Field("telefoon_1", max_length=20),
    "email": Field("email", max_length=254),
    "reminder_date": Field("datum_schriftelijke_herinnering", Kind.DATE, required=True),
    "contact_attempt_date": Field(
        "datum_persoonlijk_contact_poging", Kind.DATE, required=True
    ),
    "help_pointed_date": Field("datum_gewezen_op_hulp", Kind.DATE, required=True),
    "sharing_offer_date": Field("datum_aanbod_gegevensdeling", Kind.DATE),
    "sharing_objection": Field("bezwaar_gegevensdeling", Kind.FLAG, required=True),
    "supply_end_date": Field("datum_einde_levering_of_ontruiming", Kind.DATE),
}

#: What a passport may map besides: checked on its line, kept nowhere. Nothing here
#: needs the BSN of a partner; the municipality has its own (Wgs art. 8c).
CHECKED_FIELDS: dict[str, Field] = {"bsn": Field("bsn", max_length=11)}

#: What a text is taken apart into; the first field is filled by the split alone.
SPLIT_FIELDS: dict[str, tuple[str, ...]] = {
    "person_name": ("surname", "initials", "first_names", "surname_prefix"),
    "house_number": ("house_number", "house_letter", "house_addition"),
    "address": ("house_number", "street", "house_letter", "house_addition"),
}

#: Signals that start the three-working-day clock of Wgs art. 4(2).
CRISIS_KINDS = frozenset(
    {"EINDELEVERING", "ONTRUIMING", "AFSLUITING", "EINDE_ZORGPOLIS"}
)
SIGNAL_KINDS = frozenset({"REGULIER", "UPDATE", *CRISIS_KINDS})
DEBTOR_KINDS = frozenset({"NP", "EENMANSZAAK", "VOF", "CV", "MAATSCHAP", "RP"})
