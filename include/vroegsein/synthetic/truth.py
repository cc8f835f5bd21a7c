"""Decides how the truth is written down, for tests and measurements to judge by."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.record import CRISIS_KINDS, FIELDS
from vroegsein.synthetic import defects
from vroegsein.synthetic.deliveries import Delivery
from vroegsein.synthetic.files import Line, control_total
from vroegsein.synthetic.layouts import has_header
from vroegsein.synthetic.places import address_key
from vroegsein.synthetic.population import Household, Resident

VERDICTS = ("accepted", "rejected", "duplicate", "no_ground", "objection", "withdrawal")
UNIQUE_LENGTH = 9  # a shorter name or street may stand in a log by chance
#: Refusals of files of which nobody has to know what was in them.
NOTHING_TO_ASK = frozenset({"LAW_NO_BASIS"})
RESIDENT_COLUMNS = (
    *("resident_id", "initials", "first_names", "surname_prefix", "surname"),
    *("birth_date", "street", "house_number", "house_letter", "house_addition"),
    *("postcode", "place", "partner_surname_prefix", "partner_surname", "deceased"),
    *("moved_out", "address_secret"),
)


def write_truth(
    out: Path,
    month: ReportingMonth,
    deliveries: list[Delivery],
    households: list[Household],
) -> None:
    """Write all truth files in a folder.

    Args:
        out: The folder, made where absent.
        month: The month that is made; it and what follows give the markers.
        deliveries: All deliveries of all months.
        households: Everybody who lives in the municipality.
    """
    out.mkdir(parents=True, exist_ok=True)
    judged = [_judged(delivery) for delivery in deliveries]
    _write_json(out / "deliveries.json", judged)
    now = [each for each in deliveries if each.month >= month]
    _write_json(out / "markers.json", markers(now))
    standing = [delivery for delivery in deliveries if delivery.stands]
    signals = [row for delivery in standing for row in _signals(delivery)]
    _write_parquet(out / "signals.parquet", signals)
    people = [_resident(home, who) for home in households for who in home.members]
    _write_parquet(out / "residents.parquet", people)
    _write_parquet(out / "households.parquet", _memberships(households))


def markers(deliveries: Iterable[Delivery]) -> list[str]:
    """Return personal values that stand in these deliveries' files, sorted.

    None may ever be found in a log, an exception or Airflow's database. Surnames and
    streets with number of less than nine characters are left out, as are dates
    without separators: those may turn up by chance.
    """
    found: set[str] = set()
    for delivery in deliveries:
        for line in delivery.file.lines if delivery.file else []:
            found |= _personal(line)
    return sorted(found)


def _personal(line: Line) -> set[str]:
    """Return one line's personal values, as written and as we would write them."""
    values, cells = line.values, line.cells
    found = {values[name] for name in ("birth_date", "phone", "email")}
    found |= {cells.get(name, "") for name in ("phone", "email")}
    born = cells.get("birth_date", "")
    found.add("" if born.isdigit() else born)
    texts = (values["surname"], f"{values['street']} {values['house_number']}")
    found |= {text for text in texts if len(text) >= UNIQUE_LENGTH}
    return found - {""}


def _judged(delivery: Delivery) -> dict[str, Any]:
    """Return what must become of a delivery."""
    file, lines = delivery.file, delivery.lines
    sent = delivery.content if file else None
    columns = {name: head for head, name in delivery.passport.columns.items()}
    first = first_line(delivery.passport)
    return {
        "month": str(delivery.month),
        "partner_code": delivery.passport.code,
        "account": delivery.passport.account,
        "folder": delivery.folder,
        "file_name": file.name if file else None,
        "number": file.cover.number if file else None,
        "kind": file.cover.kind if file else None,
        "is_sealed": delivery.is_sealed,
        "has_manifest": bool(file and file.manifest),
        "bytes": len(sent) if sent is not None else None,
        "sha256": hashlib.sha256(sent).hexdigest() if sent is not None else None,
        "state": delivery.state,
        "refusal_code": delivery.refusal_code,
        "line_count": len(lines),
        "verdicts": {verdict: _sum(lines, verdict) for verdict in VERDICTS},
        "control_total_cents": control_total(lines),
        "undelivered_count": len(delivery.undelivered),
        "changes": asdict(delivery.changes) if delivery.changes else None,
        "is_asked_about": _is_asked_about(delivery),
        "findings": [
            {
                "line": number,
                "code": line.code,
                "column": columns.get(defects.field_of(line.code) or ""),
            }
            for number, line in enumerate(lines, start=first)
            if line.code
        ],
    }


