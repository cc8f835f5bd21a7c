"""What may not be destroyed yet: a legal hold, set and lifted by an official."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, insert, update

from vroegsein.errors import ConfigurationError
from vroegsein.parties.free_text import checked_reason
from vroegsein.parties.moments import read_moment
from vroegsein.register import engine, event_chain
from vroegsein.register.audit_tables import legal_hold


def set_hold(
    municipality: str,
    scope: str,
    object_id: str,
    reason: str,
    by: str,
    moment: datetime | str,
) -> str:
    """Keep a month or a case from destruction until the hold is lifted.

    Args:
        municipality: CBS code.
        scope: `month` or `case`.
        object_id: The month (yyyy-mm) or the case's id.
        reason: Why, without personal data.
        by: User name of the official.
        moment: When, with its time zone.

    Raises:
        ConfigurationError: The scope is neither, or reason or official is missing.
        DecisionError: The reason tells of a person.
    """
    if scope not in {"month", "case"} or not reason.strip() or not by.strip():
        msg = "A hold is on a month or a case, and names a reason and an official."
        raise ConfigurationError(msg)
    set_at = read_moment(moment)
    text = f"{municipality}|{scope}|{object_id}|{set_at.timestamp()}"
    hold_id = f"H{hashlib.sha256(text.encode()).hexdigest()[:19]}"
    with engine().begin() as connection:
        connection.execute(
            insert(legal_hold).values(
                hold_id=hold_id,
                municipality_code=municipality,
                scope=scope,
                object=object_id,
                reason=checked_reason(reason),
                set_by=by,
                set_at=set_at,
            )
        )
        _tell(connection, municipality, "set_hold", hold_id, scope, by, set_at)
    return hold_id


def lift_hold(hold_id: str, by: str, moment: datetime | str) -> None:
    """Let the terms hold again for what was kept.

    Raises:
        ConfigurationError: There is no such hold, or it was lifted already.
    """
    lifted_at = read_moment(moment)
    with engine().begin() as connection:
        municipality = connection.scalar(
            update(legal_hold)
            .where(legal_hold.c.hold_id == hold_id, legal_hold.c.lifted_at.is_(None))
            .values(lifted_by=by, lifted_at=lifted_at)
            .returning(legal_hold.c.municipality_code)
        )
        if municipality is None:
            msg = f"There is no hold {hold_id} that is not lifted yet."
            raise ConfigurationError(msg)
        _tell(connection, municipality, "lift_hold", hold_id, "lifted", by, lifted_at)


def _tell(
    connection: Connection,
    municipality: str,
    action: str,
    object_id: str,
    result: str,
    by: str,
    moment: datetime,
) -> None:
    """Write an official's act into the chain."""
    event_chain.record(
        connection,
        municipality=municipality,
        action=action,
        object_id=object_id,
        result=result,
        actor=by,
        occurred_at=moment,
    )
