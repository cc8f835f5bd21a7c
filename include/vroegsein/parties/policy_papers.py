"""What only the municipality can say in its own papers of accountability.

Who is responsible, whom to ask, since when: AVG art. 30(1)(a) and the publication
standard of the Algoritmeregister want it, and nothing of it follows from the system.
What is left out stands in the papers as still to be filled in.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from vroegsein.parties.policy_feedback import Address
from vroegsein.parties.yaml_file import Strict

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class Processor(Strict):
    """Somebody who works with the data for the municipality (AVG art. 28)."""

    name: str = Field(min_length=1)
    task: str = Field(min_length=1)
    agreement: str | None = None  # reference of the agreement, AVG art. 28(3)


class Papers(Strict):
    """The municipality's own words in DPIA annex, register and Algoritmeregister."""

    dated: date  # day the policy was settled; the papers are of this day
    controller: str = "het college van burgemeester en wethouders"
    postal_address: str | None = None
    contact: Address | None = None  # for questions about privacy
    privacy_officer: str | None = None  # FG: name of the office, or how to reach it
    in_use_since: Month | None = None
    dpia: str | None = None  # reference and day of the DPIA itself
    activity_register: str | None = None  # where the register is published
    publication: str | None = None  # page of the municipality about this work
    source_code: str | None = None  # where the source code is published
    processors: tuple[Processor, ...] = ()
