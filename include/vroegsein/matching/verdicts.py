"""What officials decided of pairs holds from then on: the last word counts."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from vroegsein.exchange.files import write_whole
from vroegsein.matching.snapshot import VERDICT_COLUMNS
from vroegsein.register.review_tables import WITHDRAWN, verdict


def write_verdicts(connection: Connection, municipality: str, path: Path) -> None:
    """Write the verdicts that hold, one row per pair, ordered by pair.

    Args:
        connection: The register.
        municipality: CBS code.
        path: Parquet file with `VERDICT_COLUMNS`; also written when there are none.
    """
    last = (
        select(verdict.c.left_id, verdict.c.right_id, verdict.c.verdict)
        .ext(distinct_on(verdict.c.left_id, verdict.c.right_id))
        .where(verdict.c.municipality_code == municipality)
        .order_by(
            verdict.c.left_id,
            verdict.c.right_id,
            verdict.c.recorded_at.desc(),
            verdict.c.verdict,  # of two at one moment, the one that keeps apart
            verdict.c.verdict_id,
        )
    )
    found = connection.execute(last)
    rows = [row for row in found if row.verdict != WITHDRAWN]
    columns = {
        name: pa.array([row[place] for row in rows], pa.string())
        for place, name in enumerate(VERDICT_COLUMNS)
    }
    content = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), content, compression="zstd")
    write_whole(path, content.getvalue().to_pybytes())
