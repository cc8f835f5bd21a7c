"""An effect is noted with it: its event, and a line for every person it touched.

Both are written in the transaction of the effect. When either cannot be written, a full
disk say, there is no effect: nothing is published that nobody can account for.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, select

from vroegsein.register import event_chain
from vroegsein.register.processing_log import Action, Touched, log_persons


def note_effect(
    connection: Connection,
    municipality: str,
    action: str,
    object_id: str,
    result: str,
    *,
    actor: str = event_chain.SYSTEM,
    occurred_at: datetime | None = None,
    touching: Action | None = None,
    signal_ids: Iterable[str] = (),
) -> None:
    """Note an effect as the last statement of its transaction.

    Args:
        connection: The transaction.
        municipality: CBS code.
        action: What was done, verb_object.
        object_id: Our id of what it was done to.
        result: What came of it: a word or counts, never a value.
        actor: User name of an official, or the system.
        occurred_at: When; by the register's own clock where nobody said.
        touching: What was done with persons' data, if anything was.
        signal_ids: One signal per person, the first of theirs by id.
    """
    moment = occurred_at or connection.execute(select(func.now())).scalar_one()
    if touching is not None:
        touched = Touched(municipality, touching, object_id, moment, moment)
        log_persons(connection, touched, signal_ids)
    event_chain.record(
        connection,
        municipality=municipality,
        action=action,
        object_id=object_id,
        result=result,
        actor=actor,
        occurred_at=moment,
    )
