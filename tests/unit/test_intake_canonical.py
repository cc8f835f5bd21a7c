"""One record is one physical line, whatever is on it."""

import io

import pytest
from support.deliveries import HEADER, passport

from vroegsein.errors import DeliveryError
from vroegsein.intake.reading import canonical
from vroegsein.intake.reading.canonical import MAX_LINE_BYTES, TextFile
from vroegsein.intake.reading.delimited import open_delimited
from vroegsein.intake.reading.header import MAX_COLUMNS, match_header
from vroegsein.intake.reading.records import Table
from vroegsein.parties.partner import FileFormat


class Pieces(io.BytesIO):
    """A file whose bytes come in the pieces they are given in."""

    def __init__(self, *pieces: bytes) -> None:
        super().__init__()
        self._pieces = iter(pieces)

    def read(self, _: int | None = -1) -> bytes:
        return next(self._pieces, b"")


def texts_of(
    file: io.BytesIO, encoding: str = "utf-8"
) -> tuple[list[str], dict[int, str], list[str]]:
    """A file's lines, the codes by line number, and what is said of the whole."""
    found = TextFile(file, encoding)
    texts: list[str] = []
    codes: dict[int, str] = {}
    for lines in found:
        assert lines.first == len(texts) + 1
        codes |= {lines.first + place: str(code) for place, code in lines.codes.items()}
        texts += lines.texts
    return texts, codes, [str(note.code) for note in found.notes]


def noted(content: bytes, encoding: str = "utf-8") -> list[str]:
    return texts_of(io.BytesIO(content), encoding)[2]


def test_lines_are_numbered_from_one_and_lose_their_end():
    assert texts_of(io.BytesIO(b"a\nb\r\nc"))[0] == ["a", "b", "c"]


def test_an_empty_line_is_a_line():
    assert texts_of(io.BytesIO(b"a\n\n\r\nb\n"))[0] == ["a", "", "", "b"]


def test_an_empty_file_has_no_lines():
    assert texts_of(io.BytesIO(b"")) == ([], {}, [])


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
@pytest.mark.parametrize("extra", [0, 1, 2, 3, MAX_LINE_BYTES, 3_000_000])
def test_a_line_that_is_too_long_costs_itself_only(extra: int, end: bytes):
    long = b"x" * (MAX_LINE_BYTES + extra)
    texts, codes, _ = texts_of(
        io.BytesIO(b"a\n" + long + end + (b"b\n" if end else b""))
    )
    kept = "" if extra else long.decode()
    assert texts == ["a", kept] + (["b"] if end else [])
    assert codes == ({2: "TXT_LINE_LENGTH"} if extra else {})


def opened(content: bytes, **agreed: str) -> Table:
    file_format = FileFormat.model_validate(agreed, strict=False)
    return open_delimited(io.BytesIO(content), file_format)


