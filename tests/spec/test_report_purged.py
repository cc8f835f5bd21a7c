"""After a purge the reports that were written still stand, and say what they said."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from support.chain import keys_folder
from support.listing_month import MUNICIPALITY, OCTOBER, Register
from support.purging import JUNE_NIGHT, marked
from support.report_page import ReadPage

from vroegsein import accountability
from vroegsein.accountability.month_figures import figures_name, report_folder
from vroegsein.errors import DecisionError, OperatorError
from vroegsein.register.publication_tables import publication

__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder")
MAY = "2027-05"
NIGHT = JUNE_NIGHT - timedelta(days=14)
LATER = JUNE_NIGHT + timedelta(days=9)
PUBLISHED = {
    OCTOBER: datetime(2026, 10, 14, 9, tzinfo=UTC),
    MAY: datetime(2027, 6, 8, 9, tzinfo=UTC),
}


@pytest.fixture
def months(register: Engine) -> Register:
    return Register(register)


@pytest.fixture
def october(months: Register) -> str:
    """The publication of October, with its report."""
    return publish(months, OCTOBER)


def reports(month: str) -> Path:
    """Where the report of a month lies."""
    return report_folder(MUNICIPALITY, month)


def bytes_of(month: str) -> dict[str, bytes]:
    """The report, and what lies beside it."""
    return {path.name: path.read_bytes() for path in sorted(reports(month).iterdir())}


def page(month: str) -> str:
    return (reports(month) / "auditrapport-v1.html").read_text("utf-8")


def norm(month: str) -> dict[str, list[str]]:
    return ReadPage(page(month)).sections["norm"].tables[0].by_first()


def publish(months: Register, month: str) -> str:
    """Publish a month with its report; return the publication."""
    months.deliver(marked(number, month) for number in range(6))
    months.publish(month, PUBLISHED[month])
    with months.engine.connect() as connection:
        query = select(publication.c.publication_id).filter_by(month=month)
        publication_id = str(connection.scalar(query))
    accountability.write_audit_report(publication_id)
    return publication_id


def test_a_report_says_of_a_purged_month_what_was_kept(months: Register, october: str):
    """Its rows are gone, its figures were kept beside its own report."""
    assert october
    assert accountability.purge_personal_data(MUNICIPALITY, NIGHT)["months"] == 1
    publish(months, MAY)
    assert norm(MAY)["Personen op de lijst"] == ["6"] * 4 + ["1"]
    assert "oktober 2026 telde 6 personen, 6 signalen" in page(MAY)


def test_a_month_whose_figures_nobody_kept_is_a_gap_and_no_zero(
    months: Register, october: str
):
    assert october
    (reports(OCTOBER) / figures_name(1)).unlink()
    accountability.purge_personal_data(MUNICIPALITY, NIGHT)
    publish(months, MAY)
    assert norm(MAY)["Personen op de lijst"] == ["6", "geen", "geen", "geen", "0"]
    assert norm(MAY)["Regels gelezen"] == ["6", "6", "6", "6", "1"]
    assert "De lijst van oktober 2026 is vernietigd." in page(MAY)


def test_the_report_of_a_purged_month_stays_and_is_not_made_again(october: str):
    """PRV-03: made again it would say that there was nothing."""
    before = bytes_of(OCTOBER)
    assert {Path(name).suffix for name in before} == {
        ".html", ".pdf", ".json", ".txt", ".sig",
    }  # fmt: skip
    accountability.purge_personal_data(MUNICIPALITY, NIGHT)
    with pytest.raises(DecisionError, match="PERIOD_PURGED"):
        accountability.write_audit_report(october)
    assert bytes_of(OCTOBER) == before


def test_a_report_that_was_written_stays_when_another_month_is_purged(
    months: Register, october: str
):
    """I6: it tells of terms and cases of earlier months, which are gone now."""
    assert october
    may = publish(months, MAY)
    before = bytes_of(MAY)
    assert accountability.purge_personal_data(MUNICIPALITY, LATER)["months"] == 1
    accountability.write_audit_report(may)
    assert bytes_of(MAY) == before
    (reports(MAY) / "auditrapport-v1.html").unlink()
    with pytest.raises(OperatorError, match="REPORT_LOST"):
        accountability.write_audit_report(may)


def test_the_kept_figures_hold_nobody(october: str):
    assert october
    kept = bytes_of(OCTOBER)["cijfers-v1.json"].decode()
    for number in range(6):
        one = marked(number)
        assert not any(str(word) in kept for word in (one.email, one.surname))
    assert '"person_count": 6' in kept


@pytest.mark.usefixtures("register")
def test_a_publication_that_is_not_there_has_no_report():
    with pytest.raises(DecisionError, match="no publication list-x"):
        accountability.write_audit_report("list-x")
