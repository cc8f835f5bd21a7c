"""How an event joins its municipality's chain: after the last one, and holding it.

The hash of an event is SHA-256 over the hash before it and the event in canonical JSON
(keys in order, no spaces, ASCII). The event is written in the transaction of what it
tells of: neither is there without the other. Writers take turns until that transaction
ends, so that the numbers have no gaps.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, func, insert, select

from vroegsein.register.audit_tables import event

FIRST = "0" * 64  # what the first event holds in place of the one before it
SYSTEM = "vroegsein"


def record(
    connection: Connection,
    *,
    municipality: str,
    action: str,
    object_id: str,
    result: str,
    occurred_at: datetime,
    actor: str = SYSTEM,
    origin: str = SYSTEM,
) -> int:
    """Write an event at the end of the chain; return its number.

    Call it as the last statement of the transaction: from here on no other event of
    the municipality can be written until it ends.

    Args:
        connection: The transaction in which the effect itself is written.
        municipality: CBS code.
        action: What was done, verb_object.
        object_id: Our id of what it was done to; never a value of a person.
        result: What came of it: a word or counts.
        occurred_at: When, with its time zone.
        actor: User name of an official, or the system.
        origin: Part of the system.
    """
    key = func.hashtextextended(f"event|{municipality}", 0)
    connection.execute(select(func.pg_advisory_xact_lock(key)))
    last = last_event(connection, municipality)
    previous, seq = (last["hash"], last["seq"] + 1) if last else (FIRST, 1)
    values = {
        "municipality_code": municipality,
        "seq": seq,
        "action": action,
        "object": object_id,
        "result": result,
        "origin": origin,
        "actor": actor,
        "occurred_at": occurred_at,
    }
    connection.execute(
        insert(event).values(
            **values, previous_hash=previous, hash=_hash(previous, canonical(values))
        )
    )
    return int(seq)


def last_event(connection: Connection, municipality: str) -> RowMapping | None:
    """Return the last event of a municipality's chain, if there is one."""
    query = (
        select(event)
        .where(event.c.municipality_code == municipality)
        .order_by(event.c.seq.desc())
        .limit(1)
    )
    return connection.execute(query).mappings().one_or_none()


def canonical(values: dict[str, object] | RowMapping) -> str:
    """Return an event as canonical JSON: what its hash is made of.

    Args:
        values: The event's columns; hashes among them are left out.
    """
    moment = values["occurred_at"]
    assert isinstance(moment, datetime)
    said = {
        "action": values["action"],
        "actor": values["actor"],
        "municipality": values["municipality_code"],
        "object": values["object"],
        "occurred_at": moment.astimezone(UTC).isoformat(timespec="microseconds"),
        "origin": values["origin"],
        "result": values["result"],
        "seq": values["seq"],
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def exported(connection: Connection, municipality: str) -> Iterator[str]:
    """Yield the chain as JSON lines, the hash and then the event it is made of."""
    query = (
        select(event)
        .where(event.c.municipality_code == municipality)
        .order_by(event.c.seq)
        .execution_options(yield_per=5_000)
    )
    for row in connection.execute(query).mappings():
        yield f'{{"hash":"{row["hash"]}","event":{canonical(row)}}}\n'


def _hash(previous: str, said: str) -> str:
    """Return the hash of an event that follows another."""
    return hashlib.sha256((previous + said).encode("ascii")).hexdigest()