def first_line(passport: Passport) -> int:
    """Return the number of the first record: a header, where there is one, is 1."""
    return 2 if has_header(passport) else 1


def _is_asked_about(delivery: Delivery) -> bool:
    """Tell whether people must be asked what a crisis in it was (Wgs art. 4(2)).

    That is so of a crisis line that is not taken, and of a file nobody could read.
    """
    if delivery.state == "refused":
        return delivery.refusal_code not in NOTHING_TO_ASK
    held = {"rejected", "no_ground"}
    return any(
        line.verdict in held and line.values["signal_kind"] in CRISIS_KINDS
        for line in delivery.lines
    )


def _sum(lines: list[Line], verdict: str) -> dict[str, int]:
    """Return number of lines and readable cents of one verdict."""
    own = [line for line in lines if line.verdict == verdict]
    return {"lines": len(own), "cents": control_total(own)}


def _signals(delivery: Delivery) -> list[dict[str, str]]:
    """Return a row for every arrears record of this month, delivered or not."""
    delivered = [
        _signal(delivery, line, str(number))
        for number, line in enumerate(
            delivery.lines, start=first_line(delivery.passport)
        )
        if line.verdict != "duplicate"
    ]
    return delivered + [_signal(delivery, line, "") for line in delivery.undelivered]


def _signal(delivery: Delivery, line: Line, number: str) -> dict[str, str]:
    """Return one record with the person and household it is really about."""
    claim, values = line.claim, line.values
    elsewhere = line.is_company or line.verdict == "no_ground"
    parts = ("postcode", "house_number", "house_letter", "house_addition")
    return {
        "partner_code": delivery.passport.code,
        "sector": delivery.passport.sector,
        "month": str(delivery.month),
        "delivery_state": delivery.state,
        "line_number": number,
        "verdict": line.verdict if number else "",
        "finding_code": line.code,
        "is_withdrawn": str(line in delivery.taken_back).lower(),
        "resident_id": "" if elsewhere else claim.debtor.resident_id,
        "household_id": "" if elsewhere else claim.household.household_id,
        "address_key": address_key(*(values[name] for name in parts)),
        "home_address_key": claim.household.address.key,
        **{name: values[name] for name in FIELDS},
    }


def _resident(home: Household, who: Resident) -> dict[str, str]:
    """Return one row of an extract from the register of residents."""
    address = home.address
    values = (
        who.resident_id,
        who.initials,
        who.first_names,
        who.surname.prefix,
        who.surname.name,
        who.birth_date.isoformat(),
        address.street,
        str(address.number),
        address.letter,
        address.addition,
        address.postcode,
        address.place,
        who.partner_surname.prefix,
        who.partner_surname.name,
        *(str(flag).lower() for flag in who.flags),
    )
    return dict(zip(RESIDENT_COLUMNS, values, strict=True))


def _memberships(households: list[Household]) -> list[dict[str, str]]:
    """Return who lives in which household, with phone and mail address."""
    return [
        {
            "resident_id": who.resident_id,
            "household_id": home.household_id,
            "address_key": home.address.key,
            "address_kind": home.address.kind,
            "phone": who.phone,
            "email": who.email,
        }
        for home in households
        for who in home.members
    ]


def _write_json(path: Path, content: object) -> None:
    """Write a JSON file for people to read."""
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")


def _write_parquet(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as text columns; empty means not delivered."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    schema = pa.schema([(name, pa.string()) for name in columns])
    pq.write_table(pa.table(columns, schema=schema), path, compression="zstd")
