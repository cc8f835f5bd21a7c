"""One record is one physical line, whatever is on it."""

import io

import pytest
from support.deliveries import HEADER, passport

from vroegsein.errors import DeliveryError
from vroegsein.intake.canonical import (
    MAX_LINE_BYTES,
    physical_lines,
    read_header,
    split_line,
)
from vroegsein.intake.header import match_header


def lines(content: bytes) -> list[tuple[int, bytes | None]]:
    return list(physical_lines(io.BytesIO(content)))


def test_lines_are_numbered_from_one_and_lose_their_end():
    assert lines(b"a\nb\r\nc") == [(1, b"a"), (2, b"b"), (3, b"c")]


def test_an_empty_line_is_a_line():
    assert lines(b"a\n\n\r\nb\n") == [(1, b"a"), (2, b""), (3, b""), (4, b"b")]


def test_an_empty_file_has_no_lines():
    assert lines(b"") == []


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
@pytest.mark.parametrize("extra", [0, 1, 2, 3, MAX_LINE_BYTES, 3_000_000])
def test_a_line_that_is_too_long_costs_itself_only(extra: int, end: bytes):
    long = b"x" * (MAX_LINE_BYTES + extra)
    found = lines(b"a\n" + long + end + (b"b\n" if end else b""))
    kept = long if extra == 0 else None
    assert found == [(1, b"a"), (2, kept)] + ([(3, b"b")] if end else [])


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        (b"a;b;c", ["a", "b", "c"]),
        (b"", [""]),
        (b'"a;b";c', ["a;b", "c"]),
        (b'"say ""hi""";c', ['say "hi"', "c"]),
        (b'Jan "Jopie" Jansen;c', ['Jan "Jopie" Jansen', "c"]),
        ("Zoë;€".encode(), ["Zoë", "€"]),
        ("a\u2028b;\x85".encode(), ["a\u2028b", "\x85"]),
    ],
)
def test_a_line_is_split_by_itself(raw: bytes, parts: list[str]):
    assert split_line(7, raw, "utf-8", ";").parts == parts


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'a;"b;c', "TXT_QUOTE"),
        (b'a;"b"c;d', "TXT_QUOTE"),
        (b'a;Voorbeeld"straat;c', "TXT_QUOTE"),
        (b'a;"b\rc";d', "TXT_QUOTE"),
        (b"a;\0;c", "TXT_NUL"),
        (b"a;\xe9;c", "TXT_ENCODING"),
        (b"a;\xc0\xaf;c", "TXT_ENCODING"),
        (b"a;\xed\xa0\x80;c", "TXT_ENCODING"),
        (None, "TXT_LINE_LENGTH"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(raw: bytes | None, code: str):
    found = split_line(7, raw, "utf-8", ";")
    assert (found.number, found.code, found.parts) == (7, code, [])


@pytest.mark.parametrize(
    ("raw", "encoding", "code"),
    [
        ("bron".encode("utf-16"), "utf-8", "TXT_ENCODING"),
        ("bron".encode("utf-16-le"), "utf-8", "TXT_ENCODING"),
        (b"\xef\xbb\xbfbron", "cp1252", "TXT_ENCODING"),
        (b"br\xf6n", "utf-8", "TXT_ENCODING"),
        (b'"bron', "utf-8", "TXT_QUOTE"),
        (None, "utf-8", "TXT_LINE_LENGTH"),
    ],
)
def test_a_header_that_cannot_be_read_refuses_the_file(
    raw: bytes | None, encoding: str, code: str
):
    with pytest.raises(DeliveryError, match=f"^{code} line 1$"):
        read_header(raw, encoding, ";")


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    assert read_header(b"\xef\xbb\xbfbron ;x", "utf-8", ";") == ["bron", "x"]


def test_columns_are_found_in_any_order():
    found = match_header(list(reversed(HEADER)), passport())
    assert found.places["bron_record_id"] == len(HEADER) - 1
    assert found.findings == ()


@pytest.mark.parametrize(
    ("names", "code", "column"),
    [
        (HEADER[1:], "SCH_HEADER", HEADER[0]),
        ([*HEADER, "postcode"], "SCH_HEADER", "postcode"),
        ([",".join(HEADER)], "TXT_DELIMITER", None),
        (["Jansen", "8501AB"], "SCH_HEADER", HEADER[0]),
        ([*HEADER, *(f"k{n}" for n in range(200))], "SCH_HEADER", None),
    ],
)
def test_a_wrong_header_refuses_the_file(
    names: list[str], code: str, column: str | None
):
    with pytest.raises(DeliveryError) as refused:
        match_header(names, passport())
    assert (refused.value.code, refused.value.column) == (code, column)


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [
        ("BSN", "SCH_NO_GROUND", "bsn"),
        ("nationaliteit", "SCH_FORBIDDEN", "nationaliteit"),
        ("afdeling_code", "SCH_EXTRA", "afdeling_code"),
        ("KlantSoort", "SCH_EXTRA", "KlantSoort"),
        ("De Vries", "SCH_EXTRA", None),
        ("Jansen", "SCH_EXTRA", None),
        ("999990019", "SCH_EXTRA", None),
        ("=cmd()", "SCH_EXTRA", None),
    ],
)
def test_an_extra_column_is_named_only_where_it_looks_like_a_header(
    name: str, code: str, shown: str | None
):
    (finding,) = match_header([*HEADER, name], passport()).findings
    assert (finding.code, finding.level, finding.column) == (code, "warning", shown)


def test_an_agreed_column_to_ignore_is_not_reported():
    assert match_header([*HEADER, "filiaal"], passport()).findings == ()
