"""From matches to a published list: triage, draft, audit, approval, publication.

A Dag's task calls one function named here; it is imported when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "approval": ["approvers", "record_answer", "record_approval", "record_second"],
        "approval_page": ["approval_text"],
        "audit": ["audit_draft"],
        "delivery": ["deliver"],
        "delivery_list": ["deliver_list", "published_by"],
        "draft": ["triage_month"],
        "publish": ["publish_list"],
        "review": ["municipality_of", "open_reviews"],
        "review_answer": ["is_answered", "take_answer"],
        "review_send": ["send_review"],
    },
)
