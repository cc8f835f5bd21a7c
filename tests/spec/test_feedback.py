"""Partners hear what became of their signals: once, by code, at the agreed level."""

import csv
import io
import json
from datetime import date

import pyrage
import pytest
from sqlalchemy import select, text
from support.listing_month import Register, signal
from support.own_include import use_own_include
from support.sftp_server import running_server
from support.told_outcomes import open_all_cases, tell_outcome

from vroegsein import casework
from vroegsein.casework.feedback_codes import CODE_BY_RESULT, CODE_BY_RULE, MEANINGS
from vroegsein.casework.feedback_facts import Outcome, Standing
from vroegsein.casework.feedback_news import Told, due_news, present_news
from vroegsein.errors import ConfigurationError
from vroegsein.listing.triage import Rule
from vroegsein.parties.case_codes import FeedbackCode, Result
from vroegsein.parties.policy_feedback import Feedback, FeedbackLevel
from vroegsein.register.case_tables import feedback_file
from vroegsein.settings import settings

LEAST = Feedback()
COVENANT = Feedback(level="convenant")
RECEIVED_ON, LISTED_ON, TOLD_ON = (
    date(2026, 10, 8),
    date(2026, 10, 14),
    date(2026, 11, 2),
)
MORNING = "2026-10-15T07:00:00+02:00"
LATER = "2026-11-03T07:00:00+01:00"


def standing(**changes) -> Standing:
    """A signal on a published list, unless said otherwise."""
    known = {
        "signal_id": "s1", "partner_code": "merenwonen", "source_record_id": "A-1",
        "month": "2026-10", "kind": "REGULIER", "received_on": RECEIVED_ON,
        "rule": Rule.PICKED_UP, "decided_on": LISTED_ON, "case_id": "M-1",
        "picked_up_on": LISTED_ON,
    }  # fmt: skip
    return Standing(**known | changes)


def with_result(*results: Result) -> Standing:
    """A case whose officials told these results, a day apart."""
    found = [Outcome(TOLD_ON.replace(day=n), r) for n, r in enumerate(results, 2)]
    return standing(outcomes=tuple(found))


def test_before_a_list_there_is_only_a_receipt():
    news = present_news(standing(rule=None, decided_on=None, picked_up_on=None), LEAST)
    assert (news.code, news.since) == (FeedbackCode.RECEIVED, RECEIVED_ON)


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_of_the_list_has_its_code(rule: Rule):
    news = present_news(standing(rule=rule, picked_up_on=None), LEAST)
    assert news.code is CODE_BY_RULE[rule]


def test_a_safety_list_an_objection_and_any_other_reason_read_the_same():
    """D5: waarom iemand niet wordt benaderd, blijft binnen de gemeente."""
    inside = {CODE_BY_RULE[Rule.SAFETY], CODE_BY_RULE[Rule.OBJECTION]}
    assert inside == {CODE_BY_RESULT[Result.OTHER_REASON]} == {FeedbackCode("TK49")}
    meaning = MEANINGS[FeedbackCode.NOT_PICKED_UP]
    assert meaning.text == "niet opgepakt"


@pytest.mark.parametrize("result", list(Result))
def test_a_result_is_told_only_at_the_level_that_allows_it(result: Result):
    least = present_news(with_result(result), LEAST).code
    whole = present_news(with_result(result), COVENANT).code
    assert whole is CODE_BY_RESULT[result]
    hidden = whole in {FeedbackCode("TK20"), FeedbackCode("TK21"), FeedbackCode("TK30")}
    assert least is (FeedbackCode.PICKED_UP if hidden else whole)


def test_the_pause_begins_at_acceptance_and_not_at_the_signal():
    """K-PAUZE: 30 dagen vanaf de acceptatie (LCV)."""
    news = present_news(with_result(Result.QUICK_FIX), LEAST)
    assert news.code is FeedbackCode.ACCEPTED
    assert (news.pause_from, news.pause_until) == (TOLD_ON, date(2026, 12, 2))


def test_only_an_acceptance_has_a_pause():
    for result in Result:
        news = present_news(with_result(result), COVENANT)
        assert (news.pause_from is not None) == (news.code is FeedbackCode.ACCEPTED)