def split(raw: bytes, **agreed: str) -> tuple[list[str], str | None]:
    """Fields and code of a line that stands under a header."""
    (records,) = opened(b"h\n" + raw + b"\n", **agreed).records
    (row,) = records.rows
    return row, records.codes.get(0)


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
    assert split(raw) == (parts, None)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'a;"b;c', "TXT_QUOTE"),
        (b'a;"b"c;d', "TXT_QUOTE"),
        (b'a;Voorbeeld"straat;c', "TXT_QUOTE"),
        (b'a;"b\rc";d', "TXT_QUOTE"),
        (b"a;\0;c", "TXT_NUL"),
        (b"a;\xe9;c", "TXT_UTF8"),
        (b"a;\xc0\xaf;c", "TXT_UTF8"),
        (b"a;\xed\xa0\x80;c", "TXT_UTF8"),
        (b"x" * (MAX_LINE_BYTES + 1), "TXT_LINE_LENGTH"),
        ("€".encode() * (MAX_LINE_BYTES // 3 + 1), "TXT_LINE_LENGTH"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(raw: bytes, code: str):
    row, found = split(raw)
    assert (found, [part for part in row if part]) == (code, [])


def test_quotes_are_plain_signs_where_none_are_agreed():
    assert split(b'a;5" buis;c', quoted="false") == (["a", '5" buis', "c"], None)


def test_a_byte_that_the_agreed_code_page_lacks_costs_its_line():
    assert split(b"a;\x81;c", encoding="cp1252")[1] == "TXT_ENCODING"
    assert split(b"a;\xa4;c", encoding="iso-8859-15") == (["a", "€", "c"], None)


@pytest.mark.parametrize(
    ("raw", "encoding", "code"),
    [
        ("bron".encode("utf-16"), "utf-8", "TXT_ENCODING"),
        ("bron".encode("utf-16-le"), "utf-8", "TXT_ENCODING"),
        ("bron".encode("utf-16-le"), "utf-16", "TXT_ENCODING"),
        (b"bron", "utf-16", "TXT_ENCODING"),
        (b"\xef\xbb\xbfbron", "cp1252", "TXT_ENCODING"),
        (b"br\xf6n", "utf-8", "TXT_ENCODING"),
        (b'"bron', "utf-8", "TXT_QUOTE"),
        (b"x" * 70_000, "utf-8", "TXT_LINE_LENGTH"),
        (b"\x1a", "utf-8", "SCH_HEADER"),
    ],
)
def test_a_header_that_cannot_be_read_refuses_the_file(
    raw: bytes, encoding: str, code: str
):
    with pytest.raises(DeliveryError, match=f"^{code} line 1$"):
        opened(raw + b"\n" * (not raw.endswith(b"\x1a")), encoding=encoding)


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    assert opened(b"\xef\xbb\xbfbron ;x\n").names == ["bron", "x"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", [1, 3, 1024])
def test_sixteen_bits_are_read_a_piece_at_a_time(
    encoding: str, size: int, monkeypatch: pytest.MonkeyPatch
):
    """A sign that lies across two pieces, and one outside the first plane."""
    monkeypatch.setattr(canonical, "BLOCK_BYTES", max(size, 2))
    text = "\ufeffbron\r\nZoë 😀\r\n€"
    found = TextFile(io.BytesIO(text.encode(encoding)), "utf-16")
    texts = [line for lines in found for line in lines.texts]
    assert texts == ["bron", "Zoë 😀", "€"]


def test_half_a_sign_of_sixteen_bits_costs_its_line():
    raw = "\ufeffa\nb".encode("utf-16-le") + b"\x00\xd8" + "\nc\n".encode("utf-16-le")
    (lines,) = TextFile(io.BytesIO(raw), "utf-16")
    assert (lines.texts, lines.codes) == (["a", "", "c"], {1: "TXT_ENCODING"})


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_where_a_block_ends_makes_no_difference(
    size: int, end: bytes, monkeypatch: pytest.MonkeyPatch
):
    raw = end.join([b"bron;naam", b"1;Zo\xc3\xab", b"", b"2;x"]) + end
    whole = list(TextFile(io.BytesIO(raw), "utf-8"))
    monkeypatch.setattr(canonical, "BLOCK_BYTES", size)
    if end == b"\r":
        size = len(raw)  # the first block has to show how lines end
        monkeypatch.setattr(canonical, "BLOCK_BYTES", size)
    parts = list(TextFile(io.BytesIO(raw), "utf-8"))
    assert [t for lines in parts for t in lines.texts] == [
        t for lines in whole for t in lines.texts
    ]
    assert [lines.is_last for lines in parts].count(True) == 1
    numbers = [lines.first for lines in parts]
    assert numbers == sorted(set(numbers))


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
        ([*HEADER, *(f"k{n}" for n in range(200))], "TXT_COLUMNS", None),
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


def test_nine_lines_in_another_code_page_cost_themselves_and_ten_the_file():
    nine = b"h\n" + b"Zo\xeb\n" * 9
    texts, codes, _ = texts_of(io.BytesIO(nine))
    assert texts == ["h", *[""] * 9]
    assert codes == dict.fromkeys(range(2, 11), "TXT_UTF8")
    with pytest.raises(DeliveryError, match=r"^TXT_ENCODING$"):
        texts_of(io.BytesIO(nine + b"Zo\xeb\n"))


def test_one_line_that_is_utf8_shows_that_the_others_are_the_exception():
    content = b"Zo\xeb\n" * 12 + "Zoë\n".encode()
    texts, codes, _ = texts_of(io.BytesIO(content))
    assert texts[-1] == "Zoë"
    assert len(codes) == 12


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-15"])
def test_a_file_in_utf8_is_not_read_as_a_code_page(encoding: str):
    """E-TEKENSET: anders zou Zoë als ZoÃ« op de lijst staan."""
    with pytest.raises(DeliveryError, match=r"^TXT_ENCODING$"):
        texts_of(io.BytesIO("h\nZoë\n".encode()), encoding)
    for sound in (b"h\nZo\xeb\n", b"h\nZoe\n", b"h\nZo\xeb\n\xc3\xab\n"):
        assert texts_of(io.BytesIO(sound), encoding)[1] == {}


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (b"a\nb\n", []),
        (b"a\r\nb\r\n", []),
        (b"a\r\nb", []),  # the last line has no end, so it has no other one
        (b"a\nb", []),
        (b"a\r\nb\n", ["TXT_EOL"]),
        (b"a\nb\r\n", ["TXT_EOL"]),
        (b"a\nb\r\nc", ["TXT_EOL"]),
        (b"a\rb\rc", ["TXT_EOL"]),
        (b"a\r\n\0b\n", []),  # of a line that is no text, its end says nothing
        (b"\xef\xbb\xbfa\n", ["TXT_BOM"]),
        (b"a\nb\x1a", ["TXT_CTRL"]),
        (b"a\n\x1a\x1a", ["TXT_CTRL"]),
    ],
)
def test_what_is_remarkable_of_a_file_is_said_once(content: bytes, notes: list[str]):
    assert noted(content) == notes


def test_the_sign_that_closed_a_text_once_is_no_line():
    for content in (b"a\nb\x1a", b"a\nb\n\x1a", b"a\nb\n\x1a\x1a\x1a"):
        assert texts_of(io.BytesIO(content))[0] == ["a", "b"]


@pytest.mark.parametrize("tail", [b"\0", b"b\0\0", b"\0" * 4096])
def test_a_file_that_ends_in_nothing_was_cut_and_is_refused(tail: bytes):
    with pytest.raises(DeliveryError, match=r"^TXT_NUL_TAIL$"):
        texts_of(io.BytesIO(b"a\nb\n" + tail))


@pytest.mark.parametrize(
    "pieces",
    [
        (b"a\rb\r", b"\nc\r"),  # a line end of two signs across two pieces
        (b"a\rb", b"\rc"),
        (b"a\rb\r", b"c\r\n"),
    ],
)
def test_a_return_and_a_feed_are_one_line_end_wherever_a_piece_ends(
    pieces: tuple[bytes, ...],
):
    assert texts_of(Pieces(*pieces))[0] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("content", "is_one"),
    [(b"\n", True), (b"\r\n", True), (b"x\n", False), (b"\n\n", False),
     (b"\0\n", False), (b"\nx", False)],
)  # fmt: skip
def test_a_month_without_records_is_one_empty_line(content: bytes, is_one: bool):
    blocks = list(TextFile(io.BytesIO(content), "utf-8"))
    assert [lines.is_one_empty_line for lines in blocks] == [is_one] + [False] * (
        len(blocks) - 1
    )


def test_a_file_of_sixteen_bits_that_ends_in_half_a_sign_is_refused():
    with pytest.raises(DeliveryError, match=r"^TXT_ENCODING$"):
        texts_of(io.BytesIO("\ufeffa\nb".encode("utf-16-le") + b"x"), "utf-16")


def test_the_widest_header_is_taken_and_one_column_more_is_not():
    extra = [f"k{number}" for number in range(MAX_COLUMNS - len(HEADER))]
    assert match_header([*HEADER, *extra], passport()).width == MAX_COLUMNS
    with pytest.raises(DeliveryError, match=r"^TXT_COLUMNS line 1$"):
        match_header([*HEADER, *extra, "k"], passport())
