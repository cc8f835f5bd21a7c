"""Who fits in the month's calls and visits; who does not gets a letter in time.

The list is filled from its head. Whoever needs a call or a visit more than are left
gets the letter instead, and so does everybody after who needs that kind: nobody passes
another. A crisis is never cut (Wgs art. 4(2)), and no clock changes: the letter is the
offer the law asks for, within the same days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from vroegsein.listing.contact_plan import count_of, letter_plan
from vroegsein.listing.entries import Entry
from vroegsein.listing.lanes import Lane
from vroegsein.parties.case_codes import ContactKind
from vroegsein.parties.policy_capacity import Capacity

#: What the municipality has only so much of.
LIMITED = (ContactKind.PHONE, ContactKind.HOME_VISIT)


@dataclass(frozen=True)
class Usage:
    """Calls and visits of one list, planned and possible.

    Attributes:
        limit: Most that can be done; absent where the policy sets none.
    """

    planned: int
    limit: int | None


def fill(entries: Iterable[Entry], capacity: Capacity) -> list[Entry]:
    """Return the places in their order, those that do not fit with a letter."""
    left = {
        ContactKind.PHONE: capacity.calls,
        ContactKind.HOME_VISIT: capacity.visits,
    }
    return [_placed(entry, left) for entry in entries]


def usage(entries: Iterable[Entry], capacity: Capacity) -> dict[ContactKind, Usage]:
    """Return what a list plans of each limited kind, against what is possible."""
    placed = list(entries)
    limits = (capacity.calls, capacity.visits)
    return {
        kind: Usage(sum(count_of(entry.plan, kind) for entry in placed), limit)
        for kind, limit in zip(LIMITED, limits, strict=True)
    }


def _placed(entry: Entry, left: dict[ContactKind, int | None]) -> Entry:
    """Give one person a place, or the letter; `left` is what remains."""
    needs = {kind: count_of(entry.plan, kind) for kind in LIMITED}
    short = [kind for kind in LIMITED if _is_short(needs, left, kind)]
    if short and entry.lane is not Lane.CRISIS:
        for kind in short:
            left[kind] = 0  # full: who comes after does not pass
        letter = letter_plan(entry.person)
        return replace(entry, plan=letter, is_overflow=True)
    for kind, number in needs.items():
        remaining = left[kind]
        if remaining is not None:
            left[kind] = max(0, remaining - number)
    return entry


def _is_short(
    needs: Mapping[ContactKind, int],
    left: Mapping[ContactKind, int | None],
    kind: ContactKind,
) -> bool:
    """Tell whether more of a kind is needed than is left."""
    remaining = left[kind]
    return remaining is not None and needs[kind] > remaining
