"""A delivery's files from scan to rows, in the order that says most to the partner.

The scanner first; then what the manifest says of the delivered bytes, so that a broken
upload is called that; then unwrapping and reading. The plain content is removed as soon
as it was read.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vroegsein.errors import DeliveryError
from vroegsein.intake.arriving.envelope import Expectation
from vroegsein.intake.findings import file_finding
from vroegsein.intake.reading.accounting import Reading
from vroegsein.intake.reading.decode import Reader, decode_file, read_in_child
from vroegsein.intake.reading.unwrap import Wrapped, scan, unwrap
from vroegsein.parties.partner import Passport


@dataclass(frozen=True)
class Unwrapping:
    """Reads a file after unwrapping it; what `decode_file` is given to read with.

    Attributes:
        wrapped: The delivered files.
        on: The day of receipt.
        plain: Where the content lies while it is read.
        read: Reads the content.
    """

    wrapped: Wrapped
    on: date
    plain: Path
    read: Reader = read_in_child

    def __call__(
        self, raw: Path, passport: Passport, rows: Path, reading: Reading
    ) -> DeliveryError | None:
        """Unwrap a file, read it, and leave nothing of its content but rows."""
        assert raw == self.wrapped.raw
        try:
            warnings = unwrap(self.wrapped, passport, self.on, self.plain)
            refused = self.read(self.plain, passport, rows, reading)
        finally:
            self.plain.unlink(missing_ok=True)
        reading.findings.extend(warnings)
        return refused


def decode_wrapped(
    unwrapping: Unwrapping, expected: Expectation, rows: Path
) -> tuple[Reading, str | None]:
    """Scan a delivery, check its envelope, unwrap it and write its canonical rows.

    Returns:
        What was read, and the code that refuses the file, if one does.

    Raises:
        ScannerError: The scanner cannot be relied on; the delivery waits.
        ConfigurationError: Our keys or the passport are not in order.
    """
    wrapped = unwrapping.wrapped
    try:
        scan(wrapped, unwrapping.on)
    except DeliveryError as error:
        return Reading(findings=[file_finding(error.code)]), error.code
    manifest = wrapped.manifest or wrapped.raw  # read only where one is agreed
    return decode_file(wrapped.raw, manifest, expected, rows, read=unwrapping)
