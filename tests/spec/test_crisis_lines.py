"""A crisis signal that is not taken is never held back in silence."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from support.receipt_desk import TAKEN, desk, values

from vroegsein.errors import DecisionError
from vroegsein.intake import ledger
from vroegsein.intake.entering.remembered import remember_refused
from vroegsein.intake.judging.crisis_review import (
    ANSWERS,
    claim_crisis_notices,
    crisis_question,
    due_moment,
    open_crisis_notices,
    record_crisis_answer,
)
from vroegsein.intake.judging.held_back import crisis_lines, note_held_back
from vroegsein.parties.record import CRISIS_KINDS

__all__ = ["desk"]
with_desk = pytest.mark.usefixtures("desk", "storage")
MOMENT = datetime(2026, 10, 7, 7, tzinfo=UTC)  # a Wednesday, nine in the morning
CRISIS = values(1, soort_signaal="ONTRUIMING")
PLAIN = values(2)
YES = {
    "chosen_options": ["Zelf opgepakt"],
    "responded_by_user": {"id": "7", "name": "coordinator"},
    "responded_at": "2026-10-07T12:00:00+02:00",
}


def note(outcomes: dict[int, str], rows: dict, code: str | None = None) -> list[str]:
    """Note what was held back of a delivery; return what people must be asked."""
    ledger.transaction(lambda db: note_held_back(db, TAKEN, outcomes, rows, code))
    return open_crisis_notices(["d1"], MOMENT)


@pytest.mark.parametrize("kind", sorted(CRISIS_KINDS))
@pytest.mark.parametrize("verdict", ["rejected", "no_ground", "refused"])
def test_a_crisis_line_that_is_not_taken_is_seen(kind: str, verdict: str):
    assert crisis_lines({2: verdict}, {2: values(1, soort_signaal=kind)}) == [2]


@pytest.mark.parametrize("verdict", ["accepted", "duplicate", "objection"])
def test_a_crisis_line_taken_repeated_or_objected_to_is_let_be(verdict: str):
    assert crisis_lines({2: verdict}, {2: CRISIS}) == []


@with_desk
def test_a_plain_line_that_is_not_taken_raises_nobody():
    assert note({2: "rejected", 3: "rejected"}, {2: PLAIN}) == []


@with_desk
def test_the_crisis_lines_of_a_refused_file_are_noted():
    (found,) = note(
        {2: "refused", 3: "refused"}, {2: PLAIN, 3: CRISIS}, "DEL_TOO_MANY_REJECTED"
    )
    told = crisis_question(found)
    assert "(regel 3)" in told
    assert "DEL_TOO_MANY_REJECTED" in told


@pytest.mark.parametrize(
    ("code", "asked"),
    [("DEL_HASH", True), ("TXT_ENCODING", True), ("DEL_EMPTY", False),
     ("LAW_NO_BASIS", False)],
)  # fmt: skip
@with_desk
def test_a_file_nobody_could_read_is_noted_unless_it_is_empty_or_unlawful(
    tmp_path: Path, code: str, asked: bool
):
    remember_refused(TAKEN, code, range(0), tmp_path / "absent")
    found = open_crisis_notices(["d1"], MOMENT)
    assert bool(found) is asked
    if asked:
        assert "niet te lezen" in crisis_question(found[0])


@with_desk
def test_the_question_has_lines_and_terms_and_no_value():
    (found,) = note({2: "rejected", 9: "rejected"}, {2: CRISIS})
    claim_crisis_notices("run-1", MOMENT)
    told = crisis_question(found)
    for part in (
        "**Stichting Woonproef** (woonproef), gemeente 1940, oktober 2026",
        "Niet overgenomen crisissignalen: 1** (regel 2)",
        "Van 1 andere regels is de soort signaal niet te lezen",
        "uiterlijk 12-10-2026",
        "Antwoord voor 7 oktober 2026 om 17:30 uur",
    ):
        assert part in told
    for value in ("A-1", "Proefpersoon", "8501AB", "123.45", "0012345"):
        assert value not in told


@with_desk
def test_many_lines_are_counted_and_the_first_are_named():
    lines = range(2, 102)
    (found,) = note(dict.fromkeys(lines, "rejected"), dict.fromkeys(lines, CRISIS))
    told = crisis_question(found)
    assert "crisissignalen: 100**" in told
    assert "51 en nog 50" in told


@with_desk
def test_two_runs_never_ask_the_same_and_a_rerun_asks_its_own():
    found = note({2: "rejected"}, {2: CRISIS})
    assert claim_crisis_notices("run-1", MOMENT) == found
    assert claim_crisis_notices("run-2", MOMENT) == []
    assert claim_crisis_notices("run-1", MOMENT) == found
    assert open_crisis_notices(["d1"], MOMENT) == []


@with_desk
def test_what_nobody_answered_in_time_is_asked_again():
    found = note({2: "rejected"}, {2: CRISIS})
    claim_crisis_notices("run-1", MOMENT)
    later = MOMENT + timedelta(days=1)
    assert open_crisis_notices(["d1"], later) == found
    assert claim_crisis_notices("run-2", later) == found
    assert open_crisis_notices(["d1"], later) == []


@with_desk
def test_what_was_answered_is_not_asked_again(desk):
    (found,) = note({2: "rejected"}, {2: CRISIS})
    claim_crisis_notices("run-1", MOMENT)
    assert record_crisis_answer(found, YES) == "taken_up"
    assert record_crisis_answer(found, YES) == "taken_up"
    assert note({2: "rejected"}, {2: CRISIS}) == []
    assert open_crisis_notices(["d1"], MOMENT + timedelta(days=9)) == []
    query = text("SELECT answer, answered_by FROM intake.crisis_answer")
    with desk.connect() as connection:
        rows = connection.execute(query).all()
    assert [tuple(row) for row in rows] == [("taken_up", "coordinator")]


@with_desk
def test_a_file_examined_again_can_have_another_question_or_none():
    note({2: "rejected"}, {2: CRISIS})
    assert note({2: "accepted"}, {2: CRISIS}) == []  # nobody was asked: taken back
    first = note({2: "rejected"}, {2: CRISIS})
    claim_crisis_notices("run-1", MOMENT)
    second = note({2: "rejected", 3: "rejected"}, {2: CRISIS, 3: CRISIS})
    assert len(second) == 1
    assert second != first


@pytest.mark.parametrize(
    "change",
    [
        {"chosen_options": ["Iets anders"]},
        {"chosen_options": []},
        {"responded_by_user": None},
        {"responded_at": None},
    ],
)
@with_desk
def test_an_answer_names_who_and_when_and_is_one_of_those_offered(change: dict):
    (found,) = note({2: "rejected"}, {2: CRISIS})
    with pytest.raises(DecisionError, match="has to choose"):
        record_crisis_answer(found, {**YES, **change})


@with_desk
def test_an_unknown_notice_is_named():
    with pytest.raises(DecisionError, match="c-unknown"):
        crisis_question("c-unknown")


def test_the_dag_offers_the_answers_the_register_knows():
    path = Path(__file__).parents[2] / "dags" / "review_crisis_lines.py"
    offered = [
        ast.literal_eval(node.value)
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ANSWERS"
    ]
    assert offered == [list(ANSWERS)]


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-10-07T09:00:00+02:00", "2026-10-07T17:30:00+02:00"),
        ("2026-10-07T16:59:00+02:00", "2026-10-07T17:30:00+02:00"),
        ("2026-10-07T17:00:00+02:00", "2026-10-08T10:00:00+02:00"),
        ("2026-10-09T18:00:00+02:00", "2026-10-12T10:00:00+02:00"),  # Friday evening
        ("2026-10-24T09:00:00+02:00", "2026-10-26T10:00:00+01:00"),  # clocks go back
    ],
)
def test_an_answer_is_due_the_same_working_day(asked: str, due: str):
    assert due_moment(datetime.fromisoformat(asked)) == datetime.fromisoformat(due)
