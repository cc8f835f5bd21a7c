"""Every clock of law, covenant and policy: its last day, and how it stands on a day."""

from datetime import date, timedelta

import pytest
from support.listing_month import Register, signal
from support.told_outcomes import open_all_cases, tell_attempt, tell_outcome

from vroegsein import casework
from vroegsein.casework.clock_watch import watch
from vroegsein.casework.clock_watch_runs import Run, State, runs_of, state_on
from vroegsein.casework.clock_watch_terms import CLOCKS, ClockId, Unit, last_day
from vroegsein.casework.feedback_facts import Attempt, Outcome, Standing
from vroegsein.casework.feedback_news import Told
from vroegsein.listing.triage import Rule
from vroegsein.parties.case_codes import ContactKind, FeedbackCode, Result
from vroegsein.parties.policy_feedback import Feedback

POLICY = Feedback()
RECEIVED, LISTED = date(2026, 10, 8), date(2026, 10, 14)

#: Clock, day it starts, last day, and what makes it worth a line.
BOUNDARIES = [
    ("K-3WD", "2026-10-08", "2026-10-13", "over a weekend"),
    ("K-3WD", "2026-04-02", "2026-04-09", "Good Friday and Easter Monday"),
    ("K-3WD", "2026-04-24", "2026-04-30", "Koningsdag on a Monday"),
    ("K-3WD", "2025-04-25", "2025-04-30", "Koningsdag moved to a Saturday"),
    ("K-3WD", "2026-05-04", "2026-05-08", "5 May"),
    ("K-3WD", "2026-05-13", "2026-05-19", "Ascension"),
    ("K-3WD", "2026-05-22", "2026-05-28", "Whit Monday"),
    ("K-3WD", "2026-12-24", "2026-12-30", "Christmas"),
    ("K-3WD", "2026-12-30", "2027-01-05", "the end of the year"),
    ("K-3WD", "2026-10-10", "2026-10-14", "received on a Saturday"),
    ("K-14", "2026-12-24", "2027-01-07", "days, holidays or not"),
    ("K-28", "2026-10-08", "2026-11-05", "over the change of the clock"),
    ("K-28", "2026-03-28", "2026-04-25", "ends on a Saturday: not extended"),
    ("K-8W", "2026-11-02", "2026-12-28", "eight weeks"),
    ("K-PAUZE", "2026-11-02", "2026-12-02", "thirty days"),
    ("K-QF", "2027-01-30", "2027-03-01", "over February"),
    ("K-20WD", "2026-12-01", "2026-12-30", "over Christmas"),
    ("K-20WD", "2026-04-01", "2026-05-04", "Easter and Koningsdag"),
    ("K-6M", "2026-10-01", "2027-04-30", "six whole months"),
    ("K-6M", "2026-08-01", "2027-02-28", "to the end of February"),
    ("K-LATE", "2026-10-14", "2026-11-11", "four weeks"),
    ("K-FB", "2026-12-24", "2027-01-04", "Christmas and New Year"),
    ("K-FILE", "2026-12-24", "2026-12-28", "one working day"),
    ("K-INFO", "2026-01-31", "2026-02-28", "a shorter month"),
    ("K-INFO", "2028-01-31", "2028-02-29", "a leap year"),
    ("K-INFO", "2026-12-08", "2027-01-08", "the same day of the next month"),
]


@pytest.mark.parametrize(("clock", "start", "end", "why"), BOUNDARIES)
def test_a_clock_ends_on_its_last_day(clock: str, start: str, end: str, why: str):
    found = last_day(ClockId(clock), date.fromisoformat(start))
    assert found == date.fromisoformat(end), why


def test_every_clock_is_explained_and_has_a_boundary():
    assert set(CLOCKS) == set(ClockId) == {ClockId(row[0]) for row in BOUNDARIES}
    for clock in CLOCKS.values():
        assert clock.source
        assert clock.remedy.endswith(".")
        assert clock.length > 0


def standing(**changes) -> Standing:
    """A crisis signal on a published list, unless said otherwise."""
    known = {
        "signal_id": "s1", "partner_code": "merenwonen", "source_record_id": "A-1",
        "month": "2026-10", "kind": "ONTRUIMING", "received_on": RECEIVED,
        "rule": Rule.PICKED_UP, "decided_on": LISTED, "case_id": "M-1",
        "picked_up_on": LISTED, "lane": "L3",
    }  # fmt: skip
    return Standing(**known | changes)


