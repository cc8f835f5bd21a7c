"""Which server is trusted, and how long it may keep us waiting.

A server is known by the key that was agreed with its owner. Without that key there is
no connection: a first meeting is never trusted.
"""

from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What we allow one server.

    Attributes:
        connect_seconds: For the TCP connection, the banner and the login, each.
        stall_seconds: Silence after which a transfer is given up. A read that times
            out is noticed once, so that a stall is seen well within 30 seconds.
        attempts: How often one operation is tried when the cause may pass.
        backoff_seconds: Longest wait between two attempts.
        listed: Most entries of one folder that are looked at.
        byte_count: Largest file that is taken.
    """

    connect_seconds: float = 10
    stall_seconds: float = 20
    attempts: int = 3
    backoff_seconds: float = 10
    listed: int = 1_000
    byte_count: int = 512 * MEBIBYTE


@dataclass(frozen=True)
class Server:
    """One account on one SFTP server.

    Attributes:
        host: Name or address.
        port: TCP port.
        account: The partner's account; its folders are `inbox/`, `outbox/`, `archive/`.
        key_file: Our private key.
        host_key: The server's public key, `ssh-ed25519 AAAA…`, as agreed.
        limits: How long and how much.
    """

    host: str
    port: int
    account: str
    key_file: Path
    host_key: str
    limits: Limits = Limits()
