"""The audit report of a publication, as it lies in the storage folder."""

from vroegsein.accountability.dashboard.asking import (
    Asked,
    UnknownPageError,
    read_code,
)
from vroegsein.accountability.dashboard.pages import Page
from vroegsein.accountability.dashboard.rights import may_see
from vroegsein.accountability.dashboard.rows import asked_rows, reading
from vroegsein.settings import settings

#: A report has its style and the widths of its bars within it, and no script.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self';"
    " base-uri 'none'; form-action 'none'"
)


def report(asked: Asked) -> Page:
    """Return the audit report of a publication.

    Raises:
        PermissionError: The reader has not the right to see it.
        UnknownPageError: There is no such publication of this municipality, or its
            report does not lie on this machine.
    """
    if not may_see("report", asked.rights):
        raise PermissionError
    with reading() as connection:
        found = asked_rows(
            connection,
            "report",
            municipality_code=asked.municipality,
            publication_id=read_code(asked.subject),
        )
    if not found:
        raise UnknownPageError
    folder = settings().storage / "reports" / asked.municipality / found[0]["month"]
    file = folder / f"auditrapport-v{found[0]['version']}.html"
    if not file.is_file():
        raise UnknownPageError
    return Page(html=file.read_text("utf-8"), policy=POLICY)
