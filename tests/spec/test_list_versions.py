"""Versions of a list: the next leaves the last alone, and a refusal publishes nothing."""

import csv
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from support.listing_month import DECIDED_AT, OCTOBER, Register, signal
from support.own_include import use_own_include

from vroegsein import accountability, listing
from vroegsein.errors import DecisionError
from vroegsein.settings import settings

REASON = "Bedragen van een partner kloppen niet"
NEXT_DAY = DECIDED_AT + timedelta(days=1)
LATE = datetime(2026, 10, 15, 7, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("storage")


@pytest.fixture
def month(register) -> Register:
    return Register(register)


def bytes_under(folder: Path) -> dict[str, str]:
    """Digest of every file below a folder, by its path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def cases(storage: Path, version: int) -> dict[str, str]:
    """Case id by name, as a version's CSV has them."""
    path = storage / f"publications/1940/2026-10/v{version}/signaallijst.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    return {row["Naam"]: row["Melding"] for row in csv.DictReader(lines, delimiter=";")}


def rows_of(month: Register, table: str) -> list[dict[str, object]]:
    with month.engine.connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {table}")).mappings()
        return sorted((dict(row) for row in found), key=str)


def ready(month: Register) -> str:
    """A draft of October that was audited."""
    draft_id = listing.triage_month(month.match())
    listing.audit_draft(draft_id)
    return draft_id


def test_a_later_delivery_gives_version_two_and_leaves_version_one_alone(
    month, storage
):
    """Nalevering na publicatie: v1 blijft byte voor byte, v2 komt ernaast."""
    month.deliver(
        [
            signal("a", surname="Postma"),
            signal("b", surname="Kuiper", kind="ONTRUIMING"),
        ]
    )
    first = month.publish()
    before, kept = bytes_under(storage), rows_of(month, "publication.publication")
    month.deliver(
        [
            signal("0-late", "P-a", partner="terpzorg", surname="Postma",
                   received_at=LATE, claim="9", confidence="certain"),
            signal("c", partner="terpzorg", surname="Wiersma", received_at=LATE),
        ]
    )  # fmt: skip
    second = month.publish(at=NEXT_DAY)
    assert first != second
    after = bytes_under(storage)
    assert {path: after[path] for path in before} == before
    assert {path.split("/")[3] for path in set(after) - set(before)} == {"v2"}
    now = rows_of(month, "publication.publication")
    assert [row for row in now if row["version"] == 1] == kept
    assert sorted(row["version"] for row in now) == [1, 2]


def addendum(storage: Path, version: int) -> dict[str, str]:
    """What a version's addendum says became of each person, by name."""
    path = storage / f"publications/1940/2026-10/v{version}/addendum.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    return {
        row["Naam"]: row["Wijziging"] for row in csv.DictReader(lines, delimiter=";")
    }


def end_signal(month: Register, signal_id: str) -> None:
    """Take a signal out of force, as a withdrawal and a correction do."""
    ended = text(
        "UPDATE intake.signal SET ended_by = delivery_id WHERE signal_id = :signal"
        " RETURNING delivery_id"
    )
    counted = text(
        "UPDATE intake.delivery SET"
        " gone_count = COALESCE(gone_count, 0) + 1 WHERE delivery_id = :id"
    )
    with month.engine.begin() as connection:
        by = connection.execute(ended, {"signal": signal_id}).scalar_one()
        connection.execute(counted, {"id": by})
    month.signals = [one for one in month.signals if one.signal_id != signal_id]


def test_a_withdrawal_and_a_correction_each_make_the_next_version(month, storage):
    """Nooit een stille wijziging: v1 blijft, v2 en v3 zeggen wat er veranderde."""
    month.deliver(
        [signal("a", surname="Postma"), signal("b", surname="Kuiper", number="9")]
    )
    month.publish()
    first = bytes_under(storage)
    end_signal(month, "b")
    month.publish(at=NEXT_DAY)
    assert addendum(storage, 2) == {"J. Kuiper": "vervallen"}
    second = bytes_under(storage)
    end_signal(month, "a")
    corrected = signal(
        "a2", "P-a", record="a", surname="Postma", cents=31000, received_at=LATE
    )
    month.deliver([corrected])
    month.publish(at=NEXT_DAY + timedelta(hours=1))
    assert addendum(storage, 3) == {"J. Postma": "gewijzigd"}
    assert cases(storage, 3) == {"J. Postma": cases(storage, 1)["J. Postma"]}
    third = bytes_under(storage)
    assert first.items() < second.items() < third.items()


