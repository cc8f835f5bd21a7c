"""What the monitor's table says of each partner's deliveries (K15, K16).

Months and working days are no people and stand with their counts. Shares of lines
stand without: of few people only what the page says too may be said.
"""

from collections.abc import Iterator
from datetime import date

from vroegsein.accountability.measures import MEASURES, ON_TIME, VALID
from vroegsein.accountability.quality_rows import QualityRows, Score
from vroegsein.accountability.small_cells import FULL, share_percent
from vroegsein.accountability.statistics.shown import NOT_KNOWN, NOT_SHOWN, Shown, Unit
from vroegsein.parties.calendar import due_on, working_days_after
from vroegsein.parties.moments import dutch_day

#: Measures of K16: of a partner's lines, and of the lines that were taken.
COMPLETENESS = tuple(one for one in MEASURES[1:] if one.code != "onterecht")
PartnerFigure = tuple[str, str, Shown, Unit]  # code, part, figure, unit


def partner_figures(found: QualityRows) -> Iterator[PartnerFigure]:
    """Yield each figure of each partner in the reported month, partners by name."""
    for partner in found.partners:
        name = found.name(partner)
        score = found.scores.get((partner, str(found.month)), Score())
        year = found.total(partner)
        yield "K15", f"{name}: op tijd deze maand", _in_time(score), Unit.SHARE
        yield "K15", f"{name}: op tijd in twaalf maanden", _in_time(year), Unit.SHARE
        late = days_late(found, partner)
        shown = NOT_KNOWN if late is None else Shown(str(late), late)
        yield "K15", f"{name}: te laat", shown, Unit.WORKING_DAYS
        for measure in COMPLETENESS:
            part = f"{name}: {measure.heading.lower()}"
            share = _share(getattr(score, measure.part), getattr(score, measure.whole))
            yield "K16", part, _valid(score) if measure == VALID else share, Unit.SHARE


def first_received(found: QualityRows, partner: str) -> date | None:
    """Return the day on which a partner's first file of the month came."""
    days = [
        dutch_day(row["received_at"])
        for row in found.deliveries
        if (row["partner_code"], row["month"]) == (partner, str(found.month))
    ]
    return min(days, default=None)


def days_late(found: QualityRows, partner: str) -> int | None:
    """Return how many working days after the agreed day the month's first file came.

    None where nothing came, or nothing is agreed any more.
    """
    came, passport = first_received(found, partner), found.passports.get(partner)
    if came is None or passport is None:
        return None
    return working_days_after(due_on(passport, found.month), came)


def _in_time(score: Score) -> Shown:
    """Return in which share of the months a partner delivered in time."""
    if not score.month_count:
        return NOT_KNOWN
    value = score.on_time_count * FULL / score.month_count
    return Shown(ON_TIME.text(score), value, score.on_time_count, score.month_count)


def _valid(score: Score) -> Shown:
    percent = VALID.percent(score)
    return NOT_KNOWN if percent is None else Shown(VALID.text(score), percent)


def _share(part: int, whole: int) -> Shown:
    """Return a share of lines that were taken; none that is about too few people."""
    if whole == 0:
        return NOT_KNOWN
    percent = share_percent(part, whole)
    return NOT_SHOWN if percent is None else Shown(f"{percent}%", percent)
