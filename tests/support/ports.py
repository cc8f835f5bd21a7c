"""Ports for servers that a test starts, or that must not answer."""

import socket


def free_port() -> int:
    """Return a TCP port on the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
