"""The synthetic month keeps what it promises: sizes, mixes, special deliveries."""

import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.synthetic import (
    MadeMonth,
    address_shares,
    make_month,
    passport,
    rows_of,
)

from vroegsein.parties.partner import Passport
from vroegsein.parties.record import CRISIS_KINDS, FIELDS
from vroegsein.parties.workdays import add_working_days
from vroegsein.synthetic.deliveries import promised_codes

HISTORY = ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
MONTHS = (*HISTORY, "2026-10")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeMonth:
    return make_month(tmp_path_factory.mktemp("municipality"))


def test_about_two_hundred_and_thirty_true_signals_a_month(made):
    counts = {month: len(made.lawful(month)) for month in MONTHS}

    assert 222 <= counts["2026-10"] <= 242
    assert all(200 <= count <= 250 for count in counts.values())


def test_two_hundred_to_two_hundred_and_thirty_of_this_month_are_accepted(made):
    assert 200 <= made.summary.accepted <= 230


def test_the_sectors_are_mixed_as_in_the_national_monitor(made):
    """Divosa, first half of 2024: health 41, rent 20, energy 20, water 18 %."""
    signals = [signal for month in MONTHS for signal in made.lawful(month)]
    shares = Counter(signal["sector"] for signal in signals)
    percent = {sector: 100 * n / len(signals) for sector, n in shares.items()}

    assert abs(percent["ZORG"] - 41) < 3
    assert abs(percent["HUUR"] - 20) < 3
    assert abs(percent["ENERGIE"] - 20) < 3
    assert abs(percent["WATER"] - 18) < 3


def test_several_signals_fall_on_about_one_address_in_nine(made):
    several = [address_shares(made, month)[0] for month in MONTHS]

    assert 0.07 < address_shares(made, "2026-10")[0] < 0.16
    assert 0.09 < sum(several) / len(several) < 0.13


def test_four_addresses_in_ten_had_a_signal_in_the_half_year_before(made):
    assert 0.33 < address_shares(made, "2026-10")[1] < 0.47


def test_a_quarter_of_the_energy_signals_announces_the_end_of_supply(made):
    energy = [s for m in MONTHS for s in made.lawful(m) if s["sector"] == "ENERGIE"]
    finals = [s for s in energy if s["signal_kind"] == "EINDELEVERING"]

    assert 0.20 < len(finals) / len(energy) < 0.29


def test_supply_ends_twenty_working_days_after_the_signal_or_later(made):
    crises = [s for s in made.signals if s["signal_kind"] in CRISIS_KINDS]

    assert crises
    for signal in crises:
        day = date.fromisoformat(signal["signal_date"])
        end = date.fromisoformat(signal["supply_end_date"])
        assert end >= add_working_days(day, 20)


def test_an_end_of_supply_refers_to_an_earlier_signal(made):
    known = {(s["partner_code"], s["source_record_id"]) for s in made.signals}
    finals = [s for s in made.signals if s["signal_kind"] == "EINDELEVERING"]

    for signal in finals:
        earlier = (signal["partner_code"], signal["previous_record_id"])
        assert signal["previous_record_id"]
        assert signal["month"] == "2026-04" or earlier in known


def test_a_claim_that_goes_on_grows_or_stays_and_keeps_its_debtor(made):
    claims = defaultdict(list)
    for signal in made.signals:
        if not signal["finding_code"]:
            claims[signal["partner_code"], signal["claim_id"]].append(signal)
    lasting = [group for group in claims.values() if len(group) > 1]

    assert len(lasting) > 200
    for group in lasting:
        in_order = sorted(group, key=lambda signal: signal["month"])
        amounts = [int(signal["arrears_cents"]) for signal in in_order]
        assert amounts == sorted(amounts)
        assert len({signal["resident_id"] for signal in group}) == 1
        assert len({signal["surname"] for signal in group}) == 1
        assert len({signal["arrears_since_date"] for signal in group}) == 1


def test_some_people_have_arrears_with_several_partners_this_month(made):
    partners = defaultdict(set)
    for signal in made.lawful("2026-10"):
        if signal["resident_id"]:
            partners[signal["resident_id"]].add(signal["partner_code"])

    assert sum(len(codes) > 1 for codes in partners.values()) >= 8


def test_records_are_unique_per_partner(made):
    keys = [(s["partner_code"], s["source_record_id"]) for s in made.signals]

    assert len(set(keys)) == len(keys)


def test_this_month_shows_every_line_finding_that_is_promised(made):
    found = {
        finding["code"]
        for delivery in made.deliveries
        if delivery["month"] == "2026-10"
        for finding in delivery["findings"]
    }

    assert found == promised_codes()
    assert len(found) == 14


