"""Who decides on a list: a reason to reject, two people in an abnormal month."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from support.listing_month import DECIDED_AT, OCTOBER, Register, signal
from support.own_include import use_own_include

from vroegsein import listing
from vroegsein.accountability import write_audit_report
from vroegsein.errors import DecisionError

LATER = DECIDED_AT + timedelta(hours=1)
LATE = datetime(2026, 10, 15, 7, tzinfo=UTC)
FIRST, SECOND = "coordinator", "coordinator2"
pytestmark = pytest.mark.usefixtures("storage")


@pytest.fixture
def month(register) -> Register:
    return Register(register)


@pytest.fixture
def policy(tmp_path, monkeypatch):
    """A function that changes the municipality's policy."""
    use_own_include(tmp_path / "include", monkeypatch)
    path = tmp_path / "include" / "municipalities" / "1940.yml"

    def change(**fields: object) -> None:
        found = yaml.safe_load(path.read_text("utf-8")) | fields
        path.write_text(yaml.safe_dump(found, allow_unicode=True), "utf-8")

    return change


@pytest.fixture
def abnormal(month, policy) -> str:
    """An audited draft of a month in which too many partners are missing."""
    policy(abnormal={"missing_partners": 3})
    month.deliver([signal("a"), signal("b", partner="terpzorg")])
    return ready(month)


def ready(month: Register) -> str:
    draft_id = listing.triage_month(month.match())
    listing.audit_draft(draft_id)
    return draft_id


def answer(user: str, option: str = "Publiceren", **changes: object) -> dict:
    """An answer as the approval task hands it on."""
    return {
        "chosen_options": [option],
        "responded_by_user": {"id": user, "name": user},
        "responded_at": DECIDED_AT,
        "params_input": {},
    } | changes


def count(month: Register, table: str) -> int:
    with month.engine.connect() as connection:
        query = text(f"SELECT COUNT(*) FROM publication.{table}")
        return connection.execute(query).scalar_one()


def versions(storage: Path) -> list[str]:
    return [path.name for path in storage.glob("publications/1940/2026-10/*")]


def test_an_abnormal_month_is_published_after_two_approvals(month, abnormal, storage):
    assert listing.record_answer(abnormal, answer(FIRST)) == "second"
    with pytest.raises(DecisionError, match="FOUR_EYES"):
        listing.publish_list(abnormal)
    assert versions(storage) == []
    second = answer(SECOND, responded_at=LATER)
    assert listing.record_second(abnormal, second) is True
    published = listing.publish_list(abnormal)
    with month.engine.connect() as connection:
        row = connection.execute(
            text(
                "SELECT approvals_needed, first_approver, second_approver, published_at"
                " FROM publication.publication"
            )
        ).one()
    assert tuple(row) == (2, FIRST, SECOND, LATER)
    assert versions(storage) == ["v1"]
    write_audit_report(published)
    report = storage / "reports" / "1940" / OCTOBER / "auditrapport-v1.html"
    assert f"door {FIRST} en {SECOND}" in report.read_text("utf-8")


def test_the_same_official_twice_is_one_approval(month, abnormal, storage):
    assert listing.record_answer(abnormal, answer(FIRST)) == "second"
    with pytest.raises(DecisionError, match=r"FOUR_EYES.*answered twice"):
        listing.record_second(abnormal, answer(FIRST, responded_at=LATER))
    with pytest.raises(DecisionError, match="FOUR_EYES"):
        listing.publish_list(abnormal)
    assert versions(storage) == []
    assert count(month, "publication") == 0


def test_the_second_question_is_not_for_who_answered_the_first(abnormal):
    assert listing.approvers(abnormal) == [FIRST, SECOND]
    assert listing.approvers(abnormal, second=True) == [FIRST, SECOND]
    listing.record_answer(abnormal, answer(FIRST))
    assert listing.approvers(abnormal) == [FIRST, SECOND]
    assert listing.approvers(abnormal, second=True) == [SECOND]


