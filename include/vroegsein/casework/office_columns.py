"""Which columns the municipality's own files have; others in them are not read."""

import re

from vroegsein.listing.columns import MEASURES, RESULT, RESULT_DATE
from vroegsein.parties.case_codes import OfficeFileKind

CASE = "Melding"
#: Attempts of one row that are read; an export repeats a case for more.
MOST_ATTEMPTS = 10
_ATTEMPT = re.compile(r"Poging ([1-9]|10) (?:soort|datum|dagdeel|bereikt \(J/N\))")

#: Dutch column -> column of the register, for everybody who is named in a file.
PERSON = {
    "voorletters": "initials",
    "voornamen": "first_names",
    "tussenvoegsel": "surname_prefix",
    "achternaam": "surname",
    "geboortedatum": "birth_date",
    "straat": "street",
    "huisnummer": "house_number",
    "huisletter": "house_letter",
    "toevoeging": "house_addition",
    "postcode": "postcode",
    "plaats": "place",
}
FROM, UNTIL, REASON = "vanaf", "tot_en_met", "reden"
EXCLUSION_COLUMNS = (*PERSON, FROM, UNTIL, REASON)
RESIDENT_ID = "inwoner"
FLAGS = {
    "overleden": "deceased",
    "vertrokken": "moved_out",
    "geheim": "address_secret",
}
PARTNER = {
    "partner_tussenvoegsel": "partner_surname_prefix",
    "partner_achternaam": "partner_surname",
}
RESIDENT_COLUMNS = (RESIDENT_ID, *PERSON, *PARTNER, *FLAGS)
#: Columns a file cannot do without, by kind.
REQUIRED = {
    OfficeFileKind.OUTCOMES: (CASE, RESULT, RESULT_DATE),
    OfficeFileKind.EXCLUSIONS: ("achternaam", "geboortedatum", FROM),
    OfficeFileKind.RESIDENTS: (RESIDENT_ID, "achternaam", "geboortedatum", *FLAGS),
}
_KNOWN = {
    OfficeFileKind.OUTCOMES: (CASE, RESULT, RESULT_DATE, MEASURES),
    OfficeFileKind.EXCLUSIONS: EXCLUSION_COLUMNS,
    OfficeFileKind.RESIDENTS: RESIDENT_COLUMNS,
}


def is_read(kind: OfficeFileKind, header: str) -> bool:
    """Tell whether a column of this name is read."""
    if kind is OfficeFileKind.OUTCOMES and _ATTEMPT.fullmatch(header):
        return True
    return header in _KNOWN[kind]
