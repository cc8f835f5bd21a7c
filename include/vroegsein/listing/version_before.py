"""Which version of the month a draft would follow, as its readers have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from vroegsein.listing.addendum import read_table
from vroegsein.listing.content import ListContent
from vroegsein.listing.version_files import TABLE, month_folder
from vroegsein.register.publication_tables import publication


@dataclass(frozen=True)
class VersionBefore:
    """A published version: its number, and its rows by header."""

    number: int
    rows: Sequence[Mapping[str, str]]


def version_before(
    connection: Connection, content: ListContent
) -> VersionBefore | None:
    """Return the version a draft follows; of a published draft, the one it followed.

    None for the first version, and where the files were purged.
    """
    found = content.draft
    ours = select(publication.c.version).where(
        publication.c.draft_id == found["draft_id"]
    )
    version = connection.execute(ours).scalar_one_or_none()
    query = select(func.max(publication.c.version)).where(
        publication.c.municipality_code == found["municipality_code"],
        publication.c.month == found["month"],
    )
    if version is not None:
        query = query.where(publication.c.version < version)
    number = connection.execute(query).scalar_one()
    if number is None:
        return None
    folder = month_folder(found["municipality_code"], found["month"])
    path = folder / f"v{number}" / TABLE
    return (
        VersionBefore(number, read_table(path.read_bytes())) if path.exists() else None
    )
