"""A partner from sample to working passport, with the commands as they are typed."""

import gzip
from pathlib import Path

import openpyxl
import pytest
import yaml
from support import samples
from support.deliveries import LANDLORD, landlord_file, record, write_passports
from typer.testing import CliRunner

from vroegsein import cli
from vroegsein.errors import ConfigurationError
from vroegsein.intake.findings import MEANINGS
from vroegsein.intake.onboarding.column_words import FIELD_WORDS, VALUE_WORDS, plain
from vroegsein.intake.onboarding.looks import NOT_AGREED
from vroegsein.intake.onboarding.passport_draft import MARK, known_headers
from vroegsein.intake.onboarding.proposal import propose
from vroegsein.intake.onboarding.sample import read_sample
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.parties.record import DEBTOR_KINDS, FIELDS, SIGNAL_KINDS
from vroegsein.settings import PROJECT_ROOT, settings


@pytest.fixture
def partners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of passports of the test's own."""
    folder = tmp_path / "partners"
    folder.mkdir()
    monkeypatch.setenv("VROEGSEIN_PARTNERS", str(folder))
    monkeypatch.delenv("VROEGSEIN_REGISTER_URL", raising=False)
    settings.cache_clear()
    yield folder
    settings.cache_clear()


def said(*words: object) -> tuple[int, str]:
    """Exit code and output of a command; an error that is somebody's move is raised."""
    found = CliRunner().invoke(
        cli.application("partner"),
        ["partner", *map(str, words)],
        catch_exceptions=False,
    )
    return found.exit_code, found.output


def proposed(partners: Path, sample: Path, sector: str, code: str = "proef") -> str:
    """The text of the passport that is proposed; the command says nothing of persons."""
    status, output = said("new", sample, "--code", code, "--sector", sector)
    assert status == 0
    assert f"{code}.yml" in output
    text = (partners / f"{code}.yml").read_text("utf-8")
    assert not [value for value in samples.CANARIES if value in output + text]
    return text


def checked(sample: Path, *words: object) -> tuple[int, str]:
    """What is said of a delivery; never a value of it."""
    status, output = said("check", sample, "--on", "2026-10-07", *words)
    assert not [value for value in samples.CANARIES if value in output]
    return status, output


def test_a_dutch_export_works_at_once(partners: Path, tmp_path: Path):
    """Whole names and addresses are taken apart; the IBAN is not taken."""
    sample = samples.dutch_csv(tmp_path)
    text = proposed(partners, sample, "HUUR")
    passport = load_passport(partners, "proef")
    assert passport.splits == {"Naam debiteur": "person_name", "Adres": "address"}
    assert passport.file.encoding == "cp1252"
    assert (passport.file.decimal, passport.file.dates) == (",", "dd-mm-yyyy")
    assert passport.legal_basis == "BGS-2"
    assert passport.delivery.file_name == "huurachterstand {yyyymm} definitief.txt"
    assert passport.lookups["sharing_objection"] == {"Nee": "N", "Ja": "J"}
    assert passport.ignored_columns == ("Wijk",)
    assert "IBAN" not in text
    assert text.count(MARK) >= 8
    status, output = checked(sample)
    assert status == 0
    assert "The file would be taken.\nLines: 6; 6 accepted." in output
    assert "SCH_FORBIDDEN (warning), column iban, line 1" in output
    assert MEANINGS["SCH_FORBIDDEN"].remedy in output


def test_fixed_positions_are_found_and_finished_by_hand(partners: Path, tmp_path: Path):
    """Without names only values speak; what could be two fields is left open."""
    sample = samples.fixed_width(tmp_path)
    text = proposed(partners, sample, "WATER")
    passport = load_passport(partners, "proef")
    assert passport.file.format == "fixed"
    assert passport.splits == {"kolom_3": "person_name", "kolom_4": "address"}
    assert passport.columns == {"kolom_5": "postcode", "kolom_7": "arrears_cents"}
    assert "no column for signal_date (signaaldatum)" in text
    names = {
        "kolom_1": "source_record_id", "kolom_2": "customer_number", "kolom_6": "place",
        "kolom_8": "signal_date", "kolom_9": "reference_date",
        "kolom_10": "arrears_since_date", "kolom_11": "reminder_date",
        "kolom_12": "contact_attempt_date", "kolom_13": "has_arrangement",
        "kolom_14": "sharing_objection",
    }  # fmt: skip
    finished = yaml.safe_load(text)
    finished["columns"] |= names
    finished["ignored_columns"] = ["kolom_15"]
    finished["file"]["dates"] = "yyyymmdd"
    (partners / "proef.yml").write_text(yaml.safe_dump(finished), "utf-8")
    status, output = checked(sample)
    assert status == 1
    assert "VAL_EVIDENCE (line), column datum_gewezen_op_hulp, line 1, 2, 3" in output
    finished["columns"] |= {"kolom_12": "help_pointed_date"}
    finished["constants"]["contact_attempt_date"] = "2026-08-25"
    (partners / "proef.yml").write_text(yaml.safe_dump(finished), "utf-8")
    assert checked(sample) == (0, "The file would be taken.\nLines: 6; 6 accepted.\n")


