"""What the register itself forbids, whatever the order of tasks."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.exc import IntegrityError

from vroegsein.register.inbox_tables import inbox_file
from vroegsein.register.intake_tables import delivery, line_verdict
from vroegsein.register.list_tables import draft
from vroegsein.register.matching_tables import run
from vroegsein.register.publication_tables import approval, audit, publication
from vroegsein.register.schema import TABLES, metadata

MOMENT = datetime(2026, 10, 7, 8, tzinfo=UTC)
DIGEST = "0" * 64
OTHER_DIGEST = "1" * 64
WHERE = {"municipality_code": "1940", "month": "2026-10"}


def deliver(connection: Connection, **changes: object) -> None:
    """Write one delivery of three lines: two taken, one refused."""
    connection.execute(
        insert(inbox_file).values(
            **WHERE, inbox_file_id="f", partner_code="p", remote_name="n",
            byte_count=1, modified_seconds=1, received_at=MOMENT,
        )
    )  # fmt: skip
    row = {
        **WHERE, "delivery_id": "d", "partner_code": "p", "inbox_file_id": "f",
        "digest": DIGEST, "byte_count": 1, "received_at": MOMENT, "state": "accepted",
        "legal_basis_code": "BGS-2", "passport_digest": DIGEST, "line_count": 1,
        "accepted_count": 0, "rejected_count": 1, "duplicate_count": 0,
        "no_ground_count": 0, "objection_count": 0, "accepted_cents": 0,
        "other_cents": 500,
    }  # fmt: skip
    connection.execute(insert(delivery).values(row | changes))


def verdict(connection: Connection, line: int, word: str, cents: int) -> None:
    """Write one verdict of the delivery."""
    connection.execute(
        insert(line_verdict).values(
            delivery_id="d", line_number=line, verdict=word, amount_cents=cents
        )
    )


def test_a_delivery_whose_lines_add_up_is_taken(register: Engine):
    with register.begin() as connection:
        deliver(connection)
        verdict(connection, 2, "rejected", 500)


@pytest.mark.parametrize(
    "changes",
    [
        {"line_count": 2},
        {"other_cents": 501},
        {"rejected_count": 0, "line_count": 0},
        {"refusal_code": "DEL_PERIOD"},
        {"digest": "abc"},
        {"state": "perhaps"},
    ],
)
def test_a_delivery_that_does_not_add_up_is_refused(
    register: Engine, changes: dict[str, object]
):
    with pytest.raises(IntegrityError), register.begin() as connection:
        deliver(connection, **changes)
        verdict(connection, 2, "rejected", 500)


def test_an_accepted_line_needs_its_signal(register: Engine):
    with pytest.raises(IntegrityError), register.begin() as connection:
        deliver(
            connection,
            accepted_count=1, rejected_count=0, accepted_cents=500, other_cents=0,
        )  # fmt: skip
        verdict(connection, 2, "accepted", 500)


def test_a_line_has_one_verdict(register: Engine):
    with pytest.raises(IntegrityError), register.begin() as connection:
        deliver(connection)
        verdict(connection, 2, "rejected", 500)
        verdict(connection, 2, "duplicate", 500)


def prepare(connection: Connection, *, passed: bool, decision: str) -> None:
    """Write a draft with its audit and a human's decision."""
    connection.execute(
        insert(run).values(
            **WHERE, run_id="r", snapshot_digest=DIGEST, sql_digest=DIGEST,
            membership_digest=DIGEST, evidence_digest=DIGEST, engine="duckdb", counts={},
        )
    )  # fmt: skip
    connection.execute(
        insert(draft).values(
            **WHERE, draft_id="d", run_id="r", input_digest=DIGEST, inputs={},
            policy_digest=DIGEST, code_version="0", missing_partners=[],
        )
    )  # fmt: skip
    connection.execute(
        insert(audit).values(
            audit_id="a", draft_id="d", input_digest=DIGEST, list_digest=DIGEST,
            has_passed=passed, checks={},
        )
    )  # fmt: skip
    connection.execute(
        insert(approval).values(
            approval_id="g", draft_id="d", input_digest=DIGEST, decision=decision,
            decided_by="coordinator", decided_at=MOMENT, remark="Klopt niet",
        )
    )  # fmt: skip


