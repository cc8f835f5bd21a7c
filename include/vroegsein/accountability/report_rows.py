"""What an audit report is made from: the rows of every file in `include/sql/reports/`.

All of it is counts, digests, codes and moments of the register. Nothing here reads a
column that holds a person's data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, RowMapping, select

from vroegsein.accountability.month_figures import MonthFigures, month_figures
from vroegsein.errors import DecisionError, InvariantError
from vroegsein.listing.audit import audit_of
from vroegsein.listing.content import draft_row
from vroegsein.listing.inputs import load_passports
from vroegsein.listing.statements import rows
from vroegsein.parties.legal_basis import LegalBases, load_legal_bases
from vroegsein.parties.municipality import Policy, load_policy
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.publication_tables import publication
from vroegsein.settings import settings

OF_DRAFT = (
    "delivery",
    "line_verdict",
    "finding",
    "decision",
    "lane",
    "clock",
    "case_kind",
    "match_confidence",
    "match_evidence",
    "official_decision",
    "review_verdict",
    "crisis_list",
    "breached_clock",
    "purge_done",
    "hold_standing",
)
NORM_MONTHS = 12


@dataclass(frozen=True)
class ReportRows:
    """One publication with all that its report tells.

    Attributes:
        publication: The version the report is of; `earlier` holds those before it.
        files: What was published.
        draft: What the list was made of, and from what.
        audit: The checks it passed.
        policy: The municipality's policy, `passports` and `bases` its partners' and the
            legal bases.
        by_name: Rows of `include/sql/reports/` by the name of the file.
        year: The month's figures, last, after those of the twelve months before.
    """

    publication: RowMapping
    earlier: tuple[RowMapping, ...]
    files: tuple[RowMapping, ...]
    draft: RowMapping
    audit: RowMapping
    policy: Policy
    passports: Mapping[str, Passport]
    bases: LegalBases
    by_name: Mapping[str, Sequence[RowMapping]]
    year: Sequence[MonthFigures]

    @property
    def month(self) -> ReportingMonth:
        """The reporting month."""
        return ReportingMonth.parse(self.draft["month"])

    @cached_property
    def partners(self) -> list[str]:
        """Codes of the partners the draft knew, by name."""
        known = self.draft["inputs"]["passports"]
        return sorted(known, key=lambda code: (self.name(code).casefold(), code))

    def name(self, partner: str) -> str:
        """Return a partner's name, or its code when its passport is gone."""
        passport = self.passports.get(partner)
        return passport.name if passport else partner

    def __getitem__(self, name: str) -> Sequence[RowMapping]:
        """Return the rows of one file of `include/sql/reports/`."""
        return self.by_name[name]


def month_of(connection: Connection, publication_id: str) -> tuple[str, str]:
    """Return municipality and month of a publication.

    Raises:
        DecisionError: There is no such publication.
    """
    query = select(publication.c.municipality_code, publication.c.month)
    row = connection.execute(
        query.where(publication.c.publication_id == publication_id)
    ).one_or_none()
    if row is None:
        msg = f"There is no publication {publication_id} in the register."
        raise DecisionError(msg)
    return row.municipality_code, row.month


def read_rows(connection: Connection, publication_id: str) -> ReportRows:
    """Read what the report of a publication, which there is, tells.

    Raises:
        InvariantError: It has no audit, which the register forbids.
    """
    this_version, *earlier = rows(
        connection, "reports", "publication", publication_id=publication_id
    )
    draft = draft_row(connection, this_version["draft_id"])
    audit = audit_of(connection, this_version["audit_id"])
    if audit is None:
        msg = f"Publication {publication_id} has no audit; it cannot be accounted for."
        raise InvariantError(msg)
    municipality = draft["municipality_code"]
    files = rows(
        connection, "reports", "publication_file", publication_id=publication_id
    )
    return ReportRows(
        publication=this_version,
        earlier=tuple(earlier),
        files=tuple(files),
        draft=draft,
        audit=audit,
        policy=load_policy(settings().municipalities, municipality),
        passports=load_passports(municipality),
        bases=load_legal_bases(settings().legal_bases),
        by_name={
            name: rows(connection, "reports", name, draft_id=draft["draft_id"])
            for name in OF_DRAFT
        },
        year=_year(connection, draft),
    )


def _year(connection: Connection, draft: RowMapping) -> list[MonthFigures]:
    """Return the figures of the twelve months before a draft, and of its own."""
    first = ReportingMonth.parse(draft["month"]).plus(-NORM_MONTHS)
    found = rows(
        connection, "reports", "year",
        draft_id=draft["draft_id"], first_month=str(first),
    )  # fmt: skip
    return [month_figures(draft["municipality_code"], row) for row in found]
