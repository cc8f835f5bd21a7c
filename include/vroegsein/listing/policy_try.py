"""What another policy would have made of a month: counts only, nothing is written.

Three columns of counts stand side by side: the list as it was published, the same
month under the policy that holds now, and under the policy that is tried. The first
two differ where policy or software changed since.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, RowMapping, select

from vroegsein.errors import ConfigurationError
from vroegsein.listing.inputs import gather_inputs
from vroegsein.listing.lanes import Lane
from vroegsein.listing.places import Drafted, draft_places
from vroegsein.listing.triage import Rule
from vroegsein.parties.case_codes import ContactKind
from vroegsein.parties.municipality import DayWindow, Policy
from vroegsein.parties.policy_capacity import Capacity
from vroegsein.register import engine
from vroegsein.register.list_tables import draft, list_entry, signal_decision
from vroegsein.register.publication_tables import publication


@dataclass(frozen=True)
class Changes:
    """What is tried; absent means: as the policy has it.

    Attributes:
        threshold_cents: Amount from which a signal is picked up.
        min_days: Days in arrears from which, for every sector.
        calls_per_week: Calls the team can make.
        visits_per_week: Home visits the team can make.
    """

    threshold_cents: int | None = None
    min_days: int | None = None
    calls_per_week: int | None = None
    visits_per_week: int | None = None

    def applied(self, policy: Policy) -> Policy:
        """Return a policy with these changes.

        Raises:
            ConfigurationError: The days leave a sector nothing to pick up.
        """
        triage, capacity = policy.triage, policy.capacity
        wanted: dict[str, object] = {}
        if self.threshold_cents is not None:
            wanted["threshold_cents"] = self.threshold_cents
        if self.min_days is not None:
            wanted["windows"] = _windows_from(self.min_days, triage.windows)
        limits = {
            "calls_per_week": self.calls_per_week,
            "visits_per_week": self.visits_per_week,
        }
        known = {name: limit for name, limit in limits.items() if limit is not None}
        return policy.model_copy(
            update={
                "triage": triage.model_copy(update=wanted),
                "capacity": capacity.model_copy(update=known),
            }
        )


def _windows_from(
    min_days: int, windows: Mapping[str, DayWindow]
) -> dict[str, DayWindow]:
    """Return the windows of the sectors, each from this day on."""
    for sector, window in sorted(windows.items()):
        if window.max is not None and min_days > window.max:
            msg = (
                f"From day {min_days} on nothing is left of {sector}: its window ends"
                f" at day {window.max}. Try fewer days."
            )
            raise ConfigurationError(msg)
    return {
        sector: DayWindow(min=min_days, max=window.max)
        for sector, window in windows.items()
    }


@dataclass(frozen=True)
class Counts:
    """A list in numbers.

    Attributes:
        rules: Signals per rule that decided.
        lanes: Persons per lane.
        overflow: Persons beyond the capacity.
        calls: Planned calls.
        visits: Planned home visits.
    """

    rules: Mapping[str, int]
    lanes: Mapping[str, int]
    overflow: int
    calls: int
    visits: int

    @property
    def persons(self) -> int:
        """Persons on the list."""
        return sum(self.lanes.values())

    def lines(self) -> list[tuple[str, int]]:
        """Return name and number, in the order of reading."""
        held_back = [rule for rule in Rule if rule is not Rule.PICKED_UP]
        lanes = [lane for lane in Lane if lane is not Lane.VULNERABLE]
        return [
            ("signals picked up", self.rules.get(Rule.PICKED_UP, 0)),
            *((f"  {rule.value}", self.rules.get(rule, 0)) for rule in held_back),
            ("persons on the list", self.persons),
            *((f"  {lane.value}", self.lanes.get(lane, 0)) for lane in lanes),
            ("calls planned", self.calls),
            ("visits planned", self.visits),
            ("persons beyond the capacity", self.overflow),
        ]


@dataclass(frozen=True)
class Trial:
    """A month as it was, as it would be now, and as it would be with the changes."""

    municipality: str
    month: str
    was: Counts
    now: Counts
    tried: Counts
    capacity: Capacity

    def lines(self) -> list[tuple[str, int, int, int]]:
        """Return name and three numbers, in the order of reading."""
        was, now, tried = (found.lines() for found in (self.was, self.now, self.tried))
        return [
            (name, first, second, third)
            for (name, first), (_, second), (_, third) in zip(
                was, now, tried, strict=True
            )
        ]


def try_policy(municipality: str, month: str | None, changes: Changes) -> Trial:
    """Return what a month's list would have been under a changed policy.

    Args:
        municipality: CBS code.
        month: `yyyy-mm`; the last one with a published list where absent.
        changes: What is tried.

    Raises:
        ConfigurationError: No list of the month is published.
    """
    with engine().connect() as connection:
        found = _published(connection, municipality, month)
        inputs = gather_inputs(connection, found["run_id"])
        tried = changes.applied(inputs.policy)
        return Trial(
            municipality=municipality,
            month=found["month"],
            was=_counts_of_draft(connection, found["draft_id"]),
            now=_counts(draft_places(connection, inputs)),
            tried=_counts(draft_places(connection, replace(inputs, policy=tried))),
            capacity=tried.capacity,
        )


def _published(
    connection: Connection, municipality: str, month: str | None
) -> RowMapping:
    """Return month, draft and run of the last version that was published."""
    query = (
        select(publication.c.month, publication.c.draft_id, draft.c.run_id)
        .join(draft, publication.c.draft_id == draft.c.draft_id)
        .where(publication.c.municipality_code == municipality)
        .order_by(publication.c.month.desc(), publication.c.version.desc())
        .limit(1)
    )
    if month is not None:
        query = query.where(publication.c.month == month)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        msg = f"No list of {month or 'any month'} is published for {municipality}."
        raise ConfigurationError(msg)
    return found


def _counts_of_draft(connection: Connection, draft_id: str) -> Counts:
    """Count a list as it stands in the register."""
    rules = connection.execute(
        select(signal_decision.c.rule_code).where(
            signal_decision.c.draft_id == draft_id
        )
    ).scalars()
    places = connection.execute(
        select(list_entry.c.lane, list_entry.c.plan, list_entry.c.is_overflow).where(
            list_entry.c.draft_id == draft_id
        )
    ).all()
    channels = [item["channel"] for place in places for item in place.plan]
    return _counted(
        rules,
        (place.lane for place in places),
        channels,
        sum(place.is_overflow for place in places),
    )


def _counts(drafted: Drafted) -> Counts:
    """Count a list that was only made in memory."""
    entries = drafted.entries
    return _counted(
        (found.rule for found in drafted.decisions),
        (entry.lane for entry in entries),
        [attempt.channel for entry in entries for attempt in entry.plan],
        sum(entry.is_overflow for entry in entries),
    )


def _counted(
    rules: Iterable[str], lanes: Iterable[str], channels: list[str], overflow: int
) -> Counts:
    """Add up what a list is made of."""
    return Counts(
        rules=Counter(rules),
        lanes=Counter(lanes),
        overflow=overflow,
        calls=channels.count(ContactKind.PHONE),
        visits=channels.count(ContactKind.HOME_VISIT),
    )
