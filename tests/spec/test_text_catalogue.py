"""Bad text, case by case: what a file that is written wrongly costs, and no more.

Each docstring names the case: TXT for structure and encoding, VAL for values.
"""

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.deliveries import (
    ENERGY,
    HEADER,
    LANDLORD,
    File,
    energy_file,
    file_of,
    landlord_file,
    passport,
    record,
    text_of,
)
from support.judging import decoded, judged

from vroegsein.intake.reading import accounting as reading
from vroegsein.intake.reading.canonical import MAX_LINE_BYTES

ROWS = [record(number) for number in range(1, 6)]
SOUND = landlord_file(ROWS)
LINES = SOUND.content.splitlines(keepends=True)
OLD = energy_file(ROWS)


def with_line(number: int, line: bytes) -> File:
    """The sound file with another physical line, under a manifest that agrees."""
    lines = [*LINES[: number - 1], line, *LINES[number:]]
    return file_of(b"".join(lines), aantal_records=len(LINES) - 1)


def cut(file: File, end: int) -> File:
    """The same file, broken off after so many bytes."""
    return replace(file, content=file.content[:end])


def stored(folder: Path, field: str) -> list[object]:
    """One column of the rows that decoding wrote."""
    return pq.read_table(folder / "rows").column(field).to_pylist()


def test_a_byte_order_mark_costs_a_warning_and_no_line(tmp_path: Path):
    """TXT-01."""
    outcome = judged(file_of(b"\xef\xbb\xbf" + SOUND.content), tmp_path)
    assert set(outcome.verdicts.values()) == {"accepted"}
    assert outcome.codes(1) == {("TXT_BOM", None)}
    assert stored(tmp_path, "source_record_id")[0] == "A-1"


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"]
)
def test_another_unicode_is_not_read_as_the_agreed_one(tmp_path: Path, encoding: str):
    """TXT-02: an engine that guesses would take it, and read nonsense."""
    rows = [record(1, woonplaats="Sint Nicolaasgâ")]
    content = text_of(rows).encode(encoding)
    outcome = decoded(file_of(content, 12345, aantal_records=1), tmp_path)
    assert outcome.refused in {"TXT_ENCODING", "SCH_HEADER"}


def test_a_windows_letter_costs_its_own_line_where_utf8_is_agreed(tmp_path: Path):
    """TXT-03: never guessed per file."""
    bad = text_of([record(2, geslachtsnaam="Zoë")]).encode("cp1252").split(b"\n")[1]
    outcome = decoded(with_line(3, bad + b"\n"), tmp_path)
    assert outcome.refused is None
    assert list(outcome.verdicts.values()).count("rejected") == 1
    assert outcome.codes(3) == {("TXT_UTF8", None)}


def test_a_file_in_a_windows_code_page_is_refused_where_utf8_is_agreed(tmp_path: Path):
    """TXT-03: one message, where no line with other letters is UTF-8."""
    content = text_of([record(n, geslachtsnaam="Zoë") for n in range(20)])
    file = file_of(content.encode("cp1252"))
    assert decoded(file, tmp_path).refused == "TXT_ENCODING"


def test_sixteen_bit_unicode_is_read_where_it_was_agreed(tmp_path: Path):
    """TXT-02: lines, cents and names as in UTF-8."""
    rows = [record(n, woonplaats="Sint Nicolaasgâ") for n in range(5)]
    raw = text_of(rows).encode("utf-16")
    file = file_of(raw, 5 * 12345, aantal_records=5)
    partner = passport(file={"encoding": "utf-16"})
    outcome = decoded(file, tmp_path, partner)
    assert (outcome.refused, outcome.cents) == (None, 5 * 12345)
    assert stored(tmp_path, "place") == ["Sint Nicolaasgâ"] * 5


