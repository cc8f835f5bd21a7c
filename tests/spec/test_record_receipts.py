"""A receipt per line: kept as keyed digests, shown again, and told from a false one."""

import csv
import io
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from support.deliveries import passport
from support.receipt_desk import TAKEN, desk, values
from typer.testing import CliRunner

from vroegsein import cli
from vroegsein.errors import ConfigurationError, DecisionError
from vroegsein.intake import ledger
from vroegsein.intake.answering.outbox_files import outbox_files
from vroegsein.intake.answering.proof import is_genuine, proofs_csv, record_receipt_text
from vroegsein.intake.answering.receipt_key import current_key, known_keys
from vroegsein.intake.answering.record_receipts import keep_until, write_record_receipts
from vroegsein.intake.entering.remembered import remember_refused
from vroegsein.intake.ledger import Delivery
from vroegsein.intake.reading.work_files import row_file
from vroegsein.settings import settings

__all__ = ["desk"]
pytestmark = pytest.mark.usefixtures("desk", "storage")
OUTCOMES = {2: "accepted", 3: "rejected", 4: "accepted"}
ROWS = {2: values(1), 4: values(2)}  # line 3 could not be read
CENTS_ROW = [12345 if text == "123.45" else text for text in values(1)]


def write(delivery: Delivery = TAKEN, **changes: object) -> None:
    """Write the receipts of a delivery's lines."""
    arguments = {"outcomes": OUTCOMES, "rows": ROWS, **changes}
    ledger.transaction(lambda db: write_record_receipts(db, delivery, **arguments))


def receipt(record_id: str = "A-1") -> str:
    return record_receipt_text("1940", "woonproef", "2026-10", record_id)


def test_a_court_is_told_when_the_record_came_and_what_became_of_it():
    write()
    told = receipt()
    for part in (
        "De Fryske Marren (1940)",
        "Stichting Woonproef (woonproef), KvK 90000001",
        "oktober 2026",
        "A-1 (bron_record_id)",
        "7 oktober 2026 om 08:00 uur",
        "Uitkomst:  aangenomen",
        "regel 2",
        "ab" * 32,
    ):
        assert part in told
    assert "Proefpersoon" not in told


def test_the_receipt_is_the_same_when_the_content_is_gone(desk):
    write()
    before = receipt()
    with desk.begin() as connection:
        connection.execute(text("DELETE FROM intake.delivery"))
        connection.execute(text("DELETE FROM intake.inbox_file"))
    assert receipt() == before


def test_a_record_that_came_twice_has_both_on_its_receipt():
    write()
    later = datetime(2026, 10, 9, 6, tzinfo=UTC)
    write(replace(TAKEN, delivery_id="d2", digest="cd" * 32, received_at=later),
          outcomes={2: "duplicate"}, rows={2: values(1)})  # fmt: skip
    told = receipt()
    assert told.index("7 oktober") < told.index("9 oktober")
    assert told.count("Uitkomst:") == 2


def test_of_a_record_that_never_came_there_is_no_receipt():
    write()
    with pytest.raises(DecisionError) as raised:
        receipt("A-999")
    assert "A-999" not in str(raised.value)  # it may be anything that was typed


def test_a_receipt_is_told_from_one_that_was_changed():
    write()
    told = receipt()
    assert is_genuine(told)
    assert is_genuine(told.replace("\n", "\r\n"))  # as a mail program sends it
    assert not is_genuine(told.replace("7 oktober", "6 oktober"))
    assert not is_genuine(told.partition("Waarmerk")[0])
    assert not is_genuine("")


def test_the_register_holds_digests_that_say_nothing_without_the_key(desk):
    write()
    with desk.connect() as connection:
        rows = connection.execute(text("SELECT * FROM intake.record_receipt")).all()
    written = str(rows)
    for value in ("A-1", "Proefpersoon", "8501AB", "12345678"):
        assert value not in written
    (path,) = settings().keys.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().hex() not in written
    path.write_bytes(bytes(32))  # another key finds nothing
    with pytest.raises(DecisionError):
        receipt()


def test_receipts_under_an_older_key_are_found_as_long_as_it_is_kept():
    write()
    folder = settings().keys
    (folder / "receipts.key").rename(folder / "receipts-2026.key")
    (folder / "receipts.key").write_bytes(bytes(range(32)))
    (folder / "receipts.key").chmod(0o600)
    assert is_genuine(receipt())


