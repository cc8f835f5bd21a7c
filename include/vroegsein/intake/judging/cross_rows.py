"""Rules that need the whole file: which lines repeat or contradict another line.

Only three columns of the file are held at once, however wide its rows are: the line,
the partner's own record id, and a 64-bit fingerprint of everything on the line. Two
lines are compared only when they carry the same record id.
"""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from vroegsein.parties.record import FIELDS

_KEY = "source_record_id"


def cross_row_checks(rows: Path, batch_lines: int) -> pd.DataFrame:
    """Return `is_no_repeat` and `is_no_conflict` per line of a file of rows.

    Args:
        rows: File of canonical rows.
        batch_lines: How many of its lines are read at once.

    Returns:
        One row per line, in the order of the file, indexed by line number.
    """
    with pq.ParquetFile(rows) as file:
        parts = [_keys(batch) for batch in file.iter_batches(batch_lines)]
    if not parts:
        return pd.DataFrame(columns=["is_no_repeat", "is_no_conflict"], dtype="bool")
    keys = pd.concat(parts)
    is_conflict = _conflicts(keys)
    return pd.DataFrame(
        {
            "is_no_repeat": ~(_repeats(keys) & ~is_conflict),
            "is_no_conflict": ~is_conflict,
        }
    )


def _keys(batch: pa.RecordBatch) -> pd.DataFrame:
    """Return record id and fingerprint of a batch, by line number.

    All is compared as text: a column of numbers with a gap in it would otherwise have
    another type, and so another fingerprint, than one without.
    """
    texts = pa.table(
        {name: batch.column(name).cast(pa.string()) for name in FIELDS}
    ).to_pandas()
    prints = pd.util.hash_pandas_object(texts, index=False)
    return pd.DataFrame(
        {_KEY: texts[_KEY].to_numpy(), "fingerprint": prints.to_numpy()},
        index=batch.column("line_number").to_pandas().to_numpy(),
    )


def _repeats(keys: pd.DataFrame) -> pd.Series:
    """Tell which lines equal an earlier line in every field."""
    return keys[_KEY].notna() & keys.duplicated()


def _conflicts(keys: pd.DataFrame) -> pd.Series:
    """Tell which lines share a record id with a line of other content."""
    counted = keys.drop_duplicates()[_KEY].dropna().value_counts()
    return keys[_KEY].isin(counted[counted > 1].index)
