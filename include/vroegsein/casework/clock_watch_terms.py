"""Which clocks run, what starts and ends each, and when its last day is.

One list, with the source of every clock. Working days are Monday to Friday without
Dutch public holidays (`parties/workdays.py`). A term of calendar days is not extended
over a weekend: help has to be offered within it (Wgs art. 4), so the safe side holds.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.workdays import add_working_days, last_day_of_term


class ClockId(StrEnum):
    """The clocks of the law, the covenant and the municipality itself."""

    CRISIS = "K-3WD"
    TARGET = "K-14"
    OFFER = "K-28"
    DECISION = "K-8W"
    PAUSE = "K-PAUZE"
    QUICK_FIX = "K-QF"
    NOTICE = "K-20WD"
    SUCCESSIVE = "K-6M"
    LATE_REACTION = "K-LATE"
    FEEDBACK = "K-FB"
    FILE = "K-FILE"
    INFORMED = "K-INFO"


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "werkdagen"
    DAYS = "dagen"
    MONTHS = "maanden"  # to the same day of a later month, or its last one
    WHOLE_MONTHS = "hele maanden"  # to the end of a later month


@dataclass(frozen=True)
class Clock:
    """One clock.

    Attributes:
        name: What has to be done, in Dutch.
        starts: What starts it.
        length: How long it runs, in `unit`.
        ends: What ends it in time.
        source: Law, covenant or policy it comes from.
        mover: Whose move it is, in Dutch.
        remedy: What to do about it, in Dutch.
        ends_by_itself: Whether it tells how long something holds; it is never missed.
    """

    name: str
    starts: str
    length: int
    unit: Unit
    ends: str
    source: str
    mover: str
    remedy: str
    ends_by_itself: bool = False


RECEIPT = "ontvangst van het signaal"
TEAM, COORDINATOR = "het team vroegsignalering", "de coördinator"
CALL_NOW = "Bel of bezoek vandaag, en lever de poging aan in het uitkomstenbestand."
CLOCKS: dict[ClockId, Clock] = {
    ClockId.CRISIS: Clock(
        "eerste gesprek na een crisissignaal",
        "ontvangst van het crisissignaal",
        3,
        Unit.WORKING_DAYS,
        "eerste contactpoging of resultaat",
        "Wgs art. 4 lid 2",
        TEAM,
        CALL_NOW,
    ),
    ClockId.TARGET: Clock(
        "eerste contactpoging",
        RECEIPT,
        14,
        Unit.DAYS,
        "eerste contactpoging of resultaat",
        "streeftermijn van de gemeente (lanen L1 tot en met L4)",
        TEAM,
        "Plan de eerste poging, of lever aan wat al is gedaan.",
    ),
    ClockId.OFFER: Clock(
        "aanbod van een eerste gesprek",
        RECEIPT,
        28,
        Unit.DAYS,
        "eerste contactpoging of resultaat",
        "Wgs art. 4 lid 1",
        TEAM,
        "Stuur ten minste vandaag de brief met het aanbod, en lever de poging aan.",
    ),
    ClockId.DECISION: Clock(
        "beschikking na het eerste gesprek",
        "eerste gesprek",
        56,
        Unit.DAYS,
        "resultaat",
        "Wgs art. 4a lid 3",
        "schuldhulpverlening",
        "Neem de beschikking, of lever het resultaat van het gesprek aan.",
    ),
    ClockId.PAUSE: Clock(
        "partner schort de incasso op",
        "acceptatie van hulp",
        30,
        Unit.DAYS,
        "loopt vanzelf af",
        "Landelijk Convenant Vroegsignalering",
        "de partner",
        "Loopt de pauze af en is er meer tijd nodig: overleg met de partner.",
        ends_by_itself=True,
    ),
    ClockId.QUICK_FIX: Clock(
        "achterstand opgelost (quick fix)",
        "acceptatie van hulp",
        30,
        Unit.DAYS,
        "loopt vanzelf af",
        "DDAS, definitie quick fix",
        TEAM,
        "Is de achterstand opgelost, geef dan het resultaat met quick fix door.",
        ends_by_itself=True,
    ),
    ClockId.NOTICE: Clock(
        "einde van de levering na een eindeleveringssignaal",
        "ontvangst van het eindeleveringssignaal",
        20,
        Unit.WORKING_DAYS,
        "einddatum van het contract niet eerder dan de laatste dag",
        "afsluitregels energie, 1 april 2023",
        "de partner",
        "De leverancier meldde te laat: bel de partner en noteer het incident.",
    ),
    ClockId.SUCCESSIVE: Clock(
        "volgend signaal telt als opeenvolgend",
        "maand van het signaal",
        6,
        Unit.WHOLE_MONTHS,
        "loopt vanzelf af",
        "Divosa-monitor",
        "niemand",
        "Niets; daarna is een nieuw signaal enkelvoudig.",
        ends_by_itself=True,
    ),
    ClockId.LATE_REACTION: Clock(
        "late reactie nog te registreren",
        "publicatie van de lijst",
        28,
        Unit.DAYS,
        "resultaat",
        "Divosa 2024, beleid van de gemeente",
        TEAM,
        "Lever een reactie die nog binnenkomt aan als resultaat.",
        ends_by_itself=True,
    ),
    ClockId.FEEDBACK: Clock(
        "terugkoppeling aan de partner",
        "besluit of resultaat dat de partner mag weten",
        5,
        Unit.WORKING_DAYS,
        "terugkoppeling verstuurd",
        "afspraak met partners (convenant)",
        "het gegevensteam",
        "Kijk waarom send_feedback niet liep, en start het opnieuw.",
    ),
    ClockId.FILE: Clock(
        "levering van de partner",
        "afgesproken leverdag",
        1,
        Unit.WORKING_DAYS,
        "aangenomen of lege levering",
        "afspraak met de partner",
        "de partner",
        "Herinner de partner; bel als het bestand na drie werkdagen ontbreekt.",
    ),
    ClockId.INFORMED: Clock(
        "inwoner geïnformeerd over het signaal",
        RECEIPT,
        1,
        Unit.MONTHS,
        "gesprek, bericht of brief",
        "AVG art. 14 lid 3",
        COORDINATOR,
        "Stuur de brief waarin staat van wie het signaal kwam.",
    ),
}


def last_day(clock_id: ClockId, start: date, length: int | None = None) -> date:
    """Return the last day of a clock that started on a day.

    Args:
        clock_id: The clock.
        start: Day of what starts it; not counted.
        length: Another length than usual, where policy sets it.
    """
    clock = CLOCKS[clock_id]
    count = clock.length if length is None else length
    match clock.unit:
        case Unit.WORKING_DAYS:
            return add_working_days(start, count)
        case Unit.DAYS:
            return last_day_of_term(start, count)
        case Unit.MONTHS:
            return _months_later(start, count, start.day)
        case Unit.WHOLE_MONTHS:
            return _months_later(start, count, 31)


def _months_later(start: date, count: int, day: int) -> date:
    """Return a day of a later month, or that month's last where it is shorter."""
    month = ReportingMonth(start.year, start.month).plus(count)
    longest = calendar.monthrange(month.year, month.month)[1]
    return month.first_day.replace(day=min(day, longest))
