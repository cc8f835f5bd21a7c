"""Files with something done to them, and a count of lines and cents that is not ours."""

import random
import re
from dataclasses import dataclass

SPICE = [
    b'"', b'""', b";", b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\x1a", b"|", b"\t",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xc3\x83\xc2\xab",
    b"\xef\xbc\x91", b"-", b"1e9", b"NaN", b"=cmd()", b"Totaal;1;1.00\n", b"x" * 70_000,
    b"{", b"}", b"[", b"\\", b"PK\x03\x04",
]  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes of a good file after one to four accidents."""
    found = content
    for _ in range(chance.randint(1, 4)):
        found = chance.choice(_ACCIDENTS)(found, chance)
    return found


def _flip(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return content
    place = chance.randrange(len(content))
    changed = content[place] ^ (1 << chance.randrange(8))
    return content[:place] + bytes([changed]) + content[place + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _lose(content: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(content))
    return content[:start] + content[start + chance.randint(0, 400) :]


def _insert(content: bytes, chance: random.Random) -> bytes:
    place = chance.randint(0, len(content))
    return content[:place] + chance.choice(SPICE) + content[place:]


def _double(content: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(content))
    part = content[start : start + chance.randint(1, 900)]
    return content[:start] + part + content[start:]


def _swap_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _swap_columns(content: bytes, chance: random.Random) -> bytes:
    rows = [line.split(b";") for line in content.split(b"\n")]
    left, right = chance.randrange(33), chance.randrange(33)
    for row in rows:
        if len(row) > max(left, right):
            row[left], row[right] = row[right], row[left]
    return b"\n".join(b";".join(row) for row in rows)


def _recode(content: bytes, chance: random.Random) -> bytes:
    encoding = chance.choice(
        ["cp1252", "utf-16", "utf-8-sig", "utf-16-le", "iso-8859-15"]
    )
    return content.decode("utf-8", "replace").encode(encoding, "replace")


def _other_line_ends(content: bytes, chance: random.Random) -> bytes:
    return content.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n"]))


_ACCIDENTS = [
    _flip, _flip, _cut, _lose, _insert, _insert, _insert, _double,
    _swap_lines, _swap_columns, _recode, _other_line_ends,
]  # fmt: skip


@dataclass(frozen=True)
class Count:
    """What stands in a file, seen by other eyes.

    Attributes:
        lines: Physical lines after the first.
        cents: Cents of the lines that certainly have a readable amount.
    """

    lines: int
    cents: int


def physical_lines(content: bytes) -> list[bytes]:
    """The lines of a text, one byte after the other; a state machine of two states."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    first = re.match(rb"[^\n]{0,65536}", content)
    assert first is not None
    has_old_ends = b"\r" in first[0][:-1] and b"\n" not in content[:65536]
    if has_old_ends:
        content = re.sub(rb"\r\n?", b"\n", content)
    if not content.endswith(b"\n"):
        content = content.rstrip(b"\x1a") if content.rfind(b"\x1a") > -1 else content
    lines: list[bytes] = []
    line = bytearray()
    for byte in content:
        if byte == 0x0A:
            lines.append(bytes(line).removesuffix(b"\r"))
            line.clear()
        else:
            line.append(byte)
    if line:
        lines.append(bytes(line).removesuffix(b"\r"))
    return lines


def counted(content: bytes) -> Count | None:
    """Count a csv file of the landlord; None where its header is not what it should be."""
    lines = physical_lines(content)
    if not lines:
        return None
    header = [name.strip(b" ") for name in lines[0].split(b";")]
    if header.count(b"bedrag_achterstand") != 1 or b'"' in lines[0]:
        return None
    place, width = header.index(b"bedrag_achterstand"), len(header)
    return Count(len(lines) - 1, sum(_cents(line, place, width) for line in lines[1:]))


def _cents(line: bytes, place: int, width: int) -> int:
    """Cents of one line; 0 where it is not a record."""
    if len(line) > 65536 or b"\0" in line:
        return 0
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return 0
    parts = _parts(text)
    if parts is None or len(parts) != width:
        return 0
    amount = _seen(parts[place])
    whole, _, fraction = amount.removeprefix("-").partition(".")
    is_amount = re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,2})?", amount, re.ASCII)
    if not is_amount:
        return 0
    cents = int(whole) * 100 + int(fraction.ljust(2, "0"))
    return -cents if amount.startswith("-") else cents


def _seen(text: str) -> str:
    """A text without what is invisible."""
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    blank = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85"
    kept = [
        " " if sign in blank or unicodedata.category(sign)[0] == "Z" else sign
        for sign in text
        if sign in blank or unicodedata.category(sign)[0] != "C"
    ]
    return "".join(kept).strip()


def _parts(text: str) -> list[str] | None:
    """Fields of a line, sign by sign; None where its quotes are not in order."""
    if text.count('"') % 2 or ('"' in text and "\r" in text):
        return None
    parts, part, place = [], "", 0
    while place <= len(text):
        sign = text[place : place + 1]
        if sign == '"' and part == "":
            end = _closing(text, place + 1)
            if end < 0 or text[end + 1 : end + 2] not in {";", ""}:
                return None
            part = text[place + 1 : end].replace('""', '"') + "\x02"
            place = end + 1
        elif sign in {";", ""}:
            parts.append(part.removesuffix("\x02"))
            part, place = "", place + 1
        else:
            part += sign
            place += 1
    return parts


def _closing(text: str, place: int) -> int:
    """Where the quotes close that open before `place`; -1 where they do not."""
    end = text.find('"', place)
    while end >= 0 and text[end + 1 : end + 2] == '"':
        end = text.find('"', end + 2)
    return end