@pytest.mark.parametrize("sign", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80"])
def test_bytes_that_are_no_text_cost_their_own_line(tmp_path: Path, sign: bytes):
    """TXT-04: invalid, overlong, a surrogate, beyond Unicode."""
    line = LINES[3].replace(b"Proefpersoon", b"Proef" + sign)
    outcome = decoded(with_line(4, line), tmp_path)
    assert outcome.codes(4) == {("TXT_UTF8", None)}
    assert list(outcome.verdicts.values()).count("accepted") == 4


def test_a_nul_byte_costs_its_own_line(tmp_path: Path):
    """TXT-06: PostgreSQL would refuse the whole load."""
    line = LINES[2].replace(b"Joure", b"Jou\0re")
    outcome = decoded(with_line(3, line), tmp_path)
    assert outcome.codes(3) == {("TXT_NUL", None)}
    assert list(outcome.verdicts.values()).count("accepted") == 4


@pytest.mark.parametrize("padding", [1, 512, 4096])
def test_nul_bytes_after_the_end_refuse_the_file(tmp_path: Path, padding: int):
    """TXT-07: what a failed copy leaves."""
    tail = b"\0" * padding
    with_manifest = file_of(SOUND.content + tail, aantal_records=5)
    with_total = replace(OLD, content=OLD.content + tail)
    assert decoded(with_manifest, tmp_path / "a").refused == "TXT_NUL_TAIL"
    outcome = decoded(with_total, tmp_path / "b", passport(ENERGY))
    assert outcome.refused == "TXT_NUL_TAIL"


def test_mixed_line_ends_are_read_as_one(tmp_path: Path):
    """TXT-08."""
    mixed = [
        line.replace(b"\n", b"\r\n") if number % 2 else line
        for number, line in enumerate(LINES)
    ]
    for folder, content in (("a", SOUND.content), ("b", b"".join(mixed))):
        outcome = decoded(file_of(content), tmp_path / folder)
        assert (outcome.refused, outcome.cents) == (None, 5 * 12345)
        warned = set() if folder == "a" else {("TXT_EOL", None)}
        assert outcome.codes(None) == warned
    assert pq.read_table(tmp_path / "a" / "rows").equals(
        pq.read_table(tmp_path / "b" / "rows")
    )


def test_old_macintosh_line_ends_are_read_with_a_warning(tmp_path: Path):
    """TXT-08: carriage returns alone; seen in the first line, never guessed later."""
    content = SOUND.content.replace(b"\n", b"\r")
    outcome = decoded(
        file_of(content, 5 * 12345, aantal_records=5, soort="VOLLEDIG"), tmp_path
    )
    assert (outcome.refused, outcome.step.line_count) == (None, 5)
    assert outcome.codes(None) == {("TXT_EOL", None)}


def test_a_lone_carriage_return_further_on_is_no_line_end(tmp_path: Path):
    """TXT-08."""
    line = LINES[2].replace(b"Joure", b"Jou\rre")
    outcome = decoded(with_line(3, line), tmp_path)
    assert (outcome.refused, outcome.step.line_count) == (None, 5)
    assert outcome.codes(3) == {("TXT_CTRL", "woonplaats")}


def test_the_last_line_needs_no_line_end(tmp_path: Path):
    """TXT-09: accepted where the manifest agrees."""
    file = file_of(SOUND.content.rstrip(b"\n"), 5 * 12345, aantal_records=5)
    outcome = decoded(file, tmp_path)
    assert (outcome.refused, outcome.step.line_count) == (None, 5)
    assert outcome.codes(None) == set()
    old = replace(OLD, content=OLD.content.rstrip(b"\n"))
    outcome = decoded(old, tmp_path / "old", passport(ENERGY))
    assert (outcome.refused, outcome.codes(None)) == (None, {("TXT_EOL", None)})


def test_the_sign_that_closed_a_text_once_is_no_line(tmp_path: Path):
    """TXT-11: Ctrl-Z, once or as padding, after the last line end or without one."""
    for place, tail in enumerate([b"\x1a", b"\x1a" * 200]):
        file = file_of(SOUND.content + tail, aantal_records=5)
        outcome = decoded(file, tmp_path / str(place))
        assert (outcome.refused, outcome.step.line_count) == (None, 5)
        assert outcome.codes(None) == {("TXT_CTRL", None)}
    file = file_of(SOUND.content[:-1] + b"\x1a", 5 * 12345, aantal_records=5)
    assert decoded(file, tmp_path / "open").refused is None


def test_an_upload_that_broke_off_anywhere_is_refused_by_its_manifest(tmp_path: Path):
    """TXT-10, DEL-02: also where it happens to end after a whole line."""
    ends = [1, 200, *(len(b"".join(LINES[:count])) for count in range(1, 6))]
    found = {decoded(cut(SOUND, end), tmp_path / str(end)).refused for end in ends}
    assert found == {"DEL_INCOMPLETE"}


def test_an_upload_that_broke_off_anywhere_is_refused_by_its_total_line(tmp_path: Path):
    """TXT-10: every place in the last line and the total, but for the line end."""
    whole = len(OLD.content)
    assert decoded(cut(OLD, whole - 1), tmp_path, passport(ENERGY)).refused is None
    for end in range(whole - 120, whole - 1):
        outcome = decoded(cut(OLD, end), tmp_path, passport(ENERGY))
        assert outcome.refused in {"DEL_INCOMPLETE", "DEL_TOTALS"}, end


@pytest.mark.parametrize("end", [5, 30, 100])
def test_a_file_that_ends_within_a_line_is_refused_though_its_manifest_agrees(
    tmp_path: Path, end: int
):
    """TXT-10: the export broke off, and the manifest was made of what there was."""
    content = b"".join(LINES[:5]) + LINES[5][:end]
    file = file_of(content, 5 * 12345, aantal_records=5)
    outcome = decoded(file, tmp_path)
    assert outcome.refused == "TXT_TRUNCATED"
    assert outcome.codes(6) == {("TXT_TRUNCATED", None)}


def test_without_totals_a_file_that_ends_within_a_line_loses_that_line(tmp_path: Path):
    """TXT-10: nothing says how many there should be."""
    content = b"".join(LINES[:5]) + LINES[5][:30]
    delivery = {**LANDLORD["delivery"], "completeness": "stable"}
    outcome = decoded(file_of(content), tmp_path, passport(delivery=delivery))
    assert outcome.refused is None
    assert outcome.codes(6) == {("TXT_TRUNCATED", None)}
    assert outcome.codes(None) == {("TXT_EOL", None)}
    assert outcome.verdicts[6] == "rejected"


@pytest.mark.parametrize("row", [1, 3, 5])
def test_a_stray_quote_costs_one_line_and_no_other(tmp_path: Path, row: int):
    """TXT-12: an engine that guesses loses the rest of the file."""
    line = LINES[row].replace(b"Voorbeeld", b'"Voorbeeld')
    outcome = decoded(with_line(row + 1, line), tmp_path)
    assert outcome.codes(row + 1) == {("TXT_QUOTE", None)}
    assert list(outcome.verdicts.values()).count("accepted") == 4


def test_two_stray_quotes_cost_two_lines_and_swallow_none_between(tmp_path: Path):
    """TXT-13: 100 lines apart."""
    lines = text_of([record(n) for n in range(150)]).splitlines(keepends=True)
    for place in (20, 120):
        lines[place] = lines[place].replace("Voorbeeld", '"Voorbeeld')
    outcome = decoded(file_of("".join(lines)), tmp_path)
    bad = [line for line, word in outcome.verdicts.items() if word == "rejected"]
    assert bad == [21, 121]
    assert len(stored(tmp_path, "surname")) == 148


@pytest.mark.parametrize(
    ("counted", "refused", "bad"), [(5, "DEL_TOTALS", None), (6, None, [3, 4])]
)
def test_a_line_break_inside_quotes_is_two_broken_lines(
    tmp_path: Path, counted: int, refused: str | None, bad: list[int] | None
):
    """TXT-14: one record is one line, and the manifest counts lines."""
    row = record(2, straatnaam="Voor\nbeeldstraat")
    text = text_of([ROWS[0], row, *ROWS[2:]])
    outcome = decoded(file_of(text, aantal_records=counted), tmp_path)
    assert outcome.refused == refused
    if bad:
        rejected = [n for n, word in outcome.verdicts.items() if word == "rejected"]
        assert rejected == bad
        assert outcome.codes(3) == outcome.codes(4) == {("TXT_QUOTE", None)}


@pytest.mark.parametrize(
    "line", [b"one;two\n", b"\n", LINES[1][:-1] + b";\n", b" \n", b'""\n']
)
def test_another_number_of_fields_costs_the_line(tmp_path: Path, line: bytes):
    """TXT-15: too few, none, too many."""
    outcome = decoded(with_line(2, line), tmp_path)
    assert outcome.codes(2) == {("TXT_FIELDS", None)}
    assert list(outcome.verdicts.values()).count("accepted") == 4


@pytest.mark.parametrize("separator", [",", "\t", "|"])
def test_another_separator_is_named_as_such(tmp_path: Path, separator: str):
    """TXT-16."""
    outcome = decoded(file_of(text_of(ROWS, separator=separator)), tmp_path)
    assert outcome.refused == "TXT_DELIMITER"


@pytest.mark.parametrize(
    ("header", "column"),
    [
        (HEADER[1:], HEADER[0]),
        ([name for name in HEADER if name != "postcode"], "postcode"),
        ([*HEADER, "email"], "email"),
        ([name.upper() for name in HEADER], HEADER[0]),
        (["Postcode" if name == "postcode" else name for name in HEADER], "postcode"),
    ],
)
def test_a_column_that_is_absent_or_double_refuses_the_file(
    tmp_path: Path, header: list[str], column: str
):
    """TXT-17: renamed is absent; capitals are not guessed at."""
    outcome = decoded(file_of(text_of(ROWS, header=header)), tmp_path)
    assert outcome.refused == "SCH_HEADER"
    assert outcome.codes(1) == {("SCH_HEADER", column)}


@pytest.mark.parametrize("name", ["post\u200bcode", "\ufeffpostcode", "post\u00adcode"])
def test_a_name_of_a_column_may_hide_signs_that_do_not_show(tmp_path: Path, name: str):
    """TXT-17, TXT-19: the partner sees that the column is there."""
    header = [name if one == "postcode" else one for one in HEADER]
    content = text_of(ROWS).replace(";".join(HEADER), ";".join([*header]), 1)
    outcome = judged(file_of(content), tmp_path)
    assert set(outcome.verdicts.values()) == {"accepted"}
    assert outcome.codes(1) == {("TXT_CTRL", "postcode")}


@pytest.mark.parametrize("name", ["B\u200bSN", "IB\u00adAN"])
def test_a_forbidden_name_hides_behind_no_sign(tmp_path: Path, name: str):
    """VAL-02: an incident, whatever stands between its letters."""
    header, *lines = text_of(ROWS).splitlines()
    content = "\n".join([f"{header};{name}", *(f"{line};1" for line in lines), ""])
    found = decoded(file_of(content), tmp_path).codes(1)
    assert found in ({("SCH_NO_GROUND", "bsn")}, {("SCH_FORBIDDEN", "iban")})


def test_a_file_without_a_header_is_refused_and_its_first_line_not_repeated(
    tmp_path: Path,
):
    """TXT-17."""
    outcome = decoded(file_of(b"".join(LINES[1:]), aantal_records=4), tmp_path)
    assert outcome.refused == "SCH_HEADER"
    assert "Proefpersoon" not in repr(outcome.step)


def test_a_column_that_was_not_agreed_never_reaches_the_disk(tmp_path: Path):
    """TXT-17: data minimisation; only the column's name is reported."""
    rows = [{**row, "bsn": "999990019", "filiaal": "Geheimstraat"} for row in ROWS]
    content = text_of(rows, header=["bsn", *HEADER, "filiaal"])
    outcome = decoded(file_of(content), tmp_path)
    assert outcome.codes(1) == {("SCH_NO_GROUND", "bsn")}
    table = repr(pq.read_table(tmp_path / "rows").to_pylist())
    assert "999990019" not in table
    assert "Geheimstraat" not in table
    assert "Voorbeeldstraat" in table


def test_a_line_of_three_megabytes_costs_itself(tmp_path: Path):
    """TXT-18."""
    outcome = decoded(with_line(3, b"x" * 3_000_000 + b"\n"), tmp_path)
    assert outcome.codes(3) == {("TXT_LINE_LENGTH", None)}
    assert list(outcome.verdicts.values()).count("accepted") == 4


@pytest.mark.parametrize(
    ("extra", "refused"),
    [(100, None), (200, "TXT_COLUMNS"), (20_000, "TXT_LINE_LENGTH")],
)
def test_a_table_of_many_columns_is_refused(
    tmp_path: Path, extra: int, refused: str | None
):
    """TXT-18: the header alone is longer than a line may be."""
    header = [*HEADER, *(f"k{number}" for number in range(extra))]
    assert len(",".join(header)) < MAX_LINE_BYTES or extra == 20_000
    outcome = decoded(file_of(text_of(ROWS, header=header)), tmp_path)
    assert outcome.refused == refused


def test_invisible_signs_do_not_enter_a_name(tmp_path: Path):
    """TXT-19: zero width, right-to-left override, no-break space, bell."""
    name = "\u200bProef\u202e\u00a0per\u200dsoon\x07"
    outcome = decoded(landlord_file([record(1, geslachtsnaam=name)]), tmp_path)
    assert stored(tmp_path, "surname") == ["Proef persoon"]
    assert outcome.codes(2) == {("TXT_CTRL", "geslachtsnaam")}
    assert set(outcome.verdicts.values()) == {"accepted"}


@pytest.mark.parametrize(
    ("name", "text", "verdict", "code"),
    [
        ("bezwaar_gegevensdeling", "J\u200b", "objection", "VAL_OBJECTION"),
        ("bedrag_achterstand", "\u00a0-5.00", "rejected", "VAL_AMOUNT"),
        ("postcode", "9999ZZ\u200e", "no_ground", "VAL_NOT_RESIDENT"),
        ("geslachtsnaam", "\u200b", "rejected", "VAL_REQUIRED"),
        ("geslachtsnaam", "ErvenÂ\u00a0x N.V.", "accepted", "VAL_COMPANY"),
        ("bron_record_id", "\u2060\u2060", "rejected", "VAL_REQUIRED"),
    ],
)
def test_a_warning_on_a_cell_does_not_hide_what_is_wrong_with_it(
    tmp_path: Path, name: str, text: str, verdict: str, code: str
):
    """TXT-19, TXT-05, VAL-11: an objection with an invisible sign is an objection."""
    cents = 12345 + (12345 if name != "bedrag_achterstand" else -500)
    rows = [record(1), record(2, **{name: text})]
    outcome = judged(landlord_file(rows, cents=cents), tmp_path)
    assert outcome.verdicts[2] == "accepted"
    assert (code, name) in outcome.codes(3)
    assert outcome.verdicts[3] == verdict


@pytest.mark.parametrize(
    ("name", "is_twice"),
    [
        ("ZoÃ«", True),
        ("CafÃ© Ã“", True),
        ("Â°Jansen", True),
        ("\u00e2\u201a\u00ac", True),
        ("Zoë", False),
        ("Sint Nicolaasgâ", False),
        ("Gâtsje", False),
        ("São Paulo", False),
        ("ÂNGELA", False),
    ],
)
def test_text_that_was_encoded_twice_is_reported_and_kept(
    tmp_path: Path, name: str, is_twice: bool
):
    """TXT-05."""
    outcome = decoded(landlord_file([record(1, geslachtsnaam=name)]), tmp_path)
    assert stored(tmp_path, "surname") == [name]
    found = {("TXT_MOJIBAKE", "geslachtsnaam")} if is_twice else set()
    assert outcome.codes(2) == found
    assert set(outcome.verdicts.values()) == {"accepted"}


@pytest.mark.parametrize(("counted", "refused"), [(5, "DEL_TOTALS"), (6, None)])
def test_a_total_line_that_was_not_agreed_is_no_claim(
    tmp_path: Path, counted: int, refused: str | None
):
    """TXT-20."""
    content = SOUND.content + b"Totaal;5;617.25\n"
    outcome = decoded(file_of(content, aantal_records=counted), tmp_path)
    assert outcome.refused == refused
    assert ("TXT_FOOTER", None) in outcome.codes(7)
    assert outcome.cents == 5 * 12345


def test_more_lines_than_the_cap_are_refused_while_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """TXT-21: with the cap lowered; the file itself agrees with its manifest."""
    monkeypatch.setattr(reading, "MAX_LINES", 5)
    assert decoded(SOUND, tmp_path / "a").refused is None
    monkeypatch.setattr(reading, "MAX_LINES", 4)
    assert decoded(SOUND, tmp_path / "b").refused == "TXT_ROWS"


def test_amounts_the_register_cannot_add_up_are_refused_while_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """VAL-03: signs aside, so that what is taken and what is not both fit."""
    monkeypatch.setattr(reading, "MAX_CENTS", 5 * 12345)
    assert decoded(SOUND, tmp_path).refused is None
    rows = [*ROWS[:4], record(5, bedrag_achterstand="-123.46")]
    file = file_of(text_of(rows), cents=4 * 12345 - 12346)
    assert decoded(file, tmp_path).refused == "DEL_TOTALS"
    assert reading.MAX_CENTS < 2**63


def test_a_file_of_which_no_line_can_be_taken_is_no_empty_month(tmp_path: Path):
    """TXT-22."""
    rows = [record(number, soort_signaal="ONZIN") for number in range(3)]
    partner = passport(
        expected={"rows": {"min": 0, "max": 9}, "max_rejected_percent": 100}
    )
    assert judged(landlord_file(rows), tmp_path, partner).refused == "TXT_ALL_REJECTED"


AMOUNTS = ["1.234,56", "1,234.56", "€ 12", "12.5-", "1e3", "NaN", "Infinity", "\uff11"]


def test_two_numbers_in_one_cell_are_no_amount(tmp_path: Path):
    """TXT-23, TXT-19: a tab between them is not passed over."""
    rows = [record(1), record(2, bedrag_achterstand="1\t2.00")]
    outcome = decoded(landlord_file(rows, cents=12345), tmp_path)
    assert ("VAL_AMOUNT", "bedrag_achterstand") in outcome.codes(3)
    assert outcome.cents == 12345


def test_only_the_agreed_way_of_writing_an_amount_is_read(tmp_path: Path):
    """TXT-23: the sum is of what could be read, and no cent of the rest."""
    rows = [record(n, bedrag_achterstand=text) for n, text in enumerate(AMOUNTS)]
    outcome = decoded(landlord_file([*rows, record(99)]), tmp_path)
    for line in range(2, len(AMOUNTS) + 2):
        assert outcome.codes(line) == {("VAL_AMOUNT", "bedrag_achterstand")}
    assert outcome.cents == 12345
    assert stored(tmp_path, "arrears_cents") == [*[None] * len(AMOUNTS), 12345]


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n',
        b'<?xml version="1.0"?>\n<a xmlns:xi="x"><xi:include href="x"/></a>\n',
        b"<a>" * 1_000_000,
    ],
)
def test_an_xml_file_is_refused_and_never_parsed(tmp_path: Path, content: bytes):
    """XML-01: there is no format that reads one; entities, inclusion, nesting."""
    outcome = decoded(file_of(content, 0), tmp_path)
    assert outcome.refused in {"SCH_HEADER", "TXT_QUOTE", "TXT_LINE_LENGTH"}


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x14\x00\x06\x00" + b"\0" * 60 + b"woonproef.csv\n" * 9,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        b"\x7fELF\x02\x01\x01" + b"\0" * 60 + b"\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60 + b"\n",
        b"<html><body>Jansen</body></html>\n",
        b"\x1f\x8b\x08\x00" + b"\xaa" * 60,
    ],
    ids=["zip", "pdf", "program", "office", "page", "gzip"],
)
def test_something_else_under_the_name_of_a_text_is_refused(
    tmp_path: Path, content: bytes
):
    """NAM-09: and nothing of it is repeated."""
    outcome = decoded(file_of(content, 0), tmp_path)
    assert outcome.refused in {"TXT_ENCODING", "SCH_HEADER"}
    assert "Jansen" not in repr(outcome.step)


