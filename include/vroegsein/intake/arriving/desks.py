"""Whose inbox is looked at in a run: one partner, one municipality, one month."""

from collections.abc import Iterable
from dataclasses import dataclass

from vroegsein.errors import ConfigurationError
from vroegsein.intake import ledger
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import settings


@dataclass(frozen=True)
class Desk:
    """The inbox of one partner in one run.

    Attributes:
        municipality: CBS code.
        month: Reporting month of the run, yyyy-mm.
        passport: The partner's passport.
    """

    municipality: str
    month: str
    passport: Passport

    @property
    def keys(self) -> dict[str, str]:
        """The columns that say whose inbox it is."""
        return {
            "municipality_code": self.municipality,
            "month": self.month,
            "partner_code": self.passport.code,
        }

    @property
    def place(self) -> tuple[str, str]:
        """Municipality and partner."""
        return self.municipality, self.passport.code

    @property
    def scope(self) -> str:
        """What runs take turns on."""
        return scope_of(*self.place)


def scope_of(municipality: str, partner_code: str) -> str:
    """Return what runs of one partner take turns on."""
    return f"{municipality}|{partner_code}"


def desk_of(municipality: str, month: str, partner_code: str) -> Desk:
    """Return the inbox of a partner.

    Raises:
        ConfigurationError: The partner does not deliver to the municipality, or nothing
            in its files could tell which of its municipalities they are for.
    """
    passport = load_passport(settings().partners, partner_code)
    if municipality not in passport.municipalities:
        msg = f"{partner_code}.yml: municipality {municipality} is not listed; add it."
        raise ConfigurationError(msg)
    is_shared = len(passport.municipalities) > 1
    if is_shared and passport.delivery.completeness != "manifest":
        msg = (
            f"{partner_code}.yml: with more than one municipality on one account only a"
            " manifest can tell whose a file is; set 'completeness: manifest'."
        )
        raise ConfigurationError(msg)
    return Desk(municipality, str(ReportingMonth.parse(month)), passport)


def desks_of(inbox_file_ids: Iterable[str]) -> list[Desk]:
    """Return the inboxes these files lie in, each once."""
    seen = ledger.transaction(
        lambda db: [ledger.inbox_file_by_id(db, one) for one in inbox_file_ids]
    )
    keys = {(file.municipality_code, file.month, file.partner_code) for file in seen}
    return [desk_of(*key) for key in sorted(keys)]


def scopes_of(delivery_ids: Iterable[str]) -> list[str]:
    """Return what runs take turns on, for the partners of these deliveries."""
    found = [ledger.current(delivery_id) for delivery_id in delivery_ids]
    return [scope_of(item.municipality_code, item.partner_code) for item in found]
