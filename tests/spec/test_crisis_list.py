"""Crisis signals on no list become one the same day: decided by people, sent once."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pyrage
import pytest
from sqlalchemy import select
from support.listing_month import Register, signal
from support.reviewing import Officials
from support.told_outcomes import case_of, open_all_cases, tell_attempt

from vroegsein import casework, listing, matching
from vroegsein.casework.crisis_list import crisis_list_text
from vroegsein.errors import DecisionError, OperatorError
from vroegsein.intake.arriving import turns
from vroegsein.register.case_tables import case, case_signal
from vroegsein.register.crisis_tables import crisis_list

NOON = "2026-10-08T12:00:00+02:00"
NEXT_MORNING = "2026-10-09T06:45:00+02:00"
ANSWER = {
    "chosen_options": ["Versturen"],
    "responded_by_user": {"id": "coordinator", "name": "coordinator"},
    "responded_at": "2026-10-08T13:00:00+02:00",
}
REFUSAL = {**ANSWER, "chosen_options": ["Afwijzen"]}


@pytest.fixture
def month(register, request) -> Register:
    """The eighth of October: two crises of one person, one of another, and the rest."""
    request.getfixturevalue("officials")
    found = Register(register)
    found.deliver(
        [
            signal("c1", person="P1", kind="ONTRUIMING", surname="Zonderling"),
            signal("c2", person="P1", partner="wetterfryslan", kind="AFSLUITING",
                   surname="Zonderling", cents=900),
            signal("c3", person="P2", partner="skarstroom", kind="EINDELEVERING",
                   surname="Visser", number="9"),
            signal("r1", person="P1", partner="terpzorg", surname="Zonderling", days=60),
            signal("r2", person="P3", surname="Bakker", number="7"),
            signal("x1", person="P4", kind="ONTRUIMING", debtor="RP", number="8"),
        ]
    )  # fmt: skip
    return found


def drafted(month: Register) -> str:
    """A draft of what is known of the month."""
    return listing.triage_month(month.match())


def opened(month: Register, moment: str = NOON) -> str:
    return casework.open_crisis_list(drafted(month), f"run {moment}", moment)


def sent(month: Register, officials: Officials, moment: str = NOON) -> str:
    """A list that was approved and went out; its name in the outbox."""
    list_id = opened(month, moment)
    assert casework.record_crisis_list_answer(list_id, ANSWER)
    return casework.send_crisis_list(list_id, officials.server)


def sheet(officials: Officials, name: str):
    """The list of a sealed workbook, opened by its reader."""
    sealed = (officials.folder / "outbox" / name).read_bytes()
    return openpyxl.load_workbook(io.BytesIO(pyrage.decrypt(sealed, [officials.key])))


def column(book, header: str) -> list[str]:
    found = book["Signaallijst"]
    headers = [cell.value for cell in found[1]]
    return [row[headers.index(header)].value for row in found.iter_rows(min_row=2)]


@pytest.mark.usefixtures("month")
def test_crisis_signals_wait_until_a_list_has_them():
    assert casework.waiting_crisis_signals("1940", NOON) == ["c1", "c2", "c3", "x1"]
    assert casework.crisis_months("1940", NOON) == ["2026-10"]
    assert casework.new_crisis_signals("1940", NOON) == ["c1", "c2", "c3", "x1"]
    assert casework.new_crisis_signals("1940", NEXT_MORNING) == []
    before = "2026-10-07T12:00:00+02:00"
    assert casework.waiting_crisis_signals("1940", before) == []


@pytest.mark.usefixtures("month")
@pytest.mark.parametrize(("day", "count"), [("2026-11-05", 4), ("2026-11-06", 0)])
def test_a_signal_waits_for_the_legal_term_of_28_days(day: str, count: int):
    moment = f"{day}T12:00:00+01:00"
    assert len(casework.waiting_crisis_signals("1940", moment)) == count


def test_an_official_sees_counts_and_the_last_day_and_nobody(month):
    text = crisis_list_text(opened(month))
    assert "**2 personen** met 3 crisissignalen" in text
    assert "uiterlijk 13-10-2026" in text
    assert "Besluit voor 08-10-2026 17:30" in text
    for word in ("Zonderling", "Visser", "8501", "1980"):
        assert word not in text


def test_the_list_shows_each_person_whole_in_the_look_of_the_signal_list(
    month, officials
):
    book = sheet(officials, sent(month, officials))
    assert column(book, "Crisis") == ["ja", "ja"]
    assert column(book, "Laan") == ["L0 crisis", "L0 crisis"]
    assert sorted(column(book, "Naam")) == ["J. Visser", "J. Zonderling"]
    whole = column(book, "Bedrag per sector")
    assert any("zorg" in text and "huur" in text for text in whole)
    assert book["Toelichting"]["A1"].value == (
        "Crisislijst van 08-10-2026, De Fryske Marren, oktober 2026"
    )
    headings = [row[0].value for row in book["Toelichting"].iter_rows()]
    assert "Werk van deze lijst" not in headings  # that is the whole month's


def test_nothing_goes_out_before_an_official_decided(month, officials):
    """D12: een mens beslist over elke lijst, ook in een crisis."""
    list_id = opened(month)
    with pytest.raises(DecisionError, match="not approved"):
        casework.send_crisis_list(list_id, officials.server)
    assert not casework.record_crisis_list_answer(list_id, REFUSAL)
    with pytest.raises(DecisionError, match="not approved"):
        casework.send_crisis_list(list_id, officials.server)
    assert list((officials.folder / "outbox").iterdir()) == []


@pytest.mark.parametrize(
    "missing", ["chosen_options", "responded_by_user", "responded_at"]
)
def test_an_answer_says_what_who_and_when(month, missing: str):
    with pytest.raises(DecisionError, match="an official answers"):
        casework.record_crisis_list_answer(opened(month), ANSWER | {missing: None})


def test_only_whom_the_policy_names_may_send_a_crisis_list(month, officials):
    """AIR-08: red while the answer of any user counted."""
    list_id = opened(month)
    assert casework.crisis_list_approvers(list_id) == ["coordinator", "coordinator2"]
    engineer = {"responded_by_user": {"id": "engineer", "name": "coordinator"}}
    for answer in (ANSWER, REFUSAL):
        with pytest.raises(DecisionError, match=r"NO_RIGHT.*coordinator, coordinator2"):
            casework.record_crisis_list_answer(list_id, answer | engineer)
    with pytest.raises(DecisionError, match="not approved"):
        casework.send_crisis_list(list_id, officials.server)
    second = {"responded_by_user": {"id": "coordinator2", "name": "coordinator2"}}
    assert casework.record_crisis_list_answer(list_id, ANSWER | second)


def test_nobody_is_on_two_crisis_lists_and_a_rerun_sends_the_same(month, officials):
    name = sent(month, officials)
    before = (officials.folder / "outbox" / name).read_bytes()
    assert name == "crisislijst_2026-10_20261008_v1.xlsx.age"
    assert casework.waiting_crisis_signals("1940", NOON) == ["x1"]  # never picked up
    assert casework.open_crisis_list(drafted(month), "run", NEXT_MORNING) == ""
    with month.engine.connect() as connection:
        (list_id,) = connection.scalars(select(crisis_list.c.crisis_list_id))
    assert casework.record_crisis_list_answer(list_id, ANSWER)
    assert casework.send_crisis_list(list_id, officials.server) == name
    assert (officials.folder / "outbox" / name).read_bytes() == before
    month.deliver(
        [signal("c9", person="P9", kind="ONTRUIMING", number="3", partner="gaastwonen")]
    )
    assert sent(month, officials) == "crisislijst_2026-10_20261008_v2.xlsx.age"


def test_the_same_question_stays_one_question_that_day(month):
    draft_id = drafted(month)
    first = casework.open_crisis_list(draft_id, "run 1", NOON)
    assert casework.open_crisis_list(draft_id, "run 1", NOON) == first  # a rerun
    assert casework.open_crisis_list(draft_id, "run 2", NOON) == ""
    assert casework.waiting_crisis_signals("1940", NOON) == ["x1"]


def test_a_question_nobody_answered_is_asked_again_and_the_old_one_ends(month):
    first = opened(month)
    again = opened(month, NEXT_MORNING)
    assert first != again
    with pytest.raises(DecisionError, match="is expired; a newer one asks"):
        casework.record_crisis_list_answer(first, ANSWER)
    assert casework.record_crisis_list_answer(again, ANSWER)


def test_who_was_refused_is_asked_about_the_next_working_day(month):
    casework.record_crisis_list_answer(opened(month), REFUSAL)
    waiting = casework.waiting_crisis_signals("1940", NEXT_MORNING)
    assert waiting == ["c1", "c2", "c3", "x1"]


def test_a_case_is_open_from_the_crisis_list_on_and_stays_the_same(month, officials):
    sent(month, officials)
    case_id = case_of(month.engine, "c1")
    assert case_of(month.engine, "c2") == case_id
    tell_attempt(month.engine, "c1", date(2026, 10, 8), reached=True)
    counts = casework.clock_counts("1940", "2026-10-20T12:00:00+02:00")
    assert counts["K-3WD"]["missed"] == 2  # of the other person, and the one refused
    month.publish(at=datetime(2026, 11, 2, 8, tzinfo=UTC))
    open_all_cases(month.engine)
    assert case_of(month.engine, "c1") == case_id == case_of(month.engine, "r1")
    with month.engine.connect() as connection:
        query = select(case_signal.c.picked_up_on).filter_by(signal_id="c1")
        assert connection.scalar(query) == date(2026, 10, 8)
        states = connection.scalars(select(case.c.state).filter_by(case_id=case_id))
        assert states.all() == ["open"]


def test_the_list_of_the_month_says_who_was_on_a_crisis_list(month, officials, storage):
    before = drafted(month)
    sent(month, officials)
    assert drafted(month) != before  # a list that was sent makes another draft
    month.publish(at=datetime(2026, 11, 2, 8, tzinfo=UTC))
    path = storage / "publications/1940/2026-10/v1/signaallijst.xlsx"
    book = openpyxl.load_workbook(path)
    found = dict(zip(column(book, "Naam"), column(book, "Te controleren"), strict=True))
    mark = "stond op de crisislijst van 08-10-2026"
    assert mark in found["J. Zonderling"]
    assert mark in found["J. Visser"]
    assert mark not in (found["J. Bakker"] or "")
    assert casework.waiting_crisis_signals("1940", "2026-11-02T12:00:00+01:00") == []


def test_a_partner_hears_that_a_crisis_signal_was_picked_up(month, officials):
    sent(month, officials)
    casework.write_feedback("1940", "2026-10-08T18:30:00+02:00")
    from vroegsein.register.case_tables import feedback

    with month.engine.connect() as connection:
        rows = connection.execute(select(feedback.c.signal_id, feedback.c.code))
        told = {row.signal_id: row.code for row in rows}
    assert (told["c1"], told["r1"]) == ("TK01", "TK00")


@pytest.mark.usefixtures("month")
def test_two_runs_never_match_a_month_at_once(monkeypatch):
    """Crisislijst en maandlijst delen de werkmap van de koppeling."""
    monkeypatch.setattr(turns, "WAIT", "200ms")
    with (
        turns.one_at_a_time("1940|2026-10|matching"),
        pytest.raises(OperatorError, match="RUN_LOCKED"),
    ):
        matching.match_month("1940", "2026-10")
