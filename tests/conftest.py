"""Fixtures every kind of test may name, and how tests are dealt out to two cores."""

import pytest
from support.ports import free_port

pytest_plugins = ["support.postgres", "support.reviewing", "support.running_month"]

#: Files that start a whole stack: one after the other, or they fight for the machine.
STACKS = (
    "tests/browser/test_approval_in_a_browser.py",
    "tests/e2e/test_month.py",
    "tests/e2e/test_month_crisis.py",
    "tests/e2e/test_month_review.py",
    "tests/e2e/test_stack_whole.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep a file's tests together, and all whole stacks on one core."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::")[0]
            return "stacks" if file in STACKS else file

    return ByFile(config, log)


@pytest.fixture
def unused_port() -> int:
    """A port of the test's own: nothing else of the session listens there."""
    return free_port()
