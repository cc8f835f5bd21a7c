"""One thin SFTP client: it waits for nobody for ever, and takes no half files.

Only what may pass by itself is tried again: a refused, reset or silent connection. A
wrong host key, a refused login or a denied folder is reported at once. Texts of errors
name the account and the step, never a partner's file.
"""

import logging
import posixpath
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import tenacity

from vroegsein.exchange.connection import Line, connect
from vroegsein.exchange.faults import (
    Fault,
    FileTooLargeError,
    LineError,
    MissingFileError,
    PassingError,
    SftpError,
    StatusError,
    sftp_error,
)
from vroegsein.exchange.files import whole_file
from vroegsein.exchange.packets import RemoteFile, Status
from vroegsein.exchange.server import Limits, Server
from vroegsein.exchange.session import Session
from vroegsein.exchange.watch import Watch

__all__ = [
    "Client",
    "Fault",
    "FileTooLargeError",
    "Limits",
    "MissingFileError",
    "PassingError",
    "RemoteFile",
    "Server",
    "SftpError",
]

_log = logging.getLogger(__name__)

#: A login that breaks off may be a server's way to refuse; it is not knocked on long.
_BROKEN_LOGINS = 2
_STATUSES: dict[int, Fault] = {
    Status.NO_SUCH_FILE: Fault.MISSING,
    Status.PERMISSION_DENIED: Fault.DENIED,
}

Answer = TypeVar("Answer")


class Client:
    """A connection to one account, made when first needed and made again when lost.

    Every operation raises a `TransferError` where it does not succeed: a `PassingError`
    where another attempt may, later; `ConfigurationError` where a key is missing.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._line: Line | None = None
        self._silent_seconds = 0.0

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
        if self._line is not None:
            self._line.close()
        self._line = None

    def list_folder(self, folder: str) -> list[RemoteFile]:
        """Return a folder's entries by name, at most `limits.listed` of them."""
        step = "list a folder"
        return self._attempt(step, lambda session: self._list(session, folder))

    def stat(self, folder: str, name: str) -> RemoteFile | None:
        """Return one entry, links not followed; None when it is absent."""
        step = "look at a file"
        path = self._path(step, folder, name)
        return self._attempt(step, lambda session: session.look(path, name))

    def download(
        self, folder: str, name: str, target: Path, largest: int | None = None
    ) -> None:
        """Bring a file here, whole or not at all.

        Args:
            folder: Where it lies.
            name: Its name there.
            target: Where it goes.
            largest: Most bytes that are taken; None: as many as the limits say.

        Raises:
            FileTooLargeError: It is, or grows, larger than that.
            MissingFileError: It is not there.
        """
        step = "fetch a file"
        path = self._path(step, folder, name)
        cap = self.limits.byte_count if largest is None else largest
        self._attempt(step, lambda session: self._take(session, path, target, cap))

    def put(self, content: bytes, path: str) -> None:
        """Put a file there whole: under a temporary name first, then renamed."""
        self._attempt("send a file", lambda session: _put(session, content, path))

    def move(self, source: str, target: str) -> None:
        """Rename on the server, replacing; a source moved earlier is no error."""
        self._attempt("move a file", lambda session: _move(session, source, target))

    def remove(self, path: str) -> None:
        """Remove a file on the server; one that is not there is no error."""
        self._attempt("remove a file", lambda session: _remove(session, path))

    def _path(self, step: str, folder: str, name: str) -> str:
        """Return the path of a name in a folder; a name never leads elsewhere."""
        if "/" in name or name in {"", ".", ".."}:
            raise self._error(Fault.NAME, step)
        return posixpath.join(folder, name)

    def _list(self, session: Session, folder: str) -> list[RemoteFile]:
        limit = self.limits.listed
        listing = session.entries(folder)
        entries = list(islice(listing, limit + 1))
        listing.close()
        if len(entries) > limit:
            _log.warning(
                "account=%s listing stopped at %d entries", self._server.account, limit
            )
        return sorted(entries[:limit], key=lambda entry: entry.name)

    def _take(self, session: Session, path: str, target: Path, cap: int) -> None:
        entry = session.look(path, "")
        if entry is None or not entry.is_regular:
            raise StatusError(Status.NO_SUCH_FILE)
        self._check_size(entry.byte_count, cap)
        taken = 0
        with whole_file(target) as file:
            for block in session.blocks(path, entry.byte_count):
                taken += len(block)
                self._check_size(taken, cap)
                file.write(block)

    def _check_size(self, byte_count: int, cap: int) -> None:
        if byte_count > cap:
            raise self._error(Fault.TOO_LARGE, "fetch a file")

    def _attempt(self, step: str, work: Callable[[Session], Answer]) -> Answer:
        """Do one operation, again after a pause where the cause may pass."""
        self._silent_seconds = 0
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(PassingError),
            stop=self._is_enough,
            wait=tenacity.wait_random_exponential(max=self.limits.backoff_seconds),
            before_sleep=self._tell,
            reraise=True,
        )
        return retrying(lambda: self._once(step, work))

    def _is_enough(self, state: tenacity.RetryCallState) -> bool:
        """Tell whether another attempt would try the server or our patience."""
        error = state.outcome.exception() if state.outcome else None
        lost = isinstance(error, SftpError) and error.code is Fault.LOGIN_LOST
        waited = self._silent_seconds + state.idle_for + state.upcoming_sleep
        return (
            state.attempt_number >= self.limits.attempts
            or (lost and state.attempt_number >= _BROKEN_LOGINS)
            or waited + self.limits.stall_seconds > self.limits.patience_seconds
        )

    def _tell(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        code = error.code if isinstance(error, SftpError) else ""
        account = self._server.account
        _log.info("account=%s code=%s attempt=%d", account, code, state.attempt_number)

    def _once(self, step: str, work: Callable[[Session], Answer]) -> Answer:
        """Do one operation once; hang up where an answer may still be on its way."""
        with Watch(self.limits) as watch:
            try:
                return work(self._session(watch))
            except StatusError as error:
                fault = _STATUSES.get(error.status, Fault.REFUSED)
            except LineError as error:
                fault = watch.verdict or error.code
                self._silent_seconds += watch.silence()
                self.close()
            except OSError:  # the line's own were told apart where they arose
                fault = Fault.STORAGE
            finally:
                self._close_unless_idle()
        raise self._error(fault, step)

    def _session(self, watch: Watch) -> Session:
        if self._line is None:
            self._line = connect(self._server, watch)
        watch.look_at(self._line.socket)
        return self._line.session

    def _close_unless_idle(self) -> None:
        if self._line is not None and not self._line.session.is_idle:
            self.close()

    def _error(self, fault: Fault, step: str) -> SftpError:
        return sftp_error(fault, self._server.account, step)


def _put(session: Session, content: bytes, path: str) -> None:
    folder, name = posixpath.split(path)
    temporary = posixpath.join(folder, f".{name}.part")
    session.write(temporary, content)
    session.rename(temporary, path)


def _move(session: Session, source: str, target: str) -> None:
    try:
        session.rename(source, target)
    except StatusError as error:
        # Absent as well: nothing was moved, and that is an error.
        if error.status != Status.NO_SUCH_FILE or session.look(target, "") is None:
            raise


def _remove(session: Session, path: str) -> None:
    try:
        session.remove(path)
    except StatusError as error:
        if error.status != Status.NO_SUCH_FILE:
            raise
