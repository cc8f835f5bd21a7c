"""What the pages say waits for people, and which clocks run."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.page_read import NOTHING, asked, card, changing, name_of
from support.page_server import year_register
from support.page_year import DAY

from vroegsein.accountability.dashboard import (
    Question,
    Right,
    page,
)
from vroegsein.accountability.dashboard.month_cards import Risk, risk_of


@pytest.fixture(scope="module", autouse=True)
def register(postgres_url: str, register_template: str, tmp_path_factory):
    """A year of eight partners; the settings point at it."""
    folder = tmp_path_factory.mktemp("pages")
    with year_register(
        postgres_url, register_template, folder, partners=8, signals=6
    ) as url:
        yield url


@pytest.fixture
def changed(register: str):
    """A function that changes the register for one test."""
    with changing(register) as change:
        yield change


def test_a_list_that_waits_is_shown_until_somebody_decides(changed):
    assert [line[0] for line in card("waiting").tables[0].lines] == ["Lijst goedkeuren"]
    changed(
        "INSERT INTO publication.approval (approval_id, draft_id, input_digest, decision,"
        " decided_by, decided_at, remark) SELECT 'B-new', draft_id, input_digest,"
        " 'rejected', 'coordinator', NOW(), 'Te vroeg' FROM casework.draft WHERE draft_id = 'D-new'",
        "DELETE FROM publication.approval WHERE approval_id = 'B-new'",
    )
    assert card("waiting").tables == []


def test_a_list_waits_for_its_second_official(changed):
    """Red while the first approval of an abnormal month ended the waiting."""
    changed(
        "INSERT INTO publication.approval (approval_id, draft_id, input_digest, decision,"
        " decided_by, decided_at) SELECT 'B-one', draft_id, input_digest,"
        " 'approved', 'coordinator', NOW() FROM casework.draft WHERE draft_id = 'D-new'",
        "DELETE FROM publication.approval WHERE approval_id = 'B-one'",
    )
    assert [line[0] for line in card("waiting").tables[0].lines] == ["Lijst goedkeuren"]


CRISIS = (
    "INSERT INTO casework.crisis_list (crisis_list_id, municipality_code, month,"
    " list_date, version, draft_id, state, asked_in, due_at, decided_by) VALUES"
    " ('L1', '1940', '2026-10', '2026-11-20', 1, 'D-2026-10', '{}', 'run',"
    " '2026-11-20 16:30+00', {});"
    "INSERT INTO casework.crisis_list_signal VALUES ('L1', 's1', 'c1', '2026-11-25'),"
    " ('L1', 's2', 'c1', '2026-11-26'), ('L1', 's3', 'c2', '2026-11-27')"
)


NO_CRISIS = "DELETE FROM casework.crisis_list_signal; DELETE FROM casework.crisis_list"


def test_a_crisis_list_waits_beside_the_other_decisions(changed):
    """Red while who may not decide saw no crisis list wait at all."""
    changed(CRISIS.format("open", "NULL"), NO_CRISIS)
    lines = card("waiting", rights=frozenset({Right.COUNTS})).tables[0].lines
    told = next(line for line in lines if line[0] == "Crisislijst versturen")
    assert (told[1], told[4]) == ("2", "20-11-2026 verlopen")
    assert 'dags/handle_crisis_signals/required_actions"' in page(asked()).html


def test_a_crisis_notice_says_of_which_partner_it_is(changed):
    """Red while five questions of one morning looked all the same."""
    changed(
        "INSERT INTO intake.crisis_notice (notice_id, municipality_code, month,"
        " partner_code, delivery_id, refusal_code, line_numbers, unread_count) SELECT"
        " partner_code, '1940', '2026-10', partner_code, MIN(delivery_id),"
        " 'DEL_PERIOD', '[]', 0 FROM intake.delivery WHERE partner_code IN"
        " ('partneraa', 'partnerad') GROUP BY partner_code",
        "DELETE FROM intake.crisis_notice",
    )
    told = {line[0]: line[1] for line in card("waiting").tables[0].lines}
    names = [name_of(code) for code in ("partneraa", "partnerad")]
    assert [told.get(f"Crisisregels beoordelen · {name}") for name in names] == [
        "onbekend",  # nobody could read their lines
        "onbekend",
    ]


def test_the_clocks_of_a_crisis_list_run_before_the_months_list(changed):
    """K-3WD: red while only people on a month's list had a clock on the page."""
    before = card("clocks").tables[0].by_first()
    assert "Crisis, 3 werkdagen" not in before
    changed(CRISIS.format("approved", "'coordinator'"), NO_CRISIS)
    crisis = card("clocks").tables[0].by_first()["Crisis, 3 werkdagen"]
    assert crisis == [NOTHING, "1", "1", NOTHING]  # two days away, and four


