"""Cases of a month: kinds, channels, terms, attempts and outcomes (K04-K14, K20)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from vroegsein.accountability.statistics.figures import Figures, counted, name_of
from vroegsein.accountability.statistics.meldingen import Melding
from vroegsein.accountability.statistics.month_rows import (
    ACCEPTED,
    CHANNELS,
    NO_ATTEMPT,
    OUTCOMES,
    REACHED,
    SPOKEN,
    UNKNOWN,
    UNREACHED,
    Counted,
    MonthRows,
    counted_cases,
)
from vroegsein.parties.case_codes import ContactKind, PartOfDay
from vroegsein.parties.workdays import add_working_days

CASES, ATTEMPTS, SECTOR = "meldingen", "contactpogingen", "sector"
OFFER_DAYS, TARGET_DAYS, CRISIS_WORKING_DAYS = 28, 14, 3
REPEAT_DAYS = 183
ENOUGH = 10  # cases that a median or a ninth decile is about
WITHIN_TARGET, WITHIN_OFFER = "binnen 14 dagen", "15 tot en met 28 dagen"
IN_TIME, TOO_LATE, RUNNING, ENDED = "op tijd", "te laat", "loopt nog", "beoordeeld"
TERMS = (WITHIN_TARGET, WITHIN_OFFER, TOO_LATE, RUNNING)
KINDS = ("enkelvoudig", "meervoudig", "opeenvolgend", UNKNOWN)
ATTEMPT_BINS = ("0", "1", "2", "3", "4 of meer")
OVERFLOW, PLANNED = "alleen brief door capaciteit", "gepland"
AGAIN, NOT_AGAIN = "nieuw signaal", "geen nieuw signaal"


def count_cases(figures: Figures, rows: MonthRows) -> None:
    """Count a month's cases; what overlaps is cut so that it adds up."""
    cases = counted_cases(rows)
    _count_outcomes(figures, cases)
    _count_kinds(figures, cases)
    _count_channels(figures, cases)
    _count_terms(figures, cases, rows.as_of)
    _count_attempts(figures, cases)
    _count_repeats(figures, cases, rows)


def _count_outcomes(figures: Figures, cases: Sequence[Counted]) -> None:
    """Count who was reached and who accepted help, by sector (K08, K09)."""
    by_sector: dict[str, list[Counted]] = defaultdict(list)
    for case in cases:
        by_sector[case.sector].append(case)
    figures.split(CASES, SECTOR, {name: len(own) for name, own in by_sector.items()})
    places = {sector: name_of(CASES, SECTOR, sector) for sector in sorted(by_sector)}
    for sector, place in places.items():
        own = by_sector[sector]
        figures.split(place, "uitkomst", counted((c.outcome for c in own), OUTCOMES))
        _add_reached(figures, place)
    for label in OUTCOMES:
        parts = [name_of(place, "uitkomst", label) for place in places.values()]
        figures.add_up(name_of(CASES, "uitkomst", label), parts)
    figures.add_up(CASES, [name_of(CASES, "uitkomst", label) for label in OUTCOMES])
    _add_reached(figures, CASES)


def _add_reached(figures: Figures, place: str) -> None:
    """Add up who was reached, whatever came of it."""
    parts = [name_of(place, "uitkomst", label) for label in (ACCEPTED, SPOKEN)]
    figures.add_up(name_of(place, "bereik", REACHED), parts)


def _count_kinds(figures: Figures, cases: Sequence[Counted]) -> None:
    """Count kinds by address and who got a letter for lack of capacity (K04, K20)."""
    figures.split(CASES, "soort", counted((case.kind for case in cases), KINDS))
    plans = (OVERFLOW if case.is_overflow else PLANNED for case in cases)
    figures.split(CASES, "capaciteit", counted(plans, (OVERFLOW, PLANNED)))


def _count_channels(figures: Figures, cases: Sequence[Counted]) -> None:
    """Count who was reached by which set of channels (K10)."""
    figures.split(CASES, "kanaal", counted((c.channels for c in cases), CHANNELS))
    for channel in CHANNELS:
        place = name_of(CASES, "kanaal", channel)
        tried = [case for case in cases if case.channels == channel]
        found = (UNREACHED if c.outcome == UNREACHED else REACHED for c in tried)
        figures.split(place, "bereik", counted(found, (REACHED, UNREACHED)))
    for label, whole in (
        (REACHED, name_of(CASES, "bereik", REACHED)),
        (UNREACHED, name_of(CASES, "uitkomst", UNREACHED)),
    ):
        parts = [name_of(CASES, "kanaal", one, "bereik", label) for one in CHANNELS]
        figures.add_up(whole, parts)


