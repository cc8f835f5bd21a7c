"""Whether a signal is picked up: the exclusions, first hit wins.

A signal without ground never comes here (X-GROND, intake). Of the others, each gets
one decision with the label of DDAS EnumSignaalstatus, spelled as the national schema
spells it, and one Dutch sentence. No decision names an amount of the person.

Threshold, days in arrears and repetition are agreements of the covenant and the
municipality. A threatening situation has three working days by law (Wgs art. 4(2)):
none of them holds back a crisis signal, however small, young or known the arrears.
"""

from dataclasses import dataclass
from enum import StrEnum

from vroegsein.errors import ConfigurationError
from vroegsein.listing.dutch import euros
from vroegsein.listing.facts import SECTOR_NAMES, SignalFacts
from vroegsein.parties.municipality import DayWindow, Triage


class Status(StrEnum):
    """Labels of DDAS EnumSignaalstatus (v1.2) that triage gives."""

    PICKED_UP = "Opgepakt"
    UNJUSTIFIED = "Niet opgepakt: onterecht signaal"
    REPEATED = "Niet opgepakt: herhaalde melding"


class Rule(StrEnum):
    """The rule that decided."""

    LEGAL_PERSON = "X-RP"
    THRESHOLD = "X-DREMPEL"
    DAYS = "X-DAGEN"
    REPEATED = "X-HERH"
    PICKED_UP = "OPGEPAKT"


#: Which status each rule leads to, in the order in which the rules are tried.
STATUS_BY_RULE = {
    Rule.LEGAL_PERSON: Status.UNJUSTIFIED,
    Rule.THRESHOLD: Status.UNJUSTIFIED,
    Rule.DAYS: Status.UNJUSTIFIED,
    Rule.REPEATED: Status.REPEATED,
    Rule.PICKED_UP: Status.PICKED_UP,
}


@dataclass(frozen=True)
class Decision:
    """What becomes of one signal, and why."""

    signal_id: str
    rule: Rule
    reason: str

    @property
    def status(self) -> Status:
        """The national label."""
        return STATUS_BY_RULE[self.rule]


def decide(signal: SignalFacts, policy: Triage) -> Decision:
    """Decide whether a signal is picked up.

    Raises:
        ConfigurationError: The policy has no window of days for the sector.
    """
    rule = _first_hit(signal, policy)
    return Decision(signal.signal_id, rule, _reason(rule, signal, policy))


def window_of(sector: str, policy: Triage) -> DayWindow:
    """Return the days in arrears a sector's signal may have.

    Raises:
        ConfigurationError: The policy has no window for the sector.
    """
    if sector not in policy.windows:
        msg = f"The policy has no window of days for sector {sector}; add it."
        raise ConfigurationError(msg)
    return policy.windows[sector]


def _first_hit(signal: SignalFacts, policy: Triage) -> Rule:
    """Return the first rule that holds, in the order of the policy rules."""
    window = window_of(signal.sector, policy)
    previous = signal.previous_cents
    is_outside = not window.holds(signal.days_in_arrears)
    if signal.debtor_kind == "RP":
        return Rule.LEGAL_PERSON
    if signal.arrears_cents < policy.threshold_cents and not signal.is_crisis:
        return Rule.THRESHOLD
    if is_outside and not signal.is_crisis:
        return Rule.DAYS
    # DDAS: a higher amount than last time has to be picked up.
    is_repeated = previous is not None and signal.arrears_cents <= previous
    if is_repeated and not signal.is_crisis:
        return Rule.REPEATED
    return Rule.PICKED_UP


def _reason(rule: Rule, signal: SignalFacts, policy: Triage) -> str:
    """Return the decision in one Dutch sentence."""
    sector = SECTOR_NAMES[signal.sector]
    return {
        Rule.LEGAL_PERSON: "De debiteur is een rechtspersoon.",
        Rule.THRESHOLD: "Het bedrag ligt onder de drempel van"
        f" {euros(policy.threshold_cents)}.",
        Rule.DAYS: f"De achterstand valt buiten de termijn voor {sector}:"
        f" {_in_words(window_of(signal.sector, policy))}.",
        Rule.REPEATED: "Dezelfde vordering stond in de afgelopen"
        f" {policy.repeat_days} dagen al op een lijst en is niet hoger geworden.",
        Rule.PICKED_UP: "Voldoet aan de voorwaarden; hulp wordt aangeboden.",
    }[rule]


def _in_words(window: DayWindow) -> str:
    """Return a window of days in words."""
    if window.max is None:
        return f"{window.min} dagen of meer"
    return f"{window.min} tot en met {window.max} dagen"
