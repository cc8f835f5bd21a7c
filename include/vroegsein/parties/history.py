"""Whether a number of lines is unusual, by the partner's own past months.

What is usual for one partner says nothing of another, so its own accepted deliveries
are the measure; the passport's range is, until there are three of them. An unusual
file is taken: a selection that went wrong is seen by a person, not by a refusal.
"""

from collections.abc import Sequence
from statistics import median

from vroegsein.parties.partner import Expected

#: Months that count, and those that a sudden change is measured by.
YEAR, QUARTER = 12, 3
#: A difference of fewer lines is never unusual: small partners differ by a few a month.
SMALL_DIFFERENCE = 5
#: So few lines of elsewhere say nothing of the selection.
FEW_FOREIGN = 2


def unusual_count(count: int, history: Sequence[int], expected: Expected) -> bool:
    """Tell whether a full delivery has an unusual number of lines.

    A nil report (NUL) is not asked about: it says in so many words that there is
    nothing. A full delivery of no lines is unusual, unless the passport expects none.

    Args:
        count: Lines of the delivery.
        history: Lines of the accepted deliveries of earlier months, oldest first.
        expected: The passport's expectation.
    """
    if count == 0:
        return expected.rows.min > 0
    months = list(history[-YEAR:])
    if len(months) < QUARTER:
        return not expected.rows.min <= count <= expected.rows.max
    middle = median(months)
    spread = 3 * median(abs(month - middle) for month in months)
    lately = median(months[-QUARTER:])
    differs = abs(count - middle) > max(spread, SMALL_DIFFERENCE)
    jumps = abs(count - lately) > max(lately / 2, SMALL_DIFFERENCE)
    return differs or jumps


def too_many_foreign(foreign: int, lines: int, expected: Expected) -> bool:
    """Tell whether so many addresses lie elsewhere that the selection is wrong.

    Args:
        foreign: Lines with an address in another municipality.
        lines: All lines.
        expected: The passport's expectation.
    """
    is_some = foreign > FEW_FOREIGN
    return is_some and foreign * 100 > expected.max_foreign_percent * lines
