"""The delivery calendar: of every partner what was expected, what came, how late."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import RowMapping

from vroegsein.accountability.dashboard.asking import Asked
from vroegsein.accountability.dashboard.drawings import squares
from vroegsein.accountability.dashboard.parts import (
    Card,
    Cell,
    Chip,
    Link,
    Table,
    Tone,
    heads,
)
from vroegsein.accountability.dashboard.rows import Year
from vroegsein.accountability.dashboard.words import Words
from vroegsein.parties.calendar import MonthStanding, Standing, month_standings
from vroegsein.parties.moments import dutch_day

TAKEN = frozenset({"accepted", "empty", "applied", "superseded"})
REFUSED = "refused"
FOLDED = 10  # partners that delivered in time, from which on they are folded away
TONES = {
    Standing.ESCALATED: Tone.BAD,
    Standing.LATE: Tone.WARN,
    Standing.DUE: Tone.WARN,
    Standing.EXPECTED: Tone.CALM,
    Standing.RECEIVED_LATE: Tone.WARN,
    Standing.RECEIVED: Tone.GOOD,
}
#: What asks for somebody's attention stands above what does not.
_ORDER = list(TONES)
_ABSENT = frozenset(
    {Standing.ESCALATED, Standing.LATE, Standing.DUE, Standing.EXPECTED}
)


def standings(year: Year, day: date) -> list[MonthStanding]:
    """Return where the month of each partner stands on a day, by urgency and name."""
    received: dict[str, date] = {}
    for row in _of_month(year):
        if row["state"] in TAKEN:
            received.setdefault(row["partner_code"], dutch_day(row["received_at"]))
    found = month_standings(
        year.passports.values(), year.policy.code, year.month, day, received
    )
    quality = year.quality
    return sorted(
        found,
        key=lambda one: (
            _ORDER.index(one.standing),
            quality.name(one.partner_code).casefold(),
            one.partner_code,
        ),
    )


def calendar_counts(found: Sequence[MonthStanding]) -> Counter[str]:
    """Count the partners that delivered, that are late, and all of them."""
    late = {Standing.LATE, Standing.ESCALATED}
    return Counter(
        all=len(found),
        received=sum(one.standing not in _ABSENT for one in found),
        late=sum(one.standing in late for one in found),
    )


def calendar_card(year: Year, asked: Asked, words: Words) -> Card:
    """Return the calendar of all partners in the month shown."""
    by_partner: Mapping[str, list[RowMapping]] = defaultdict(list)
    for row in _of_month(year):
        by_partner[row["partner_code"]].append(row)
    done: list[tuple[Cell, ...]] = []
    lines: list[tuple[Cell, ...]] = []
    for one in standings(year, asked.day):
        is_done = one.standing is Standing.RECEIVED
        line = _line(year, asked, words, one, by_partner[one.partner_code])
        (done if is_done else lines).append(line)
    if len(done) < FOLDED:
        lines, done = lines + done, []
    return Card(
        anchor="calendar",
        heading=words("calendar.heading"),
        text=words("calendar.text"),
        tables=_tables(words, lines, done),
        empty=words("calendar.empty"),
        links=(_runs(asked, words),),
        is_wide=True,
    )


def _tables(
    words: Words, lines: Sequence[tuple[Cell, ...]], done: Sequence[tuple[Cell, ...]]
) -> tuple[Table, ...]:
    """Return what asks for attention; many that delivered in time are folded away."""
    columns = heads(words("calendar.heads"))
    first = Table(words("calendar.caption"), columns, tuple(lines))
    fold = words("calendar.done", count=words.number(len(done)))
    rest = Table(fold, columns, tuple(done), fold=fold)
    return tuple(table for table in (first, rest) if table.lines)


def _runs(asked: Asked, words: Words) -> Link:
    href = f"{asked.airflow}/dags/collect_deliveries/runs"
    return Link(words("calendar.runs"), href, is_outer=True)


def _line(
    year: Year,
    asked: Asked,
    words: Words,
    one: MonthStanding,
    deliveries: Sequence[RowMapping],
) -> tuple[Cell, ...]:
    """Return one partner's line."""
    quality = year.quality
    refused = [row for row in deliveries if row["state"] == REFUSED]
    holding = [row for row in deliveries if row["state"] in {"accepted", "empty"}]
    line_count = sum(row["line_count"] or 0 for row in holding)
    partner = one.partner_code
    return (
        Link(quality.name(partner), asked.link(f"partners/{partner}")),
        words(f"sector.{year.passports[partner].sector}"),
        _chip(words, one, is_refused=bool(refused)),
        words.day(one.due_on),
        words.day(one.received_on) if one.received_on else words("none"),
        words.number(one.days_late) if one.days_late else words("none"),
        words.number(line_count) if holding else words("none"),
        words.number(len(refused)) if refused else words("none"),
        squares(words("calendar.year"), _year_tones(year, partner)),
    )


def _chip(words: Words, one: MonthStanding, *, is_refused: bool) -> Chip:
    """Return how the month stands; a refused file that was not replaced comes first."""
    if is_refused and one.standing in _ABSENT:
        return Chip(words("standing.refused"), Tone.BAD)
    return Chip(words(f"standing.{one.standing}"), TONES[one.standing])


def _year_tones(year: Year, partner: str) -> list[Tone | None]:
    """Return how each month of the year went: in time, late, or nothing came."""
    tones: list[Tone | None] = []
    for month in year.quality.months:
        score = year.quality.scores.get((partner, month))
        if score is None or not score.month_count:
            tones.append(None)
        elif score.on_time_count:
            tones.append(Tone.GOOD)
        else:
            tones.append(Tone.WARN if score.line_count else Tone.BAD)
    return tones


def _of_month(year: Year) -> list[RowMapping]:
    month = str(year.month)
    return [row for row in year.quality.deliveries if row["month"] == month]
