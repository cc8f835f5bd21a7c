"""What a year leaves to prove itself with, made up: chain, checkpoints, purges, requests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Table, insert, text

from support.page_year import PLACE, digest
from vroegsein.register import audit_tables as audit
from vroegsein.register.processing_log import Action

EVENTS = 120
LAST = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
NIGHTS = 6
ANSWERED = (("inzage", 3), ("bezwaar", 2), ("rectificatie", 1))


def write_proof(engine: Engine) -> None:
    """Fill in what the page of proof shows: one purge of the last six is not complete."""
    rows: list[tuple[Table, dict[str, Any]]] = [
        *_chain(),
        *_purges(),
        *_log(),
        *_requests(),
    ]
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table, row in rows:
            connection.execute(insert(table).values(municipality_code=PLACE, **row))


def _chain() -> list[tuple[Table, dict[str, Any]]]:
    links = [
        (audit.event, {
            "seq": seq, "previous_hash": digest("event", seq - 1),
            "hash": digest("event", seq), "action": "load_delivery",
            "object": f"d{seq}", "result": "accepted", "origin": "collect_deliveries",
            "actor": "system", "occurred_at": LAST - timedelta(hours=EVENTS - seq),
        })
        for seq in range(1, EVENTS + 1)
    ]  # fmt: skip
    signed = {
        "seq": EVENTS, "hash": digest("event", EVENTS), "reason": "daily",
        "signed_at": LAST, "key_code": "k1", "signature": "ab" * 64,
    }  # fmt: skip
    sent = {
        "seq": EVENTS, "account": "toezichthouder", "digest": digest("copy"),
        "sent_at": LAST + timedelta(minutes=4),
    }  # fmt: skip
    return [*links, (audit.checkpoint, signed), (audit.checkpoint_copy, sent)]


def _purges() -> list[tuple[Table, dict[str, Any]]]:
    found: list[tuple[Table, dict[str, Any]]] = []
    for night in range(NIGHTS):
        purge_id, at = f"purge-{night}", LAST - timedelta(days=30 * night)
        found.append((audit.purge, {"purge_id": purge_id, "as_of": at, "terms": {}}))
        month = f"2026-{5 - night:02d}" if night < NIGHTS - 1 else "2025-12"
        found.append((audit.purged_month, {"month": month, "purge_id": purge_id}))
        if night != NIGHTS - 2:
            done = {
                "purge_id": purge_id, "counts": {}, "proof": {},
                "destroyed_keys": ["k"] * (night % 2), "digest": digest(purge_id),
                "completed_at": at + timedelta(minutes=2),
            }  # fmt: skip
            found.append((audit.purge_certificate, done))
    return found


def _log() -> list[tuple[Table, dict[str, Any]]]:
    return [
        (audit.processing_line, {
            "trace_id": f"{place:032x}", "span_id": f"{line:016x}",
            "parent_span_id": "0" * 16, "name": action.value, "status": "Ok",
            "start_time": LAST, "end_time": LAST - timedelta(hours=place),
            "processing_activity_id": "urn:x", "data_subject_id": digest(place, line),
            "data_subject_id_type": "hmac", "key_code": "k1", "object": "x",
        })
        for place, action in enumerate(Action)
        for line in range(40 - 3 * place)
    ]  # fmt: skip


def _requests() -> list[tuple[Table, dict[str, Any]]]:
    return [
        (audit.person_request, {
            "request_id": f"{kind}-{number}", "kind": kind, "requested_by": "m.edewerker",
            "received_on": date(2026, 9, 1), "due_on": date(2026, 10, 1),
            "answered_at": LAST - timedelta(days=55 + number), "signal_count": 2,
            "version": 1,
        })
        for kind, count in ANSWERED
        for number in range(count)
    ]  # fmt: skip
