"""A list without a register: its persons, its version, and what the files say."""

from dataclasses import fields
from datetime import UTC, datetime

from vroegsein.listing.columns import ListRow
from vroegsein.listing.content import ListContent, PartnerLine
from vroegsein.listing.version_files import Approved, Version
from vroegsein.parties.municipality import load_policy
from vroegsein.settings import PROJECT_ROOT

USUAL = ListRow(
    **dict.fromkeys((field.name for field in fields(ListRow)), "x")
    | dict.fromkeys(("number", "severity", "earlier_months"), "1")
    | dict.fromkeys(("due_date", "oldest_arrears"), "07-10-2026")
    | {"total": "€ 1.234,56"}
)
DRAFT = {
    "draft_id": "draft", "municipality_code": "1940", "month": "2026-10",
    "input_digest": "0" * 64, "code_version": "0", "missing_partners": [],
}  # fmt: skip
VERSION = Version(
    "list-1", 1, "audit-1", (Approved("approval-1", "c.ordinator"),),
    datetime(2026, 10, 14, tzinfo=UTC),
)  # fmt: skip


def content(*listed: ListRow) -> ListContent:
    """A list of these persons."""
    policy = load_policy(PROJECT_ROOT / "include" / "municipalities", "1940")
    partner = PartnerLine("woonvast", "Woonvast", "huur", "ontvangen", 1)
    return ListContent(DRAFT, policy, {}, (partner,), listed)
