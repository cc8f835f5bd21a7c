"""What would become of a file if it were delivered: accepted, refused, and why.

The same reading and the same rules as a delivery, in a folder of its own that is gone
afterwards; the register is not asked, so lines of earlier deliveries are not known.
Only codes, lines and columns come out, never a value.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.opening import mismatch
from vroegsein.intake.arriving.envelope import (
    MANIFEST_ENDING,
    Expectation,
    month_in_name,
)
from vroegsein.intake.findings import MEANINGS, Finding, Level, Verdict, in_order
from vroegsein.intake.judging.judge import (
    Case,
    counted,
    judge_cases,
    refusal,
    verdict_by_line,
)
from vroegsein.intake.reading.decode import decode_file
from vroegsein.intake.reading.work_files import Step
from vroegsein.parties.legal_basis import LegalBases
from vroegsein.parties.municipality import Policy
from vroegsein.parties.partner import Passport, load_passport

#: Lines that are named per code and column; the rest is counted.
_NAMED = 5


@dataclass(frozen=True)
class Checked:
    """What would become of a file.

    Attributes:
        refused: Code that refuses the file as a whole, if one does.
        counts: Lines by verdict.
        findings: All findings, in order.
    """

    refused: str | None
    counts: dict[Verdict, int]
    findings: list[Finding]


def partner_of(folder: Path, name: str) -> str:
    """Return the one partner whose agreed file name a name is.

    Raises:
        ConfigurationError: There is none, or more than one.
    """
    codes = []
    for path in sorted(folder.glob("*.yml")):
        try:
            passport = load_passport(folder, path.stem)
        except ConfigurationError:
            continue  # that one fails by itself, where it is used
        if passport.file_pattern.fullmatch(name):
            codes.append(path.stem)
    if len(codes) == 1:
        return codes[0]
    found = "more than one partner" if codes else "no partner"
    msg = f"The name of the file is that of {found}: name the partner with --code."
    raise ConfigurationError(msg)


def check_file(
    file: Path, passport: Passport, policy: Policy, bases: LegalBases, on: date
) -> Checked:
    """Return what would become of a file.

    Args:
        file: The file as it is inside its wrapping; a manifest beside it is read too.
        passport: The partner's passport.
        policy: The municipality's policy.
        bases: The registered legal bases.
        on: Day of receipt.
    """
    if not bases.holds(passport.legal_basis, on, policy.code, passport.sector):
        found = [Finding("LAW_NO_BASIS", Level.FILE)]
        return Checked("LAW_NO_BASIS", counted([]), found)
    other = mismatch(file, passport.file.format, was_packed="none")
    if other is not None and file.stat().st_size:
        return Checked(other, counted([]), [Finding(other, Level.FILE)])
    manifest = file.with_name(f"{file.name}{MANIFEST_ENDING}")
    if passport.delivery.completeness == "manifest" and not manifest.exists():
        delivery = passport.delivery.model_copy(update={"completeness": "stable"})
        passport = passport.model_copy(update={"delivery": delivery})
    month = month_in_name(passport, file.name) or f"{on:%Y-%m}"
    expected = Expectation(policy.code, month, passport, file.name)
    with tempfile.TemporaryDirectory(prefix="vroegsein-check-") as folder:
        rows = Path(folder).resolve() / "rows.parquet"
        reading, code = decode_file(file.resolve(), manifest, expected, rows)
        if code is not None:
            return Checked(code, counted([]), in_order(reading.findings))
        (step,) = judge_cases([Case(rows, reading.step, passport, policy, on)])
    return _concluded(step, passport)


def _concluded(step: Step, passport: Passport) -> Checked:
    refused = refusal(step, passport)
    return Checked(
        refused.code if refused else None,
        counted(verdict_by_line(step).values()),
        in_order([*([refused] if refused else []), *step.findings]),
    )


def report(checked: Checked) -> Iterator[str]:
    """Yield what an engineer reads: counts, then each code with lines and remedy."""
    if checked.refused is None:
        yield "The file would be taken."
    else:
        yield f"The file would be refused as a whole: {checked.refused}."
    if any(checked.counts.values()):
        words = [f"{count} {word}" for word, count in checked.counts.items() if count]
        yield f"Lines: {sum(checked.counts.values())}; {', '.join(words)}."
    yield from _by_code(checked.findings)


def _by_code(findings: list[Finding]) -> Iterator[str]:
    """Yield each code and column once, with its lines and what to do."""
    for (code, column, level), group in groupby(sorted(findings, key=_kind), key=_kind):
        lines = [item.line for item in group if item.line is not None]
        named = ", ".join(map(str, lines[:_NAMED]))
        more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
        where = f", column {column}" if column else ""
        at = f", line {named}{more}" if lines else ""
        yield f"{code} ({level}){where}{at}"
        yield f"    {MEANINGS[code].description}"
        yield f"    {MEANINGS[code].remedy}"


def _kind(finding: Finding) -> tuple[str, str, Level]:
    return finding.code, finding.column or "", finding.level
