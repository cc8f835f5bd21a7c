"""What may go wrong on the line, in words of ours, and whether it may pass by itself.

The words of a library or a server may name a partner's file; they are never repeated.
docs/runbook.md has a line for each code.
"""

from enum import StrEnum

from vroegsein.errors import TransferError


class Fault(StrEnum):
    """Why an operation on a server did not succeed."""

    UNREACHABLE = "SFTP_UNREACHABLE"
    LOST = "SFTP_LOST"
    STALLED = "SFTP_STALLED"
    SLOW = "SFTP_SLOW"
    GARBLED = "SFTP_GARBLED"
    LOGIN_LOST = "SFTP_LOGIN_LOST"
    HOST_KEY = "SFTP_HOSTKEY"
    LOGIN = "SFTP_LOGIN"
    ALGORITHMS = "SFTP_ALGORITHMS"
    DENIED = "SFTP_DENIED"
    MISSING = "SFTP_MISSING"
    REFUSED = "SFTP_REFUSED"
    TOO_LARGE = "SFTP_TOO_LARGE"
    NAME = "SFTP_NAME"
    STORAGE = "SFTP_STORAGE"


class SftpError(TransferError):
    """An operation on a server did not succeed.

    Attributes:
        code: Why.
    """

    def __init__(self, code: Fault, account: str, step: str) -> None:
        self.code = code
        super().__init__(f"{code}: account {account}: could not {step}: {_TOLD[code]}")

    @property
    def is_final(self) -> bool:
        """Whether asking again is knocking on a door that is shut for a reason."""
        return self.code in {Fault.HOST_KEY, Fault.LOGIN, Fault.ALGORITHMS}


class PassingError(SftpError):
    """The server did not answer, or hung up; another attempt may succeed."""


class FileTooLargeError(SftpError):
    """A file is larger than the limit, by its listing or while it is read."""


class MissingFileError(SftpError):
    """A file that was listed is not there any more."""


class LineError(Exception):
    """The connection failed: hung up, reset, silent, or garbled on its way."""

    def __init__(self, code: Fault) -> None:
        self.code = code
        super().__init__(code)


class StatusError(Exception):
    """The server answered that it will not do what was asked.

    Attributes:
        status: Number of the answer, by the SFTP protocol.
    """

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"status {status}")


def sftp_error(code: Fault, account: str, step: str) -> SftpError:
    """Return the error that tells a fault, of the kind its code belongs to."""
    return _KINDS.get(code, SftpError)(code, account, step)


_TOLD = {
    Fault.UNREACHABLE: "the server has no address or takes no connection.",
    Fault.LOST: "no answer, or the connection was lost.",
    Fault.STALLED: "the server fell silent.",
    Fault.SLOW: "it comes in slower than the floor we set.",
    Fault.GARBLED: "what arrived is not what was sent, or no SFTP.",
    Fault.LOGIN_LOST: "the connection was lost during the login.",
    Fault.HOST_KEY: "the server shows another host key than agreed. Do not go on; ask "
    "its owner, then correct the connection.",
    Fault.LOGIN: "the server refuses our key or account.",
    Fault.ALGORITHMS: "the server offers no key exchange or cipher that is strong "
    "enough; ask its owner for an upgrade.",
    Fault.DENIED: "the server denies access.",
    Fault.MISSING: "the file or folder is not there.",
    Fault.REFUSED: "the server refuses it.",
    Fault.TOO_LARGE: "the file is larger than agreed.",
    Fault.NAME: "a name with a slash is a path, and is not followed.",
    Fault.STORAGE: "it cannot be stored here; look at the disk of the storage folder.",
}
_KINDS: dict[Fault, type[SftpError]] = {
    Fault.UNREACHABLE: PassingError,
    Fault.LOST: PassingError,
    Fault.STALLED: PassingError,
    Fault.GARBLED: PassingError,
    Fault.LOGIN_LOST: PassingError,
    Fault.MISSING: MissingFileError,
    Fault.TOO_LARGE: FileTooLargeError,
}
