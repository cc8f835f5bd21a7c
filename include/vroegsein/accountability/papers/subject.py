"""What the papers are about: one municipality's configuration, judged on one day.

The day is that of the policy, or one that is given; the clock is never asked, so that
the same configuration gives the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from vroegsein.errors import ConfigurationError
from vroegsein.intake.answering.record_receipts import YEARS_KEPT
from vroegsein.listing.dutch import day, enumeration, euros, plural
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.listing.inputs import LOOK_BACK_MONTHS
from vroegsein.listing.lanes import LANE_TEXTS, Lane
from vroegsein.parties.legal_basis import LegalBases, load_legal_bases
from vroegsein.parties.municipality import Policy, load_policy
from vroegsein.parties.partner import Passport, load_passport, partner_codes
from vroegsein.parties.policy_papers import Papers
from vroegsein.settings import settings

TO_FILL_IN = "in te vullen"


@dataclass(frozen=True)
class Subject:
    """One municipality on one day.

    Attributes:
        policy: Its policy.
        passports: Its partners, by code.
        bases: All legal bases that are registered.
        on: The day everything is judged on.
    """

    policy: Policy
    passports: tuple[Passport, ...]
    bases: LegalBases
    on: date

    @property
    def own(self) -> Papers:
        """What only the municipality can say; nothing but a day where it says none."""
        return self.policy.papers or Papers(dated=self.on)

    @cached_property
    def lawful(self) -> tuple[Passport, ...]:
        """The partners of which something may be processed on the day."""
        return tuple(
            one
            for one in self.passports
            if self.bases.holds(one.legal_basis, self.on, self.policy.code, one.sector)
        )

    @cached_property
    def words(self) -> Mapping[str, object]:
        """What stands between braces in `words.yml`."""
        return {
            **self.policy.retention.model_dump(),
            "receipt_years": YEARS_KEPT,
            "name": self.policy.name,
            "feedback": self.policy.feedback.level.value,
            "threshold": euros(self.policy.triage.threshold_cents),
            "abnormal": self.policy.abnormal.percent,
            "look_back": LOOK_BACK_MONTHS,
            "readers": self._readers(),
            "keeper": self._keeper(),
            **self._partners(),
            **self._approval(),
        }

    def _readers(self) -> str:
        """Return for how many readers a list is sealed."""
        return plural(len(self.policy.office.recipients), "lezer", "lezers")

    def _keeper(self) -> str:
        """Return where the checkpoints of the event chain lie."""
        keeper = self.policy.checkpoints
        if keeper is None:
            return "alleen in een map van deze installatie"
        return f"ook buiten deze installatie, bij {keeper.account}"

    def _partners(self) -> dict[str, object]:
        """Return what is counted of the partners, and which lanes there are."""
        protections = [passport.protection for passport in self.passports]
        sectors = {passport.sector for passport in self.lawful}
        return {
            "partners": len(self.passports),
            "lawful_partners": len(self.lawful),
            "encrypted": sum(one.encryption != "none" for one in protections),
            "signed": sum(one.signature != "none" for one in protections),
            "sectors": enumeration(
                [f"{name}" for code, name in SECTOR_NAMES.items() if code in sectors]
            ),
            "lanes": enumeration(
                [
                    text.name
                    for lane, text in LANE_TEXTS.items()
                    if lane is not Lane.VULNERABLE
                ]
            ),
        }

    def _approval(self) -> dict[str, str]:
        """Return who approves a list, in a clause and in a sentence."""
        named = len(self.policy.approvers)
        who = (
            f"een van de {named} medewerkers die de gemeente heeft aangewezen"
            if named
            else "een medewerker met het recht om te besluiten"
        )
        clause = (
            f"{who} keurt haar goed, en twee verschillende als een maand meer dan"
            f" {self.policy.abnormal.percent} procent afwijkt"
        )
        return {
            "approval_short": clause,
            "approval": f"Een lijst gaat niet uit zonder goedkeuring: {clause}",
        }

    @property
    def heading(self) -> dict[str, str]:
        """Whose paper it is, of which policy, judged on which day."""
        return {
            "municipality_code": self.policy.code,
            "municipality": self.policy.name,
            "policy_version": self.policy.version,
            "policy_source": self.policy.source,
            "policy_digest": self.policy.digest,
            "judged_on": day(self.on),
        }


def subject_of(municipality: str, on: date | None = None) -> Subject:
    """Return what the papers of a municipality are about.

    Args:
        municipality: CBS code.
        on: Day on which legal bases are judged; None: the day of the policy.

    Raises:
        ConfigurationError: Policy, a passport or the bases cannot be read, or nobody
            says on which day.
    """
    policy = load_policy(settings().municipalities, municipality)
    judged_on = on or (policy.papers.dated if policy.papers else None)
    if judged_on is None:
        msg = (
            f"{municipality}.yml: key 'papers.dated' is missing; add the day the policy"
            " was settled, or name a day with --on."
        )
        raise ConfigurationError(msg)
    partners = settings().partners
    return Subject(
        policy=policy,
        passports=tuple(
            load_passport(partners, code)
            for code in partner_codes(partners, municipality)
        ),
        bases=load_legal_bases(settings().legal_bases),
        on=judged_on,
    )
