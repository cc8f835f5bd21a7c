"""On which article each source may send, and whether it holds on the day of the papers.

A line is judged by the law of its own signal date; here it is said of the sources as
they are now, so that a basis that ended or is about to is seen before a month is lost.
"""

from datetime import date, timedelta

from vroegsein.accountability.papers.subject import Subject
from vroegsein.accountability.papers.words import Row
from vroegsein.listing.dutch import day, enumeration
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.parties.legal_basis import LegalBasis
from vroegsein.parties.partner import Passport

NO_END, HOLDS = "geen einddatum", "geldt"
NOTICE = timedelta(days=366)  # so long before its end it is said that a basis ends


def sources(subject: Subject) -> list[Row]:
    """Return every partner with the article it sends by, in order of codes."""
    return [_source(subject, passport) for passport in subject.passports]


def bases(subject: Subject) -> list[Row]:
    """Return every registered basis with who uses it, in order of codes."""
    return [
        {
            "code": code,
            "title": basis.title,
            "article": basis.source,
            "sectors": _sectors(basis),
            **_term(basis),
            "partners": enumeration(
                [one.code for one in subject.passports if one.legal_basis == code]
            )
            or "geen",
        }
        for code, basis in sorted(subject.bases.bases.items())
    ]


def _source(subject: Subject, passport: Passport) -> Row:
    """Return one partner with its basis."""
    basis = subject.bases.bases.get(passport.legal_basis)
    found = {
        "partner": passport.code,
        "name": passport.name,
        "kvk_number": passport.kvk_number,
        "sector": SECTOR_NAMES[passport.sector],
        "basis": passport.legal_basis,
    }
    if basis is None:
        state = "NIET GEREGISTREERD: er mag niets worden verwerkt"
        none = {"article": "onbekend", "valid_from": "", "valid_until": ""}
        return found | none | {"state": state}
    state = state_of(basis, subject.on, subject.policy.code, passport.sector)
    return found | {"article": basis.source, **_term(basis), "state": state}


def state_of(basis: LegalBasis, on: date, municipality: str, sector: str) -> str:
    """Return whether a basis holds for a source, and what stands in the way."""
    if basis.valid_until is not None and basis.valid_until < on:
        return f"VERVALLEN op {day(basis.valid_until)}: er mag niets worden verwerkt"
    if on < basis.valid_from:
        return f"GELDT NOG NIET: pas vanaf {day(basis.valid_from)}"
    if basis.municipalities and municipality not in basis.municipalities:
        return "GELDT NIET voor deze gemeente: er mag niets worden verwerkt"
    if sector not in basis.sectors:
        return "GELDT NIET voor deze sector: er mag niets worden verwerkt"
    if basis.valid_until is not None and basis.valid_until < on + NOTICE:
        return f"geldt, LOOPT AF op {day(basis.valid_until)}"
    return HOLDS


def _sectors(basis: LegalBasis) -> str:
    return enumeration([SECTOR_NAMES[sector] for sector in basis.sectors])


def _term(basis: LegalBasis) -> dict[str, str]:
    return {
        "valid_from": day(basis.valid_from),
        "valid_until": day(basis.valid_until) if basis.valid_until else NO_END,
    }
