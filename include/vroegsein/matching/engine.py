"""How the SQL files are run: one in-memory DuckDB that reaches nothing outside.

Each file of `include/sql/matching` is one SELECT and becomes the table of its name.
Three of them are repeated until nothing changes; `resolve` says when.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vroegsein.errors import InvariantError, OperatorError
from vroegsein.matching import groups
from vroegsein.matching.groups import Disputes, LoosePairs

SQL_FOLDER = Path(__file__).resolve().parents[2] / "sql" / "matching"
MEMORY_LIMIT = "2GB"
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
logger = logging.getLogger(__name__)


class DuckdbEngine:
    """An in-memory DuckDB that runs the numbered SQL files.

    Args:
        threads: Number of threads; None takes every core.
        classes: 3 with households, 2 where a household is a person.
        memory_limit: Most memory it may take, such as `2GB`.
        folder: Folder with the SQL files.
        keep_tables: Keep every table between, to look at; costs memory.

    Every method raises `OperatorError` when the memory does not suffice and
    `InvariantError` when a statement fails; neither ever quotes a row of persons.
    """

    name = "duckdb"
    version = duckdb.__version__

    def __init__(
        self,
        *,
        threads: int | None = None,
        classes: int = 3,
        memory_limit: str = MEMORY_LIMIT,
        folder: Path = SQL_FOLDER,
        keep_tables: bool = False,
    ) -> None:
        self.classes = classes
        self._keep_tables = keep_tables
        self._path_by_table = {path.stem[3:]: path for path in numbered_files(folder)}
        self._memory_limit = memory_limit
        with self._guarded("start"):
            self._connection = duckdb.connect(
                ":memory:",
                config={
                    "memory_limit": memory_limit,
                    "temp_directory": "",  # personal data never spill to a disk
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                    "preserve_insertion_order": False,
                    **({"threads": threads} if threads else {}),
                },
            )
            self._connection.execute("SET enable_progress_bar = false")
            prelude = folder / "prelude_duckdb.sql"
            self._connection.execute(prelude.read_text("utf-8"))

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget everything."""
        self._connection.close()

    def load(self, tables: dict[str, pa.Table]) -> None:
        """Copy the input tables in, then close every way to the outside.

        Signals and residents get a `record_number` in the order of their ids,
        residents after the signals.
        """
        first = 0
        for name, table in tables.items():
            with self._guarded(f"loading {name}"):
                rows = self._connection.from_arrow(table)
                if name in IDENTIFIERS:
                    number = (
                        f"{first} + ROW_NUMBER() OVER (ORDER BY {IDENTIFIERS[name]})"
                    )
                    rows = rows.project(f"*, {number} AS record_number")
                    first += table.num_rows
                rows.create(name)
        self._set_parameter()
        self._execute("SET enable_external_access = false")
        self._execute("SET lock_configuration = true")

    def put(self, name: str, table: pa.Table) -> None:
        """Make a table of rows that were computed here."""
        with self._guarded(f"loading {name}"):
            self._connection.from_arrow(table).create(name)

    def run(self, *tables: str) -> None:
        """Make the tables of these SQL files, in this order."""
        for table in tables:
            self._make(table, table)

    def release(self, *tables: str) -> None:
        """Forget tables that no later file reads, unless all are to be kept."""
        for table in () if self._keep_tables else tables:
            self._execute(f"DROP TABLE {table}")

    def copy(self, source: str, target: str) -> None:
        """Make one table equal to another."""
        self._execute(f"CREATE OR REPLACE TABLE {target} AS FROM {source}")

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
        settled = groups.settle(
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

    def count(self, table: str) -> int:
        """Return a table's number of rows."""
        return self._number(table, "COUNT(*)")

    def fetch(self, table: str, columns: tuple[str, ...], order: str) -> pa.Table:
        """Return columns of a table in a total order of them, by code point."""
        with self._guarded(f"reading {table}"):
            rows = self._connection.sql(f"FROM {table}").project(", ".join(columns))
            return rows.order(order).to_arrow_table().combine_chunks()

    def numbers(
        self, table: str, columns: tuple[str, ...]
    ) -> list[npt.NDArray[np.int64]]:
        """Return whole-number columns of a table, in no particular order."""
        with self._guarded(f"reading {table}"):
            rows = self._connection.sql(f"FROM {table}").project(", ".join(columns))
            found = rows.fetchnumpy()
        return [np.asarray(found[name], dtype=np.int64) for name in columns]

    def _put_labels(self, labels: groups.Labels) -> None:
        """Make the table `label`."""
        self._labels = labels
        self._execute("DROP TABLE IF EXISTS label")
        columns = {"record_number": labels.records, "group_number": labels.groups}
        self.put("label", pa.table(columns))

    def _make(self, table: str, target: str) -> None:
        """Make a table under a name from the SELECT of its file."""
        query = self._path_by_table[table].read_text("utf-8")
        self._execute(f"CREATE OR REPLACE TABLE {target} AS\n{query}")

    def _set_parameter(self) -> None:
        """Put the parameters where the SQL files read them."""
        self._execute(f"CREATE TABLE parameter AS SELECT {self.classes:d} AS classes")

    def _number(self, table: str, measure: str) -> int:
        """Return one number about a table."""
        with self._guarded(f"reading {table}"):
            row = self._connection.sql(f"FROM {table}").aggregate(measure).fetchone()
        return int(row[0]) if row else 0

    def _execute(self, statement: str) -> None:
        """Run a statement."""
        with self._guarded(statement.partition(" AS")[0]):
            self._connection.execute(statement)

    @contextmanager
    def _guarded(self, step: str) -> Iterator[None]:
        """Turn what DuckDB raises into an error of ours that quotes no row."""
        try:
            yield
        except duckdb.OutOfMemoryException:
            msg = f"The matching needs more memory than {self._memory_limit}."
            raise OperatorError(msg) from None
        except duckdb.Error as error:
            msg = f"The matching failed at `{step}`: {type(error).__name__}."
            raise InvariantError(msg) from None


def numbered_files(folder: Path = SQL_FOLDER) -> list[Path]:
    """Return the SQL files that each make a table, in the order of their numbers."""
    return sorted(folder.glob("[0-9][0-9]_*.sql"))


def sql_digest(folder: Path = SQL_FOLDER) -> str:
    """Return the SHA-256 of every SQL file of the matching, names included."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.sql")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
