"""Doubtful pairs go out to officials once, sealed, whole, and readable only by them."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, insert, select
from support.matching_month import MUNICIPALITY, OCTOBER
from support.reviewing import (
    MOMENT,
    RUN,
    Officials,
    doubtful_run,
    two_doubtful_pairs,
)

from vroegsein import listing
from vroegsein.errors import ConfigurationError
from vroegsein.listing.review_commands import reopen
from vroegsein.matching.verdicts import write_verdicts
from vroegsein.register.review_tables import review, review_pair, verdict
from vroegsein.settings import settings


def opened(moment: str = MOMENT) -> list[str]:
    """Ask about October's doubtful pairs."""
    return listing.open_reviews(OCTOBER, moment)


def rows_of(sheet: bytes, name: str = "Beoordeling") -> list[list[str]]:
    """The cells of a worksheet, header first."""
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    return [[cell.value or "" for cell in row] for row in book[name].iter_rows()]


def state_of(register: Engine, review_id: str) -> str:
    """The state of a review."""
    with register.connect() as connection:
        query = select(review.c.state).where(review.c.review_id == review_id)
        return connection.scalar(query)


def pairs_of(register: Engine, review_id: str) -> list[tuple[str, str]]:
    """The pairs of a review, in the order of the sheet."""
    query = select(review_pair.c.left_id, review_pair.c.right_id)
    ordered = query.where(review_pair.c.review_id == review_id).order_by(
        review_pair.c.pair_code
    )
    with register.connect() as connection:
        return [tuple(row) for row in connection.execute(ordered)]


def judge(register: Engine, left: str, right: str, word: str) -> None:
    """Write a verdict as an official gave it."""
    with register.begin() as connection:
        connection.execute(
            insert(verdict).values(
                verdict_id=f"{left}~{right}", municipality_code=MUNICIPALITY,
                left_id=left, right_id=right, kind="signal", verdict=word,
                decided_by="AB", review_id="V",
            )
        )  # fmt: skip


def test_both_pairs_are_asked_the_stronger_first(register: Engine):
    two_doubtful_pairs(register)
    (review_id,) = opened()
    assert pairs_of(register, review_id) == [("s1", "s2"), ("s3", "s4")]
    with register.connect() as connection:
        due = connection.scalar(select(review.c.due_on))
    assert due == date(2026, 11, 15)


def test_asking_again_opens_no_second_review(register: Engine):
    two_doubtful_pairs(register)
    assert opened() == opened()


def test_a_pair_that_was_sent_is_not_asked_again_until_its_last_day(
    register: Engine, officials: Officials
):
    two_doubtful_pairs(register)
    (review_id,) = opened()
    listing.send_review(review_id, officials.server)
    assert opened("2026-11-15T06:00:00+01:00") == []
    assert len(opened("2026-11-16T06:00:00+01:00")) == 1


@pytest.mark.parametrize("word", ["same", "different"])
def test_a_judged_pair_is_not_asked_again(register: Engine, word: str):
    two_doubtful_pairs(register)
    judge(register, "s1", "s2", word)
    (review_id,) = opened()
    assert pairs_of(register, review_id) == [("s3", "s4")]


def test_a_verdict_that_was_taken_back_is_asked_again(register: Engine, tmp_path: Path):
    two_doubtful_pairs(register)
    judge(register, "s1", "s2", "same")
    reopen("s1~s2", "CD")
    (review_id,) = opened()
    assert pairs_of(register, review_id) == [("s1", "s2"), ("s3", "s4")]
    with register.connect() as connection:
        write_verdicts(connection, MUNICIPALITY, tmp_path / "verdicts.parquet")
    assert pq.read_table(tmp_path / "verdicts.parquet").num_rows == 0


@pytest.mark.usefixtures("register")
def test_a_verdict_that_is_not_there_cannot_be_taken_back():
    with pytest.raises(ConfigurationError, match="There is no verdict x"):
        reopen("x", "CD")


def test_two_persons_are_asked_about_once(register: Engine):
    """Also where several of their signals are doubtful pairs."""
    two_doubtful_pairs(register)
    doubtful_run(register, ("s1", "s2"), ("s1", "s3"), run_id="R2")
    with register.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE matching.membership SET person_id = 'P' WHERE signal_id <> 's1'"
        )
    (review_id,) = opened()
    assert pairs_of(register, review_id) == [("s1", "s2")]


