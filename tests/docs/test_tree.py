"""The tree holds nothing of a machine or registry, and its locks are complete."""

import re

import pytest
from support import documents as docs
from support.documents import ROOT

LOCKS = {
    "plain": "requirements.lock",
    "production": "requirements-production.lock",
    "dev": "requirements-dev.lock",
}
ALL_LOCKS = sorted(path.name for path in ROOT.glob("*.lock"))
HIDDEN = {".ci", ".dockerignore", ".gitignore", ".sqlfluff", ".yamllint"}


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for name in docs.tracked():
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {hit.group()}" for hit in docs.FOREIGN.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "place",
    [
        "see /" + "work/main",
        "/" + "root/.cache",
        "https://pypi" + ".org/simple",
        "files.pythonhosted" + ".org",
    ],
)
def test_a_machine_or_registry_would_be_seen(place: str) -> None:
    assert docs.FOREIGN.search(place)


def test_a_relative_path_is_no_machine() -> None:
    assert not docs.FOREIGN.search("storage/" + "work/1940, root/ and homework/")


@pytest.mark.parametrize("name", ALL_LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert docs.locked(text)
    assert docs.unhashed(text) == []
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)


def test_a_package_without_a_hash_would_be_seen() -> None:
    assert docs.unhashed("a==1 \\\n    --hash=sha256:0\nb[c]==2\n") == ["b[c]"]


@pytest.mark.parametrize("kind", LOCKS)
def test_a_lock_holds_every_direct_dependency(kind: str) -> None:
    pins = docs.locked((ROOT / LOCKS[kind]).read_text("utf-8"))
    assert docs.direct_dependencies(kind) - set(pins) == set()


def test_the_locks_agree_on_every_version() -> None:
    plain = docs.locked((ROOT / LOCKS["plain"]).read_text("utf-8"))
    for kind in ("production", "dev"):
        other = docs.locked((ROOT / LOCKS[kind]).read_text("utf-8"))
        differing = {name for name in plain if plain[name] != other.get(name)}
        assert differing == set(), kind


def test_the_readme_shows_the_tree_as_it_is() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    chapter = readme.split("## This tree")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]+`) \|", chapter, re.MULTILINE)
    shown = {name.rstrip("/") for cell in cells for name in re.findall("`(.+?)`", cell)}
    there = {name.partition("/")[0] for name in docs.tracked()} - HIDDEN | {".ci"}
    there = {name for name in there if not name.endswith((".md", ".lock"))}
    assert shown - {"requirements*.lock"} == there - {"LICENSE"}


def test_hidden_files_at_the_top_are_few() -> None:
    hidden = {name.partition("/")[0] for name in docs.tracked() if name[0] == "."}
    assert hidden <= HIDDEN


def test_no_secret_lies_in_the_tree() -> None:
    assert [name for name in docs.tracked() if "deploy/secrets" in name] == []
    for name in docs.tracked():
        text = (ROOT / name).read_bytes()
        assert b"PRIVATE KEY" + b"-----\n" not in text, name
