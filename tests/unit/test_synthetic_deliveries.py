"""This month's special deliveries: late, cut off, wrong, empty, unlawful."""

from collections.abc import Callable
from typing import Any

import pytest
from support.synthetic import FEW, MadeMonth, make_month, manifest_of, passport, rows_of
from support.tiny_formats import read_export

HISTORY = ("2026-07", "2026-08", "2026-09")
MONTHS = (*HISTORY, "2026-10")
JUDGED = {"accepted", "superseded", "applied"}
SECOND_FILES = {"merenwonen", "skarstroom"}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeMonth:
    return make_month(
        tmp_path_factory.mktemp("deliveries"), 4, len(HISTORY), inhabitants=FEW
    )


def test_the_late_partner_has_an_empty_inbox_and_a_file_elsewhere(made):
    delivery = made.delivery("terpzorg")

    assert delivery["state"] == "missing"
    assert delivery["folder"] == "late/terpzorg"
    assert made.path(delivery).exists()
    assert not (made.folder / "inbox" / "terpzorg").exists()


def test_the_upload_that_broke_off_ends_in_the_middle_of_a_line(made):
    delivery = made.delivery("ampersant")
    content = made.path(delivery).read_bytes()

    assert (delivery["state"], delivery["refusal_code"]) == (
        "refused",
        "DEL_INCOMPLETE",
    )
    assert not content.endswith(b"\n")
    assert manifest_of(made.path(delivery))["bytes"] > len(content) == delivery["bytes"]


def test_the_wrong_month_is_told_by_name_manifest_and_rows(made):
    delivery = made.delivery("zevenzorg")
    july = made.delivery("zevenzorg", "2026-07")
    partner = passport("zevenzorg")

    assert (delivery["state"], delivery["refusal_code"]) == ("refused", "DEL_PERIOD")
    assert "2026-07" in delivery["file_name"]
    assert manifest_of(made.path(delivery))["leverperiode"] == "2026-07"
    assert sorted(rows_of(made.path(delivery), partner)) == sorted(
        rows_of(made.path(july), partner)
    )
    assert delivery["sha256"] != july["sha256"]


def test_the_empty_delivery_is_explicit(made):
    delivery = made.delivery("wadvonk")
    manifest = manifest_of(made.path(delivery))

    assert delivery["state"] == "empty"
    assert (manifest["soort"], manifest["aantal_records"]) == ("NUL", 0)
    assert len(made.path(delivery).read_text("utf-8").splitlines()) == 1


def test_the_unlawful_partner_delivers_this_month_only(made):
    states = {month: made.delivery("gemeentebelastingen", month) for month in MONTHS}

    assert states["2026-10"]["refusal_code"] == "LAW_NO_BASIS"
    assert {states[month]["state"] for month in HISTORY} == {"missing"}


def test_earlier_months_hold_no_special_deliveries(made):
    states = {
        delivery["state"]
        for delivery in made.deliveries
        if delivery["month"] in HISTORY
        and delivery["partner_code"] != "gemeentebelastingen"
    }

    assert states == {"accepted"}


def test_a_refused_or_missing_delivery_judges_no_lines(made):
    for delivery in made.deliveries:
        if delivery["state"] not in JUDGED:
            assert delivery["line_count"] == 0
            assert not delivery["findings"]


def test_every_partner_has_one_delivery_a_month_and_two_have_a_second(made):
    keys = [(each["month"], each["partner_code"]) for each in made.deliveries]
    twice = {key for key in keys if keys.count(key) > 1}

    assert twice == {("2026-10", code) for code in SECOND_FILES}
    assert len(set(keys)) == 16 * len(MONTHS) == len(keys) - len(twice)


def test_a_refusal_has_a_code_and_nothing_else_has(made):
    for delivery in made.deliveries:
        assert (delivery["state"] == "refused") == bool(delivery["refusal_code"])


def test_records_that_never_arrived_are_known_to_the_truth(made):
    lost = [
        signal
        for signal in made.lawful("2026-10")
        if signal["delivery_state"] in {"missing", "refused"}
    ]

    refused = {"ampersant", "lytsewoning", "mienskipszorg", "zevenzorg"}
    assert {s["partner_code"] for s in lost} == {"terpzorg", *refused}
    assert not any(signal["line_number"] or signal["verdict"] for signal in lost)


