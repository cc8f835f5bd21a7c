"""The partners' SFTP server: who may log in, and what an account reaches.

One account per partner, known by its key alone. An account is a folder
`accounts/<account>/` with a file `authorized_keys`; it is looked up at each login, so
that a new partner needs no restart. After login the account sees one folder as its
root, with `inbox/`, `outbox/` and `archive/`. There is no password, no shell, no
forwarding, and no link leads out of the folder. Vroegsein's own key, the collector's,
opens every account.
"""

import asyncio
import errno
import logging
import os
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import asyncssh

if TYPE_CHECKING:
    from asyncssh.misc import MaybeAwait

    Channel = asyncssh.SSHServerChannel[bytes]

_log = logging.getLogger(__name__)

FOLDERS = ("inbox", "outbox", "archive")
_ACCOUNT = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


@dataclass(frozen=True)
class Exchange:
    """What the server serves.

    Attributes:
        accounts: Folder `<account>/authorized_keys`.
        folders: Folder `<account>/`, the root that an account sees.
        host_key: The server's private key.
        collector_key: File with Vroegsein's own public key.
    """

    accounts: Path
    folders: Path
    host_key: Path
    collector_key: Path


def create_key(path: Path, comment: str) -> None:
    """Make an ed25519 key pair, `path` and `path.pub`, unless it is there."""
    if path.exists():
        return
    key = asyncssh.generate_private_key("ssh-ed25519", comment=comment)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.export_private_key("openssh"))
    key.write_public_key(f"{path}.pub")


def public_key(path: Path) -> str:
    """Return the public half of a key as `ssh-ed25519 AAAA…`, without its comment."""
    algorithm, key, *_ = Path(f"{path}.pub").read_text("ascii").split()
    return f"{algorithm} {key}"


def add_account(exchange: Exchange, account: str, partner_key: str = "") -> Path:
    """Give a partner an account; return its folder. Again is no change.

    Args:
        exchange: What the server serves.
        account: Name to log in with: small letters, digits, `-` and `_`.
        partner_key: The partner's public key, one OpenSSH line; none: only the
            collector can log in.

    Raises:
        ValueError: The name is not a possible account.
    """
    if not _ACCOUNT.fullmatch(account):
        msg = "An account is 1 to 32 small letters, digits, - or _."
        raise ValueError(msg)
    keys = exchange.accounts / account / "authorized_keys"
    keys.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    known = keys.read_text("utf-8").splitlines() if keys.exists() else []
    if partner_key and partner_key.strip() not in known:
        known.append(partner_key.strip())
    keys.write_text("".join(f"{line}\n" for line in known), "utf-8")
    keys.chmod(_PRIVATE_FILE)
    for name in FOLDERS:
        folder = exchange.folders / account / name
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    return exchange.folders / account


async def listen(exchange: Exchange, host: str, port: int) -> asyncssh.SSHAcceptor:
    """Start listening; port 0 takes a free one."""
    return await asyncssh.create_server(
        lambda: _Gate(exchange),
        host,
        port,
        server_host_keys=[str(exchange.host_key)],
        sftp_factory=_rooms(exchange),
        allow_pty=False,
        allow_scp=False,
        agent_forwarding=False,
        x11_forwarding=False,
        line_editor=False,
        compression_algs=["none"],
        login_timeout=20,
        keepalive_interval=30,
        reuse_address=True,
    )


async def serve(exchange: Exchange, host: str, port: int) -> None:
    """Serve until the program is asked to stop."""
    asyncssh.set_log_level(logging.WARNING)  # its messages name partners' files
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await listen(exchange, host, port)
    _log.info("listening on %s port %d", host, server.get_port())
    await stopped.wait()
    server.close()


