"""Variables of the environment are the same in code, documents and compose file."""

import re
from pathlib import Path

from support.compose import ROOT, compose

NAME = re.compile(r"\bVROEGSEIN_[A-Z]+(?:_[A-Z]+)*\b")
RUNBOOK = ROOT / "docs" / "runbook.md"
#: Read by compose itself, to fill in its file.
OF_COMPOSE = {"VROEGSEIN_UI_PORT"}


def _named(*paths: Path) -> set[str]:
    """The variables that files name; `_FILE` is a form of the variable before it."""
    texts = [path.read_text("utf-8") for path in paths]
    return {name for text in texts for name in NAME.findall(text)}


def _read() -> set[str]:
    """The variables our code reads."""
    found = {name for folder in ("include", "plugins", "dags")
             for name in _named(*(ROOT / folder).rglob("*.py"))}  # fmt: skip
    plain = {name for name in found if not name.endswith("_FILE")}
    return found | {f"{name}_FILE" for name in plain} | OF_COMPOSE


def _explained() -> set[str]:
    chapter = RUNBOOK.read_text("utf-8").split("## Variables")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in chapter.splitlines() if line[:1] == "|"]
    return {name for row in rows for name in NAME.findall(row)}


def test_every_variable_that_is_named_is_read() -> None:
    files = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    files += [ROOT / "docker-compose.yml", *(ROOT / "deploy").glob("*.*")]
    named = _named(*files)
    assert len(named) > 12
    assert named - _read() == set()


def test_every_variable_that_is_read_is_explained() -> None:
    explained = {name.removesuffix("_FILE") for name in _explained()}
    assert {name.removesuffix("_FILE") for name in _read()} == explained


def test_compose_sets_only_what_is_explained() -> None:
    set_there = {
        name
        for service in compose()["services"].values()
        for name in service.get("environment", {})
        if NAME.fullmatch(name)
    }
    assert {"VROEGSEIN_READER_URL_FILE", "VROEGSEIN_ELSEWHERE"} <= set_there
    assert set_there - _explained() == set()
