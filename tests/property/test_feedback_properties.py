"""Whatever came of a signal: no feedback file holds more than its level allows."""

import csv
import io
import json
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from vroegsein.casework.feedback_codes import CODES_BY_LEVEL, MEANINGS
from vroegsein.casework.feedback_facts import Attempt, Outcome, Standing
from vroegsein.casework.feedback_files import COLUMNS, FeedbackDay, FeedbackRow
from vroegsein.casework.feedback_news import News, due_news, present_news
from vroegsein.listing.triage import Rule
from vroegsein.parties.case_codes import ContactKind, Result
from vroegsein.parties.policy_feedback import Feedback, FeedbackLevel

DAY = date(2026, 11, 2)
DAYS = st.integers(0, 90).map(lambda days: date(2026, 10, 1) + timedelta(days=days))
#: All that a cell of words may say.
WORDS = {(meaning.text, meaning.action) for meaning in MEANINGS.values()}


@st.composite
def standings(draw) -> Standing:
    """A signal with any rule, any attempts and any outcomes."""
    listed = draw(st.sampled_from([True, True, True, False]))
    rules = [*list(Rule), *[Rule.PICKED_UP] * 20]  # most are picked up
    rule = draw(st.sampled_from(rules)) if listed else None
    taken = rule is Rule.PICKED_UP
    results = draw(
        st.lists(st.tuples(DAYS, st.sampled_from(list(Result))), min_size=1, max_size=4)
    )
    return Standing(
        signal_id=draw(st.uuids()).hex,
        partner_code="merenwonen",
        source_record_id=draw(st.text("ABC=+-@123 ;\"'", min_size=1, max_size=8)),
        month="2026-10",
        kind=draw(st.sampled_from(["REGULIER", "ONTRUIMING"])),
        received_on=date(2026, 10, 1),
        rule=rule,
        decided_on=draw(DAYS) if listed else None,
        case_id="M-1" if taken else None,
        picked_up_on=draw(DAYS) if taken else None,
        lane="L0" if taken else None,
        attempts=(Attempt(draw(DAYS), draw(st.sampled_from(list(ContactKind))), True),),
        outcomes=tuple(Outcome(*item) for item in sorted(results)) if taken else (),
    )


def told_file(found: list[Standing], policy: Feedback) -> FeedbackDay:
    """The file that would go out of these signals."""
    rows = []
    for standing in found:
        news = due_news(standing, policy, None)
        rows.append(
            FeedbackRow(
                standing.month, standing.source_record_id, news.code,
                news.pause_from, news.pause_until,
            )
        )  # fmt: skip
    return FeedbackDay("1940", "merenwonen", DAY, tuple(rows))


@given(
    found=st.lists(standings(), max_size=6), level=st.sampled_from(list(FeedbackLevel))
)
def test_no_file_holds_more_than_its_level_allows(found, level):
    told = told_file(found, Feedback(level=level))
    content, twin = told.files.values()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    allowed = {code.value for code in CODES_BY_LEVEL[level]}
    assert len(rows) == len(found) == len(json.loads(twin)["regels"])
    for row, other in zip(rows, json.loads(twin)["regels"], strict=True):
        assert list(row) == list(other) == list(COLUMNS)
        assert row["code"] == other["code"]
        assert row["code"] in allowed
        assert (row["betekenis"], row["wat_te_doen"]) in WORDS
        places = (row["gemeentecode"], row["leverperiode"], row["datum"])
        assert places == ("1940", "2026-10", "2026-11-02")
        assert bool(row["pauze_van"]) == (row["code"] == "TK10")
        assert not row["bron_record_id"].startswith(("=", "+", "-", "@"))


@given(standing=standings(), level=st.sampled_from(list(FeedbackLevel)))
def test_the_same_news_is_never_due_twice(standing, level):
    policy = Feedback(level=level)
    news = present_news(standing, policy)
    assert isinstance(news, News)
    assert due_news(standing, policy, news.told) is None


@settings(max_examples=400)
@given(standing=standings())
def test_the_least_level_never_tells_what_came_of_a_talk(standing):
    least = present_news(standing, Feedback())
    whole = present_news(standing, Feedback(level="convenant"))
    assert least.code.value not in {"TK20", "TK21", "TK30"}
    if whole.code in CODES_BY_LEVEL[FeedbackLevel.LEAST]:
        assert least == whole
