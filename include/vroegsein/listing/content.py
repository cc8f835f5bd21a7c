"""What a list says: read from the register, written out, and the same every time."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, RowMapping, select

from vroegsein.errors import DecisionError
from vroegsein.listing.columns import ListRow
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.listing.inputs import (
    RECEIVED_STATES,
    digest_of_document,
    load_passports,
)
from vroegsein.listing.list_rows import list_rows
from vroegsein.listing.statements import rows
from vroegsein.listing.survivors import Survivor, read_survivors
from vroegsein.listing.work import Work, read_work
from vroegsein.parties.municipality import Policy, load_policy
from vroegsein.parties.partner import Passport
from vroegsein.register.list_tables import draft
from vroegsein.settings import settings


@dataclass(frozen=True)
class PartnerLine:
    """What came of one partner in the month, for the explanation sheet."""

    code: str
    name: str
    sector: str
    status: str
    signal_count: int


@dataclass(frozen=True)
class ListContent:
    """A whole list, without version or moment: those come with publication."""

    draft: RowMapping
    policy: Policy
    passports: Mapping[str, Passport]
    partners: tuple[PartnerLine, ...]
    list_rows: tuple[ListRow, ...]
    work: Work = field(default_factory=Work)
    survivors: tuple[Survivor, ...] = ()

    @property
    def partner_names(self) -> dict[str, str]:
        """Names of the partners, by code."""
        return {line.code: line.name for line in self.partners}

    @property
    def received_count(self) -> int:
        """Partners with an accepted or empty delivery."""
        return len(self.partners) - len(self.draft["missing_partners"])

    @property
    def digest(self) -> str:
        """SHA-256 of all that the list says."""
        return digest_of_document(
            {
                "draft": self.draft["draft_id"],
                "input_digest": self.draft["input_digest"],
                "partners": [asdict(line) for line in self.partners],
                "policy": self.policy.digest,
                "rows": [asdict(row) for row in self.list_rows],
                "survivors": [asdict(found) for found in self.survivors],
                "work": asdict(self.work),
            }
        )


def draft_row(connection: Connection, draft_id: str) -> RowMapping:
    """Return a draft.

    Raises:
        DecisionError: There is no such draft.
    """
    found = connection.execute(select(draft).where(draft.c.draft_id == draft_id))
    row = found.mappings().one_or_none()
    if row is None:
        msg = f"There is no draft {draft_id} in the register; triage the month first."
        raise DecisionError(msg)
    return row


def read_content(connection: Connection, draft_id: str) -> ListContent:
    """Read what a draft's list says.

    Raises:
        DecisionError: There is no such draft.
        ConfigurationError: The policy or a passport is missing or wrong.
    """
    found = draft_row(connection, draft_id)
    passports = load_passports(found["municipality_code"])
    counted = rows(connection, "listing", "partner_signal", draft_id=draft_id)
    signals = {row["partner_code"]: row["signal_count"] for row in counted}
    return ListContent(
        draft=found,
        policy=load_policy(settings().municipalities, found["municipality_code"]),
        passports=passports,
        partners=tuple(_partners(found, passports, signals)),
        list_rows=tuple(list_rows(connection, found, passports)),
        work=read_work(connection, draft_id),
        survivors=read_survivors(connection, draft_id, passports),
    )


def partner_status(draft_found: RowMapping) -> dict[str, str]:
    """Return what each partner did in the month, by code, in Dutch."""
    states: dict[str, set[str]] = defaultdict(set)
    for delivery in draft_found["inputs"]["deliveries"]:
        states[delivery["partner_code"]].add(delivery["state"])
    return {
        code: _status(states.get(code, set()))
        for code in draft_found["inputs"]["passports"]
    }


def _status(states: set[str]) -> str:
    """Return a partner's month in one word or two."""
    if "accepted" in states:
        return "ontvangen"
    if states & RECEIVED_STATES:
        return "niets te melden"
    if "refused" in states:
        return "geweigerd"
    return "niet afgerond" if states else "niet ontvangen"


def _partners(
    found: RowMapping, passports: Mapping[str, Passport], signals: Mapping[str, int]
) -> list[PartnerLine]:
    """Return one line per partner, by name."""
    status = partner_status(found)
    lines = [
        PartnerLine(
            code,
            passport.name,
            SECTOR_NAMES[passport.sector],
            status.get(code, "niet ontvangen"),
            signals.get(code, 0),
        )
        for code, passport in passports.items()
    ]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.name))
