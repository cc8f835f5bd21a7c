"""Killed between any two steps, raced, or run again: one whole version or none."""

import hashlib
import json
import os
import shutil
from datetime import date
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import Engine, text
from support.killing import KILLED, in_a_child
from support.listing_month import DECIDED_AT, Register, signal

from vroegsein import listing

LETTERS = {"een.csv": b"1", "manifest.json": b"{}"}
DAY = date(2026, 10, 14)
pytestmark = pytest.mark.usefixtures("storage")


@pytest.fixture
def approved(register) -> str:
    """A draft that waits for publication."""
    month = Register(register)
    month.deliver([signal("a"), signal("b", partner="terpzorg")])
    draft_id = listing.triage_month(month.match())
    listing.audit_draft(draft_id)
    listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    return draft_id


def forget_publications(register: Engine, storage: Path) -> None:
    """Bring a test back to before the first publication."""
    shutil.rmtree(storage / "publications", ignore_errors=True)
    with register.begin() as connection:
        for table in ("publication_file", "publication"):
            name = f"publication.{table}"
            connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
            connection.execute(text(f"DELETE FROM {name}"))
            connection.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))


def visible(storage: Path) -> dict[str, str]:
    """Digests of the files a reader sees, by version and name."""
    return {
        f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(storage.glob("publications/1940/2026-10/v*/*"))
    }


def registered(register: Engine) -> dict[str, str]:
    """Digests of the files the register knows, by version and name."""
    query = (
        "SELECT 'v' || version || '/' || name, digest FROM publication.publication"
        " INNER JOIN publication.publication_file USING (publication_id)"
    )
    with register.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(query))}


def test_killed_at_any_step_and_run_again_one_whole_version_stands(
    register, storage, approved
):
    listing.publish_list(approved)
    whole = visible(storage)
    assert len(whole) == 4
    steps = 0
    for step in range(1, 200):
        forget_publications(register, storage)
        ended = in_a_child(lambda: listing.publish_list(approved), step, storage)
        assert visible(storage) in ({}, whole), step
        if visible(storage):
            assert registered(register) == whole, step
        listing.publish_list(approved)
        assert visible(storage) == registered(register) == whole, step
        assert [p.name for p in storage.glob("publications/1940/2026-10/*")] == ["v1"]
        if ended == 0:
            break
        assert ended == KILLED
        steps = step
    assert steps >= 20


def test_killed_while_clearing_up_it_still_ends_in_one_version(
    register, storage, approved
):
    """Ook het opruimen na een eerdere kill mag worden afgebroken."""
    listing.publish_list(approved)
    whole = visible(storage)
    forget_publications(register, storage)
    staged = storage / "publications/1940/2026-10/.staging-list-1940-2026-10-x"
    staged.mkdir(parents=True)
    (staged / "signaallijst.csv").write_text("half")
    for step in range(1, 12):
        in_a_child(lambda: listing.publish_list(approved), step, storage)
    listing.publish_list(approved)
    assert visible(storage) == registered(register) == whole


def test_killed_drafts_and_audits_are_whole_when_run_again(register, storage):
    month = Register(register)
    month.deliver([signal("a"), signal("b", partner="terpzorg")])
    run_id = month.match()
    counted = "SELECT COUNT(*) FROM casework.signal_decision"
    for step in range(1, 60):
        ended = in_a_child(lambda: listing.triage_month(run_id), step, storage)
        with register.connect() as connection:
            assert connection.execute(text(counted)).scalar_one() in (0, 2)
        if ended == 0:
            break
    draft_id = listing.triage_month(run_id)
    assert listing.audit_draft(draft_id) == listing.audit_draft(draft_id)
    with register.connect() as connection:
        audits = connection.execute(text("SELECT COUNT(*) FROM publication.audit"))
        assert audits.scalar_one() == 1


def test_two_publishers_at_once_publish_one_version(register, storage, approved):
    with ThreadPool(4) as pool:
        ids = pool.map(listing.publish_list, [approved] * 8)
    assert len(set(ids)) == 1
    assert visible(storage) == registered(register)
    assert {name.split("/")[0] for name in visible(storage)} == {"v1"}


