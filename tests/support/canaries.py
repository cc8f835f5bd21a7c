"""Values of made-up residents, and the search for them in all they may hide in."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pyarrow.parquet as pq

from support.running_month import MONTH, RunningMonth

#: What kinds of values a delivery holds, by their form.
KINDS = {
    "phone": re.compile(r"\+31\d+|0\d[- ]?\d+"),
    "birth date": re.compile(r"\d{4}-\d\d-\d\d|\d\d-\d\d-\d{4}"),
    "customer number": re.compile(r"[1-9]\d{8}"),
    "e-mail": re.compile(r"\S+@\S+"),
    "address": re.compile(r"[A-Z].* \d+"),
    "surname": re.compile(r"[^\W\d][^\d@]+"),
}
OF_EACH = 10
#: Where residents belong: the register, what came and went, and the generator's truth.
VAULT = (
    "postgres", "demo", "keys", "storage/ddas", "storage/landing", "storage/matching",
    "storage/office", "storage/outgoing", "storage/publications", "storage/reviews",
    "storage/work",
)  # fmt: skip
SEALED = {".age", ".pgp", ".gpg"}


def canaries(month: RunningMonth) -> list[str]:
    """Ten delivered values of each kind, spread evenly over all there are."""
    values = json.loads((month.truth / "markers.json").read_text())
    values += sorted(set(_customer_numbers(month)))
    found: list[str] = []
    for form in KINDS.values():
        fitting = [one for one in values if form.fullmatch(one)]
        found += fitting[:: max(1, len(fitting) // OF_EACH)][:OF_EACH]
    return found


def forms(value: str) -> set[bytes]:
    """A value as it may lie somewhere: turned, written otherwise, coded or digested."""
    plain = value.encode()
    texts = {
        value,
        value[::-1],
        value.upper(),
        value.lower(),
        quote(value),
        json.dumps(value)[1:-1],
    }
    coded = {text.encode() for text in texts} | {plain.hex().encode()}
    digested = hashlib.sha256(plain).hexdigest().encode()
    return coded | {digested, value.encode("utf-16-le")} | set(_base64_inside(plain))


def holds(content: bytes, values: Iterable[str]) -> bool:
    """Tell whether a value stands in something, in whatever form."""
    return any(form in content for value in values for form in forms(value))


def open_places(month: RunningMonth) -> Iterator[tuple[str, bytes]]:
    """Everything of a stack outside the vault, by name, as bytes."""
    yield "Airflow's metadata", month.dump("airflow").encode()
    yield "the terminal", month.output.encode()
    yield from open_files(month.var)
    yield from open_files(month.temporary)


def open_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a folder outside the vault."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _is_vault(path.relative_to(folder)):
            yield str(path), path.read_bytes()


def hits(places: Iterable[tuple[str, bytes]], values: Iterable[str]) -> set[str]:
    """Return the names of places that hold a value."""
    searched = sorted({form for value in values for form in forms(value)})
    return {
        name for name, content in places if any(form in content for form in searched)
    }


def _customer_numbers(month: RunningMonth) -> list[str]:
    """The numbers by which partners know their customers, of the month's lines."""
    columns = ["month", "customer_number"]
    signals = pq.read_table(month.truth / "signals.parquet", columns=columns)
    return [
        row["customer_number"] for row in signals.to_pylist() if row["month"] == MONTH
    ]


def _base64_inside(plain: bytes) -> Iterator[bytes]:
    """What base64 makes of a value, wherever it begins in a longer text."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        whole = (before + len(plain)) // 3 * 4
        yield coded[-(-before * 4 // 3) + (1 if before else 0) : whole]


def _is_vault(path: Path) -> bool:
    """Tell whether a file may hold residents: a store of them, or sealed, or incoming."""
    if path.suffix in SEALED or any(path.is_relative_to(place) for place in VAULT):
        return True
    return path.is_relative_to("sftp/exchange") and path.parent.name != "outbox"
