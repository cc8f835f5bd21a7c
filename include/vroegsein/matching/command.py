"""Who is who in a snapshot of signals: the matching as one function and one command.

The story, told by the numbered files of `include/sql/matching`: names, dates,
addresses and contacts are written in a comparable way (1x), what misleads is disarmed
(20 to 26), and pairs that share something telling are compared in six levels (30 to
37). What each combination of levels weighs is learned from the file (`weights`).
Signals with a certain birth date are grouped first (40 to 44); one without joins the
person it resembles most, or nobody (45 to 48, `groups`). Then addresses are counted
by the national definition and households follow (6x).
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from vroegsein.errors import ConfigurationError, VroegseinError
from vroegsein.matching.chance import CHANCES, Chance
from vroegsein.matching.duckdb import DuckdbEngine
from vroegsein.matching.engine import Engine
from vroegsein.matching.levels import Kind
from vroegsein.matching.memory import default_limit
from vroegsein.matching.result import MatchSummary, Stopwatch, write_result
from vroegsein.matching.snapshot import read_snapshot
from vroegsein.matching.spark import SparkEngine
from vroegsein.matching.spark_session import spark_session
from vroegsein.matching.weights import Model, learn_models, weigh_patterns

NORMALISE = (
    "nickname",
    "record_text",
    "business_spelling",
    "surname_spelling",
    "given_spelling",
    "birth_date_reading",
    "number_reading",
    "place_reading",
    "plain_record",
    "verdict_pair",
    "profile",
    "record_name",
    "ignored_value",
    "shared_contact",
    "crowded_address",
    "frequent_birth_date",
    "surname_frequency",
    "initial_frequency",
    "record",
    "chance",
    "name_chance",
)
COMPARE = (
    "near_pair",
    "born_pair",
    "named_pair",
    "contact_pair",
    "street_pair",
    "similar_pair",
    "far_pair",
    "compared_pair",
    "duplicate_pair",
    "pattern",
)
DECIDE = ("pattern_rule", "weighed_pair", "resident_choice", "firm_link")
SPELLED = (
    "signal",
    "resident",
    "business_spelling",
    "surname_spelling",
    "given_spelling",
    "birth_date_reading",
    "number_reading",
    "place_reading",
    "record_text",
)
COMPARED = (
    "near_pair",
    "born_pair",
    "named_pair",
    "contact_pair",
    "street_pair",
    "similar_pair",
    "far_pair",
    "compared_pair",
)
CLOSE = ("kept_link", "outcome")
CONCLUDE = (
    "person",
    "address_signal",
    "address_occupancy",
    "address_case",
    "home",
    "household",
    "membership",
)
JUDGED = ("weighed_pair", "firm_link", "loose_pair", "kin_pair", "apart_pair")
LIVED = ("kept_link", "person", "home", "household", "plain_record", "record")
EXPLAIN = ("reason", "evidence")
SMALL_ROWS = 200_000  # below this a second thread costs a fifth more CPU
logger = logging.getLogger(__name__)


def match(
    signals: Path,
    out: Path,
    *,
    residents: Path | None = None,
    verdicts: Path | None = None,
    engine: str = "duckdb",
    classes: int = 3,
    threads: int | None = None,
    memory_limit: str | None = None,
    spark_master: str | None = None,
    models: Mapping[Kind, Model] | None = None,
) -> MatchSummary:
    """Match the signals of a snapshot and write the result as files in a folder.

    A pure function of its inputs: the order of rows, the number of threads and the
    machine change no byte of the four tables it writes.

    Args:
        signals: Parquet file with `SIGNAL_COLUMNS`.
        out: Folder for `membership`, `evidence`, `address_case`, `address_signal`
            (Parquet) and `summary.json`; made when it is not there.
        residents: Parquet file with `RESIDENT_COLUMNS`, an extract of the BRP.
        verdicts: Parquet file with `VERDICT_COLUMNS`, final human judgements.
        engine: `duckdb`, in this process, or `spark`, beyond one machine.
        classes: 3 (person, household, unrelated), or 2 where a household is a person.
        threads: Number of threads; None takes one for few rows, else every core.
        memory_limit: Most memory to take, such as `2GB`; None follows the machine.
        spark_master: Where Spark runs, such as `spark://host:7077`.
        models: What pairs weigh; learned from the signals themselves when None.

    Returns:
        Counts, times and digests; no value of a person.

    Raises:
        ConfigurationError: An argument or an input file cannot be used.
        OperatorError: The memory does not suffice.
        InvariantError: The engine refused a step.
    """
    _check(engine, classes, threads, memory_limit)
    watch = Stopwatch()
    inputs = read_snapshot(signals, residents, verdicts).by_table()
    row_count = sum(table.num_rows for table in inputs.values())
    limit = memory_limit or default_limit()
    options = EngineOptions(classes, threads, limit, spark_master)
    with _opened(engine, options, row_count) as tables:
        tables.load(inputs)
        inputs.clear()
        pa.default_memory_pool().release_unused()
        watch.lap("read")
        tables.run(*NORMALISE)
        tables.release(*SPELLED)
        watch.lap("normalise")
        match_records(tables, models)
        watch.lap("match")
        return write_result(tables, out, watch)


@dataclass(frozen=True)
class EngineOptions:
    """What an engine is given; see `match`."""

    classes: int
    threads: int | None
    memory_limit: str
    spark_master: str | None


@contextmanager
def _opened(name: str, options: EngineOptions, row_count: int) -> Iterator[Engine]:
    """Give an engine for a number of rows; it is closed with the block."""
    if name == DuckdbEngine.name:
        few = 1 if row_count < SMALL_ROWS else None
        with DuckdbEngine(
            threads=options.threads or few,
            classes=options.classes,
            memory_limit=options.memory_limit,
        ) as duck:
            yield duck
        return
    own = f"local[{options.threads}]" if options.threads else None
    master = options.spark_master or own
    with (
        spark_session(master, options.memory_limit) as session,
        SparkEngine(session, row_count=row_count, classes=options.classes) as spark,
    ):
        yield spark


def match_records(engine: Engine, models: Mapping[Kind, Model] | None = None) -> None:
    """Compare the normalised records and decide who is who.

    Args:
        engine: Holds the normalised records.
        models: What pairs weigh; learned from the records themselves when None.
    """
    engine.run(*COMPARE)
    codes = engine.numbers("pattern", ("pattern_code",))[0]
    codes.sort()
    weights = weigh_patterns(codes, models or learn_from(engine))
    engine.put("pattern_weight", weights)
    engine.run(*DECIDE)
    engine.release(*COMPARED)
    engine.resolve()
    engine.place()
    engine.run(*CLOSE)
    engine.release(*JUDGED)
    engine.run(*CONCLUDE)
    engine.release(*LIVED)
    engine.run(*EXPLAIN)


def learn_from(engine: Engine) -> dict[Kind, Model]:
    """Return what the compared records teach about the weight of a pair."""
    codes, counts = engine.numbers("pattern", ("pattern_code", "pair_count"))
    order = codes.argsort()
    found = {
        name: int(column[0])
        for table, names in CHANCES.items()
        for name, column in zip(names, engine.numbers(table, names), strict=True)
    }
    return learn_models(
        codes[order],
        counts[order],
        Chance(**found),
        classes=engine.classes,
    )


def match_command(
    signals: Annotated[Path, typer.Option(help="Signals to match (Parquet).")],
    out: Annotated[Path, typer.Option(help="Folder for the result.")],
    residents: Annotated[
        Path | None, typer.Option(help="Extract of the resident register (Parquet).")
    ] = None,
    verdicts: Annotated[
        Path | None, typer.Option(help="Human verdicts on pairs (Parquet).")
    ] = None,
    engine: Annotated[str, typer.Option(help="duckdb or spark.")] = "duckdb",
    classes: Annotated[
        int, typer.Option(help="3 with households; 2: a household is a person.")
    ] = 3,
    threads: Annotated[
        int | None, typer.Option(help="Number of threads; what suits if left out.")
    ] = None,
    memory_limit: Annotated[
        str | None,
        typer.Option(help="Most memory, such as 4GB; half the machine's if left out."),
    ] = None,
    spark_master: Annotated[
        str | None,
        typer.Option(help="Where Spark runs; local[2].", envvar="SPARK_MASTER"),
    ] = None,
) -> None:
    """Find out which signals are about the same person and household."""
    try:
        summary = match(
            signals,
            out,
            residents=residents,
            verdicts=verdicts,
            engine=engine,
            classes=classes,
            threads=threads,
            memory_limit=memory_limit,
            spark_master=spark_master,
        )
    except VroegseinError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    counts = summary.counts
    typer.echo(
        f"{counts['signals']} signals, {counts['persons']} persons, "
        f"{counts['households']} households, {counts['possible']} possible pairs"
    )


def _check(engine: str, classes: int, threads: int | None, memory: str | None) -> None:
    """Refuse, as a `ConfigurationError`, arguments that cannot be met."""
    if engine not in {DuckdbEngine.name, SparkEngine.name}:
        msg = f"Unknown engine {engine!r}; use `duckdb` or `spark`."
        raise ConfigurationError(msg)
    if classes not in {2, 3}:
        msg = f"classes must be 3 or 2, found {classes}."
        raise ConfigurationError(msg)
    if threads is not None and threads < 1:
        msg = f"threads must be 1 or more, found {threads}."
        raise ConfigurationError(msg)
    if memory and not re.fullmatch("[1-9][0-9]*(MB|GB)", memory):
        msg = f"A memory limit is written 512MB or 4GB, found {memory!r}."
        raise ConfigurationError(msg)