def clocks(found: Standing, told: Told | None = None) -> dict[str, Run]:
    return {run.clock.value: run for run in runs_of(found, POLICY, told)}


def test_what_is_listed_and_untouched_runs_every_clock_of_an_offer():
    told = Told(FeedbackCode.PICKED_UP)
    assert set(clocks(standing(), told)) == {
        "K-3WD", "K-14", "K-28", "K-INFO", "K-LATE", "K-6M",
    }  # fmt: skip


def test_a_crisis_signal_on_no_list_yet_is_watched_by_its_own_id():
    found = clocks(standing(rule=None, case_id=None, picked_up_on=None, lane=None))
    assert found["K-3WD"].subject == "s1"
    assert "K-14" not in found


def test_nothing_is_owed_to_who_is_not_picked_up_but_the_partner_hears_it():
    assert set(clocks(standing(rule=Rule.SAFETY))) == {"K-FB"}


def test_an_attempt_ends_the_offer_and_only_word_of_it_informs():
    day = RECEIVED + timedelta(days=2)
    missed = standing(attempts=(Attempt(day, ContactKind.PHONE, reached=False),))
    written = standing(attempts=(Attempt(day, ContactKind.LETTER, reached=False),))
    for clock in ("K-3WD", "K-14", "K-28"):
        assert clocks(missed)[clock].ended_on == day
    assert clocks(missed)["K-INFO"].ended_on is None
    assert clocks(written)["K-INFO"].ended_on == day


def test_a_talk_starts_the_eight_weeks_and_a_result_ends_them():
    talk, end = date(2026, 10, 20), date(2026, 11, 2)
    found = standing(
        attempts=(Attempt(talk, ContactKind.HOME_VISIT, reached=True),),
        outcomes=(Outcome(end, Result.FOLLOW_UP),),
    )
    eight = clocks(found)["K-8W"]
    assert (eight.start, eight.ended_on) == (talk, end)


def test_an_acceptance_starts_pause_and_quick_fix_which_end_by_themselves():
    day = date(2026, 11, 2)
    found = clocks(standing(outcomes=(Outcome(day, Result.QUICK_FIX),)))
    for clock in ("K-PAUZE", "K-QF"):
        run = found[clock]
        assert (run.start, run.last_day) == (day, date(2026, 12, 2))
        assert state_on(run, run.last_day, 2) is State.AT_RISK
        assert state_on(run, run.last_day + timedelta(days=1), 2) is State.ENDED


@pytest.mark.parametrize(
    ("supply_end", "is_incident"),
    [("2026-11-04", True), ("2026-11-05", False), ("2026-11-06", False)],
)
def test_supply_that_ends_within_twenty_working_days_is_an_incident(
    supply_end: str, is_incident: bool
):
    """K-20WD: 8 oktober plus twintig werkdagen is 5 november."""
    end = date.fromisoformat(supply_end)
    found = clocks(standing(kind="EINDELEVERING", supply_end_date=end))
    assert ("K-20WD" in found) == is_incident
    if is_incident:
        run = found["K-20WD"]
        assert state_on(run, RECEIVED, 2) is State.MISSED
        assert state_on(run, end, 2) is State.ENDED


def test_feedback_is_due_until_it_is_told():
    assert clocks(standing())["K-FB"].last_day == date(2026, 10, 21)
    assert "K-FB" not in clocks(standing(), Told(FeedbackCode.PICKED_UP))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-10-08", State.RUNNING),
        ("2026-10-09", State.AT_RISK),  # Friday: Monday and Tuesday are left
        ("2026-10-11", State.AT_RISK),
        ("2026-10-13", State.AT_RISK),
        ("2026-10-14", State.MISSED),
    ],
)
def test_a_clock_is_at_risk_from_two_working_days_before_its_last(day, state):
    run = clocks(standing())["K-3WD"]
    assert state_on(run, date.fromisoformat(day), 2) is state


