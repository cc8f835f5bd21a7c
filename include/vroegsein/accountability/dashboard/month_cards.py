"""The month in counts: the funnel, what waits for people, the clocks, the matching."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping

from vroegsein.accountability.dashboard.asking import Asked, Question
from vroegsein.accountability.dashboard.documents import link_to, newest_monitor
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
from vroegsein.accountability.dashboard.rights import Right
from vroegsein.accountability.dashboard.rows import PICKED_UP, Year
from vroegsein.accountability.dashboard.words import Words
from vroegsein.accountability.page_parts import bars
from vroegsein.parties.period import ReportingMonth

STEPS = (
    "line_count",
    "accepted_count",
    "signal_count",
    "picked_up_count",
    "person_count",
)
LEFT_OUT = (
    "rejected_count",
    "duplicate_count",
    "barred_count",
    "withdrawal_count",
)
#: Which Dag asks what the register says is waiting.
ASKING = {
    "list": "build_signal_list",
    "review": "review_matches",
    "crisis": "review_crisis_lines",
    "crisis_list": "handle_crisis_signals",
}
CLOCKS = ("K-3WD", "K-14", "K-28")
SOON, WEEK = timedelta(days=3), timedelta(days=7)


class Risk(StrEnum):
    """How near the last day of a clock is."""

    OVER = "over"
    SOON = "soon"  # three days or less
    WEEK = "week"
    LATER = "later"


RISK_TONES = {
    Risk.OVER: Tone.BAD,
    Risk.SOON: Tone.WARN,
    Risk.WEEK: Tone.CALM,
    Risk.LATER: Tone.GOOD,
}


def funnel_card(year: Year, asked: Asked, words: Words) -> Card:
    """Return the way from lines received to people on the list."""
    row: Mapping[str, Any] = year.funnel.get(str(year.month), {})
    steps = [
        (words(f"funnel.{step}"), int(row[step] or 0), words.number(row[step] or 0))
        for step in STEPS
        if row
    ]
    left = tuple(
        (words(f"funnel.{name}"), words.number(row[name] or 0))
        for name in LEFT_OUT
        if row and row[name]
    ) + tuple(
        (words(f"rule.{name}"), words.number(count))
        for name, count in _not_picked_up(year)
        if words.known(f"rule.{name}", "")
    )
    others = sum(
        count
        for name, count in _not_picked_up(year)
        if not words.known(f"rule.{name}", "")
    )
    if others:
        left += ((words("rule.other"), words.number(others)),)
    table = Table(words("funnel.left_out"), heads(words("funnel.heads")), left)
    return Card(
        anchor="funnel",
        heading=words("funnel.heading"),
        text=words(f"funnel.{_list_state(row)}", version=row.get("version") or ""),
        bars=bars(steps),
        bars_caption=words("funnel.caption"),
        tables=(table,) if left else (),
        plots=(_year_plot(asked, words),) if len(year.funnel) > 1 else (),
        links=_monitor(asked, words),
        empty=words("funnel.empty"),
        is_wide=True,
    )


def _monitor(asked: Asked, words: Words) -> tuple[Link, ...]:
    """Return a link to the newest monitor, where one lies here."""
    place = newest_monitor(asked)
    href = link_to(asked, place) if place else None
    if place is None or href is None:
        return ()
    month = words.month(ReportingMonth.parse(place.month))
    return (Link(words("funnel.monitor", month=month), href),)


def _year_plot(asked: Asked, words: Words) -> Plot:
    href = asked.link("plots/funnel.svg")
    return Plot(words("funnel.plot"), href, words("funnel.plot_words"))


def _list_state(row: Mapping[str, Any]) -> str:
    """Name what the last steps of the funnel are about."""
    if not row.get("draft_id"):
        return "no_draft"
    return "published" if row["version"] else "drafted"


def _not_picked_up(year: Year) -> list[tuple[str, int]]:
    return [
        (row["rule_code"], row["signal_count"])
        for row in year.decisions
        if row["rule_code"] != PICKED_UP
    ]


def waiting_card(year: Year, asked: Asked, words: Words) -> Card:
    """Return what waits for people; with links for who may decide."""
    may_decide = Right.DECISIONS in asked.rights
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _kind(year, asked, words, row),
            words.number(row["item_count"]) if row["item_count"] else words("unread"),
            row["month"],
            words.moment(row["since"]),
            _due(words, row["due_on"], asked.day),
        )
        for row in year.waiting
    )
    waiting = Table(words("waiting.caption"), heads(words("waiting.heads")), lines)
    tables: tuple[Table, ...] = (waiting,) if lines else ()
    if may_decide and asked.questions:
        tables += (_questions(asked, words),)
    every = f"{asked.airflow}/required_actions?response_received=false"
    return Card(
        anchor="waiting",
        heading=words("waiting.heading"),
        text=words("waiting.text" if may_decide else "waiting.others"),
        tables=tables,
        empty=words("waiting.empty"),
        links=(Link(words("waiting.all"), every, is_outer=True),) if may_decide else (),
    )


def _kind(year: Year, asked: Asked, words: Words, row: RowMapping) -> Cell:
    """Return what waits, and of which partner; a link for who may decide."""
    kind, partner = row["kind"], row["partner_code"]
    told = words(f"waiting.{kind}")
    if partner:
        told = words("waiting.of", what=told, name=year.quality.name(partner))
    if Right.DECISIONS not in asked.rights:
        return told
    href = f"{asked.airflow}/dags/{ASKING[kind]}/required_actions"
    return Link(told, href, is_outer=True)


def _questions(asked: Asked, words: Words) -> Table:
    """Return the questions that Airflow itself holds open, each with its place."""
    lines = tuple(
        (
            Link(_asks(words, question), asked.airflow + question.href, is_outer=True),
            words.moment(question.since),
        )
        for question in asked.questions
    )
    return Table(words("questions.caption"), heads(words("questions.heads")), lines)


def _asks(words: Words, question: Question) -> str:
    """Return what a question asks, and about whom or what where it says so."""
    if not question.about:
        return question.subject
    return words("waiting.of", what=question.subject, name=question.about)


def _due(words: Words, due_on: date | None, day: date) -> Cell:
    if due_on is None:
        return words("none")
    if due_on < day:
        return Chip(words("waiting.over", day=words.day(due_on)), Tone.BAD)
    return words.day(due_on)


def risk_of(due: date, day: date) -> Risk:
    """Name how near a last day is."""
    if due < day:
        return Risk.OVER
    if due <= day + SOON:
        return Risk.SOON
    return Risk.WEEK if due <= day + WEEK else Risk.LATER


def clock_counts(year: Year, day: date) -> dict[tuple[str, Risk], int]:
    """Count people whom nobody tried to reach, by clock and nearness of its end."""
    counts: dict[tuple[str, Risk], int] = {}
    for row in year.clocks:
        place = row["clock_code"], risk_of(row["due_date"], day)
        counts[place] = counts.get(place, 0) + row["person_count"]
    return counts


def at_risk(year: Year, day: date) -> int:
    """Count people whose clock has run out or does so within three days."""
    return sum(
        count
        for (_, risk), count in clock_counts(year, day).items()
        if risk in {Risk.OVER, Risk.SOON}
    )


def clocks_card(year: Year, asked: Asked, words: Words) -> Card:
    """Return by when people still have to be approached."""
    counts = clock_counts(year, asked.day)
    codes = [*CLOCKS, *sorted({code for code, _ in counts} - set(CLOCKS))]
    lines = tuple(
        (
            words.known(f"clock.{code}", code),
            *(_count(words, counts.get((code, risk), 0), risk) for risk in Risk),
        )
        for code in codes
        if any(clock == code for clock, _ in counts)
    )
    table = Table(words("clocks.caption"), heads(words("clocks.heads")), lines)
    return Card(
        anchor="clocks",
        heading=words("clocks.heading"),
        text=words("clocks.text"),
        tables=(table,) if lines else (),
        empty=words("clocks.empty"),
    )


def _count(words: Words, count: int, risk: Risk) -> Cell:
    if not count:
        return words("none")
    if risk in {Risk.OVER, Risk.SOON}:
        return Chip(words.number(count), RISK_TONES[risk])
    return words.number(count)


def matching_card(year: Year, asked: Asked, words: Words) -> Card:
    """Return how surely signals were joined to people, and what was compared."""
    row: Mapping[str, Any] = year.funnel.get(str(year.month), {})
    sure = _table(
        words,
        "matching.sure",
        (
            (
                words(f"confidence.{found['confidence']}"),
                words.number(found["signal_count"]),
                words.number(found["person_count"]),
            )
            for found in year.confidences
        ),
    )
    pairs = _table(
        words,
        "matching.pairs",
        (
            (
                words(f"pair.{found['kind']}"),
                words(f"outcome.{found['outcome']}"),
                words.number(found["pair_count"]),
            )
            for found in year.outcomes
        ),
    )
    runs = f"{asked.airflow}/dags/build_signal_list/runs"
    return Card(
        anchor="matching",
        heading=words("matching.heading"),
        text=words("matching.text", run=row["run_id"]) if row.get("run_id") else "",
        tables=tuple(table for table in (sure, pairs) if table.lines),
        empty=words("matching.empty"),
        links=(Link(words("matching.runs"), runs, is_outer=True),),
    )


def _table(words: Words, name: str, lines: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(words(name), heads(words(f"{name}_heads")), tuple(lines))
