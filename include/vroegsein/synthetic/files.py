"""Decides the bytes of a partner's file, and what has to be said of each line."""

import hashlib
import json
from dataclasses import dataclass, field, replace

from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.record import FIELDS, Kind
from vroegsein.synthetic import defects
from vroegsein.synthetic.claims import Claim
from vroegsein.synthetic.handwriting import Values, phone_as_written, values_of
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
    """

    claim: Claim
    values: Values
    cells: Values
    code: str = ""

    @property
    def verdict(self) -> str:
        """What an honest intake decides."""
        return defects.VERDICTS.get(self.code, "rejected") if self.code else "accepted"

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
class PartnerFile:
    """One delivery as the partner means it.

    Attributes:
        manifest: Bytes of the manifest, or none where a total line closes the file.
    """

    passport: Passport
    month: ReportingMonth
    lines: list[Line] = field(repr=False)
    content: bytes = field(repr=False)
    manifest: bytes | None = field(repr=False)

    @property
    def name(self) -> str:
        """The agreed name."""
        return self.passport.file_name(self.month)


def lines_of(
    claims: list[Claim],
    passport: Passport,
    month: ReportingMonth,
    codes: list[str],
    seed: int,
) -> list[Line]:
    """Return the lines of a partner's month, some of them wrong.

    Args:
        claims: The partner's claims of this month.
        passport: How the partner writes.
        month: The reporting month.
        codes: Defects to make, each on a line of its own.
        seed: Decides which lines.
    """
    habits = ROSTER[passport.code]
    stream = Stream(seed, "lines", passport.code, str(month))
    regular = [index for index, claim in enumerate(claims) if claim.kind == "REGULIER"]
    # Duplicates last: a copy must come after, and must not shift, the other victims.
    in_order = sorted(codes, key=lambda code: code == defects.DUPLICATE)
    victims = dict(zip(stream.shuffled(regular), in_order, strict=False))
    lines: list[Line] = []
    for index, claim in enumerate(claims):
        values = values_of(claim, passport, habits, month, seed)
        code = victims.get(index, "")
        lines.append(_line(claim, values, passport, code, stream))
    return [*lines, *_copies(lines, victims)]


def write_file(
    lines: list[Line], passport: Passport, month: ReportingMonth
) -> PartnerFile:
    """Return the bytes of file and manifest."""
    habits = ROSTER[passport.code]
    headers = [*passport.columns, *passport.ignored_columns]
    rows = [_joined(headers, passport, habits)]
    rows += [_row(line, passport, habits) for line in lines]
    if passport.delivery.completeness == "total_line":
        total = _amount(control_total(lines), passport)
        rows.append(_joined(["Totaal", str(len(lines)), total], passport, habits))
    text = "".join(row + habits.line_end for row in rows)
    content = text.encode(passport.file.encoding)
    has_manifest = passport.delivery.completeness == "manifest"
    manifest = _manifest(content, lines, passport, month) if has_manifest else None
    return PartnerFile(passport, month, lines, content, manifest)


def control_total(lines: list[Line]) -> int:
    """Return the sum of all amounts that can be read, in cents."""
    return sum(line.readable_cents or 0 for line in lines)


def _line(
    claim: Claim, values: Values, passport: Passport, code: str, stream: Stream
) -> Line:
    """Return one line, broken as the code says; the duplicate itself is sound."""
    sound = "" if code == defects.DUPLICATE else code
    values = {**values, **defects.broken_values(sound, values, stream)}
    cells = {
        name: _cell(name, values[name], passport) for name in passport.columns.values()
    }
    street = cells["street"]
    if broken := defects.broken_cell(sound, values, passport, street, stream):
        cells[broken[0]] = broken[1]
    return Line(claim, values, cells, sound)


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


def _amount(cents: int, passport: Passport) -> str:
    """Return an amount with two decimals and no thousands separator."""
    return f"{cents // 100}{passport.file.decimal}{cents % 100:02d}"


def _row(line: Line, passport: Passport, habits: Habits) -> str:
    """Return the text of one line."""
    cells = [line.cells[name] for name in passport.columns.values()]
    quarter = QUARTERS[line.claim.number % len(QUARTERS)]
    quarter = quarter.upper() if habits.capitals else quarter
    cells += [quarter for _ in passport.ignored_columns]
    if line.code == defects.STRAY_QUOTE:
        return passport.file.separator.join(cells)
    return _joined(cells, passport, habits)


def _joined(cells: list[str], passport: Passport, habits: Habits) -> str:
    """Return the cells as one line, quoted where the partner does so (RFC 4180)."""
    separator = passport.file.separator
    return separator.join(
        '"' + cell.replace('"', '""') + '"'
        if habits.quote_all or separator in cell or '"' in cell
        else cell
        for cell in cells
    )


def _manifest(
    content: bytes, lines: list[Line], passport: Passport, month: ReportingMonth
) -> bytes:
    """Return the manifest that goes with a file."""
    total = control_total(lines)
    manifest = {
        "schema_versie": "1.0",
        "gemeentecode": passport.municipalities[0],
        "partner": passport.code,
        "leverperiode": str(month),
        "volgnummer": 1,
        "soort": "VOLLEDIG" if lines else "NUL",
        "bestand": passport.file_name(month),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "aantal_records": len(lines),
        "controletotaal_bedrag": f"{total // 100}.{total % 100:02d}",
        "aangemaakt_op": f"{month}-01T05:30:00+00:00",
    }
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
