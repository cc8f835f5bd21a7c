"""Who may see what of the pages: three rights, and what each of them opens.

Nobody sees a person. The rights tell counts, decisions of officials and proof apart.
"""

from enum import StrEnum


class Right(StrEnum):
    """What somebody may see."""

    COUNTS = "counts"  # deliveries, figures, quality, digests
    DECISIONS = "decisions"  # open approvals with links, who approved, the reports
    PROOF = "proof"  # chain of events, purges, processing log, requests


#: What each page asks for; of several rights, any one opens it.
NEEDS: dict[str, frozenset[Right]] = {
    "overview": frozenset({Right.COUNTS}),
    "partners": frozenset({Right.COUNTS}),
    "partner": frozenset({Right.COUNTS}),
    "publications": frozenset({Right.COUNTS}),
    "plot": frozenset({Right.COUNTS}),
    "quality": frozenset({Right.COUNTS}),
    "monitor": frozenset({Right.COUNTS}),
    "report": frozenset({Right.DECISIONS, Right.PROOF}),
    "proof": frozenset({Right.PROOF}),
}


def may_see(page: str, rights: frozenset[Right]) -> bool:
    """Tell whether somebody with these rights may see a page; an unknown one never."""
    return bool(NEEDS.get(page, frozenset()) & rights)
