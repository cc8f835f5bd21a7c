"""The synthetic files: what the truth says adds up with the bytes on disk."""

import hashlib

import openpyxl
import pytest
from support.synthetic import (
    FEW,
    PARTNERS,
    MadeMonth,
    digests,
    make_month,
    manifest_of,
    passport,
    rows_of,
)
from support.tiny_formats import first_record, read_export
from typer import Typer
from typer.testing import CliRunner

from vroegsein.errors import ConfigurationError
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.parties.partner import partner_codes
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.record import FIELDS, SPLIT_FIELDS
from vroegsein.settings import PROJECT_ROOT
from vroegsein.synthetic.command import demo_data_command
from vroegsein.synthetic.generate import generate
from vroegsein.synthetic.handwriting import PHONE_STYLES, phone_as_written
from vroegsein.synthetic.roster import ROSTER

CODES = partner_codes(PARTNERS, "1940")
WHOLE_LINE = {"VAL_DUPLICATE", "TXT_QUOTE", "VAL_DATE_ORDER"}
OCTOBER = ReportingMonth(2026, 10)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeMonth:
    return make_month(tmp_path_factory.mktemp("files"), 2, 3, inhabitants=FEW)


def test_sixteen_partners_have_a_passport_and_a_place_in_the_roster():
    assert set(CODES) == set(ROSTER)
    assert len(CODES) == 16


@pytest.mark.parametrize("code", CODES)
def test_a_passport_brings_every_required_field(code):
    partner = passport(code)
    split = {SPLIT_FIELDS[word][0] for word in partner.splits.values()}
    brought = {*partner.columns.values(), *partner.constants, *split}

    assert {name for name, field in FIELDS.items() if field.required} <= brought
    assert len(set(partner.columns.values())) == len(partner.columns)


@pytest.mark.parametrize("code", CODES)
def test_only_the_taxes_lack_a_legal_basis(code):
    bases = load_legal_bases(PROJECT_ROOT / "include" / "legal_bases.yml")
    partner = passport(code)
    holds = bases.holds(partner.legal_basis, OCTOBER.first_day, "1940", partner.sector)

    assert holds == (code != "gemeentebelastingen")


def test_the_passports_differ_as_partners_do():
    partners = [passport(code) for code in CODES]

    assert {partner.file.separator for partner in partners} == {";", ",", "\t", "|"}
    assert {partner.file.encoding for partner in partners} == {"utf-8", "cp1252"}
    assert {partner.file.decimal for partner in partners} == {",", "."}
    assert len({partner.file.dates for partner in partners}) == 4
    assert {p.file.format for p in partners} == {"csv", "fixed", "xlsx", "jsonl"}
    assert {p.protection.encryption for p in partners} == {"none", "age", "openpgp"}
    assert {p.protection.compression for p in partners} == {"none", "gzip", "zip"}
    assert {p.protection.signature for p in partners} == {"none", "ssh", "openpgp"}
    assert [p.code for p in partners if p.splits] == ["fjildstroom"]
    totals = [p.code for p in partners if p.delivery.completeness == "total_line"]
    assert totals == ["gaastwonen", "goudenlinde"]


def test_every_line_has_one_verdict(made):
    for delivery in made.deliveries:
        verdicts = delivery["verdicts"].values()
        assert delivery["line_count"] == sum(verdict["lines"] for verdict in verdicts)


def test_every_readable_cent_has_one_verdict(made):
    for delivery in made.deliveries:
        verdicts = delivery["verdicts"].values()
        cents = sum(verdict["cents"] for verdict in verdicts)
        assert delivery["control_total_cents"] == cents


def test_every_line_that_is_not_accepted_has_one_finding(made):
    for delivery in made.deliveries:
        lines = [finding["line"] for finding in delivery["findings"]]
        verdicts = delivery["verdicts"]
        sound = verdicts["accepted"]["lines"] + verdicts["withdrawal"]["lines"]
        first = first_record(passport(delivery["partner_code"]))
        assert len(lines) == len(set(lines)) == delivery["line_count"] - sound
        assert all(first <= line < first + delivery["line_count"] for line in lines)


def test_a_finding_names_a_column_of_the_file(made):
    for delivery in made.deliveries:
        heads = passport(delivery["partner_code"]).columns
        for finding in delivery["findings"]:
            whole_line = finding["code"] in WHOLE_LINE
            assert (finding["column"] is None) == whole_line
            assert whole_line or finding["column"] in heads


def test_a_file_has_the_rows_the_truth_counts(made):
    for delivery in made.with_files():
        if delivery["state"] == "accepted":
            partner = passport(delivery["partner_code"])
            rows = rows_of(made.path(delivery), partner)
            assert len(rows) == delivery["line_count"]


def test_files_decode_strictly_and_begin_with_the_agreed_columns(made):
    for delivery in made.with_files():
        partner = passport(delivery["partner_code"])
        if partner.file.format != "csv":
            found = read_export(made.path(delivery), partner).header
            assert set(found) >= {*partner.columns, *partner.splits}
            continue
        content = made.path(delivery).read_bytes()
        header = content.decode(partner.file.encoding, "strict").splitlines()[0]
        names = header.replace('"', "").split(partner.file.separator)
        agreed = [*partner.columns, *partner.splits, *partner.ignored_columns]
        assert names == agreed


def test_a_windows_file_is_no_utf8(made):
    content = b"".join(
        made.path(delivery).read_bytes()
        for delivery in made.with_files()
        if passport(delivery["partner_code"]).file.encoding == "cp1252"
    )

    assert content.decode("cp1252", "strict")
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8", "strict")


