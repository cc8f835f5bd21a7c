"""One thin SFTP client: it waits for nobody for ever, and takes no half files.

Only what may pass by itself is tried again: a refused, reset or silent connection. A
wrong host key, a refused login or a denied folder is reported at once. Texts of errors
name the account and the step, never a partner's file.
"""

import logging
import posixpath
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

import paramiko
import tenacity

from vroegsein.errors import ConfigurationError, TransferError
from vroegsein.exchange.connection import connect
from vroegsein.exchange.files import whole_file
from vroegsein.exchange.server import Limits, Server

__all__ = [
    "Client",
    "FileTooLargeError",
    "Limits",
    "MissingFileError",
    "PassingError",
    "RemoteFile",
    "Server",
]

_log = logging.getLogger(__name__)

CHUNK = 32 * 1024
WINDOW = 4 * 1024 * 1024
_LARGEST_SECOND = 2**31 - 1

Answer = TypeVar("Answer")


class PassingError(TransferError):
    """The server did not answer, or hung up; another attempt may succeed."""


class FileTooLargeError(TransferError):
    """A file is larger than the limit, by its listing or while it is read."""


class MissingFileError(TransferError):
    """A file that was listed is not there any more."""


@dataclass(frozen=True)
class RemoteFile:
    """One entry of a folder, as the server lists it.

    Attributes:
        name: The partner's file name: untrusted.
        byte_count: Size by the listing.
        modified_seconds: Modification time by the listing; for display only.
        is_regular: Whether it is a file, and no folder, link or device.
    """

    name: str
    byte_count: int
    modified_seconds: int
    is_regular: bool


class Client:
    """A connection to one account, made when first needed and made again when lost."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._ssh: paramiko.SSHClient | None = None
        self._sftp: paramiko.SFTPClient | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def limits(self) -> Limits:
        """What the server is allowed."""
        return self._server.limits

    def close(self) -> None:
        """Hang up; a later operation connects again."""
        if self._ssh is not None:
            self._ssh.close()
        self._ssh = self._sftp = None

    def list_folder(self, folder: str) -> list[RemoteFile]:
        """Return a folder's entries by name, at most `limits.listed` of them."""
        return self._attempt("list a folder", lambda sftp: self._list(sftp, folder))

    def stat(self, folder: str, name: str) -> RemoteFile | None:
        """Return one entry, links not followed; None when it is absent."""
        return self._attempt("look at a file", lambda sftp: _look(sftp, folder, name))

    def download(self, folder: str, name: str, target: Path) -> None:
        """Bring a file here, whole or not at all.

        Raises:
            FileTooLargeError: It is, or grows, larger than the limit.
            MissingFileError: It is not there.
        """
        self._attempt(
            "fetch a file", lambda sftp: self._download(sftp, folder, name, target)
        )

    def put(self, content: bytes, path: str) -> None:
        """Put a file there whole: under a temporary name first, then renamed."""
        self._attempt("send a file", lambda sftp: _put(sftp, content, path))

    def move(self, source: str, target: str) -> None:
        """Rename on the server, replacing; a source moved earlier is no error."""
        self._attempt("move a file", lambda sftp: _move(sftp, source, target))

    def _list(self, sftp: paramiko.SFTPClient, folder: str) -> list[RemoteFile]:
        entries: list[RemoteFile] = []
        for entry in sftp.listdir_iter(folder):
            if len(entries) == self.limits.listed:
                _log.warning(
                    "account=%s listing stopped at %d entries",
                    self._server.account,
                    self.limits.listed,
                )
                self.close()  # answers still under way belong to nobody
                break
            entries.append(_remote_file(entry.filename, entry))
        return sorted(entries, key=lambda entry: entry.name)

    def _download(
        self, sftp: paramiko.SFTPClient, folder: str, name: str, target: Path
    ) -> None:
        entry = _look(sftp, folder, name)
        if entry is None or not entry.is_regular:
            msg = f"Account {self._server.account}: a listed file is gone."
            raise MissingFileError(msg)
        remote = sftp.open(posixpath.join(folder, name), "rb")
        with whole_file(target) as file:
            self._copy(remote, entry.byte_count, file)
        remote.close()

    def _copy(
        self, remote: paramiko.SFTPFile, byte_count: int, target: BinaryIO
    ) -> None:
        """Copy in windows of requests under way; what grows past the cap is refused."""
        taken = 0
        self._check_size(byte_count)
        for start in range(0, byte_count, WINDOW):
            end = min(start + WINDOW, byte_count)
            chunks = [
                (offset, min(CHUNK, end - offset))
                for offset in range(start, end, CHUNK)
            ]
            for block in remote.readv(chunks):
                taken += target.write(block)
        remote.seek(taken)
        while block := remote.read(CHUNK):
            taken += target.write(block)
            self._check_size(taken)

    def _check_size(self, byte_count: int) -> None:
        if byte_count > self.limits.byte_count:
            msg = (
                f"Account {self._server.account}: a file is larger than "
                f"{self.limits.byte_count} bytes."
            )
            raise FileTooLargeError(msg)

    def _attempt(
        self, step: str, work: Callable[[paramiko.SFTPClient], Answer]
    ) -> Answer:
        """Do one operation, again after a pause where the cause may pass."""
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(PassingError),
            stop=tenacity.stop_after_attempt(self.limits.attempts),
            wait=tenacity.wait_random_exponential(max=self.limits.backoff_seconds),
            reraise=True,
        )
        return retrying(lambda: self._once(step, work))

    def _once(self, step: str, work: Callable[[paramiko.SFTPClient], Answer]) -> Answer:
        """Do one operation once; hang up on any failure of the line."""
        failure: TransferError
        try:
            return work(self._connected())
        except (TransferError, ConfigurationError):
            raise
        except (OSError, EOFError, paramiko.SSHException) as error:
            failure = self._named(step, error)
        self.close()
        raise failure from None

    def _connected(self) -> paramiko.SFTPClient:
        if self._sftp is None:
            self._ssh = connect(self._server)
            self._sftp = self._ssh.open_sftp()
            channel = self._sftp.get_channel()
            assert channel is not None
            channel.settimeout(self.limits.stall_seconds)
        return self._sftp

    def _named(self, step: str, error: Exception) -> TransferError:
        """Say what failed in words of ours; the library's may name a file."""
        where = f"Account {self._server.account}: could not {step}"
        if isinstance(error, paramiko.BadHostKeyException):
            return TransferError(
                f"{where}: the server shows another host key than agreed. Do not go "
                "on; ask its owner, then correct the connection."
            )
        if isinstance(error, paramiko.AuthenticationException):
            return TransferError(f"{where}: the server refuses our key or account.")
        if isinstance(error, FileNotFoundError):
            return MissingFileError(f"{where}: the file or folder is not there.")
        if isinstance(error, PermissionError):
            return TransferError(f"{where}: the server denies access.")
        if _may_pass(error):
            return PassingError(f"{where}: no answer, or the connection was lost.")
        return TransferError(f"{where}: the server refuses it.")


