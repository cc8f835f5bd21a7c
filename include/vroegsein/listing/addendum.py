"""What a later version of a list changes: who is new, changed or withdrawn.

Compared is what was printed: the earlier version is read back from its own published
file. A person is the same by the id of the case, which holds over versions.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vroegsein.exchange.formulas import neutral
from vroegsein.listing.columns import COLUMNS, EMPTY_HEADERS, ListRow, cells, headers
from vroegsein.listing.table_file import csv_bytes

CASE, PLACE = COLUMNS["case_id"].header, COLUMNS["number"].header
KIND, WHAT = "Wijziging", "Wat is gewijzigd"
TOLD = tuple(header for header in headers() if header not in EMPTY_HEADERS)
ADDENDUM_HEADERS = (KIND, WHAT, *TOLD)


class Kind(StrEnum):
    """What became of a person since the version before."""

    NEW = "nieuw"
    CHANGED = "gewijzigd"
    WITHDRAWN = "vervallen"


@dataclass(frozen=True)
class Change:
    """One person of an addendum.

    Attributes:
        kind: What became of this person.
        what: Which columns changed, and what they said before.
        texts: The cells of the list, as now or, withdrawn, as they were.
    """

    kind: Kind
    what: str
    texts: tuple[str, ...]

    @property
    def row(self) -> list[str]:
        """All cells, under `ADDENDUM_HEADERS`."""
        return [self.kind.value, self.what, *self.texts]


def read_table(written: bytes) -> list[dict[str, str]]:
    """Read a published list back from its CSV, as it stands there."""
    text = io.StringIO(written.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def changes(
    before: Sequence[Mapping[str, str]], now: Sequence[ListRow]
) -> list[Change]:
    """Return who is new, changed or withdrawn, the withdrawn at the end.

    Args:
        before: The earlier version's rows, by header.
        now: The later version's rows.
    """
    earlier = {row[CASE]: row for row in before}
    present = {row.case_id for row in now}
    found = [_change(earlier.get(row.case_id), row) for row in now]
    gone = [
        Change(Kind.WITHDRAWN, "", tuple(row.get(header, "") for header in TOLD))
        for case, row in earlier.items()
        if case not in present
    ]
    return [one for one in found if one] + gone


def addendum_csv(found: Sequence[Change]) -> bytes:
    """Return an addendum as CSV; no cell can become a formula."""
    return csv_bytes(ADDENDUM_HEADERS, (change.row for change in found))


def _change(before: Mapping[str, str] | None, listed: ListRow) -> Change | None:
    """Return what became of one person on the list; nothing where all is the same."""
    by_header = dict(zip(headers(), cells(listed), strict=True))
    texts = tuple(by_header[header] for header in TOLD)
    if before is None:
        return Change(Kind.NEW, "", texts)
    what = "; ".join(
        f"{header} was: {before.get(header) or 'leeg'}"
        for header in TOLD
        if header != PLACE and neutral(by_header[header]) != before.get(header, "")
    )
    return Change(Kind.CHANGED, what, texts) if what else None
