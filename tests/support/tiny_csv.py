"""A reader of partners' files that shares no line with generator or intake.

One physical line is one record; a record that cannot be read is None. Amounts are
read digit by digit, by the passport's decimal sign.
"""

from dataclasses import dataclass
from pathlib import Path

from vroegsein.parties.partner import Passport


@dataclass(frozen=True)
class Read:
    """What stands in a file."""

    header: list[str]
    records: list[dict[str, str] | None]
    total: tuple[int, int] | None

    def cents(self, passport: Passport) -> list[int | None]:
        """The arrears of each record, where they can be read."""
        (column,) = (h for h, n in passport.columns.items() if n == "arrears_cents")
        sign = passport.file.decimal
        return [cents(r[column], sign) if r else None for r in self.records]


def fields(line: str, separator: str) -> list[str] | None:
    """Split one line; None where a quote is not closed."""
    found, current, quoted = [""], 0, False
    for place, sign in enumerate(line):
        if sign == '"' and quoted and line[place + 1 : place + 2] == '"':
            continue
        if sign == '"' and quoted and line[place - 1] == '"' and found[current] != "":
            found[current] += '"'
        elif sign == '"':
            quoted = not quoted
        elif sign == separator and not quoted:
            found.append("")
            current += 1
        else:
            found[current] += sign
    return None if quoted else found


def cents(text: str, sign: str) -> int | None:
    """Read `1234,56`: digits, the sign, two digits; nothing else."""
    euros, point, rest = text.partition(sign)
    if not (point and euros.isdecimal() and rest.isdecimal() and len(rest) == 2):
        return None
    return int(euros) * 100 + int(rest)


def read_file(path: Path, passport: Passport) -> Read:
    """Read a partner's file."""
    text = path.read_bytes().decode(passport.file.encoding)
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    split = [fields(line, passport.file.separator) for line in lines]
    header, rows, total = split[0] or [], split[1:], None
    if passport.delivery.completeness == "total_line":
        word, count, amount = rows.pop() or ["", "", ""]
        assert word == "Totaal"
        total = int(count), cents(amount, passport.file.decimal) or 0
    records = [dict(zip(header, row, strict=True)) if row else None for row in rows]
    return Read(header, records, total)
