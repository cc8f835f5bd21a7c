"""Decides the bytes of a partner's file, and what has to be said of each line."""

import hashlib
import json
from dataclasses import dataclass, field, replace

from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.record import CRISIS_KINDS, FIELDS, Kind
from vroegsein.synthetic import defects
from vroegsein.synthetic.claims import Claim
from vroegsein.synthetic.handwriting import (
    PARTS,
    Values,
    phone_as_written,
    values_of,
)
from vroegsein.synthetic.layouts import Row, laid_out
from vroegsein.synthetic.roster import ROSTER, Habits
from vroegsein.synthetic.streams import Stream

QUARTERS = ("Noord", "Oost", "Zuid", "West")
DATE_ORDERS = {
    "yyyy-mm-dd": "{0}-{1}-{2}",
    "dd-mm-yyyy": "{2}-{1}-{0}",
    "yyyymmdd": "{0}{1}{2}",
    "dd/mm/yyyy": "{2}/{1}/{0}",
}


@dataclass(frozen=True)
class Line:
    """One line of a partner's file, with the truth about it.

    Attributes:
        claim: The claim it tells of.
        values: The canonical record, in the partner's spelling.
        cells: What is written, by canonical field.
        code: Finding code of what is wrong with it, or empty.
        is_withdrawal: Whether it takes the record back.
    """

    claim: Claim
    values: Values
    cells: Values
    code: str = ""
    is_withdrawal: bool = False

    @property
    def verdict(self) -> str:
        """What an honest intake decides."""
        if self.code:
            return defects.VERDICTS.get(self.code, "rejected")
        return "withdrawal" if self.is_withdrawal else "accepted"

    @property
    def readable_cents(self) -> int | None:
        """The amount, where it can be read from the line."""
        lost = self.code in defects.AMOUNT_LOST
        return None if lost else int(self.values["arrears_cents"])

    @property
    def is_company(self) -> bool:
        """Whether the debtor is no resident but a legal person."""
        return self.values["debtor_kind"] == "RP"


@dataclass(frozen=True)
class Cover:
    """What a partner says of a file.

    Attributes:
        kind: VOLLEDIG, NUL, CORRECTIE or INTREKKING.
        number: The file's number within the month.
        partner: Code in the manifest; of another partner where that goes wrong.
    """

    kind: str
    number: int
    partner: str


@dataclass(frozen=True)
class PartnerFile:
    """One delivery as the partner means it.

    Attributes:
        content: Bytes of the export, before it is compressed or encrypted.
        manifest: Bytes of the manifest, or none where a total line closes the file.
    """

    passport: Passport
    month: ReportingMonth
    cover: Cover
    lines: list[Line] = field(repr=False)
    content: bytes = field(repr=False)
    manifest: bytes | None = field(repr=False)

    @property
    def name(self) -> str:
        """The agreed name."""
        return agreed_name(self.passport, self.month, self.cover.number)


def lines_of(
    claims: list[Claim],
    passport: Passport,
    month: ReportingMonth,
    codes: list[str],
    seed: int,
    crisis_codes: tuple[str, ...] = (),
) -> list[Line]:
    """Return the lines of a partner's month, some of them wrong.

    Args:
        claims: The partner's claims of this month.
        passport: How the partner writes.
        month: The reporting month.
        codes: Defects to make, each on a line of its own.
        seed: Decides which lines.
        crisis_codes: Defects of lines that tell of a crisis.
    """
    habits = ROSTER[passport.code]
    stream = Stream(seed, "lines", passport.code, str(month))
    regular = [index for index, claim in enumerate(claims) if claim.kind == "REGULIER"]
    # Duplicates last: a copy must come after, and must not shift, the other victims.
    in_order = sorted(codes, key=lambda code: code == defects.DUPLICATE)
    victims = dict(zip(stream.shuffled(regular), in_order, strict=False))
    crises = [index for index, claim in enumerate(claims) if claim.kind in CRISIS_KINDS]
    victims |= dict(zip(crises, crisis_codes, strict=False))
    lines: list[Line] = []
    for index, claim in enumerate(claims):
        values = values_of(claim, passport, habits, month, seed)
        code = victims.get(index, "")
        lines.append(_line(claim, values, passport, code, stream))
    return [*lines, *_copies(lines, victims)]


