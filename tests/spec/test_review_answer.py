"""An answered sheet becomes verdicts once, and what cannot be read is refused."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pyrage
import pytest
from sqlalchemy import Engine, select
from support.matching_month import MUNICIPALITY, OCTOBER
from support.reviewing import MOMENT, Officials, two_doubtful_pairs

from vroegsein import listing
from vroegsein.exchange.keyring import KeyKind, new_key, public_key, read_index
from vroegsein.matching.verdicts import write_verdicts
from vroegsein.register.review_tables import review, verdict
from vroegsein.settings import settings

Fill = Callable[[list[list[str]]], None]


@pytest.fixture
def asked(register: Engine, officials: Officials) -> str:
    """A review of two pairs that was sent; Vroegsein has a key of its own."""
    two_doubtful_pairs(register)
    new_key(settings().keys, KeyKind.AGE, date(2026, 1, 1), "Vroegsein")
    (review_id,) = listing.open_reviews(OCTOBER, MOMENT)
    return listing.send_review(review_id, officials.server)


def own_key() -> pyrage.x25519.Recipient:
    """Vroegsein's public key."""
    (entry,) = read_index(settings().keys)
    return pyrage.x25519.Recipient.from_str(public_key(settings().keys, entry))


def filled(officials: Officials, *answers: tuple[str, str]) -> bytes:
    """The sheet with answers and initials, row by row."""
    book = openpyxl.load_workbook(io.BytesIO(officials.opened()))
    sheet = book["Beoordeling"]
    width = sheet.max_column
    for row, (answer, initials) in enumerate(answers, start=2):
        sheet.cell(row, width - 1).value = answer
        sheet.cell(row, width).value = initials
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def give_back(officials: Officials, content: bytes, *, sealed: bool = True) -> Path:
    """Put a sheet in the inbox as the officials do; return where."""
    path = officials.folder / "inbox" / officials.sheets()[0].name
    path.write_bytes(pyrage.encrypt(content, [own_key()]) if sealed else content)
    return path


def verdicts(register: Engine) -> list[tuple[str, str, str, str]]:
    """All verdicts: ends, word and who."""
    columns = (verdict.c.left_id, verdict.c.right_id, verdict.c.verdict)
    query = select(*columns, verdict.c.decided_by).order_by(verdict.c.left_id)
    with register.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def reply(officials: Officials) -> str:
    """What the officials read in their outbox."""
    (path,) = (officials.folder / "outbox").glob("*_antwoord.txt")
    return path.read_text("utf-8")


def test_answers_become_verdicts(register: Engine, officials: Officials, asked: str):
    sent = give_back(officials, filled(officials, ("zelfde", "AB"), ("anders", "AB")))
    assert listing.is_answered(asked, officials.server, MOMENT)
    counts = listing.take_answer(asked, officials.server, MOMENT)
    assert counts == {"pairs": 2, "verdicts": 2, "bad": 0}
    assert verdicts(register) == [
        ("s1", "s2", "same", "AB"),
        ("s3", "s4", "different", "AB"),
    ]
    assert not sent.exists()
    assert len(list((officials.folder / "archive").iterdir())) == 1
    assert "Gevraagd: 2 paren. Overgenomen: 2 oordelen." in reply(officials)


def test_an_answer_is_taken_in_once(register: Engine, officials: Officials, asked: str):
    give_back(officials, filled(officials, ("zelfde", "AB"), ("", "")))
    assert listing.is_answered(asked, officials.server, MOMENT)
    first = listing.take_answer(asked, officials.server, MOMENT)
    assert listing.take_answer(asked, officials.server, MOMENT) == first
    assert listing.is_answered(asked, officials.server, MOMENT)
    assert len(verdicts(register)) == 1


def test_nothing_came_yet(officials: Officials, asked: str):
    assert not listing.is_answered(asked, officials.server, MOMENT)


@pytest.mark.parametrize("answer", ["", "onbekend"])
def test_no_answer_is_no_verdict_and_is_asked_again(
    register: Engine, officials: Officials, asked: str, answer: str
):
    give_back(officials, filled(officials, (answer, "AB"), ("zelfde", "AB")))
    assert listing.is_answered(asked, officials.server, MOMENT)
    listing.take_answer(asked, officials.server, MOMENT)
    assert [row[0] for row in verdicts(register)] == ["s3"]
    assert len(listing.open_reviews(OCTOBER, MOMENT)) == 1


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((("misschien", "AB"),), "Rij 2, kolom oordeel: REV_ANSWER"),
        ((("zelfde", ""),), "Rij 2, kolom beoordelaar: REV_BY"),
        ((("zelfde", "J. Jansma, Midstraat 1"),), "Rij 2, kolom beoordelaar: REV_BY"),
    ],
)
def test_a_wrong_row_is_reported_and_the_others_are_taken(
    register: Engine,
    officials: Officials,
    asked: str,
    answers: tuple[tuple[str, str], ...],
    said: str,
):
    give_back(officials, filled(officials, *answers, ("anders", "AB")))
    assert listing.is_answered(asked, officials.server, MOMENT)
    assert listing.take_answer(asked, officials.server, MOMENT)["bad"] == 1
    assert [row[0] for row in verdicts(register)] == ["s3"]
    assert said in reply(officials)
    assert "Jansma" not in reply(officials)


