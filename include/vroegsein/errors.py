"""Whose move it is next, told by the branch of the error tree.

    VroegseinError
    ├── DeliveryError         the partner: the file must be delivered again
    ├── OperatorError         the data engineer
    │   ├── ConfigurationError    a passport, policy or setting is wrong
    │   ├── TransferError         the SFTP server could not be reached or refused
    │   └── StackError            the embedded stack cannot start or stop
    ├── DecisionError         the coordinator: an approval is missing or refused
    └── InvariantError        us: something that always holds does not

A message says what was expected, what was found, where, and what to do. It never
holds a value from a partner's file: those may be personal data.
"""


class VroegseinError(Exception):
    """Base of every error this package raises on purpose."""


class DeliveryError(VroegseinError):
    """A delivery cannot be taken as a whole; the partner must deliver again.

    Attributes:
        code: Finding code as listed in `docs/bestandsformaat.md`, e.g. `DEL_PERIOD`.
        column: Name of the column concerned, never a value.
        line: Physical line number in the partner's file, counted from 1.
    """

    def __init__(
        self, code: str, *, column: str | None = None, line: int | None = None
    ) -> None:
        self.code = code
        self.column = column
        self.line = line
        place = [f"line {line}"] if line else []
        place += [f"column {column}"] if column else []
        super().__init__(" ".join([code, *place]))


class OperatorError(VroegseinError):
    """Something the data engineer has to put right."""


class ConfigurationError(OperatorError):
    """A passport, policy or setting is missing or wrong."""


class TransferError(OperatorError):
    """An SFTP server cannot be reached, does not prove itself, or refuses."""


class StackError(OperatorError):
    """The embedded stack cannot start or stop."""


class DecisionError(VroegseinError):
    """A human decision is missing, was refused, or belongs to other inputs."""


class InvariantError(VroegseinError):
    """Something that always holds does not; nothing is published."""
