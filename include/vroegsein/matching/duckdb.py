"""How the SQL files are run on one machine: a DuckDB that reaches nothing outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vroegsein.errors import InvariantError, OperatorError
from vroegsein.matching.engine import IDENTIFIERS, SQL_FOLDER, Engine, prelude_files
from vroegsein.matching.memory import default_limit


class DuckdbEngine(Engine):
    """An in-memory DuckDB that runs the numbered SQL files.

    Args:
        threads: Number of threads; None takes every core.
        classes: 3 with households, 2 where a household is a person.
        memory_limit: Most memory it may take, such as `2GB`; None follows the machine.
        folder: Folder with the SQL files.
        keep_tables: Keep every table between, to look at; costs memory.

    Attributes:
        memory_limit: The limit that holds.

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
        memory_limit: str | None = None,
        folder: Path = SQL_FOLDER,
        keep_tables: bool = False,
    ) -> None:
        super().__init__(classes=classes, folder=folder, keep_tables=keep_tables)
        self.memory_limit = memory_limit or default_limit()
        with self._guarded("start"):
            self._connection = duckdb.connect(
                ":memory:",
                config={
                    "memory_limit": self.memory_limit,
                    "temp_directory": "",  # personal data never spill to a disk
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                    "preserve_insertion_order": False,
                    **({"threads": threads} if threads else {}),
                },
            )
            self._connection.execute("SET enable_progress_bar = false")
            for prelude in prelude_files(self.name, folder):
                self._connection.execute(prelude.read_text("utf-8"))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget everything."""
        self._connection.close()

    def load(self, tables: dict[str, pa.Table]) -> None:
        """Copy the input tables in, then close every way to the outside."""
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
        """Make a table of rows that were computed here; it replaces one of its name."""
        self._execute(f"DROP TABLE IF EXISTS {name}")
        with self._guarded(f"loading {name}"):
            self._connection.from_arrow(table).create(name)

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

    def _make(self, table: str) -> None:
        self._execute(f"CREATE OR REPLACE TABLE {table} AS\n{self._query(table)}")

    def _drop(self, table: str) -> None:
        self._execute(f"DROP TABLE {table}")

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
            msg = f"The matching needs more memory than {self.memory_limit}."
            raise OperatorError(msg) from None
        except duckdb.Error as error:
            msg = f"The matching failed at `{step}`: {type(error).__name__}."
            raise InvariantError(msg) from None