def test_without_the_key_that_made_receipts_nothing_goes_on():
    write()
    (settings().keys / "receipts.key").unlink()
    with pytest.raises(ConfigurationError, match="backup"):
        write()
    with pytest.raises(ConfigurationError, match="backup"):
        receipt()


def test_a_key_others_can_read_is_not_used():
    write()
    (settings().keys / "receipts.key").chmod(0o640)
    with pytest.raises(ConfigurationError, match="0600"):
        receipt()


def test_two_tasks_that_make_the_key_together_have_one():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: ledger.transaction(current_key), range(8)))
    assert set(made) == set(known_keys())
    assert repr(made[0]) == "ReceiptKey()"  # it never shows itself


def test_written_again_the_receipts_are_the_same():
    write()
    first = proofs_csv("d1")
    write()
    assert proofs_csv("d1") == first


def test_the_partner_finds_all_its_receipts_in_one_file():
    write()
    files = outbox_files(TAKEN, passport(), [])
    name = "ontvangstbewijzen_2026-10_abababab.csv"
    rows = list(csv.reader(io.StringIO(files[name].decode()), delimiter=";"))
    assert rows[0] == ["regel", "ontvangen", "uitkomst", "meldingskenmerk"]
    assert [row[0::2] for row in rows[1:]] == [
        ["2", "aangenomen"],
        ["3", "afgekeurd"],
        ["4", "aangenomen"],
    ]
    assert [bool(row[3]) for row in rows[1:]] == [True, False, True]
    assert rows[1][3] in receipt()


def test_a_line_of_a_refused_file_is_refused_loudly(tmp_path):
    """De verhuurder denkt anders dat hij aan zijn plicht heeft voldaan."""
    remember_refused(TAKEN, "DEL_TOTALS", range(2, 4), tmp_path / "absent")
    assert b"geweigerd met het hele bestand; niet overgenomen" in proofs_csv("d1")


def test_of_a_file_without_legal_basis_not_even_a_digest_is_kept(tmp_path):
    remember_refused(TAKEN, "LAW_NO_BASIS", range(2, 4), tmp_path / "absent")
    assert proofs_csv("d1") is None


@pytest.mark.parametrize(
    ("code", "kept"), [("DEL_TOTALS", True), ("SCH_NO_GROUND", False)]
)
def test_of_a_file_that_is_erased_the_receipt_has_no_digest_of_lines(
    tmp_path, code: str, kept: bool
):
    """Van verboden gegevens blijft ook geen kenmerk; wel dat de regel kwam."""
    rows = tmp_path / "rows"
    with row_file(rows) as writer:
        writer.add_columns([[2], *([value] for value in CENTS_ROW)])
    remember_refused(TAKEN, code, range(2, 3), rows)
    (line,) = proofs_csv("d1").decode().splitlines()[1:]
    assert bool(line.rpartition(";")[2]) is kept


def test_a_receipt_is_kept_for_five_years():
    assert keep_until(date(2026, 10, 7)) == date(2031, 10, 7)
    assert keep_until(date(2028, 2, 29)) == date(2033, 2, 28)


def test_the_command_prints_a_receipt_and_tells_a_real_one(tmp_path):
    write()
    runner, app = CliRunner(), cli.application("receipt")
    asked = ["--partner", "woonproef", "--month", "2026-10", "--record", "A-1"]
    shown = runner.invoke(app, ["receipt", *asked])
    assert shown.output == receipt()
    kept = tmp_path / "bewijs.txt"
    kept.write_text(shown.output, "utf-8")
    told = runner.invoke(app, ["receipt", "verify", str(kept)])
    assert told.output == "This receipt is genuine.\n"
    kept.write_text(shown.output.replace("aangenomen", "afgekeurd"), "utf-8")
    told = runner.invoke(app, ["receipt", "verify", str(kept)])
    assert isinstance(told.exception, DecisionError)


def test_the_command_says_what_is_missing():
    runner, app = CliRunner(), cli.application("receipt")
    shown = runner.invoke(app, ["receipt", "--partner", "woonproef"])
    assert shown.exit_code == 2
    assert "--record" in shown.output