def test_open_questions_lead_to_their_place_in_airflow():
    question = Question(
        "build_signal_list",
        "Signaallijst <2026-10> publiceren?",
        datetime.fromisoformat("2026-11-22T14:06:00+00:00"),
        "/dags/build_signal_list/runs/r1/tasks/approve_list/required_actions",
    )
    found = page(asked(questions=(question,), airflow="/airflow")).html
    assert f'href="/airflow{question.href}" target="_top"' in found
    assert "Signaallijst &lt;2026-10&gt; publiceren?" in found
    named = replace(question, about="Zuid & Zonen")
    assert "publiceren? · Zuid &amp; Zonen</a>" in page(asked(questions=(named,))).html
    hidden = page(asked(questions=(question,), rights=frozenset({Right.COUNTS}))).html
    assert "publiceren?" not in hidden


@pytest.mark.parametrize(
    ("days", "risk"),
    [(-1, Risk.OVER), (0, Risk.SOON), (3, Risk.SOON), (4, Risk.WEEK), (7, Risk.WEEK),
     (8, Risk.LATER)],
)  # fmt: skip
def test_a_clock_is_at_risk_three_days_before_its_end(days: int, risk: Risk):
    """K-14, K-28: the last day itself still counts."""
    assert risk_of(DAY + timedelta(days=days), DAY) is risk


def test_a_clock_stops_when_an_attempt_comes_back(changed):
    def people() -> int:
        lines = card("clocks").tables[0].lines
        return sum(int(cell) for line in lines for cell in line[1:] if cell != NOTHING)

    before = people()
    assert before > 0
    changed(
        "INSERT INTO casework.contact_attempt (attempt_id, case_id, office_file_id, kind,"
        " reached, attempt_date) SELECT 'again' || case_id, case_id, 'O-1', 'Brief', FALSE,"
        " DATE '2026-11-20' FROM casework.case",
        "DELETE FROM casework.contact_attempt WHERE attempt_id LIKE 'again%'",
    )
    assert card("clocks").tables == []


def test_an_attempt_after_the_crisis_list_stops_the_clock_of_the_months_list(changed):
    """K-3WD: red while only what came after the month's list was looked at."""

    def people() -> int:
        lines = card("clocks").tables[0].lines
        return sum(int(cell) for line in lines for cell in line[1:] if cell != NOTHING)

    before = people()
    changed(
        "INSERT INTO casework.case_signal (signal_id, case_id, month, picked_up_on,"
        " publication_id) SELECT 'urgent', MIN(entry.case_id),"
        " MIN(SUBSTRING(entry.draft_id FROM 3)), DATE '2026-09-15', 'L1' FROM"
        " casework.list_entry AS entry WHERE entry.draft_id IN ('D-2026-09',"
        " 'D-2026-10') AND NOT EXISTS (SELECT 1 FROM casework.contact_attempt AS tried"
        " WHERE tried.case_id = entry.case_id)",
        "DELETE FROM casework.case_signal WHERE signal_id = 'urgent'",
    )
    for day, people_left in (("2026-09-14", before), ("2026-09-16", before - 1)):
        changed(
            "INSERT INTO casework.contact_attempt (attempt_id, case_id, office_file_id,"
            f" kind, reached, attempt_date) SELECT 'on {day}', case_id, 'O-1', 'Brief',"
            f" FALSE, DATE '{day}' FROM casework.case_signal WHERE signal_id = 'urgent'",
            "DELETE FROM casework.contact_attempt WHERE attempt_id LIKE 'on %'",
        )
        assert people() == people_left, day
