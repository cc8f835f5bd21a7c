"""Decides what a partner sends after its first file of a month, and why.

A correction is the month as it ought to have been, so the first file is made from it:
with wrong amounts, without one record, and with one that was paid. A withdrawal names
records of the first file again, and one that nobody ever heard of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vroegsein.parties.partner import Passport
from vroegsein.synthetic import defects
from vroegsein.synthetic.files import Line, cells_of

WRONG_AMOUNTS = 2
EXTRA_CENTS = 10_000  # by which the first file's amounts are too high
WITHDRAWN = 2


@dataclass(frozen=True)
class Changes:
    """What a correction does to the signals of a month, in records."""

    new: int
    changed: int
    gone: int
    unchanged: int


def corrected(
    lines: Sequence[Line], passport: Passport
) -> tuple[list[Line], list[Line], Changes]:
    """Return the lines of a wrong first file, those of its correction, and the changes.

    Args:
        lines: The month as it should be, but for one record that was paid since.
        passport: How the partner writes.
    """
    sound = [place for place, line in enumerate(lines) if _is_plain(line)]
    *dear, missing, paid = sound[: WRONG_AMOUNTS + 1] + sound[-1:]
    first = [
        _dearer(line, passport) if place in dear else line
        for place, line in enumerate(lines)
        if place != missing
    ]
    second = [line for place, line in enumerate(lines) if place != paid]
    accepted = sum(line.verdict == "accepted" for line in second)
    changes = Changes(1, len(dear), 1, accepted - len(dear) - 1)
    return first, second, changes


def _is_plain(line: Line) -> bool:
    return not line.code and line.claim.kind == "REGULIER"


def _dearer(line: Line, passport: Passport) -> Line:
    """Return a line whose amount is too high."""
    cents = int(line.values["arrears_cents"]) + EXTRA_CENTS
    values = {**line.values, "arrears_cents": str(cents)}
    return replace(line, values=values, cells=cells_of(values, passport))


def withdrawn(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines that take records back, and those they take.

    Args:
        lines: The lines of the first file.
    """
    taken = [line for line in lines if _is_plain(line)][:WITHDRAWN]
    back = [replace(line, is_withdrawal=True) for line in taken]
    stranger = {"source_record_id": f"{taken[0].values['source_record_id']}-9"}
    unknown = replace(
        taken[0],
        values=taken[0].values | stranger,
        cells=taken[0].cells | stranger,
        code=defects.UNKNOWN_RECORD,
    )
    return [*back, unknown], taken
