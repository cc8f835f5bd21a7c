"""What is news about a signal: the last thing its partner may know, told once.

A signal has one present code. It follows from the newest published list and from the
outcomes of its case that may be told at the municipality's level. Only a change goes
out: the same list in another version is no news, nor is a result that may not be told.
"""

from dataclasses import dataclass
from datetime import date

from vroegsein.casework.feedback_codes import (
    CODE_BY_RESULT,
    CODE_BY_RULE,
    CODES_BY_LEVEL,
)
from vroegsein.casework.feedback_facts import Outcome, Standing
from vroegsein.parties.case_codes import FeedbackCode
from vroegsein.parties.policy_feedback import Feedback
from vroegsein.parties.workdays import last_day_of_term


@dataclass(frozen=True)
class News:
    """What a partner may know of one signal.

    Attributes:
        since: Day of the fact itself: of receipt, publication or result.
        pause_from: First day collection is suspended (K-PAUZE); of TK10 alone.
        pause_until: Last such day.
    """

    code: FeedbackCode
    since: date
    pause_from: date | None = None
    pause_until: date | None = None

    @property
    def told(self) -> "Told":
        """What somebody who was told this knows."""
        return Told(self.code, self.pause_from)


@dataclass(frozen=True)
class Told:
    """What a partner was told last of a signal."""

    code: FeedbackCode
    pause_from: date | None = None


def present_news(standing: Standing, policy: Feedback) -> News:
    """Return what a partner may know of a signal now: the latest of what may be told.

    Of a list and a result of one day the result holds.
    """
    found = [News(FeedbackCode.RECEIVED, standing.received_on)]
    if standing.picked_up_on is not None:
        found.append(News(FeedbackCode.PICKED_UP, standing.picked_up_on))
    if standing.rule is not None and standing.decided_on is not None:
        found.append(News(CODE_BY_RULE[standing.rule], standing.decided_on))
    allowed = CODES_BY_LEVEL[policy.level]
    for outcome in standing.outcomes:
        told = _of_outcome(outcome, policy)
        if told.code in allowed:
            found.append(told)
    return max(enumerate(found), key=lambda item: (_rank(item[1]), item[0]))[1]


def due_news(standing: Standing, policy: Feedback, told: Told | None) -> News | None:
    """Return what is new for the partner, None where it knows already."""
    news = present_news(standing, policy)
    return None if news.told == told else news


def _rank(news: News) -> tuple[bool, date]:
    """Order news by its day; a mere receipt never comes after a decision."""
    return (news.code is not FeedbackCode.RECEIVED, news.since)


def _of_outcome(outcome: Outcome, policy: Feedback) -> News:
    """Return what an outcome would tell; the pause begins at acceptance (LCV)."""
    code = CODE_BY_RESULT[outcome.result]
    if code is not FeedbackCode.ACCEPTED:
        return News(code, outcome.day)
    last = last_day_of_term(outcome.day, policy.pause_days)
    return News(code, outcome.day, outcome.day, last)
