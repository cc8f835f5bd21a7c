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


def ports(tree: ast.AST, name: str) -> dict[str, list[str]]:
    """Return the assets of each task of a file: its `inlets` or its `outlets`."""
    known = {
        ast.unparse(one.targets[0]): one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign)
    }
    found = {}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in (
            one for each in function.decorator_list for one in calls(each, "task")
        ):
            given = [one.value for one in call.keywords if one.arg == name]
            lists = [known.get(ast.unparse(one), one) for one in given]
            found[function.name] = [
                ast.literal_eval(asset.args[0])
                for one in lists
                for asset in calls(one, "Asset")
            ]
    return found


def lineage() -> dict[str, set[str]]:
    """Return which assets are made from each asset, over all Dags."""
    made: dict[str, set[str]] = {}
    for path in DAGS:
        tree = ast.parse(path.read_text("utf-8"))
        entering, leaving = ports(tree, "inlets"), ports(tree, "outlets")
        for task, names in entering.items():
            for name in names:
                made.setdefault(name, set()).update(leaving.get(task, ()))
    return made


@pytest.mark.parametrize(
    "end", ["publication.signal_list", "statistics.delivery", "statistics.monitor"]
)
def test_the_assets_lead_from_a_delivery_to_what_is_made_of_it(end: str):
    """Red while Airflow knew of no task that reads a delivery."""
    made, reached, todo = lineage(), set(), ["intake.delivery"]
    while todo:
        asset = todo.pop()
        reached.add(asset)
        todo += [one for one in made.get(asset, ()) if one not in reached]
    assert end in reached


def test_what_is_read_is_made_somewhere():
    leaving = {
        asset
        for path in DAGS
        for names in ports(ast.parse(path.read_text("utf-8")), "outlets").values()
        for asset in names
    }
    assert set(lineage()) <= leaving


def test_a_square_in_the_grid_bears_its_partners_name(tree: ast.Module):
    assert unnamed(tree) == []


def test_a_square_without_a_name_would_be_seen():
    nameless = ast.parse("@task\ndef load(partner_code: str) -> None: ...")
    assert unnamed(nameless) == ["load"]
    named = "@task(map_index_template=X)\ndef load(partner_code: str) -> None: ..."
    assert unnamed(ast.parse(named)) == []
