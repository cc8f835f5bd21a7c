"""A connection is made to the agreed server only, with our key only.

The server has to show the key its owner agreed with us; without an agreed key there is
no connection. No password, no agent, no keys of the user's own. Old algorithms are not
offered, and a key exchange that somebody could have cut into (Terrapin, CVE-2023-48795)
is refused.
"""

import logging
import socket
import struct
from dataclasses import dataclass
from pathlib import Path

import paramiko
from cryptography.exceptions import InvalidTag

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.faults import Fault, LineError
from vroegsein.exchange.server import Server
from vroegsein.exchange.session import Session
from vroegsein.exchange.watch import Watch, WatchedSocket

#: In order of preference; GCM costs least, as one pass encrypts and authenticates.
CIPHERS = (
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
)
MACS = (
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
)
KEY_EXCHANGES = (
    "mlkem768x25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group16-sha512",
)
#: The library logs a traceback for each line that is cut; our errors say it shorter.
_LIBRARY = logging.getLogger(f"{__name__}.paramiko")
_LIBRARY.setLevel(logging.CRITICAL)

WINDOW = 8 * 1024 * 1024
LARGEST_PACKET = 128 * 1024
#: What the library raises, here or from its own thread, when a line is cut or garbled.
LINE_FAULTS = (
    OSError,
    EOFError,
    paramiko.SSHException,
    InvalidTag,
    ValueError,
    LookupError,
    struct.error,
)


@dataclass(frozen=True)
class Line:
    """A connection that is made: the server proved itself, and let us in."""

    socket: WatchedSocket
    client: paramiko.SSHClient
    session: Session

    def close(self) -> None:
        """Hang up."""
        self.client.close()
        self.socket.close()


def connect(server: Server, watch: Watch) -> Line:
    """Open a connection to a server that shows the agreed key.

    Raises:
        ConfigurationError: There is no agreed host key, or no private key of ours.
        LineError: It could not be made; its code says why.
    """
    agreed, own = host_key(server), _private_key(server.key_file)
    line = _reached(server)
    client = paramiko.SSHClient()
    watch.look_at(line)
    made = False
    try:
        _log_in(server, client, line, agreed, own)
        session = _session(client)
        made = True
    finally:
        if not made:  # leave no thread, timer or socket of what did not become a line
            _drop(client)
            line.close()
    return Line(line, client, session)


def _reached(server: Server) -> WatchedSocket:
    try:
        line = socket.create_connection(
            (server.host, server.port), timeout=server.limits.connect_seconds
        )
    except (OSError, UnicodeError):  # the latter: a host name that can be none
        raise LineError(Fault.UNREACHABLE) from None
    # Requests are small; none of them waits until the one before is acknowledged.
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return WatchedSocket(line)


def _log_in(
    server: Server,
    client: paramiko.SSHClient,
    line: WatchedSocket,
    agreed: paramiko.PKey,
    own: paramiko.PKey,
) -> None:
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.set_log_channel(_LIBRARY.name)
    name = server.host if server.port == 22 else f"[{server.host}]:{server.port}"
    client.get_host_keys().add(name, agreed.get_name(), agreed)
    try:
        client.connect(
            server.host,
            server.port,
            server.account,
            pkey=own,
            sock=line,  # type: ignore[arg-type]
            timeout=server.limits.connect_seconds,
            banner_timeout=server.limits.connect_seconds,
            auth_timeout=server.limits.patience_seconds,  # silence ends it before
            allow_agent=False,
            look_for_keys=False,
            compress=False,
            transport_factory=_transport,  # type: ignore[arg-type]
        )
    except LINE_FAULTS as error:
        raise LineError(_fault(error, client)) from None


def _session(client: paramiko.SSHClient) -> Session:
    """Start SFTP on a connection whose key exchange nobody cut into."""
    transport = client.get_transport()
    if transport is None or not getattr(transport, "agreed_on_strict_kex", False):
        raise LineError(Fault.ALGORITHMS)
    try:
        channel = transport.open_session()
        channel.invoke_subsystem("sftp")
        return Session(channel)
    except LINE_FAULTS:
        raise LineError(Fault.LOST) from None


def _transport(
    line: WatchedSocket, disabled_algorithms: object = None
) -> paramiko.Transport:
    """Return the library's connection with our algorithms and a wide window."""
    assert disabled_algorithms is None  # what we do not want is not offered at all
    transport = paramiko.Transport(
        line,  # type: ignore[arg-type]
        default_window_size=WINDOW,
        default_max_packet_size=LARGEST_PACKET,
    )
    options = transport.get_security_options()
    options.ciphers, options.digests = CIPHERS, MACS
    options.kex = [name for name in KEY_EXCHANGES if name in options.kex]
    return transport


def _fault(error: Exception, client: paramiko.SSHClient) -> Fault:
    """Tell a refusal from a lost connection; the library may call both the same."""
    if isinstance(error, paramiko.BadHostKeyException):
        return Fault.HOST_KEY
    if isinstance(error, paramiko.ssh_exception.IncompatiblePeer):
        return Fault.ALGORITHMS
    if isinstance(error, paramiko.AuthenticationException):
        transport = client.get_transport()
        alive = transport is not None and transport.is_active()
        return Fault.LOGIN if alive else Fault.LOGIN_LOST
    return Fault.LOST


def _drop(client: paramiko.SSHClient) -> None:
    transport = client.get_transport()
    if transport is not None:
        transport.packetizer.complete_handshake()  # else its timer outlives it
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
            f"{Fault.HOST_KEY}: account {server.account}: no agreed host key. Put the "
            "server's public key in the connection, as `ssh-ed25519 AAAA…`; without it "
            "we do not connect."
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