def test_whoever_was_on_the_list_keeps_the_case_id_in_the_next_version(month, storage):
    month.deliver(
        [
            signal("m", surname="Postma"),
            signal("b", surname="Kuiper", kind="ONTRUIMING"),
        ]
    )
    month.publish()
    month.deliver(
        [
            signal("0-late", "P-m", partner="terpzorg", surname="Postma",
                   received_at=LATE, claim="9", confidence="certain"),
            signal("c", partner="terpzorg", surname="Wiersma", received_at=LATE,
                   kind="AFSLUITING"),
        ]
    )  # fmt: skip
    month.publish(at=NEXT_DAY)
    first, second = cases(storage, 1), cases(storage, 2)
    assert {name: second[name] for name in first} == first
    assert set(second) - set(first) == {"J. Wiersma"}
    assert len(set(second.values())) == 3


def test_a_case_stays_when_the_signal_it_was_opened_for_goes(month, storage):
    """Ingetrokken, terwijl een ander signaal blijft: dezelfde melding."""
    month.deliver(
        [
            signal("a", surname="Postma"),
            signal("b", "P-a", partner="terpzorg", surname="Postma", claim="9",
                   confidence="certain", received_at=LATE),
        ]
    )  # fmt: skip
    month.publish()
    end_signal(month, "a")
    month.publish(at=NEXT_DAY)
    assert addendum(storage, 2) == {"J. Postma": "gewijzigd"}
    assert cases(storage, 2) == cases(storage, 1)


def test_a_case_stays_with_the_signal_it_was_opened_for_when_persons_part(
    month, storage
):
    """De ander krijgt een eigen melding; geen melding staat er tweemaal."""
    early = LATE - timedelta(days=9)
    month.deliver([signal("m", "P-m", surname="Postma")])
    month.publish()
    older = signal("x", "P-m", partner="terpzorg", surname="Kuiper", claim="9",
                   confidence="certain", received_at=early)  # fmt: skip
    month.deliver([older])
    month.publish(at=NEXT_DAY)
    parted = replace(older, signal_id="x2", record="x", person="P-x")
    end_signal(month, "x")
    month.deliver([parted])
    month.publish(at=NEXT_DAY + timedelta(hours=1))
    first, last = cases(storage, 1), cases(storage, 3)
    assert last["J. Postma"] == first["J. Postma"] != last["J. Kuiper"]


def test_each_version_has_its_own_report_and_tells_the_earlier_ones(month, storage):
    month.deliver([signal("a")])
    first = listing.publish_list(month.publish())
    accountability.write_audit_report(first)
    page = storage / "reports/1940/2026-10/auditrapport-v1.html"
    before = page.read_bytes()
    month.deliver([signal("c", partner="terpzorg", received_at=LATE)])
    second = listing.publish_list(month.publish(at=NEXT_DAY))
    accountability.write_audit_report(second)
    later = page.with_name("auditrapport-v2.html").read_text("utf-8")
    assert page.read_bytes() == before
    assert "14-10-2026 11:30" in later
    assert "15-10-2026 11:30" in later
    # Made again after the second version, the first report is still the same.
    accountability.write_audit_report(first)
    assert page.read_bytes() == before


def test_a_rejected_draft_publishes_nothing_and_a_new_answer_can(month, storage):
    """Afwijzen laat niets na; een latere goedkeuring publiceert versie 1."""
    month.deliver([signal("a")])
    draft_id = ready(month)
    listing.record_approval(draft_id, "rejected", "c.ordinator", DECIDED_AT, REASON)
    with pytest.raises(DecisionError, match="not approved"):
        listing.publish_list(draft_id)
    assert bytes_under(storage) == {}
    assert rows_of(month, "publication.publication") == []
    listing.record_approval(draft_id, "approved", "t.eamleider", NEXT_DAY)
    listing.publish_list(draft_id)
    manifest = json.loads(
        (storage / "publications/1940/2026-10/v1/manifest.json").read_text("utf-8")
    )
    assert manifest["versie"] == 1
    assert manifest["gepubliceerd_op"] == NEXT_DAY.isoformat()
    answers = rows_of(month, "publication.approval")
    assert {row["decision"]: row["decided_by"] for row in answers} == {
        "rejected": "c.ordinator",
        "approved": "t.eamleider",
    }


