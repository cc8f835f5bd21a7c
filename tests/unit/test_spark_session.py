"""What stops `--engine spark` before it starts, in one line."""

import importlib.util
import re

import pytest

from vroegsein.errors import ConfigurationError
from vroegsein.matching import spark_session as sessions
from vroegsein.matching.engine import prelude_files

FUNCTION = re.compile(
    r"^CREATE OR REPLACE (?:MACRO|TEMPORARY FUNCTION) (\w+)", re.MULTILINE
)


@pytest.fixture
def java(tmp_path, monkeypatch):
    """Put a Java in the place of the machine's, which says what it is told to."""

    def place(words):
        program = tmp_path / "bin" / "java"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\necho '{words}' >&2\n")
        program.chmod(0o755)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    return place


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('openjdk version "11.0.2" 2019-01-15', "found Java 11"),
        ('java version "1.8.0_292"', "found Java 8"),
        ("no version at all", "found none"),
    ],
)
def test_a_java_that_is_too_old_is_named_in_one_line(java, words, found):
    java(words)
    with pytest.raises(ConfigurationError, match=found) as refused:
        sessions._require_java()
    assert "\n" not in str(refused.value)


def test_java_seventeen_is_enough(java):
    java('openjdk version "17.0.15" 2025-04-15')
    sessions._require_java()


@pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is not None, reason="pyspark is installed"
)
def test_without_the_extra_the_command_to_install_it_is_told():
    with pytest.raises(ConfigurationError, match=r"requirements-spark\.lock"):
        sessions._installed()


def test_every_function_is_there_in_both_preludes():
    duckdb, spark = (
        {
            found
            for path in prelude_files(name)
            for found in FUNCTION.findall(path.read_text("utf-8"))
        }
        for name in ("duckdb", "spark")
    )
    assert duckdb
    assert spark - duckdb == {"PATTERN_OF"}
    assert duckdb <= spark