def test_persons_once_asked_about_are_not_asked_by_another_pair_of_theirs(
    register: Engine, officials: Officials
):
    two_doubtful_pairs(register)
    doubtful_run(register, ("s1", "s2"), ("s1", "s3"), run_id="R2")
    with register.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE matching.membership SET person_id = 'P' WHERE signal_id <> 's1'"
        )
    (review_id,) = opened()
    listing.send_review(review_id, officials.server)
    assert opened() == []


def test_no_doubt_no_review(register: Engine):
    assert opened() == []
    two_doubtful_pairs(register)
    with register.begin() as connection:
        connection.exec_driver_sql("UPDATE matching.evidence SET outcome = 'guarded'")
    assert opened() == []


def test_the_sheet_shows_both_sides_next_to_each_other(
    register: Engine, officials: Officials
):
    two_doubtful_pairs(register)
    listing.send_review(*opened(), officials.server)
    header, first, second = rows_of(officials.opened())
    shown = dict(zip(header, first, strict=True))
    assert (shown["naam 1"], shown["naam 2"]) == ("J. Jansma", "J. Jansema")
    assert (shown["geboren 1"], shown["geboren 2"]) == ("05-05-1980", "")
    assert shown["telefoon 2"] == "06 12345678"
    assert shown["waarom dit paar"].startswith("De achternamen klinken gelijk")
    assert shown["oordeel"] == shown["beoordelaar"] == ""
    assert dict(zip(header, second, strict=True))["geboren 2"] == "1980"


def test_a_name_never_becomes_a_formula(register: Engine, officials: Officials):
    """OUT-01, VAL-14: text cells on this sheet too."""
    two_doubtful_pairs(register)
    listing.send_review(*opened(), officials.server)
    book = openpyxl.load_workbook(io.BytesIO(officials.opened()))
    cells = [cell for row in book["Beoordeling"].iter_rows() for cell in row]
    assert "A. =HYPERLINK(0)" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}  # n: an empty cell
    assert all(cell.value is None for cell in cells if cell.data_type == "n")


def test_the_sheet_says_how_and_by_when_to_answer(
    register: Engine, officials: Officials
):
    two_doubtful_pairs(register)
    listing.send_review(*opened(), officials.server)
    text = "\n".join(
        " ".join(row) for row in rows_of(officials.opened(), "Toelichting")
    )
    assert "15-11-2026" in text
    assert "2 paren" in text
    assert officials.sheets()[0].name in text


def test_what_is_kept_and_sent_can_be_read_by_nobody_else(
    register: Engine, officials: Officials, storage: Path
):
    two_doubtful_pairs(register)
    listing.send_review(*opened(), officials.server)
    everywhere = [*storage.rglob("*"), *officials.folder.rglob("*")]
    for path in everywhere:
        if path.is_file():
            assert b"Jansma" not in path.read_bytes()


def test_sending_again_sends_the_same_bytes(register: Engine, officials: Officials):
    two_doubtful_pairs(register)
    (review_id,) = opened()
    listing.send_review(review_id, officials.server)
    before = officials.sheets()[0].read_bytes()
    officials.sheets()[0].unlink()
    listing.send_review(review_id, officials.server)
    assert officials.sheets()[0].read_bytes() == before
    assert state_of(register, review_id) == "sent"


def test_without_a_key_nothing_goes_out(register: Engine, officials: Officials):
    """OUT-03: the review stays open, and is sent once the key is there."""
    two_doubtful_pairs(register)
    (review_id,) = opened()
    (settings().keys / "recipients" / "vroegsignalering_1940.pub").unlink()
    with pytest.raises(ConfigurationError, match="OUT_NO_KEY"):
        listing.send_review(review_id, officials.server)
    assert officials.sheets() == []
    assert (state_of(register, review_id), opened()) == ("open", [review_id])


def test_an_earlier_run_of_the_month_is_not_asked_about(register: Engine):
    two_doubtful_pairs(register)
    doubtful_run(register, ("s1", "s3"), run_id="R2")
    with register.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE matching.run SET recorded_at = '2026-01-01' WHERE run_id = '{RUN}'"
        )
    (review_id,) = opened()
    assert pairs_of(register, review_id) == [("s1", "s3")]
