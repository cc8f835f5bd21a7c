"""How well partners deliver: a scorecard of all, and one partner's year."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from vroegsein.accountability.dashboard.asking import Asked
from vroegsein.accountability.dashboard.documents import Place, link_to
from vroegsein.accountability.dashboard.drawings import trend
from vroegsein.accountability.dashboard.parts import (
    Card,
    Cell,
    Chip,
    Link,
    Plot,
    Table,
    Tone,
    heads,
)
from vroegsein.accountability.dashboard.rows import Year
from vroegsein.accountability.dashboard.words import Words
from vroegsein.accountability.measures import MEASURES, ON_TIME, VALID
from vroegsein.accountability.quality_rows import Score
from vroegsein.parties.period import ReportingMonth

MOST_FINDINGS = 40
_LEVEL_TONES = {"file": Tone.BAD, "line": Tone.WARN, "warning": Tone.CALM}
_STATE_TONES = {"refused": Tone.BAD, "accepted": Tone.GOOD, "empty": Tone.GOOD}


def scorecard_card(year: Year, asked: Asked, words: Words) -> Card:
    """Return the scorecard of all partners with the trend of their valid lines."""
    quality = year.quality
    lines = tuple(
        (
            Link(quality.name(code), asked.link(f"partners/{code}")),
            *_measured(words, total),
            _valid_trend(year, words, code),
        )
        for code in quality.partners
        if (total := quality.total(code))
    )
    table = Table(words("score.caption"), heads(words("score.heads")), lines)
    return Card(
        anchor="scorecard",
        heading=words("score.heading"),
        text=words("score.text"),
        tables=(table,) if lines else (),
        empty=words("calendar.empty"),
        is_wide=True,
    )


def _measured(words: Words, score: Score) -> tuple[str, ...]:
    """Return a score's measures, and how many files were refused."""
    shares = [
        words("measure.of", part=score.on_time_count, whole=score.month_count)
        if measure == ON_TIME and score.month_count
        else measure.text(score)
        for measure in MEASURES
    ]
    return (*shares, words.number(score.refused_count))


def _valid_trend(year: Year, words: Words, partner: str) -> Cell:
    """Return the share of valid lines in each month."""
    scores = (
        year.quality.scores.get((partner, month), Score())
        for month in year.quality.months
    )
    shares = [VALID.percent(score) for score in scores]
    known = [share for share in shares if share is not None]
    if not known:
        return words("none")
    return trend(words("score.trend", first=known[0], last=known[-1]), shares)


def plots_card(year: Year, asked: Asked, words: Words, partner: str) -> Card:
    """Return one plot per measure of a partner's year."""
    plots = tuple(
        Plot(
            caption=words(f"measure.{measure.code}"),
            href=asked.link(f"plots/{partner}/{measure.code}.svg"),
            words=words(
                "measure.words",
                measure=words(f"measure.{measure.code}"),
                share=measure.text(year.quality.total(partner)),
            ),
        )
        for measure in MEASURES
    )
    return Card(
        anchor="trends",
        heading=words("trends.heading"),
        text=words("score.text"),
        plots=plots,
        is_wide=True,
    )


def months_card(year: Year, words: Words, partner: str) -> Card:
    """Return one partner's measures month by month, the last one first."""
    lines = tuple(
        (
            words.month(ReportingMonth.parse(month)),
            *_measured(words, score),
        )
        for month in reversed(year.quality.months)
        if (score := year.quality.scores.get((partner, month)))
    )
    table = Table(words("months.caption"), heads(words("months.heads")), lines)
    return Card(
        anchor="months",
        heading=words("months.heading"),
        tables=(table,) if lines else (),
        empty=words("calendar.empty"),
        is_wide=True,
    )


def deliveries_card(year: Year, asked: Asked, words: Words, partner: str) -> Card:
    """Return one partner's deliveries, the last one first."""
    own = [
        row
        for row in reversed(year.quality.deliveries)
        if row["partner_code"] == partner
    ]
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _received(asked, words, row),
            row["month"],
            _state(words, row),
            words.number(row["line_count"] or 0),
            words.number(row["accepted_count"] or 0),
            row["digest"][:12],
        )
        for row in own
    )
    heading = words("deliveries.heading")
    table = Table(words("deliveries.caption"), heads(words("deliveries.heads")), lines)
    return Card(
        anchor="deliveries",
        heading=heading,
        text=words("deliveries.text"),
        tables=(table,) if lines else (),
        empty=words("calendar.empty"),
        is_wide=True,
    )


def _received(asked: Asked, words: Words, row: RowMapping) -> Cell:
    """Return when a file came, with a link to its quality page where it is here."""
    text = words.moment(row["received_at"])
    name = f"levering_{row['delivery_id']}.html"
    href = link_to(asked, Place("quality", row["month"], name))
    return Link(text, href) if href else text


def _state(words: Words, row: RowMapping) -> Chip:
    state, code = row["state"], row["refusal_code"]
    word, tone = words(f"state.{state}"), _STATE_TONES.get(state, Tone.CALM)
    if row["timing"] != "on_time" and state != "refused":
        word, tone = f"{word}, {words('timing.' + row['timing'])}", Tone.WARN
    return Chip(f"{word}: {code}" if code else word, tone)


def findings_card(found: Sequence[RowMapping], words: Words) -> Card:
    """Return what was found in a partner's year of files, the most frequent first."""
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row["code"],
            Chip(words(f"level.{row['level']}"), _LEVEL_TONES[row["level"]]),
            row["column_name"] or words("none"),
            words.number(row["finding_count"]),
            words.number(row["delivery_count"]),
            row["last_month"],
        )
        for row in found[:MOST_FINDINGS]
    )
    table = Table(words("findings.caption"), heads(words("findings.heads")), lines)
    return Card(
        anchor="findings",
        heading=words("findings.heading"),
        text=words("findings.text"),
        tables=(table,) if lines else (),
        empty=words("findings.empty"),
        is_wide=True,
    )