def _count_terms(figures: Figures, cases: Sequence[Counted], as_of: date) -> None:
    """Count who was approached by when (K11, K12)."""
    figures.split(CASES, "termijn", counted((_term(c, as_of) for c in cases), TERMS))
    in_time = [name_of(CASES, "termijn", one) for one in (WITHIN_TARGET, WITHIN_OFFER)]
    figures.add_up(name_of(CASES, "aanbod", IN_TIME), in_time)
    late = name_of(CASES, "termijn", TOO_LATE)
    figures.add_up(
        name_of(CASES, "aanbod", ENDED), [name_of(CASES, "aanbod", IN_TIME), late]
    )
    crises = [case for case in cases if case.crisis_on is not None]
    sizes = {"spoed": len(crises), "geen spoed": len(cases) - len(crises)}
    figures.split(CASES, "spoed", sizes)
    place = name_of(CASES, "spoed", "spoed")
    urgent = counted((_urgent(c, as_of) for c in crises), (IN_TIME, TOO_LATE, RUNNING))
    figures.split(place, "aanbod", urgent)
    ended = [name_of(place, "aanbod", one) for one in (IN_TIME, TOO_LATE)]
    figures.add_up(name_of(place, "aanbod", ENDED), ended)
    waited = sorted(c.waited_days for c in cases if c.waited_days is not None)
    if len(waited) >= ENOUGH:
        figures.measures["dagen|P50"] = decile(waited, 5)
        figures.measures["dagen|P90"] = decile(waited, 9)


def decile(values: Sequence[int], tenths: int) -> int:
    """Return the smallest value that so many tenths of the sorted values reach."""
    return values[-(-len(values) * tenths // 10) - 1]


def _term(case: Counted, as_of: date) -> str:
    """Tell within which term somebody was first approached (Wgs art. 4(1))."""
    waited = case.waited_days
    if waited is None:
        last_day = case.received_on + timedelta(days=OFFER_DAYS)
        return RUNNING if as_of <= last_day else TOO_LATE
    if waited <= TARGET_DAYS:
        return WITHIN_TARGET
    return WITHIN_OFFER if waited <= OFFER_DAYS else TOO_LATE


def _urgent(case: Counted, as_of: date) -> str:
    """Tell whether a crisis was taken up in three working days (Wgs art. 4(2))."""
    assert case.crisis_on
    last_day = add_working_days(case.crisis_on, CRISIS_WORKING_DAYS)
    first = case.first_attempt
    if first is None:
        return RUNNING if as_of <= last_day else TOO_LATE
    return IN_TIME if first <= last_day else TOO_LATE


def _count_attempts(figures: Figures, cases: Sequence[Counted]) -> None:
    """Count attempts by channel and part of the day, and cases by attempts (K07)."""
    made = [attempt for case in cases for attempt in case.melding.attempts]
    kinds = counted((one.kind for one in made), map(str, ContactKind))
    figures.split(ATTEMPTS, "soort", kinds)
    parts = (one.part_of_day or UNKNOWN for one in made)
    figures.split(ATTEMPTS, "dagdeel", counted(parts, [*map(str, PartOfDay), UNKNOWN]))
    bins = (_bin(len(case.melding.attempts)) for case in cases)
    figures.split(CASES, "aantal pogingen", counted(bins, ATTEMPT_BINS))
    # Who was never tried is counted by channel too: one is hidden with the other.
    none = name_of(CASES, "kanaal", NO_ATTEMPT)
    figures.add_up(name_of(CASES, "aantal pogingen", "0"), [none])


def _bin(count: int) -> str:
    return ATTEMPT_BINS[min(count, len(ATTEMPT_BINS) - 1)]


def _count_repeats(figures: Figures, cases: Sequence[Counted], rows: MonthRows) -> None:
    """Count who accepted help and came in again within half a year (K14)."""
    helped = [case.melding for case in cases if case.outcome == ACCEPTED]
    came = (AGAIN if _came_again(case, rows) else NOT_AGAIN for case in helped)
    whole = name_of(CASES, "uitkomst", ACCEPTED)
    figures.split(whole, "herhaling", counted(came, (AGAIN, NOT_AGAIN)))


def _came_again(case: Melding, rows: MonthRows) -> bool:
    start = case.result_on
    assert start
    last = start + timedelta(days=REPEAT_DAYS)
    return any(start < day <= last for day in rows.new_signals.get(case.case_id, ()))
