"""The command's contract: columns, exit codes, summary."""

import hashlib
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from support.matching import match_rows, signals_of, write_rows
from typer.testing import CliRunner

from vroegsein.errors import ConfigurationError, InvariantError
from vroegsein.matching.command import match, match_command
from vroegsein.matching.duckdb import DuckdbEngine
from vroegsein.matching.engine import sql_digest
from vroegsein.matching.snapshot import (
    SIGNAL_COLUMNS,
    IdentifierError,
    MissingSnapshotError,
    UnknownColumnError,
    UnknownVerdictError,
    read_snapshot,
)

PAIR = signals_of(
    """
    id | partner | initials | born       | surname
     1 | woon    | J.       | 1980-05-06 | Jansen
     2 | zorg    | J.       | 1980-05-06 | Jansen
    """
)
LEVELS = ("birth_date", "surname", "name", "address", "phone", "email")


@pytest.fixture
def command():
    application = typer.Typer()
    application.command("match")(match_command)

    def run(*arguments: object):
        return CliRunner().invoke(application, [str(word) for word in arguments])

    return run


@pytest.fixture
def signals(tmp_path):
    return write_rows(tmp_path / "signals.parquet", PAIR, SIGNAL_COLUMNS)


def test_the_tables_have_the_columns_of_the_contract(tmp_path):
    found = match_rows(tmp_path, PAIR)
    assert list(found.rows("membership")[0]) == [
        "signal_id",
        "person_id",
        "household_id",
        "resident_id",
        "confidence",
    ]
    assert list(found.rows("evidence")[0]) == [
        "left_id",
        "right_id",
        "kind",
        "outcome",
        *(f"{level}_level" for level in LEVELS),
        "weight",
        "reason",
    ]
    assert list(found.rows("address_signal")[0]) == [
        "signal_id",
        "address_key",
        "month",
    ]


def test_the_summary_counts_times_and_digests(tmp_path):
    found = match_rows(tmp_path, PAIR)
    summary = json.loads((found.folder / "summary.json").read_text("utf-8"))
    assert set(summary["cpu_seconds"]) == {"read", "normalise", "match", "write"}
    assert summary["wall_seconds"] > 0
    assert summary["peak_mib"] > 0
    assert (summary["engine"], summary["engine_version"]) == ("duckdb", "1.5.6")
    assert summary["sql_digest"] == sql_digest()
    for table in ("membership", "evidence"):
        content = (found.folder / f"{table}.parquet").read_bytes()
        assert summary["digests"][table] == hashlib.sha256(content).hexdigest()
    assert summary["counts"]["persons"] == 1
    assert summary["counts"]["linked"] == 1


def test_no_rows_give_empty_tables_and_exit_0(tmp_path, command):
    empty = write_rows(tmp_path / "none.parquet", [], SIGNAL_COLUMNS)
    result = command("--signals", empty, "--out", tmp_path / "out")
    assert result.exit_code == 0
    for name in ("membership", "evidence", "address_case", "address_signal"):
        table = pq.read_table(tmp_path / "out" / f"{name}.parquet")
        assert table.num_rows == 0
        assert table.column_names


def test_a_missing_column_was_never_delivered(tmp_path):
    path = tmp_path / "signals.parquet"
    pq.write_table(pa.table({"signal_id": ["1"], "surname": ["Jansen"]}), path)
    assert match(path, tmp_path / "out").counts["alone"] == 1


def test_empty_and_null_both_mean_not_delivered(tmp_path):
    table = pa.table({"signal_id": ["1", "2"], "surname": ["", None]})
    pq.write_table(table, tmp_path / "signals.parquet")
    snapshot = read_snapshot(tmp_path / "signals.parquet")
    assert snapshot.signals["surname"].null_count == 2


