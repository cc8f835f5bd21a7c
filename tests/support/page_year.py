"""A year of a large municipality in the register: 45 partners, 12 months, made up.

Rows are what intake, matching and listing leave behind, without a person in them that
was ever alive: for the speed and the pictures of the pages. The same seed gives the
same rows.
"""

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, Table, insert, text

from vroegsein.parties.calendar import due_on
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.register import (
    case_tables,
    intake_tables,
    list_tables,
    matching_tables,
    publication_tables,
)
from vroegsein.register.inbox_tables import inbox_file
from vroegsein.register.quality_tables import delivery_quality
from vroegsein.settings import PROJECT_ROOT, settings

PLACE = "1940"
LAST = ReportingMonth(2026, 10)
MONTHS = tuple(LAST.plus(-back) for back in reversed(range(12)))
DAY = date(2026, 11, 23)  # on which the pages are asked for
INCLUDE = PROJECT_ROOT / "include"
RULES = ("X-DREMPEL", "X-DAGEN", "X-HERH", "X-SHV", "X-RP")


@dataclass
class Rows:
    """Rows by table, in an order in which they can be written."""

    by_table: dict[Table, list[dict[str, Any]]]

    def add(self, table: Table, *known: dict[str, Any], **row: Any) -> None:
        given = {name: value for each in known for name, value in each.items()}
        self.by_table[table].append(given | row)

    def write(self, engine: Engine) -> None:
        """Write all rows in one transaction."""
        with engine.begin() as connection:
            # Made-up rows: lines and verdicts are counted, and none of them stands apart.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for month in MONTHS:
                name = f"signal_{str(month).replace('-', '_')}"
                connection.execute(
                    text(
                        f"CREATE TABLE IF NOT EXISTS intake.{name}"
                        f" PARTITION OF intake.signal FOR VALUES IN ('{month}')"
                    )
                )
            for table, rows in self.by_table.items():
                for start in range(0, len(rows), 2000):
                    connection.execute(insert(table), rows[start : start + 2000])
            connection.execute(text("ANALYZE"))


def digest(*parts: object) -> str:
    """A digest of anything."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def use_partners(
    folder: Path,
    patch: pytest.MonkeyPatch,
    count: int = 45,
    names: dict[int, str] | None = None,
) -> None:
    """Point the settings at `count` passports, copies of the example partners."""
    (folder / "partners").mkdir(parents=True)
    for name in ("sql", "legal_bases.yml", "municipalities"):
        (folder / name).symlink_to(INCLUDE / name)
    examples = sorted((INCLUDE / "partners").glob("*.yml"))
    read = [yaml.safe_load(path.read_text("utf-8")) for path in examples]
    for number in range(count):
        passport = dict(read[number % len(read)])
        code = f"partner{chr(97 + number // 26)}{chr(97 + number % 26)}"
        file_name = passport["delivery"]["file_name"]
        passport |= {
            "code": code,
            "name": (names or {}).get(number)
            or f"{passport['name']} {number // len(read) + 1}".removesuffix(" 1"),
            "delivery": passport["delivery"]
            | {"due_day": 3 + number % 17, "file_name": f"{code}_{file_name}"},
        }
        path = folder / "partners" / f"{code}.yml"
        path.write_text(yaml.safe_dump(passport, allow_unicode=True), "utf-8")
    patch.setenv("VROEGSEIN_INCLUDE", str(folder))
    settings.cache_clear()


def write_year(engine: Engine, signals: int = 20, seed: int = 1940) -> None:
    """Fill a register with a year of deliveries, lists and what came of them.

    Args:
        engine: An empty register.
        signals: About how many signals a partner sends in a month.
        seed: Of the made-up figures.
    """
    chance, rows = random.Random(seed), Rows({})
    partners = sorted(path.stem for path in settings().partners.glob("*.yml"))
    for table in _ORDER:
        rows.by_table[table] = []
    for month in MONTHS:
        taken: list[str] = []
        for partner in partners:
            taken += _deliver(rows, chance, partner, month, signals)
        _list(rows, chance, month, taken)
    _open_matters(rows)
    rows.write(engine)


_ORDER = (
    inbox_file,
    intake_tables.delivery,
    delivery_quality,
    intake_tables.finding,
    intake_tables.signal,
    matching_tables.run,
    matching_tables.membership,
    matching_tables.evidence,
    list_tables.draft,
    list_tables.signal_decision,
    list_tables.list_entry,
    publication_tables.audit,
    publication_tables.approval,
    publication_tables.publication,
    publication_tables.publication_file,
    case_tables.office_file,
    case_tables.case,
    case_tables.contact_attempt,
)


@cache
def _passport(partner: str) -> Passport:
    return load_passport(settings().partners, partner)


def _deliver(
    rows: Rows, chance: random.Random, partner: str, month: ReportingMonth, mean: int
) -> list[str]:
    """Add one partner's month; return the ids of its signals."""
    passport = _passport(partner)
    late = chance.choice((0, 0, 0, 0, 0, 1, 1, 3, 6))
    if month == LAST and partner.endswith(("ac", "az")):
        return []  # two partners have delivered nothing
    due = due_on(passport, month) + timedelta(days=late)
    received = datetime(due.year, due.month, due.day, 7, 30, tzinfo=UTC)
    delivery_id = f"D-{month}-{partner}"
    is_refused = month == LAST and partner.endswith("ah")
    if is_refused or chance.random() < 0.06:
        _file(rows, f"{delivery_id}-x", partner, month, received - timedelta(days=1))
        rows.add(
            intake_tables.delivery, _delivery(f"{delivery_id}-x", passport, month),
            received_at=received - timedelta(days=1), state="refused", timing="on_time",
            refusal_code=chance.choice(("DEL_TOTALS", "ENC_NO_KEY", "TXT_ENCODING")),
        )  # fmt: skip
    if is_refused:
        return []  # no other file came
    count = max(1, int(chance.gauss(mean, mean / 4)))
    wrong, twice = int(count * chance.random() * 0.12), chance.randrange(3)
    _file(rows, delivery_id, partner, month, received)
    rows.add(
        intake_tables.delivery, _delivery(delivery_id, passport, month),
        received_at=received, state="accepted", timing="late" if late > 1 else "on_time",
        line_count=count + wrong + twice, accepted_count=count, rejected_count=wrong,
        duplicate_count=twice, no_ground_count=0, objection_count=0,
        accepted_cents=count * 20000, other_cents=0,
    )  # fmt: skip
    phone = int(count * (0.6 + 0.35 * chance.random()))
    rows.add(
        delivery_quality, delivery_id=delivery_id, accepted_count=count,
        phone_count=phone, email_count=int(phone * 0.8), birth_date_count=count,
    )  # fmt: skip
    for line in range(wrong):
        rows.add(
            intake_tables.finding, delivery_id=delivery_id, line_number=line + 2,
            code=chance.choice(("VAL_POSTCODE", "VAL_REQUIRED", "VAL_AMOUNT")),
            level="line", column_name=chance.choice(("Postcode", "Bedrag", "Naam")),
        )  # fmt: skip
    ids = [f"S-{month}-{partner}-{number}" for number in range(count)]
    for line, signal_id in enumerate(ids, start=2):
        rows.add(
            intake_tables.signal,
            **_signal(signal_id, partner, delivery_id, month, line, received),
        )
    return ids


