"""How somebody is approached: the lane's attempts, fitted to the person.

Four rules, in this order: an attempt needs what is known of the person (a number, a
mobile number, an address); after a failed attempt, and soon after a talk, another
channel comes first (a letter, where the lane has no other); a channel that worked
longer ago comes first again; and nobody of whom a phone number is known gets a letter
only.
"""

from collections.abc import Iterable
from datetime import timedelta

from vroegsein.listing.dutch import day
from vroegsein.listing.facts import LastContact, PersonFacts
from vroegsein.parties.case_codes import ContactKind, PartOfDay
from vroegsein.parties.policy_contact import (
    CALL_EARLY,
    LETTER,
    MESSAGE,
    VISIT,
    Attempt,
    ContactPlan,
)

Plan = tuple[Attempt, ...]
#: Channels that reach a door or a mailbox, and are never alone where a phone is known.
ONE_WAY = frozenset({ContactKind.LETTER, ContactKind.CARD, ContactKind.MAIL})
MAIL = Attempt(channel=ContactKind.MAIL)
#: The next part of the day to call in, after one that failed.
OTHER_PART = {
    PartOfDay.MORNING: PartOfDay.EVENING,
    PartOfDay.AFTERNOON: PartOfDay.EVENING,
    PartOfDay.EVENING: PartOfDay.AFTERNOON,
}


def plan_for(person: PersonFacts, lane: str, policy: ContactPlan) -> Plan:
    """Return the attempts for one person, in their order; never none."""
    planned = _never_letter_only(_reachable(policy.attempts(lane), person), person)
    if person.last_contact is None:
        return planned
    return _steered(planned, person, person.last_contact, policy)


def letter_plan(person: PersonFacts) -> Plan:
    """Return what is done where capacity lacks: a letter, with a text or e-mail."""
    return _never_letter_only(_reachable((LETTER, MESSAGE), person), person)


def plan_in_words(plan: Iterable[Attempt]) -> str:
    """Return a plan in Dutch, `4: Telefoon ochtend, Huisbezoek middag, …`."""
    texts = [attempt_in_words(attempt) for attempt in plan]
    return f"{len(texts)}: {', '.join(texts)}"


def attempt_in_words(attempt: Attempt) -> str:
    """Return one attempt, `Telefoon ochtend`."""
    part = attempt.part_of_day
    return f"{attempt.channel.value} {part.value.lower()}" if part else attempt.channel


def last_in_words(last: LastContact | None) -> str | None:
    """Return the last attempt in Dutch, `Telefoon 12-10-2026, niet bereikt`."""
    if last is None:
        return None
    part = f" {last.part_of_day.lower()}" if last.part_of_day else ""
    end = "bereikt" if last.reached else "niet bereikt"
    return f"{last.kind}{part} {day(last.attempt_date)}, {end}"


def count_of(plan: Iterable[Attempt], channel: ContactKind) -> int:
    """Return how many attempts of a plan go over a channel."""
    return sum(attempt.channel is channel for attempt in plan)


def _reachable(attempts: Plan, person: PersonFacts) -> Plan:
    """Leave out what cannot be done; somebody without a number is visited once."""
    planned = [found for a in attempts if (found := _fitted(a, person))]
    has_calls = any(a.channel is ContactKind.PHONE for a in attempts)
    is_visited = any(a.channel is ContactKind.HOME_VISIT for a in planned)
    if has_calls and not person.has_phone and not is_visited:
        planned.insert(0, VISIT)
    return tuple(dict.fromkeys(planned)) or (LETTER,)


def _fitted(attempt: Attempt, person: PersonFacts) -> Attempt | None:
    """Return an attempt that can be made, an e-mail for a text, or nothing."""
    if attempt.channel is ContactKind.PHONE and not person.has_phone:
        return None
    if attempt.channel is ContactKind.MESSAGE and not person.has_mobile:
        return MAIL if person.has_email else None
    if attempt.channel is ContactKind.MAIL and not person.has_email:
        return None
    return attempt


def _steered(
    planned: Plan, person: PersonFacts, last: LastContact, policy: ContactPlan
) -> Plan:
    """Put another channel in front than the last, or the one that worked before."""
    first_day = min(signal.received_on for signal in person.signals)
    rests = timedelta(days=policy.cool_down_days)
    is_recent = first_day - last.attempt_date <= rests
    if last.reached and not is_recent:
        return _in_front(planned, [a for a in planned if a.channel == last.kind])
    moved = tuple(_at_other_hour(a, last) for a in planned)
    others = [a for a in planned if a.channel != last.kind]
    if not others and last.kind != ContactKind.LETTER:
        return (LETTER, *moved)  # an address is always known
    return _in_front(moved, others)


def _at_other_hour(attempt: Attempt, last: LastContact) -> Attempt:
    """Move an attempt over the last channel to another part of the day."""
    part = attempt.part_of_day
    if attempt.channel == last.kind and part is not None and part == last.part_of_day:
        return attempt.model_copy(update={"part_of_day": OTHER_PART[part]})
    return attempt


def _in_front(planned: Plan, wanted: list[Attempt]) -> Plan:
    """Put the first of the wanted attempts in front."""
    if not wanted:
        return planned
    rest = list(planned)
    rest.remove(wanted[0])
    return (wanted[0], *rest)


def _never_letter_only(planned: Plan, person: PersonFacts) -> Plan:
    """Add a text or a call where a phone is known and the rest is one-way."""
    if not person.has_phone or any(a.channel not in ONE_WAY for a in planned):
        return planned
    return (*planned, MESSAGE if person.has_mobile else CALL_EARLY)
