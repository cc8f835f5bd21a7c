"""Which clocks run for a signal and its case, and how each of them stands on a day.

A case is watched by its own id, a signal that is on no list yet by the signal's. Where
several signals of a case start the same clock, the one that ends first is watched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vroegsein.casework.clock_watch_terms import CLOCKS, ClockId, last_day
from vroegsein.casework.feedback_facts import Standing
from vroegsein.casework.feedback_news import Told, due_news
from vroegsein.listing.lanes import Lane
from vroegsein.parties.calendar import working_days_after
from vroegsein.parties.case_codes import ACCEPTED_RESULTS, ContactKind, FeedbackCode
from vroegsein.parties.policy_feedback import Feedback

TARGET_LANES = frozenset({Lane.WARM, Lane.MULTIPLE, Lane.HIGH, Lane.VULNERABLE})
#: What tells somebody in writing of whom we have the signal.
WRITTEN = frozenset(
    {ContactKind.LETTER, ContactKind.MAIL, ContactKind.CARD, ContactKind.MESSAGE}
)
SUPPLY_ENDS = "EINDELEVERING"


class State(StrEnum):
    """How a clock stands on a day."""

    RUNNING = "running"
    AT_RISK = "at_risk"
    MISSED = "missed"  # its last day passed, and nothing ended it
    ENDED = "ended"  # in time, too late, or by itself


@dataclass(frozen=True)
class Run:
    """One clock that was started.

    Attributes:
        subject: The case; the signal where it has no case; or the partner.
        ended_on: When it was ended; absent while nothing ended it.
        is_breach: Whether it was missed by what was announced; no day has to pass.
    """

    clock: ClockId
    subject: str
    start: date
    last_day: date
    ended_on: date | None = None
    is_breach: bool = False


def state_on(run: Run, day: date, at_risk_days: int) -> State:
    """Return how a clock stands on a day.

    Args:
        run: The clock.
        day: The Dutch day.
        at_risk_days: From how many working days before the end it is at risk.
    """
    if run.ended_on is not None and run.ended_on <= day:
        return State.ENDED
    if run.is_breach:
        return State.MISSED
    by_itself = CLOCKS[run.clock].ends_by_itself
    if day > run.last_day:
        return State.ENDED if by_itself else State.MISSED
    left = working_days_after(day, run.last_day)
    return State.AT_RISK if left <= at_risk_days else State.RUNNING


def watched(
    standings: Iterable[Standing], policy: Feedback, told: dict[str, Told]
) -> list[Run]:
    """Return every clock of signals and cases, one per clock and subject."""
    open_runs: dict[tuple[ClockId, str], Run] = {}
    for standing in standings:
        for run in runs_of(standing, policy, told.get(standing.signal_id)):
            key = (run.clock, run.subject)
            known = open_runs.get(key)
            if known is None or _urgency(run) < _urgency(known):
                open_runs[key] = run
    return [open_runs[key] for key in sorted(open_runs)]


def _urgency(run: Run) -> tuple[bool, date, date]:
    """Order a case's runs of one clock: what still runs first, then what ends first."""
    return (run.ended_on is not None, run.last_day, run.start)


def runs_of(standing: Standing, policy: Feedback, told: Told | None) -> Iterator[Run]:
    """Return the clocks one signal started."""
    if not standing.is_refused:
        yield from _offers(standing)
        yield from _after_talk(standing, policy)
        yield _run(
            ClockId.SUCCESSIVE, standing, date.fromisoformat(f"{standing.month}-01")
        )
    if standing.kind == SUPPLY_ENDS and standing.supply_end_date is not None:
        yield from _short_notice(standing, standing.supply_end_date)
    news = due_news(standing, policy, told)
    if news is not None and news.code is not FeedbackCode.RECEIVED:
        due = last_day(ClockId.FEEDBACK, news.since, policy.due_working_days)
        yield Run(ClockId.FEEDBACK, _subject(standing), news.since, due)


def _offers(standing: Standing) -> Iterator[Run]:
    """Return the clocks that a signal starts and a first contact ends."""
    received = standing.received_on
    concluded = [found.day for found in standing.outcomes]
    tried = [found.day for found in standing.attempts]
    first = min([*tried, *concluded], default=None)
    if standing.is_crisis:
        yield _run(ClockId.CRISIS, standing, received, first)
    if standing.lane in TARGET_LANES:
        yield _run(ClockId.TARGET, standing, received, first)
    yield _run(ClockId.OFFER, standing, received, first)
    told = [
        attempt.day
        for attempt in standing.attempts
        if attempt.reached or attempt.kind in WRITTEN
    ]
    informed = min([*told, *concluded], default=None)
    yield _run(ClockId.INFORMED, standing, received, informed)


def _after_talk(standing: Standing, policy: Feedback) -> Iterator[Run]:
    """Return the clocks that a list, a talk and an acceptance start."""
    outcomes = standing.outcomes
    first = outcomes[0].day if outcomes else None
    if standing.picked_up_on is not None:
        yield _run(ClockId.LATE_REACTION, standing, standing.picked_up_on, first)
    talks = [attempt.day for attempt in standing.attempts if attempt.reached]
    if talks:
        ends = [found.day for found in outcomes if found.day >= talks[0]]
        yield _run(ClockId.DECISION, standing, talks[0], min(ends, default=None))
    accepted = [found.day for found in outcomes if found.result in ACCEPTED_RESULTS]
    if accepted:
        start, subject = accepted[-1], _subject(standing)
        until = last_day(ClockId.PAUSE, start, policy.pause_days)
        yield Run(ClockId.PAUSE, subject, start, until)
        yield _run(ClockId.QUICK_FIX, standing, start)


def _short_notice(standing: Standing, supply_end: date) -> Iterator[Run]:
    """Return the incident of a supplier that ends supply within twenty working days.

    It is over when supply has ended.
    """
    earliest = last_day(ClockId.NOTICE, standing.received_on)
    if supply_end < earliest:
        yield Run(
            ClockId.NOTICE,
            standing.signal_id,
            standing.received_on,
            earliest,
            supply_end,
            is_breach=True,
        )


def _run(
    clock: ClockId, standing: Standing, start: date, ended_on: date | None = None
) -> Run:
    """Return a clock of a signal's case, of the usual length."""
    return Run(clock, _subject(standing), start, last_day(clock, start), ended_on)


def _subject(standing: Standing) -> str:
    """Return what is watched: the case, or the signal that has none."""
    return standing.case_id or standing.signal_id
