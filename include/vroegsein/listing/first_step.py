"""Which help fits first: simple rules on what is known, the first that holds.

A rule proposes one measure. It is only proposed where somebody offers it: a creditor's
measure where a creditor of this person has it in its passport, the others where the
municipality has them in its policy. It opens a talk; it decides nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vroegsein.listing.facts import PersonFacts
from vroegsein.parties.case_codes import CREDITOR_MEASURES, MEASURE_NAMES, Measure

ENERGY = frozenset({"ENERGIE", "WARMTE"})
MANY_CLAIMS, MANY_TERMS = 3, 6
Offers = Mapping[str, frozenset[Measure]]


@dataclass(frozen=True)
class StepRule:
    """One rule: what it proposes, when, and how that is tested.

    Attributes:
        condition: When it holds, in Dutch.
        holds: The test, of a person and the missed terms of all claims together.
    """

    measure: Measure
    condition: str
    holds: Callable[[PersonFacts, int], bool]


def _is_crisis(person: PersonFacts) -> bool:
    return any(signal.is_crisis for signal in person.signals)


def _only(person: PersonFacts, sectors: frozenset[str]) -> bool:
    """Tell whether all arrears are in these sectors."""
    return {signal.sector for signal in person.signals} <= sectors


RENT, CARE = frozenset({"HUUR"}), frozenset({"ZORG"})
STEP_RULES = (
    StepRule(
        Measure.PAYMENT_ARRANGEMENT,
        "Er dreigt ontruiming, afsluiting, einde van levering of van de verzekering",
        lambda person, _: _is_crisis(person),
    ),
    StepRule(
        Measure.DEBT_HELP_INTAKE,
        f"{MANY_CLAIMS} of meer vorderingen, of samen {MANY_TERMS} of meer gemiste"
        " termijnen",
        lambda person, terms: person.claim_count >= MANY_CLAIMS or terms >= MANY_TERMS,
    ),
    StepRule(
        Measure.MOVING,
        "Alleen huur, en in vier of meer van de zes maanden ervoor gemeld",
        lambda person, _: _only(person, RENT) and person.history.month_count >= 4,
    ),
    StepRule(
        Measure.RENT_REDUCTION,
        "Alleen huur, drie of meer gemiste termijnen",
        lambda person, terms: _only(person, RENT) and terms >= 3,
    ),
    StepRule(
        Measure.ENERGY_FIXER,
        "Alleen energie of warmte, en ook in de zes maanden ervoor gemeld",
        lambda person, _: _only(person, ENERGY) and person.history.month_count >= 1,
    ),
    StepRule(
        Measure.BUDGET_COACHING,
        "In twee of meer van de zes maanden ervoor gemeld",
        lambda person, _: person.history.month_count >= 2,
    ),
    StepRule(
        Measure.OTHER_DATE,
        "Alleen huur, hooguit één gemiste termijn",
        lambda person, terms: _only(person, RENT) and terms <= 1,
    ),
    StepRule(
        Measure.BENEFITS_CHECK,
        "Alleen zorgpremie",
        lambda person, _: _only(person, CARE),
    ),
    StepRule(Measure.PAYMENT_ARRANGEMENT, "Alle overige", lambda *_: True),
    StepRule(Measure.GELDFIT, "Geen schuldeiser treft een regeling", lambda *_: True),
)


def first_step(
    person: PersonFacts, terms: int, offers: Offers, own: frozenset[Measure]
) -> Measure | None:
    """Return the first measure that fits and is offered; nothing where none is.

    Args:
        person: The person.
        terms: Missed terms of all claims together.
        offers: What each partner grants, by its code.
        own: What the municipality offers by itself.
    """
    granted = own - CREDITOR_MEASURES
    for partner in asked_partners(person):
        granted |= offers.get(partner, frozenset())
    fitting = (rule.measure for rule in STEP_RULES if rule.holds(person, terms))
    return next((measure for measure in fitting if measure in granted), None)


def asked_partners(person: PersonFacts) -> set[str]:
    """Return whose measures count: in a crisis those of who threatens, else all."""
    threatening = {s.partner_code for s in person.signals if s.is_crisis}
    return threatening or {signal.partner_code for signal in person.signals}


def step_in_words(measure: Measure | None) -> str | None:
    """Return a measure as the list has it, `Budgetcoaching (M04)`."""
    if measure is None:
        return None
    name = MEASURE_NAMES[measure]
    return f"{name[0].upper()}{name[1:]} ({measure.value})"
