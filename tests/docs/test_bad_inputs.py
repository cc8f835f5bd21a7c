"""Every case of docs/bad-inputs.md has a test that names it first."""

import ast
import re
from pathlib import Path

from support.documents import ROOT

CASE = re.compile(r"[A-Z]{3}-[0-9]{2}")
LISTED = re.findall(
    rf"^\| ({CASE.pattern}) \|", (ROOT / "docs/bad-inputs.md").read_text(), re.MULTILINE
)


def _named_by(path: Path) -> set[str]:
    """Return the cases that the docstrings of a file's tests begin with."""
    tests = (
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )
    told = ((ast.get_docstring(test) or "").partition(":")[0] for test in tests)
    return {case for text in told for case in CASE.findall(text)}


NAMED = set().union(*(_named_by(path) for path in (ROOT / "tests").rglob("test_*.py")))


def test_no_case_is_without_a_test():
    assert sorted(set(LISTED) - NAMED) == []


def test_no_test_names_a_case_that_is_not_listed():
    families = {case[:3] for case in LISTED}
    assert sorted(case for case in NAMED if case[:3] in families) == sorted(
        NAMED & set(LISTED)
    )


def test_cases_are_numbered_without_gaps():
    for family in sorted({case[:3] for case in LISTED}):
        numbers = [int(case[4:]) for case in LISTED if case.startswith(family)]
        assert numbers == list(range(1, len(numbers) + 1))