def _file(rows: Rows, delivery_id: str, partner: str, month: object, at: datetime):
    rows.add(
        inbox_file, inbox_file_id=f"F{delivery_id}", municipality_code=PLACE,
        month=str(month), partner_code=partner, remote_name=delivery_id, byte_count=1,
        modified_seconds=1, received_at=at,
    )  # fmt: skip


def _delivery(delivery_id: str, passport: Any, month: object) -> dict[str, Any]:
    """What every delivery has."""
    return {
        "delivery_id": delivery_id, "municipality_code": PLACE, "month": str(month),
        "partner_code": passport.code, "inbox_file_id": f"F{delivery_id}",
        "digest": digest(delivery_id), "byte_count": 20480,
        "legal_basis_code": passport.legal_basis, "passport_digest": passport.digest,
        "suite_digest": digest("suite"), "refusal_code": None, "line_count": None,
        "accepted_count": None, "rejected_count": None, "duplicate_count": None,
        "no_ground_count": None, "objection_count": None, "accepted_cents": None,
        "other_cents": None,
    }  # fmt: skip


def _signal(
    signal_id: str,
    partner: str,
    delivery_id: str,
    month: object,
    line: int,
    at: datetime,
) -> dict[str, Any]:
    """A signal of somebody who never lived."""
    day = at.date() - timedelta(days=3)
    return {
        "signal_id": signal_id, "month": str(month), "municipality_code": PLACE,
        "partner_code": partner, "delivery_id": delivery_id, "line_number": line,
        "received_at": at, "source_record_id": signal_id, "signal_kind": "REGULIER",
        "is_warm_handover": "N", "customer_number": f"K{line}", "signal_date": day,
        "reference_date": day, "arrears_since_date": day - timedelta(days=45),
        "arrears_cents": 20000, "has_arrangement": "N", "debtor_kind": "NP",
        "initials": "X.", "surname": "Verzonnen", "street": "Nergensstraat",
        "house_number": "1", "postcode": "8501AB", "place": "Joure",
        "reminder_date": day, "contact_attempt_date": day, "help_pointed_date": day,
        "sharing_objection": "N",
    }  # fmt: skip


