"""One line per person and action: the Logboek Dataverwerkingen, without a name.

Written with COPY in the transaction of the action itself, so that the effect is not
visible before its log is. No sampling. A line holds no user and no value; the person
stands there as a pseudonym under the key of the municipality and year. The same action
again adds nothing: trace and span are made of what was done, to what, and to whom.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, func, select, text

from vroegsein.parties.moments import dutch_day
from vroegsein.register.audit_tables import processing_line
from vroegsein.register.pseudonyms import Purpose, pseudonym_key

SUBJECT_TYPE = "hmac-signal"
REGISTER = "urn:vroegsein:verwerking:{}:vroegsignalering"
COLUMNS = (
    "trace_id",
    "span_id",
    "parent_span_id",
    "municipality_code",
    "name",
    "status",
    "start_time",
    "end_time",
    "processing_activity_id",
    "data_subject_id",
    "data_subject_id_type",
    "key_code",
    "object",
)


class Action(StrEnum):
    """What is done with somebody's data."""

    TAKEN_IN = "signaal-ontvangen"
    MATCHED = "signaal-gekoppeld"
    LISTED = "op-lijst-geplaatst"
    TOLD_BACK = "partner-teruggekoppeld"
    OUTCOME = "uitkomst-vastgelegd"
    ACCESSED = "inzage-verleend"
    CORRECTED = "gegevens-gecorrigeerd"
    OBJECTED = "bezwaar-vastgelegd"
    PURGED = "gegevens-vernietigd"


@dataclass(frozen=True)
class Touched:
    """An action on persons.

    Attributes:
        municipality: CBS code.
        action: What was done.
        object_id: Our id of what it was done to.
        started_at: When it began, with its time zone.
        ended_at: When it was done.
    """

    municipality: str
    action: Action
    object_id: str
    started_at: datetime
    ended_at: datetime

    @property
    def trace_id(self) -> str:
        """The action's own id: the same whenever it is done again."""
        return _digest(self.municipality, self.action, self.object_id)[:32]

    @property
    def parent_span_id(self) -> str:
        """The line of the action itself."""
        return _digest(self.trace_id, "parent")[:16]


def log_persons(
    connection: Connection, touched: Touched, signal_ids: Iterable[str]
) -> int:
    """Write a line per person; return how many were not there yet.

    Args:
        connection: The transaction in which the action's effect is written.
        touched: The action.
        signal_ids: Per person one signal: the first of theirs by id.

    Raises:
        ConfigurationError: The key of the pseudonyms can be read by others.
    """
    listed = sorted(set(signal_ids))
    if not listed:
        return 0
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE IF NOT EXISTS touched_line"
            " (LIKE audit.processing_line) ON COMMIT DELETE ROWS"
        )
    )
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor().copy(
        f"COPY touched_line ({', '.join(COLUMNS)}) FROM STDIN"
    ) as copy:
        for row in _rows(touched, listed):
            copy.write_row(row)
    added = connection.execute(
        text(
            "INSERT INTO audit.processing_line SELECT touched.* FROM touched_line"
            " AS touched ON CONFLICT DO NOTHING"
        )
    ).rowcount
    connection.execute(text("TRUNCATE touched_line"))
    return added


def exported(connection: Connection, municipality: str) -> Iterator[str]:
    """Yield the log as JSON lines with the attribute names of the national form."""
    query = (
        select(processing_line)
        .where(processing_line.c.municipality_code == municipality)
        .order_by(processing_line.c.end_time, processing_line.c.span_id)
        .execution_options(yield_per=5_000)
    )
    for row in connection.execute(query).mappings():
        said = {
            "trace_id": row["trace_id"],
            "span_id": row["span_id"],
            "parent_span_id": row["parent_span_id"],
            "status": row["status"],
            "name": row["name"],
            "start_time": _milliseconds(row["start_time"]),
            "end_time": _milliseconds(row["end_time"]),
            "resource": {"attributes": {"service.name": "vroegsein"}},
            "attributes": {
                "dpl.core.processing_activity_id": row["processing_activity_id"],
                "dpl.core.data_subject_id": row["data_subject_id"],
                "dpl.core.data_subject_id_type": row["data_subject_id_type"],
            },
        }
        yield json.dumps(said, sort_keys=True) + "\n"


def first_of_persons(connection: Connection, run_id: str) -> list[str]:
    """Return one signal per person of a matching run: the first by id."""
    from vroegsein.register.matching_tables import membership

    query = (
        select(func.min(membership.c.signal_id))
        .where(membership.c.run_id == run_id)
        .group_by(membership.c.person_id)
    )
    return list(connection.scalars(query))


def _rows(touched: Touched, listed: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield the columns of every line."""
    year = dutch_day(touched.ended_at).year
    key = pseudonym_key(touched.municipality, year, Purpose.LOG)
    trace, parent = touched.trace_id, touched.parent_span_id
    before = (touched.municipality, str(touched.action), "Ok")
    moments = (touched.started_at, touched.ended_at)
    place, code = REGISTER.format(touched.municipality), key.code
    for subject in key.pseudonyms(listed):
        span = _digest(trace, subject)[:16]
        yield (
            trace, span, parent, *before, *moments, place, subject, SUBJECT_TYPE, code,
            touched.object_id,
        )  # fmt: skip


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _milliseconds(moment: datetime) -> int:
    """Return a moment as the national form writes it: milliseconds since 1970."""
    return int(moment.timestamp() * 1000)
