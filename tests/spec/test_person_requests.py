"""Somebody sees what there is of them, objects, and has it corrected."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyrage import decrypt, x25519
from sqlalchemy import Engine, func, select
from support.chain import keys_folder
from support.matching_month import MUNICIPALITY, OCTOBER, deliver, signal
from typer.testing import CliRunner

from vroegsein.accountability import person_dossier, request_commands, requests
from vroegsein.accountability.person_search import PersonDetails, read_person
from vroegsein.accountability.requests import Request
from vroegsein.errors import ConfigurationError
from vroegsein.matching.month import match_month
from vroegsein.register import audit_tables, event_chain
from vroegsein.register.case_tables import exclusion
from vroegsein.register.exclusion_tables import exclusion_match
from vroegsein.register.intake_tables import signal as signal_table
from vroegsein.register.matching_tables import run
from vroegsein.settings import settings

__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder", "register")
MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
ASKER = {
    "initials": "J.", "surname": "Dijkstra", "birth_date": "1984-03-02",
    "street": "Midstraat", "house_number": "12", "postcode": "8501AB", "place": "Joure",
}  # fmt: skip
OTHER = ASKER | {"initials": "T.", "surname": "Hoekstra", "birth_date": "1979-07-09"}
OWN = {
    "s1": ASKER,
    "s2": ASKER | {"surname": "Dykstra", "partner_code": "hoedezorg"},
    "s3": ASKER | {"surname": "DIJKSTRA", "initials": "J.P.", "month": "2026-09"},
}
#: At the same address: a housemate, a twin, and somebody of the same name elsewhere.
OTHERS = {
    "o1": OTHER | {"phone": "+31600000001"},
    "o2": ASKER | {"initials": "W.", "email": "tweeling@voorbeeld.example"},
    "o3": ASKER | {"birth_date": "1955-01-30", "postcode": "8531XX", "street": "Dam"},
}


@pytest.fixture
def town(register: Engine) -> Engine:
    """Signals of the asker, and of people who could be taken for them."""
    deliver(register, [signal(name, **changes) for name, changes in OWN.items()])
    deliver(register, [signal(name, **changes) for name, changes in OTHERS.items()])
    return register


@pytest.fixture
def handler(keys_folder: Path) -> x25519.Identity:
    """The key of the official who handles the request."""
    identity = x25519.Identity.generate()
    folder = keys_folder / "recipients"
    folder.mkdir(mode=0o700)
    (folder / "behandelaar.pub").write_text(f"{identity.to_public()}\n")
    return identity


def request(**changes) -> Request:
    """The asker's request, as an official carries it out."""
    person = PersonDetails.model_validate(ASKER | changes)
    return Request(MUNICIPALITY, person, "m.edewerker", date(2026, 11, 18), MOMENT)


def opened(handler: x25519.Identity, name: str) -> bytes:
    path = settings().storage / "inzage" / MUNICIPALITY / "2026-11" / name
    assert path.stat().st_mode & 0o777 == 0o600
    return decrypt(path.read_bytes(), [handler])


def write_private(path: Path, content: dict) -> Path:
    path.write_text(json.dumps(content))
    path.chmod(0o600)
    return path


@pytest.mark.usefixtures("town")
def test_access_shows_all_spellings_and_nothing_of_others(handler):
    """PRV-05: rows found however the name was spelled; housemates are not among them."""
    answer = requests.give_access(request(), ("behandelaar",))
    assert answer.signals == 3
    page = opened(handler, answer.files[0]).decode()
    for own in ("Dijkstra", "Dykstra", "DIJKSTRA", "hoedezorg", "bgs-3-1"):
        assert own in page
    for other in ("Hoekstra", "+31600000001", "tweeling@", "8531XX", "1955"):
        assert other not in page


@pytest.mark.usefixtures("town")
def test_the_workbook_holds_the_same_chapters(handler, tmp_path: Path):
    answer = requests.give_access(request(), ("behandelaar",))
    (tmp_path / "inzage.xlsx").write_bytes(opened(handler, answer.files[1]))
    book = load_workbook(tmp_path / "inzage.xlsx")
    assert book.sheetnames[0] == "Signalen"
    assert "Logboek van verwerkingen" in book.sheetnames
    assert book["Signalen"].max_row == 4


def test_access_stands_in_chain_and_log_and_is_shown_the_next_time(town, handler):
    requests.give_access(request(), ("behandelaar",))
    answer = requests.give_access(request(), ("behandelaar",))
    assert "inzage-verleend" in opened(handler, answer.files[0]).decode()
    with town.connect() as connection:
        event = event_chain.last_event(connection, MUNICIPALITY)
        lines = connection.scalar(
            select(func.count()).select_from(audit_tables.processing_line)
        )
        kept = connection.execute(select(audit_tables.person_request)).mappings().one()
    assert (event["action"], event["actor"]) == ("inzage", "m.edewerker")
    assert lines == 3
    assert kept["due_on"] == date(2026, 12, 18)


