"""How a municipality's clocks stand on a day, and who is told: counts and ids alone."""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping

from vroegsein.casework.clock_watch_runs import Run, State, state_on, watched
from vroegsein.casework.clock_watch_terms import CLOCKS, ClockId
from vroegsein.casework.feedback import last_told
from vroegsein.casework.feedback_facts import read_standings
from vroegsein.casework.incidents import incident_lines, incident_section
from vroegsein.listing.dutch import day as dutch_date
from vroegsein.listing.inputs import load_passports
from vroegsein.listing.statements import rows
from vroegsein.parties.calendar import GRACE_DAYS, Standing, month_standings
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.workdays import add_working_days, is_working_day
from vroegsein.register import engine
from vroegsein.settings import settings

MOST_NAMED = 20  # ids of one clock in a mail
COUNTED = (State.RUNNING, State.AT_RISK, State.MISSED)
STATE_WORDS = {State.AT_RISK: "loopt bijna af", State.MISSED: "te laat"}
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mail:
    """A message for people: counts and ids, never a person."""

    subject: str
    text: str


@dataclass(frozen=True)
class Watched:
    """All clocks of a municipality as they stand on a day."""

    day: date
    at_risk_days: int
    runs: tuple[Run, ...]

    def in_state(self, state: State) -> list[Run]:
        """Return the clocks that stand so, by clock and subject."""
        return [
            run
            for run in self.runs
            if state_on(run, self.day, self.at_risk_days) is state
        ]


def is_open_day(moment: datetime | str) -> bool:
    """Tell whether a run falls on a Dutch working day."""
    return is_working_day(dutch_day(read_moment(moment)))


def clock_counts(
    municipality: str, moment: datetime | str
) -> dict[str, dict[str, int]]:
    """Return per clock how many cases run, are at risk, and were missed.

    Args:
        municipality: CBS code.
        moment: When the run was due, with its time zone (as text: ISO 8601).

    Returns:
        Clock id -> state -> number of subjects; every clock is there.

    Raises:
        ConfigurationError: The policy or a passport is missing or wrong.
    """
    found = watch(municipality, dutch_day(read_moment(moment)))
    counts = {
        state: Counter(run.clock for run in found.in_state(state)) for state in COUNTED
    }
    told = {
        clock.value: {state.value: counts[state][clock] for state in COUNTED}
        for clock in ClockId
    }
    logger.info("municipality=%s day=%s clocks=%s", municipality, found.day, told)
    return told


def clock_mail(municipality: str, moment: datetime | str) -> Mail | None:
    """Return what the coordinators are told, None where nothing asks for anybody.

    Clocks that press, and what partners should never have sent.

    Raises:
        ConfigurationError: The policy or a passport is missing or wrong.
    """
    found = watch(municipality, dutch_day(read_moment(moment)))
    with engine().connect() as connection:
        incidents = incident_lines(connection, municipality, found.day)
    by_state = {state: found.in_state(state) for state in (State.MISSED, State.AT_RISK)}
    pressing = {
        state: [run for run in runs if not CLOCKS[run.clock].ends_by_itself]
        for state, runs in by_state.items()
    }
    if not any(pressing.values()) and not incidents:
        return None
    missed, at_risk = len(pressing[State.MISSED]), len(pressing[State.AT_RISK])
    subject = f"Vroegsein {municipality}: {missed} te laat, {at_risk} bijna"
    if incidents:
        subject += f", {len(incidents)} incident{'en' if len(incidents) > 1 else ''}"
    lines = [f"Termijnen op {dutch_date(found.day)}, gemeente {municipality}.", ""]
    lines += incident_section(incidents, found.day)
    for state, runs in pressing.items():
        lines += _lines(state, runs)
    lines.append("Alleen aantallen en kenmerken; wie het betreft staat op de lijst.")
    return Mail(subject, "\n".join(lines) + "\n")


def watch(municipality: str, day: date) -> Watched:
    """Return all clocks of a municipality as the register knows them on a day.

    Raises:
        ConfigurationError: The policy or a passport is missing or wrong.
    """
    policy = load_policy(settings().municipalities, municipality)
    with engine().connect() as connection:
        told = last_told(connection, municipality, day)
        standings = read_standings(connection, municipality, day)
        files = _file_runs(connection, municipality, day)
    runs = watched(standings, policy.feedback, told)
    return Watched(day, policy.clocks.at_risk_days, (*runs, *files))


def _file_runs(connection: Connection, municipality: str, day: date) -> list[Run]:
    """Return K-FILE of every partner, for this month and the one before."""
    this_month = ReportingMonth(day.year, day.month)
    found: list[Run] = []
    for month in (this_month.plus(-1), this_month):
        received = rows(
            connection,
            "casework",
            "first_received",
            municipality_code=municipality,
            month=str(month),
            day=day,
        )
        found += _of_month(received, municipality, month, day)
    return found


def _of_month(
    received: Sequence[RowMapping], municipality: str, month: ReportingMonth, day: date
) -> list[Run]:
    """Return K-FILE of one month for the partners whose day has come."""
    by_partner = {row["partner_code"]: row["received_on"] for row in received}
    passports = load_passports(municipality).values()
    return [
        Run(
            ClockId.FILE,
            f"{standing.partner_code} {month}",
            standing.due_on,
            add_working_days(standing.due_on, GRACE_DAYS),
            standing.received_on,
        )
        for standing in month_standings(passports, municipality, month, day, by_partner)
        if standing.standing is not Standing.EXPECTED
    ]


def _lines(state: State, runs: Iterable[Run]) -> list[str]:
    """Return what a mail says of the clocks that stand so, clock by clock."""
    by_clock: dict[ClockId, list[Run]] = {}
    for run in runs:
        by_clock.setdefault(run.clock, []).append(run)
    lines: list[str] = []
    for clock_id, found in sorted(by_clock.items()):
        clock = CLOCKS[clock_id]
        ordered = sorted(found, key=lambda run: (run.last_day, run.subject))
        named = ", ".join(run.subject for run in ordered[:MOST_NAMED])
        more = len(ordered) - MOST_NAMED
        lines += [
            f"{clock_id.value}, {clock.name}: {len(ordered)} {STATE_WORDS[state]}",
            f"  Aan zet: {clock.mover}. {clock.remedy} ({clock.source})",
            f"  {named}{f' en nog {more}' if more > 0 else ''}",
            "",
        ]
    return lines
