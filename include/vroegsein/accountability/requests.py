"""What somebody may ask: to see, to object, to have corrected (AVG art. 15, 16, 21).

Each request is found by what the person says of themselves, is carried out by an
official, and stands in the event chain and the processing log. An objection or a
correction holds from the next matching; a new version of the list follows from it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from vroegsein.accountability.person_dossier import chapters_of, page, workbook
from vroegsein.accountability.person_search import Found, PersonDetails, find_person
from vroegsein.errors import ConfigurationError
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.exchange.recipients import encrypt_for
from vroegsein.matching.objections import identity_keys
from vroegsein.parties.case_codes import ExclusionKind, OfficeFileKind
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.period import ReportingMonth
from vroegsein.register import engine, event_chain
from vroegsein.register.audit_tables import person_request, tombstone
from vroegsein.register.case_tables import exclusion, office_file
from vroegsein.register.intake_tables import signal
from vroegsein.register.processing_log import Action, Touched, log_persons
from vroegsein.register.pseudonyms import Purpose, pseudonym_key
from vroegsein.settings import settings

FORM = 1  # version of the export's form


@dataclass(frozen=True)
class Request:
    """A request, as an official carries it out.

    Attributes:
        municipality: CBS code.
        person: What the person says of themselves.
        by: User name of the official.
        received_on: Day it was received; a month later it is due (AVG art. 12(3)).
        moment: When it is carried out, with its time zone.
    """

    municipality: str
    person: PersonDetails
    by: str
    received_on: date
    moment: datetime

    def request_id(self, kind: str) -> str:
        """Return its id, which says nothing of the person."""
        key = pseudonym_key(self.municipality, self.received_on.year, Purpose.OBJECTION)
        said = f"{kind}|{self.received_on}|{sorted(self.person.given.items())}"
        mark = hashlib.sha256(key.pseudonyms([said])[0].encode()).hexdigest()[:19]
        return f"Q{mark}"


@dataclass(frozen=True)
class Answer:
    """What came of a request: ids and counts, no value of anybody."""

    request_id: str
    signals: int
    doubtful: int
    partners: tuple[str, ...]
    files: tuple[str, ...] = ()


def give_access(request: Request, handlers: tuple[str, ...]) -> Answer:
    """Write what there is of a person, encrypted for the official who handles it.

    Args:
        request: The request.
        handlers: Names of public keys in `keys/recipients/`.

    Raises:
        ConfigurationError: A key is absent or expired (OUT_NO_KEY).
    """
    request_id, day = request.request_id("inzage"), dutch_day(request.moment)
    with engine().begin() as connection:
        found = _find(connection, request)
        chapters = chapters_of(connection, request.municipality, found.signal_ids)
        heading = _heading(request, found)
        folder = _folder(request)
        written = {
            f"{request_id}.html.age": page(chapters, heading),
            f"{request_id}.xlsx.age": workbook(chapters),
        }
        for name, content in written.items():
            write_whole(folder / name, encrypt_for(content, handlers, day))
        answer = _answer(connection, request_id, found, tuple(sorted(written)))
        _keep(connection, request, "inzage", answer, Action.ACCESSED, found)
    return answer


def keep_objection(request: Request) -> Answer:
    """Let nobody approach a person any more, from the next matching on.

    The register keeps no name: a row that says when, and keyed digests.
    """
    request_id = request.request_id("bezwaar")
    with engine().begin() as connection:
        found = _find(connection, request)
        rows = connection.execute(
            select(signal).where(signal.c.signal_id.in_(found.signal_ids))
        ).mappings().all()  # fmt: skip
        first = min([request.received_on, *(dutch_day(r["received_at"]) for r in rows)])
        _exclude(connection, request, request_id, first)
        variants: list[dict[str, Any]] = [request.person.model_dump()]
        variants += [dict(row) for row in rows]
        _bury(connection, request, request_id, variants)
        answer = _answer(connection, request_id, found)
        _keep(connection, request, "bezwaar", answer, Action.OBJECTED, found)
    return answer


def correct(request: Request, changes: dict[str, str]) -> Answer:
    """Correct a person's signals; the next matching and list go by what is right.

    Args:
        request: The request, with the details as they are now.
        changes: Columns that were wrong, with their right values.

    Returns:
        The partners who sent it are told too (AVG art. 19).

    Raises:
        ConfigurationError: Nothing is to be changed.
    """
    if not changes:
        msg = "The second file names what was wrong: at least one field."
        raise ConfigurationError(msg)
    request_id = request.request_id(f"rectificatie|{sorted(changes)}")
    with engine().begin() as connection:
        found = _find(connection, request)
        connection.execute(
            update(signal)
            .where(signal.c.signal_id.in_(found.signal_ids))
            .values(**changes)
        )
        answer = _answer(connection, request_id, found)
        _keep(connection, request, "rectificatie", answer, Action.CORRECTED, found)
    return answer


def _find(connection: Connection, request: Request) -> Found:
    """Find the person in the 24 months up to the day it is carried out."""
    day = dutch_day(request.moment)
    return find_person(connection, request.municipality, request.person, day)


def _folder(request: Request) -> Path:
    """Return the folder of the month's exports; the purge destroys them."""
    month = str(dutch_day(request.moment))[:7]
    return private_folder(settings().storage / "inzage" / request.municipality / month)


