"""What goes to the office: sealed for its readers, sent once, whole or not at all."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text
from support.listing_month import Register, signal
from support.reviewing import RECIPIENT

from vroegsein import listing
from vroegsein.errors import ConfigurationError, DecisionError, InvariantError
from vroegsein.exchange.faults import SftpError
from vroegsein.settings import settings

DAY, MOMENT = date(2026, 10, 14), "2026-10-14T12:00:00+02:00"
pytestmark = pytest.mark.usefixtures("register", "storage")
LETTERS = {"een.csv": b"=1+1", "twee.json": b"{}"}


def outbox(officials) -> dict[str, bytes]:
    """What lies in the office's outbox, by name."""
    return {
        path.name: path.read_bytes()
        for path in sorted((officials.folder / "outbox").iterdir())
    }


def opened(officials, name: str) -> bytes:
    """One file of the outbox, decrypted."""
    return pyrage.decrypt(outbox(officials)[name], [officials.key])


def key_file() -> Path:
    return settings().keys / "recipients" / f"{RECIPIENT}.pub"


@pytest.fixture
def published(register) -> str:
    """A published list of two persons."""
    month = Register(register)
    month.deliver([signal("a"), signal("b", partner="terpzorg")])
    return listing.publish_list(month.publish())


def deliver(officials, files=LETTERS, day: date = DAY) -> dict[str, str]:
    return listing.deliver("1940", officials.server, files, day)


def test_files_arrive_encrypted_under_their_name_and_age(officials):
    told = deliver(officials)
    found = outbox(officials)
    assert list(found) == ["een.csv.age", "twee.json.age"]
    assert told == {
        name: hashlib.sha256(content).hexdigest() for name, content in found.items()
    }
    assert opened(officials, "een.csv.age") == b"=1+1"
    assert b"=1+1" not in found["een.csv.age"]


def test_the_same_files_again_are_not_sent_again(officials):
    """OUT-05: what the office fetched and removed does not come back."""
    told = deliver(officials)
    for path in (officials.folder / "outbox").iterdir():
        path.unlink()
    assert deliver(officials) == told
    assert outbox(officials) == {}


def test_what_did_not_arrive_is_sent_as_it_was_sealed(officials):
    away = replace(officials.server, port=1)
    with pytest.raises(SftpError):
        listing.deliver("1940", away, LETTERS, DAY)
    kept = settings().storage / "outgoing" / "1940" / "2026-10"
    sealed = {path.name: path.read_bytes() for path in kept.iterdir()}
    deliver(officials)
    assert outbox(officials) == sealed


def test_a_sealed_file_that_was_lost_is_sealed_anew(officials):
    with pytest.raises(SftpError):
        listing.deliver("1940", replace(officials.server, port=1), LETTERS, DAY)
    (settings().storage / "outgoing/1940/2026-10/een.csv.age").write_bytes(b"cut")
    told = deliver(officials)
    assert opened(officials, "een.csv.age") == b"=1+1"
    sealed = hashlib.sha256(outbox(officials)["een.csv.age"]).hexdigest()
    assert told["een.csv.age"] == sealed


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (None, "OUT_NO_KEY: put vroegsignalering_1940's public age key"),
        ("no key\n", "OUT_NO_KEY: keys/recipients/vroegsignalering_1940.pub holds no"),
        ("# valid until: 2026-10-13\n{}", "OUT_NO_KEY: .* expired on 2026-10-13"),
    ],
)
def test_without_a_key_that_holds_nothing_goes_out(officials, key, told):
    """OUT-03: one clear error that says what to put where, and then it works."""
    good = key_file().read_text()
    key_file().unlink()
    if key:
        key_file().write_text(key.format(good))
    with pytest.raises(ConfigurationError, match=told):
        deliver(officials)
    assert outbox(officials) == {}
    assert not (settings().storage / "outgoing").exists()
    key_file().write_text(good)
    assert len(deliver(officials)) == 2


def test_a_key_holds_through_its_last_day(officials):
    key_file().write_text(f"# valid until: {DAY}\n{key_file().read_text()}")
    assert len(deliver(officials)) == 2


def test_a_name_goes_out_with_one_content_only(officials):
    deliver(officials)
    with pytest.raises(InvariantError, match="other content"):
        deliver(officials, {"drie.csv": b"3", "een.csv": b"=1+2"})
    assert sorted(outbox(officials)) == ["een.csv.age", "twee.json.age"]


@pytest.mark.parametrize("name", ["../een.csv", "/een", ".een", "een twee", ""])
def test_a_name_that_could_be_a_path_is_refused(officials, name):
    with pytest.raises(InvariantError, match="has a name of"):
        deliver(officials, {name: b""})
    assert outbox(officials) == {}


def test_a_published_version_arrives_whole_and_its_manifest_adds_up(
    officials, published
):
    listing.deliver_list(published, officials.server, MOMENT)
    manifest = json.loads(opened(officials, "manifest_2026-10_v1.json.age"))
    listed = {one["naam"]: one["sha256"] for one in manifest["bestanden"]}
    for name, digest in listed.items():
        stem, ending = name.split(".")
        content = opened(officials, f"{stem}_2026-10_v1.{ending}.age")
        assert hashlib.sha256(content).hexdigest() == digest
    assert len(outbox(officials)) == len(listed) + 1
    assert {name.split(".")[1] for name in listed} == {"xlsx", "csv", "json"}


def test_the_manifest_is_the_last_to_go(officials, published, register):
    listing.deliver_list(published, officials.server, MOMENT)
    query = (
        "SELECT name FROM publication.outgoing_file"
        " WHERE sent_on IS NOT NULL ORDER BY recorded_at DESC LIMIT 1"
    )
    with register.connect() as connection:
        assert connection.execute(text(query)).scalar() == "manifest_2026-10_v1.json"


def test_without_a_key_the_version_waits_whole_and_a_rerun_delivers(
    officials, published, storage
):
    """OUT-03: publication stands; only the delivery waits for the key."""
    good = key_file().read_text()
    key_file().unlink()
    with pytest.raises(ConfigurationError, match="OUT_NO_KEY"):
        listing.deliver_list(published, officials.server, MOMENT)
    assert (storage / "publications/1940/2026-10/v1/manifest.json").exists()
    key_file().write_text(good)
    first = listing.deliver_list(published, officials.server, MOMENT)
    assert listing.deliver_list(published, officials.server, MOMENT) == first


def test_a_published_file_that_was_changed_is_not_delivered(
    officials, published, storage
):
    path = storage / "publications/1940/2026-10/v1/signaallijst.csv"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(InvariantError, match=r"signaallijst.csv of list-1940"):
        listing.deliver_list(published, officials.server, MOMENT)
    assert outbox(officials) == {}


def test_an_unknown_publication_is_named(officials):
    with pytest.raises(DecisionError, match="no publication list-0"):
        listing.deliver_list("list-0", officials.server, MOMENT)
    with pytest.raises(DecisionError, match="no publication list-0"):
        listing.published_by("list-0")


def test_it_is_known_whose_list_a_publication_is(published):
    assert listing.published_by(published) == "1940"
