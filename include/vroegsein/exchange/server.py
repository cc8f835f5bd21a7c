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
        connect_seconds: For the TCP connection and for the key exchange, each.
        stall_seconds: Silence on the line after which a connection is hung up.
        patience_seconds: Most that one operation waits in silence, all its attempts
            and the pauses between them together.
        attempts: How often one operation is tried when the cause may pass.
        backoff_seconds: Longest wait between two attempts.
        floor_rate: Bytes per second below which a transfer is hung up, measured over
            each `floor_seconds`.
        floor_seconds: How long a transfer may be slower than the floor.
        listed: Most entries of one folder that are looked at.
        byte_count: Largest file that is taken, where a call names no other.
    """

    connect_seconds: float = 15
    stall_seconds: float = 20
    patience_seconds: float = 60
    attempts: int = 5
    backoff_seconds: float = 10
    floor_rate: int = 1_000
    floor_seconds: float = 60
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
