"""What happened in a month, read from the register: counts, codes and places only."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from vroegsein.parties.partner import partner_codes
from vroegsein.register import engine
from vroegsein.register.intake_tables import delivery
from vroegsein.register.list_tables import (
    draft,
    list_entry,
    publication,
    publication_file,
)
from vroegsein.register.matching_tables import run
from vroegsein.settings import settings

COUNTS = ("accepted", "rejected", "duplicate", "no_ground", "objection")


@dataclass(frozen=True)
class PartnerStory:
    """What one partner's month came to.

    Attributes:
        state: `accepted`, `empty`, `refused` or `missing`.
        code: Finding that refused the file, if any.
        lines: Physical lines after the header.
        verdicts: Lines per verdict, in the order of COUNTS.
        accepted_cents: Arrears of the accepted lines, in euro cents.
    """

    partner_code: str
    state: str
    code: str | None
    lines: int
    verdicts: tuple[int, ...]
    accepted_cents: int


@dataclass(frozen=True)
class ListStory:
    """What the month's last publication came to."""

    signals: int
    persons: int
    several_creditors: int
    version: int
    publication_id: str
    files: tuple[tuple[str, str], ...]  # name, digest


def partner_stories(municipality: str, month: str) -> list[PartnerStory]:
    """Return every partner's month, the missing ones too, by code."""
    folder = settings().partners
    with engine().connect() as connection:
        return [
            _partner_story(connection, municipality, month, code)
            for code in partner_codes(folder, municipality)
        ]


def _partner_story(
    connection: Connection, municipality: str, month: str, code: str
) -> PartnerStory:
    """Return one partner's month; a taken delivery goes before a refused one."""
    row = connection.execute(
        select(delivery)
        .where(
            delivery.c.municipality_code == municipality,
            delivery.c.month == month,
            delivery.c.partner_code == code,
        )
        .order_by(delivery.c.state == "refused", delivery.c.delivery_id)
        .limit(1)
    ).mappings().one_or_none()  # fmt: skip
    if row is None:
        return PartnerStory(code, "missing", None, 0, (0,) * len(COUNTS), 0)
    verdicts = tuple(int(row[f"{verdict}_count"] or 0) for verdict in COUNTS)
    return PartnerStory(
        code,
        row["state"],
        row["refusal_code"],
        int(row["line_count"] or 0),
        verdicts,
        int(row["accepted_cents"] or 0),
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
        version=newest["version"],
        publication_id=newest["publication_id"],
        files=tuple((row.name, row.digest) for row in files),
    )
