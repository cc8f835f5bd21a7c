"""A connection is made to the agreed server only, with our key only.

The server has to show the key its owner agreed with us; without an agreed key there is
no connection. No password, no agent, no keys of the user's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paramiko

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.server import Server


def connect(server: Server) -> paramiko.SSHClient:
    """Open a connection to a server that shows the agreed key.

    Raises:
        ConfigurationError: There is no agreed host key, or no private key of ours.
    """
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    name = server.host if server.port == 22 else f"[{server.host}]:{server.port}"
    key = host_key(server)
    client.get_host_keys().add(name, key.get_name(), key)
    seconds = server.limits.connect_seconds
    with _closed_on_error(client):
        client.connect(
            server.host,
            server.port,
            server.account,
            pkey=_private_key(server.key_file),
            timeout=seconds,
            banner_timeout=seconds,
            auth_timeout=seconds,
            channel_timeout=seconds,
            allow_agent=False,
            look_for_keys=False,
            compress=False,
        )
    return client


@contextmanager
def _closed_on_error(client: paramiko.SSHClient) -> Iterator[None]:
    """Leave no thread of a connection that was not made."""
    made = False
    try:
        yield
        made = True
    finally:
        if not made:
            client.close()


def host_key(server: Server) -> paramiko.PKey:
    """Return the server's agreed public key.

    Raises:
        ConfigurationError: There is none, or it is no key.
    """
    kind, _, encoded = server.host_key.strip().partition(" ")
    key: paramiko.PKey | None = None
    try:
        entry = paramiko.hostkeys.HostKeyEntry.from_line(f"host {kind} {encoded}")
        key = entry.key if entry else None
    except (ValueError, paramiko.SSHException):
        key = None
    if key is None:
        msg = (
            f"Account {server.account}: no agreed host key. Put the server's public "
            "key in the connection, as `ssh-ed25519 AAAA…`; without it we do not "
            "connect."
        )
        raise ConfigurationError(msg)
    return key


def _private_key(path: Path) -> paramiko.PKey:
    key: paramiko.PKey | None = None
    try:
        key = paramiko.PKey.from_path(path)
    except (OSError, ValueError, paramiko.SSHException):
        key = None
    if key is None:
        msg = f"{path.name}: no private key could be read from this file."
        raise ConfigurationError(msg)
    return key
