"""How somebody is approached: attempts per lane, and which help there is to offer.

The number of attempts is the strongest lever on reaching somebody, and a letter alone
reaches hardly anyone (Divosa monitor): each lane has several attempts, over more than
one channel and more than one part of the day.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from vroegsein.parties.case_codes import ContactKind, Measure, PartOfDay
from vroegsein.parties.yaml_file import Strict

LaneCode = Annotated[str, StringConstraints(pattern="^L[0-7]$")]


class Attempt(Strict):
    """One planned attempt: by which channel, and in which part of the day."""

    channel: ContactKind
    part_of_day: PartOfDay | None = None


CALL_EARLY = Attempt(channel=ContactKind.PHONE, part_of_day=PartOfDay.MORNING)
CALL_LATE = Attempt(channel=ContactKind.PHONE, part_of_day=PartOfDay.EVENING)
MESSAGE = Attempt(channel=ContactKind.MESSAGE)
VISIT = Attempt(channel=ContactKind.HOME_VISIT, part_of_day=PartOfDay.AFTERNOON)
CARD = Attempt(channel=ContactKind.CARD)
LETTER = Attempt(channel=ContactKind.LETTER)

#: Attempts per lane, in their order, where the policy names none.
USUAL_PLANS: dict[LaneCode, tuple[Attempt, ...]] = {
    "L0": (CALL_EARLY, VISIT, CALL_LATE, CARD),
    "L1": (CALL_EARLY, MESSAGE, CALL_LATE, LETTER),
    "L2": (CALL_EARLY, VISIT, CALL_LATE, CARD),
    "L3": (CALL_EARLY, CALL_LATE, MESSAGE, VISIT),
    "L4": (CALL_EARLY, VISIT, CALL_LATE, CARD),
    "L5": (CALL_LATE, MESSAGE, CALL_EARLY, LETTER),
    "L6": (CALL_EARLY, MESSAGE, CALL_LATE, LETTER),
    "L7": (LETTER, MESSAGE),
}
#: What a municipality offers by itself; what only creditors grant is in passports.
USUAL_MEASURES = (
    Measure.BUDGET_COACHING,
    Measure.SPECIAL_ASSISTANCE,
    Measure.ADMINISTRATION,
    Measure.BENEFITS_CHECK,
    Measure.PROTECTED_EARNINGS,
    Measure.DEBT_HELP_INTAKE,
    Measure.GUARDIANSHIP,
    Measure.ENERGY_FIXER,
    Measure.BUDDY,
    Measure.GELDFIT,
)


class ContactPlan(Strict):
    """How persons on the list are approached."""

    lanes: dict[LaneCode, tuple[Attempt, ...]] = Field(default={})
    cool_down_days: int = Field(default=14, ge=0)  # a channel just used rests so long
    known_months: int = Field(default=6, ge=0)  # X-SHV: result "al bekend" counts
    measures: tuple[Measure, ...] = USUAL_MEASURES

    def attempts(self, lane: str) -> tuple[Attempt, ...]:
        """Return a lane's attempts, in their order."""
        return self.lanes.get(lane, USUAL_PLANS[lane])
