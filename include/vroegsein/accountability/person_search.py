"""Which signals are of the person who asks, however their name was spelled.

What somebody asks with is laid beside the signals of 24 months as a resident would be,
and the matcher decides. Only certain and probable links count: whoever cannot be told
from another is not shown, and the official is told how many were left out.
"""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, or_, select

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.files import private_folder
from vroegsein.matching.command import match
from vroegsein.matching.month import KIND_BY_DEBTOR
from vroegsein.matching.objections import letters
from vroegsein.matching.snapshot import RESIDENT_COLUMNS, SIGNAL_COLUMNS
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.yaml_file import Strict, read
from vroegsein.register.intake_tables import signal
from vroegsein.settings import settings

MONTHS = 24
COUNTED = frozenset({"certain", "probable"})
ASKER = "asker"


class PersonDetails(Strict):
    """What somebody says of themselves, in a file; never on a command line."""

    initials: str = ""
    first_names: str = ""
    surname_prefix: str = ""
    surname: str
    birth_date: str = ""
    street: str = ""
    house_number: str = ""
    house_letter: str = ""
    house_addition: str = ""
    postcode: str = ""
    place: str = ""
    phone: str = ""
    email: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What was given, by column."""
        return {name: value for name, value in self.model_dump().items() if value}


@dataclass(frozen=True)
class Found:
    """The signals of a person, and how many might be theirs."""

    signal_ids: tuple[str, ...]
    doubtful: int


def read_person(path: Path) -> PersonDetails:
    """Read the file of a request (JSON or YAML), which nobody else may read.

    Raises:
        ConfigurationError: It can be read by others, a key is wrong, or it says too
            little to tell somebody from another.
    """
    if path.exists() and path.stat().st_mode & 0o077:
        msg = f"{path.name} can be read by others: make it 0600."
        raise ConfigurationError(msg)
    person = read(path, PersonDetails)
    if not person.birth_date and not (person.postcode and person.house_number):
        msg = f"{path.name}: give a birth date, or postcode and house number."
        raise ConfigurationError(msg)
    return person


def find_person(
    connection: Connection, municipality: str, person: PersonDetails, day: date
) -> Found:
    """Return the signals of a person in the 24 months up to a day."""
    rows = connection.execute(_candidates(municipality, person, day)).mappings().all()
    if not rows:
        return Found((), 0)
    base = private_folder(settings().storage / "work" / municipality)
    with tempfile.TemporaryDirectory(dir=base) as name:
        folder = Path(name)
        _write(
            folder / "signals.parquet", SIGNAL_COLUMNS, [_signal(row) for row in rows]
        )
        asker = person.model_dump() | {"resident_id": ASKER}
        _write(folder / "asker.parquet", RESIDENT_COLUMNS, [asker])
        match(
            folder / "signals.parquet",
            folder / "out",
            residents=folder / "asker.parquet",
        )
        members = pq.read_table(folder / "out" / "membership.parquet").to_pylist()
        pairs = pq.read_table(folder / "out" / "evidence.parquet").to_pylist()
    sure = {
        row["signal_id"]
        for row in members
        if row["resident_id"] == ASKER and row["confidence"] in COUNTED
    }
    possible = {
        row["left_id"]
        for row in pairs
        if row["right_id"] == ASKER and row["outcome"] in {"possible", "guarded"}
    }
    others = {row["signal_id"] for row in rows if _has_other_initial(row, person)}
    shown = sure - others
    return Found(tuple(sorted(shown)), len((possible | sure) - shown))


def _has_other_initial(row: RowMapping, person: PersonDetails) -> bool:
    """Tell whether a signal's first initial is another's: a twin's, or a parent's.

    The matcher may take it for a slip of the pen; what is shown to somebody may not.
    """
    given = (
        row["initials"] or row["first_names"],
        person.initials or person.first_names,
    )
    one, other = (letters(text)[:1] for text in given)
    return bool(one and other and one != other)


def _candidates(municipality: str, person: PersonDetails, day: date) -> Select[Any]:
    """Select signals that share anything with the person that could make a link."""
    first = ReportingMonth(day.year, day.month).plus(-MONTHS)
    shared: list[ColumnElement[bool]] = [
        func.lower(func.left(signal.c.surname, 3)) == person.surname[:3].lower()
    ]
    shared += [
        signal.c[name] == value
        for name, value in person.given.items()
        if name in {"birth_date", "phone", "email"}
    ]
    if person.postcode:
        same = func.replace(signal.c.postcode, " ", "")
        shared.append(same == person.postcode.replace(" ", "").upper())
    return (
        select(signal)
        .where(
            signal.c.municipality_code == municipality,
            signal.c.month >= str(first),
            or_(*shared),
        )
        .order_by(signal.c.signal_id)
    )


def _signal(row: RowMapping) -> dict[str, Any]:
    """Return a signal as the matcher takes it."""
    kind = KIND_BY_DEBTOR.get(row["debtor_kind"], "business")
    day = str(dutch_day(row["received_at"]))
    return {**row, "debtor_kind": kind, "received_at": day}


def _write(path: Path, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """Write rows as Parquet, all text."""
    table = {
        name: pa.array(
            [None if row.get(name) in {None, ""} else str(row[name]) for row in rows],
            pa.string(),
        )
        for name in columns
    }
    pq.write_table(pa.table(table), path)
