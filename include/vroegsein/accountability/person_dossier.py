"""What the register holds of one person, as that person may read it (AVG art. 15).

Every chapter is found by the person's own signals, so that nobody else's row comes
along. What would say something of another, or why somebody stands on a safety list
(Wgs, UAVG art. 41), is left out.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from sqlalchemy import Connection, Select, select

from vroegsein.parties.record import FIELDS
from vroegsein.register.audit_tables import processing_line
from vroegsein.register.case_tables import (
    case_signal,
    case_step,
    contact_attempt,
    feedback,
    handover,
    outcome,
)
from vroegsein.register.intake_tables import delivery, signal
from vroegsein.register.list_tables import (
    draft,
    list_entry,
    list_entry_signal,
    signal_decision,
)
from vroegsein.register.pseudonyms import Purpose, known_keys
from vroegsein.register.publication_tables import publication

SUBJECT_TYPE = "hmac-signal"


@dataclass(frozen=True)
class Chapter:
    """One chapter of the export: a title, headers and rows of text."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chapters_of(
    connection: Connection, municipality: str, signal_ids: Sequence[str]
) -> list[Chapter]:
    """Return every chapter of a person's export, in a fixed order."""
    ids = list(signal_ids)
    cases = select(case_signal.c.case_id).where(case_signal.c.signal_id.in_(ids))
    return [
        _signals(connection, ids),
        _chapter(connection, "Beslissingen", _decisions(ids)),
        _chapter(connection, "Plaatsen op een lijst", _places(ids)),
        _chapter(
            connection,
            "Loop van de zaak",
            select(
                case_step.c.step_date.label("Datum"),
                case_step.c.to_state.label("Toestand"),
            )
            .where(case_step.c.case_id.in_(cases))
            .order_by(case_step.c.case_id, case_step.c.step_number),
        ),
        _chapter(connection, "Contact en uitkomst", _contact(cases)),
        _chapter(connection, "Wie ontving gegevens", _recipients(ids)),
        _chapter(connection, "Logboek van verwerkingen", _log(municipality, ids)),
    ]


def page(chapters: Sequence[Chapter], heading: Sequence[str]) -> bytes:
    """Return the export as a page that stands alone."""
    parts = [
        (
            "<!DOCTYPE html><html lang='nl'><meta charset='utf-8'>"
            "<title>Inzage vroegsignalering</title><style>body{font-family:sans-serif;"
            "margin:2em}td,th{border:1px solid #999;padding:.3em;text-align:left}"
            "table{border-collapse:collapse}</style>"
            "<h1>Inzage in uw gegevens: vroegsignalering schulden</h1>"
        )
    ]
    parts += [f"<p>{html.escape(line)}</p>" for line in heading]
    for chapter in chapters:
        parts.append(f"<h2>{html.escape(chapter.title)}</h2>")
        parts.append(_table(chapter) if chapter.rows else "<p>Geen gegevens.</p>")
    return "".join(parts).encode()


def workbook(chapters: Sequence[Chapter]) -> bytes:
    """Return the export as a workbook of text cells, a sheet per chapter."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_urls": False})
    for chapter in chapters:
        sheet = book.add_worksheet(chapter.title[:31])
        for row, cells in enumerate((chapter.headers, *chapter.rows)):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    book.close()
    return written.getvalue()


def _table(chapter: Chapter) -> str:
    """Return a chapter's table."""
    rows = [("th", chapter.headers), *(("td", row) for row in chapter.rows)]
    lines = (
        "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells)
        for tag, cells in rows
    )
    return f"<table>{''.join(lines)}</table>"


def _chapter(connection: Connection, title: str, query: Select[Any]) -> Chapter:
    """Return a chapter made of one query; its labels are the headers."""
    found = connection.execute(query)
    headers = tuple(map(str, found.keys()))
    rows = tuple(
        tuple("" if cell is None else str(cell) for cell in row) for row in found
    )
    return Chapter(title, headers, rows)


