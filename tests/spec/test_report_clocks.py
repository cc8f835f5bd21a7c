"""Which terms of earlier lists the audit report counts as missed."""

import pytest
from sqlalchemy import create_engine
from support.page_read import changing
from support.page_server import year_register

from vroegsein.listing.statements import rows

LAST = "D-2026-10"
#: Somebody of an earlier list who was tried too late, and whose list was of that month.
LATE = """
    SELECT entry.case_id, SUBSTRING(entry.draft_id FROM 3) AS month
    FROM casework.list_entry AS entry
    INNER JOIN casework.contact_attempt AS tried ON entry.case_id = tried.case_id
    WHERE entry.draft_id = 'D-2026-08' AND tried.attempt_date > entry.due_date
    ORDER BY entry.case_id LIMIT 1
"""


@pytest.fixture(scope="module")
def register(postgres_url: str, register_template: str, tmp_path_factory):
    """A year of three partners, in which everything tried came back."""
    folder = tmp_path_factory.mktemp("clocks")
    with (
        year_register(
            postgres_url, register_template, folder, partners=3, signals=9
        ) as url,
        changing(url) as change,
    ):
        change("UPDATE casework.office_file SET received_on = '2026-01-01'", "SELECT 1")
        yield url


@pytest.fixture
def changed(register: str):
    """A function that changes the register for one test."""
    with changing(register) as change:
        yield change


def counted(register: str) -> tuple[int, int]:
    """How many were tried in time and how many too late, of all earlier lists."""
    engine = create_engine(register)
    with engine.connect() as connection:
        found = rows(connection, "reports", "breached_clock", draft_id=LAST)
    engine.dispose()
    return (
        sum(row["in_time_count"] for row in found),
        sum(row["late_count"] for row in found),
    )


def tried(day: str) -> str:
    """Let the late one have been tried on a day."""
    return (
        "INSERT INTO casework.contact_attempt (attempt_id, case_id, office_file_id,"
        f" kind, reached, attempt_date) SELECT 'on {day}', late.case_id, 'O-1', 'Brief',"
        f" FALSE, DATE '{day}' FROM ({LATE}) AS late"
    )


UNDO = "DELETE FROM casework.contact_attempt WHERE attempt_id LIKE 'on %'"


def test_an_attempt_for_an_earlier_list_is_not_in_time_for_this_one(register, changed):
    """Red while one talk in spring kept all later terms of that person."""
    in_time, late = counted(register)
    assert late > 0
    changed(tried("2026-08-20"), UNDO)  # the list of August came out in September
    assert counted(register) == (in_time, late)


def test_an_attempt_since_the_crisis_list_is_in_time(register, changed):
    """K-3WD: that list goes out before the list of the month."""
    in_time, late = counted(register)
    changed(
        "INSERT INTO casework.case_signal (signal_id, case_id, month, picked_up_on,"
        " publication_id) SELECT 'urgent', late.case_id, late.month,"
        f" DATE '2026-08-17', 'L1' FROM ({LATE}) AS late",
        "DELETE FROM casework.case_signal WHERE signal_id = 'urgent'",
    )
    changed(tried("2026-08-18"), UNDO)
    assert counted(register) == (in_time + 1, late - 1)
