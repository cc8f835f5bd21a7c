"""What only the whole file shows: a counter's phone number, a care home, hidden BSNs.

A phone number or e-mail address that five customers have is nobody's own, and is left
out: it would bring somebody else's arrears to whoever answers. An agreed column that
turns out to hold BSNs refuses the file, because its values may not be kept at all.
"""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vroegsein.errors import DeliveryError
from vroegsein.exchange.files import whole_file
from vroegsein.intake.findings import Code, Finding, in_order, line_finding
from vroegsein.intake.reading.fields import headers_of
from vroegsein.parties.forbidden import is_bsn
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS, Kind

#: Customers with one phone number or e-mail address, from which it is nobody's own.
SHARED_BY = 5
#: Customers at one address, above which it is no household.
HOTSPOT_ABOVE = 20
_CONTACTS = ("phone", "email")
_ADDRESS = ("postcode", "house_number", "house_letter", "house_addition")
_WHO = "customer_number"
#: Fields that could hold a BSN without a name that says so.
_COULD_HIDE = tuple(
    field
    for field, spec in FIELDS.items()
    if spec.kind is Kind.TEXT and field not in {*_CONTACTS, *_ADDRESS}
)
#: Different values that are looked at; fewer than the least prove nothing.
_LOOKED_AT, _LEAST, _SURE_FROM = 200, 5, 20


def look_across(rows: Path, passport: Passport) -> list[Finding]:
    """Blank shared contacts in a file of canonical rows; return what was found.

    Raises:
        DeliveryError: `SCH_NO_GROUND`: an agreed column holds BSNs; the rows are gone.
    """
    headers = headers_of(passport)
    columns = ["line_number", _WHO, *_CONTACTS, *_ADDRESS]
    with pq.ParquetFile(rows) as file:
        hiding = _hiding_bsn(file)
        table = file.read(columns=columns, use_threads=False)
    if hiding is not None:
        rows.unlink()  # before anything could be remembered of them
        raise DeliveryError(Code.SCH_NO_GROUND, column=headers[hiding])
    findings = _hotspots(table, headers)
    shared = {name: _shared_values(table, name) for name in _CONTACTS}
    for name, values in shared.items():
        lines = table.filter(pc.is_in(table[name], value_set=values))["line_number"]
        findings += [
            line_finding(Code.VAL_SHARED_CONTACT, line, headers[name])
            for line in lines.to_pylist()
        ]
    if any(len(values) for values in shared.values()):
        _blank(rows, shared)
    return in_order(findings)


def _hiding_bsn(file: pq.ParquetFile) -> str | None:
    """Return the field that holds BSNs under another name, by its first lines."""
    batch = next(file.iter_batches(columns=list(_COULD_HIDE), use_threads=False), None)
    for field in _COULD_HIDE if batch is not None else ():
        assert batch is not None
        known = [text for text in pc.unique(batch.column(field)).to_pylist() if text]
        if hides_bsn(known[:_LOOKED_AT]):
            return field
    return None


def hides_bsn(values: Sequence[str]) -> bool:
    """Tell whether different values of one column are BSNs.

    One in eleven numbers of nine digits passes the test by chance; five of five do so
    once in 161,051 columns. Of more than a few, four in five are enough: a column of
    BSNs with some blanks or words is one all the same.
    """
    passed = sum(map(is_bsn, values))
    if passed < _LEAST:
        return False
    share = 0.8 if len(values) >= _SURE_FROM else 1.0
    return passed >= share * len(values)


def _shared_values(table: pa.Table, name: str) -> pa.Array:
    """Return the values of a contact column that too many customers have."""
    pairs = (
        table.select([name, _WHO])
        .group_by([name, _WHO], use_threads=False)
        .aggregate([])
    )
    counted = pairs.group_by(name, use_threads=False).aggregate([(_WHO, "count")])
    often = pc.greater_equal(counted[f"{_WHO}_count"], SHARED_BY)
    return counted.filter(often)[name].combine_chunks().drop_null()


def _hotspots(table: pa.Table, headers: dict[str, str]) -> list[Finding]:
    """Return a warning on the first line of each address with too many customers."""
    parts = [pc.fill_null(table[name], "") for name in _ADDRESS]
    address = pc.binary_join_element_wise(*parts, "|")
    keyed = pa.table(
        {"address": address, _WHO: table[_WHO], "line": table["line_number"]}
    )
    keyed = keyed.filter(pc.is_valid(table["postcode"]))
    pairs = keyed.group_by(["address", _WHO], use_threads=False).aggregate(
        [("line", "min")]
    )
    counted = pairs.group_by("address", use_threads=False).aggregate(
        [(_WHO, "count"), ("line_min", "min")]
    )
    many = counted.filter(pc.greater(counted[f"{_WHO}_count"], HOTSPOT_ABOVE))
    return [
        line_finding(Code.VAL_HOTSPOT, line, headers["postcode"])
        for line in many["line_min_min"].to_pylist()
    ]


def _blank(rows: Path, shared: dict[str, pa.Array]) -> None:
    """Write the file again without the shared values."""
    with pq.ParquetFile(rows) as file:
        schema = file.schema_arrow
        with whole_file(rows) as target, pq.ParquetWriter(target, schema) as writer:
            for batch in file.iter_batches(use_threads=False):
                writer.write_table(_blanked(pa.Table.from_batches([batch]), shared))


def _blanked(table: pa.Table, shared: dict[str, pa.Array]) -> pa.Table:
    for name, values in shared.items():
        place = table.schema.get_field_index(name)
        is_shared = pc.is_in(table[name], value_set=values)
        kept = pc.if_else(is_shared, pa.scalar(None, pa.string()), table[name])
        table = table.set_column(place, name, kept)
    return table
