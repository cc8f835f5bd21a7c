"""The intake with a real SFTP server and a real register."""

import logging
import os
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from support.deliveries import (
    ENERGY,
    LANDLORD,
    TAXES,
    energy_file,
    file_of,
    landlord_file,
    record,
    text_of,
    write_passports,
)
from support.intake import Desk, digests, killed

from vroegsein.errors import (
    ConfigurationError,
    InvariantError,
    OperatorError,
    TransferError,
)
from vroegsein.intake import collect
from vroegsein.register import session
from vroegsein.settings import settings

ROWS = [record(n) for n in range(1, 6)]
SOUND = landlord_file(ROWS)


def test_a_file_goes_from_inbox_to_register_receipt_and_archive(desk: Desk):
    rows = [*ROWS, record(6, klantnummer=""), record(7, bezwaar_gegevensdeling="J")]
    landlord_file(rows).put(desk.inbox)
    assert desk.run() == {"accepted": 1}
    (delivery,) = desk.rows("delivery")
    digest = delivery["digest"]
    assert (delivery["line_count"], delivery["accepted_cents"]) == (7, 5 * 12345)
    assert (delivery["rejected_count"], delivery["objection_count"]) == (1, 1)
    assert delivery["other_cents"] == 2 * 12345
    assert [row["source_record_id"] for row in desk.rows("signal")] != []
    signal = next(r for r in desk.rows("signal") if r["source_record_id"] == "A-3")
    assert (signal["phone"], signal["line_number"]) == ("+31612345678", 4)
    assert [row["verdict"] for row in desk.rows("line_verdict")] == [
        *(["accepted"] * 5),
        "rejected",
        "objection",
    ]
    assert desk.names("inbox") == []
    assert desk.names("archive") == [
        f"{digest[:8]}_woonproef_202610.csv",
        f"{digest[:8]}_woonproef_202610.csv.manifest.json",
    ]
    assert "aangenomen: 5" in desk.answer("ontvangst")
    assert "7;klantnummer;VAL_REQUIRED;regel" in desk.answer("bevindingen")
    assert not [path for path in (desk.storage / "work").rglob("*") if path.is_file()]


def test_a_total_line_does_as_well_as_a_manifest(desk: Desk):
    energy = replace(desk, partner="stroomproef")
    energy_file(ROWS).put(energy.inbox, manifest=False)
    assert energy.run() == {"accepted": 1}
    assert energy.rows("delivery")[0]["accepted_cents"] == 5 * 12345


def test_every_step_can_be_taken_again(desk: Desk):
    landlord_file([*ROWS, record(6, klantnummer=""), record(7, postcode="8911AB")]).put(
        desk.inbox
    )
    listed = desk.look()
    steps: list[Callable[[], Any]] = [
        lambda: desk.look(),
        lambda: collect.fetch_files(listed, desk.server),
        lambda: collect.decode_files(ids),
        lambda: collect.validate_files(ids),
        lambda: collect.load_files(ids),
        lambda: collect.send_receipts(ids, desk.server),
    ]
    ids = steps[1]()
    for number, step in enumerate(steps):
        first = step()
        left = desk.left_behind()
        for again in steps[: number + 1]:
            again()
        assert step() == first
        assert desk.left_behind() == left, number


def test_a_run_that_was_killed_is_finished_by_the_next(desk: Desk):
    landlord_file([*ROWS, record(6, klantnummer="")]).put(desk.inbox)
    begin = digests(desk.root)
    killings = [
        killed(desk.run, after) for after in (0.02, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2)
    ]
    assert killings[0]
    assert desk.run() == {"accepted": 1}
    left = desk.left_behind()
    assert begin.keys() & left.keys() == set()  # all archived
    assert not [name for name in left if name.endswith(".part")]
    assert left["delivery"][0]["accepted_count"] == 5
    assert desk.run() == {"accepted": 1}
    assert desk.left_behind() == left


