"""What partners hear of their signals, and who hears of clocks that run out.

Bgs art. 17(1) allows a creditor to be told that somebody receives debt help, and the
covenant promises more. So the level is the municipality's choice, the least by default.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from vroegsein.parties.yaml_file import Strict

Address = Annotated[str, StringConstraints(pattern=r"^[^@\s,;]+@[^@\s,;]+$")]


class FeedbackLevel(StrEnum):
    """How much of an outcome partners are told (feedback_niveau)."""

    LEAST = "minimaal"
    COVENANT = "convenant"


class Feedback(Strict):
    """What partners hear, and by when."""

    level: Annotated[FeedbackLevel, BeforeValidator(FeedbackLevel)] = (
        FeedbackLevel.LEAST
    )
    pause_days: int = Field(default=30, ge=1, le=180)  # K-PAUZE, from acceptance
    due_working_days: int = Field(default=5, ge=1, le=20)  # K-FB


class Clocks(Strict):
    """Who is told of clocks, and how many working days before one runs out."""

    at_risk_days: int = Field(default=2, ge=0, le=10)
    coordinators: tuple[Address, ...] = ()
    engineers: tuple[Address, ...] = ()
