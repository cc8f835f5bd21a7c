"""The national delivery of a month: from the register, through the checks, to SFTP."""

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import Engine, select, text
from support.casework_rows import Casework, Tried
from support.ddas import validator
from support.listing_month import OCTOBER, Register, signal
from support.sftp_server import RunningServer, running_server

from vroegsein import accountability, casework
from vroegsein.accountability.statistics.ddas_delivery import ddas_folder
from vroegsein.errors import ConfigurationError, DecisionError, InvariantError
from vroegsein.exchange.server import Server
from vroegsein.register.statistics_tables import statistics_delivery
from vroegsein.settings import settings

MOMENT = "2026-12-10T06:00:00+01:00"
LATER = "2026-12-11T06:00:00+01:00"
NAME = "ddas_v1_2_1940_2026-10_1van1.json"
PICKED_UP = date(2026, 11, 2)
pytestmark = pytest.mark.usefixtures("register", "storage")


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A real SFTP server."""
    with running_server(tmp_path_factory.mktemp("cbs")) as server:
        yield server


@dataclass(frozen=True)
class Receiver:
    """The receiver's side: what lies in its account, and its key."""

    folder: Path
    server: Server
    key: pyrage.x25519.Identity

    def files(self) -> dict[str, bytes]:
        """What lies in the outbox, by name."""
        return {path.name: path.read_bytes() for path in self.folder.glob("outbox/*")}


