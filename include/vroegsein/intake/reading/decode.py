"""From delivered bytes to numbered canonical rows, or to the refusal of the file.

What the partner says of its file is checked here; the file itself is read in a child
process, and what that says is compared with what the partner says.
"""

from collections.abc import Callable
from pathlib import Path

from vroegsein.errors import DeliveryError
from vroegsein.intake.arriving.envelope import (
    Expectation,
    Totals,
    check_bytes,
    check_manifest,
    check_totals,
    read_manifest,
    stated_totals,
)
from vroegsein.intake.findings import Code, Finding, Level
from vroegsein.intake.reading.accounting import Reading, from_json, read_file
from vroegsein.intake.reading.apart import run_apart
from vroegsein.parties.partner import Passport

#: Reads a file into rows and a reading; returns what refuses the file.
Reader = Callable[[Path, Passport, Path, Reading], DeliveryError | None]


def read_in_child(
    raw: Path, passport: Passport, rows: Path, reading: Reading
) -> DeliveryError | None:
    """Read a file in a child process; a child that dies refuses the file."""
    arguments: dict[str, object] = {
        "raw": str(raw),
        "passport": passport.model_dump(mode="json"),
        "rows": str(rows),
    }
    said = run_apart("vroegsein.intake.reading.accounting:read_apart", arguments)
    failure: DeliveryError | None = None
    try:
        found, failure = from_json(said)
        vars(reading).update(vars(found))
    except (KeyError, TypeError, ValueError):
        failure = DeliveryError(Code.TXT_UNREADABLE)
    return failure


#: The same in this process: for bytes that are our own, as in tests and benchmarks.
read_here: Reader = read_file


def decode_file(
    raw: Path,
    manifest_file: Path,
    expected: Expectation,
    rows: Path,
    *,
    read: Reader = read_in_child,
) -> tuple[Reading, str | None]:
    """Check the envelope, read the file, and write its canonical rows.

    Args:
        raw: The file as delivered; its bytes are what the manifest speaks of.
        manifest_file: The manifest, where one is agreed.
        expected: What the file has to be.
        rows: Where canonical rows are written.
        read: Reads the file.

    Returns:
        What was read, and the code that refuses the file, if one does.
    """
    reading = Reading()
    try:
        totals = _stated(raw, manifest_file, expected)
        refused = read(raw, expected.passport, rows, reading)
        if refused is not None:
            raise refused
        _compare(totals, expected.passport, reading)
    except DeliveryError as error:
        refusal = Finding(error.code, Level.FILE, error.line, error.column)
        reading.findings.append(refusal)
        return reading, error.code
    return reading, None


def _stated(raw: Path, manifest_file: Path, expected: Expectation) -> Totals | None:
    """Return what the manifest counts, of a file that is the one it speaks of."""
    if expected.passport.delivery.completeness != "manifest":
        check_bytes(raw, None)
        return None
    manifest = read_manifest(manifest_file.read_bytes())
    check_manifest(manifest, expected)
    check_bytes(raw, manifest)
    return stated_totals(manifest)


def _compare(totals: Totals | None, passport: Passport, reading: Reading) -> None:
    """Compare what was read with what was said, and with what is usual."""
    totals = totals or reading.totals
    if totals is not None:
        check_totals(
            totals,
            Totals(reading.line_count, reading.cents),
            all_readable=reading.unreadable_count == 0,
        )
    usual = passport.expected.rows
    if reading.line_count == 0:
        reading.findings.append(Finding(Code.DEL_ZERO_ROWS, Level.WARNING))
    elif not usual.min <= reading.line_count <= usual.max:
        reading.findings.append(Finding(Code.DEL_ROW_COUNT, Level.WARNING))
