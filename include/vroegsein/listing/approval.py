"""A human's decision on a draft (AVG art. 22): who, when, and on which inputs."""

import logging
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects.postgresql import insert as upsert

from vroegsein.errors import DecisionError
from vroegsein.listing.audit import last_audit
from vroegsein.listing.content import draft_row
from vroegsein.listing.inputs import digest_of_document
from vroegsein.register import engine
from vroegsein.register.list_tables import approval

APPROVED, REJECTED = "approved", "rejected"
DECISION_BY_OPTION = {"Publiceren": APPROVED, "Afwijzen": REJECTED}
logger = logging.getLogger(__name__)


def record_approval(
    draft_id: str, decision: str, decided_by: str, decided_at: datetime
) -> str:
    """Record what an official decided on a draft; the same decision twice is one.

    Args:
        draft_id: The draft that was shown.
        decision: `approved` or `rejected`.
        decided_by: User name of the official.
        decided_at: When, with its time zone.

    Returns:
        The id of the decision.

    Raises:
        DecisionError: The draft is unknown, was not audited or did not pass, or the
            decision is incomplete.
    """
    _require_complete(decision, decided_by, decided_at)
    with engine().begin() as connection:
        found = draft_row(connection, draft_id)
        if decision == APPROVED:
            _require_passed(connection, draft_id)
        row = {
            "draft_id": draft_id,
            "input_digest": found["input_digest"],
            "decision": decision,
            "decided_by": decided_by,
            "decided_at": decided_at,
        }
        digest = digest_of_document({**row, "decided_at": decided_at.timestamp()})
        approval_id = f"approval-{digest[:16]}"
        connection.execute(
            upsert(approval)
            .values(approval_id=approval_id, **row)
            .on_conflict_do_nothing()
        )
    logger.info("draft=%s decision=%s", draft_id, decision)
    return approval_id


def record_answer(draft_id: str, answer: Mapping[str, object]) -> bool:
    """Record the answer of the approval task; tell whether it was yes.

    Args:
        draft_id: The draft that was shown.
        answer: `chosen_options`, `responded_by_user` and `responded_at`, as the
            human-in-the-loop operator hands them on.

    Raises:
        DecisionError: Nobody answered, or the answer is none of the two.
    """
    options = answer.get("chosen_options")
    user = answer.get("responded_by_user")
    chosen = options[0] if isinstance(options, list | tuple) and options else None
    decision = DECISION_BY_OPTION.get(str(chosen))
    if decision is None or not isinstance(user, Mapping):
        msg = f"Draft {draft_id}: an official has to answer Publiceren or Afwijzen."
        raise DecisionError(msg)
    moment = answer.get("responded_at")
    decided_at = (
        moment if isinstance(moment, datetime) else datetime.fromisoformat(str(moment))
    )
    name = str(user.get("name") or user.get("id") or "")
    record_approval(draft_id, decision, name, decided_at)
    return decision == APPROVED


def last_decision(connection: Connection, draft_id: str) -> RowMapping | None:
    """Return the last decision on a draft; of two at one moment, the refusal."""
    found = connection.execute(
        select(approval)
        .where(approval.c.draft_id == draft_id)
        .order_by(
            approval.c.decided_at.desc(),
            approval.c.decision.desc(),  # 'rejected' sorts after 'approved'
            approval.c.approval_id,
        )
        .limit(1)
    )
    return found.mappings().one_or_none()


def _require_complete(decision: str, decided_by: str, decided_at: datetime) -> None:
    """Refuse a decision that does not say what, who and when."""
    if decision not in {APPROVED, REJECTED}:
        msg = f"A decision is {APPROVED} or {REJECTED}."
        raise DecisionError(msg)
    if not decided_by.strip() or decided_at.tzinfo is None:
        msg = "A decision names the official who took it and a moment with its zone."
        raise DecisionError(msg)


def _require_passed(connection: Connection, draft_id: str) -> None:
    """Refuse to approve what was not audited, or did not pass."""
    audited = last_audit(connection, draft_id)
    if audited is None or not audited["has_passed"]:
        state = "was not audited" if audited is None else "did not pass its audit"
        msg = f"Draft {draft_id} {state}; run audit_draft and solve what it finds."
        raise DecisionError(msg)