def change_pairs(officials: Officials, *codes: str) -> bytes:
    """The sheet, all answered, with other pair codes."""
    content = filled(officials, ("zelfde", "AB"), ("zelfde", "AB"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row, code in enumerate(codes, start=2):
        book["Beoordeling"].cell(row, 1).value = (
            code or book["Beoordeling"].cell(2, 1).value
        )
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_a_pair_twice_counts_for_nothing(
    register: Engine, officials: Officials, asked: str
):
    give_back(officials, change_pairs(officials, "", ""))
    assert listing.is_answered(asked, officials.server, MOMENT)
    assert listing.take_answer(asked, officials.server, MOMENT)["bad"] == 2
    assert verdicts(register) == []


def test_a_pair_that_was_not_asked_is_reported(
    register: Engine, officials: Officials, asked: str
):
    give_back(officials, change_pairs(officials, "", "0007-beef"))
    assert listing.is_answered(asked, officials.server, MOMENT)
    listing.take_answer(asked, officials.server, MOMENT)
    assert [row[0] for row in verdicts(register)] == ["s1"]
    assert "Rij 3, kolom paar: REV_PAIR" in reply(officials)


def plain_sheet(officials: Officials) -> tuple[bytes, bool]:
    return filled(officials, ("zelfde", "AB")), False


def no_workbook(_: Officials) -> tuple[bytes, bool]:
    return b"PK\x03\x04 geen werkblad Jansma", True


def another_review(officials: Officials) -> tuple[bytes, bool]:
    return change_pairs(officials, "0001-dead", "0002-beef"), True


def without_answers(officials: Officials) -> tuple[bytes, bool]:
    book = openpyxl.load_workbook(io.BytesIO(officials.opened()))
    book["Beoordeling"].delete_cols(book["Beoordeling"].max_column)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue(), True


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (plain_sheet, "ENC_PLAINTEXT"),
        (no_workbook, "XLS_FORMAT"),
        (another_review, "DEL_WRONG_PARTNER"),
        (without_answers, "SCH_HEADER (kolom beoordelaar)"),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_waiting_goes_on(
    register: Engine,
    officials: Officials,
    asked: str,
    made: Callable[[Officials], tuple[bytes, bool]],
    code: str,
):
    content, sealed = made(officials)
    refused = give_back(officials, content, sealed=sealed)
    assert not listing.is_answered(asked, officials.server, MOMENT)
    assert not refused.exists()
    assert code in reply(officials)
    assert "uiterlijk 15-11-2026" in reply(officials)
    give_back(officials, filled(officials, ("zelfde", "AB"), ("zelfde", "AB")))
    assert listing.is_answered(asked, officials.server, MOMENT)
    listing.take_answer(asked, officials.server, MOMENT)
    assert len(verdicts(register)) == 2


def test_nothing_readable_stays_behind(officials: Officials, asked: str, storage: Path):
    give_back(officials, filled(officials, ("zelfde", "AB"), ("anders", "AB")))
    assert listing.is_answered(asked, officials.server, MOMENT)
    listing.take_answer(asked, officials.server, MOMENT)
    for path in (path for path in storage.rglob("*") if path.is_file()):
        assert not path.read_bytes().startswith(b"PK"), path.name


def test_the_next_matching_knows_the_verdicts(
    register: Engine, officials: Officials, asked: str, tmp_path: Path
):
    give_back(officials, filled(officials, ("zelfde", "AB"), ("anders", "AB")))
    assert listing.is_answered(asked, officials.server, MOMENT)
    listing.take_answer(asked, officials.server, MOMENT)
    with register.connect() as connection:
        write_verdicts(connection, MUNICIPALITY, tmp_path / "verdicts.parquet")
        write_verdicts(connection, "0363", tmp_path / "others.parquet")
        state = connection.scalar(select(review.c.state))
    assert pq.read_table(tmp_path / "verdicts.parquet").to_pylist() == [
        {"left_id": "s1", "right_id": "s2", "verdict": "same"},
        {"left_id": "s3", "right_id": "s4", "verdict": "different"},
    ]
    assert pq.read_table(tmp_path / "others.parquet").num_rows == 0
    assert state == "returned"
