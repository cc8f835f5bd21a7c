"""What an official sees before deciding: counts and euros, and nobody's name."""

from collections import Counter

from sqlalchemy import Connection

from vroegsein.listing.content import ListContent, partner_status
from vroegsein.listing.statements import rows

REFUSED = "geweigerd"


def counts_of(connection: Connection, content: ListContent) -> dict[str, object]:
    """Return a draft's figures: whole numbers and partner codes, ready for JSON.

    Amounts are euro cents. `month_before` is absent where no list was published
    before; `addendum_signals` where none came in after the month was published.
    """
    draft_id = content.draft["draft_id"]
    deliveries = rows(connection, "reports", "delivery", draft_id=draft_id)
    decisions = rows(connection, "reports", "decision", draft_id=draft_id)
    lanes = rows(connection, "reports", "lane", draft_id=draft_id)
    before = rows(connection, "listing", "month_before", draft_id=draft_id)
    status = partner_status(content.draft)
    added = sum(row["addendum_count"] for row in deliveries)
    return {
        "draft_id": draft_id,
        "deliveries": dict(sorted(Counter(d["state"] for d in deliveries).items())),
        "partners": len(content.partners),
        "received_partners": content.received_count,
        "refused_partners": sorted(c for c, word in status.items() if word == REFUSED),
        "missing_partners": sorted(
            code
            for code in content.draft["missing_partners"]
            if status.get(code) != REFUSED
        ),
        "lines": sum(row["line_count"] for row in deliveries),
        "accepted_lines": sum(row["accepted_count"] for row in deliveries),
        "signals": sum(row["signal_count"] for row in decisions),
        "decisions": {row["rule_code"]: row["signal_count"] for row in decisions},
        "persons": sum(row["person_count"] for row in lanes),
        "persons_by_lane": {row["lane"]: row["person_count"] for row in lanes},
        "total_cents": sum(row["amount_cents"] for row in lanes),
        **({"addendum_signals": added} if added else {}),
        **({"month_before": dict(before[0])} if before else {}),
    }
