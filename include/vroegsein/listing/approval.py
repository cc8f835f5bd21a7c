"""A human's decision on a draft (AVG art. 22): who, when, why, and on which inputs.

A refusal has a reason and ends every approval before it. An abnormal month needs two
officials; the register itself refuses a publication with one, or with one twice.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects.postgresql import insert as upsert

from vroegsein.errors import DecisionError
from vroegsein.listing.audit import last_audit
from vroegsein.listing.content import draft_row
from vroegsein.listing.inputs import (
    RECEIVED_STATES,
    digest_of_document,
)
from vroegsein.listing.options import PUBLISH, REASON, REJECT
from vroegsein.listing.statements import rows
from vroegsein.parties.free_text import checked_reason
from vroegsein.parties.municipality import load_policy
from vroegsein.register import engine
from vroegsein.register.effects import note_effect
from vroegsein.register.publication_tables import approval
from vroegsein.settings import settings

APPROVED, REJECTED = "approved", "rejected"
DECISION_BY_OPTION = {PUBLISH: APPROVED, REJECT: REJECTED}
logger = logging.getLogger(__name__)


class Step(StrEnum):
    """Where a draft stands after a decision."""

    APPROVED = "approved"
    SECOND = "second"  # another official has to approve too
    REJECTED = "rejected"


def record_approval(
    draft_id: str,
    decision: str,
    decided_by: str,
    decided_at: datetime,
    reason: str | None = None,
) -> str:
    """Record what an official decided on a draft; the same decision twice is one.

    Args:
        draft_id: The draft that was shown.
        decision: `approved` or `rejected`.
        decided_by: User name of the official.
        decided_at: When, with its time zone.
        reason: Why it was rejected, without personal data.

    Returns:
        The id of the decision.

    Raises:
        DecisionError: The draft is unknown, was not audited or did not pass, was
            superseded by newer deliveries, or the decision is incomplete, or its
            reason tells of a person.
    """
    remark = checked_reason(reason or "") or None
    _require_complete(decision, decided_by, decided_at, remark)
    with engine().begin() as connection:
        found = draft_row(connection, draft_id)
        row = {
            "draft_id": draft_id,
            "input_digest": found["input_digest"],
            "decision": decision,
            "decided_by": decided_by,
            "decided_at": decided_at,
        }
        approval_id = _id_of(row)
        if decision == APPROVED and not _is_known(connection, approval_id):
            _require_passed(connection, draft_id)
            require_current(connection, found)
        values = {"approval_id": approval_id, "remark": remark, **row}
        _write(connection, found["municipality_code"], values)
    logger.info("draft=%s decision=%s", draft_id, decision)
    return approval_id


def record_answer(draft_id: str, answer: Mapping[str, object]) -> Step:
    """Record the answer of the approval task; tell where the draft stands now.

    Args:
        draft_id: The draft that was shown.
        answer: `chosen_options`, `params_input`, `responded_by_user` and
            `responded_at`, as the human-in-the-loop operator hands them on.

    Raises:
        DecisionError: Nobody answered, the answer is none of the two, a refusal has no
            reason, the user may not decide, or the draft cannot be approved any more.
    """
    options = answer.get("chosen_options")
    user = answer.get("responded_by_user")
    chosen = options[0] if isinstance(options, list | tuple) and options else None
    decision = DECISION_BY_OPTION.get(str(chosen))
    if decision is None or not isinstance(user, Mapping):
        msg = f"Draft {draft_id}: an official has to answer Publiceren or Afwijzen."
        raise DecisionError(msg)
    _require_right(draft_id, str(user.get("id") or ""))
    moment = answer.get("responded_at")
    decided_at = (
        moment if isinstance(moment, datetime) else datetime.fromisoformat(str(moment))
    )
    name = str(user.get("name") or user.get("id") or "")
    form = answer.get("params_input")
    reason = form.get(REASON) if isinstance(form, Mapping) else None
    record_approval(draft_id, decision, name, decided_at, str(reason or ""))
    if decision == REJECTED:
        return Step.REJECTED
    with engine().connect() as connection:
        return _step(connection, draft_id)


def record_second(draft_id: str, answer: Mapping[str, object]) -> bool:
    """Record the answer of the second approval task; tell whether it was yes.

    Raises:
        DecisionError: As `record_answer`, or the same official answered twice.
    """
    step = record_answer(draft_id, answer)
    if step is Step.SECOND:
        msg = (
            f"FOUR_EYES: draft {draft_id} needs two officials and one answered twice;"
            " clear the second approval task and let another official answer."
        )
        raise DecisionError(msg)
    return step is Step.APPROVED


def approvers(draft_id: str, *, second: bool = False) -> list[str]:
    """Return who may decide on a draft; none named: whoever Airflow lets answer.

    Args:
        draft_id: The draft.
        second: Whether it is the second approval: not by who gave one.
    """
    with engine().connect() as connection:
        found = draft_row(connection, draft_id)
        given = {row["decided_by"] for row in standing(connection, draft_id)}
    named = load_policy(settings().municipalities, found["municipality_code"]).approvers
    left = [user for user in named if not second or user not in given]
    return left or list(named)


def standing(connection: Connection, draft_id: str) -> list[RowMapping]:
    """Return the approvals that count: one per official, since the last refusal."""
    query = (
        select(approval)
        .where(approval.c.draft_id == draft_id)
        .order_by(
            approval.c.decided_at,
            approval.c.decision,  # of two at one moment the refusal is the last
            approval.c.approval_id,
        )
    )
    given: dict[str, RowMapping] = {}
    for row in connection.execute(query).mappings():
        if row["decision"] == REJECTED:
            given.clear()
        else:
            given.setdefault(row["decided_by"], row)
    return list(given.values())


def last_rejection(connection: Connection, draft_id: str) -> RowMapping | None:
    """Return the last refusal of a draft."""
    query = (
        select(approval)
        .where(approval.c.draft_id == draft_id, approval.c.decision == REJECTED)
        .order_by(approval.c.decided_at.desc(), approval.c.approval_id)
        .limit(1)
    )
    return connection.execute(query).mappings().one_or_none()


def require_current(connection: Connection, found: RowMapping) -> None:
    """Refuse a draft that newer deliveries made out of date.

    Raises:
        DecisionError: The month's deliveries are not those the draft leans on.
    """
    now = rows(connection, "listing", "delivery_input", run_id=found["run_id"])
    then = found["inputs"].get("deliveries", [])
    if _received(now) != _received(then):
        msg = (
            f"DRAFT_SUPERSEDED: deliveries changed after draft {found['draft_id']} was"
            " made; start build_signal_list again and decide on the new draft."
        )
        raise DecisionError(msg)


def _received(deliveries: list[RowMapping] | list[dict[str, str]]) -> set[str]:
    """Return the deliveries that say something of the month."""
    return {
        delivery["delivery_id"]
        for delivery in deliveries
        if delivery["state"] in RECEIVED_STATES
    }


def _step(connection: Connection, draft_id: str) -> Step:
    """Return where a draft stands after an approval."""
    audited = last_audit(connection, draft_id)
    needed = audited["approvals_needed"] if audited else 1
    given = len(standing(connection, draft_id))
    logger.info("draft=%s approvals=%d of %d", draft_id, given, needed)
    return Step.APPROVED if given >= needed else Step.SECOND


def _write(
    connection: Connection, municipality: str, values: Mapping[str, Any]
) -> None:
    """Write a decision and note it, unless it was recorded before."""
    is_new = connection.scalar(
        upsert(approval)
        .values(**values)
        .on_conflict_do_nothing()
        .returning(approval.c.approval_id)
    )
    if is_new:
        note_effect(
            connection,
            municipality,
            "decide_draft",
            values["approval_id"],
            values["decision"],
            actor=values["decided_by"],
            occurred_at=values["decided_at"],
        )


def _id_of(row: Mapping[str, Any]) -> str:
    """Return the id of a decision: the same decision has the same one."""
    digest = digest_of_document({**row, "decided_at": row["decided_at"].timestamp()})
    return f"approval-{digest[:16]}"


def _is_known(connection: Connection, approval_id: str) -> bool:
    """Tell whether a decision was recorded before."""
    query = select(approval.c.approval_id).where(approval.c.approval_id == approval_id)
    return connection.execute(query).one_or_none() is not None


def _require_complete(
    decision: str, decided_by: str, decided_at: datetime, reason: str | None
) -> None:
    """Refuse a decision that does not say what, who, when and why."""
    if decision not in {APPROVED, REJECTED}:
        msg = f"A decision is {APPROVED} or {REJECTED}."
        raise DecisionError(msg)
    if not decided_by.strip() or decided_at.tzinfo is None:
        msg = "A decision names the official who took it and a moment with its zone."
        raise DecisionError(msg)
    if decision == REJECTED and reason is None:
        msg = (
            "NO_REASON: a rejection says why, without personal data; clear the"
            " approval task and fill in the field 'Reden'."
        )
        raise DecisionError(msg)


def _require_right(draft_id: str, user: str) -> None:
    """Refuse an answer by somebody the policy does not name."""
    named = approvers(draft_id)
    if named and user not in named:
        msg = (
            f"NO_RIGHT: the policy does not let this user decide on draft {draft_id};"
            f" clear the approval task and let one of {', '.join(named)} answer."
        )
        raise DecisionError(msg)


def _require_passed(connection: Connection, draft_id: str) -> None:
    """Refuse to approve what was not audited, or did not pass."""
    audited = last_audit(connection, draft_id)
    if audited is None or not audited["has_passed"]:
        state = "was not audited" if audited is None else "did not pass its audit"
        msg = f"Draft {draft_id} {state}; run audit_draft and solve what it finds."
        raise DecisionError(msg)