def test_a_refusal_by_the_second_ends_the_first_approval(abnormal, storage):
    listing.record_answer(abnormal, answer(FIRST))
    no = answer(SECOND, "Afwijzen", params_input={"reden": "Eerst bellen"})
    assert listing.record_second(abnormal, no | {"responded_at": LATER}) is False
    with pytest.raises(DecisionError, match="not approved"):
        listing.publish_list(abnormal)
    afterwards = answer(SECOND, responded_at=LATER + timedelta(hours=1))
    assert listing.record_answer(abnormal, afterwards) == "second"
    assert versions(storage) == []


@pytest.mark.parametrize(
    "second",
    [
        "NULL, NULL",  # one approval
        "approval_id, decided_by",  # the same official, by the same approval
        "approval_id, 'coordinator2'",  # another name on it
        "'approval-x', 'coordinator2'",  # an approval that is not there
    ],
)
def test_the_register_itself_refuses_fewer_than_two_officials(month, abnormal, second):
    """The constraint holds it, whatever the software does."""
    listing.record_answer(abnormal, answer(FIRST))
    row = text(
        "INSERT INTO publication.publication (publication_id, municipality_code, month,"
        " version, draft_id, input_digest, audit_id, has_passed, approval_id, decision,"
        " approvals_needed, first_approver, second_approval_id, second_approver,"
        " published_at) SELECT 'p', '1940', '2026-10', 1, draft_id, input_digest,"
        " audit_id, TRUE, approval_id, 'approved', :needed, decided_by,"
        f" {second}, decided_at FROM publication.audit"
        " INNER JOIN publication.approval USING (draft_id, input_digest)"
    )
    for needed in (2, 1):
        with pytest.raises(IntegrityError), month.engine.begin() as connection:
            connection.execute(row, {"needed": needed})


def test_an_audit_that_found_something_abnormal_cannot_ask_for_one(month, abnormal):
    copied = text(
        "INSERT INTO publication.audit (audit_id, draft_id, input_digest, list_digest,"
        " has_passed, checks, abnormal, approvals_needed) SELECT 'x', draft_id,"
        " input_digest, list_digest, TRUE, checks, abnormal, 1 FROM publication.audit"
    )
    with pytest.raises(IntegrityError), month.engine.begin() as connection:
        connection.execute(copied)
    assert count(month, "audit") == 1, abnormal


def test_the_page_tells_what_is_abnormal_and_who_rejected_it_why(abnormal):
    no = answer(FIRST, "Afwijzen", params_input={"reden": "Bel *eerst*\n[partner](x)"})
    listing.record_answer(abnormal, no)
    shown = listing.approval_text(abnormal)
    assert "**Afwijkende maand**: publiceren kan pas na een tweede akkoord" in shown
    assert "- 14 partners zonder aangenomen levering; meer dan 3 is ongewoon." in shown
    assert (
        "**Eerder afgewezen** door coordinator op 14-10-2026 11:30:"
        " Bel \\*eerst\\* \\[partner\\](x)"
    ) in shown


def far_from(month: Register, policy, now: int, earlier: list[int]) -> str:
    """The approval text of October after months with so many persons."""
    policy(abnormal={"percent": 50, "months_needed": 3})
    for place, persons in enumerate(earlier):
        name = f"2026-0{9 - place}"
        at = datetime(2026, 9 - place, 9, 7, tzinfo=UTC)
        month.deliver(
            [
                signal(f"{name}-{n}", claim=f"{name}-{n}", month=name, received_at=at)
                for n in range(persons)
            ]
        )
        month.publish(name, at=at + timedelta(days=5))
    month.deliver([signal(f"now-{n}", claim=f"now-{n}") for n in range(now)])
    return listing.approval_text(ready(month))


@pytest.mark.parametrize(
    ("now", "earlier", "is_told"),
    [
        (3, [2, 2, 2], False),  # exactly half as many again
        (4, [2, 2, 2], True),
        (4, [2, 2], False),  # too few months to say what is usual
    ],
)
def test_a_month_far_from_the_median_is_abnormal(month, policy, now, earlier, is_told):
    shown = far_from(month, policy, now, earlier)
    told = (
        f"- Personen op de lijst: {now}; de mediaan van 3 eerdere maanden is 2,"
        " meer dan 50% verschil."
    )
    assert (told in shown) is is_told
    assert ("Afwijkende maand" in shown) is is_told


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_rejection_without_a_reason_is_refused(month, reason):
    month.deliver([signal("a")])
    draft_id = ready(month)
    no = answer(FIRST, "Afwijzen", params_input={"reden": reason})
    with pytest.raises(DecisionError, match="NO_REASON"):
        listing.record_answer(draft_id, no)
    with pytest.raises(DecisionError, match="NO_REASON"):
        listing.record_answer(draft_id, no | {"params_input": None})
    assert count(month, "approval") == 0