@pytest.mark.parametrize("step", ["decode", "validate", "load", "send"])
def test_a_step_that_was_killed_is_taken_again(desk: Desk, step: str):
    landlord_file([record(n) for n in range(400)]).put(desk.inbox)
    ids = desk.fetch()
    steps: dict[str, Callable[[], Any]] = {
        "decode": lambda: collect.decode_files(ids),
        "validate": lambda: collect.validate_files(ids),
        "load": lambda: collect.load_files(ids),
        "send": lambda: collect.send_receipts(ids, desk.server),
    }
    for name, take in steps.items():
        if name == step:
            for after in (0.01, 0.04, 0.09, 0.15):
                killed(take, after)
        take()
    assert desk.rows("delivery")[0]["accepted_count"] == 400
    assert len(desk.rows("signal")) == len(desk.rows("line_verdict")) == 400
    assert desk.names("inbox") == []


def test_a_file_waits_for_its_manifest(desk: Desk):
    SOUND.put(desk.inbox, manifest=False)
    assert desk.look() == []
    SOUND.put(desk.inbox)
    assert desk.run() == {"accepted": 1}


def test_other_names_are_left_alone_and_never_repeated(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    names = [
        "woonproef_202610.csv.part", ".woonproef_202610.csv", "Jansen_999990019.csv",
        "woonproef_202610[1].csv", "$(id).csv", "a'; DROP TABLE x;--.csv", "-rf",
        "woonproef_2026-10.csv", "woonproef_202610.csv\n", "\u202efdp.csv", "x" * 255,
    ]  # fmt: skip
    for name in names:
        (desk.inbox / name).write_bytes(SOUND.content)
    (desk.inbox / "woonproef_202611.csv").mkdir()
    with caplog.at_level(logging.DEBUG, "vroegsein"):
        assert desk.look() == []
    assert desk.names("inbox") == sorted([*names, "woonproef_202611.csv"])
    assert "NAM_UNSAFE entries=7" in caplog.text
    assert "NAM_PERIOD entries=1" in caplog.text
    assert "NAM_PII entries=1" in caplog.text
    assert "DEL_NOT_REGULAR entries=1" in caplog.text
    assert "Jansen" not in caplog.text
    (desk.inbox / "woonproef_202611.csv").rmdir()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (SOUND.saying(sha256="0" * 64), "DEL_HASH"),
        (SOUND.saying(bytes=10**6), "DEL_INCOMPLETE"),
        (file_of(b""), "DEL_EMPTY"),
        (file_of("kop\n"), "SCH_HEADER"),
        (replace(SOUND, name="woonproef_202609.csv"), "DEL_PERIOD"),
        (landlord_file([record(1, klantnummer="")]), "TXT_ALL_REJECTED"),
    ],
)
def test_a_refused_file_is_answered_and_archived(desk: Desk, file: Any, code: str):
    file.put(desk.inbox)
    assert desk.run() == {"refused": 1}
    (delivery,) = desk.rows("delivery")
    assert delivery["refusal_code"] == code
    assert desk.rows("signal") == desk.rows("line_verdict") == []
    assert code in desk.answer("ontvangst")
    assert code in desk.answer("bevindingen")
    assert desk.names("inbox") == []


def test_a_refused_file_does_not_stop_another(desk: Desk):
    replace(SOUND, name="woonproef_202609.csv").put(desk.inbox)
    landlord_file([record(9)]).put(desk.inbox)
    assert desk.run() == {"accepted": 1, "refused": 1}


def test_a_nil_report_is_taken_every_month(desk: Desk):
    nil = file_of(text_of([]))
    nil.put(desk.inbox)
    assert desk.run() == {"empty": 1}
    november = replace(desk, month="2026-11", moment=desk.moment + timedelta(days=31))
    later = replace(nil.saying(leverperiode="2026-11"), name="woonproef_202611.csv")
    later.saying(bestand="woonproef_202611.csv").put(november.inbox)
    assert november.run() == {"empty": 1}
    assert [row["month"] for row in desk.rows("delivery")] in (
        ["2026-10", "2026-11"],
        ["2026-11", "2026-10"],
    )


def test_what_has_no_legal_basis_is_wiped_before_it_is_read(desk: Desk):
    taxes = replace(desk, partner="belastingproef")
    replace(SOUND.saying(partner="belastingproef"), name="woonproef_202610.csv").put(
        taxes.inbox
    )
    taxes.fetch()
    assert [row["refusal_code"] for row in taxes.rows("delivery")] == ["LAW_NO_BASIS"]
    assert not list(desk.storage.rglob("*.raw"))
    assert not list(desk.storage.rglob("*.manifest.json"))
    assert taxes.finish() == {"refused": 1}
    assert "LAW_NO_BASIS" in taxes.answer("ontvangst")