def test_of_a_case_the_signal_that_ends_first_is_watched(register):
    month = Register(register)
    early = signal("s1", person="P1", kind="ONTRUIMING")
    late = signal("s2", person="P1", partner="wetterfryslan", kind="AFSLUITING")
    month.deliver([early, late, signal("s3", cents=7499)])
    day = date(2026, 10, 9)
    before = watch("1940", day)
    crises = [run for run in before.runs if run.clock is ClockId.CRISIS]
    assert [run.subject for run in crises] == ["s1", "s2"]  # on no list yet


@pytest.fixture
def listed(register, request) -> Register:
    """October published: a crisis, an ordinary signal, one that is too small."""
    request.getfixturevalue("storage")
    month = Register(register)
    month.deliver(
        [
            signal("s1", kind="ONTRUIMING"),
            signal("s2", surname="Visser", cents=20000),
            signal("s3", cents=7499),
        ]
    )
    month.publish()
    open_all_cases(register)
    return month


@pytest.mark.usefixtures("listed")
def test_counts_follow_what_officials_tell(register):
    noon = "2026-10-15T12:00:00+02:00"
    before = casework.clock_counts("1940", noon)
    assert set(before) == {clock.value for clock in ClockId}
    assert before["K-3WD"] == {"running": 0, "at_risk": 0, "missed": 1}
    assert before["K-28"] == {"running": 2, "at_risk": 0, "missed": 0}
    assert before["K-FB"]["running"] == 3
    tell_attempt(register, "s1", date(2026, 10, 13))
    tell_outcome(register, "s2", Result.KNOWN, date(2026, 10, 15))
    after = casework.clock_counts("1940", noon)
    assert after["K-3WD"]["missed"] == 0
    assert after["K-28"] == {"running": 0, "at_risk": 0, "missed": 0}
    casework.write_feedback("1940", noon)
    assert casework.clock_counts("1940", noon)["K-FB"]["running"] == 0
    assert before["K-FILE"]["missed"] > 0  # the other partners delivered nothing


@pytest.mark.usefixtures("listed")
def test_a_mail_names_whose_move_it_is_and_nobody_else():
    mail = casework.clock_mail("1940", "2026-10-15T07:00:00+02:00")
    assert "K-3WD, eerste gesprek na een crisissignaal: 1 te laat" in mail.text
    assert "Aan zet: het team vroegsignalering. Bel of bezoek vandaag" in mail.text
    for word in ("Jansma", "Visser", "8501", "1980", "612345678", "Midstraat"):
        assert word not in mail.subject + mail.text


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-10-07", False),  # received on the 8th, at nine
        ("2026-10-08", True),
        ("2026-10-09", True),
        ("2026-10-12", True),  # the second working day after
        ("2026-10-13", False),
    ],
)
def test_an_incident_is_told_on_two_mornings(register, day: str, told: bool):
    """Meer dan een werkdag, zodat een gemiste ochtend er geen verzwijgt."""
    sent = {"merenwonen": [("SCH_FORBIDDEN", "warning"), ("VAL_REQUIRED", "line")]}
    Register(register).deliver([signal("s1")], findings=sent)
    mail = casework.clock_mail("1940", f"{day}T12:00:00+02:00")
    said = f"{mail.subject}\n{mail.text}" if mail else ""
    assert (", 1 incident\n" in said) is told
    assert ("SCH_FORBIDDEN, merenwonen 2026-10, levering D-1940-" in said) is told
    assert ("binnen 72 uur" in said) is told
    assert "VAL_REQUIRED" not in said
    assert "Jansma" not in said


@pytest.mark.usefixtures("register")
def test_before_its_due_day_a_month_is_not_watched():
    """Voor de eerste leverdag van een maand is er alleen de vorige."""
    runs = watch("1940", date(2026, 10, 1)).runs
    assert {run.clock for run in runs} == {ClockId.FILE}
    own = [run for run in runs if run.subject.endswith("2026-10")]
    assert own == []


def test_working_days_are_no_run_on_a_holiday():
    assert not casework.is_open_day("2026-12-25T07:00:00+01:00")
    assert casework.is_open_day("2026-12-28T07:00:00+01:00")


def test_units_are_those_a_reader_knows():
    assert {clock.unit for clock in CLOCKS.values()} == set(Unit)