@pytest.mark.usefixtures("keys_folder")
def test_without_a_key_that_holds_nothing_is_written(town):
    with pytest.raises(ConfigurationError, match="OUT_NO_KEY"):
        requests.give_access(request(), ("niemand",))
    assert not list((settings().storage / "inzage").rglob("*.age"))
    with town.connect() as connection:
        assert event_chain.last_event(connection, MUNICIPALITY) is None


def test_an_objection_holds_from_the_next_matching(town):
    """PRV-06, GP3: also for a signal that comes later, in another spelling."""
    before = match_month(MUNICIPALITY, OCTOBER)
    answer = requests.keep_objection(request())
    deliver(
        town, [signal("s9", **(ASKER | {"surname": "dijkstra", "initials": "Jan"}))]
    )
    after = match_month(MUNICIPALITY, OCTOBER)
    assert after != before
    with town.connect() as connection:
        found = connection.execute(
            select(exclusion_match.c.signal_id, exclusion_match.c.exclusion_id)
            .where(exclusion_match.c.run_id == after)
            .order_by(exclusion_match.c.signal_id)
        ).all()
    names = [row.signal_id for row in found]
    assert names == ["s1", "s2", "s3", "s9"]
    assert {row.exclusion_id for row in found} == {answer.request_id}


def test_of_an_objection_no_name_is_kept(town):
    """PRV-06: the tombstone is a keyed digest alone."""
    requests.keep_objection(request())
    with town.connect() as connection:
        row = connection.execute(select(exclusion)).mappings().one()
        keys = connection.scalars(select(audit_tables.tombstone.c.person_key)).all()
    personal = ("initials", "surname", "birth_date", "street", "postcode")
    assert [row[name] for name in personal] == [None] * 5
    assert len(keys) > 3
    assert all(len(key) == 64 for key in keys)


def test_an_objection_twice_is_one(town):
    first, second = (requests.keep_objection(request()) for _ in range(2))
    assert first.request_id == second.request_id
    with town.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(exclusion)) == 1


@pytest.mark.usefixtures("town")
def test_without_objections_a_run_is_what_it_was():
    """No objection, no file among a run's inputs: the id of a run stays."""
    match_month(MUNICIPALITY, OCTOBER)
    folder = settings().storage / "matching" / MUNICIPALITY / OCTOBER
    assert not (folder / "objections.json").exists()


def test_a_correction_changes_that_persons_signals_alone(town):
    before = match_month(MUNICIPALITY, OCTOBER)
    answer = requests.correct(request(), {"birth_date": "1984-02-03"})
    assert (answer.signals, answer.partners) == (3, ("hoedezorg", "merenwonen"))
    with town.connect() as connection:
        dates = dict(
            connection.execute(
                select(signal_table.c.signal_id, signal_table.c.birth_date)
            ).all()
        )
    assert {dates[name] for name in OWN} == {"1984-02-03"}
    assert {dates[name] for name in OTHERS} == {
        "1979-07-09",
        "1984-03-02",
        "1955-01-30",
    }
    assert match_month(MUNICIPALITY, OCTOBER) != before
    with town.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(run)) == 2


def test_who_asks_stands_in_a_file_nobody_else_reads(tmp_path: Path):
    path = write_private(tmp_path / "verzoek.json", ASKER)
    assert read_person(path).surname == "Dijkstra"
    path.chmod(0o640)
    with pytest.raises(ConfigurationError, match="0600"):
        read_person(path)


@pytest.mark.parametrize(
    "content",
    [{"surname": "Dijkstra"}, {"surname": "Dijkstra", "naam": "x"}, {"initials": "J."}],
)
def test_a_request_that_says_too_little_names_no_value(tmp_path: Path, content: dict):
    path = write_private(tmp_path / "verzoek.json", content)
    with pytest.raises(ConfigurationError) as refused:
        read_person(path)
    assert "Dijkstra" not in str(refused.value)


@pytest.mark.usefixtures("town", "handler")
def test_the_commands_say_ids_and_counts_alone(tmp_path: Path):
    path = write_private(tmp_path / "verzoek.json", ASKER)
    shared = [
        "--persoon", str(path), "--by", "m.edewerker", "--received", "2026-11-18",
        "--moment", MOMENT.isoformat(),
    ]  # fmt: skip
    right = write_private(tmp_path / "nieuw.json", {"place": "Lemmer"})
    for command in (
        ["inzage", *shared, "--handler", "behandelaar"],
        ["rectificatie", *shared, "--nieuw", str(right)],
        ["bezwaar", *shared],
    ):
        done = CliRunner().invoke(request_commands.commands, command)
        assert (done.exit_code, "3 signals found" in done.output) == (0, True)
        assert not any(value in done.output for value in ("Dijkstra", "1984", "Lemmer"))


def test_a_cell_is_text_and_a_page_runs_nothing():
    chapter = person_dossier.Chapter("Proef", ("Kop",), (("=1+1<script>",),))
    assert "<script>" not in person_dossier.page([chapter], []).decode()
    assert person_dossier.workbook([chapter])[:2] == b"PK"
