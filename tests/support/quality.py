"""A year of deliveries of two partners, as the quality pages read it."""

from datetime import UTC, date, datetime
from typing import Any

from vroegsein.accountability.quality_rows import QualityRows
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import PROJECT_ROOT

LAST = ReportingMonth(2026, 10)
MONTHS = tuple(str(LAST.plus(-back)) for back in reversed(range(12)))
INCLUDE = PROJECT_ROOT / "include"


def delivery(partner: str, month: str, **changes: Any) -> dict[str, Any]:
    """A delivery of 100 lines that was taken; names what differs."""
    first = date.fromisoformat(f"{month}-05")
    taken = {
        "delivery_id": f"d-{partner}-{month}",
        "partner_code": partner,
        "month": month,
        "digest": "ab" * 32,
        "byte_count": 48210,
        "received_at": datetime(first.year, first.month, 5, 7, tzinfo=UTC),
        "timing": "on_time",
        "state": "accepted",
        "refusal_code": None,
        "line_count": 100,
        "accepted_count": 96,
        "rejected_count": 3,
        "duplicate_count": 1,
        "no_ground_count": 0,
        "objection_count": 0,
        "phone_count": 80,
        "email_count": 60,
        "birth_date_count": 96,
    }
    return {**taken, **changes}


def finding(delivery_id: str, code: str, **changes: Any) -> dict[str, Any]:
    """One line of findings counted by rule and column."""
    found = {
        "delivery_id": delivery_id,
        "code": code,
        "level": "line",
        "column_name": "Postcode",
        "finding_count": 2,
    }
    return {**found, **changes}


def quality_rows(
    deliveries: list[dict[str, Any]],
    findings: list[dict[str, Any]] | None = None,
    wrong: list[dict[str, Any]] | None = None,
) -> QualityRows:
    """What the pages are made from, without a register."""
    codes = ("merenwonen", "noordstroom")
    return QualityRows(
        policy=load_policy(INCLUDE / "municipalities", "1940"),
        month=LAST,
        months=MONTHS,
        passports={code: load_passport(INCLUDE / "partners", code) for code in codes},
        deliveries=deliveries,
        findings=findings or [],
        wrong_signals=wrong or [],
    )


def year() -> QualityRows:
    """A year in which one partner gets better and the other is late once."""
    deliveries = []
    for place, month in enumerate(MONTHS[2:]):
        better = {"accepted_count": 70 + 3 * place, "rejected_count": 29 - 3 * place}
        counted = {"phone_count": 35 + 5 * place, "email_count": 15 + 7 * place}
        deliveries.append(
            delivery(
                "merenwonen", month, **better, **counted,
                birth_date_count=69 + 3 * place,
            )
        )  # fmt: skip
        late = {"timing": "late"} if place == 4 else {}
        deliveries.append(delivery("noordstroom", month, **late))
    deliveries.append(
        delivery(
            "noordstroom", "2026-10", delivery_id="d-refused", state="refused",
            refusal_code="DEL_TOTALS", line_count=None, accepted_count=None,
        )
    )  # fmt: skip
    findings = [
        finding("d-merenwonen-2026-10", "VAL_POSTCODE"),
        finding("d-merenwonen-2026-10", "VAL_PHONE", level="warning", finding_count=7),
    ]
    wrong = [
        {"partner_code": "noordstroom", "month": month, "signal_count": 90,
         "wrong_count": 9}
        for month in MONTHS[4:]
    ]  # fmt: skip
    return quality_rows(deliveries, findings, wrong)
