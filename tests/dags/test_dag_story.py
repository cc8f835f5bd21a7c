"""The standard pages of Airflow tell the story too: words, tags, assets, mapped names."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DAGS = sorted((ROOT / "dags").glob("*.py"))
#: What a Dag is about, beside `vroegsein`.
TOPICS = {
    "intake",
    "signaallijst",
    "opvolging",
    "statistiek",
    "verantwoording",
}
ASSET = (
    r"(intake|matching|publication|casework|accountability|audit|statistics)\.[a-z_]+"
)


@pytest.fixture(params=DAGS, ids=lambda path: path.stem)
def tree(request: pytest.FixtureRequest) -> ast.Module:
    """Each Dag file in turn, read and not run."""
    return ast.parse(request.param.read_text("utf-8"))


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Yield the calls of a name, such as `dag` or `Asset`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
            yield node


def unnamed(tree: ast.AST) -> list[str]:
    """Return the tasks of one partner each whose squares in the grid have no name."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        decorators = [ast.unparse(one) for one in node.decorator_list]
        is_task = any(
            one.startswith(("task(", "task.")) or one == "task" for one in decorators
        )
        if is_task and "partner_code" in [one.arg for one in node.args.args]:
            named = any("map_index_template" in one for one in decorators)
            found += [] if named else [node.name]
    return found


def test_a_dag_begins_with_what_it_does_and_ends_with_where_to_look(tree: ast.Module):
    words = ast.get_docstring(tree) or ""
    assert re.match(r"### [A-Z][a-z ,-]+\n", words)
    assert len(words.split("\n\n")) >= 2
    assert re.search(r"docs/runbook\.md#[a-z-]+", words)


def test_a_dag_is_tagged_as_ours_and_by_its_topic(tree: ast.Module):
    (call,) = calls(tree, "dag")
    (tags,) = [
        ast.literal_eval(one.value) for one in call.keywords if one.arg == "tags"
    ]
    assert tags[0] == "vroegsein"
    assert set(tags[1:]) <= TOPICS
    assert len(tags) >= 2


def test_a_dag_shows_its_words_and_its_owner(tree: ast.Module):
    (call,) = calls(tree, "dag")
    given = {one.arg: ast.unparse(one.value) for one in call.keywords}
    assert given["doc_md"] == "__doc__"
    assert "DEFAULTS" in given["default_args"]  # the owner among them


def test_an_asset_is_named_after_its_layer(tree: ast.Module):
    for call in calls(tree, "Asset"):
        assert re.fullmatch(ASSET, ast.literal_eval(call.args[0]))


def test_a_square_in_the_grid_bears_its_partners_name(tree: ast.Module):
    assert unnamed(tree) == []


def test_a_square_without_a_name_would_be_seen():
    nameless = ast.parse("@task\ndef load(partner_code: str) -> None: ...")
    assert unnamed(nameless) == ["load"]
    named = "@task(map_index_template=X)\ndef load(partner_code: str) -> None: ..."
    assert unnamed(ast.parse(named)) == []
