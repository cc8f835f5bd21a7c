"""One record is one physical line: what each line of a partner's file is, byte by byte.

No engine counts the lines of a partner: with one stray quote a CSV reader swallows the
rest of the file. Here a line is what stands between two line ends, whatever is on it.
Numbers are physical lines from 1. Memory stays flat: one block of lines at a time, and
a line that is too long is passed over without being kept.

Lines end in LF or CRLF. Where the first line has no LF but a CR, CR ends lines too.
"""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code, Finding, Level

MAX_LINE_BYTES = 64 * 1024
BLOCK_BYTES = 256 * 1024  # what is in hand at once stays in the processor's cache
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_END_OF_FILE = b"\x1a"  # Ctrl-Z, as CP/M and MS-DOS closed a text
#: So many lines that are no UTF-8, and none with other signs that is: not UTF-8.
_WRONG_LINES = 10


@dataclass(slots=True)
class Lines:
    """Some lines of text, in the order of the file.

    Attributes:
        first: Number of the first.
        texts: Each line without its end; empty where it has a code.
        codes: Place in `texts` -> why it is no text, as a finding code.
        is_last: Whether the file ends here.
        ends_open: Whether the last line has no line end.
    """

    first: int
    texts: list[str]
    codes: dict[int, str]
    is_last: bool = False
    ends_open: bool = False

    @property
    def is_one_empty_line(self) -> bool:
        """Whether the whole file is one empty line."""
        is_whole = self.first == 1 and self.is_last
        return is_whole and self.texts == [""] and not self.codes


