"""Which columns a snapshot may have, and whether one can be matched at all.

Every column is text as a canonical record holds it. Empty and missing both mean not
delivered; a column that is absent was never delivered; one we do not know is an error,
because guessing what it means would match people on it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vroegsein.errors import ConfigurationError

_PERSON = ("initials", "first_names", "surname_prefix", "surname", "birth_date")
_ADDRESS = (
    "street",
    "house_number",
    "house_letter",
    "house_addition",
    "postcode",
    "place",
)
SIGNAL_COLUMNS = (
    "signal_id",
    "partner_code",
    "received_at",
    "debtor_kind",
    *_PERSON,
    *_ADDRESS,
    "phone",
    "email",
)
RESIDENT_COLUMNS = (
    "resident_id",
    *_PERSON,
    "partner_surname_prefix",
    "partner_surname",
    *_ADDRESS,
    "deceased",
    "moved_out",
    "address_secret",
)
VERDICT_COLUMNS = ("left_id", "right_id", "verdict")
VERDICTS = frozenset({"same", "different"})


class SnapshotError(ConfigurationError):
    """A file of the snapshot cannot be matched; the caller must give another."""


class MissingSnapshotError(SnapshotError):
    """The file is not there or is not Parquet."""


class UnknownColumnError(SnapshotError):
    """The file has a column, or a type of column, that is not in the contract."""


class IdentifierError(SnapshotError):
    """An id is missing, empty or there twice."""


class UnknownVerdictError(SnapshotError):
    """A verdict is neither `same` nor `different`."""


@dataclass(frozen=True)
class Snapshot:
    """Everything a matching run depends on, besides its SQL.

    Attributes:
        signals: Rows with `SIGNAL_COLUMNS`, all text, in no particular order.
        residents: Rows with `RESIDENT_COLUMNS`; none without a register extract.
        verdicts: Rows with `VERDICT_COLUMNS`; none when nobody judged anything.
    """

    signals: pa.Table
    residents: pa.Table
    verdicts: pa.Table

    def by_table(self) -> dict[str, pa.Table]:
        """Return the tables by the names the SQL files know them by."""
        return {
            "signal": self.signals,
            "resident": self.residents,
            "verdict": self.verdicts,
        }


def read_snapshot(
    signals: Path, residents: Path | None = None, verdicts: Path | None = None
) -> Snapshot:
    """Read and check the files of a snapshot.

    Raises:
        SnapshotError: A file is missing, has an unknown column, an id that is missing
            or double, or an unknown verdict. The message never holds a value.
    """
    return Snapshot(
        signals=_read_identified(signals, SIGNAL_COLUMNS),
        residents=_read_identified(residents, RESIDENT_COLUMNS),
        verdicts=_read_verdicts(verdicts),
    )


def _read_identified(path: Path | None, columns: tuple[str, ...]) -> pa.Table:
    """Read a table whose first column is its unique, required id."""
    table = _read(path, columns, identifiers=columns[:1])
    identifier = columns[0]
    if table[identifier].null_count:
        msg = f"{path}: {identifier} is empty in {table[identifier].null_count} rows."
        raise IdentifierError(msg)
    double = table.num_rows - pc.count_distinct(table[identifier]).as_py()
    if double:
        msg = f"{path}: {identifier} must be unique, {double} rows repeat one."
        raise IdentifierError(msg)
    return table


def _read_verdicts(path: Path | None) -> pa.Table:
    """Read the human verdicts, all of them known words on two ids."""
    table = _read(path, VERDICT_COLUMNS, identifiers=VERDICT_COLUMNS[:2])
    if any(table[name].null_count for name in VERDICT_COLUMNS[:2]):
        msg = f"{path}: a verdict needs both left_id and right_id."
        raise IdentifierError(msg)
    if not set(pc.unique(table["verdict"]).to_pylist()) <= VERDICTS:
        msg = f"{path}: a verdict is `same` or `different`, found another word."
        raise UnknownVerdictError(msg)
    return table


def _read(
    path: Path | None, columns: tuple[str, ...], identifiers: Collection[str]
) -> pa.Table:
    """Read a file as text columns in the contract's order; no file, no rows."""
    if path is None:
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    table = _open(path)
    for name in table.column_names:
        if name not in columns:
            msg = f"{path}: unknown column {name!r}; known are {', '.join(columns)}."
            raise UnknownColumnError(msg)
    if len(set(table.column_names)) < len(table.column_names):
        msg = f"{path}: a column is there twice."
        raise UnknownColumnError(msg)
    return pa.table(
        {
            name: _as_text(table, name, path, is_identifier=name in identifiers)
            for name in columns
        }
    )


def _open(path: Path) -> pa.Table:
    """Read a Parquet file as it is."""
    try:
        return pq.ParquetFile(path).read()
    except FileNotFoundError:
        msg = f"{path}: no such file."
        raise MissingSnapshotError(msg) from None
    except (pa.ArrowInvalid, OSError):
        msg = f"{path}: cannot be read as Parquet."
        raise MissingSnapshotError(msg) from None


def _as_text(
    table: pa.Table, name: str, path: Path, *, is_identifier: bool
) -> pa.ChunkedArray:
    """Return a column as text, NULL where nothing was delivered; ids stay exact."""
    if name not in table.column_names:
        return pa.chunked_array([pa.nulls(table.num_rows, pa.string())])
    try:
        column = pc.cast(table[name], pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        msg = f"{path}: column {name!r} must be text."
        raise UnknownColumnError(msg) from None
    if not is_identifier:
        column = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
