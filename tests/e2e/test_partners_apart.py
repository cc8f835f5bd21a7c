"""Partners do not meet: one's trouble, files and keys are not another's."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.deliveries import (
    ENERGY,
    LANDLORD,
    energy_file,
    file_of,
    landlord_file,
    record,
    text_of,
    write_passports,
)
from support.intake import Desk

from vroegsein.errors import ConfigurationError, TransferError
from vroegsein.intake import collect
from vroegsein.parties.partner import partner_codes

ROWS = [record(number) for number in range(1, 4)]
SOUND = landlord_file(ROWS)
ODD_NAMES = [
    "\\N", "Jan \\.", "a\\tb", "O'Brien", 'Jan "Jopie" Jansen', "'; DROP TABLE intake.signal; --",
    "{{ conn.register }}", "%s %(a)s {}", "<script>", "=SUM(A)", "@cmd", "Zoë 😀", "Null", "NULL",
]  # fmt: skip


def states(desk: Desk) -> dict[str, str]:
    """State of the one delivery of each partner."""
    return {row["partner_code"]: row["state"] for row in desk.rows("delivery")}


def test_the_same_record_number_at_two_partners_is_two_signals(desk: Desk):
    energy = replace(desk, partner="stroomproef")
    SOUND.put(desk.inbox)
    energy_file(ROWS).put(energy.inbox, manifest=False)
    assert desk.run() == energy.run() == {"accepted": 1}
    keys = {
        (row["partner_code"], row["source_record_id"]) for row in desk.rows("signal")
    }
    assert len(keys) == len(desk.rows("signal")) == 6


def test_one_partners_refusal_leaves_the_other_alone(desk: Desk):
    energy = replace(desk, partner="stroomproef")
    file_of(b"").put(desk.inbox)
    energy_file(ROWS).put(energy.inbox, manifest=False)
    assert desk.run() == {"refused": 1}
    assert energy.run() == {"accepted": 1}
    assert states(desk) == {"woonproef": "refused", "stroomproef": "accepted"}
    assert "DEL_EMPTY" in desk.answer("ontvangst")
    assert "aangenomen: 3" in energy.answer("ontvangst")


def test_a_file_dropped_in_anothers_inbox_is_refused_there(desk: Desk, partners: Path):
    """DEL-12: by the partner its manifest names."""
    other = {**LANDLORD, "code": "buurtproef", "name": "Buurtproef"}
    write_passports(partners, other)
    neighbour = replace(desk, partner="buurtproef")
    SOUND.put(neighbour.inbox)
    assert neighbour.run() == {"refused": 1}
    (delivery,) = desk.rows("delivery")
    assert delivery["partner_code"] == "buurtproef"
    assert delivery["refusal_code"] == "DEL_WRONG_PARTNER"
    assert "partner;DEL_WRONG_PARTNER" in neighbour.answer("bevindingen")
    SOUND.put(desk.inbox)
    assert desk.run() == {"accepted": 1}  # the same bytes from the right partner
    assert desk.names("outbox") != neighbour.names("outbox")


def test_an_answer_comes_in_the_outbox_of_the_partner_alone(desk: Desk):
    energy = replace(desk, partner="stroomproef")
    energy_file(ROWS).put(energy.inbox, manifest=False)
    energy.run()
    assert desk.names("outbox") == desk.names("archive") == []
    assert "ontvangst" in energy.names("outbox")[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code: [", "no valid YAML"),
        ("code: stroomproef\n", "add the key"),
        ("", "expected keys with values"),
    ],
)
def test_a_partner_whose_passport_is_broken_fails_alone(
    desk: Desk, partners: Path, text: str, says: str
):
    (partners / "stroomproef.yml").write_text(text, "utf-8")
    energy = replace(desk, partner="stroomproef")
    SOUND.put(desk.inbox)
    assert "stroomproef" in collect.list_partners("1940", "2026-10")
    with pytest.raises(ConfigurationError, match=says):
        energy.look()
    assert desk.run() == {"accepted": 1}


def test_a_passport_that_broke_half_way_stops_its_own_delivery(
    desk: Desk, partners: Path
):
    energy = replace(desk, partner="stroomproef")
    SOUND.put(desk.inbox)
    energy_file(ROWS).put(energy.inbox, manifest=False)
    desk.fetch()
    energy.fetch()
    (partners / "stroomproef.yml").write_text("code: [", "utf-8")
    with pytest.raises(ConfigurationError, match=r"stroomproef\.yml"):
        energy.finish()
    assert desk.finish() == {"accepted": 1}
    write_passports(partners, ENERGY)
    assert energy.finish() == {"accepted": 1}


def test_a_partner_of_another_municipality_is_not_asked(partners: Path, desk: Desk):
    write_passports(partners, {**ENERGY, "municipalities": ["0363"]})
    assert "stroomproef" not in collect.list_partners("1940", "2026-10")
    assert partner_codes(partners, "0363") == ["stroomproef"]
    with pytest.raises(ConfigurationError, match="not listed"):
        replace(desk, partner="stroomproef").look()


def test_a_month_without_any_partner_is_a_matter_of_configuration(
    partners: Path, desk: Desk
):
    assert desk.month == "2026-10"
    with pytest.raises(ConfigurationError, match="No passport in partners/ names 9999"):
        collect.list_partners("9999", "2026-10")
    assert len(list(partners.iterdir())) == 3


def test_an_account_of_another_name_is_used_where_the_passport_says_so(
    desk: Desk, partners: Path
):
    write_passports(partners, {**LANDLORD, "connection": {"account": "rentals"}})
    root = desk.sftp.account("rentals")
    SOUND.put(root / "inbox")
    server = desk.sftp.server("rentals")
    ids = collect.list_files("1940", "2026-10", "woonproef", server, desk.moment)
    assert len(collect.fetch_files(ids, server)) == 1


def test_a_key_of_one_account_does_not_open_another(desk: Desk):
    desk.sftp.account("stroomproef")
    server = replace(desk.sftp.server("stroomproef"), account="nobody")
    with pytest.raises(TransferError, match="refuses our key or account"):
        collect.list_files("1940", "2026-10", "stroomproef", server, desk.moment)


def test_names_that_look_like_code_are_stored_as_they_are(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    """VAL-13, VAL-14, VAL-16: bound as data, all the way into the register."""
    names = [f"{name} x" if name.startswith("Zoë") else name for name in ODD_NAMES]
    rows = [record(n, geslachtsnaam=name) for n, name in enumerate(names)]
    landlord_file(rows).put(desk.inbox)
    with caplog.at_level(logging.DEBUG):
        assert desk.run() == {"accepted": 1}
    found = {row["line_number"]: row["surname"] for row in desk.rows("signal")}
    assert found == dict(enumerate(names, start=2))
    assert not [
        name for name in ("DROP TABLE", "<script>", "O'Brien") if name in caplog.text
    ]


def test_earlier_months_of_two_partners_come_from_their_own_folders(
    desk: Desk, tmp_path: Path
):
    folders = {code: tmp_path / code for code in ("woonproef", "stroomproef")}
    for folder in folders.values():
        folder.mkdir()
    SOUND.put(folders["woonproef"])
    energy_file(ROWS).put(folders["stroomproef"], manifest=False)
    energy_file(ROWS, month="2026-09").put(folders["stroomproef"], manifest=False)
    counts = collect.import_deliveries("1940", "2026-10", folders, desk.moment)
    assert counts == {"accepted": 2}
    assert states(desk) == {"woonproef": "accepted", "stroomproef": "accepted"}
    assert {row["month"] for row in desk.rows("signal")} == {"2026-10"}
    assert sorted(path.name for path in folders["woonproef"].iterdir()) == [
        "woonproef_202610.csv",
        "woonproef_202610.csv.manifest.json",
    ]


def test_an_imported_month_and_a_delivered_one_agree(desk: Desk, tmp_path: Path):
    """The same intake: by a folder first, the server then finds nothing new."""
    folder = tmp_path / "history"
    folder.mkdir()
    SOUND.put(folder)
    collect.import_deliveries("1940", "2026-10", {"woonproef": folder}, desk.moment)
    imported = {table: desk.rows(table) for table in ("delivery", "signal")}
    SOUND.put(desk.inbox)
    later = replace(desk, moment=desk.moment + timedelta(days=1))
    assert later.run() == {"accepted": 1}
    assert {table: desk.rows(table) for table in imported} == imported
    assert desk.names("inbox") == []
    assert "aangenomen: 3" in desk.answer("ontvangst")


def test_an_import_of_what_is_refused_says_so_and_stores_nothing(
    desk: Desk, tmp_path: Path
):
    folder = tmp_path / "history"
    folder.mkdir()
    file_of(text_of(ROWS), sha256="0" * 64).put(folder)
    counts = collect.import_deliveries(
        "1940", "2026-10", {"woonproef": folder}, desk.moment
    )
    assert counts == {"refused": 1}
    assert desk.rows("signal") == desk.rows("line_verdict") == []
    assert not [path for path in (desk.storage / "work").rglob("*") if path.is_file()]
