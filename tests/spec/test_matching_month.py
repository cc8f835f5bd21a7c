"""One month of one municipality, from the register through the matcher and back."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select
from support.matching_month import MUNICIPALITY, OCTOBER, deliver, signal

from vroegsein.errors import ConfigurationError
from vroegsein.matching.month import match_month
from vroegsein.register import matching_tables as tables

pytestmark = pytest.mark.usefixtures("register", "storage")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TWO = (signal("s1"), signal("s2", partner_code="hoedezorg"))


def snapshot(storage):
    """The bytes that were matched."""
    path = storage / "matching" / MUNICIPALITY / OCTOBER / "signals.parquet"
    return path.read_bytes()


def matched_ids(storage):
    """The ids of the signals that were matched."""
    path = storage / "matching" / MUNICIPALITY / OCTOBER / "signals.parquet"
    return pq.read_table(path)["signal_id"].to_pylist()


def matched_columns(storage, column):
    path = storage / "matching" / MUNICIPALITY / OCTOBER / "signals.parquet"
    rows = pq.read_table(path).to_pylist()
    return {row["signal_id"]: row[column] for row in rows}


def row_counts(register):
    """How many rows each table of the schema has."""
    with register.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in (
                tables.run,
                tables.membership,
                tables.evidence,
                tables.address_case,
            )
        }


def members(register, run_id):
    with register.connect() as connection:
        rows = connection.execute(
            select(tables.membership).where(tables.membership.c.run_id == run_id)
        ).mappings()
        return {row["signal_id"]: row for row in rows}


def test_the_result_is_kept_under_the_run(register):
    deliver(register, TWO)
    run_id = match_month(MUNICIPALITY, OCTOBER)
    found = members(register, run_id)
    assert {row["person_id"] for row in found.values()} == {"P:s1"}
    assert {row["address_key"] for row in found.values()} == {"8501AB|1|"}
    with register.connect() as connection:
        (run,) = connection.execute(select(tables.run)).mappings()
        (case,) = connection.execute(select(tables.address_case)).mappings()
        (pair,) = connection.execute(select(tables.evidence)).mappings()
    assert (run["run_id"], run["month"]) == (run_id, OCTOBER)
    assert run["counts"]["persons"] == 1
    assert (case["kind"], case["signal_count"]) == ("meervoudig", 2)
    assert (pair["left_id"], pair["right_id"], pair["outcome"]) == (
        "s1",
        "s2",
        "linked",
    )


def test_a_rerun_is_the_same_run_and_writes_nothing_twice(register):
    deliver(register, TWO)
    first = match_month(MUNICIPALITY, OCTOBER)
    counts = row_counts(register)
    assert match_month(MUNICIPALITY, OCTOBER) == first
    assert row_counts(register) == counts
    assert counts == {"run": 1, "membership": 2, "evidence": 1, "address_case": 1}


def test_other_signals_give_another_run_and_leave_the_first_alone(register):
    deliver(register, TWO)
    first = match_month(MUNICIPALITY, OCTOBER)
    before = members(register, first)
    deliver(register, [signal("s3", birth_date="1999-09-09")])
    second = match_month(MUNICIPALITY, OCTOBER)
    assert second != first
    assert members(register, first) == before
    assert set(members(register, second)) == {"s1", "s2", "s3"}


@pytest.mark.parametrize(
    ("received_at", "is_in"),
    [
        ("2026-03-31T23:59:59", False),  # the last Dutch second before the look-back
        ("2026-04-01T00:00:00", True),  # 31 March 22:00 UTC
        ("2026-10-31T23:59:59", True),  # a late file, still of the month of receipt
        ("2026-11-01T00:00:00", False),  # 31 October 23:00 UTC: winter time
    ],
)
def test_the_look_back_goes_by_the_dutch_day_of_receipt(
    register, storage, received_at, is_in
):
    moment = datetime.fromisoformat(received_at).replace(tzinfo=AMSTERDAM)
    deliver(register, [*TWO, signal("e1", month="2026-04", received_at=moment)])
    match_month(MUNICIPALITY, OCTOBER)
    assert ("e1" in matched_ids(storage)) is is_in
    if is_in:
        assert matched_columns(storage, "received_at")["e1"] == received_at[:10]


@pytest.mark.parametrize("month", ["2026-03", "2025-10"])
def test_a_late_signal_of_a_month_long_ago_counts_where_it_was_received(
    register, storage, month
):
    deliver(register, [*TWO, signal("late", month=month)])
    match_month(MUNICIPALITY, OCTOBER)
    assert matched_columns(storage, "received_at")["late"] == "2026-10-08"


def test_the_months_own_signals_are_matched_whenever_they_came(register, storage):
    """A delivery first seen by a later run is received then; its month stays."""
    moment = datetime(2026, 11, 3, 9, tzinfo=AMSTERDAM)
    deliver(register, [signal("s1", received_at=moment)])
    match_month(MUNICIPALITY, OCTOBER)
    assert matched_ids(storage) == ["s1"]


def test_a_later_month_stays_out(register, storage):
    deliver(register, [*TWO, signal("next", month="2026-11")])
    match_month(MUNICIPALITY, OCTOBER)
    assert matched_ids(storage) == ["s1", "s2"]


def test_signals_of_another_municipality_never_come_in(register, storage):
    deliver(register, TWO)
    first = match_month(MUNICIPALITY, OCTOBER)
    elsewhere = {"municipality_code": "0363"}
    deliver(
        register,
        [signal("x1", **elsewhere), signal("x2", month="2026-09", **elsewhere)],
    )
    assert match_month(MUNICIPALITY, OCTOBER) == first
    assert matched_ids(storage) == ["s1", "s2"]


@pytest.mark.parametrize(
    ("debtor", "kind"),
    [
        ("NP", "natural"),
        ("EENMANSZAAK", "natural"),
        ("VOF", "business"),
        ("CV", "business"),
        ("MAATSCHAP", "business"),
        ("RP", "organisation"),
    ],
)
def test_a_sole_trader_is_a_person_and_a_firm_is_not(register, storage, debtor, kind):
    deliver(register, [TWO[0], TWO[1] | {"debtor_kind": debtor}])
    run_id = match_month(MUNICIPALITY, OCTOBER)
    assert matched_columns(storage, "debtor_kind")["s2"] == kind
    persons = {row["person_id"] for row in members(register, run_id).values()}
    assert len(persons) == (1 if kind == "natural" else 2)


def test_the_snapshot_is_the_same_bytes_wherever_the_rows_lie(register, storage):
    deliver(register, reversed(TWO))
    first = match_month(MUNICIPALITY, OCTOBER)
    before = snapshot(storage)
    with register.begin() as connection:  # an updated row moves behind the others
        connection.exec_driver_sql(
            "UPDATE intake.signal SET phone = phone WHERE signal_id = 's2'"
        )
    assert match_month(MUNICIPALITY, OCTOBER) == first
    assert snapshot(storage) == before
    assert matched_ids(storage) == ["s1", "s2"]


def test_a_month_without_signals_is_an_empty_run(register):
    run_id = match_month(MUNICIPALITY, OCTOBER)
    assert members(register, run_id) == {}
    assert row_counts(register)["run"] == 1


def test_what_is_no_month_is_refused():
    with pytest.raises(ConfigurationError, match="yyyy-mm"):
        match_month(MUNICIPALITY, "oktober")
