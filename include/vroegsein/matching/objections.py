"""How somebody who objected is recognised in a month, though we no longer say who.

Of an objection the register keeps keyed digests of three ways to recognise a person:
surname with birth date, surname with address, birth date with address, each with the
first initial. A signal that meets one of them is that person's. The lists of the
municipality are another matter: a newer list does not lift an objection.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from vroegsein.exchange.files import write_whole
from vroegsein.register.audit_tables import tombstone
from vroegsein.register.pseudonyms import Purpose, known_keys

_WHOLE_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def identity_keys(person: Mapping[str, Any]) -> list[str]:
    """Return the ways to recognise a person, in plain comparable text.

    Args:
        person: Columns of a signal or a request; what is not known is absent or empty.
    """
    initial = letters(person.get("initials") or person.get("first_names"))[:1]
    surname, birth = letters(person.get("surname")), str(person.get("birth_date") or "")
    number = letters(person.get("house_number"))
    postcode = letters(person.get("postcode"))
    home = f"{postcode}{number}" if postcode and number else ""
    born = birth if _WHOLE_DATE.fullmatch(birth) else ""
    ways = ((surname, born), (surname, home), (born, home))
    return [
        f"{place}|{initial}|{one}|{other}"
        for place, (one, other) in enumerate(ways)
        if one and other
    ]


def letters(text: object) -> str:
    """Return a text's letters and digits, without accents or capitals."""
    plain = unicodedata.normalize("NFKD", str(text or "")).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def objection_ids(connection: Connection, municipality: str) -> list[str]:
    """Return the objections of a municipality, in order."""
    query = select(tombstone.c.objection_id).where(
        tombstone.c.municipality_code == municipality
    )
    return sorted(set(connection.scalars(query)))


def write_objections(
    connection: Connection, municipality: str, path: Path
) -> Path | None:
    """Write which objections a run takes into account; None when there are none."""
    found = objection_ids(connection, municipality)
    if not found:
        path.unlink(missing_ok=True)
        return None
    write_whole(path, json.dumps(found).encode())
    return path


def objected(
    connection: Connection, municipality: str, signals: Path
) -> list[dict[str, str]]:
    """Return which signals of a snapshot are of somebody who objected.

    Returns:
        Rows for `matching.exclusion_match` without the run, in a total order.
    """
    rows = connection.execute(
        select(tombstone.c.person_key, tombstone.c.objection_id).where(
            tombstone.c.municipality_code == municipality
        )
    ).all()
    if not rows:
        return []
    objections: dict[str, set[str]] = {}
    for person_key, objection_id in rows:
        objections.setdefault(person_key, set()).add(objection_id)
    hits = {
        (signal["signal_id"], objection_id)
        for signal in pq.read_table(signals).to_pylist()
        for digest in digests(municipality, identity_keys(signal))
        for objection_id in objections.get(digest, ())
    }
    return [
        {"signal_id": one, "exclusion_id": other, "confidence": "certain"}
        for one, other in sorted(hits)
    ]


def digests(municipality: str, identities: Iterable[str]) -> list[str]:
    """Return the keyed digests of identities under every key that there is."""
    listed = list(identities)
    return [
        digest
        for key in known_keys(municipality, Purpose.OBJECTION)
        for digest in key.pseudonyms(listed)
    ]