def _heading(request: Request, found: Found) -> list[str]:
    """Return what stands above the chapters."""
    return [
        (
            f"Verzoek ontvangen op {request.received_on:%d-%m-%Y}, gegevens"
            " van"
            f" {dutch_day(request.moment):%d-%m-%Y}, versie {FORM} van dit overzicht."
        ),
        f"Gevonden: {len(found.signal_ids)} signalen in de laatste 24 maanden.",
        (
            "Doel: het aanbieden van een gesprek over schulden (Wgs art. 3). De"
            " gegevens worden vernietigd zes maanden na de maand, of nadat de zaak"
            " gesloten is."
        ),
        (
            "U kunt bezwaar maken, laten corrigeren, of een klacht indienen bij de"
            " functionaris gegevensbescherming of de Autoriteit Persoonsgegevens."
        ),
    ]


def _answer(
    connection: Connection, request_id: str, found: Found, files: tuple[str, ...] = ()
) -> Answer:
    """Return ids and counts, and which partners sent something of the person."""
    query = select(signal.c.partner_code).where(
        signal.c.signal_id.in_(found.signal_ids)
    )
    partners = tuple(sorted(set(connection.scalars(query))))
    count = len(found.signal_ids)
    return Answer(request_id, count, found.doubtful, partners, files)


def _exclude(
    connection: Connection, request: Request, objection_id: str, first: date
) -> None:
    """Write the exclusion, in a source of its own that no list replaces."""
    source = f"O-{objection_id}"
    digest = hashlib.sha256(objection_id.encode()).hexdigest()
    connection.execute(
        upsert(office_file)
        .values(
            office_file_id=source,
            municipality_code=request.municipality,
            kind=OfficeFileKind.REQUESTS,
            digest=digest,
            state="accepted",
            line_count=1,
            accepted_count=1,
            rejected_count=0,
            received_on=request.received_on,
        )
        .on_conflict_do_nothing()
    )
    connection.execute(
        upsert(exclusion)
        .values(
            exclusion_id=objection_id,
            municipality_code=request.municipality,
            office_file_id=source,
            kind=ExclusionKind.OBJECTION,
            from_date=first,
        )
        .on_conflict_do_nothing()
    )


def _bury(
    connection: Connection,
    request: Request,
    objection_id: str,
    variants: list[dict[str, Any]],
) -> None:
    """Keep how the person is recognised, as keyed digests alone."""
    key = pseudonym_key(
        request.municipality, request.received_on.year, Purpose.OBJECTION
    )
    unnamed = [row | {"initials": "", "first_names": ""} for row in variants]
    known = sorted({one for row in variants + unnamed for one in identity_keys(row)})
    rows = [
        {
            "objection_id": objection_id,
            "person_key": digest,
            "key_code": key.code,
            "municipality_code": request.municipality,
        }
        for digest in key.pseudonyms(known)
    ]
    connection.execute(upsert(tombstone).on_conflict_do_nothing(), rows)


def _keep(
    connection: Connection,
    request: Request,
    kind: str,
    answer: Answer,
    action: Action,
    found: Found,
) -> None:
    """Write request, lines of the processing log and event."""
    connection.execute(
        upsert(person_request)
        .values(
            request_id=answer.request_id,
            municipality_code=request.municipality,
            kind=kind,
            requested_by=request.by,
            received_on=request.received_on,
            due_on=_month_later(request.received_on),
            answered_at=request.moment,
            signal_count=answer.signals,
            version=FORM,
        )
        .on_conflict_do_nothing()
    )
    touched = Touched(
        request.municipality, action, answer.request_id, request.moment, request.moment
    )
    log_persons(connection, touched, found.signal_ids)
    event_chain.record(
        connection,
        municipality=request.municipality,
        action=kind,
        object_id=answer.request_id,
        result=f"{answer.signals} signals",
        actor=request.by,
        occurred_at=request.moment,
    )


def _month_later(day: date) -> date:
    """Return the same day of the next month, or its last day."""
    following = ReportingMonth(day.year, day.month).plus(1)
    last = (following.plus(1).first_day - following.first_day).days
    return following.first_day.replace(day=min(day.day, last))
