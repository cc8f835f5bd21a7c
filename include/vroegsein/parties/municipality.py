"""A municipality's policy: thresholds, windows of days and what counts as high.

One YAML file per municipality in `include/municipalities/`, versioned with a
reference to the council's plan (Wgs art. 2) and printed on every list.
"""

import hashlib
from pathlib import Path
from typing import Annotated, get_args

from pydantic import AfterValidator, Field, StringConstraints

from vroegsein.errors import ConfigurationError
from vroegsein.parties.partner import Sector
from vroegsein.parties.policy_capacity import Capacity
from vroegsein.parties.policy_checkpoints import Checkpoints
from vroegsein.parties.policy_contact import ContactPlan
from vroegsein.parties.policy_feedback import Clocks, Feedback
from vroegsein.parties.policy_followup import FollowUp
from vroegsein.parties.policy_papers import Papers
from vroegsein.parties.policy_publication import Abnormal, Approvers, Postcode, Teams
from vroegsein.parties.policy_retention import Retention
from vroegsein.parties.policy_statistics import Statistics
from vroegsein.parties.yaml_file import Strict, read

SectorCode = Annotated[
    str, StringConstraints(pattern=f"^({'|'.join(get_args(Sector))})$")
]


class DayWindow(Strict):
    """Days in arrears a sector's signal may have (Landelijk Convenant)."""

    min: int = Field(ge=0)
    max: int | None = None

    def holds(self, days: int) -> bool:
        """Tell whether so many days lie in the window; both ends belong to it."""
        return self.min <= days and (self.max is None or days <= self.max)


class HighArrears(Strict):
    """From which amount a single signal goes to lane L3, in cents per sector."""

    huur_cents: int = Field(ge=0)
    energie_cents: int = Field(ge=0)
    zorg_cents: int = Field(ge=0)
    water_cents: int = Field(ge=0)
    #: From so many missed terms a signal is high, whatever its amount.
    terms: dict[SectorCode, Annotated[int, Field(ge=1)]] = Field(
        default={"HUUR": 2, "ZORG": 3}
    )


def _each_holds_a_day(windows: dict[str, DayWindow]) -> dict[str, DayWindow]:
    """Refuse a window that no day lies in: nobody would be picked up, and no alarm."""
    for sector, window in windows.items():
        if not window.holds(window.min):
            msg = f"{sector}: max {window.max} is below min {window.min}"
            raise ValueError(msg)
    return windows


class Triage(Strict):
    """What decides whether and how a signal is picked up."""

    threshold_cents: int = Field(ge=0)  # drempelbedrag
    windows: Annotated[dict[SectorCode, DayWindow], AfterValidator(_each_holds_a_day)]
    high: HighArrears
    middle_factor: int = Field(default=3, ge=1)  # L6: amount >= threshold x factor
    repeat_days: int = Field(default=60, ge=0)  # X-HERH: picked up in the last n days
    #: A month's term in cents where a partner names none: for the order in a lane.
    usual_term_cents: dict[SectorCode, Annotated[int, Field(gt=0)]] = Field(
        default={
            "HUUR": 65000,
            "ENERGIE": 15000,
            "WARMTE": 15000,
            "ZORG": 15000,
            "WATER": 2500,
        }
    )


class Office(Strict):
    """Where the municipality's own files go, and where its answers come from."""

    connection: str = "sftp_exchange"
    account: str
    recipients: tuple[str, ...] = ()  # names of public keys in keys/recipients/


class Policy(Strict):
    """One municipality, as its YAML file describes it."""

    code: str = Field(pattern=r"^\d{4}$")
    name: str
    version: str
    source: str  # the plan or policy rule that sets these values
    inhabitants: int = Field(gt=0)
    postcodes: tuple[Postcode, ...] = Field(min_length=1)  # of the municipality
    office: Office
    triage: Triage
    capacity: Capacity = Capacity()
    contact_plan: ContactPlan = ContactPlan()
    retention: Retention = Retention()
    feedback: Feedback = Feedback()
    clocks: Clocks = Clocks()
    follow_up: FollowUp = FollowUp()
    statistics: Statistics | None = None
    #: Who outside keeps the checkpoints; nobody: the folder elsewhere alone.
    checkpoints: Checkpoints | None = None
    teams: Teams = ()
    abnormal: Abnormal = Abnormal()
    papers: Papers | None = None
    #: Users who may decide on a list; none: whoever Airflow lets answer.
    approvers: Approvers = ()

    @property
    def accounts(self) -> set[str]:
        """Accounts on our SFTP server that are not a partner's."""
        others = (self.statistics, self.checkpoints)
        return {self.office.account, *(other.account for other in others if other)}

    @property
    def readers(self) -> list[str]:
        """Whose public keys lie in `keys/recipients/`: readers of what we send."""
        named = {*self.office.recipients}
        return sorted(
            named | set(self.statistics.recipients if self.statistics else ())
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the policy's content, printed on list and report."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def load_policy(folder: Path, code: str) -> Policy:
    """Read one municipality's policy.

    Raises:
        ConfigurationError: The file is absent or wrong, or names another code.
    """
    policy = read(folder / f"{code}.yml", Policy)
    if policy.code != code:
        msg = f"{code}.yml: key 'code' says '{policy.code}'; make it '{code}'."
        raise ConfigurationError(msg)
    return policy


def sender_of(policy: Policy) -> Statistics:
    """Return who delivers the national statistics.

    Raises:
        ConfigurationError: The policy does not say.
    """
    if policy.statistics is None:
        msg = (
            f"{policy.code}.yml: key 'statistics' is missing; without a receiver's"
            " account and key nothing is delivered (docs/statistiek.md)."
        )
        raise ConfigurationError(msg)
    return policy.statistics
