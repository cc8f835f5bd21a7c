"""recordlinkage on the plain records: index, compare, classify by ECM, components.

Runs in the peers' environment: `python peer_recordlinkage.py RECORDS.parquet OUT`.
"""

import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import recordlinkage
from peer_clock import Clock
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

BLOCKS = (
    ["birth_date", "surname"],
    ["postcode", "house_number", "initial"],
    ["phone"],
    ["email"],
    ["birth_date", "postcode"],
)


def candidates(records):
    """Return the pairs that share one of the blocks."""
    index = None
    for block in BLOCKS:
        there = records[records[block].notna().all(axis=1)]
        indexer = recordlinkage.Index()
        indexer.block(block)
        pairs = indexer.index(there)
        index = pairs if index is None else index.union(pairs)
    return index


def compared(records, pairs):
    """Return how far the fields of each pair agree, as noughts and ones."""
    compare = recordlinkage.Compare()
    compare.string("surname", "surname", method="jarowinkler", threshold=0.88)
    compare.string("first_name", "first_name", method="jarowinkler", threshold=0.88)
    for name in ("initial", "birth_date", "postcode", "house_number", "phone", "email"):
        compare.exact(name, name)
    return compare.compute(pairs, records)


def main(records_path, out):
    """Link and write clusters and times."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    records = pd.read_parquet(records_path).set_index("unique_id")
    clock = Clock()
    pairs = candidates(records)
    clock.lap("index")
    features = compared(records, pairs)
    clock.lap("compare")
    links = recordlinkage.ECMClassifier(binarize=None).fit_predict(features)
    clock.lap("classify")
    place = pd.Series(np.arange(len(records)), index=records.index)
    left = place[links.get_level_values(0)].to_numpy()
    right = place[links.get_level_values(1)].to_numpy()
    graph = coo_matrix((np.ones(len(left)), (left, right)), shape=(len(place),) * 2)
    _, cluster = connected_components(graph, directed=False)
    clock.lap("cluster")
    table = pd.DataFrame({"signal_id": records.index, "person_id": cluster.astype(str)})
    table.to_parquet(Path(out) / "clusters-ecm.parquet", index=False)
    clock.write(Path(out) / "clock.json", version=recordlinkage.__version__)


if __name__ == "__main__":
    main(*sys.argv[1:])
