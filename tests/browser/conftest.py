"""Debian's chromium for the tests of the pages; without it they are left out."""

import shutil
from collections.abc import Iterator

import pytest

CHROMIUM = shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave these tests out, in one line, where there is no browser."""
    missing = _missing()
    for item in items:
        if missing and "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.skip(reason=missing))


def _missing() -> str:
    """Say what is not installed."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "needs playwright: make test-browser"
    return "" if CHROMIUM else "needs chromium: apt install chromium"


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A running browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
