"""When a month is unlike the months before it: then a second official has to approve.

A list that is half as long, or twice, is more often a fault than a fact: a partner that
delivered the wrong file, a filter that fell away. The limits stand in the policy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import Connection, RowMapping

from vroegsein.listing.content import ListContent
from vroegsein.listing.dutch import euros, number, plural
from vroegsein.listing.statements import rows
from vroegsein.parties.policy_publication import Abnormal


@dataclass(frozen=True)
class Abnormality:
    """One thing in which a month is unlike others.

    Attributes:
        code: What it is about, e.g. `ABN_PERSONS`.
        sentence: The same in Dutch, with both figures.
    """

    code: str
    sentence: str


#: Which figures are compared, under which code and word.
COMPARED = (
    ("person_count", "ABN_PERSONS", "Personen op de lijst"),
    ("signal_count", "ABN_SIGNALS", "Signalen"),
    ("amount_cents", "ABN_AMOUNT", "Bedrag"),
)


def abnormalities(connection: Connection, content: ListContent) -> list[Abnormality]:
    """Return in what a draft is unlike the published lists before it."""
    draft_id = content.draft["draft_id"]
    limits = content.policy.abnormal
    figures = rows(connection, "listing", "month_figures", draft_id=draft_id)
    before = [row for row in figures if row["draft_id"] != draft_id]
    (now,) = (row for row in figures if row["draft_id"] == draft_id)
    found = [_far_from_median(limits, now, before, *compared) for compared in COMPARED]
    found.append(_missing(limits, len(content.draft["missing_partners"])))
    return [one for one in found if one]


def _far_from_median(
    limits: Abnormal,
    now: RowMapping,
    before: Sequence[RowMapping],
    column: str,
    code: str,
    word: str,
) -> Abnormality | None:
    """Compare one figure with its median, in whole numbers."""
    if len(before) < limits.months_needed:
        return None
    # Twice the median: of an even number of months it may lie at a half.
    doubled = int(2 * median(row[column] for row in before))
    if abs(2 * now[column] - doubled) * 100 <= doubled * limits.percent:
        return None
    write = euros if column.endswith("_cents") else number
    return Abnormality(
        code,
        f"{word}: {write(now[column])}; de mediaan van"
        f" {plural(len(before), 'eerdere maand', 'eerdere maanden')} is"
        f" {write(doubled // 2)}, meer dan {limits.percent}% verschil",
    )


def _missing(limits: Abnormal, missing: int) -> Abnormality | None:
    """Compare how many partners are missing with how many may be."""
    if limits.missing_partners is None or missing <= limits.missing_partners:
        return None
    return Abnormality(
        "ABN_MISSING",
        f"{plural(missing, 'partner', 'partners')} zonder aangenomen levering; meer dan"
        f" {limits.missing_partners} is ongewoon",
    )