ODD_VALUES: list[tuple[dict[str, str], str | None]] = [
    ({"geslachtsnaam": "x" * 10_000}, "VAL_LENGTH"),
    ({"geslachtsnaam": "   "}, "VAL_REQUIRED"),
    ({"geslachtsnaam": "n.v.t."}, "VAL_PLACEHOLDER_NAME"),
    ({"geslachtsnaam": "Null"}, None),
    ({"geslachtsnaam": "=HYPERLINK(A)"}, None),
    ({"geslachtsnaam": "{{ conn.register }}"}, None),
    ({"geslachtsnaam": "%s{}<b>"}, None),
    ({"geboortedatum": "2027-01-01"}, "VAL_BIRTH_DATE"),
    ({"geboortedatum": "1899-12-31"}, "VAL_BIRTH_DATE"),
    ({"geboortedatum": "1980-02-30"}, "VAL_DATE"),
    ({"postcode": "85O1AB"}, "VAL_POSTCODE"),
]


def test_an_odd_value_is_refused_or_kept_but_never_acted_on(tmp_path: Path):
    """VAL-04, VAL-06, VAL-13, VAL-14, VAL-16: each line of one file by itself."""
    rows = [record(n, **changes) for n, (changes, _) in enumerate(ODD_VALUES)]
    partner = passport(
        expected={"rows": {"min": 0, "max": 9}, "max_rejected_percent": 90}
    )
    outcome = judged(landlord_file(rows), tmp_path, partner)
    for line, (changes, code) in enumerate(ODD_VALUES, start=2):
        (column,) = changes
        assert outcome.codes(line) == ({(code, column)} if code else set()), changes
        assert outcome.verdicts[line] == ("rejected" if code else "accepted"), changes