@pytest.mark.parametrize(
    ("columns", "error", "word"),
    [
        ({"signal_id": ["1"], "bsn": ["x"]}, UnknownColumnError, "bsn"),
        ({"signal_id": ["1"], "surname": [["a"]]}, UnknownColumnError, "surname"),
        ({"signal_id": ["1", None]}, IdentifierError, "signal_id"),
        ({"signal_id": ["1", ""]}, IdentifierError, "signal_id"),
        ({"signal_id": ["1", "1"]}, IdentifierError, "signal_id"),
        ({"surname": ["Jansen"]}, IdentifierError, "signal_id"),
    ],
)
def test_signals_that_break_the_contract_exit_2_with_one_line(
    tmp_path, command, columns, error, word
):
    path = tmp_path / "signals.parquet"
    pq.write_table(pa.table(columns), path)
    with pytest.raises(error, match=word):
        read_snapshot(path)
    result = command("--signals", path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert word in result.stderr
    assert "Jansen" not in result.stderr


def test_a_missing_file_exits_2_with_one_line(tmp_path, command):
    result = command("--signals", tmp_path / "none", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_parquet_is_refused(tmp_path):
    (tmp_path / "signals.parquet").write_text("signal_id;surname")
    with pytest.raises(MissingSnapshotError, match="Parquet"):
        read_snapshot(tmp_path / "signals.parquet")


def test_residents_and_verdicts_are_checked_too(tmp_path, signals):
    residents = tmp_path / "residents.parquet"
    pq.write_table(pa.table({"resident_id": ["R1"], "income": ["1"]}), residents)
    with pytest.raises(UnknownColumnError, match="income"):
        read_snapshot(signals, residents)
    pq.write_table(pa.table({"resident_id": ["R1", "R1"]}), residents)
    with pytest.raises(IdentifierError, match="resident_id"):
        read_snapshot(signals, residents)
    verdicts = tmp_path / "verdicts.parquet"
    row = {"left_id": ["1"], "right_id": ["2"]}
    pq.write_table(pa.table({**row, "verdict": ["perhaps"]}), verdicts)
    with pytest.raises(UnknownVerdictError):
        read_snapshot(signals, None, verdicts)
    pq.write_table(pa.table({"left_id": ["1"], "verdict": ["same"]}), verdicts)
    with pytest.raises(IdentifierError):
        read_snapshot(signals, None, verdicts)


def test_a_verdict_on_signals_of_another_month_changes_nothing(tmp_path):
    verdicts = [{"left_id": "1", "right_id": "old", "verdict": "different"}]
    found = match_rows(tmp_path, PAIR, verdicts=verdicts)
    assert found.persons() == "1 2"


@pytest.mark.parametrize(
    "options",
    [
        ("--engine", "pen-and-paper"),
        ("--classes", "4"),
        ("--threads", "0"),
        ("--memory-limit", "plenty"),
    ],
)
def test_an_option_that_is_not_offered_exits_2_with_one_line(
    tmp_path, command, signals, options
):
    result = command("--signals", signals, "--out", tmp_path / "out", *options)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_too_little_memory_exits_2_with_one_line(tmp_path, command):
    rows = [
        row
        | {"signal_id": f"{row['signal_id']}-{number}", "surname": f"Jansen{number}"}
        for number in range(2000)
        for row in PAIR
    ]
    many = write_rows(tmp_path / "many.parquet", rows, SIGNAL_COLUMNS)
    out = tmp_path / "out"
    result = command("--signals", many, "--out", out, "--memory-limit", "1MB")
    assert result.exit_code == 2
    assert result.stderr == "The matching needs more memory than 1MB.\n"
    assert not out.exists()


def test_a_failing_step_names_the_step_and_no_value(tmp_path):
    folder = tmp_path / "sql"
    folder.mkdir()
    (folder / "prelude_duckdb_1.sql").write_text("SELECT 1")
    broken = "SELECT CAST(surname AS INTEGER) AS number FROM verdict"
    (folder / "10_broken.sql").write_text(broken)
    with DuckdbEngine(threads=1, folder=folder) as engine:
        engine.load({"verdict": pa.table({"surname": ["Jansen"]})})
        with pytest.raises(InvariantError) as raised:
            engine.run("broken")
        with pytest.raises(InvariantError, match="reading nowhere"):
            engine.count("nowhere")
    assert str(raised.value) == (
        "The matching failed at `CREATE OR REPLACE TABLE broken`: ConversionException."
    )
    assert raised.value.__cause__ is None


def test_a_folder_that_cannot_be_made_is_the_operators_problem(tmp_path, signals):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigurationError, match="written"):
        match(signals, tmp_path / "file")


def test_the_command_runs_and_counts_without_naming_anyone(tmp_path, command, signals):
    out = tmp_path / "out"
    result = command("--signals", signals, "--out", out, "--threads", "1")
    assert result.exit_code == 0
    assert result.stdout == "2 signals, 1 persons, 1 households, 0 possible pairs\n"
    assert sorted(path.name for path in out.iterdir()) == [
        "address_case.parquet",
        "address_signal.parquet",
        "evidence.parquet",
        "membership.parquet",
        "summary.json",
    ]
    assert (out / "membership.parquet").stat().st_mode & 0o077 == 0
