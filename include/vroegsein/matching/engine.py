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
import pyarrow as pa

from vroegsein.errors import InvariantError, OperatorError

SQL_FOLDER = Path(__file__).resolve().parents[2] / "sql" / "matching"
MEMORY_LIMIT = "2GB"
ROUND_LIMIT = 64  # groups at least halve each round: enough for 2^64 records
GIVES_WAY = range(5)  # strengths of links, weakest first; see 44_firm_link.sql
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
        self._classes = classes
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
        """Copy the input tables in, then close every way to the outside."""
        for name, table in tables.items():
            with self._guarded(f"loading {name}"):
                self._connection.from_arrow(table).create(name)
        self._set_parameter(strength=0)
        self._execute("SET enable_external_access = false")
        self._execute("SET lock_configuration = true")

    def run(self, *tables: str) -> None:
        """Make the tables of these SQL files, in this order."""
        for table in tables:
            self._make(table, table)

    def release(self, *tables: str) -> None:
        """Forget tables that no later file reads, unless all are to be kept."""
        for table in () if self._keep_tables else tables:
            self._execute(f"DROP TABLE {table}")

    def repeat(self, table: str) -> None:
        """Make a table anew from the state of itself before."""
        self._make(table, "following")
        self._execute(f"DROP TABLE {table}")
        self._execute(f"ALTER TABLE following RENAME TO {table}")

    def copy(self, source: str, target: str) -> None:
        """Make one table equal to another."""
        self._execute(f"CREATE OR REPLACE TABLE {target} AS FROM {source}")

    def resolve(self) -> None:
        """Group `kept_link` into `label`; let go of links that join what must not meet.

        Weaker links give way first: attachments, then links whose likeness is not
        transitive, then strict equality, then the register, then human verdicts among
        themselves.
        """
        self._label()
        for strength in GIVES_WAY:
            if not self.count("conflict"):
                return
            self._set_parameter(strength=strength)
            self.repeat("kept_link")
            self._label()

    def count(self, table: str) -> int:
        """Return a table's number of rows."""
        return self._number(table, "COUNT(*)")

    def fetch(self, table: str, columns: tuple[str, ...], order: str) -> pa.Table:
        """Return columns of a table in a total order of them, by code point."""
        with self._guarded(f"reading {table}"):
            rows = self._connection.sql(f"FROM {table}").project(", ".join(columns))
            return rows.order(order).to_arrow_table().combine_chunks()

    def _label(self) -> None:
        """Repeat the labels until no link joins two of them; list the conflicts."""
        self.run("start_label")
        self.copy("start_label", "label")
        for _ in range(ROUND_LIMIT):
            self.run("unsettled")
            if not self._number("unsettled", "MAX(link_count)"):
                self.run("conflict")
                return
            self.repeat("label")
        msg = f"The groups of linked signals did not settle in {ROUND_LIMIT} rounds."
        raise InvariantError(msg)

    def _make(self, table: str, target: str) -> None:
        """Make a table under a name from the SELECT of its file."""
        query = self._path_by_table[table].read_text("utf-8")
        self._execute(f"CREATE OR REPLACE TABLE {target} AS\n{query}")

    def _set_parameter(self, *, strength: int) -> None:
        """Put the parameters where the SQL files read them."""
        self._execute(
            "CREATE OR REPLACE TABLE parameter AS "
            f"SELECT {self._classes:d} AS classes, {strength:d} AS strength"
        )

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