def test_the_last_answer_counts_and_of_two_at_once_the_refusal(month):
    month.deliver([signal("a")])
    draft_id = ready(month)
    listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    listing.record_approval(draft_id, "rejected", "t.eamleider", NEXT_DAY, REASON)
    with pytest.raises(DecisionError, match="not approved"):
        listing.publish_list(draft_id)
    listing.record_approval(draft_id, "approved", "c.ordinator", NEXT_DAY)
    with pytest.raises(DecisionError, match="not approved"):
        listing.publish_list(draft_id)


def test_a_rejected_draft_of_one_delivery_does_not_stop_the_next(month, storage):
    month.deliver([signal("a")])
    rejected = ready(month)
    listing.record_approval(rejected, "rejected", "c.ordinator", DECIDED_AT, REASON)
    month.deliver([signal("c", partner="terpzorg", received_at=LATE)])
    month.publish(at=NEXT_DAY)
    assert [p.name for p in (storage / "publications/1940/2026-10").iterdir()] == ["v1"]
    with pytest.raises(DecisionError, match="not approved"):
        listing.publish_list(rejected)


def test_publishing_for_one_municipality_touches_no_other(
    register, storage, tmp_path, monkeypatch
):
    """Zelfde partners, zelfde maand, andere gemeente: ieder haar eigen lijst."""
    use_own_include(
        tmp_path / "include", monkeypatch, other_municipality=("0080", "Leeuwarden")
    )
    ours, theirs = Register(register), Register(register, municipality="0080")
    ours.deliver([signal("a", surname="Postma"), signal("b", partner="terpzorg")])
    theirs.deliver([signal("x", surname="Elders", claim="1")])
    draft_id = ours.publish()
    before, kept = bytes_under(storage), rows_of(ours, "casework.list_entry")
    other = theirs.publish(at=NEXT_DAY)
    after = bytes_under(storage)
    assert {path: after[path] for path in before} == before
    assert {path.split("/")[1] for path in set(after) - set(before)} == {"0080"}
    now = rows_of(ours, "casework.list_entry")
    assert [row for row in now if row["draft_id"] != other] == kept
    assert listing.publish_list(draft_id).startswith("list-1940-")
    written = (storage / "publications/0080/2026-10/v1/signaallijst.csv").read_text()
    assert "Elders" in written
    assert "Postma" not in written
    shown = listing.approval_text(draft_id)
    assert "Leeuwarden" not in shown
    assert "**2 personen**" in shown


def test_a_claim_listed_elsewhere_is_no_repeat_here(register, tmp_path, monkeypatch):
    use_own_include(
        tmp_path / "include", monkeypatch, other_municipality=("0080", "Leeuwarden")
    )
    september = {"month": "2026-09", "received_at": datetime(2026, 9, 9, tzinfo=UTC)}
    theirs = Register(register, municipality="0080")
    theirs.deliver([signal("x", "P1", claim="same", **september)])
    theirs.publish("2026-09", at=datetime(2026, 9, 15, tzinfo=UTC))
    ours = Register(register)
    ours.deliver([signal("a", "P1", claim="same")])
    ours.publish()
    (decided,) = [
        row
        for row in rows_of(ours, "casework.signal_decision")
        if row["signal_id"] == "a"
    ]
    assert decided["rule_code"] == "OPGEPAKT"
    table = settings().storage / f"publications/1940/{OCTOBER}/v1/signaallijst.csv"
    (row,) = csv.DictReader(table.read_text("utf-8-sig").splitlines(), delimiter=";")
    assert row["Eerdere meldingen (6 mnd)"] == "0"
    assert row["Soort melding (persoon)"] == "enkelvoudig"
