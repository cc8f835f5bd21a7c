"""Who receives what: partners at the level the policy sets, officials, statistics."""

from vroegsein.accountability.papers.subject import Subject
from vroegsein.accountability.papers.words import Row, catalogue, filled
from vroegsein.casework.feedback_codes import CODES_BY_LEVEL, MEANINGS
from vroegsein.parties.partner import Passport

FEEDBACK_BASIS = "Besluit gemeentelijke schuldhulpverlening artikel 17, eerste lid"
REFUSED = "alleen de weigering van de levering: de grondslag geldt niet"


def receivers(subject: Subject) -> list[Row]:
    """Return every receiver, with what it gets, how, and on which basis."""
    found = [_partner(subject, passport) for passport in subject.passports]
    found += filled(catalogue()["receivers"], subject.words)
    statistics = subject.policy.statistics
    if statistics is not None:
        blanks = {"version": statistics.version, "account": statistics.account}
        found.append(filled(catalogue()["statistics"], blanks))
    return found


def feedback_codes(subject: Subject) -> list[Row]:
    """Return every code a partner may be told at the level of the policy."""
    told = CODES_BY_LEVEL[subject.policy.feedback.level]
    return [
        {
            "code": code.value,
            "meaning": meaning.text,
            "told": "ja" if code in told else "nee",
        }
        for code, meaning in MEANINGS.items()
    ]


def _partner(subject: Subject, passport: Passport) -> Row:
    """Return what a partner gets back of its own signals."""
    level = subject.policy.feedback.level.value
    sealed = passport.protection.recipients
    told = (
        "ontvangstbewijs en bevindingen van de eigen levering; terugkoppeling"
        f" per eigen signaal in codes en dagen, niveau {level}, zonder naam of adres"
    )
    return {
        "who": passport.name,
        "what": told if passport in subject.lawful else REFUSED,
        "how": f"eigen map op de server{', versleuteld' if sealed else ''}",
        "basis": FEEDBACK_BASIS,
    }