def write_file(
    lines: list[Line],
    passport: Passport,
    month: ReportingMonth,
    cover: Cover | None = None,
) -> PartnerFile:
    """Return the bytes of file and manifest; without a cover, the month's only file."""
    habits = ROSTER[passport.code]
    cover = cover or Cover("VOLLEDIG" if lines else "NUL", 1, passport.code)
    total = None
    if passport.delivery.completeness == "total_line":
        amount = _amount(control_total(lines), passport)
        total = ["Totaal", str(len(lines)), amount]
    rows = [_row(line, passport, habits) for line in lines]
    content = laid_out(rows, total, passport, habits)
    file = PartnerFile(passport, month, cover, lines, content, None)
    if passport.delivery.completeness != "manifest":
        return file
    return replace(file, manifest=_manifest(file))


def agreed_name(passport: Passport, month: ReportingMonth, number: int) -> str:
    """Return the agreed name of a month's file of a number."""
    name = passport.delivery.file_name.replace("{nn}", f"{number:02d}")
    name = name.replace("{yyyymm}", str(month).replace("-", ""))
    return name.replace("{yyyy-mm}", str(month))


def control_total(lines: list[Line]) -> int:
    """Return the sum of all amounts that can be read, in cents."""
    return sum(line.readable_cents or 0 for line in lines)


def _line(
    claim: Claim, values: Values, passport: Passport, code: str, stream: Stream
) -> Line:
    """Return one line, broken as the code says; the duplicate itself is sound."""
    sound = "" if code == defects.DUPLICATE else code
    values = {**values, **defects.broken_values(sound, values, stream)}
    cells = cells_of(values, passport)
    street = cells["street"]
    if broken := defects.broken_cell(sound, values, passport, street, stream):
        cells[broken[0]] = broken[1]
    return Line(claim, values, cells, sound)


def cells_of(values: Values, passport: Passport) -> Values:
    """Return what a partner writes of a record, by field or by what is in one cell."""
    cells = {
        name: _cell(name, values[name], passport) for name in passport.columns.values()
    }
    return cells | {word: _in_one(word, values) for word in passport.splits.values()}


def _copies(lines: list[Line], victims: dict[int, str]) -> list[Line]:
    """Return the lines that come a second time."""
    return [
        replace(lines[index], code=defects.DUPLICATE)
        for index, code in victims.items()
        if code == defects.DUPLICATE
    ]


def _cell(name: str, value: str, passport: Passport) -> str:
    """Return a canonical value in the partner's notation."""
    if name in passport.lookups:
        words = {code: word for word, code in passport.lookups[name].items()}
        return words[value]
    if not value:
        return ""
    habits = ROSTER[passport.code]
    match FIELDS[name].kind:
        case Kind.DATE:
            return DATE_ORDERS[passport.file.dates].format(*value.split("-"))
        case Kind.CENTS:
            return _amount(int(value), passport)
    if name == "phone":
        return phone_as_written(value, habits.phone)
    if name == "postcode" and habits.spaced_postcode:
        return f"{value[:4]} {value[4:]}"
    return value


def _in_one(word: str, values: Values) -> str:
    """Return what a partner writes in one column: `Berg, A. van den`, or `12 A-1`."""
    first, middle, last = (values[name] for name in PARTS[word])
    if word == "person_name":
        after = f"{middle} {last}".strip()
        return f"{first}, {after}" if after else first
    return f"{first} {middle}".strip() + (f"-{last}" if last else "")


def _amount(cents: int, passport: Passport) -> str:
    """Return an amount with two decimals and no thousands separator."""
    return f"{cents // 100}{passport.file.decimal}{cents % 100:02d}"


def _row(line: Line, passport: Passport, habits: Habits) -> Row:
    """Return the cells of one line, in the order of the headers."""
    cells = [line.cells[name] for name in passport.columns.values()]
    cells += [line.cells[word] for word in passport.splits.values()]
    quarter = QUARTERS[line.claim.number % len(QUARTERS)]
    quarter = quarter.upper() if habits.capitals else quarter
    cells += [quarter for _ in passport.ignored_columns]
    return Row(cells, is_raw=line.code == defects.STRAY_QUOTE)


def _manifest(file: PartnerFile) -> bytes:
    """Return the manifest that goes with a file."""
    total = control_total(file.lines)
    manifest = {
        "schema_versie": "1.0",
        "gemeentecode": file.passport.municipalities[0],
        "partner": file.cover.partner,
        "leverperiode": str(file.month),
        "volgnummer": file.cover.number,
        "soort": file.cover.kind,
        "bestand": file.name,
        "bytes": len(file.content),
        "sha256": hashlib.sha256(file.content).hexdigest(),
        "aantal_records": len(file.lines),
        "controletotaal_bedrag": f"{total // 100}.{total % 100:02d}",
        "aangemaakt_op": f"{file.month}-01T05:30:00+00:00",
    }
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
