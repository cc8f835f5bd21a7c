"""Certificates of purges, as who verifies them asks for them.

The digest of a certificate is SHA-256 over its text, and stands in the event of the
same transaction: whoever has the chain holds the text against it with `sha256sum`.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, select

from vroegsein.errors import DecisionError
from vroegsein.register import engine
from vroegsein.register.audit_tables import purge_certificate, purged_month

SAID = ("purge_id", "municipality_code", "counts", "proof", "destroyed_keys")


def certificate_text(row: Mapping[str, Any]) -> str:
    """Return what a certificate says, in canonical JSON: what its digest is made of."""
    said = {name: row[name] for name in SAID}
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def certificate(purge_id: str) -> str:
    """Return the text of one purge's certificate.

    Raises:
        DecisionError: There is none of that purge.
    """
    query = select(purge_certificate).filter_by(purge_id=purge_id)
    with engine().connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        msg = f"There is no certificate of a purge {purge_id}."
        raise DecisionError(msg)
    return certificate_text(dict(row))


def list_certificates(municipality: str) -> list[str]:
    """Return a line per certificate, oldest first: what went, and how it was proven."""
    query = (
        select(purge_certificate)
        .filter_by(municipality_code=municipality)
        .order_by(purge_certificate.c.completed_at, purge_certificate.c.purge_id)
    )
    with engine().connect() as connection:
        rows = connection.execute(query).mappings().all()
        gone = connection.execute(
            select(purged_month.c.purge_id, purged_month.c.month).order_by("month")
        ).all()
    return [
        _line(row, [month for purge_id, month in gone if purge_id == row["purge_id"]])
        for row in rows
    ]


def _line(row: RowMapping, months: list[str]) -> str:
    """Return one certificate in a line."""
    proof, counts = row["proof"], row["counts"]
    return (
        f"{row['purge_id']}  {row['completed_at']:%Y-%m-%d}"
        f"  {', '.join(months) or 'no month'}: {sum(counts.get('rows', {}).values())}"
        f" rows, {counts.get('files', 0)} files,"
        f" {'proven' if proof['holds'] else 'NOT proven'}: {proof['markers']} values"
        f" sought in {proof['byte_count']} bytes of {', '.join(proof['roots'])},"
        f" {len(proof['found_in'])} found; sha256 {row['digest']}"
    )