def test_the_old_system_writes_capitals_without_accents(made):
    text = made.path(made.delivery("gaastwonen")).read_text("utf-8")

    assert text.isascii()
    assert text.replace("Totaal", "").isupper()


def test_the_water_company_puts_the_prefix_last_and_has_no_birth_dates(made):
    rows = rows_of(made.path(made.delivery("wetterfryslan")), passport("wetterfryslan"))
    names = [row[10] for row in rows]

    assert any(", " in name for name in names)
    assert "birth_date" not in passport("wetterfryslan").columns.values()


def test_manifests_agree_with_their_files_except_the_broken_upload(made):
    for delivery in made.with_files():
        if not delivery["has_manifest"] or delivery["partner_code"] == "ampersant":
            continue
        path = made.path(delivery)
        manifest = manifest_of(path)
        content = path.read_bytes()
        assert manifest["bestand"] == path.name
        assert manifest["bytes"] == len(content)
        assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
        rows = rows_of(path, passport(delivery["partner_code"]))
        assert manifest["aantal_records"] == len(rows)


def test_control_totals_are_the_sum_of_what_can_be_read(made):
    for delivery in made.with_files():
        if delivery["state"] == "accepted" and delivery["has_manifest"]:
            euros, cents = manifest_of(made.path(delivery))[
                "controletotaal_bedrag"
            ].split(".")
            assert int(euros + cents) == delivery["control_total_cents"]


@pytest.mark.parametrize("code", ["gaastwonen", "goudenlinde"])
def test_a_total_line_closes_the_file_and_agrees(made, code):
    delivery = made.delivery(code)
    partner = passport(code)
    last = made.path(delivery).read_text("utf-8").splitlines()[-1]
    word, count, total = last.split(partner.file.separator)

    assert (word, int(count)) == ("Totaal", delivery["line_count"])
    assert int(total.replace(".", "")) == delivery["control_total_cents"]


def test_the_copy_of_a_line_comes_after_the_line_itself(made):
    delivery = made.delivery("noordstroom")
    rows = rows_of(made.path(delivery), passport("noordstroom"))
    (copy,) = (f["line"] for f in delivery["findings"] if f["code"] == "VAL_DUPLICATE")

    assert rows.index(rows[copy - 1]) < copy - 1


def test_the_ambiguous_amount_is_written_as_promised(made):
    delivery = made.delivery("noordstroom")
    rows = rows_of(made.path(delivery), passport("noordstroom"))
    (line,) = (f["line"] for f in delivery["findings"] if f["code"] == "VAL_AMOUNT")

    assert "1.234" in rows[line - 1]


def test_the_stray_quote_stands_alone_in_its_line(made):
    delivery = made.delivery("wetterfryslan")
    lines = made.path(delivery).read_text("utf-8").split("\n")
    (line,) = (f["line"] for f in delivery["findings"] if f["code"] == "TXT_QUOTE")

    assert [number for number, text in enumerate(lines, 1) if '"' in text] == [line]
    assert lines[line - 1].count('"') == 1


def test_another_municipality_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="1940 only"):
        generate(tmp_path / "out", "0363", OCTOBER, 1)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "kept.txt").write_text("kept", "utf-8")

    with pytest.raises(ConfigurationError, match="not empty"):
        generate(tmp_path, "1940", OCTOBER, 1)

    assert list(digests(tmp_path)) == ["kept.txt"]


def test_the_command_says_what_was_made_and_names_nobody(tmp_path):
    app = Typer()
    app.command()(demo_data_command)
    out = tmp_path / "out"
    said = CliRunner().invoke(
        app, ["--out", str(out), "--seed", "3", "--history-months", "0"]
    )

    assert said.exit_code == 0
    assert "18 files" in said.output
    personal = MadeMonth(out, None).markers
    assert personal
    assert not [value for value in personal if value in said.output]
    assert sorted(path.name for path in out.iterdir()) == ["inbox", "late", "truth"]


@pytest.mark.parametrize("style", PHONE_STYLES)
def test_a_phone_number_keeps_its_digits_in_every_style(style):
    written = phone_as_written("+31691234567", style)

    assert "".join(filter(str.isdigit, written)).endswith("691234567")
    assert phone_as_written("", style) == ""


def test_a_name_and_a_house_number_stand_in_one_cell_each(made):
    partner = passport("fjildstroom")
    read = read_export(made.path(made.delivery("fjildstroom")), partner)
    records = [record for record in read.records if record]

    assert all(", " in record["Naam"] for record in records)
    assert all(record["Huisnummer"][0].isdigit() for record in records)


def test_a_workbook_holds_dates_and_amounts_as_such_and_ids_as_text(made):
    path = made.path(made.delivery("sleatwonen"))
    sheet = openpyxl.load_workbook(path)["Achterstanden"]
    columns = {column[0].value: column[1:] for column in sheet.iter_cols()}

    assert {cell.data_type for cell in columns["Achterstand"]} == {"n"}
    assert {cell.data_type for cell in columns["Huurder"]} == {"s"}
    assert "d" in {cell.data_type for cell in columns["Achter sinds"]}


def test_fields_of_fixed_width_keep_their_whole_value(made):
    partner = passport("gaastwonen")
    longest = {name: length for name, (_, length) in partner.file.positions.items()}
    names = {field: head for head, field in partner.columns.items()}
    for signal in made.signals:
        if signal["partner_code"] == "gaastwonen":
            for field, head in names.items():
                assert len(signal[field]) <= longest[head]