def test_a_later_result_that_may_not_be_told_takes_nothing_back():
    found = with_result(Result.QUICK_FIX, Result.UNREACHED)
    assert present_news(found, LEAST).code is FeedbackCode.ACCEPTED
    assert present_news(found, COVENANT).code is FeedbackCode.UNREACHED


def test_what_was_told_is_no_news_but_another_acceptance_is():
    first, again = with_result(Result.QUICK_FIX), standing(
        outcomes=(
            Outcome(TOLD_ON, Result.QUICK_FIX),
            Outcome(date(2026, 12, 10), Result.FOLLOW_UP),
        )
    )  # fmt: skip
    told = present_news(first, LEAST).told
    assert due_news(first, LEAST, told) is None
    assert due_news(again, LEAST, told).pause_from == date(2026, 12, 10)
    assert due_news(first, LEAST, Told(FeedbackCode.PICKED_UP)) is not None


def test_a_list_that_decides_otherwise_later_is_news():
    found = standing(rule=Rule.SAFETY, decided_on=date(2026, 10, 20))
    assert present_news(found, LEAST).code is FeedbackCode.NOT_PICKED_UP


@pytest.fixture(scope="module")
def sftp(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("partners")) as server:
        yield server


@pytest.fixture
def listed(register, request) -> Register:
    """October published: one signal picked up, one too small, of two partners."""
    request.getfixturevalue("storage")
    month = Register(register)
    month.deliver(
        [
            signal("s1"),
            signal("s2", cents=7499),
            signal("s3", partner="terpzorg", surname="Visser", days=60),
        ]
    )
    month.publish()
    open_all_cases(register)
    return month


def opened(folder, day: str) -> list[dict[str, str]]:
    path = folder / "outbox" / f"terugkoppeling_1940_{day}.csv"
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";")
    return list(rows)


def codes(rows: list[dict[str, str]]) -> dict[str, str]:
    return {row["bron_record_id"]: row["code"] for row in rows}


@pytest.mark.usefixtures("listed")
def test_each_partner_reads_its_own_news_and_its_program_the_same(sftp):
    folder = sftp.account("p1")
    assert casework.write_feedback("1940", MORNING) == ["merenwonen", "terpzorg"]
    assert casework.send_feedback("merenwonen", "1940", sftp.server("p1"), MORNING) == 2
    rows = opened(folder, "2026-10-15")
    assert codes(rows) == {"s1": "TK01", "s2": "TK40"}
    twin = json.loads(
        (folder / "outbox" / "terugkoppeling_1940_2026-10-15.json").read_text("utf-8")
    )
    assert [{k: v or "" for k, v in row.items()} for row in twin["regels"]] == rows
    assert (twin["partner"], twin["schema"]) == (
        "merenwonen",
        "vroegsein.terugkoppeling/1",
    )


@pytest.mark.usefixtures("listed")
def test_news_goes_once_and_a_rerun_puts_the_same_bytes_there(sftp, register):
    folder = sftp.account("p2")
    seen = []
    for _ in range(2):
        casework.write_feedback("1940", MORNING)
        casework.send_feedback("merenwonen", "1940", sftp.server("p2"), MORNING)
        written = {p.name: p.read_bytes() for p in (folder / "outbox").iterdir()}
        seen.append(written)
    assert seen[0] == seen[1]
    assert casework.write_feedback("1940", "2026-10-16T07:00:00+02:00") == ["terpzorg"]
    tell_outcome(register, "s1", Result.FOLLOW_UP_FINANCIAL, TOLD_ON)
    casework.write_feedback("1940", LATER)
    casework.send_feedback("merenwonen", "1940", sftp.server("p2"), LATER)
    (row,) = opened(folder, "2026-11-03")
    assert (row["code"], row["pauze_van"]) == ("TK10", "2026-11-02")
    assert row["pauze_tot_en_met"] == "2026-12-02"
    assert "financieel" not in str(row)  # never which help


