"""Whether a signal is picked up: the exclusions, first hit wins.

A signal without ground never comes here (X-GROND, intake). Of the others, each gets
one decision with the label of DDAS EnumSignaalstatus, spelled as the national schema
spells it, and one Dutch sentence. No decision names an amount of the person.

Threshold, days in arrears and repetition are agreements of the covenant and the
municipality. A threatening situation has three working days by law (Wgs art. 4(2)):
none of them holds back a crisis signal, however small, young or known the arrears, nor
does being known at debt help. Who has died, lives elsewhere, is on the safety list or
objected is not approached in a crisis either (docs/decisions/0013). Why somebody is on
a list of the municipality is never part of a reason: that stays inside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from vroegsein.errors import ConfigurationError
from vroegsein.listing.dutch import euros
from vroegsein.listing.facts import SECTOR_NAMES, Mark, SignalFacts
from vroegsein.parties.municipality import DayWindow, Triage


class Status(StrEnum):
    """Labels of DDAS EnumSignaalstatus (v1.2) that triage gives."""

    PICKED_UP = "Opgepakt"
    UNJUSTIFIED = "Niet opgepakt: onterecht signaal"
    DECEASED = "Inwoner is overleden"
    NO_RESIDENT = "Persoon is geen inwoner (meer) in de gemeente"
    KNOWN = "Inwoner al bekend bij schuldhulpverlening"
    REPEATED = "Niet opgepakt: herhaalde melding"
    OTHER_REASON = "Niet opgepakt: andere reden"


class Rule(StrEnum):
    """The rule that decided, in the order in which they are tried."""

    LEGAL_PERSON = "X-RP"
    THRESHOLD = "X-DREMPEL"
    DAYS = "X-DAGEN"
    DECEASED = "X-OVERL"
    NO_RESIDENT = "X-GEENINW"
    DEBT_HELP = "X-SHV"
    REPEATED = "X-HERH"
    SAFETY = "X-UITSL"
    OBJECTION = "X-BEZW"
    PICKED_UP = "OPGEPAKT"


#: Which status each rule leads to.
STATUS_BY_RULE = {
    Rule.LEGAL_PERSON: Status.UNJUSTIFIED,
    Rule.THRESHOLD: Status.UNJUSTIFIED,
    Rule.DAYS: Status.UNJUSTIFIED,
    Rule.DECEASED: Status.DECEASED,
    Rule.NO_RESIDENT: Status.NO_RESIDENT,
    Rule.DEBT_HELP: Status.KNOWN,
    Rule.REPEATED: Status.REPEATED,
    Rule.SAFETY: Status.OTHER_REASON,
    Rule.OBJECTION: Status.OTHER_REASON,
    Rule.PICKED_UP: Status.PICKED_UP,
}
#: Rules that do not hold back a crisis signal.
PASSED_BY_CRISIS = frozenset({Rule.THRESHOLD, Rule.DAYS, Rule.DEBT_HELP, Rule.REPEATED})
#: A home, energy or water: those who stay behind may lose it.
SHARED_SECTORS = frozenset({"HUUR", "ENERGIE", "WARMTE", "WATER"})
#: What every decision says that is made for a reason inside the municipality.
INSIDE = "Niet opgepakt; de reden blijft binnen de gemeente."


@dataclass(frozen=True)
class Decision:
    """What becomes of one signal, and why.

    Attributes:
        has_survivors: Of a deceased person: others live there, or a home, energy or
            water is at stake (nabestaanden).
    """

    signal_id: str
    rule: Rule
    reason: str
    has_survivors: bool = False

    @property
    def status(self) -> Status:
        """The national label."""
        return STATUS_BY_RULE[self.rule]


def decide(signal: SignalFacts, policy: Triage) -> Decision:
    """Decide whether a signal is picked up.

    Raises:
        ConfigurationError: The policy has no window of days for the sector.
    """
    window_of(signal.sector, policy)
    rule = _first_hit(signal, policy)
    return Decision(
        signal.signal_id,
        rule,
        _reason(rule, signal, policy),
        has_survivors=rule is Rule.DECEASED and has_survivors(signal),
    )


def has_survivors(signal: SignalFacts) -> bool:
    """Tell whether somebody who stays behind may need help."""
    return Mark.NOT_ALONE in signal.marks or signal.sector in SHARED_SECTORS


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
    """Return the first rule that holds for the signal."""
    held = (
        rule
        for rule, holds in TESTS.items()
        if not (signal.is_crisis and rule in PASSED_BY_CRISIS) and holds(signal, policy)
    )
    return next(held, Rule.PICKED_UP)


def _is_outside_window(signal: SignalFacts, policy: Triage) -> bool:
    """Tell whether the arrears are too young or too old for their sector."""
    return not window_of(signal.sector, policy).holds(signal.days_in_arrears)


def _is_repeated(signal: SignalFacts, _: Triage) -> bool:
    """Tell whether it was picked up before and has not grown since (DDAS)."""
    previous = signal.previous_cents
    return previous is not None and signal.arrears_cents <= previous


#: When each rule holds, in the order in which they are tried.
TESTS: dict[Rule, Callable[[SignalFacts, Triage], bool]] = {
    Rule.LEGAL_PERSON: lambda signal, _: signal.debtor_kind == "RP",
    Rule.THRESHOLD: lambda signal, policy: (
        signal.arrears_cents < policy.threshold_cents
    ),
    Rule.DAYS: _is_outside_window,
    Rule.DECEASED: lambda signal, _: Mark.DECEASED in signal.marks,
    Rule.NO_RESIDENT: lambda signal, _: Mark.MOVED_OUT in signal.marks,
    Rule.DEBT_HELP: lambda signal, _: signal.is_known_at_debt_help,
    Rule.REPEATED: _is_repeated,
    Rule.SAFETY: lambda signal, _: Mark.SAFETY in signal.marks,
    Rule.OBJECTION: lambda signal, _: Mark.OBJECTION in signal.marks,
}


def _reason(rule: Rule, signal: SignalFacts, policy: Triage) -> str:
    """Return the decision in one Dutch sentence."""
    sector = SECTOR_NAMES[signal.sector]
    return {
        Rule.LEGAL_PERSON: "De debiteur is een rechtspersoon.",
        Rule.THRESHOLD: "Het bedrag ligt onder de drempel van"
        f" {euros(policy.threshold_cents)}.",
        Rule.DAYS: f"De achterstand valt buiten de termijn voor {sector}:"
        f" {_in_words(window_of(signal.sector, policy))}.",
        Rule.DECEASED: "De inwoner is overleden volgens de basisregistratie personen.",
        Rule.NO_RESIDENT: "De persoon woont niet (meer) in de gemeente.",
        Rule.DEBT_HELP: "De inwoner is al bekend bij schuldhulpverlening.",
        Rule.SAFETY: INSIDE,
        Rule.OBJECTION: INSIDE,
        Rule.REPEATED: "Dezelfde vordering stond in de afgelopen"
        f" {policy.repeat_days} dagen al op een lijst en is niet hoger geworden.",
        Rule.PICKED_UP: "Voldoet aan de voorwaarden; hulp wordt aangeboden.",
    }[rule]


def _in_words(window: DayWindow) -> str:
    """Return a window of days in words."""
    if window.max is None:
        return f"{window.min} dagen of meer"
    return f"{window.min} tot en met {window.max} dagen"