def test_sound_lines_meet_the_rules_a_partner_agreed_to(made):
    sound = [s for s in made.signals if s["verdict"] == "accepted"]
    required = [name for name, field in FIELDS.items() if field.required]

    for signal in sound:
        assert all(signal[name] for name in required)
        assert all(len(signal[n]) <= f.max_length for n, f in FIELDS.items())
        assert signal["arrears_since_date"] <= signal["reference_date"]
        assert signal["reference_date"] <= signal["signal_date"]
        evidence = ("reminder_date", "contact_attempt_date", "help_pointed_date")
        assert all(signal[name] <= signal["signal_date"] for name in evidence)
        assert int(signal["arrears_cents"]) > 0


def test_landlords_and_insurers_give_birth_dates_of_adults(made):
    sound = [s for s in made.signals if s["verdict"] == "accepted"]

    for signal in sound:
        if signal["sector"] in {"HUUR", "ZORG"}:
            assert "1900-12-31" < signal["birth_date"] < "2008-12-31"
        if signal["sector"] == "HUUR":
            assert signal["sharing_offer_date"] <= signal["signal_date"]


def test_health_arrears_are_within_the_agreed_days_with_few_exceptions(made):
    days = [
        (
            date.fromisoformat(signal["reference_date"])
            - date.fromisoformat(signal["arrears_since_date"])
        ).days
        for signal in made.signals
        if signal["sector"] == "ZORG" and signal["verdict"] == "accepted"
    ]
    outside = sum(not 30 <= count <= 100 for count in days) / len(days)

    assert 0 < outside < 0.06


def test_some_amounts_are_below_the_threshold(made):
    cents = [int(signal["arrears_cents"]) for signal in made.lawful("2026-10")]

    assert 0.02 < sum(amount < 7500 for amount in cents) / len(cents) < 0.15


def test_companies_are_no_residents_and_come_from_water_and_energy_only(made):
    companies = [s for s in made.signals if s["debtor_kind"] == "RP"]

    assert companies
    assert not any(signal["resident_id"] for signal in companies)
    assert {signal["sector"] for signal in companies} <= {"WATER", "ENERGIE"}


def test_a_signal_names_a_resident_by_something_true(made):
    residents = {who["resident_id"]: who for who in made.residents}
    known = [s for s in made.signals if s["resident_id"] and s["birth_date"]]
    right = [
        s["birth_date"] == residents[s["resident_id"]]["birth_date"] for s in known
    ]

    assert sum(right) / len(right) > 0.98


def test_partners_stay_below_the_share_of_lines_they_may_get_wrong(made):
    for delivery in made.deliveries:
        if delivery["state"] in {"accepted", "superseded"}:
            limit = passport(delivery["partner_code"]).expected.max_rejected_percent
            wrong = delivery["line_count"] - delivery["verdicts"]["accepted"]["lines"]
            assert 100 * wrong / delivery["line_count"] < limit


def test_files_have_as_many_rows_as_the_passport_expects(made):
    for delivery in made.with_files():
        if delivery["kind"] == "INTREKKING":
            continue
        partner = passport(delivery["partner_code"])
        rows = rows_of(made.path(delivery), partner)
        assert partner.expected.rows.min <= len(rows) <= partner.expected.rows.max


def test_markers_stand_in_this_months_files(made):
    text = _text_of(made, "inbox", "late")
    mails = [marker for marker in made.markers if "@" in marker]

    assert len(made.markers) > 500
    assert len(mails) > 80
    # Only the lines after the point where an upload broke off did not arrive.
    assert len([mail for mail in mails if mail not in text]) <= 2


def test_markers_hold_the_canonical_form_too(made):
    assert any(re.fullmatch(r"\+316\d{8}", marker) for marker in made.markers)
    assert any(re.fullmatch(r"\d{4}-\d\d-\d\d", marker) for marker in made.markers)


def test_markers_are_long_enough_not_to_turn_up_by_chance(made):
    places = {signal["place"] for signal in made.signals}

    assert all(len(marker) >= 9 for marker in made.markers)
    assert not places & set(made.markers)


def _text_of(made: MadeMonth, *folders: str) -> str:
    """Return all files of these folders as one text."""
    return "\n".join(
        _written(path, passport(path.parent.name))
        for folder in folders
        for path in sorted((made.folder / folder).rglob("*"))
        if path.is_file()
    )


def _written(path: Path, partner: Passport) -> str:
    """Return what a file says; a workbook's texts are packed."""
    if path.suffix == ".xlsx":
        return repr(rows_of(path, partner))
    return path.read_bytes().decode(partner.file.encoding, "replace")


def test_the_register_of_residents_has_the_agreed_columns(made):
    table = pq.read_table(made.folder / "truth" / "residents.parquet")

    assert table.num_rows == made.summary.residents
    assert table.column_names[0] == "resident_id"
    assert "address_secret" in table.column_names
    assert {str(field.type) for field in table.schema} == {"string"}
    assert {who["deceased"] for who in made.residents} == {"true", "false"}