@pytest.mark.usefixtures("listed")
def test_what_comes_after_the_file_of_a_day_is_told_the_next_day(register):
    casework.write_feedback("1940", LATER)
    tell_outcome(register, "s1", Result.KNOWN, TOLD_ON)
    casework.write_feedback("1940", LATER)
    with register.connect() as connection:
        query = select(feedback_file.c.feedback_date, feedback_file.c.row_count)
        found = query.filter_by(partner_code="merenwonen")
        assert connection.execute(found).all() == [(date(2026, 11, 3), 2)]
        casework.write_feedback("1940", "2026-11-04T07:00:00+01:00")
        rows = connection.execute(found.order_by("feedback_date")).all()
        assert rows == [(date(2026, 11, 3), 2), (date(2026, 11, 4), 1)]


@pytest.mark.usefixtures("listed")
def test_a_run_of_an_earlier_day_tells_nothing_that_was_not_known_then(register):
    tell_outcome(register, "s1", Result.QUICK_FIX, TOLD_ON)
    casework.write_feedback("1940", MORNING)
    with register.connect() as connection:
        told = connection.scalars(text("SELECT code FROM casework.feedback")).all()
    assert sorted(told) == ["TK01", "TK01", "TK40"]


@pytest.mark.usefixtures("listed")
def test_a_file_that_could_not_be_sent_goes_with_the_next(sftp, register):
    casework.write_feedback("1940", MORNING)
    folder = sftp.account("p3")
    tell_outcome(register, "s1", Result.KNOWN, TOLD_ON)
    casework.write_feedback("1940", LATER)
    assert casework.send_feedback("merenwonen", "1940", sftp.server("p3"), LATER) == 3
    assert codes(opened(folder, "2026-10-15"))["s1"] == "TK01"
    assert codes(opened(folder, "2026-11-03")) == {"s1": "TK11"}


@pytest.mark.usefixtures("listed")
def test_a_withdrawn_signal_is_told_no_more(register):
    with register.begin() as connection:
        connection.execute(
            text(
                "UPDATE intake.signal SET ended_by = delivery_id WHERE signal_id = 's2'"
            )
        )
    casework.write_feedback("1940", MORNING)
    with register.connect() as connection:
        told = connection.scalars(text("SELECT signal_id FROM casework.feedback")).all()
    assert sorted(told) == ["s1", "s3"]


def protect(folder, monkeypatch) -> None:
    """Let Merenwonen's passport ask for encrypted feedback."""
    use_own_include(folder, monkeypatch)
    path = folder / "partners" / "merenwonen.yml"
    found = path.read_text("utf-8")
    assert "protection:" not in found
    path.write_text(found + "protection: {recipients: [merenwonen]}\n", "utf-8")
    monkeypatch.setenv("VROEGSEIN_KEYS", str(folder / "keys"))
    (folder / "keys" / "recipients").mkdir(parents=True, mode=0o700)
    settings.cache_clear()


@pytest.mark.usefixtures("listed")
def test_feedback_is_encrypted_where_the_passport_asks_it(sftp, tmp_path, monkeypatch):
    """OUT-03: zonder sleutel gaat er niets uit; met sleutel leest alleen de partner."""
    own = tmp_path / "own"
    protect(own, monkeypatch)
    folder = sftp.account("p4")
    casework.write_feedback("1940", MORNING)
    with pytest.raises(ConfigurationError, match="OUT_NO_KEY"):
        casework.send_feedback("merenwonen", "1940", sftp.server("p4"), MORNING)
    assert list((folder / "outbox").iterdir()) == []
    key = pyrage.x25519.Identity.generate()
    public = own / "keys" / "recipients" / "merenwonen.pub"
    public.write_text(f"{key.to_public()}\n")
    seen = []
    for _ in range(2):
        casework.send_feedback("merenwonen", "1940", sftp.server("p4"), MORNING)
        sealed = {p.name: p.read_bytes() for p in (folder / "outbox").iterdir()}
        seen.append(sealed)
    assert seen[0] == seen[1]
    assert sorted(sealed) == [
        "terugkoppeling_1940_2026-10-15.csv.age",
        "terugkoppeling_1940_2026-10-15.json.age",
    ]
    plain = pyrage.decrypt(sealed["terugkoppeling_1940_2026-10-15.csv.age"], [key])
    assert b"TK40" in plain


def test_the_level_is_one_of_two_words():
    assert LEAST.level is FeedbackLevel.LEAST
    with pytest.raises(ValueError, match="level"):
        Feedback(level="alles")