def _may_pass(error: Exception) -> bool:
    """Tell a lost or silent connection from a refusal by the server.

    paramiko turns a refusal by the SFTP server into an OSError without a number.
    """
    lost = (
        TimeoutError,
        ConnectionError,
        EOFError,
        paramiko.SSHException,
        paramiko.ssh_exception.NoValidConnectionsError,
    )
    closed = isinstance(error, OSError) and str(error) == "Socket is closed"
    return isinstance(error, lost) or closed


def _remote_file(name: str, attributes: paramiko.SFTPAttributes) -> RemoteFile:
    seconds = attributes.st_mtime or 0
    return RemoteFile(
        name=name,
        byte_count=attributes.st_size or 0,
        # A clock set to 2099 must not overflow the register.
        modified_seconds=min(seconds, _LARGEST_SECOND),
        is_regular=stat.S_ISREG(attributes.st_mode or 0),
    )


def _look(sftp: paramiko.SFTPClient, folder: str, name: str) -> RemoteFile | None:
    try:
        attributes = sftp.lstat(posixpath.join(folder, name))
    except FileNotFoundError:
        return None
    return _remote_file(name, attributes)


def _put(sftp: paramiko.SFTPClient, content: bytes, path: str) -> None:
    folder, name = posixpath.split(path)
    temporary = posixpath.join(folder, f".{name}.part")
    file = sftp.open(temporary, "wb")
    file.set_pipelined(pipelined=True)
    file.write(content)
    file.close()
    sftp.posix_rename(temporary, path)


def _move(sftp: paramiko.SFTPClient, source: str, target: str) -> None:
    try:
        sftp.posix_rename(source, target)
    except FileNotFoundError:
        sftp.lstat(target)  # absent as well: nothing was moved, and that is an error
