"""Figures about few people are not printed: whoever knows one of them would see them.

Fewer than five is `<5`. A share is held back on both sides: where fewer than five have
something, and where fewer than five lack it, only a bound is printed, so that the one
figure cannot be worked out from the other (KPI K21 of the monitor).
"""

from vroegsein.listing.dutch import number

SMALLEST = 5
LEAST_DRAWN = 50  # of so many, fewer than five are less than a tenth
FULL = 100  # percent
HIDDEN = "<5"
NOTHING = "-"


def count_text(count: int) -> str:
    """Return a count of people; none may be said, one to four may not."""
    return HIDDEN if 0 < count < SMALLEST else number(count)


def share_percent(part: int, whole: int) -> int | None:
    """Return a share in whole percents; None where it is about too few people."""
    if whole < SMALLEST or 0 < part < SMALLEST or 0 < whole - part < SMALLEST:
        return None
    return round(part * FULL / whole)


def drawn_percent(part: int, whole: int) -> int | None:
    """Return a share as it is drawn: too few on a side is drawn as none on it.

    Where that would be far beside the truth, of a small whole, there is a gap.
    """
    percent = share_percent(part, whole)
    if percent is not None or whole < LEAST_DRAWN:
        return percent
    return 0 if part < SMALLEST else FULL


def share_text(part: int, whole: int) -> str:
    """Return a share as text, `84%`, or what may be said of it."""
    percent = share_percent(part, whole)
    if percent is not None:
        return f"{percent}%"
    if whole == 0:
        return NOTHING
    if whole < 2 * SMALLEST:
        return HIDDEN  # too few on one side, whichever it is
    bound = SMALLEST * FULL // whole
    return f"<{bound + 1}%" if part < SMALLEST else f">{FULL - bound - 1}%"
