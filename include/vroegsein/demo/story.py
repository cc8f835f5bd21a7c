"""What happened in a month, read from the register: counts, codes and places only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, select

from vroegsein.parties.partner import Passport, load_passport, partner_codes
from vroegsein.register import engine
from vroegsein.register.intake_tables import delivery, finding
from vroegsein.register.list_tables import draft, list_entry
from vroegsein.register.matching_tables import run
from vroegsein.register.publication_tables import publication, publication_file
from vroegsein.register.quality_tables import crisis_notice
from vroegsein.register.review_tables import review
from vroegsein.settings import settings

COUNTS = ("accepted", "rejected", "duplicate", "no_ground", "objection", "withdrawal")
CHANGES = ("new", "changed", "gone", "unchanged")


@dataclass(frozen=True)
class DeliveryStory:
    """What one file came to.

    Attributes:
        number: The partner's own number of it within the month; 1 where it gives none.
        state: `accepted`, `empty`, `refused`, `superseded` or `applied`.
        code: Finding that refused the file, if any.
        lines: Physical lines with records.
        verdicts: Lines per verdict, in the order of COUNTS.
        accepted_cents: Arrears of the accepted lines, in euro cents.
        changes: What a correction did, in the order of CHANGES.
        findings: Name in the outbox of the file with findings, where there are any.
    """

    number: int
    state: str
    code: str | None
    lines: int
    verdicts: tuple[int, ...]
    accepted_cents: int
    changes: tuple[int, ...] | None = None
    findings: str | None = None


@dataclass(frozen=True)
class PartnerStory:
    """What one partner's month came to.

    Attributes:
        account: Its account on the SFTP server.
        form: How it delivers, such as `csv, age, signed`.
        deliveries: Its files in order; none came of a partner that is missing.
    """

    partner_code: str
    account: str
    form: str
    deliveries: tuple[DeliveryStory, ...]


@dataclass(frozen=True)
class ListStory:
    """What the month's last publication came to."""

    signals: int
    persons: int
    several_creditors: int
    month: str
    version: int
    publication_id: str
    files: tuple[tuple[str, str], ...]  # name, digest


@dataclass(frozen=True)
class AskedStory:
    """What people are asked about the month.

    Attributes:
        sheets: Each review sheet in the municipality's outbox: name, doubtful pairs.
        crises: Notices of crisis signals that were not taken.
    """

    sheets: tuple[tuple[str, int], ...]
    crises: int


def partner_stories(municipality: str, month: str) -> list[PartnerStory]:
    """Return every partner's month, the missing ones too, by code."""
    folder = settings().partners
    with engine().connect() as connection:
        return [
            _partner_story(connection, municipality, month, load_passport(folder, code))
            for code in partner_codes(folder, municipality)
        ]


def _partner_story(
    connection: Connection, municipality: str, month: str, passport: Passport
) -> PartnerStory:
    """Return one partner's month, its files in the partner's own order."""
    has_findings = exists().where(finding.c.delivery_id == delivery.c.delivery_id)
    rows = connection.execute(
        select(delivery, has_findings.label("has_findings"))
        .where(
            delivery.c.municipality_code == municipality,
            delivery.c.month == month,
            delivery.c.partner_code == passport.code,
        )
        .order_by(
            func.coalesce(delivery.c.sequence, 0),
            delivery.c.received_at,
            delivery.c.delivery_id,
        )
    ).mappings()  # fmt: skip
    told = tuple(_delivery_story(row) for row in rows)
    return PartnerStory(passport.code, passport.account, form_of(passport), told)


def _delivery_story(row: Mapping[Any, Any]) -> DeliveryStory:
    """Return what one file came to."""
    changed = row["new_count"] is not None
    name = f"bevindingen_{row['month']}_{row['digest'][:8]}.csv"
    return DeliveryStory(
        number=row["sequence"] or 1,
        state=row["state"],
        code=row["refusal_code"],
        lines=int(row["line_count"] or 0),
        verdicts=tuple(int(row[f"{word}_count"] or 0) for word in COUNTS),
        accepted_cents=int(row["accepted_cents"] or 0),
        changes=tuple(row[f"{word}_count"] for word in CHANGES) if changed else None,
        findings=name if row["has_findings"] else None,
    )


def form_of(passport: Passport) -> str:
    """Return how a partner delivers, in a few words."""
    agreed = passport.protection
    words: list[str] = [passport.file.format, agreed.compression, agreed.encryption]
    words += ["signed"] if agreed.signature != "none" else []
    words += ["split"] if passport.splits else []
    return ", ".join(word for word in words if word != "none")


def asked_story(municipality: str, month: str) -> AskedStory:
    """Return what people are asked about a month."""
    sheets = (
        select(review.c.review_id, review.c.pair_count)
        .where(review.c.municipality_code == municipality, review.c.month == month)
        .order_by(review.c.recorded_at, review.c.review_id)
    )
    notices = select(func.count()).where(
        crisis_notice.c.municipality_code == municipality,
        crisis_notice.c.month == month,
    )
    with engine().connect() as connection:
        return AskedStory(
            tuple(
                (f"beoordeling_{month}_{review_id[-8:]}.xlsx.age", pairs)
                for review_id, pairs in connection.execute(sheets)
            ),
            connection.scalar(notices) or 0,
        )


def list_story(municipality: str, month: str) -> ListStory | None:
    """Return the month's newest publication, or None before the first."""
    with engine().connect() as connection:
        newest = connection.execute(
            select(publication, run.c.counts)
            .join(draft, draft.c.draft_id == publication.c.draft_id)
            .join(run, run.c.run_id == draft.c.run_id)
            .where(
                publication.c.municipality_code == municipality,
                publication.c.month == month,
            )
            .order_by(publication.c.version.desc())
            .limit(1)
        ).mappings().one_or_none()  # fmt: skip
        if newest is None:
            return None
        listed = select(
            func.count().label("persons"),
            func.coalesce(func.sum(list_entry.c.signal_count), 0).label("signals"),
            func.count().filter(list_entry.c.partner_count > 1).label("several"),
        ).where(list_entry.c.draft_id == newest["draft_id"])
        counts = connection.execute(listed).one()
        files = connection.execute(
            select(publication_file.c.name, publication_file.c.digest)
            .where(publication_file.c.publication_id == newest["publication_id"])
            .order_by(publication_file.c.name)
        ).all()
    return ListStory(
        signals=counts.signals,
        persons=counts.persons,
        several_creditors=counts.several,
        month=month,
        version=newest["version"],
        publication_id=newest["publication_id"],
        files=tuple((row.name, row.digest) for row in files),
    )
