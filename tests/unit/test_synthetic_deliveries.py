"""This month's special deliveries: late, cut off, wrong, empty, unlawful."""

import pytest
from support.synthetic import MadeMonth, make_month, manifest_of, passport, rows_of

HISTORY = ("2026-07", "2026-08", "2026-09")
MONTHS = (*HISTORY, "2026-10")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeMonth:
    return make_month(tmp_path_factory.mktemp("deliveries"), seed=4, history_months=3)


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
        if delivery["state"] != "accepted":
            assert delivery["line_count"] == 0
            assert not delivery["findings"]


def test_every_partner_has_one_delivery_a_month(made):
    keys = [(each["month"], each["partner_code"]) for each in made.deliveries]

    assert sorted(set(keys)) == sorted(keys)
    assert len(keys) == 12 * len(MONTHS)


def test_a_refusal_has_a_code_and_nothing_else_has(made):
    for delivery in made.deliveries:
        assert (delivery["state"] == "refused") == bool(delivery["refusal_code"])


def test_records_that_never_arrived_are_known_to_the_truth(made):
    lost = [
        signal
        for signal in made.lawful("2026-10")
        if signal["delivery_state"] in {"missing", "refused"}
    ]

    assert {s["partner_code"] for s in lost} == {"ampersant", "terpzorg", "zevenzorg"}
    assert not any(signal["line_number"] or signal["verdict"] for signal in lost)


def test_the_truth_names_the_bytes_that_arrived(made):
    for delivery in made.with_files():
        assert made.path(delivery).stat().st_size == delivery["bytes"]


def test_history_before_the_wrong_file_is_not_needed_to_send_it(tmp_path):
    alone = make_month(tmp_path, seed=4, history_months=0)

    assert "2026-07" in alone.delivery("zevenzorg")["file_name"]
    assert not (alone.folder / "history").exists()
