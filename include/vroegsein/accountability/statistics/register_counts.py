"""What else a month's monitor counts: matching, reviews, feedback (K13, K17, K18)."""

from collections.abc import Iterable

from sqlalchemy import RowMapping

from vroegsein.accountability.statistics.figures import Figures, counted
from vroegsein.parties.workdays import add_working_days

RESIDENTS, PAIRS, ASKED, NEWS = "inwoners", "paren", "gevraagd", "terugkoppeling"
ENOUGH = 10  # pairs that an estimate is about


def count_residents(figures: Figures, row: RowMapping) -> None:
    """Count how many signals found one resident, none or several (K17)."""
    several = row["more_count"]
    none = row["signal_count"] - row["one_count"] - several
    parts = {"precies één": row["one_count"], "geen": none, "meer": several}
    figures.split(RESIDENTS, "gevonden", parts)


def count_pairs(figures: Figures, row: RowMapping) -> None:
    """Count pairs that were linked, asked about, and what people said (K18)."""
    asked, same = row["asked_count"], row["same_count"]
    waiting = asked - same - row["different_count"]
    parts = {"zelfde": same, "niet dezelfde": row["different_count"], "open": waiting}
    figures.split(ASKED, "antwoord", parts)
    figures.split(PAIRS, "besluit", {"vanzelf": row["linked_count"], ASKED: asked})
    if row["linked_count"] >= ENOUGH:
        share = row["likely_thousandths"] / row["linked_count"]
        figures.measures["precisie|promille"] = round(share)


def count_feedback(
    figures: Figures, found: Iterable[RowMapping], working_days: int
) -> None:
    """Count news that partners got in time (K13).

    Args:
        figures: The month's.
        found: Rows of `statistics/feedback.sql`.
        working_days: How many the policy allows.
    """
    words = (
        "op tijd" if _is_in_time(row, working_days) else "te laat" for row in found
    )
    figures.split(NEWS, "termijn", counted(words, ("op tijd", "te laat")))


def _is_in_time(row: RowMapping, working_days: int) -> bool:
    last_day = add_working_days(row["known_on"], working_days)
    return bool(row["feedback_date"] <= last_day)