class _Gate(asyncssh.SSHServer):
    """Decides who gets in: an existing account, with a key of its own."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 - same for everyone
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return False

    def kbdint_auth_supported(self) -> bool:
        return False

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Tell whether the key opens the account; asyncssh asks for proof after."""
        if not _ACCOUNT.fullmatch(username):
            return False
        keys = self._exchange.accounts / username / "authorized_keys"
        if not keys.is_file():
            return False
        offered = key.public_data
        known = _keys(keys) | _keys(self._exchange.collector_key)
        admitted = offered in known
        _log.info("account=%s admitted=%s", username, admitted)
        return admitted


def _keys(path: Path) -> set[bytes]:
    """Return the public keys of a file; a line that is no key opens nothing."""
    found = set()
    for line in path.read_text("utf-8").splitlines():
        try:
            found.add(asyncssh.import_public_key(line).public_data)
        except asyncssh.KeyImportError:
            continue
    return found


def _rooms(exchange: Exchange) -> "Callable[[Channel], asyncssh.SFTPServer]":
    """Return the function that gives a logged-in account its folder."""

    def room(channel: "Channel") -> asyncssh.SFTPServer:
        account = channel.get_extra_info("username")
        return _Room(channel, exchange.folders / account)

    return room


class _Room(asyncssh.SFTPServer):
    """One account's view: its own folder, whose three folders stay in place."""

    def __init__(self, channel: "Channel", folder: Path) -> None:
        self._root = os.fsencode(os.path.realpath(folder))
        super().__init__(channel, chroot=self._root)

    def map_path(self, path: bytes) -> bytes:
        """Return the real path; refuse one that leads out by a link."""
        mapped = super().map_path(path)
        real = os.path.realpath(mapped)
        if real != self._root and not real.startswith(self._root + b"/"):
            raise _denied()
        return mapped

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """Open a file; a new one is readable for the server alone."""
        attrs.permissions = _PRIVATE_FILE
        return super().open(path, pflags, attrs)

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> "MaybeAwait[None]":
        """Make a folder, closed to others."""
        attrs.permissions = _PRIVATE_FOLDER
        return super().mkdir(path, attrs)

    def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> "MaybeAwait[None]":
        """Set times and size; modes and owners stay as they are."""
        return super().setstat(path, _harmless(attrs))

    def fsetstat(
        self, file_obj: object, attrs: asyncssh.SFTPAttrs
    ) -> "MaybeAwait[None]":
        """Set times and size; modes and owners stay as they are."""
        return super().fsetstat(file_obj, _harmless(attrs))

    def lsetstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> "MaybeAwait[None]":
        """Set times and size; modes and owners stay as they are."""
        return super().lsetstat(path, _harmless(attrs))

    def symlink(self, oldpath: bytes, newpath: bytes) -> "MaybeAwait[None]":  # noqa: ARG002
        """Refuse: a link is a way out."""
        raise _denied()

    def link(self, oldpath: bytes, newpath: bytes) -> "MaybeAwait[None]":  # noqa: ARG002
        """Refuse: a link is a way out."""
        raise _denied()

    def rename(self, oldpath: bytes, newpath: bytes) -> "MaybeAwait[None]":
        """Rename, but not the account's own folders."""
        self._check_movable(oldpath)
        return super().rename(oldpath, newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> "MaybeAwait[None]":
        """Rename and replace, but not the account's own folders."""
        self._check_movable(oldpath)
        return super().posix_rename(oldpath, newpath)

    def rmdir(self, path: bytes) -> "MaybeAwait[None]":
        """Remove a folder, but not the account's own folders."""
        self._check_movable(path)
        return super().rmdir(path)

    def _check_movable(self, path: bytes) -> None:
        inside = os.path.relpath(self.map_path(path), self._root)
        if inside.decode("utf-8", "replace") in {".", *FOLDERS}:
            raise _denied()


def _harmless(attrs: asyncssh.SFTPAttrs) -> asyncssh.SFTPAttrs:
    attrs.permissions = attrs.uid = attrs.gid = None
    attrs.owner = attrs.group = attrs.acl = None
    return attrs


def _denied() -> PermissionError:
    return PermissionError(errno.EACCES, "Permission denied")
