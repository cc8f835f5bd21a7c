"""Fixtures every kind of test may name."""

import socket

import pytest

pytest_plugins = ["support.postgres", "support.running_month"]


@pytest.fixture(scope="session")
def unused_port() -> int:
    """A TCP port on the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