def publish(connection: Connection, **changes: object) -> None:
    """Write a publication that leans on the prepared audit and decision."""
    row = {
        **WHERE, "publication_id": "p", "version": 1, "draft_id": "d",
        "input_digest": DIGEST, "audit_id": "a", "has_passed": True,
        "approval_id": "g", "decision": "approved", "published_at": MOMENT,
    }  # fmt: skip
    connection.execute(insert(publication).values(row | changes))


def test_an_approved_and_audited_draft_is_published(register: Engine):
    with register.begin() as connection:
        prepare(connection, passed=True, decision="approved")
        publish(connection)


@pytest.mark.parametrize(
    ("passed", "decision", "changes"),
    [
        (False, "approved", {}),
        (False, "approved", {"has_passed": False}),
        (True, "rejected", {}),
        (True, "rejected", {"decision": "rejected"}),
        (True, "approved", {"audit_id": "other"}),
        (True, "approved", {"approval_id": "other"}),
        (True, "approved", {"input_digest": OTHER_DIGEST}),
        (True, "approved", {"version": 0}),
    ],
)
def test_nothing_is_published_without_audit_and_approval_of_the_same_inputs(
    register: Engine, passed: bool, decision: str, changes: dict[str, object]
):
    with pytest.raises(IntegrityError), register.begin() as connection:
        prepare(connection, passed=passed, decision=decision)
        publish(connection, **changes)


@pytest.mark.parametrize(
    "changes", [{"version": 1}, {"version": 2}], ids=["same version", "same inputs"]
)
def test_a_month_is_published_once_per_version_and_input(
    register: Engine, changes: dict[str, object]
):
    with pytest.raises(IntegrityError), register.begin() as connection:
        prepare(connection, passed=True, decision="approved")
        publish(connection)
        publish(connection, publication_id="q", **changes)


@pytest.mark.parametrize("table", ["audit", "approval", "publication"])
@pytest.mark.parametrize(
    "change",
    ["DELETE FROM {}", "UPDATE {} SET draft_id = 'x'", "TRUNCATE {} CASCADE"],
)
def test_what_was_decided_is_never_rewritten(register: Engine, table: str, change: str):
    with register.begin() as connection:
        prepare(connection, passed=True, decision="approved")
    with (
        pytest.raises(IntegrityError, match="append-only"),
        register.begin() as connection,
    ):
        connection.execute(text(change.format(f"publication.{table}")))


@pytest.mark.parametrize(
    "change",
    [
        "TRUNCATE publication.publication_file",
        "TRUNCATE casework.draft CASCADE",
        "TRUNCATE matching.run CASCADE",
    ],
)
def test_history_is_not_emptied_by_way_of_another_table(register: Engine, change: str):
    with register.begin() as connection:
        prepare(connection, passed=True, decision="approved")
        publish(connection)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        register.begin() as connection,
    ):
        connection.execute(text(change))
    with register.connect() as connection:
        count = text("SELECT COUNT(*) FROM publication.publication")
        assert connection.execute(count).scalar_one() == 1


def test_every_table_and_column_says_what_it_is():
    assert TABLES
    for table in metadata().tables.values():
        assert table.comment, table.fullname
        for column in table.columns:
            assert column.comment, f"{table.fullname}.{column.name}"


#: Of no one month: a chain, requests and files of the municipality, and what lives on.
OF_NO_MONTH = {
    *("audit.checkpoint", "audit.event", "audit.legal_hold", "audit.person_request"),
    *("audit.processing_line", "audit.purge", "audit.purge_certificate"),
    *("audit.checkpoint_copy", "audit.tombstone", "casework.case"),
    "casework.exclusion",
    *("casework.feedback_file", "casework.handover", "casework.office_file"),
    *("casework.resident", "publication.outgoing_file"),
}
#: Keys of a row that says whose it is and of which month.
KEYS = {
    *("audit_id", "case_id", "crisis_list_id", "delivery_id", "draft_id", "notice_id"),
    *("office_file_id", "outcome_id", "publication_id", "review_id", "run_id"),
}


def test_every_row_says_whose_it_is_and_of_which_month():
    for table in metadata().tables.values():
        columns = set(table.columns.keys())
        needed = {"municipality_code"}
        needed |= set() if table.fullname in OF_NO_MONTH else {"month"}
        assert needed <= columns or KEYS & columns, table.fullname


def test_no_table_is_excused_from_its_month_in_vain():
    tables = metadata().tables
    assert set(tables) >= OF_NO_MONTH
    for name in OF_NO_MONTH:
        columns = set(tables[name].columns.keys())
        assert "municipality_code" in columns, name
        assert "month" not in columns, name
