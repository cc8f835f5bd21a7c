"""Which lane a person comes in: the first condition that holds, most urgent first.

L4 (vulnerable groups) is not used: it needs personal data and a DPIA of its own. An
amount is never compared between sectors: a month of rent is not a month of water.
"""

from dataclasses import dataclass
from enum import StrEnum

from vroegsein.listing.dutch import day, enumeration, euros
from vroegsein.listing.facts import SECTOR_NAMES, PersonFacts, SignalFacts
from vroegsein.parties.municipality import HighArrears, Triage


class Lane(StrEnum):
    """Lanes of a work list, most urgent first."""

    CRISIS = "L0"
    WARM = "L1"
    MULTIPLE = "L2"
    HIGH = "L3"
    VULNERABLE = "L4"
    SUCCESSIVE = "L5"
    MIDDLE = "L6"
    LOW = "L7"


@dataclass(frozen=True)
class LaneText:
    """How a lane is called, when it applies, and what to do first."""

    name: str
    condition: str
    first_action: str


LANE_TEXTS = {
    Lane.CRISIS: LaneText(
        "crisis",
        "Ontruiming, afsluiting, einde levering of einde zorgverzekering dreigt",
        "Vandaag bellen; huisbezoek binnen 3 werkdagen",
    ),
    Lane.WARM: LaneText(
        "warme overdracht",
        "De partner spreekt de inwoner al en vraagt om over te nemen",
        "Bellen binnen 2 werkdagen",
    ),
    Lane.MULTIPLE: LaneText(
        "meervoudig",
        "Twee of meer vorderingen op dezelfde persoon in deze maand",
        "Aangekondigd huisbezoek en bellen",
    ),
    Lane.HIGH: LaneText(
        "hoog",
        "Eén vordering, hoog voor haar sector",
        "Twee of drie keer bellen, daarna huisbezoek",
    ),
    Lane.VULNERABLE: LaneText(
        "kwetsbaar", "Wordt niet gebruikt (eerst een DPIA)", "Bellen en huisbezoek"
    ),
    Lane.SUCCESSIVE: LaneText(
        "opeenvolgend",
        "Ook in de zes maanden hiervoor gemeld; het bedrag is hoger geworden",
        "Bellen; een ander kanaal dan de vorige keer",
    ),
    Lane.MIDDLE: LaneText(
        "midden",
        "Het bedrag is een veelvoud van de drempel",
        "Bellen, WhatsApp of sms",
    ),
    Lane.LOW: LaneText(
        "laag", "Alle overige signalen boven de drempel", "Brief met sms of e-mail"
    ),
}

CRISIS_WORDS = {
    "EINDELEVERING": "einde van de levering",
    "ONTRUIMING": "ontruiming",
    "AFSLUITING": "afsluiting",
    "EINDE_ZORGPOLIS": "einde van de zorgverzekering",
}


def lane_of(person: PersonFacts, policy: Triage) -> Lane:
    """Return the lane of a person."""
    if any(signal.is_crisis for signal in person.signals):
        return Lane.CRISIS
    if any(signal.is_warm for signal in person.signals):
        return Lane.WARM
    if person.claim_count >= 2:
        return Lane.MULTIPLE
    if any(_is_high(signal, policy.high) for signal in person.signals):
        return Lane.HIGH
    if person.history.month_count and person.total_cents > person.history.last_cents:
        return Lane.SUCCESSIVE
    if person.total_cents >= policy.threshold_cents * policy.middle_factor:
        return Lane.MIDDLE
    return Lane.LOW


def lane_reason(person: PersonFacts, lane: Lane, policy: Triage) -> str:
    """Return why a person is in this lane, in one Dutch sentence."""
    match lane:
        case Lane.CRISIS:
            return f"Dreigt: {_crises(person)}; eerste gesprek binnen 3 werkdagen."
        case Lane.WARM:
            return "De partner spreekt de inwoner al en vraagt om over te nemen."
        case Lane.MULTIPLE:
            return (
                f"{person.claim_count} vorderingen in één maand:"
                f" {sectors_in_words(person)}."
            )
        case Lane.HIGH:
            return _high_reason(person, policy.high)
        case Lane.SUCCESSIVE:
            return (
                f"Ook gemeld in {_months(person.history.month_count)} hiervoor; het"
                f" bedrag steeg van {euros(person.history.last_cents)}"
                f" naar {euros(person.total_cents)}."
            )
        case Lane.MIDDLE:
            limit = euros(policy.threshold_cents * policy.middle_factor)
            return f"Eén vordering van {limit} of meer."
        case _:
            return "Boven de drempel; geen hogere laan is van toepassing."


def sectors_in_words(person: PersonFacts) -> str:
    """Return the sectors of a person's signals, `huur en water`."""
    found = {signal.sector for signal in person.signals}
    return enumeration([name for code, name in SECTOR_NAMES.items() if code in found])


def high_limit(sector: str, high: HighArrears) -> int | None:
    """Return from which amount, in cents, an arrears of a sector is high."""
    return {
        "HUUR": high.huur_cents,
        "ENERGIE": high.energie_cents,
        "WARMTE": high.energie_cents,  # heat is energy in DDAS
        "ZORG": high.zorg_cents,
        "WATER": high.water_cents,
    }.get(sector)


def _is_high(signal: SignalFacts, high: HighArrears) -> bool:
    """Tell whether an arrears is high for its sector, by amount or missed terms."""
    limit = high_limit(signal.sector, high)
    by_amount = limit is not None and signal.arrears_cents >= limit
    terms = high.terms.get(signal.sector)
    return by_amount or (terms is not None and signal.missed_terms >= terms)


def _high_reason(person: PersonFacts, high: HighArrears) -> str:
    """Say which limit the person's highest signal reaches."""
    signal = max(
        (found for found in person.signals if _is_high(found, high)),
        key=lambda found: (found.arrears_cents, found.signal_id),
    )
    name = SECTOR_NAMES[signal.sector]
    limit = high_limit(signal.sector, high)
    if limit is not None and signal.arrears_cents >= limit:
        return f"Hoog voor {name}: {euros(limit)} of meer."
    return f"Hoog voor {name}: {signal.missed_terms} gemiste termijnen."


def _crises(person: PersonFacts) -> str:
    """Name what threatens, the earliest date first, `ontruiming op 12-11-2026`."""
    found = {
        (signal.supply_end_date is None, signal.supply_end_date, signal.kind)
        for signal in person.signals
        if signal.is_crisis
    }
    ordered = sorted(found, key=lambda item: (item[0], str(item[1]), item[2]))
    return enumeration(
        [
            CRISIS_WORDS[kind] + (f" op {day(when)}" if when else "")
            for _, when, kind in ordered
        ]
    )


def _months(count: int) -> str:
    """Return `een maand` or `2 maanden`."""
    return "een maand" if count == 1 else f"{count} maanden"