def test_a_rejection_that_tells_of_a_person_is_refused(month):
    month.deliver([signal("a")])
    draft_id = ready(month)
    no = answer(FIRST, "Afwijzen", params_input={"reden": "Bel eerst 06 12345678"})
    with pytest.raises(DecisionError, match="REASON_UNFIT"):
        listing.record_answer(draft_id, no)
    assert count(month, "approval") == 0


def test_a_rejection_is_kept_with_its_reason_and_asks_for_a_fresh_decision(
    month, storage
):
    month.deliver([signal("a")])
    draft_id = ready(month)
    listing.record_answer(draft_id, answer(FIRST))
    no = answer(FIRST, "Afwijzen", params_input={"reden": " Te vroeg "})
    listing.record_answer(draft_id, no | {"responded_at": LATER})
    with month.engine.connect() as connection:
        query = "SELECT remark FROM publication.approval WHERE decision = 'rejected'"
        assert connection.execute(text(query)).scalar_one() == "Te vroeg"
    assert ready(month) == draft_id  # the very same inputs
    with pytest.raises(DecisionError, match="not approved"):
        listing.publish_list(draft_id)
    fresh = answer(FIRST, responded_at=LATER + timedelta(days=1))
    assert listing.record_answer(draft_id, fresh) == "approved"
    listing.publish_list(draft_id)
    assert versions(storage) == ["v1"]


@pytest.mark.parametrize("user", ["engineer", "viewer", "fg", "admin", ""])
def test_who_the_policy_does_not_name_cannot_decide(month, storage, user):
    """AIR-02: an answer that got past Airflow is refused here, by name of the right."""
    month.deliver([signal("a")])
    draft_id = ready(month)
    with pytest.raises(DecisionError, match="NO_RIGHT"):
        listing.record_answer(draft_id, answer(user))
    assert count(month, "approval") == 0
    with pytest.raises(DecisionError, match="not approved"):
        listing.publish_list(draft_id)
    assert versions(storage) == []


def test_where_the_policy_names_nobody_airflow_decides_who_answers(month, policy):
    policy(approvers=[])
    month.deliver([signal("a")])
    draft_id = ready(month)
    assert listing.approvers(draft_id) == []
    assert listing.record_answer(draft_id, answer("17")) == "approved"


def test_an_approval_that_comes_late_publishes_nothing(month, storage):
    """A delivery came in while the question was open: the draft is out of date."""
    month.deliver([signal("a")])
    draft_id = ready(month)
    month.deliver([signal("b", partner="terpzorg", received_at=LATE)])
    with pytest.raises(DecisionError, match=r"DRAFT_SUPERSEDED.*build_signal_list"):
        listing.record_answer(draft_id, answer(FIRST))
    assert count(month, "approval") == 0
    assert versions(storage) == []


def test_a_delivery_between_approval_and_publication_stops_it(month, storage):
    month.deliver([signal("a")])
    draft_id = ready(month)
    listing.record_answer(draft_id, answer(FIRST))
    month.deliver([signal("b", partner="terpzorg", received_at=LATE)])
    with pytest.raises(DecisionError, match="DRAFT_SUPERSEDED"):
        listing.publish_list(draft_id)
    assert versions(storage) == []
    # The same answer again, as a cleared task gives it, is no new approval.
    assert listing.record_answer(draft_id, answer(FIRST)) == "approved"
    assert count(month, "approval") == 1


def test_an_approval_given_twice_is_one_version(month, storage):
    month.deliver([signal("a")])
    draft_id = ready(month)
    for at in (DECIDED_AT, DECIDED_AT, LATER):
        listing.record_answer(draft_id, answer(FIRST, responded_at=at))
        listing.publish_list(draft_id)
    assert versions(storage) == ["v1"]
    assert count(month, "publication") == 1
    assert OCTOBER in draft_id