def test_a_workbook_is_proposed_with_what_nobody_may_deliver_left_out(
    partners: Path, tmp_path: Path
):
    """A BSN of an energy company is named as an incident; an open word is refused."""
    sample = samples.workbook(tmp_path)
    text = proposed(partners, sample, "ENERGIE")
    passport = load_passport(partners, "proef")
    assert (passport.file.format, passport.file.sheet) == ("xlsx", "Export")
    assert passport.splits == {"Huisnr": "house_number"}
    assert passport.lookups["signal_kind"] == {"REG": "REGULIER"}
    assert "signal_kind has words whose meaning is not known" in text
    assert "BSN" not in text
    status, output = checked(sample, "--code", "proef")
    assert status == 1  # one of six lines, and five percent was agreed
    assert "Lines: 6; 1 rejected, 5 accepted." in output
    assert "VAL_LOOKUP (line), column Signaalsoort, line 2" in output
    assert "SCH_NO_GROUND (warning), column bsn, line 1" in output


def test_objects_are_read_by_their_keys(partners: Path, tmp_path: Path):
    text = proposed(partners, samples.json_lines(tmp_path), "ZORG")
    passport = load_passport(partners, "proef")
    assert passport.file.format == "jsonl"
    assert set(passport.columns) == {"bron_record_id", "postcode", "bedrag_achterstand"}
    assert passport.delivery.file_name == "proef_{yyyymm}.jsonl"
    assert "no column for surname (geslachtsnaam); it is required" in text


def test_a_passport_that_is_there_is_never_overwritten(partners: Path, tmp_path: Path):
    sample = samples.dutch_csv(tmp_path)
    (partners / "proef.yml").write_text("mine", "utf-8")
    with pytest.raises(ConfigurationError, match="never overwritten"):
        said("new", sample, "--code", "proef", "--sector", "HUUR")
    assert (partners / "proef.yml").read_text("utf-8") == "mine"


@pytest.mark.parametrize("code", ["../proef", "Proef", "p", "proef.yml", "a" * 31])
def test_a_code_is_no_path(partners: Path, tmp_path: Path, code: str):
    with pytest.raises(ConfigurationError, match="small letters"):
        said("new", samples.dutch_csv(tmp_path), "--code", code, "--sector", "HUUR")
    assert list(partners.iterdir()) == []


def test_without_a_legal_basis_nothing_is_proposed(partners: Path, tmp_path: Path):
    """Bgs art. 3 is exhaustive; an experiment that lapsed is no basis."""
    sample = samples.dutch_csv(tmp_path)
    with pytest.raises(ConfigurationError, match="No registered legal basis"):
        said("new", sample, "--code", "proef", "--sector", "BELASTING")
    assert list(partners.iterdir()) == []


