"""How the SQL files run on Spark, beyond one machine: same files, same answer.

Spark keeps every table in its workers and cuts the plan there (a plan of forty files
would never end); nothing is written to storage that outlives the session. What Spark
spells in its own way stands in `prelude_spark_*.sql`.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vroegsein.errors import InvariantError, OperatorError
from vroegsein.matching.engine import IDENTIFIERS, SQL_FOLDER, Engine, prelude_files

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROWS_PER_PARTITION = 50_000
FEW_ROWS = 20_000  # below this compiling a step costs more than it brings
#: What makes Spark answer as DuckDB does.
SAME_ANSWER = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parser.escapedStringLiterals": "true",  # a backslash is a backslash
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "false",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
    "spark.sql.adaptive.maxShuffledHashJoinLocalMapThreshold": "64m",
}


class SparkEngine(Engine):
    """A Spark session that runs the numbered SQL files.

    Args:
        session: A running session; the engine works in one of its own beside it.
        row_count: Number of rows that will be loaded; decides how they are spread.
        classes: 3 with households, 2 where a household is a person.
        folder: Folder with the SQL files.
        keep_tables: Keep every table between, to look at; costs memory.
    """

    name = "spark"

    def __init__(
        self,
        session: "SparkSession",
        *,
        row_count: int = 0,
        classes: int = 3,
        folder: Path = SQL_FOLDER,
        keep_tables: bool = False,
    ) -> None:
        super().__init__(classes=classes, folder=folder, keep_tables=keep_tables)
        self.version = session.version
        self._tables: dict[str, DataFrame] = {}
        with _guarded("start"):
            self._session = session.newSession()
            cores = session.sparkContext.defaultParallelism
            self._is_small = row_count < FEW_ROWS
            for key, value in (SAME_ANSWER | _spread(row_count, cores)).items():
                self._session.conf.set(key, value)
            for prelude in prelude_files(self.name, folder):
                text = prelude.read_text("utf-8").rstrip().rstrip(";")
                for statement in text.split(";\n"):
                    self._session.sql(statement)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget everything."""
        for name in list(self._tables):
            self._drop(name)

    def load(self, tables: dict[str, pa.Table]) -> None:
        """Spread the input tables over the workers."""
        first = 0
        for name, table in tables.items():
            rows = table
            if name in IDENTIFIERS:
                rows = _numbered(table, IDENTIFIERS[name], first)
                first += table.num_rows
            self.put(name, rows)
        self.put("parameter", pa.table({"classes": pa.array([self.classes])}))

    def put(self, name: str, table: pa.Table) -> None:
        """Make a table of rows that were computed here; it replaces one of its name."""
        with _guarded(f"loading {name}"):
            self._keep(name, self._session.createDataFrame(table))

    def count(self, table: str) -> int:
        """Return a table's number of rows."""
        with _guarded(f"reading {table}"):
            return int(self._session.table(table).count())

    def fetch(self, table: str, columns: tuple[str, ...], order: str) -> pa.Table:
        """Return columns of a table in a total order of them, by code point."""
        with _guarded(f"reading {table}"):
            rows = self._session.table(table).selectExpr(*columns)
            found = rows.orderBy(*order.split(", ")).toArrow()
        return _nullable(found)

    def numbers(
        self, table: str, columns: tuple[str, ...]
    ) -> list[npt.NDArray[np.int64]]:
        """Return whole-number columns of a table, in no particular order."""
        with _guarded(f"reading {table}"):
            found = self._session.table(table).select(*columns).toArrow()
        return [found[name].to_numpy().astype(np.int64) for name in columns]

    def _make(self, table: str) -> None:
        with _guarded(table):
            self._keep(table, self._session.sql(self._query(table)))

    def _keep(self, name: str, rows: "DataFrame") -> None:
        """Compute a table now, in the workers, and cut its plan off."""
        placed = rows.coalesce(1) if self._is_small else rows
        kept = placed.localCheckpoint(eager=True)
        kept.createOrReplaceTempView(name)
        self._tables[name] = kept

    def _drop(self, table: str) -> None:
        with _guarded(f"dropping {table}"):
            self._session.catalog.dropTempView(table)
            self._tables.pop(table).unpersist()


def _spread(row_count: int, cores: int) -> dict[str, str]:
    """Return settings for a number of rows: few stay together and are not compiled."""
    if row_count < FEW_ROWS:
        return {
            "spark.sql.shuffle.partitions": "1",
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.autoBroadcastJoinThreshold": "-1",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        }
    partitions = max(cores, -(-row_count // ROWS_PER_PARTITION))
    return {"spark.sql.shuffle.partitions": str(partitions)}


def _numbered(table: pa.Table, identifier: str, first: int) -> pa.Table:
    """Return rows in the order of their ids, numbered from one after `first`."""
    ordered = table.sort_by(identifier)
    numbers = pa.array(np.arange(first + 1, first + 1 + table.num_rows))
    return ordered.append_column("record_number", numbers)


def _nullable(table: pa.Table) -> pa.Table:
    """Return a table as if any column could be empty, as DuckDB gives it."""
    fields = [pa.field(column.name, column.type) for column in table.schema]
    return table.cast(pa.schema(fields)).combine_chunks()


@contextmanager
def _guarded(step: str) -> Iterator[None]:
    """Turn what Spark raises into an error of ours that quotes no row."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of pandas, which is idle
            yield
    except (PySparkException, Py4JError) as error:
        if "OutOfMemory" in str(error):
            msg = "The matching needs more memory than Spark was given."
            raise OperatorError(msg) from None
        msg = f"The matching failed at `{step}`: {type(error).__name__}."
        raise InvariantError(msg) from None
