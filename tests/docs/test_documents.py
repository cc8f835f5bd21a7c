"""What the documents say is there: links, commands, tests, codes, fields, tables."""

import re
from pathlib import Path

import pytest
from support import documents as docs
from support.documents import ROOT

from vroegsein import cli
from vroegsein.parties.record import FIELDS
from vroegsein.register.dictionary import data_dictionary
from vroegsein.register.intake_tables import signal

DOCUMENTS = docs.documents()
README = ROOT / "README.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
RUNBOOK = ROOT / "docs" / "runbook.md"
AIRFLOW_COMMANDS = {
    "backfill create",
    "dags list",
    "dags list-runs",
    "dags trigger",
    "dags unpause",
    "users create",
    "users list",
}


def _named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named(DOCUMENTS))
def test_every_relative_link_resolves(path: Path) -> None:
    assert docs.broken_links(path, docs.text_of(path)) == []


def test_a_broken_link_would_be_seen() -> None:
    text = "[a](docs/nowhere.md) [b](docs/runbook.md#nowhere) [c](LICENSE)"
    assert docs.broken_links(README, text) == [
        "docs/nowhere.md",
        "docs/runbook.md#nowhere",
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named(DOCUMENTS))
def test_every_make_target_named_exists(path: Path) -> None:
    assert docs.targets_named(path.read_text("utf-8")) <= docs.make_targets()


def test_the_readme_names_every_make_target() -> None:
    assert docs.targets_named(README.read_text("utf-8")) == docs.make_targets()
    assert docs.targets_named("`make coffee`\nmake tea") == {"coffee", "tea"}


def _is_known(line: str) -> bool:
    """Tell whether a command line shown to the reader can be typed."""
    words = line.split()
    if words[0] == "make":
        return words[1] in docs.make_targets()
    if words[0] == "sh":
        return (ROOT / words[1]).is_file()
    if words[0] == "airflow":
        return " ".join(words[1:3]) in AIRFLOW_COMMANDS
    if words[0] == "vroegsein":
        return words[1] in _subcommands()
    return words[:3] in (["docker", "compose", "up"], ["docker", "compose", "ps"])


def _subcommands() -> set[str]:
    groups = cli.application().registered_groups
    modules = [group.typer_instance for group in groups if group.typer_instance]
    commands = [c for module in modules for c in module.registered_commands]
    families = [str(g.name) for module in modules for g in module.registered_groups]
    return {
        *(c.name or str(c.callback and c.callback.__name__) for c in commands),
        *families,
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named(DOCUMENTS))
def test_every_command_shown_is_known(path: Path) -> None:
    shown = docs.commands(path.read_text("utf-8"))
    assert [line for line in shown if not _is_known(line)] == []


def test_an_unknown_command_would_be_seen() -> None:
    shown = docs.commands("```sh\nmake coffee   # strong\nsh deploy/none.sh\n```\n")
    assert shown == ["make coffee", "sh deploy/none.sh"]
    assert not any(map(_is_known, [*shown, "vroegsein fly", "airflow fly", "rm -r /"]))


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named(DOCUMENTS))
def test_every_test_named_exists(path: Path) -> None:
    assert docs.tests_named(path.read_text("utf-8")) - docs.tests_there() == set()


def test_every_property_of_the_privacy_page_names_its_test() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    chapter = page.split("## Properties")[1].split("\n## ")[0]
    rows = [line for line in chapter.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 10
    assert [row for row in rows if len(docs.tests_named(row)) != 1] == []


def test_a_test_that_is_gone_would_be_seen() -> None:
    assert docs.tests_named("see `test_that_is_gone`") - docs.tests_there()


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named(DOCUMENTS))
def test_every_finding_code_named_exists(path: Path) -> None:
    assert docs.codes_named(path.read_text("utf-8")) - docs.codes_there() == set()


def test_an_invented_finding_code_would_be_seen() -> None:
    assert docs.codes_named("`VAL_MOOD` and `DEL_`") - docs.codes_there() == {
        "VAL_MOOD"
    }


def test_every_code_that_refuses_a_file_has_a_line_in_the_runbook() -> None:
    levels = docs.levels_there()
    refusing = {code for code, level in levels.items() if level == "file"}
    assert refusing - docs.codes_named(RUNBOOK.read_text("utf-8")) == set()


def test_every_place_in_the_runbook_that_code_refers_to_exists() -> None:
    referred = {
        anchor
        for folder in ("dags", "plugins", "include")
        for path in (ROOT / folder).rglob("*.py")
        for anchor in re.findall(r"docs/runbook\.md#([\w-]+)", path.read_text("utf-8"))
    }
    assert {"collect", "build", "connections"} <= referred
    assert referred <= docs.anchors(RUNBOOK)


def test_every_message_quoted_in_the_runbook_is_one_of_ours() -> None:
    """A quotation in a table is what the reader searches for."""
    ours = " ".join(
        re.sub(r'"\s*f?"', "", path.read_text("utf-8"))
        for path in (ROOT / "include" / "vroegsein").rglob("*.py")
    )
    rows = re.findall(r"^\|.+$", RUNBOOK.read_text("utf-8"), re.MULTILINE)
    quoted = [words for row in rows for words in re.findall(r'"([^"]+)"', row)]
    assert len(quoted) > 8
    pieces = [piece for words in quoted for piece in words.split(" … ")]
    assert [piece for piece in pieces if piece not in ours] == []


def test_documents_that_messages_refer_to_exist() -> None:
    referred = {
        name
        for path in (ROOT / "include").rglob("*.py")
        for name in re.findall(r"docs/[\w/-]+\.md", path.read_text("utf-8"))
    }
    assert [name for name in referred if not (ROOT / name).is_file()] == []


def test_every_task_of_the_dags_stands_in_the_table_of_stages() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    chapter = page.split("## Stages")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", chapter, re.MULTILINE)
    assert {task for cell in rows for task in re.findall(r"`(\w+)`", cell)} == {
        task for path in (ROOT / "dags").glob("*.py") for task in docs.tasks_of(path)
    }


def _glossary_fields() -> dict[str, str]:
    chapter = GLOSSARY.read_text("utf-8").split("## Fields")[1]
    return dict(re.findall(r"^\| `(\w+)` \| `(\w+)` \|", chapter, re.MULTILINE))


def test_the_glossary_has_every_field_of_the_record() -> None:
    assert _glossary_fields() == {name: f.dutch for name, f in FIELDS.items()}


def test_the_glossary_has_every_field_of_a_signal_in_the_register() -> None:
    assert set(_glossary_fields()) <= {column.name for column in signal.columns}


def test_the_headers_in_the_glossary_are_those_of_passports() -> None:
    chapter = GLOSSARY.read_text("utf-8").split("## Fields")[1]
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]*) \|$", chapter, re.MULTILINE)
    there = docs.partner_headers()
    wrong = [
        (field, header)
        for field, headers in rows
        for header in headers.split(", ")
        if header and header not in there.get(field, set())
    ]
    assert wrong == []


def test_the_data_dictionary_is_up_to_date() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    assert written == data_dictionary()


def test_every_decision_is_in_the_index_and_has_three_parts() -> None:
    folder = ROOT / "docs" / "decisions"
    records = sorted(path.name for path in folder.glob("0*.md"))
    index = (folder / "README.md").read_text("utf-8")
    assert re.findall(r"\]\((0.+?\.md)\)", index) == records
    for name in records:
        text = (folder / name).read_text("utf-8")
        parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences"], name
        assert len(text.splitlines()) <= 60


def test_the_readme_is_short() -> None:
    assert len(README.read_text("utf-8").splitlines()) < 120
