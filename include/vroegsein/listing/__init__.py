"""From matches to a published list: triage, draft, audit, approval, publication."""

from vroegsein.listing.approval import record_answer, record_approval
from vroegsein.listing.approval_page import approval_text
from vroegsein.listing.audit import audit_draft
from vroegsein.listing.draft import triage_month
from vroegsein.listing.publish import publish_list

__all__ = [
    "approval_text",
    "audit_draft",
    "publish_list",
    "record_answer",
    "record_approval",
    "triage_month",
]