def test_two_triages_at_once_write_one_draft(register):
    month = Register(register)
    month.deliver([signal("a")])
    run_id = month.match()
    with ThreadPool(4) as pool:
        assert len(set(pool.map(listing.triage_month, [run_id] * 8))) == 1


def test_a_full_disk_publishes_nothing(register, storage, approved, monkeypatch):
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_room)
        with pytest.raises(OSError, match="No space"):
            listing.publish_list(approved)
    assert visible(storage) == registered(register) == {}
    listing.publish_list(approved)
    assert visible(storage) == registered(register) != {}


def test_the_zone_of_the_register_changes_no_byte(register, storage, approved):
    listing.publish_list(approved)
    whole = visible(storage)
    forget_publications(register, storage)
    with register.begin() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f"ALTER DATABASE {name} SET timezone = 'Asia/Tokyo'"))
    register.dispose()
    listing.publish_list(approved)
    assert visible(storage) == whole
    manifest = storage / "publications/1940/2026-10/v1/manifest.json"
    assert json.loads(manifest.read_text())["gepubliceerd_op"].endswith("+00:00")


def forget_deliveries(register: Engine, storage: Path, officials) -> None:
    """Bring a test back to before the first delivery."""
    shutil.rmtree(storage / "outgoing", ignore_errors=True)
    for path in (officials.folder / "outbox").iterdir():
        path.unlink()
    with register.begin() as connection:
        connection.execute(text("DELETE FROM publication.outgoing_file"))


def fetched(officials) -> dict[str, bytes]:
    """What the office can open of what lies in its outbox."""
    return {
        path.name.removesuffix(".age"): pyrage.decrypt(
            path.read_bytes(), [officials.key]
        )
        for path in sorted((officials.folder / "outbox").glob("*.age"))
    }


def sent(register: Engine) -> dict[str, str]:
    """Digests of what the register knows as sent."""
    query = (
        "SELECT name || '.age', sealed_digest FROM publication.outgoing_file"
        " WHERE sent_on IS NOT NULL"
    )
    with register.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(query))}


def in_outbox(officials) -> dict[str, str]:
    """Digests of what lies in the outbox."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (officials.folder / "outbox").glob("*.age")
    }


def test_a_delivery_killed_at_any_step_arrives_whole_when_run_again(
    register, storage, officials
):
    """The manifest never arrives before what it describes."""

    def deliver() -> dict[str, str]:
        return listing.deliver("1940", officials.server, LETTERS, DAY)

    steps = 0
    for step in range(1, 100):
        forget_deliveries(register, storage, officials)
        ended = in_a_child(deliver, step, storage)
        found = fetched(officials)
        assert found.items() <= LETTERS.items(), step
        assert "manifest.json" not in found or len(found) == 2, step
        assert sent(register).items() <= in_outbox(officials).items(), step
        told = deliver()
        assert fetched(officials) == LETTERS, step
        assert told == sent(register) == in_outbox(officials), step
        if ended == 0:
            break
        assert ended == KILLED
        steps = step
    assert steps >= 12


def test_two_deliveries_at_once_seal_and_send_once(register, officials):
    def deliver(_: int) -> dict[str, str]:
        return listing.deliver("1940", officials.server, LETTERS, DAY)

    with ThreadPool(4) as pool:
        told = pool.map(deliver, range(6))
    assert all(one == told[0] for one in told)
    assert told[0] == sent(register) == in_outbox(officials)
    assert fetched(officials) == LETTERS


def test_a_full_disk_delivers_nothing(register, officials, monkeypatch):
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_room)
        with pytest.raises(OSError, match="No space"):
            listing.deliver("1940", officials.server, LETTERS, DAY)
    assert in_outbox(officials) == sent(register) == {}
    listing.deliver("1940", officials.server, LETTERS, DAY)
    assert fetched(officials) == LETTERS
