"""The truth closes: its lines and cents against the files, read by other eyes."""

from collections import Counter

import pytest
from support.synthetic import FEW, MadeMonth, make_month, manifest_of, passport
from support.tiny_csv import Read, cents, fields
from support.tiny_formats import first_record, read_export

from vroegsein.parties.record import FIELDS, Kind
from vroegsein.synthetic.roster import ROSTER, Special

WITHOUT_AMOUNT = {"VAL_AMOUNT", "TXT_QUOTE"}
SPECIAL_STATES = {
    Special.NONE: ("accepted", None),
    Special.LATE: ("missing", None),
    Special.TRUNCATED: ("refused", "DEL_INCOMPLETE"),
    Special.WRONG_MONTH: ("refused", "DEL_PERIOD"),
    Special.EMPTY: ("empty", None),
    Special.UNLAWFUL: ("refused", "LAW_NO_BASIS"),
    Special.WRONG_PARTNER: ("refused", "DEL_WRONG_PARTNER"),
    Special.PLAINTEXT: ("refused", "ENC_PLAINTEXT"),
    Special.CORRECTED: ("accepted", None),
    Special.WITHDRAWN: ("accepted", None),
}


@pytest.fixture(scope="module", params=[1, 17, 4711], ids="seed {}".format)
def made(request: pytest.FixtureRequest, tmp_path_factory) -> MadeMonth:
    return make_month(
        tmp_path_factory.mktemp("truth"), request.param, 1, inhabitants=FEW
    )


@pytest.fixture(scope="module")
def accepted(made: MadeMonth) -> dict[str, Read]:
    """This month's accepted files, read again."""
    return {
        delivery["partner_code"]: read_export(
            made.path(delivery), passport(delivery["partner_code"])
        )
        for delivery in made.with_files()
        if delivery["state"] == "accepted" and delivery["month"] == "2026-10"
    }


def test_the_tiny_reader_reads_quotes_and_refuses_what_it_cannot():
    assert fields('a;"b;c";"d""e"', ";") == ["a", "b;c", 'd"e']
    assert fields('"";x;', ";") == ["", "x", ""]
    assert fields('a;"b;c', ";") is None
    assert [cents(text, ",") for text in ("12,34", "1.234", "1,2", ",50")] == [
        1234, None, None, None,
    ]  # fmt: skip


def test_each_delivery_ends_as_its_partner_was_meant_to(made: MadeMonth):
    for code, habits in ROSTER.items():
        delivery = made.delivery(code)
        found = (delivery["state"], delivery["refusal_code"])
        assert found == SPECIAL_STATES[habits.special], code
        before = made.delivery(code, "2026-09")["state"]
        unlawful = habits.special is Special.UNLAWFUL
        assert before == ("missing" if unlawful else "accepted"), code


def test_lines_are_conserved(made: MadeMonth, accepted: dict[str, Read]):
    for code, read in accepted.items():
        verdicts = made.delivery(code)["verdicts"]
        assert len(read.records) == sum(each["lines"] for each in verdicts.values())
        assert read.total is None or read.total[0] == len(read.records)


def test_cents_are_conserved_per_verdict(made: MadeMonth, accepted: dict[str, Read]):
    verdict_of = {
        (signal["partner_code"], int(signal["line_number"])): signal["verdict"]
        for signal in made.signals
        if signal["line_number"] and signal["month"] == "2026-10"
    }
    for code, read in accepted.items():
        sums: Counter[str] = Counter()
        for line, amount in enumerate(
            read.cents(passport(code)), start=first_record(passport(code))
        ):
            sums[verdict_of.get((code, line), "duplicate")] += amount or 0
        for verdict, expected in made.delivery(code)["verdicts"].items():
            assert verdict != "withdrawal" or not expected["lines"]
            assert sums[verdict] == expected["cents"], (code, verdict)
        assert sum(sums.values()) == made.delivery(code)["control_total_cents"]


def test_the_partners_own_total_is_that_of_its_file(
    made: MadeMonth, accepted: dict[str, Read]
):
    for code, read in accepted.items():
        total = sum(amount or 0 for amount in read.cents(passport(code)))
        if read.total:
            assert read.total[1] == total
            continue
        manifest = manifest_of(made.path(made.delivery(code)))
        assert cents(manifest["controletotaal_bedrag"], ".") == total
        assert manifest["aantal_records"] == len(read.records)


def test_an_amount_is_unreadable_exactly_where_that_was_planted(
    made: MadeMonth, accepted: dict[str, Read]
):
    for code, read in accepted.items():
        planted = {
            finding["line"]
            for finding in made.delivery(code)["findings"]
            if finding["code"] in WITHOUT_AMOUNT
        }
        first = first_record(passport(code))
        amounts = enumerate(read.cents(passport(code)), start=first)
        assert {line for line, amount in amounts if amount is None} == planted


def test_texts_stand_in_the_file_as_the_truth_has_them(
    made: MadeMonth, accepted: dict[str, Read]
):
    checked = 0
    for signal in made.signals:
        read = accepted.get(signal["partner_code"])
        if signal["verdict"] != "accepted" or signal["month"] != "2026-10" or not read:
            continue
        partner = passport(signal["partner_code"])
        record = read.records[int(signal["line_number"]) - first_record(partner)]
        assert record is not None
        for head, name in partner.columns.items():
            plain = FIELDS[name].kind is Kind.TEXT and name not in partner.lookups
            if plain and name not in {"phone", "postcode"}:
                assert record[head] == signal[name]
                checked += 1
    assert checked > 1500


def test_a_duplicate_is_a_whole_line_again(made: MadeMonth, accepted: dict[str, Read]):
    seen = 0
    for code, read in accepted.items():
        for finding in made.delivery(code)["findings"]:
            if finding["code"] == "VAL_DUPLICATE":
                copy = read.records[finding["line"] - first_record(passport(code))]
                assert read.records.count(copy) == 2
                seen += 1
    assert seen >= 1
