"""The months before the demonstrated one, lived on the days they would have been.

Lists, approvals, outcomes and feedback are made by the product's own functions, which
take their moments as arguments. The demonstrated months run in Airflow instead, where
an approval bears the moment somebody really gives it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, select

from vroegsein import accountability, casework, listing, matching
from vroegsein.casework.crisis_list import SEND
from vroegsein.demo import before, officials
from vroegsein.demo.month import COLLECTION_DAY, Demo
from vroegsein.listing.audit import last_audit
from vroegsein.parties.moments import AMSTERDAM
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.workdays import add_working_days
from vroegsein.register import engine
from vroegsein.register.crisis_tables import crisis_list_signal
from vroegsein.register.publication_tables import publication

#: Days in which officials try everybody of a list: they get faster month by month.
PACES = (24, 20, 18, 15, 12, 10)
RETURNED_ON = 27  # day of the next month on which officials tell what came of a list
TELL_WITHIN = 4  # working days after which partners are told


def past_months(demo: Demo) -> list[ReportingMonth]:
    """Return the months that were imported, oldest first."""
    folders = sorted((demo.sent / "history").iterdir())
    return [ReportingMonth.parse(folder.name) for folder in folders]


def live(demo: Demo, seed: int) -> None:
    """Make the lists of the months before, and what came of them; once."""
    for month, pace in zip(past_months(demo), PACES, strict=True):
        past = replace(demo, month=month)
        if _is_published(past):
            continue
        day = listed_on(month)
        urgent = _send_crisis_list(past)
        _publish(past, day)
        _tell(past, add_working_days(day, TELL_WITHIN))
        returned = month.plus(1).first_day.replace(day=RETURNED_ON)
        taken = _take_outcomes(past, seed, (day, returned), pace, urgent)
        _tell(past, add_working_days(returned, 1))
        demo.console.say(f"history {month}: list approved on {day}, {taken} outcomes")


def listed_on(month: ReportingMonth) -> date:
    """Return the first working day after a month, on which its list is approved."""
    return add_working_days(month.plus(1).first_day - timedelta(days=1), 1)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), AMSTERDAM)


def asked_on(month: ReportingMonth) -> date:
    """Return the first working day from a month's collection: its crisis list's day."""
    collected = date(month.year, month.month, COLLECTION_DAY)
    return add_working_days(collected - timedelta(days=1), 1)


def _send_crisis_list(past: Demo) -> dict[str, date]:
    """Let the month's crisis signals go out on their day; return the cases with it."""
    day = asked_on(past.month)
    run_id = matching.match_month(past.municipality, str(past.month))
    draft_id = listing.triage_month(run_id)
    listing.audit_draft(draft_id)
    run = f"history__{past.month}"
    list_id = casework.open_crisis_list(draft_id, run, _moment(day, 9))
    if not list_id:
        return {}
    official = past.policy.approvers[0]
    answer = {
        "chosen_options": [SEND],
        "responded_by_user": {"id": official, "name": official},
        "responded_at": _moment(day, 11).isoformat(),
    }
    casework.record_crisis_list_answer(list_id, answer)
    server = before.server_of(past, past.policy.office.account)
    casework.send_crisis_list(list_id, server)
    table = crisis_list_signal.c
    query = select(table.case_id).where(table.crisis_list_id == list_id)
    with engine().connect() as connection:
        return dict.fromkeys(connection.scalars(query), day)


def _is_published(past: Demo) -> bool:
    query = select(
        exists().where(
            publication.c.municipality_code == past.municipality,
            publication.c.month == str(past.month),
        )
    )
    with engine().connect() as connection:
        return bool(connection.execute(query).scalar_one())


def _publish(past: Demo, day: date) -> None:
    """Take a month to its publication; as many officials approve as it needs."""
    run_id = matching.match_month(past.municipality, str(past.month))
    draft_id = listing.triage_month(run_id)
    listing.audit_draft(draft_id)
    for official, moment in zip(_officials(past, draft_id), _hours(day), strict=False):
        listing.record_approval(draft_id, "approved", official, moment)
    publication_id = listing.publish_list(draft_id)
    casework.open_cases(publication_id)
    accountability.write_audit_report(publication_id)


def _officials(past: Demo, draft_id: str) -> tuple[str, ...]:
    """Return who approves a draft."""
    with engine().connect() as connection:
        audited = last_audit(connection, draft_id)
    needed = audited["approvals_needed"] if audited else 1
    return past.policy.approvers[:needed]


def _hours(day: date) -> Iterator[datetime]:
    """Yield moments of one morning."""
    yield _moment(day, 9)
    yield _moment(day, 11)


def _take_outcomes(
    past: Demo,
    seed: int,
    days: tuple[date, date],
    pace: int,
    urgent: Mapping[str, date],
) -> int:
    """Let officials return what came of a list; return how many rows were taken."""
    name = officials.return_outcomes(past, seed, days, pace, urgent)
    server = before.server_of(past, past.policy.office.account)
    moment = _moment(days[1], 18)
    counts: dict[str, int] = casework.take_office_file(
        past.municipality, name, server, moment
    )
    return counts["taken"]


def _tell(past: Demo, day: date) -> None:
    """Write down what partners may know; the first feedback of the Dag sends it."""
    casework.write_feedback(past.municipality, _moment(day, 18))
