"""Each SQL file makes one table, says which, and has a test in this folder."""

import re
from pathlib import Path

import pytest

from vroegsein.matching.command import (
    CLOSE,
    COMPARE,
    CONCLUDE,
    DECIDE,
    EXPLAIN,
    NORMALISE,
)
from vroegsein.matching.engine import SQL_FOLDER, numbered_files, sql_digest

GROUPED = {
    *("conflict", "disputed_link", "disputed_pair"),
    *("loose_pair", "kin_pair", "apart_pair"),
}
HEADER = ("-- matching.", "--", "-- Grain:", "-- Reads:", "-- Params:", "-- Report:")


def test_every_sql_file_has_a_test_here_and_a_place_in_the_run():
    tables = {path.stem[3:] for path in numbered_files()}
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    source = "".join(path.read_text("utf-8") for path in files)
    tested = set(re.findall(r'shown\(\s*\w+,\s*"(\w+)"', source))
    assert tables - tested == set()
    named = {*NORMALISE, *COMPARE, *DECIDE, *GROUPED, *CLOSE, *CONCLUDE, *EXPLAIN}
    assert tables == named


@pytest.mark.parametrize("path", sorted(SQL_FOLDER.glob("*.sql")), ids=lambda p: p.stem)
def test_every_sql_file_has_the_five_line_header_and_is_short(path):
    text = path.read_text("utf-8").replace("\n--          ", " ")
    lines = text.splitlines()
    for line, start in zip(lines, HEADER, strict=False):
        assert line.startswith(start) or path.stem.startswith("prelude")
    if not path.stem.startswith("prelude"):
        assert lines[0].startswith(f"-- matching.{path.stem[3:]}: ")
    assert len(path.read_text("utf-8").splitlines()) <= 100


@pytest.mark.parametrize("path", numbered_files(), ids=lambda p: p.stem)
def test_every_table_a_file_reads_is_in_its_header(path):
    text = path.read_text("utf-8")
    header = text[: text.index("-- Params:")]
    code = re.sub(r"--.*", "", text)
    own = set(re.findall(r"(\w+) AS \(", code))
    read = set(re.findall(r"(?:FROM|JOIN) (\w+)", code)) - own
    for table in read:
        assert re.search(rf"\b{table}\b", header), table


@pytest.mark.parametrize("path", numbered_files(), ids=lambda p: p.stem)
def test_no_file_uses_what_another_engine_refuses(path):
    code = re.sub(r"--.*", "", path.read_text("utf-8"))
    for word in (
        r"::",
        r"\bQUALIFY\b",
        r"GROUP BY ALL",
        r"\bCONCAT\(",
        r" / ",
        r"\bNOW\(",
    ):
        assert not re.search(word, code), word


def test_the_digest_changes_with_any_file(tmp_path):
    (tmp_path / "10_one.sql").write_text("SELECT 1 AS one")
    before = sql_digest(tmp_path)
    (tmp_path / "10_one.sql").write_text("SELECT 2 AS one")
    assert sql_digest(tmp_path) != before