def _signals(connection: Connection, ids: list[str]) -> Chapter:
    """Return what partners sent of the person, a row per signal."""
    query = (
        select(
            signal.c.month.label("Maand"),
            signal.c.partner_code.label("Ontvangen van"),
            signal.c.received_at.label("Ontvangen op"),
            delivery.c.legal_basis_code.label("Grondslag"),
            *(signal.c[name].label(field.dutch) for name, field in FIELDS.items()),
        )
        .join(delivery, delivery.c.delivery_id == signal.c.delivery_id)
        .where(signal.c.signal_id.in_(ids))
        .order_by(signal.c.month, signal.c.signal_id)
    )
    return _chapter(connection, "Signalen", query)


def _decisions(ids: list[str]) -> Select[Any]:
    """Select what was decided on the signals, in published lists alone."""
    return (
        select(
            draft.c.month.label("Maand"),
            signal_decision.c.status.label("Status"),
            signal_decision.c.reason.label("Reden"),
        )
        .join(draft, draft.c.draft_id == signal_decision.c.draft_id)
        .join(publication, publication.c.draft_id == draft.c.draft_id)
        .where(
            signal_decision.c.signal_id.in_(ids),
            signal_decision.c.rule_code != "X-UITSL",
        )
        .order_by(draft.c.month, publication.c.version, signal_decision.c.signal_id)
    )


def _places(ids: list[str]) -> Select[Any]:
    """Select the person's places on published lists."""
    return (
        select(
            publication.c.month.label("Maand"),
            publication.c.version.label("Versie"),
            publication.c.published_at.label("Gepubliceerd"),
            list_entry.c.lane.label("Route"),
            list_entry.c.lane_reason.label("Waarom"),
            list_entry.c.due_date.label("Uiterste datum"),
        )
        .join(publication, publication.c.draft_id == list_entry.c.draft_id)
        .join(
            list_entry_signal,
            (list_entry_signal.c.draft_id == list_entry.c.draft_id)
            & (list_entry_signal.c.entry_number == list_entry.c.entry_number),
        )
        .where(list_entry_signal.c.signal_id.in_(ids))
        .distinct()
        .order_by(publication.c.month, publication.c.version)
    )


def _contact(cases: Select[Any]) -> Select[Any]:
    """Select attempts and results of the person's cases."""
    attempts = select(
        contact_attempt.c.attempt_date.label("Datum"),
        contact_attempt.c.kind.label("Wat"),
    ).where(contact_attempt.c.case_id.in_(cases))
    results = select(outcome.c.result_date, outcome.c.result).where(
        outcome.c.case_id.in_(cases)
    )
    return select(attempts.union_all(results).subquery()).order_by("Datum", "Wat")


def _recipients(ids: list[str]) -> Select[Any]:
    """Select who was told what of the person."""
    told = select(
        feedback.c.feedback_date.label("Datum"),
        feedback.c.partner_code.label("Ontvanger"),
        feedback.c.code.label("Wat"),
    ).where(feedback.c.signal_id.in_(ids))
    moved = select(
        handover.c.sent_on, handover.c.to_municipality, handover.c.state
    ).where(handover.c.signal_id.in_(ids))
    return select(told.union_all(moved).subquery()).order_by("Datum", "Ontvanger")


def _log(municipality: str, ids: list[str]) -> Select[Any]:
    """Select the lines of the processing log on the person's signals."""
    subjects = [
        pseudonym
        for key in known_keys(municipality, Purpose.LOG)
        for pseudonym in key.pseudonyms(ids)
    ]
    return (
        select(
            processing_line.c.end_time.label("Wanneer"),
            processing_line.c.name.label("Verwerking"),
            processing_line.c.processing_activity_id.label("Register"),
            processing_line.c.status.label("Status"),
        )
        .where(
            processing_line.c.municipality_code == municipality,
            processing_line.c.data_subject_id.in_(subjects),
        )
        .order_by(processing_line.c.end_time, processing_line.c.span_id)
    )
