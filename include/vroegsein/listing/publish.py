"""When a list is published: once, whole, and only what was audited and approved.

The files are made whole in a staging folder, the register's rows are committed, and
only then does one rename give the folder its name. Killed before the commit, nothing
was published, and the next run clears the staging folder; killed after it, the next
run finishes the rename. A reader sees a whole version or none.
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, RowMapping, func, insert, select

from vroegsein.errors import DecisionError
from vroegsein.exchange.files import private_folder, rename_durably
from vroegsein.listing.addendum import read_table
from vroegsein.listing.approval import APPROVED, require_current, standing
from vroegsein.listing.audit import last_audit
from vroegsein.listing.content import ListContent, draft_row, read_content
from vroegsein.listing.month_lock import month_lock
from vroegsein.listing.version_files import (
    TABLE,
    Approved,
    Registered,
    Version,
    digest_of_bytes,
    files_of,
    finish_or_clear,
    month_folder,
    stage,
)
from vroegsein.register import engine
from vroegsein.register.effects import note_effect
from vroegsein.register.list_tables import list_entry_signal
from vroegsein.register.processing_log import Action
from vroegsein.register.publication_tables import publication, publication_file

logger = logging.getLogger(__name__)


def publish_list(draft_id: str) -> str:
    """Publish an approved draft; the same draft again changes nothing.

    Returns:
        The id of the publication.

    Raises:
        DecisionError: The draft is unknown, was not audited, did not pass, was not
            approved, or says something else than when it was audited.
        InvariantError: Published files are not what the register says they are.
        OperatorError: Another run works on this month.
    """
    with engine().connect() as connection:
        found = draft_row(connection, draft_id)
    municipality, month = found["municipality_code"], found["month"]
    with month_lock(municipality, month):
        folder = private_folder(month_folder(municipality, month))
        with engine().connect() as connection:
            versions = _registered(connection, municipality, month)
        finish_or_clear(folder, versions)
        publication_id = _publication_id(found)
        if publication_id not in versions:
            _publish_version(folder, draft_id)
    return publication_id


def _publication_id(found: RowMapping) -> str:
    """Return the id of the publication of a draft's inputs."""
    place = f"{found['municipality_code']}-{found['month']}"
    return f"list-{place}-{found['input_digest'][:12]}"


def _registered(
    connection: Connection, municipality: str, month: str
) -> dict[str, Registered]:
    """Return the versions of a month that the register knows, by id."""
    query = select(publication.c.publication_id, publication.c.version).where(
        publication.c.municipality_code == municipality, publication.c.month == month
    )
    found = connection.execute(query.order_by(publication.c.version)).all()
    return {
        row.publication_id: Registered(
            row.publication_id, row.version, _digests(connection, row.publication_id)
        )
        for row in found
    }


def _digests(connection: Connection, publication_id: str) -> dict[str, str]:
    """Return the digests of a publication's files, by name."""
    query = select(publication_file.c.name, publication_file.c.digest).where(
        publication_file.c.publication_id == publication_id
    )
    return {row.name: row.digest for row in connection.execute(query)}


def _publish_version(folder: Path, draft_id: str) -> None:
    """Stage the files, commit the rows, rename."""
    with engine().begin() as connection:
        content = read_content(connection, draft_id)
        version = _next_version(connection, content)
        files = files_of(content, version, before=_rows_before(folder, version))
        staged = stage(folder, version, files)
        _register(connection, content, version, files)
    rename_durably(staged, folder / version.folder_name)
    logger.info(
        "publication=%s version=%d persons=%d",
        version.publication_id,
        version.number,
        len(content.list_rows),
    )


def _rows_before(folder: Path, version: Version) -> list[dict[str, str]] | None:
    """Return the rows of the version before, as they were published."""
    if version.number == 1:
        return None
    return read_table((folder / f"v{version.number - 1}" / TABLE).read_bytes())


def _next_version(connection: Connection, content: ListContent) -> Version:
    """Return the version a draft becomes.

    Raises:
        DecisionError: Audit or approval is missing, refused, or of other content.
    """
    found = content.draft
    draft_id = found["draft_id"]
    audited = last_audit(connection, draft_id)
    if audited is None or not audited["has_passed"]:
        msg = f"Draft {draft_id} has no passed audit; run audit_draft first."
        raise DecisionError(msg)
    if audited["list_digest"] != content.digest:
        msg = f"Draft {draft_id} says something else than when it was audited."
        raise DecisionError(msg)
    approvals = _approvals(connection, draft_id, audited["approvals_needed"])
    require_current(connection, found)
    query = select(func.coalesce(func.max(publication.c.version), 0)).where(
        publication.c.municipality_code == found["municipality_code"],
        publication.c.month == found["month"],
    )
    return Version(
        publication_id=_publication_id(found),
        number=connection.execute(query).scalar_one() + 1,
        audit_id=audited["audit_id"],
        approvals=tuple(
            Approved(row["approval_id"], row["decided_by"]) for row in approvals
        ),
        published_at=approvals[-1]["decided_at"],
    )


def _approvals(
    connection: Connection, draft_id: str, needed: int
) -> Sequence[RowMapping]:
    """Return the approvals that allow a publication: as many as are needed.

    Raises:
        DecisionError: There are none, or fewer officials than an abnormal month needs.
    """
    given = standing(connection, draft_id)
    if not given:
        msg = f"Draft {draft_id} was not approved by an official."
        raise DecisionError(msg)
    if len(given) < needed:
        msg = (
            f"FOUR_EYES: draft {draft_id} is of an abnormal month and was approved by"
            " one official; another one has to approve it too."
        )
        raise DecisionError(msg)
    return given[:needed]


def _register(
    connection: Connection,
    content: ListContent,
    version: Version,
    files: Mapping[str, bytes],
) -> None:
    """Write the publication and its files."""
    found = content.draft
    connection.execute(
        insert(publication).values(
            publication_id=version.publication_id,
            municipality_code=found["municipality_code"],
            month=found["month"],
            version=version.number,
            draft_id=found["draft_id"],
            input_digest=found["input_digest"],
            audit_id=version.audit_id,
            has_passed=True,
            decision=APPROVED,
            published_at=version.published_at,
            **_approval_columns(version),
        )
    )
    connection.execute(
        insert(publication_file),
        [
            {
                "publication_id": version.publication_id,
                "name": name,
                "digest": digest_of_bytes(written),
                "byte_count": len(written),
            }
            for name, written in sorted(files.items())
        ],
    )
    _note(connection, found, version, len(files))


def _approval_columns(version: Version) -> dict[str, object]:
    """Return the columns that say who approved, one official or two."""
    first, *more = version.approvals
    second = more[0] if more else None
    return {
        "approvals_needed": len(version.approvals),
        "approval_id": first.approval_id,
        "first_approver": first.approved_by,
        "second_approval_id": second.approval_id if second else None,
        "second_approver": second.approved_by if second else None,
    }


def _note(
    connection: Connection, found: RowMapping, version: Version, file_count: int
) -> None:
    """Note who published, and every person on the list."""
    table = list_entry_signal.c
    persons = (
        select(func.min(table.signal_id))
        .where(table.draft_id == found["draft_id"])
        .group_by(table.entry_number)
    )
    note_effect(
        connection,
        found["municipality_code"],
        "publish_list",
        version.publication_id,
        f"version {version.number}, {file_count} files",
        actor=", ".join(one.approved_by for one in version.approvals),
        touching=Action.LISTED,
        signal_ids=connection.scalars(persons),
    )