def _list(
    rows: Rows, chance: random.Random, month: ReportingMonth, ids: list[str]
) -> None:
    """Add a month's run, draft, decisions, list and, but for the last, publication."""
    run_id, draft_id = f"R-{month}", f"D-{month}"
    rows.add(
        matching_tables.run, run_id=run_id, municipality_code=PLACE, month=str(month),
        snapshot_digest=digest("s", month), sql_digest=digest("q"),
        membership_digest=digest("m", month), evidence_digest=digest("e", month),
        engine="duckdb 1.5", counts={},
    )  # fmt: skip
    rows.add(
        list_tables.draft, draft_id=draft_id, municipality_code=PLACE, month=str(month),
        run_id=run_id, input_digest=digest("i", month), inputs={},
        policy_digest=digest("p"), code_version="0.1.0", missing_partners=[],
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    entry = 0
    for place, signal_id in enumerate(ids):
        taken = chance.random() < 0.8
        person = f"P-{month}-{place // 2 * 2 if chance.random() < 0.2 else place}"
        rows.add(
            matching_tables.membership, run_id=run_id, signal_id=signal_id,
            person_id=person, household_id=f"H{person}", resident_id=None,
            confidence=chance.choice(("certain", "probable", "alone")), address_key=None,
        )  # fmt: skip
        rows.add(
            list_tables.signal_decision, draft_id=draft_id, signal_id=signal_id,
            status="Opgepakt" if taken else "Niet opgepakt: onterecht signaal",
            rule_code="OPGEPAKT" if taken else chance.choice(RULES), reason="Omdat.",
        )  # fmt: skip
        if taken and place % 5:
            entry += 1
            _entry(rows, chance, month, draft_id, entry)
    for number in range(len(ids) // 4):
        rows.add(
            matching_tables.evidence, run_id=run_id, left_id=f"a{number}",
            right_id=f"b{number}", kind="signal", weight=9000, reason="Omdat.",
            outcome=chance.choice(("linked", "linked", "possible", "guarded")),
            birth_date_level=3, surname_level=2, name_level=2, address_level=3,
            phone_level=0, email_level=0,
        )  # fmt: skip
    _publish(rows, month, draft_id)


def _entry(
    rows: Rows, chance: random.Random, month: ReportingMonth, draft: str, number: int
) -> None:
    lane = chance.choice(("L2", "L4", "L6", "L7"))
    clock = {"L2": "K-14", "L4": "K-14"}.get(lane, "K-28")
    after = month.plus(1).first_day
    due = after + timedelta(days=chance.randrange(8, 28))
    rows.add(
        list_tables.list_entry, draft_id=draft, entry_number=number,
        case_id=f"C-{month}-{number}", person_id=f"Q-{month}-{number}",
        household_id=f"H{number}", lane=lane, lane_reason="Omdat.",
        address_kind="enkelvoudig", person_kind="enkelvoudig", match_reason="Omdat.",
        confidence="alone", clock_code=clock, due_date=due, signal_count=1,
        partner_count=1, total_cents=20000,
    )  # fmt: skip
    case_id = f"C-{month}-{number}"
    rows.add(
        case_tables.case, case_id=case_id, municipality_code=PLACE,
        opened_month=str(month), state="open",
    )  # fmt: skip
    if chance.random() < 0.93 or month < LAST.plus(-1):
        rows.add(
            case_tables.contact_attempt, attempt_id=f"T-{case_id}", case_id=case_id,
            office_file_id="O-1", kind="Huisbezoek", reached=False,
            attempt_date=after + timedelta(days=9), part_of_day=None,
        )  # fmt: skip


def _publish(rows: Rows, month: ReportingMonth, draft_id: str) -> None:
    at = datetime(month.plus(1).year, month.plus(1).month, 4, 9, 30, tzinfo=UTC)
    inputs = {"draft_id": draft_id, "input_digest": digest("i", month)}
    rows.add(
        publication_tables.audit, audit_id=f"A-{month}", **inputs,
        list_digest=digest("l", month), has_passed=True, checks={},
    )  # fmt: skip
    rows.add(
        publication_tables.approval, approval_id=f"B-{month}", **inputs, decision="approved",
        decided_by="coordinator", decided_at=at, remark=None,
    )  # fmt: skip
    rows.add(
        publication_tables.publication, publication_id=f"V-{month}".replace("-", "_"),
        municipality_code=PLACE, month=str(month), version=1, **inputs,
        audit_id=f"A-{month}", has_passed=True, approval_id=f"B-{month}",
        decision="approved", published_at=at,
    )  # fmt: skip
    for name in ("signaallijst.csv", "signaallijst.xlsx"):
        rows.add(
            publication_tables.publication_file, name=name, digest=digest(name, month),
            publication_id=f"V-{month}".replace("-", "_"), byte_count=91234,
        )  # fmt: skip


def _open_matters(rows: Rows) -> None:
    """Add a list that waits for approval, and a file the attempts came in with."""
    rows.by_table[case_tables.office_file].append(
        {
            "office_file_id": "O-1", "municipality_code": PLACE, "kind": "outcomes",
            "digest": digest("O-1"), "state": "accepted", "line_count": 0,
            "accepted_count": 0, "rejected_count": 0, "received_on": DAY,
        }
    )  # fmt: skip
    rows.add(
        list_tables.draft, draft_id="D-new", municipality_code=PLACE, month=str(LAST),
        run_id=f"R-{LAST}", input_digest=digest("new"), inputs={},
        policy_digest=digest("p"), code_version="0.1.0", missing_partners=[],
        recorded_at=datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
    )  # fmt: skip
    rows.add(
        publication_tables.audit, audit_id="A-new", draft_id="D-new", input_digest=digest("new"),
        list_digest=digest("l-new"), has_passed=True, checks={},
    )  # fmt: skip