def test_the_truth_names_the_bytes_that_arrived(made):
    for delivery in made.with_files():
        assert made.path(delivery).stat().st_size == delivery["bytes"]


def test_history_before_the_wrong_file_is_not_needed_to_send_it(tmp_path):
    alone = make_month(tmp_path, seed=4, history_months=0, inhabitants=FEW)

    assert "2026-07" in alone.delivery("zevenzorg")["file_name"]
    assert not (alone.folder / "history").exists()


def test_a_correction_is_the_month_as_it_should_have_been(made):
    """Read again from both files: one record more, one less, two amounts lower."""
    first, second = made.sent("merenwonen")
    before, after = (records_of(made, each) for each in (first, second))
    changed = {key for key in before.keys() & after.keys() if before[key] != after[key]}

    assert (first["state"], second["state"]) == ("superseded", "accepted")
    assert [m["soort"] for m in map(said_of(made), (first, second))] == [
        "VOLLEDIG", "CORRECTIE",
    ]  # fmt: skip
    assert [m["volgnummer"] for m in map(said_of(made), (first, second))] == [1, 2]
    found = (
        len(after.keys() - before.keys()),
        len(changed),
        len(before.keys() - after),
    )
    assert found == tuple(
        second["changes"][word] for word in ("new", "changed", "gone")
    )
    assert found == (1, 2, 1)
    assert all(before[key][1:] == after[key][1:] for key in changed)
    assert {before[key][0] - after[key][0] for key in changed} == {10_000}
    accepted = second["verdicts"]["accepted"]["lines"]
    assert second["changes"]["unchanged"] == accepted - 3


def test_a_withdrawal_names_two_records_of_the_first_file_and_one_of_nobody(made):
    first, second = made.sent("skarstroom")
    before, named = (records_of(made, each) for each in (first, second))
    taken = [s for s in made.signals if s["is_withdrawn"] == "true"]

    assert (first["state"], second["state"]) == ("accepted", "applied")
    assert said_of(made)(second)["soort"] == "INTREKKING"
    assert {s["source_record_id"] for s in taken} == named.keys() & before.keys()
    assert len(taken) == second["verdicts"]["withdrawal"]["lines"] == 2
    assert [found["code"] for found in second["findings"]] == ["VAL_UNKNOWN_RECORD"]
    assert len(named.keys() - before.keys()) == 1


def test_another_partners_manifest_lies_beside_a_sound_file(made):
    delivery = made.delivery("lytsewoning")

    assert delivery["refusal_code"] == "DEL_WRONG_PARTNER"
    assert said_of(made)(delivery)["partner"] == "merenwonen"
    assert len(records_of(made, delivery)) == 3


def test_one_partner_forgets_to_encrypt_and_no_other(made):
    bare = [each for each in made.deliveries if not each["is_sealed"]]

    assert [(each["partner_code"], each["month"]) for each in bare] == [
        ("mienskipszorg", "2026-10")
    ]
    assert bare[0]["refusal_code"] == "ENC_PLAINTEXT"


def test_people_are_asked_about_a_wrong_crisis_line_and_about_what_nobody_read(made):
    asked = {d["partner_code"] for d in made.deliveries if d["is_asked_about"]}
    refused = {"ampersant", "lytsewoning", "mienskipszorg", "zevenzorg"}
    lines = [
        signal
        for signal in made.signals
        if signal["signal_kind"] == "EINDELEVERING" and signal["finding_code"]
    ]

    assert asked == {"noordstroom", *refused}
    assert [(s["partner_code"], s["finding_code"]) for s in lines] == [
        ("noordstroom", "VAL_POSTCODE")
    ]


def records_of(made: MadeMonth, delivery: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Return amount and all other cells of each record, by its id."""
    partner = passport(delivery["partner_code"])
    read = read_export(made.path(delivery), partner)
    heads = {field: head for head, field in partner.columns.items()}
    return {
        record[heads["source_record_id"]]: (
            amount,
            *(cell for head, cell in record.items() if head != heads["arrears_cents"]),
        )
        for record, amount in zip(read.records, read.cents(partner), strict=True)
        if record
    }


def said_of(made: MadeMonth) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return what reads a delivery's manifest."""
    return lambda delivery: manifest_of(made.path(delivery))
