"""Splink on the plain records, as its documentation shows: train, predict, cluster.

Runs in the peers' environment: `python peer_splink.py RECORDS.parquet OUT`. It leaves
one file of clusters per threshold; which of them is best is judged by the caller.
"""

import logging
import sys
import warnings
from pathlib import Path

import duckdb
import splink
import splink.comparison_library as cl
from peer_clock import Clock
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

THRESHOLDS = (0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999, 0.999999)
SEED = 1


def settings():
    """Return the model: one comparison per field, blocked on what is telling."""
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.ExactMatch("initial").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.ExactMatch("postcode"),
            cl.ExactMatch("house_number"),
            cl.ExactMatch("addition"),
            cl.LevenshteinAtThresholds("phone", [1]),
            cl.EmailComparison("email"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("birth_date", "surname"),
            block_on("postcode", "house_number", "initial"),
            block_on("postcode", "house_number", "surname"),
            block_on("phone"),
            block_on("email"),
            block_on("surname", "initial", "house_number"),
            block_on("birth_date", "postcode"),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def train(linker):
    """Learn the weights as the documentation advises."""
    training = linker.training
    sure = [
        block_on("birth_date", "surname", "initial"),
        block_on("phone", "surname"),
    ]
    training.estimate_probability_two_random_records_match(sure, recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    training.estimate_parameters_using_expectation_maximisation(
        block_on("birth_date", "surname")
    )
    training.estimate_parameters_using_expectation_maximisation(
        block_on("postcode", "house_number")
    )


def main(records, out):
    """Train, predict and cluster; write clusters and times."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE record AS FROM read_parquet('{records}')")
    clock = Clock()
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("record"), settings(), log_level=None)
    train(linker)
    clock.lap("train")
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
    clock.lap("predict")
    for threshold in THRESHOLDS:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=threshold
        )
        clock.lap(f"cluster {threshold}")
        connection.execute(
            f"COPY (SELECT unique_id AS signal_id, cluster_id AS person_id "
            f"FROM {found.physical_name}) TO '{out}/clusters-{threshold}.parquet'"
        )
        clock.lap("write")
    clock.write(Path(out) / "clock.json", version=splink.__version__)


if __name__ == "__main__":
    main(*sys.argv[1:])