class TextFile:
    """A text file in one agreed encoding, read once from front to back.

    Attributes:
        notes: What was found in the file as a whole; complete after the last line.
    """

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        """Look at the beginning of the file.

        Raises:
            DeliveryError: It begins as another encoding than agreed.
        """
        self.notes: list[Finding] = []
        self._invalid = Code.TXT_UTF8 if encoding == "utf-8" else Code.TXT_ENCODING
        self._agreed = encoding
        self._encoding = "utf-8" if encoding == "utf-16" else encoding
        self._chunks = self._opened(_chunks(file))
        self._line_ends = [0, 0]  # CRLF, LF
        self._foreign = self._invalid_count = self._utf8_count = 0

    def __iter__(self) -> Iterator[Lines]:
        """Yield the lines, block by block.

        Raises:
            DeliveryError: The file ends in NUL bytes, or is in another encoding.
        """
        held: Lines | None = None
        first = 1
        for block, is_open in _blocks(self._chunks):
            content = self._closed(block) if is_open else block
            if is_open and not content:
                break
            if held is not None:
                yield held
            ends_open = is_open and content == block
            held = self._lines(first, content, ends_open=ends_open)
            first += len(held.texts)
        if held is not None:
            held.is_last = True
            yield held
        self._conclude()

    def _opened(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Return the file's bytes without order marks, in UTF-8 where it was UTF-16."""
        start = next(chunks, b"")
        utf16 = _UTF16.get(start[:2])
        if (utf16 is None) is (self._agreed == "utf-16"):
            raise DeliveryError(Code.TXT_ENCODING, line=1)
        if utf16 is not None:
            chunks = _transcoded(_chain(start[2:], chunks), utf16)
            start = next(chunks, b"")
        elif start.startswith(_UTF8_BOM):
            if self._agreed != "utf-8":
                raise DeliveryError(Code.TXT_ENCODING, line=1)
            start = start[len(_UTF8_BOM) :]
            self.notes.append(Finding(Code.TXT_BOM, Level.WARNING, 1))
        line = start[:MAX_LINE_BYTES].partition(b"\n")[0]
        if b"\0" in line.rstrip(b"\0"):
            raise DeliveryError(Code.TXT_ENCODING, line=1)
        chunks = _chain(start, chunks)
        if b"\r" in line[:-1] and b"\n" not in start[:MAX_LINE_BYTES]:
            self.notes.append(Finding(Code.TXT_EOL, Level.WARNING))
            return _cr_as_lf(chunks)
        return chunks

    def _closed(self, last: bytes) -> bytes:
        """Return a last line without the sign that closed a text once."""
        if last.endswith(b"\0"):
            raise DeliveryError(Code.TXT_NUL_TAIL)
        content = last.rstrip(_END_OF_FILE)
        if content != last:
            self.notes.append(Finding(Code.TXT_CTRL, Level.WARNING))
        return content

    def _lines(self, first: int, block: bytes, *, ends_open: bool) -> Lines:
        """Decode a block of whole lines."""
        codes: dict[int, str] = {}
        texts = self._decoded_at_once(block)
        if texts is None:
            texts = []
            for place, raw in enumerate(block.split(b"\n")):
                text, code = self._decoded(raw)
                texts.append(text)
                if code is not None:
                    codes[place] = code
        if b"\r" in block:
            carried = sum(text.endswith("\r") for text in texts)
            texts = [text.removesuffix("\r") for text in texts]
            self._line_ends[0] += carried
            self._line_ends[1] -= carried
        self._line_ends[1] += len(texts) - len(codes) - ends_open
        return Lines(first, texts, codes, ends_open=ends_open)

    def _decoded_at_once(self, block: bytes) -> list[str] | None:
        """Return a sound block's lines; None where one of them needs a closer look."""
        if b"\0" in block:
            return None
        try:
            texts = block.decode(self._encoding).split("\n")
        except UnicodeDecodeError:
            return None
        if max(map(len, texts)) * 4 > MAX_LINE_BYTES:
            return None
        if not block.isascii():
            self._foreign += 1
            self._utf8_count += self._encoding == "utf-8" or _is_utf8(block)
        return texts

    def _decoded(self, raw: bytes) -> tuple[str, str | None]:
        """Return a line's text, or an empty one and the code that says why."""
        if len(raw.removesuffix(b"\r")) > MAX_LINE_BYTES:
            return "", Code.TXT_LINE_LENGTH
        if b"\0" in raw:
            return "", Code.TXT_NUL
        if not raw.isascii():
            self._foreign += 1
            self._utf8_count += _is_utf8(raw)
        try:
            return raw.decode(self._encoding), None
        except UnicodeDecodeError:
            self._invalid_count += 1
            return "", self._invalid

    def _conclude(self) -> None:
        """Judge the file as a whole."""
        if all(count > 0 for count in self._line_ends):
            self.notes.append(Finding(Code.TXT_EOL, Level.WARNING))
        if self._encoding == "utf-8":
            wrong = self._utf8_count == 0 and self._invalid_count >= _WRONG_LINES
        else:
            # Text in cp1252 is hardly ever valid UTF-8: this file is in the other one.
            wrong = 0 < self._foreign == self._utf8_count
        if wrong:
            raise DeliveryError(Code.TXT_ENCODING)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    return iter(partial(file.read, BLOCK_BYTES), b"")


def _chain(start: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    if start:
        yield start
    yield from chunks


def _blocks(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield whole lines, without the last line's end, and whether it had none.

    Of a line that is too long only its beginning and its last byte are kept.
    """
    rest = b""
    for chunk in chunks:
        end = chunk.rfind(b"\n")
        if end >= 0:
            yield rest + chunk[:end], False
            rest = chunk[end + 1 :]
        else:
            rest += chunk
        if len(rest) > MAX_LINE_BYTES + 4:
            rest = rest[: MAX_LINE_BYTES + 3] + rest[-1:]
    if rest:
        yield rest, True


def _transcoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield UTF-8; what is no text stays none, so that it costs its own line."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    if decoder.getstate()[0]:
        raise DeliveryError(Code.TXT_ENCODING)


def _cr_as_lf(chunks: Iterable[bytes]) -> Iterator[bytes]:
    after_return = False
    for chunk in chunks:
        content = chunk[1:] if after_return and chunk.startswith(b"\n") else chunk
        after_return = chunk.endswith(b"\r")
        yield content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