def test_a_basis_registered_since_lets_the_same_file_in(desk: Desk, partners: Path):
    taxes = replace(desk, partner="belastingproef")
    file = SOUND.saying(partner="belastingproef")
    file.put(taxes.inbox)
    assert taxes.run() == {"refused": 1}
    write_passports(partners, {**TAXES, "sector": "HUUR", "legal_basis": "BGS-2"})
    file.put(taxes.inbox)
    assert taxes.run() == {"accepted": 1}
    assert len(taxes.rows("delivery")) == 1
    assert len(taxes.rows("signal")) == 5
    assert "aangenomen: 5" in taxes.answer("ontvangst")


@pytest.mark.parametrize("seconds", [1, 1_700_000_000], ids=["new", "kept"])
def test_a_corrected_manifest_lets_the_same_bytes_in(desk: Desk, seconds: int):
    """DEL-07, DEL-20: also where the partner's program keeps the time of a file."""
    SOUND.saying(aantal_records=6).put(desk.inbox)
    os.utime(desk.inbox / SOUND.name, (1_700_000_000, 1_700_000_000))
    assert desk.run() == {"refused": 1}
    SOUND.put(desk.inbox)
    os.utime(desk.inbox / SOUND.name, (seconds, seconds))
    assert desk.run() == {"accepted": 1}
    assert "aangenomen: 5" in desk.answer("ontvangst")


def test_the_same_bytes_again_change_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    """DEL-08: under the same name, whatever the time, or under another."""
    SOUND.put(desk.inbox)
    desk.run()
    before = {table: desk.rows(table) for table in ("delivery", "signal", "finding")}
    receipt = desk.answer("ontvangst")
    again = SOUND.put(desk.inbox)
    os.utime(again, (5, 5))
    with caplog.at_level(logging.INFO, "vroegsein"):
        assert desk.run() == {"accepted": 1}
    assert "DEL_DUPLICATE_FILE" in caplog.text
    assert {table: desk.rows(table) for table in before} == before
    assert desk.answer("ontvangst") == receipt
    assert desk.names("inbox") == []


def test_a_second_file_of_the_month_counts_no_signal_twice(desk: Desk):
    SOUND.put(desk.inbox)
    desk.run()
    rows = [record(1), record(2, bedrag_achterstand="1.00"), record(8), record(9)]
    landlord_file(rows, cents=3 * 12345 + 100, volgnummer=2).put(desk.inbox)
    assert desk.run() == {"accepted": 2}
    second = next(row for row in desk.rows("delivery") if row["line_count"] == 4)
    assert (second["accepted_count"], second["duplicate_count"]) == (2, 1)
    assert second["rejected_count"] == 1
    assert sorted(row["source_record_id"] for row in desk.rows("signal")) == [
        "A-1", "A-2", "A-3", "A-4", "A-5", "A-8", "A-9",
    ]  # fmt: skip


def test_a_file_replaced_meanwhile_stays_for_the_next_run(desk: Desk):
    SOUND.put(desk.inbox)
    desk.fetch()
    landlord_file([record(8)], volgnummer=2).put(desk.inbox)
    assert desk.finish() == {"accepted": 1}
    assert SOUND.name in desk.names("inbox")
    assert desk.run() == {"accepted": 2}
    assert desk.names("inbox") == []


def test_earlier_months_come_from_a_folder(desk: Desk, tmp_path: Path):
    folder = tmp_path / "history"
    folder.mkdir()
    assert (
        collect.import_deliveries("1940", "2026-10", {"woonproef": folder}, desk.moment)
        == {}
    )
    SOUND.put(folder)
    replace(SOUND, name="woonproef_202609.csv").put(folder)
    for _ in range(2):
        counts = collect.import_deliveries(
            "1940", "2026-10", {"woonproef": folder}, desk.moment.isoformat()
        )
        assert counts == {"accepted": 1}
    assert len(desk.rows("signal")) == 5
    assert (folder / SOUND.name).exists()


