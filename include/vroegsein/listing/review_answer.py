"""An answered review sheet comes back: opened apart, judged by its suite, then law.

What cannot be read is refused in writing, and the waiting goes on. What can be read
becomes verdicts in one transaction, and holds from the next matching on.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from vroegsein.errors import DeliveryError
from vroegsein.exchange.files import digest_of
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client, MissingFileError
from vroegsein.intake.findings import Code, Finding, Level
from vroegsein.intake.judging.validate import validate_table
from vroegsein.listing.review import Review, move, review_by_id
from vroegsein.listing.review_open import kept, read_answer
from vroegsein.listing.review_reply import reply_name, reply_text
from vroegsein.listing.review_send import OUTBOX
from vroegsein.listing.review_sheet import ANSWERS
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.register import engine
from vroegsein.register.effects import note_effect
from vroegsein.register.review_tables import review_pair, verdict

INBOX, ARCHIVE, SUITE = "inbox", "archive", "review_answers"
logger = logging.getLogger(__name__)


def is_answered(review_id: str, server: Server, moment: datetime | str) -> bool:
    """Look whether a readable answer came; refuse one that cannot be read.

    Args:
        review_id: The review.
        server: The municipality's account.
        moment: When the run was due (as text: ISO 8601); which keys are valid.

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    asked = _current(review_id)
    if asked.state == "returned":
        return True
    with Client(server) as client:
        if client.stat(INBOX, asked.file_name) is None:
            return False
        try:
            client.download(INBOX, asked.file_name, kept(asked))
        except MissingFileError:
            return False
        failure = _why_unreadable(asked, dutch_day(read_moment(moment)))
        if failure is None:
            return True
        refused = Finding(failure.code, Level.FILE, failure.line, failure.column)
        _reply(client, asked, [refused], 0)
    logger.warning("review=%s refused code=%s", review_id, failure.code)
    return False


def take_answer(
    review_id: str, server: Server, moment: datetime | str
) -> dict[str, int]:
    """Write the verdicts of an answer that was found readable; return counts.

    Args:
        review_id: The review.
        server: The municipality's account.
        moment: As for `is_answered`.

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
        InvariantError: There is no readable answer.
    """
    asked = _current(review_id)
    table = read_answer(asked, dutch_day(read_moment(moment)))
    with engine().begin() as connection:
        asked = review_by_id(connection, review_id, lock=True)
        pairs = _pairs(connection, review_id)
        findings = _judged(table, set(pairs))
        rows = _verdicts(asked, table, pairs, findings)
        if asked.state != "returned":
            if rows:
                connection.execute(insert(verdict).on_conflict_do_nothing(), rows)
            move(
                connection, review_id, "returned", answer_digest=digest_of(kept(asked))
            )
            said = f"{len(rows)} verdicts"
            place = asked.municipality_code
            note_effect(connection, place, "take_answer", review_id, said)
    with Client(server) as client:
        _reply(client, asked, findings, len(rows))
    counts = {"pairs": asked.pair_count, "verdicts": len(rows), "bad": len(findings)}
    logger.info("review=%s counts=%s", review_id, counts)
    return counts


def _current(review_id: str) -> Review:
    with engine().connect() as connection:
        return review_by_id(connection, review_id)


def _why_unreadable(asked: Review, day: date) -> DeliveryError | None:
    """Return why an answer cannot be read, or is another review's; None if it can."""
    try:
        table = read_answer(asked, day)
    except DeliveryError as error:
        return error
    with engine().connect() as connection:
        known = set(_pairs(connection, asked.review_id))
    if not len(table) or not table["paar"].isin(known).any():
        return DeliveryError(Code.DEL_WRONG_PARTNER, column="paar")
    return None


def _pairs(connection: Connection, review_id: str) -> dict[str, tuple[str, str, str]]:
    """Return the ends and kind of each pair, by its code on the sheet."""
    query = select(
        review_pair.c.pair_code,
        review_pair.c.left_id,
        review_pair.c.right_id,
        review_pair.c.kind,
    ).where(review_pair.c.review_id == review_id)
    found = connection.execute(query).all()
    return {code: (left, right, kind) for code, left, right, kind in found}


def _judged(table: pd.DataFrame, known: set[str]) -> list[Finding]:
    """Return what the suite finds in the answered rows."""
    checked = table.replace("", None).assign(
        is_known_pair=table["paar"].isin(known),
        is_once=~table["paar"].duplicated(keep=False),
        has_initials=(table["oordeel"] == "") | (table["beoordelaar"].str.len() > 0),
        is_short=table["beoordelaar"].str.len() <= 12,
    )
    return validate_table(checked, SUITE)


def _verdicts(
    asked: Review,
    table: pd.DataFrame,
    pairs: dict[str, tuple[str, str, str]],
    findings: Sequence[Finding],
) -> list[dict[str, object]]:
    """Return the verdicts of the rows without findings; `onbekend` is none."""
    bad = {finding.line for finding in findings}
    rows = []
    for number, code, answer, initials in table.itertuples():
        meant = ANSWERS.get(answer)
        if number in bad or meant is None:
            continue
        left, right, kind = pairs[code]
        rows.append(
            {
                "verdict_id": f"{asked.review_id}-{code}",
                "municipality_code": asked.municipality_code,
                "left_id": left,
                "right_id": right,
                "kind": kind,
                "verdict": meant,
                "decided_by": initials,
                "review_id": asked.review_id,
            }
        )
    return rows


def _reply(
    client: Client, asked: Review, findings: Sequence[Finding], taken: int
) -> None:
    """Answer in the outbox, then take the sheet out of the inbox."""
    text = reply_text(asked, findings, taken)
    client.put(text.encode(), f"{OUTBOX}/{reply_name(asked)}")
    digest = digest_of(kept(asked))[:8]
    try:
        client.move(
            f"{INBOX}/{asked.file_name}", f"{ARCHIVE}/{digest}_{asked.file_name}"
        )
    except MissingFileError:
        return  # moved before, or taken away
