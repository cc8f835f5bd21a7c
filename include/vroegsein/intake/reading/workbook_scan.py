"""Whether a workbook is safe and plain enough to be opened at all.

The list of the container is looked at before anything is unpacked, then each XML part
is streamed once: no document types, no unreasonable sizes, and on the agreed sheet no
formulas, hidden or merged parts, or cells far from the table. Only then is it read.
"""

import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code
from vroegsein.intake.reading.header import MAX_COLUMNS

_MIB = 1024**2
MAX_PARTS = 1_000
MAX_UNPACKED = 512 * _MIB
#: A workbook of text is packed some ten times smaller, hardly ever a hundred.
MAX_RATIO, _SMALL = 100, 4 * _MIB
MAX_DEPTH = 64
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: Rows without any cell between rows that have some.
_MAX_GAP = 1_000
Attributes = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet, as the workbook names it."""

    name: str
    is_visible: bool
    relation: str


def scan_workbook(file: BinaryIO, sheet: str | None) -> str:
    """Look through a workbook, and return the name of the sheet to read.

    Args:
        file: The file.
        sheet: Name of the agreed sheet; where absent it may have one only.

    Raises:
        DeliveryError: One of the `XLS_` codes.
    """
    failure: DeliveryError
    try:
        with zipfile.ZipFile(file) as container:
            return _scan(container, sheet)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, ValueError):
        failure = DeliveryError(Code.XLS_FORMAT)
    except (expat.ExpatError, zlib.error, lzma.LZMAError, OSError, RuntimeError):
        failure = DeliveryError(Code.TXT_UNREADABLE)
    raise failure from None


def _scan(container: zipfile.ZipFile, agreed: str | None) -> str:
    _check_list(container)
    workbook = _main_part(container)
    for name in container.namelist():
        if name.endswith((".xml", ".rels", ".vml")):
            _stream(container, name, _Part())
    sheets = _Sheets()
    _stream(container, workbook, sheets)
    sheet = _chosen(sheets.found, agreed)
    _stream(container, _target(container, workbook, sheet.relation), _SheetPart())
    return sheet.name


def _check_list(container: zipfile.ZipFile) -> None:
    """Judge the container by its own list, before anything is unpacked."""
    parts = container.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or len(set(names)) != len(names):
        raise DeliveryError(Code.XLS_BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise DeliveryError(Code.XLS_FORMAT)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > MAX_UNPACKED or unpacked > max(packed * MAX_RATIO, _SMALL):
        raise DeliveryError(Code.XLS_BOMB)
    if any("vbaproject" in name.lower() for name in names):
        raise DeliveryError(Code.XLS_FORMAT)
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise DeliveryError(Code.XLS_SHAPE)


def _main_part(container: zipfile.ZipFile) -> str:
    """Return the name of the workbook's own part; a plain workbook has one."""
    types = _Collector("Override")
    _stream(container, "[Content_Types].xml", types)
    found = [
        item.get("PartName", "")
        for item in types.found
        if item.get("ContentType") == _WORKBOOK
    ]
    # A part under another ending would be read without having been looked at.
    named = all(item.get("PartName", "").endswith(".xml") for item in types.found)
    if len(found) != 1 or not named:
        raise DeliveryError(Code.XLS_FORMAT)
    return found[0].lstrip("/")


def _chosen(sheets: list[Sheet], agreed: str | None) -> Sheet:
    """Return the agreed sheet, or the only one."""
    named = [sheet for sheet in sheets if agreed in {None, sheet.name}]
    if len(named) != 1 or not named[0].is_visible:
        raise DeliveryError(Code.XLS_SHAPE)
    return named[0]


def _target(container: zipfile.ZipFile, workbook: str, relation: str) -> str:
    """Return the name of the part that a relation of the workbook points at."""
    folder, _, name = workbook.rpartition("/")
    relations = _Collector("Relationship")
    _stream(container, f"{folder}/_rels/{name}.rels".lstrip("/"), relations)
    target = next(
        item["Target"] for item in relations.found if item.get("Id") == relation
    )
    path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    if not path.endswith(".xml"):
        raise DeliveryError(Code.XLS_FORMAT)
    return path


