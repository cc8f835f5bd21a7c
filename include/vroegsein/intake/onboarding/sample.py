"""What a partner's sample looks like: format, encoding, separator, columns and texts.

Only a proposal for a passport; what a delivery is, the passport says. Text is taken
apart by the same readers as a delivery. This runs in a child process (`apart`): a
sample is a stranger's file too.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from vroegsein.errors import DeliveryError
from vroegsein.exchange.kinds import HEAD_BYTES, Kind, is_damaged_ciphertext, kind_of
from vroegsein.intake.findings import Code
from vroegsein.intake.reading.delimited import open_delimited
from vroegsein.intake.reading.fixed_width import open_fixed_width
from vroegsein.intake.reading.records import Table
from vroegsein.intake.reading.spreadsheet import sheet_rows
from vroegsein.intake.reading.workbook_scan import scan_workbook
from vroegsein.parties.partner import FileFormat

#: Lines that are looked at; what is not seen by then is found by checking a delivery.
LINES = 1_000
_LOOKED_AT = 1024**2  # bytes
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
#: Share of lines with a sign at a column's edge.
_FLUSH = 0.8
_SEPARATORS = ";\t|,"
#: So many of one sign in the first line are no chance; commas may stand in names.
_NO_CHANCE = 3
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Sample:
    """A partner's file, as far as it was looked at.

    Attributes:
        file: How it is written; decimals and dates are not known yet.
        names: Names of the columns; made up where the file has none.
        rows: Texts of the first lines; of a cell with a type, as it is written.
        unsure: Keys of `file` that somebody has to look at.
        has_names: Whether the names are the file's own.
    """

    file: FileFormat
    names: list[str]
    rows: list[list[str]]
    unsure: frozenset[str] = field(default=frozenset())
    has_names: bool = True

    def column(self, place: int) -> list[str]:
        """Return the texts of a column that are not blank."""
        return [row[place] for row in self.rows if row[place]]


def read_sample(path: Path, sheet: str | None = None) -> Sample:
    """Look at a sample.

    Args:
        path: The file.
        sheet: Of a workbook with more than one: its name.

    Raises:
        DeliveryError: It cannot be read as a table.
    """
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    kind = kind_of(head[:HEAD_BYTES])
    if kind is Kind.ZIP:
        return _workbook(path, sheet)
    if kind is not Kind.OTHER or is_damaged_ciphertext(head):
        raise DeliveryError(Code.NAM_TYPE_MISMATCH)
    if not head:
        raise DeliveryError(Code.DEL_EMPTY)
    if head.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"{", b"[")):
        return _json_lines(head)
    encoding, is_sure = _encoding(head)
    texts = head.decode(encoding, "replace").lstrip("\ufeff").splitlines()[:LINES]
    separator = _separator([text for text in texts[:50] if text])
    unsure = frozenset(() if is_sure else ("encoding",))
    if separator is None:
        return _fixed_width(path, encoding, [text for text in texts if text], unsure)
    agreed = FileFormat.model_validate({"encoding": encoding, "separator": separator})
    with path.open("rb") as file:
        table = open_delimited(file, agreed)
        return Sample(agreed, table.names, _whole_rows(table), unsure)


def _encoding(content: bytes) -> tuple[str, bool]:
    """Return the likeliest encoding, and whether it can hardly be another."""
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return encoding, True
    for cut in range(4):  # the last sign may have been cut through
        try:
            content[: len(content) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return "utf-8", True
    # Bytes that are letters in cp1252 and control signs in the ISO encodings.
    return "cp1252", any(0x80 <= byte < 0xA0 for byte in content)


def _separator(lines: Sequence[str]) -> str | None:
    """Return the sign that stands in every line about as often; None for none.

    Signs inside quotes do not count. Where no sign is steady, the first line tells.
    """
    bare = [_QUOTED.sub("", line) for line in lines]
    best: tuple[float, str] | None = None
    for sign in _SEPARATORS:
        counted = Counter(line.count(sign) for line in bare)
        count, often = counted.most_common(1)[0] if counted else (0, 0)
        steady = often / len(lines) if lines else 0.0
        if count > 1 and steady > 0.6 and (best is None or steady > best[0]):
            best = steady, sign
    if best is not None:
        return best[1]
    first = bare[0] if bare else ""
    signs = Counter(sign for sign in first if sign in ";\t|").most_common(1)
    return next((sign for sign, found in signs if found >= _NO_CHANCE), None)


def _whole_rows(table: Table) -> list[list[str]]:
    """Return the first sound rows of a table with a header line.

    Raises:
        DeliveryError: There are lines, and none of them is one of that header's.
    """
    wrong = Counter[str]()
    rows: list[list[str]] = []
    for records in table.records:
        for place, row in enumerate(records.rows):
            code = records.codes.get(place)
            if code is None and len(row) == len(table.names):
                rows.append([text.strip() for text in row])
            else:
                wrong[code or Code.TXT_FIELDS] += 1
        if len(rows) + wrong.total() >= LINES:
            break
    if wrong and not rows:
        raise DeliveryError(wrong.most_common(1)[0][0], line=table.first_line)
    return rows[:LINES]


def _rows(table: Table) -> list[list[str]]:
    """Return the first sound rows of a table, without outer spaces."""
    width = len(table.names)
    rows = (
        [text.strip() for text in row]
        for records in table.records
        for row in records.rows
        if len(row) == width
    )
    return list(islice(rows, LINES))


def _fixed_width(
    path: Path, encoding: str, lines: Sequence[str], unsure: frozenset[str]
) -> Sample:
    """Find columns of spaces: where all lines have one, a column ends."""
    width = max(map(len, lines), default=0)
    whole = [line for line in lines if len(line) == width]
    if len(whole) < 2:
        raise DeliveryError(Code.SCH_HEADER, line=1)
    starts = _column_starts(whole, width)
    positions = {
        f"kolom_{number}": (start + 1, end - start)
        for number, (start, end) in enumerate(
            zip(starts, [*starts[1:], width], strict=True), start=1
        )
    }
    agreed = FileFormat.model_validate(
        {"format": "fixed", "encoding": encoding, "positions": positions}, strict=False
    )
    with path.open("rb") as file:
        rows = _rows(open_fixed_width(file, agreed))
    return Sample(
        agreed, list(positions), rows, unsure | {"positions"}, has_names=False
    )


def _column_starts(lines: Sequence[str], width: int) -> list[int]:
    """Return where columns begin: after a gap in all lines, and flush with an edge.

    Words within a column may leave a gap in all lines by chance; but most lines have a
    sign at the first or at the last place of a column, left or right aligned.
    """
    filled = [sum(line[place] != " " for line in lines) for place in range(width)]
    starts = [
        place
        for place in range(width)
        if filled[place] and (place == 0 or not filled[place - 1])
    ]
    ends = [
        next((end for end in range(start, width) if not filled[end]), width) - 1
        for start in starts
    ]
    flush = _FLUSH * len(lines)
    return [
        start
        for start, end in zip(starts, ends, strict=True)
        if start == starts[0] or filled[start] >= flush or filled[end] >= flush
    ]


def _workbook(path: Path, agreed_sheet: str | None) -> Sample:
    """Read a sheet of a workbook, after it was looked through."""
    with path.open("rb") as file:
        sheet = scan_workbook(file, agreed_sheet)
        cells = islice(sheet_rows(file, sheet), LINES + 1)
        rows = [[_as_text(cell) for cell in row] for row in cells]
    width = len(rows[0]) if rows else 0
    while width and not rows[0][width - 1]:
        width -= 1
    if not width:
        raise DeliveryError(Code.SCH_HEADER, line=1)
    wider = sum(any(row[width:]) for row in rows[1:])
    if wider * 2 > len(rows):  # a title, or a header that was left out
        raise DeliveryError(Code.TXT_FIELDS, line=2)
    squared = [(row + [""] * width)[:width] for row in rows]
    agreed = FileFormat(format="xlsx", sheet=sheet)
    return Sample(agreed, squared[0], [row for row in squared[1:] if any(row)])


def _as_text(cell: object) -> str:
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell).strip()


def _json_lines(content: bytes) -> Sample:
    """Read objects; the keys of the first are the columns."""
    failure: DeliveryError | None = None
    found = []
    try:
        lines = content.decode("utf-8-sig").splitlines()[:LINES]
        whole = lines[:-1] if len(content) == _LOOKED_AT else lines
        found = [json.loads(line, parse_float=str) for line in whole if line.strip()]
        names = list(found[0])
    except (UnicodeDecodeError, ValueError, TypeError, IndexError):
        failure = DeliveryError(Code.TXT_JSON, line=1)
    if failure is not None:
        raise failure
    rows = [[_json_text(item.get(name)) for name in names] for item in found]
    return Sample(FileFormat(format="jsonl"), names, rows)


def _json_text(value: object) -> str:
    if isinstance(value, bool):
        return "J" if value else "N"
    return "" if value is None else str(value).strip()