def test_a_file_without_a_header_gives_no_passport_of_persons(
    partners: Path, tmp_path: Path
):
    """Values of a first line would else be written down as names of columns."""
    sample = tmp_path / "zonder.csv"
    line = "1;Proef;8501AB;01-10-2026;12,50;0612345678\n"
    sample.write_text(line * 5, "utf-8")
    with pytest.raises(ConfigurationError, match="holds values"):
        said("new", sample, "--code", "proef", "--sector", "HUUR")
    assert list(partners.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 no workbook", "XLS_FORMAT"),
        (b"\x1f\x8b\x08 gzip", "NAM_TYPE_MISMATCH"),
        (b"age-encryption.org/v1\n-> X25519 a\n", "NAM_TYPE_MISMATCH"),
        (b"%PDF-1.7\na;b;c\n1;2;3\n", "NAM_TYPE_MISMATCH"),
        (bytes(range(1, 32)) * 9, "NAM_TYPE_MISMATCH"),
        (b"", "DEL_EMPTY"),
        (b'[\n {"a": 1},\n {"a": 2}\n]\n', "TXT_JSON line 1"),
        (b"Overzicht achterstanden;;\n\nNaam;Adres;PC;Saldo\na;b;c;d\n", "TXT_FIELDS line 2"),
        (b"sep=;\r\nNaam;Adres;PC;Saldo\r\na;b;c;d\r\n", "TXT_FIELDS line 2"),
        (b'N;A;P;S\na;b;"c\nc";d\na;b;"c\nc";d\n', "TXT_QUOTE line 2"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_code_and_what_to_do(
    partners: Path, tmp_path: Path, content: bytes, code: str
):
    """Nothing of a title, a letter or a wrapped file becomes a name of a column."""
    sample = tmp_path / "proef 202610.csv"
    sample.write_bytes(content)
    status, output = said("new", sample, "--code", "proef", "--sector", "HUUR")
    assert (status, output.splitlines()[0]) == (
        1, f"vroegsein: the sample cannot be read: {code}.",
    )  # fmt: skip
    assert MEANINGS[code.split()[0]].remedy in output
    assert list(partners.iterdir()) == []


def test_a_title_above_the_header_of_a_sheet_is_refused(partners: Path, tmp_path: Path):
    book = openpyxl.load_workbook(samples.workbook(tmp_path))
    book.active.insert_rows(1)
    book.active["A1"] = "Overzicht oktober"
    book.save(tmp_path / "titel.xlsx")
    status, output = said(
        "new", tmp_path / "titel.xlsx", "--code", "proef", "--sector", "ENERGIE"
    )
    assert (status, "TXT_FIELDS line 2" in output) == (1, True)
    assert list(partners.iterdir()) == []


def test_one_of_more_sheets_is_named(partners: Path, tmp_path: Path):
    """XLS-08: without its name nobody knows which is meant."""
    path = samples.workbook(tmp_path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Toelichting").append(["x"])
    book.save(path)
    words = ("new", path, "--code", "proef", "--sector", "ENERGIE")
    status, output = said(*words)
    assert (status, "XLS_SHAPE" in output, "--sheet" in output) == (1, True, True)
    assert said(*words, "--sheet", "Export")[0] == 0
    assert load_passport(partners, "proef").file.sheet == "Export"
    assert "SCH_NO_GROUND" in checked(path, "--code", "proef")[1]


def test_what_nobody_could_place_is_described_without_its_values(
    partners: Path, tmp_path: Path
):
    """Dates and amounts under unknown names tell how all of them are written."""
    sample = samples.unknown_headers(tmp_path)
    status, output = said("new", sample, "--code", "proef", "--sector", "HUUR")
    text = (partners / "proef.yml").read_text("utf-8")
    assert f"partner check '{sample}' --code proef" in output
    passport = load_passport(partners, "proef")
    assert (passport.file.dates, passport.file.decimal) == ("d-m-yyyy", ",")
    assert '  decimal: ","  # controleer' in text  # nobody can agree on `€ 75,-`
    assert "  dates: d-m-yyyy\n" in text
    assert [line.strip() for line in text.splitlines() if line.startswith("  - ")] == [
        "- Dat. 1  # dates d-m-yyyy, each different",
        f"- Open  # amounts, {NOT_AGREED}",
        '- "Telt mee?"  # yes or no',
        "- Bewoner  # words, each different",
        "- Complex  # 2 different words",
        "- Teller  # whole numbers, each different",
        "- Leeg  # empty",
        f"- Ooit  # dates, {NOT_AGREED}, each different",
    ]
    assert not [value for value in samples.CANARIES if value in output + text]
    assert status == 0


@pytest.mark.parametrize(
    ("amounts", "sign", "is_sure"),
    [
        (["12,50", "3,00"], ",", True),
        (["12.50", "3.00"], ".", True),
        (["1.234,56", "1.000,00"], ",", False),
        ([], ".", False),
    ],
)
def test_a_decimal_sign_that_no_amount_told_is_marked(
    tmp_path: Path, amounts: list[str], sign: str, is_sure: bool
):
    path = tmp_path / "sample.csv"
    lines = [f"{number};{text};x\n" for number, text in enumerate(amounts)]
    path.write_text("".join(["kenmerk;achterstand;wijk\n", *lines]), "utf-8")
    made = propose(read_sample(path), {})
    assert (made.decimal, made.is_decimal_sure) == (sign, is_sure)


def test_the_partner_of_a_file_is_told_by_its_name(partners: Path, tmp_path: Path):
    write_passports(partners, LANDLORD, {**LANDLORD, "code": "dubbel"})
    path = landlord_file([record(1)]).put(tmp_path)
    with pytest.raises(ConfigurationError, match="more than one partner"):
        said("check", path)
    (partners / "dubbel.yml").unlink()
    status, output = checked(path)
    assert (status, output) == (0, "The file would be taken.\nLines: 1; 1 accepted.\n")
    with pytest.raises(ConfigurationError, match="no partner"):
        said("check", path.rename(tmp_path / "anders.csv"))


def test_a_manifest_beside_the_file_is_held_against_it(partners: Path, tmp_path: Path):
    write_passports(partners, LANDLORD)
    path = landlord_file([record(1)]).saying(aantal_records=2).put(tmp_path)
    status, output = checked(path)
    assert status == 1
    assert "refused as a whole: DEL_TOTALS" in output


def test_a_partner_without_a_basis_is_told_so_before_its_file_is_read(
    partners: Path, tmp_path: Path
):
    """E-GROND: on the day of receipt."""
    write_passports(partners, {**LANDLORD, "sector": "ENERGIE"})
    status, output = checked(landlord_file([record(1)]).put(tmp_path))
    assert (status, output.splitlines()[0]) == (
        1, "The file would be refused as a whole: LAW_NO_BASIS.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"a;b;c", mtime=0),
        b"%PDF-1.7\n",
        b"age-encryption.org/v1\n-> a",
    ],
    ids=["gzip", "pdf", "age"],
)
def test_a_file_of_another_kind_is_refused_as_the_intake_would(
    partners: Path, tmp_path: Path, content: bytes
):
    """NAM-09: wrapped, it is something else than what was agreed to be inside."""
    write_passports(partners, LANDLORD)
    path = tmp_path / "woonproef_202610.csv"
    path.write_bytes(content)
    status, output = checked(path)
    assert (status, output.splitlines()[0]) == (
        1, "The file would be refused as a whole: NAM_TYPE_MISMATCH.",
    )  # fmt: skip
    assert MEANINGS["NAM_TYPE_MISMATCH"].remedy in output


def test_a_check_leaves_nothing_behind(
    partners: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_passports(partners, LANDLORD)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(work))
    path = landlord_file([record(1), record(2)]).put(tmp_path)
    before = path.read_bytes()
    assert checked(path)[0] == 0
    assert list(work.iterdir()) == []
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "encoding", "separator"),
    [
        (b"a;b;c\n1;2;3\n", "utf-8", ";"),
        ("a\tb\tc\né\t2\t3\n".encode(), "utf-8", "\t"),
        ("a|b|c\né|2|3\n".encode("cp1252"), "cp1252", "|"),
        ("a,b,c\n1,2,3\n".encode("utf-16"), "utf-16", ","),
        ("\ufeffa,b,c\n1,2,3\n".encode(), "utf-8", ","),
        (b'"a","b","c"\n"1,2","3,4,5","6"\n"7","8,9","0"\n', "utf-8", ","),
        (b'"a";"b";"c"\n"1;2,2,2,2";"3";"4;4;4"\n', "utf-8", ";"),
    ],
)
def test_how_a_text_is_written_is_read_off_it(
    tmp_path: Path, content: bytes, encoding: str, separator: str
):
    path = tmp_path / "sample"
    path.write_bytes(content)
    seen = read_sample(path)
    assert (seen.file.encoding, seen.file.separator) == (encoding, separator)
    assert seen.names == ["a", "b", "c"]