def test_what_cannot_be_is_told_before_anything_is_done(desk: Desk, tmp_path: Path):
    absent = tmp_path / "absent"
    for month, partner, folder, moment in [
        ("2026-13", "woonproef", tmp_path, desk.moment),
        ("2026-10", "woonproef", absent, desk.moment),
        ("2026-10", "woonproef", tmp_path, desk.moment.replace(tzinfo=None)),
        ("2026-10", "nobody", tmp_path, desk.moment),
    ]:
        with pytest.raises(ConfigurationError):
            collect.import_deliveries("1940", month, {partner: folder}, moment)
    with pytest.raises(ConfigurationError, match="not listed"):
        collect.import_deliveries(
            "0363", "2026-10", {"woonproef": tmp_path}, desk.moment
        )
    with pytest.raises(InvariantError):
        collect.decode_files(["unknown"])
    assert collect.list_partners("1940", "2026-10") == [
        "belastingproef", "stroomproef", "woonproef",
    ]  # fmt: skip


def test_an_unreachable_server_is_a_transfer_error(desk: Desk, unused_port: int):
    server = desk.sftp.server("woonproef", port=unused_port)
    with pytest.raises(TransferError, match="woonproef"):
        collect.list_files("1940", "2026-10", "woonproef", server, desk.moment)


MARKERS = ("Merkteken", "Merkstraat", "1980-05-18", "merk@example.org", "8501ZZ")
MARKED = {
    "geslachtsnaam": "Merkteken", "straatnaam": "Merkstraat", "geboortedatum": "1980-05-18",
    "email": "merk@example.org", "postcode": "8501ZZ",
}  # fmt: skip


def test_no_value_of_a_person_leaves_by_answer_log_or_finding(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    bad = [
        {"bedrag_achterstand": "Merkteken"}, {"soort_signaal": "Merkteken"},
        {"huisnummer": "Merkteken"}, {"datum_gewezen_op_hulp": "Merkteken"},
        {"telefoon_1": "Merkteken"}, {"bezwaar_gegevensdeling": "J"},
        {"klantnummer": "Merkteken" * 9}, {"straatnaam": 'Merk"straat'},
    ]  # fmt: skip
    rows = [record(n, **{**MARKED, **change}) for n, change in enumerate(bad)]
    rows += [record(20, **MARKED)] * 2 + [record(21, **MARKED)] * 4
    landlord_file(rows).put(desk.inbox)
    with caplog.at_level(logging.DEBUG):
        told = repr(desk.run())
    told += desk.answer("ontvangst") + desk.answer("bevindingen") + caplog.text
    told += repr(desk.rows("finding")) + repr(desk.rows("delivery"))
    assert [marker for marker in MARKERS if marker in told] == []
    assert "Merkteken" in repr(desk.rows("signal"))  # the marker was really there


def test_no_value_of_a_person_leaves_by_an_error_of_the_register(desk: Desk):
    landlord_file([record(1, **MARKED)]).put(desk.inbox)
    desk.fetch()
    with desk.register.begin() as connection:
        connection.execute(
            text("ALTER TABLE intake.signal ADD CHECK (surname <> 'Merkteken')")
        )
    with pytest.raises(InvariantError, match="23514") as refused:
        desk.finish()
    told = "".join(traceback.format_exception(refused.value))
    assert refused.value.__context__ is None
    assert [marker for marker in MARKERS if marker in told] == []
    assert desk.rows("delivery")[0]["state"] == "validated"
    assert desk.rows("signal") == desk.rows("line_verdict") == []


def test_a_register_that_is_down_is_the_operators_matter(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, unused_port: int
):
    url = f"postgresql+psycopg://postgres@127.0.0.1:{unused_port}/none"
    monkeypatch.setenv("VROEGSEIN_REGISTER_URL", url)
    settings.cache_clear()
    session.engine.cache_clear()
    with pytest.raises(OperatorError, match="register"):
        desk.look()


def test_both_examples_are_lawful_partners():
    assert {LANDLORD["legal_basis"], ENERGY["legal_basis"]} == {"BGS-2", "EW-2.26-3A"}