def _stream(container: zipfile.ZipFile, name: str, part: "_Part") -> None:
    """Pass a part's elements by, one after the other."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.EntityDeclHandler = _refuse_document_type
    parser.StartElementHandler = part.start
    parser.EndElementHandler = part.end
    with container.open(name) as file:
        while content := file.read(_MIB):
            parser.Parse(content, False)
        parser.Parse(b"", True)
    part.conclude()


def _refuse_document_type(*_: object) -> None:
    raise DeliveryError(Code.XLS_DTD)


class _Part:
    """Any XML part: nothing nested without end."""

    def __init__(self) -> None:
        self._depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise DeliveryError(Code.XLS_BOMB)
        self.element(name.rpartition(" ")[2], attributes)

    def end(self, _: str) -> None:
        self._depth -= 1

    def element(self, name: str, attributes: Attributes) -> None:
        """Look at an element; most parts hold nothing of interest."""

    def conclude(self) -> None:
        """Judge the part as a whole."""


class _Collector(_Part):
    """Keeps the attributes of the elements with one name."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self._wanted = wanted
        self.found: list[Attributes] = []

    def element(self, name: str, attributes: Attributes) -> None:
        if name == self._wanted:
            self.found.append(attributes)


class _Sheets(_Part):
    """Finds the sheets in the workbook's own part."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Sheet] = []

    def element(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next(
                (value for key, value in attributes.items() if key.endswith(" id")), ""
            )
            is_visible = attributes.get("state", "visible") == "visible"
            self.found.append(Sheet(attributes["name"], is_visible, relation))


class _SheetPart(_Part):
    """Holds a sheet to the shape of a table."""

    def __init__(self) -> None:
        super().__init__()
        self._row = 0
        self._column_in_row = 0
        self._last_column = 0
        self._first_hidden = MAX_COLUMNS + 1
        self._elements: dict[str, Callable[[Attributes], None]] = {
            "row": self._new_row,
            "c": self._cell,
            "f": self._formula,
            "mergeCell": self._merged,
            "col": self._column,
        }

    def element(self, name: str, attributes: Attributes) -> None:
        look = self._elements.get(name)
        if look is not None:
            look(attributes)

    def conclude(self) -> None:
        if self._first_hidden <= self._last_column:
            raise DeliveryError(Code.XLS_SHAPE)

    def _new_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", self._row + 1))
        if not self._row < number <= self._row + _MAX_GAP:
            raise DeliveryError(Code.XLS_DIMENSION, line=self._row + 1)
        self._row, self._column_in_row = number, 0
        if attributes.get("hidden", "0") not in {"0", "false"}:
            raise DeliveryError(Code.XLS_SHAPE, line=number)

    def _cell(self, attributes: Attributes) -> None:
        if attributes.get("t") == "e":  # only a formula has an error as its value
            raise DeliveryError(Code.XLS_FORMULA, line=self._row)
        column = self._column_in_row + 1
        if "r" in attributes:
            column = self._column_named(attributes["r"])
        if column > MAX_COLUMNS:
            raise DeliveryError(Code.XLS_DIMENSION, line=self._row)
        if column <= self._column_in_row:  # twice: it shows one value, and holds two
            raise DeliveryError(Code.TXT_UNREADABLE, line=self._row)
        self._column_in_row = column
        self._last_column = max(self._last_column, column)

    def _column_named(self, name: str) -> int:
        """Return the column of a cell of this row, by its name."""
        place = _CELL.fullmatch(name)
        if place is None:
            raise DeliveryError(Code.XLS_FORMAT)
        if int(place[2]) != self._row:
            raise DeliveryError(Code.XLS_DIMENSION, line=self._row)
        return _column_number(place[1])

    def _formula(self, _: Attributes) -> None:
        raise DeliveryError(Code.XLS_FORMULA, line=self._row)

    def _merged(self, _: Attributes) -> None:
        raise DeliveryError(Code.XLS_SHAPE)

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden", "0") not in {"0", "false"}:
            first = int(attributes.get("min", "1"))
            self._first_hidden = min(self._first_hidden, first)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