def test_a_number_that_may_be_a_bsn_is_not_mapped(tmp_path: Path):
    """VAL-02: five customer numbers that all pass the eleven test."""
    bsns = ("999990019", "999990020", "999990032", "999990044", "999990056")
    path = tmp_path / "sample.csv"
    path.write_text("".join(["Klantnummer;a;b\n", *(f"{b};1;2\n" for b in bsns)]))
    made = propose(read_sample(path), {})
    assert (made.columns, made.forbidden) == ({}, ["Klantnummer"])


def test_other_partners_words_are_learned_where_they_agree(tmp_path: Path):
    one = {**LANDLORD, "columns": {"Ons kenmerk": "claim_id", "Nr": "customer_number"}}
    two = {**LANDLORD, "code": "twee", "columns": {"Nr": "house_number"}}
    write_passports(tmp_path, one, two)
    (tmp_path / "broken.yml").write_text(":", "utf-8")
    assert known_headers(tmp_path) == {"onskenmerk": "claim_id"}


def test_the_words_are_those_of_our_fields_and_lists():
    assert set(FIELD_WORDS.values()) <= set(FIELDS)
    assert all(word == plain(word) for word in FIELD_WORDS)
    assert set(VALUE_WORDS) == {"flag", "signal_kind", "debtor_kind"}
    assert set(VALUE_WORDS["flag"].values()) == {"J", "N"}
    assert set(VALUE_WORDS["signal_kind"].values()) == SIGNAL_KINDS
    assert set(VALUE_WORDS["debtor_kind"].values()) == DEBTOR_KINDS


@pytest.mark.parametrize(
    "path", sorted((PROJECT_ROOT / "include" / "partners").glob("*.yml"))
)
def test_the_words_agree_with_the_partners_there_are(path: Path):
    """A word of the list means to every example partner what it means to us."""
    passport: Passport = load_passport(path.parent, path.stem)
    told = {
        header: FIELD_WORDS[plain(header)]
        for header in passport.columns
        if plain(header) in FIELD_WORDS
    }
    assert told == {header: passport.columns[header] for header in told}
