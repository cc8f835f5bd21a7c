"""The steps every engine takes: which file becomes which table, and what lies between.

Each file of `include/sql/matching` is one SELECT and becomes the table of its name.
Who is grouped with whom is decided by `groups`, from small tables of numbers that the
engine gives up and takes back: that part is the same whatever engine runs the SQL.
"""

import hashlib
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vroegsein.matching import groups
from vroegsein.matching.disputes import Disputes, settle
from vroegsein.matching.groups import LoosePairs

SQL_FOLDER = Path(__file__).resolve().parents[2] / "sql" / "matching"
DISPUTED_LINK = ("left_number", "right_number", "strength", "pull")
DISPUTED_PAIR = ("left_number", "right_number", "firmness")
LOOSE_PAIR = (
    "one_number",
    "other_number",
    "is_one_loose",
    "is_other_loose",
    "best_pull",
    "worst_pull",
)
IDENTIFIERS = {"signal": "signal_id", "resident": "resident_id"}


class Engine(ABC):
    """What runs the numbered SQL files.

    Args:
        classes: 3 with households, 2 where a household is a person.
        folder: Folder with the SQL files.
        keep_tables: Keep every table between, to look at; costs memory.

    Attributes:
        name: What it is called on the command line.
        version: Version of the engine.
        classes: 3 with households, 2 where a household is a person.

    Every method raises `OperatorError` when the memory does not suffice and
    `InvariantError` when a statement fails; neither ever quotes a row of persons.
    """

    name: str
    version: str

    def __init__(self, *, classes: int, folder: Path, keep_tables: bool) -> None:
        self.classes = classes
        self._keep_tables = keep_tables
        self._path_by_table = {path.stem[3:]: path for path in numbered_files(folder)}

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    @abstractmethod
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget everything."""

    @abstractmethod
    def load(self, tables: dict[str, pa.Table]) -> None:
        """Copy the input tables in.

        Signals and residents get a `record_number` in the order of their ids,
        residents after the signals.
        """

    @abstractmethod
    def put(self, name: str, table: pa.Table) -> None:
        """Make a table of rows that were computed here; it replaces one of its name."""

    @abstractmethod
    def count(self, table: str) -> int:
        """Return a table's number of rows."""

    @abstractmethod
    def fetch(self, table: str, columns: tuple[str, ...], order: str) -> pa.Table:
        """Return columns of a table in a total order of them, by code point."""

    @abstractmethod
    def numbers(
        self, table: str, columns: tuple[str, ...]
    ) -> list[npt.NDArray[np.int64]]:
        """Return whole-number columns of a table, in no particular order."""

    def run(self, *tables: str) -> None:
        """Make the tables of these SQL files, in this order."""
        for table in tables:
            self._make(table)

    def release(self, *tables: str) -> None:
        """Forget tables that no later file reads, unless all are to be kept."""
        for table in () if self._keep_tables else tables:
            self._drop(table)

    def resolve(self) -> None:
        """Group the firm links into `label`; settle what holds opposed records."""
        left, right = self.numbers("firm_link", ("left_number", "right_number"))
        labels = groups.connect(left, right)
        self._put_labels(labels)
        self.run("conflict")
        (disputed,) = self.numbers("conflict", ("group_number",))
        if not len(disputed):
            return
        self.run("disputed_link", "disputed_pair")
        settled = settle(
            Disputes(
                self._rows("disputed_link", DISPUTED_LINK),
                self._rows("disputed_pair", DISPUTED_PAIR),
            )
        )
        self._put_labels(groups.merge(labels.without(disputed), settled))

    def place(self) -> None:
        """Let every group without a birth date join the group it resembles most.

        What a human keeps apart and still met through others is undone.
        """
        firm = self._labels
        self.run("loose_pair", "kin_pair")
        one, other, is_one_loose, is_other_loose, best, worst = self.numbers(
            "loose_pair", LOOSE_PAIR
        )
        placed = groups.place(
            LoosePairs(one, other, is_one_loose > 0, is_other_loose > 0, best, worst),
            self._families(firm),
        )
        labels = firm.then(placed)
        self.run("apart_pair")
        left, right = self.numbers("apart_pair", ("left_number", "right_number"))
        met = (labels.of(left) == labels.of(right)) & (firm.of(left) != firm.of(right))
        disputed = np.unique(labels.of(left[met]))
        undone = labels.records[np.isin(labels.groups, disputed)]
        again = np.isin(firm.records, undone)
        lost = groups.Labels(firm.records[again], firm.groups[again])
        self._put_labels(groups.merge(labels.without(disputed), lost))

    def _families(self, labels: groups.Labels) -> groups.Families:
        """Return the groups that a guard keeps apart and that are probably one."""
        left, right = self.numbers("kin_pair", ("left_number", "right_number"))
        kin = groups.connect(labels.of(left), labels.of(right))
        if not len(kin.records):
            return groups.NO_FAMILIES
        (doubled,) = self.numbers("duplicate_pair", ("left_number",))
        members = np.concatenate([labels.groups, labels.of(doubled)])
        own = members[np.isin(members, np.concatenate([kin.records, kin.groups]))]
        sizes = zip(*np.unique(own, return_counts=True), strict=True)
        return groups.Families(
            kin, {int(group): int(count) + 1 for group, count in sizes}
        )

    def _rows(self, table: str, columns: tuple[str, ...]) -> list[tuple[int, ...]]:
        """Return whole-number columns of a table as rows."""
        found = self.numbers(table, columns)
        return list(zip(*(column.tolist() for column in found), strict=True))

    def _put_labels(self, labels: groups.Labels) -> None:
        """Make the table `label`."""
        self._labels = labels
        columns = {"record_number": labels.records, "group_number": labels.groups}
        self.put("label", pa.table(columns))

    def _query(self, table: str) -> str:
        """Return the SELECT that makes a table."""
        return self._path_by_table[table].read_text("utf-8")

    @abstractmethod
    def _make(self, table: str) -> None:
        """Make a table from the SELECT of its file."""

    @abstractmethod
    def _drop(self, table: str) -> None:
        """Forget a table."""


def numbered_files(folder: Path = SQL_FOLDER) -> list[Path]:
    """Return the SQL files that each make a table, in the order of their numbers."""
    return sorted(folder.glob("[0-9][0-9]_*.sql"))


def prelude_files(engine: str, folder: Path = SQL_FOLDER) -> list[Path]:
    """Return the files with the functions an engine spells in its own way."""
    return sorted(folder.glob(f"prelude_{engine}_*.sql"))


def sql_digest(folder: Path = SQL_FOLDER) -> str:
    """Return the SHA-256 of every SQL file of the matching, names included."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.sql")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
