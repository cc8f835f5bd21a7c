"""Every SQL check of the list stays silent on a good draft and speaks up on a fault."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from support.listing_month import Register, signal

from vroegsein import listing
from vroegsein.errors import InvariantError
from vroegsein.listing.audit import _run_checks
from vroegsein.listing.content import read_content
from vroegsein.listing.statements import statements

#: What to spoil in a good draft, for each check.
FAULTS = {
    "crisis_outside_its_lane": "UPDATE casework.list_entry SET lane = 'L7' WHERE lane = 'L0'",
    "delivery_lines_differ": (
        "UPDATE intake.line_verdict SET amount_cents = amount_cents + 1"
        " WHERE line_number = 2"
    ),
    "crisis_not_approached": (
        "UPDATE casework.signal_decision SET rule_code = 'X-UITSL'"
        " WHERE signal_id = 'c'"
    ),
    "delivery_not_finished": (
        "UPDATE casework.draft SET inputs = JSONB_SET(inputs,"
        " '{deliveries,0,state}', '\"fetched\"')"
    ),
    "due_after_legal_term": "UPDATE casework.list_entry SET due_date = due_date + 1",
    "entry_does_not_add_up": (
        "UPDATE casework.list_entry SET total_cents = total_cents + 1"
        " WHERE entry_number = 1"
    ),
    "entry_numbers_have_gaps": (
        "UPDATE casework.list_entry SET lane = 'L0' WHERE entry_number = 3"
    ),
    "entry_of_two_persons": (
        "UPDATE matching.membership SET person_id = 'another' WHERE signal_id = 'a'"
    ),
    "missing_partner_not_named": "UPDATE casework.draft SET missing_partners = '[]'",
    "partner_missing": None,  # most partners delivered nothing
    "person_without_contact": "UPDATE intake.signal SET phone = NULL, email = ''",
    "picked_up_not_on_list": "DELETE FROM casework.list_entry_signal WHERE signal_id = 'a'",
    "place_beyond_capacity": (
        "UPDATE casework.list_entry SET is_overflow = TRUE WHERE entry_number = 2"
    ),
    "place_without_offer": (
        "UPDATE casework.list_entry SET plan = '[]' WHERE entry_number = 2"
    ),
    "signal_ended_by_nobody": (
        "UPDATE intake.signal SET ended_by = delivery_id WHERE signal_id = 'a'"
    ),
    "signal_of_another_place": "UPDATE intake.signal SET municipality_code = '0080'",
    "signal_without_conditions": (
        "UPDATE intake.signal SET reminder_date = signal_date + 1 WHERE signal_id = 'a'"
    ),
    "signal_without_legal_basis": (
        "UPDATE intake.signal SET signal_date = DATE '2020-12-31' WHERE signal_id = 'a'"
    ),
    "signal_without_one_decision": (
        "INSERT INTO casework.signal_decision"
        " SELECT draft_id, 'unheard of', status, rule_code, reason"
        " FROM casework.signal_decision WHERE signal_id = 'x'"
    ),
    "status_of_another_rule": (
        "UPDATE casework.signal_decision SET status = 'opgepakt' WHERE signal_id = 'a'"
    ),
    "survivors_of_deceased": (
        "UPDATE casework.signal_decision SET has_survivors = TRUE WHERE signal_id = 'x'"
    ),
}


@pytest.fixture
def draft_id(register) -> str:
    """A draft with a crisis, a person with two signals, another one and a refusal."""
    month = Register(register)
    month.deliver(
        [
            signal("c", kind="ONTRUIMING", claim="1"),
            signal("a", "P1", claim="2", confidence="certain"),
            signal("b", "P1", partner="wetterfryslan", claim="3", confidence="certain"),
            signal("d", partner="terpzorg", claim="4"),
            signal("x", debtor="RP", claim="5"),
        ]
    )
    return listing.triage_month(month.match())


def outcome(register, draft_id: str) -> dict[str, int]:
    """Offending rows by check."""
    with register.connect() as connection:
        content = read_content(connection, draft_id)
        return {r.name: r.offending for r in _run_checks(connection, content)}


def test_a_good_draft_offends_no_check_that_stops(register, draft_id):
    found = outcome(register, draft_id)
    stops = {check.name for check in statements("checks") if check.is_stop}
    assert {name: found[name] for name in stops} == dict.fromkeys(stops, 0)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_each_check_speaks_up_on_its_fault(register, draft_id, name):
    if fault := FAULTS[name]:
        assert outcome(register, draft_id)[name] == 0
        with register.begin() as connection:
            assert connection.execute(text(fault)).rowcount
    assert outcome(register, draft_id)[name] > 0


def test_a_draft_with_a_fault_is_refused_and_the_audit_is_kept(register, draft_id):
    with register.begin() as connection:
        connection.execute(text(FAULTS["entry_does_not_add_up"]))
    with pytest.raises(InvariantError, match=r"LST_TOTAL \(1\)"):
        listing.audit_draft(draft_id)
    with register.connect() as connection:
        kept = connection.execute(
            text("SELECT has_passed, checks FROM publication.audit")
        ).one()
    assert kept.has_passed is False
    assert [c["code"] for c in kept.checks if c["offending"] and c["is_stop"]] == [
        "LST_TOTAL"
    ]


def test_a_list_that_breaks_its_contract_is_refused(register, draft_id):
    with register.begin() as connection:
        connection.execute(text("UPDATE intake.signal SET surname = '', initials = ''"))
    with pytest.raises(InvariantError, match="LST_NAME"):
        listing.audit_draft(draft_id)


def test_a_ground_holds_for_its_own_municipalities_and_days_only(register, draft_id):
    with register.begin() as connection:
        connection.execute(
            text("UPDATE intake.delivery SET legal_basis_code = 'TR-2.1'")
        )
    assert outcome(register, draft_id)["signal_without_legal_basis"] == 5


def test_every_check_has_a_fault_and_a_code_and_a_sentence():
    assert {check.name for check in statements("checks")} == set(FAULTS)
    for check in statements("checks"):
        assert check.code, check.name
        assert check.report, check.name


def test_every_sql_file_of_list_and_report_has_its_header_and_is_short():
    root = Path(__file__).parents[2] / "include" / "sql"
    for folder in ("listing", "reports", "checks"):
        found = statements(folder)
        assert found
        for one in found:
            assert len(one.sql.splitlines()) <= 100, one.name
            assert one.sql.splitlines()[0].startswith(f"-- {folder}.{one.name}: ")
    assert root.is_dir()


def test_the_suite_names_a_code_and_a_reason_for_every_expectation():
    path = Path(__file__).parents[2] / "expectations" / "signal_list.json"
    for expectation in json.loads(path.read_text("utf-8"))["expectations"]:
        assert expectation["meta"]["code"].startswith("LST_")
        assert expectation["meta"]["why"].endswith(".")
