"""How a figure is shown, and when it is not: as text, in a plot and in the CSV.

A year's total is rounded to fives, because next month's total differs from it by two
months only: exact totals would tell the month that was hidden. It is left out where the
hidden months in it are too few or too small.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from vroegsein.accountability.small_cells import FULL, NOTHING, SMALLEST
from vroegsein.accountability.statistics.figures import Figures
from vroegsein.accountability.statistics.protection import hidden_counts
from vroegsein.listing.dutch import number

HIDDEN = "•"
THOUSAND = 1000
ENOUGH_FOR_SHARE = 25  # of a rounded total


class Unit(StrEnum):
    """What a figure is."""

    COUNT = "aantal"
    SHARE = "procent"
    RATE = "per 1000 inwoners"
    DAYS = "dagen"
    WORKING_DAYS = "werkdagen"
    PER_MILLE = "promille"


@dataclass(frozen=True)
class Column:
    """One figure of a month.

    Attributes:
        label: Word above it.
        part: Name of the count or measure.
        whole: Name of the count it is a share of.
        unit: What it is.
        says_counts: Whether its counts and decimals may stand beside it in the CSV.
    """

    label: str
    part: str
    whole: str = ""
    unit: Unit = Unit.COUNT
    says_counts: bool = True


@dataclass(frozen=True)
class Shown:
    """A figure as a reader sees it; `value` is none where nothing is said."""

    text: str
    value: float | None = None
    part: int | None = None
    whole: int | None = None


NOT_KNOWN, NOT_SHOWN = Shown(NOTHING), Shown(HIDDEN)


class Month:
    """A month's figures with what is hidden of them."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Names of the counts that are not shown."""
        return hidden_counts(self.figures.counts, self.figures.sums)

    def shown(self, column: Column) -> Shown:
        """Return a figure of the month."""
        counts, measures = self.figures.counts, self.figures.measures
        if column.unit in {Unit.DAYS, Unit.PER_MILLE}:
            known = measures.get(column.part)
            return NOT_KNOWN if known is None else Shown(_text(known, column), known)
        named = [column.part, *([column.whole] if column.whole else [])]
        if any(name not in counts for name in named):
            return NOT_KNOWN
        if self.hidden & set(named):
            return NOT_SHOWN
        part = counts[column.part]
        whole = self._whole(column)
        if whole == 0:
            return NOT_KNOWN
        value = _value(part, whole, column.unit)
        said = column.says_counts
        if not said:  # decimals would tell of how many it is a share
            value = float(int(value + 0.5))
        return Shown(
            _text(value, column), value, part if said else None, whole if said else None
        )

    def _whole(self, column: Column) -> int | None:
        if column.unit is Unit.RATE:
            return self.figures.measures.get("inwoners")
        return self.figures.counts[column.whole] if column.whole else None


def year_text(months: Sequence[Month], column: Column) -> str:
    """Return a figure over all months together, from totals rounded to fives."""
    if column.unit in {Unit.DAYS, Unit.PER_MILLE}:
        return ""
    part = _rounded(months, column.part)
    if part is None:
        return HIDDEN
    if column.unit is Unit.COUNT:
        return number(part)
    if column.unit is Unit.RATE:
        whole = sum(month.figures.measures.get("inwoners", 0) for month in months)
        return _text(_value(part, whole, column.unit), column) if whole else NOTHING
    total = _rounded(months, column.whole)
    if total is None:
        return HIDDEN
    if total < ENOUGH_FOR_SHARE:
        return NOTHING
    return _text(min(_value(part, total, column.unit), float(FULL)), column)


def _rounded(months: Sequence[Month], name: str) -> int | None:
    """Return a total rounded to fives; none where it would tell a hidden month."""
    known = [month for month in months if name in month.figures.counts]
    hidden = [m.figures.counts[name] for m in known if name in m.hidden]
    if hidden and (len(hidden) == 1 or sum(hidden) < max(SMALLEST, len(hidden) + 2)):
        return None
    total = sum(month.figures.counts[name] for month in known)
    return (total + SMALLEST // 2) // SMALLEST * SMALLEST


def _value(part: int, whole: int | None, unit: Unit) -> float:
    """Return a count, or what share of the whole or of a thousand it is."""
    if unit is Unit.SHARE and whole:
        return part * FULL / whole
    if unit is Unit.RATE and whole:
        return part * THOUSAND / whole
    return part


def _text(value: float, column: Column) -> str:
    """Write a figure as Dutch readers do."""
    match column.unit:
        case Unit.SHARE:
            return f"{int(value + 0.5)}%"
        case Unit.RATE:
            return f"{value:.1f}".replace(".", ",")
        case Unit.PER_MILLE:
            return f"{value / 10:.1f}%".replace(".", ",")
        case _:
            return number(int(value))