@pytest.fixture
def receiver(
    exchange: RunningServer, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> Receiver:
    """The receiver's account, empty, and its public key in our ring."""
    account = f"cbs_{hashlib.sha256(str(storage).encode()).hexdigest()[:8]}"
    key = pyrage.x25519.Identity.generate()
    ring = storage.parent / "keys"
    (ring / "recipients").mkdir(parents=True, mode=0o700)
    (ring / "recipients" / "cbs.pub").write_text(f"{key.to_public()}\n")
    monkeypatch.setenv("VROEGSEIN_KEYS", str(ring))
    settings.cache_clear()
    return Receiver(exchange.account(account), exchange.server(account), key)


def month_of(register: Engine) -> tuple[Register, Casework, dict[str, str]]:
    """Three persons: one helped, one never reached, one below the threshold."""
    town, work = Register(register), Casework(register)
    town.deliver(
        [
            signal("S1", cents=20050, warm="J"),
            signal("S2", kind="ONTRUIMING", cents=90049, number="2", letter="A"),
            signal("S3", cents=1000, number="3", birth_date="1970-00-00"),
        ]
    )
    town.publish()
    cases = work.open(OCTOBER, PICKED_UP)
    work.try_to_reach(
        cases["S1"],
        Tried(date(2026, 11, 4)),
        Tried(date(2026, 11, 6), "Huisbezoek", True, "Avond"),
    )
    work.close(
        cases["S1"], "Vervolghulp en/of verwijzing financieel", date(2026, 11, 6)
    )
    return town, work, cases


def delivered(month: str = OCTOBER) -> dict:
    """The newest readable copy."""
    (path,) = sorted(ddas_folder("1940", month).glob(f"*/{NAME}"))
    return json.loads(path.read_text("utf-8"))


def test_a_published_month_is_delivered_as_the_schema_wants(register):
    month_of(register)
    accountability.make_ddas("1940", OCTOBER, MOMENT)
    document = delivered()
    (one,) = document["leveringen"]
    by_id = {found["ID"]: found for found in one["vroegsignalen"]}
    assert by_id["S1"] == {
        "ID": "S1", "crisissignaal": False, "warmeOverdracht": True, "bedrag": 201,
        "ontstaansdatum": "2026-08-20", "signaaldatum": "2026-10-04",
        "status": "Opgepakt", "signaalpartner": {"type": "Huur"},
        "client": {"geboortedatum": "1980-05-05", "postcode": "8501AB",
                   "huisnummer": "1"},
    }  # fmt: skip
    assert by_id["S2"]["crisissignaal"] is True
    assert by_id["S2"]["bedrag"] == 900
    assert by_id["S2"]["client"]["huisnummertoevoeging"] == "A"
    assert by_id["S3"]["status"] == "Niet opgepakt: onterecht signaal"
    assert "geboortedatum" not in by_id["S3"]["client"]
    cases = {
        found["vroegsignalen"][0]["ID"]: found for found in one["vroegsignaalzaken"]
    }
    assert set(cases) == {"S1", "S2"}
    assert cases["S1"]["resultaat"] == "Vervolghulp en/of verwijzing financieel"
    assert cases["S1"]["datumOpgepakt"] == "2026-11-02"
    assert cases["S1"]["startdatumMatchingperiode"] == "2026-04-01"
    assert cases["S1"]["contactpogingen"] == [
        {"soort": "Telefoon", "bereikt": False, "datum": "2026-11-04",
         "dagdeel": "Middag"},
        {"soort": "Huisbezoek", "bereikt": True, "datum": "2026-11-06",
         "dagdeel": "Avond"},
    ]  # fmt: skip
    assert "resultaat" not in cases["S2"]
    assert [error.message for error in validator().iter_errors(document)] == []


def test_before_publication_nothing_is_picked_up_yet(register):
    Register(register).deliver([signal("S1"), signal("S2", number="2")])
    accountability.make_ddas("1940", OCTOBER, MOMENT)
    (one,) = delivered()["leveringen"]
    assert {found["status"] for found in one["vroegsignalen"]} == {"Nog niet opgepakt"}
    assert one["vroegsignaalzaken"] == []


def test_a_merged_case_is_one_case_with_all_signals(register):
    _, work, cases = month_of(register)
    work.merge(cases["S2"], cases["S1"])
    accountability.make_ddas("1940", OCTOBER, MOMENT)
    (found,) = delivered()["leveringen"][0]["vroegsignaalzaken"]
    assert found["vroegsignalen"] == [{"ID": "S1"}, {"ID": "S2"}]


def test_an_attempt_belongs_to_the_month_picked_up_last_before_it(register):
    town, work, cases = month_of(register)
    town.deliver([signal("N1", "P-S1", month="2026-11", customer="K9")])
    town.publish("2026-11")
    later = work.open("2026-11", date(2026, 12, 2))
    with register.begin() as connection:  # the same person keeps its case
        connection.execute(
            text(
                "UPDATE casework.case_signal SET case_id = :kept WHERE signal_id = 'N1'"
            ),
            {"kept": cases["S1"]},
        )
    assert "N1" in later
    work.try_to_reach(
        cases["S1"], Tried(date(2026, 12, 1), "Brief"), Tried(date(2026, 12, 2), "Mail")
    )
    accountability.make_ddas("1940", OCTOBER, MOMENT)
    first = delivered()["leveringen"][0]["vroegsignaalzaken"]
    kinds = [
        [attempt["soort"] for attempt in case["contactpogingen"]]
        for case in first if case["vroegsignalen"] == [{"ID": "S1"}]
    ]  # fmt: skip
    assert kinds == [["Telefoon", "Huisbezoek", "Brief"]]


def test_the_same_month_again_is_the_same_delivery(register, storage):
    _, work, cases = month_of(register)
    first = accountability.make_ddas("1940", OCTOBER, MOMENT)
    before = {path: path.read_bytes() for path in storage.rglob("*.json")}
    assert accountability.make_ddas("1940", OCTOBER, LATER) == first
    after = {path: path.read_bytes() for path in storage.rglob("*.json")}
    assert {p: after[p] for p in before} == before
    work.close(cases["S2"], "Definitief geen contact kunnen krijgen", date(2026, 12, 1))
    assert accountability.make_ddas("1940", OCTOBER, LATER) != first


def test_a_delivery_goes_encrypted_to_its_receiver(register, receiver):
    month_of(register)
    statistics_id = accountability.make_ddas("1940", OCTOBER, MOMENT)
    counts = accountability.send_ddas(statistics_id, receiver.server)
    assert counts == {"files": 1, "signals": 3, "cases": 2}
    files = receiver.files()
    assert set(files) == {f"{NAME}.age"}
    opened = pyrage.decrypt(files[f"{NAME}.age"], [receiver.key])
    assert json.loads(opened) == delivered()
    accountability.send_ddas(statistics_id, receiver.server)
    assert receiver.files() == files


def test_pages_are_files_of_their_own(register, receiver):
    month_of(register)
    statistics_id = accountability.make_ddas("1940", OCTOBER, MOMENT, page_size=2)
    accountability.send_ddas(statistics_id, receiver.server)
    assert sorted(receiver.files()) == [
        "ddas_v1_2_1940_2026-10_1van2.json.age",
        "ddas_v1_2_1940_2026-10_2van2.json.age",
    ]


def test_nothing_leaves_without_the_receivers_key(register, storage, receiver):
    (storage.parent / "keys" / "recipients" / "cbs.pub").unlink()
    month_of(register)
    statistics_id = accountability.make_ddas("1940", OCTOBER, MOMENT)
    with pytest.raises(ConfigurationError, match="OUT_NO_KEY"):
        accountability.send_ddas(statistics_id, receiver.server)
    assert receiver.files() == {}


def test_a_copy_that_was_changed_does_not_leave(register, storage, receiver):
    month_of(register)
    statistics_id = accountability.make_ddas("1940", OCTOBER, MOMENT)
    (path,) = storage.rglob(NAME)
    path.write_bytes(path.read_bytes().replace(b"201", b"202"))
    with pytest.raises(InvariantError, match="is not what the register knows"):
        accountability.send_ddas(statistics_id, receiver.server)
    assert receiver.files() == {}


def test_what_was_never_made_is_not_sent(receiver):
    with pytest.raises(DecisionError):
        accountability.send_ddas("ddas-1940-2026-10-none", receiver.server)


def test_a_picked_up_signal_without_a_case_stops_the_delivery(
    register, storage, caplog
):
    caplog.set_level(logging.DEBUG)
    town = Register(register)
    town.deliver([signal("S1", surname="Merkteken", postcode="8501ZZ")])
    town.publish()
    with pytest.raises(InvariantError, match="without a case: S1"):
        accountability.make_ddas("1940", OCTOBER, MOMENT)
    assert list(storage.rglob("*ddas*.json")) == []
    assert "Merkteken" not in caplog.text
    assert "8501ZZ" not in caplog.text
    with register.connect() as connection:
        assert connection.execute(select(statistics_delivery)).all() == []


def test_a_house_number_the_schema_cannot_hold_is_named_by_its_signal(register):
    Register(register).deliver([signal("S9", number="123456")])
    with pytest.raises(InvariantError, match="BSN: S9") as refused:
        accountability.make_ddas("1940", OCTOBER, MOMENT)
    assert "123456" not in str(refused.value)


def test_the_copy_is_closed_to_others(register, storage):
    month_of(register)
    accountability.make_ddas("1940", OCTOBER, MOMENT)
    (path,) = storage.rglob(NAME)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_what_a_publication_opens_is_what_is_delivered(register):
    """The casework's own opening, without a row written by the test."""
    town = Register(register)
    town.deliver([signal("S1"), signal("S2", number="2", cents=500)])
    town.publish()
    with register.connect() as connection:
        query = text("SELECT publication_id FROM publication.publication")
        publication_id = connection.scalar(query)
    casework.open_cases(publication_id)
    accountability.make_ddas("1940", OCTOBER, MOMENT)
    (found,) = delivered()["leveringen"][0]["vroegsignaalzaken"]
    assert found["vroegsignalen"] == [{"ID": "S1"}]
    assert found["contactpogingen"] == []


def test_what_a_crisis_list_picked_up_is_picked_up_before_publication(register):
    month_of(register)
    with register.begin() as connection:  # as if the month's own list were to come
        connection.execute(text("DELETE FROM casework.list_entry_signal"))
        connection.execute(text("DELETE FROM casework.signal_decision"))
    accountability.make_ddas("1940", OCTOBER, MOMENT)
    found = delivered()["leveringen"][0]["vroegsignalen"]
    assert {one["ID"]: one["status"] for one in found} == {
        "S1": "Opgepakt",
        "S2": "Opgepakt",
        "S3": "Nog niet opgepakt",
    }
