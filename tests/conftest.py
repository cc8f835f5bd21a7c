"""Fixtures every kind of test may name, and how tests are dealt out to two cores."""

import pytest
from support.ports import free_port

pytest_plugins = ["support.postgres", "support.reviewing", "support.running_month"]

#: How the names of files begin that work on the one demonstration month.
MONTHS = ("tests/browser/test_approval_in_a_browser", "tests/e2e/test_month")
#: And of those that start a whole stack: one after the other, or they fight.
STACKS = (*MONTHS, "tests/e2e/test_stack_whole")


def file_of(item: pytest.Item) -> str:
    """Return the file a test stands in, from the root of the project."""
    return item.nodeid.split("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the stacks: they take longest, and must not end alone."""
    items.sort(key=lambda item: not file_of(item).startswith(STACKS))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Stop the month's stack after its last test, not after the last of all tests.

    A whole Airflow that waits for nothing takes a third of a core.
    """
    is_needed = nextitem is not None and file_of(nextitem).startswith(MONTHS)
    if file_of(item).startswith(MONTHS) and not is_needed:
        from support.running_month import stop_month

        stop_month()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep a file's tests together, and all whole stacks on one core."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::")[0]
            return "stacks" if file.startswith(STACKS) else file

    return ByFile(config, log)


@pytest.fixture
def unused_port() -> int:
    """A port of the test's own: nothing else of the session listens there."""
    return free_port()
