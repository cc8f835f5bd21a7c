"""Decides the whole of a synthetic municipality: who lives there, owes, and delivers.

The same seed gives the same bytes. Nothing here knows how files are read: the writer
goes by the passports, as a partner goes by the agreement.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from vroegsein.errors import ConfigurationError
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport, partner_codes
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import PROJECT_ROOT
from vroegsein.synthetic.claims import claims_by_month
from vroegsein.synthetic.deliveries import WRONG_MONTH_AGE, Delivery, month_deliveries
from vroegsein.synthetic.population import populate
from vroegsein.synthetic.roster import ROSTER
from vroegsein.synthetic.truth import write_truth

logger = logging.getLogger(__name__)

#: The one municipality whose villages and partners are described here.
MUNICIPALITY = "1940"


@dataclass(frozen=True)
class Summary:
    """What was made.

    Attributes:
        residents: People in the register of residents.
        files: Files this month, the late one included.
        lines: Lines in this month's files that stand, judged one by one.
        accepted: Lines among those that are sound.
        history_files: Files of the other months.
    """

    residents: int
    files: int
    lines: int
    accepted: int
    history_files: int


def generate(
    out: Path,
    municipality: str,
    month: ReportingMonth,
    seed: int,
    history_months: int = 6,
    following_months: int = 0,
    include: Path = PROJECT_ROOT / "include",
) -> Summary:
    """Write a municipality's month of deliveries, its past and the truth.

    Args:
        out: Folder for `inbox/`, `late/`, `history/`, `following/` and `truth/`, made
            where absent.
        municipality: Code of the municipality; only De Fryske Marren is described.
        month: The month whose deliveries lie in the inboxes.
        seed: Whole number that decides everything.
        history_months: How many earlier months to write.
        following_months: How many later months to write.
        include: Folder with the passports and policies.

    Raises:
        ConfigurationError: Another municipality is asked for, the folder is not
            empty, or a passport is missing.
    """
    _refuse_unknown(municipality, out)
    passports = {
        code: load_passport(include / "partners", code)
        for code in partner_codes(include / "partners", municipality)
        if code in ROSTER
    }
    policy = load_policy(include / "municipalities", municipality)
    households = populate(policy.inhabitants, month.first_day, seed)
    lived = max(history_months, WRONG_MONTH_AGE)
    months = [month.plus(offset) for offset in range(-lived, following_months + 1)]
    claims = claims_by_month(households, passports, months, seed, month)
    deliveries: list[Delivery] = []
    for each in months[lived - history_months :]:
        made = month_deliveries(claims, passports, each, month, seed)
        for delivery in made:
            delivery.write(out)
        deliveries += made
        logger.info("%s: %s deliveries", each, len(made))
    write_truth(out / "truth", month, deliveries, households)
    residents = sum(len(household.members) for household in households)
    return _summary(deliveries, month, residents)


def _refuse_unknown(municipality: str, out: Path) -> None:
    """Stop where nothing sensible can be made, or something would be overwritten."""
    if municipality != MUNICIPALITY:
        msg = f"Synthetic residents exist for {MUNICIPALITY} only; ask for that one."
        raise ConfigurationError(msg)
    if out.exists() and any(out.iterdir()):
        msg = f"{out} is not empty; name a new folder or empty this one."
        raise ConfigurationError(msg)


def _summary(
    deliveries: list[Delivery], month: ReportingMonth, residents: int
) -> Summary:
    """Count what was made."""
    files = [delivery for delivery in deliveries if delivery.file]
    now = [delivery for delivery in files if delivery.month == month]
    lines = [line for delivery in now if delivery.stands for line in delivery.lines]
    return Summary(
        residents=residents,
        files=len(now),
        lines=len(lines),
        accepted=sum(line.verdict == "accepted" for line in lines),
        history_files=len(files) - len(now),
    )
