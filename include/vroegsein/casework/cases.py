"""Which cases a published list opens, extends, opens again, merges and lets go.

A place on a list is a case. A person known from an earlier month keeps the case; where
signals of two cases turn out to be one person's, one case survives, and signals,
attempts and outcomes of the other go with it. A case that a later version of the same
list no longer holds, and for which nothing was done, is closed; its history stays.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, insert, select, update

from vroegsein.casework.history import (
    Cause,
    begin_case,
    live_cases,
    lock_cases,
    move_case,
    state_of,
)
from vroegsein.errors import DecisionError
from vroegsein.listing.statements import rows
from vroegsein.parties.case_codes import CaseState
from vroegsein.register import engine
from vroegsein.register.case_tables import case_signal, contact_attempt, outcome
from vroegsein.register.publication_tables import publication
from vroegsein.register.purged import held_off

#: Where a case stands as long as its signals ask for work.
AT_WORK = frozenset({CaseState.OPEN, CaseState.IN_CONTACT})
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """One place of a published list: a case, a person, and the signals on it."""

    case_id: str
    person_id: str
    signal_ids: tuple[str, ...]


def open_cases(publication_id: str) -> int:
    """Make the cases of a published list; again changes nothing.

    Returns:
        How many cases the list stands for.

    Raises:
        DecisionError: There is no such publication.
    """
    with engine().connect() as connection:
        municipality = _municipality_of(connection, publication_id)
    with held_off(municipality), engine().begin() as connection:
        lock_cases(connection, municipality)
        asked = {"publication_id": publication_id}
        for version in rows(connection, "casework", "version_to_open", **asked):
            _open_version(connection, version)
        count = len(_places(connection, publication_id))
    logger.info("publication=%s cases=%d", publication_id, count)
    return count


def _municipality_of(connection: Connection, publication_id: str) -> str:
    query = select(publication.c.municipality_code).filter_by(
        publication_id=publication_id
    )
    found = connection.execute(query).scalar_one_or_none()
    if found is None:
        msg = f"There is no publication {publication_id}; publish the list first."
        raise DecisionError(msg)
    return str(found)


def _places(connection: Connection, publication_id: str) -> list[Place]:
    """Return the places of a list, in its order."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows(
        connection, "casework", "list_place", publication_id=publication_id
    ):
        found[row["case_id"], row["person_id"]].append(row["signal_id"])
    return [Place(*key, tuple(signal_ids)) for key, signal_ids in found.items()]


def _open_version(connection: Connection, version: RowMapping) -> None:
    """Make the cases of one version."""
    publication_id = version["publication_id"]
    cause = Cause(publication_id, version["published_on"])
    places = _places(connection, publication_id)
    live = live_cases(connection, version["municipality_code"])
    targets = [live.get(place.case_id, place.case_id) for place in places]
    claims = _claims(connection, publication_id, frozenset(targets))
    of_month = _cases_of_month(connection, version)
    for place, target in zip(places, targets, strict=True):
        is_begun = target not in live
        if is_begun:
            _begin(connection, target, version, cause)
            live[target] = target
        claimed = claims.get(place.person_id, [])
        merged = _merge(connection, target, claimed, cause)
        brings = _take_signals(connection, target, place.signal_ids, version)
        if brings or merged & AT_WORK or of_month & {target, *claimed}:
            _open_again(connection, target, cause)
        elif is_begun and merged:
            _carry_on(connection, target, merged, cause)
        if CaseState.IN_CONTACT in merged:
            _stay_in_contact(connection, target, cause)
    for case_id in sorted(of_month - set(targets)):
        if state_of(connection, case_id) is CaseState.OPEN:
            move_case(connection, case_id, CaseState.CLOSED, cause)


def _begin(
    connection: Connection, target: str, version: RowMapping, cause: Cause
) -> None:
    """Open a new case."""
    municipality, month = version["municipality_code"], version["month"]
    begin_case(connection, target, municipality, month, cause)


def _claims(
    connection: Connection, publication_id: str, targets: frozenset[str]
) -> dict[str, list[str]]:
    """Return the cases to merge by person; a case with a place of its own stays.

    A case whose signals now belong to several persons goes with its oldest signal.
    """
    person_by_case: dict[str, str] = {}
    for row in rows(
        connection, "casework", "person_claim", publication_id=publication_id
    ):
        if row["case_id"] not in targets:
            person_by_case.setdefault(row["case_id"], row["person_id"])
    found: dict[str, list[str]] = defaultdict(list)
    for case_id, person_id in person_by_case.items():
        found[person_id].append(case_id)
    return found


def _cases_of_month(connection: Connection, version: RowMapping) -> set[str]:
    """Return the cases that a list of this month moved last."""
    found = rows(
        connection,
        "casework",
        "case_of_month",
        municipality_code=version["municipality_code"],
        month=version["month"],
    )
    return {row["case_id"] for row in found if row["state"] != CaseState.MERGED}


def _merge(
    connection: Connection, target: str, merged: Iterable[str], cause: Cause
) -> frozenset[CaseState]:
    """Let cases go into another one; return where they were."""
    states = set()
    for case_id in merged:
        for table in (case_signal, contact_attempt, outcome):
            moved = update(table).where(table.c.case_id == case_id)
            connection.execute(moved.values(case_id=target))
        states.add(state_of(connection, case_id))
        move_case(connection, case_id, CaseState.MERGED, cause, merged_into=target)
    return frozenset(states)


def _take_signals(
    connection: Connection,
    target: str,
    signal_ids: tuple[str, ...],
    version: RowMapping,
) -> bool:
    """Give a case its signals; tell whether any of them was on no list before."""
    query = select(case_signal.c.signal_id, case_signal.c.case_id).where(
        case_signal.c.signal_id.in_(signal_ids)
    )
    known = {row.signal_id: row.case_id for row in connection.execute(query)}
    moved = sorted(one for one, case_id in known.items() if case_id != target)
    if moved:
        regrouped = update(case_signal).where(case_signal.c.signal_id.in_(moved))
        connection.execute(regrouped.values(case_id=target))
    added = [
        {
            "signal_id": signal_id,
            "case_id": target,
            "month": version["month"],
            "picked_up_on": version["published_on"],
            "publication_id": version["publication_id"],
        }
        for signal_id in signal_ids
        if signal_id not in known
    ]
    if added:
        connection.execute(insert(case_signal), added)
    return bool(added)


def _open_again(connection: Connection, case_id: str, cause: Cause) -> None:
    """Put a finished case on the list again; one at work stays where it is."""
    if state_of(connection, case_id) not in AT_WORK:
        move_case(connection, case_id, CaseState.OPEN, cause)


def _carry_on(
    connection: Connection, target: str, merged: frozenset[CaseState], cause: Cause
) -> None:
    """Bring a case that only got another id to where it was: helped, or closed."""
    is_helped = CaseState.HELPED in merged
    goal = CaseState.HELPED if is_helped else CaseState.CLOSED
    move_case(connection, target, goal, cause)


def _stay_in_contact(connection: Connection, target: str, cause: Cause) -> None:
    """Keep in contact whom somebody is in contact with."""
    if state_of(connection, target) is CaseState.OPEN:
        move_case(connection, target, CaseState.IN_CONTACT, cause)
