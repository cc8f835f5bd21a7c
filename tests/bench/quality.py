"""How good a division of signals is, in the figures the goals are written in."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from vroegsein.synthetic import scoring


@dataclass(frozen=True)
class Quality:
    """One division against the truth; households and creditors where they are known.

    Attributes:
        precision, recall, f1, b_cubed: Of persons.
        household_f1: Pairwise F1 of households.
        found, pure: Shares of persons with several creditors, and of groups reported.
        forbidden: Forbidden pairs that were joined, of `forbidden_of`.
    """

    precision: float
    recall: float
    f1: float
    b_cubed: float
    household_f1: float | None = None
    found: float | None = None
    pure: float | None = None
    forbidden: int | None = None
    forbidden_of: int | None = None


def of_match(inputs: Path, result: Path) -> Quality:
    """Judge a result of `vroegsein match` on signals of `vroegsein synthetic`."""
    truth = pq.read_table(inputs / "truth.parquet")
    found = _aligned(pq.read_table(result / "membership.parquet"), truth)
    persons = scoring.labels(_column(found, "person_id"))
    true = scoring.labels(_column(truth, "person_id"))
    agreement = scoring.agreement(persons, true)
    households = scoring.agreement(
        scoring.labels(_column(found, "household_id")),
        scoring.labels(_column(truth, "household_id")),
    )
    signals = _aligned(
        pq.read_table(
            inputs / "signals.parquet", columns=["signal_id", "partner_code"]
        ),
        truth,
    )
    creditor = scoring.labels(_column(signals, "partner_code"))
    several = scoring.multi_creditor(persons, true, creditor)
    pairs = pq.read_table(inputs / "forbidden.parquet")
    row = {name: at for at, name in enumerate(_column(truth, "signal_id"))}
    left, right = (
        np.array([row[name] for name in _column(pairs, side)], np.int64)
        for side in ("left_id", "right_id")
    )
    return Quality(
        precision=agreement.precision,
        recall=agreement.recall,
        f1=agreement.f1,
        b_cubed=agreement.b_cubed,
        household_f1=households.f1,
        found=several.found_share,
        pure=several.pure_share,
        forbidden=scoring.forbidden_merges(persons, left, right),
        forbidden_of=pairs.num_rows,
    )


def of_clusters(truth_path: Path, clusters: Path) -> Quality:
    """Judge groups of signals; a signal in none is alone."""
    truth = pq.read_table(truth_path)
    table = pq.read_table(clusters, columns=["signal_id", "person_id"])
    group = dict(
        zip(_column(table, "signal_id"), _column(table, "person_id"), strict=True)
    )
    persons = [group.get(name, f"alone {name}") for name in _column(truth, "signal_id")]
    agreement = scoring.agreement(
        scoring.labels(persons), scoring.labels(_column(truth, "person_id"))
    )
    return Quality(
        precision=agreement.precision,
        recall=agreement.recall,
        f1=agreement.f1,
        b_cubed=agreement.b_cubed,
    )


def _aligned(table: pa.Table, truth: pa.Table) -> pa.Table:
    """Return a table with the signals in the order of the truth."""
    place = {name: at for at, name in enumerate(_column(table, "signal_id"))}
    return table.take([place[name] for name in _column(truth, "signal_id")])


def _column(table: pa.Table, name: str) -> list[str]:
    values: list[str] = table[name].to_pylist()
    return values
