"""How heavy arrears weigh, in months missed: comparable between sectors.

An amount says little: a hundred euro of rent may be a residue, of water it may be a
year. Whole terms are counted as the partner tells them; where it tells none, the
amount is divided by what a term usually is in that sector (policy).
"""

from vroegsein.listing.facts import PersonFacts, SignalFacts
from vroegsein.parties.municipality import Triage


def severity(person: PersonFacts, policy: Triage) -> int:
    """Return the missed terms of all claims; a claim sent twice counts once."""
    terms: dict[tuple[str, str, str], int] = {}
    for signal in person.signals:
        found = terms_of(signal, policy)
        terms[signal.claim] = max(terms.get(signal.claim, 0), found)
    return sum(terms.values())


def terms_of(signal: SignalFacts, policy: Triage) -> int:
    """Return the whole terms that one signal's arrears come to."""
    if signal.missed_terms:
        return signal.missed_terms
    usual = policy.usual_term_cents.get(signal.sector)
    return signal.arrears_cents // usual if usual else 0
