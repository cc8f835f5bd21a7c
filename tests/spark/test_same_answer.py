"""DuckDB and Spark run the same files and write the same bytes."""

import random

import pyarrow as pa
import pytest
from support.adversary import made, rows
from support.engines import contents, tables_between
from support.matching import signals_of

from vroegsein.matching.duckdb import DuckdbEngine
from vroegsein.matching.snapshot import RESIDENT_COLUMNS, SIGNAL_COLUMNS
from vroegsein.matching.spark import SparkEngine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("spark"),
    # PySpark leaves the closing of its own sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ODD_NAMES = (
    "İpek", "Ipek", "\u0131pek", "Sørensen", "Sorensen", "Straße", "Strasse", "STRASSE",
    "MÃ¼ller", "Müller", "Muller", "d\u2019Artagnan", "dâ€™Artagnan", "山田", "山VAN田",
    "😀", "ﬁlip", "ŉdaba", "Łukasz", "Ἀθηνᾶ", "van den Berg\u2028", "B\r\nI/Z Vries",
    "Ĳsbrand", "IJsbrand", "A" * 10_000, "A" * 9_999 + "B", "-", " ", "0", "\u0301",
)  # fmt: skip


def odd_signals():
    return [
        {"signal_id": f"odd{number:03}-{copy}", "surname": name, "initials": initials,
         "birth_date": born, "postcode": f"{1000 + number % 7}AB", "house_number": "1",
         "received_at": "2026-10-05", "partner_code": "P1", "email": f"{name}@x.nl"}
        for number, name in enumerate(ODD_NAMES)
        for copy, (initials, born) in enumerate(
            [("J.", "1980-02-03"), ("j", None), ("İ", "1980-03-02")]
        )
    ]  # fmt: skip


def inputs_of(records):
    files = made(records, seed=7)
    verdicts = {"left_id": [], "right_id": [], "verdict": []}
    ids = files["signals"]["signal_id"]
    for number, word in enumerate(["same", "different"] * 4):
        verdicts["left_id"].append(ids[number])
        verdicts["right_id"].append(ids[number + 40])
        verdicts["verdict"].append(word)
    return files["signals"], files["residents"], verdicts


def as_rows(columns):
    return [
        {name: value or None for name, value in row.items()} for row in rows(columns)
    ]


def test_every_table_between_holds_the_same_rows(spark):
    signals, residents, verdicts = inputs_of(400)
    tables = {}
    for name, columns, known in (
        ("signal", signals, SIGNAL_COLUMNS),
        ("resident", residents, RESIDENT_COLUMNS),
        ("verdict", verdicts, tuple(verdicts)),
    ):
        given = [row | {} for row in as_rows(columns)]
        if name == "signal":
            given += odd_signals()
        tables[name] = pa.table(
            {
                each: pa.array([row.get(each) for row in given], pa.string())
                for each in known
            }
        )
    with DuckdbEngine(threads=1, keep_tables=True) as engine:
        expected = tables_between(engine, tables)
    with SparkEngine(spark, keep_tables=True) as engine:
        found = tables_between(engine, tables)
    assert list(found) == list(expected)
    different = {name for name in expected if found[name] != expected[name]}
    assert different == set()


def test_five_thousand_signals_in_any_order_give_the_same_bytes(tmp_path):
    given = as_rows(made(5000, seed=7)["signals"])
    duck, spark_bytes = contents(tmp_path, random.Random(1).sample(given, len(given)))
    assert spark_bytes == duck


def test_residents_verdicts_and_odd_names_give_the_same_bytes(tmp_path):
    signals, residents, verdicts = inputs_of(400)
    duck, spark_bytes = contents(
        tmp_path,
        as_rows(signals) + odd_signals(),
        residents=as_rows(residents),
        verdicts=rows(verdicts),
    )
    assert spark_bytes == duck


def test_two_classes_give_the_same_bytes(tmp_path):
    given = as_rows(made(400, seed=7)["signals"])
    duck, spark_bytes = contents(tmp_path, given, classes=2)
    assert spark_bytes == duck


@pytest.mark.parametrize(
    "given",
    [
        [],
        signals_of("id | surname\n 1 | Jansen"),
        [{"signal_id": str(number)} for number in range(9)],
    ],
    ids=["nothing", "one signal", "only blank names"],
)
def test_next_to_nothing_gives_the_same_bytes(tmp_path, given):
    duck, spark_bytes = contents(tmp_path, given)
    assert spark_bytes == duck
