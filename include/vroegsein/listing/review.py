"""Doubtful pairs are asked of people: which ones, once each, with a last day.

A month is never held up by an open review: such pairs stay apart on the list and are
marked there. Nobody is asked about a pair twice while the first question is open, nor
after an answer. Airflow sees ids and counts; the pairs travel on an encrypted sheet.
"""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, RowMapping, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from vroegsein.errors import InvariantError
from vroegsein.listing.statements import rows
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.register import engine
from vroegsein.register.matching_tables import run
from vroegsein.register.review_tables import review, review_pair

TERM = timedelta(days=14)  # how long an answer is awaited
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Review:
    """One question to people; the columns of `matching.review` that steps decide on."""

    review_id: str
    municipality_code: str
    month: str
    run_id: str
    pair_count: int
    state: str
    due_on: date

    @property
    def file_name(self) -> str:
        """Name of the sheet, going out and coming back."""
        return f"beoordeling_{self.month}_{self.review_id[-8:]}.xlsx.age"


def open_reviews(month: str, moment: datetime | str) -> list[str]:
    """Ask about the doubtful pairs of a month's last matching run, per municipality.

    Args:
        month: Reporting month, yyyy-mm.
        moment: When the run was due, with its time zone (as text: ISO 8601).

    Returns:
        The ids of the reviews; none of a municipality with nothing new to ask.
    """
    day = dutch_day(read_moment(moment))
    with engine().begin() as connection:
        opened = [
            _open(connection, (municipality, month, run_id), day)
            for municipality, run_id in _last_runs(connection, month)
        ]
    return [review_id for review_id in opened if review_id]


def municipality_of(review_id: str) -> str:
    """Return the municipality whose officials a review asks."""
    with engine().connect() as connection:
        return review_by_id(connection, review_id).municipality_code


def review_by_id(
    connection: Connection, review_id: str, *, lock: bool = False
) -> Review:
    """Return a review; locked until the transaction ends where that is asked.

    Raises:
        InvariantError: It is not in the register.
    """
    columns = [review.c[name] for name in Review.__dataclass_fields__]
    query = select(*columns).where(review.c.review_id == review_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        msg = f"Review {review_id} is not in the register."
        raise InvariantError(msg)
    return Review(*row)


def move(connection: Connection, review_id: str, state: str, **values: object) -> None:
    """Bring a review to a state."""
    connection.execute(
        update(review)
        .where(review.c.review_id == review_id)
        .values(state=state, **values)
    )


def _open(connection: Connection, place: tuple[str, str, str], day: date) -> str | None:
    """Ask about the doubtful pairs of one run, unless that was done before."""
    run_id = place[2]
    unfinished = _open_review(connection, run_id)
    if unfinished is not None:
        return unfinished
    pairs = rows(connection, "listing", "doubtful_pair", run_id=run_id, day=day)
    if not pairs:
        return None
    review_id = _write(connection, place, pairs, day)
    logger.info("review=%s pairs=%d due_on=%s", review_id, len(pairs), day + TERM)
    return review_id


def _last_runs(connection: Connection, month: str) -> list[tuple[str, str]]:
    """Return each municipality with the run its list was last made from."""
    query = (
        select(run.c.municipality_code, run.c.run_id)
        .ext(distinct_on(run.c.municipality_code))
        .where(run.c.month == month)
        .order_by(run.c.municipality_code, run.c.recorded_at.desc(), run.c.run_id)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def _open_review(connection: Connection, run_id: str) -> str | None:
    """Return the review of a run that was opened and not yet sent."""
    return connection.scalar(
        select(review.c.review_id).where(
            review.c.run_id == run_id, review.c.state == "open"
        )
    )


def _write(
    connection: Connection,
    place: tuple[str, str, str],
    pairs: Sequence[RowMapping],
    day: date,
) -> str:
    """Write a review and its pairs; return its id."""
    municipality, month, run_id = place
    asked = "|".join(f"{pair['left_id']}~{pair['right_id']}" for pair in pairs)
    review_id = "V" + _digest(run_id, str(day), asked)[:19]
    connection.execute(
        insert(review).values(
            review_id=review_id,
            municipality_code=municipality,
            month=month,
            run_id=run_id,
            pair_count=len(pairs),
            state="open",
            due_on=day + TERM,
        )
    )
    ends = ("left_id", "right_id", "kind")
    connection.execute(
        insert(review_pair),
        [
            {"review_id": review_id, "pair_code": pair_code(review_id, number)}
            | {end: pair[end] for end in ends}
            for number, pair in enumerate(_strongest_first(pairs), start=1)
        ],
    )
    return review_id


def pair_code(review_id: str, number: int) -> str:
    """Return a pair's code on the sheet; its end tells a sheet of another review."""
    return f"{number:04d}-{_digest(review_id, str(number))[:4]}"


def _strongest_first(pairs: Sequence[RowMapping]) -> list[RowMapping]:
    return sorted(
        pairs, key=lambda pair: (-pair["weight"], pair["left_id"], pair["right_id"])
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
