"""What earlier months teach: the case somebody keeps, and how to approach now."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from support.listing_month import DECIDED_AT, SEPTEMBER, Register, signal
from support.office_lists import attempt, open_case, result

from vroegsein import listing
from vroegsein.casework.cases import open_cases
from vroegsein.parties.case_codes import Result

pytestmark = pytest.mark.usefixtures("storage")
BEFORE = {"month": SEPTEMBER, "received_at": datetime(2026, 9, 9, 7, tzinfo=UTC)}
AUGUST = {"month": "2026-08", "received_at": datetime(2026, 8, 9, 7, tzinfo=UTC)}


@pytest.fixture
def month(register) -> Register:
    return Register(register)


def entries(month: Register, draft_id: str) -> dict[str, dict]:
    """Places of a draft, by person."""
    with month.engine.connect() as connection:
        found = connection.execute(
            text("SELECT * FROM casework.list_entry WHERE draft_id = :draft_id"),
            {"draft_id": draft_id},
        ).mappings()
        return {row["person_id"]: dict(row) for row in found}


def october(month: Register) -> dict[str, dict]:
    """Places of October's draft, by person."""
    return entries(month, listing.triage_month(month.match()))


def test_a_person_keeps_the_case_of_an_earlier_month(month):
    """Dezelfde persoon houdt de melding; een ander krijgt een nieuwe."""
    month.deliver([signal("s1", "P1", claim="1", **BEFORE)])
    open_case(month.engine, "M-AAAAAAAA", ["s1"])
    month.deliver([signal("o1", "P1", claim="2"), signal("o2", "P2", claim="3")])
    found = october(month)
    assert found["P1"]["case_id"] == "M-AAAAAAAA"
    assert found["P2"]["case_id"] not in {"M-AAAAAAAA", ""}


def test_of_several_cases_the_oldest_holds_and_a_merge_is_followed(month):
    """Samengevoegde meldingen worden gevolgd; de oudste blijft."""
    month.deliver(
        [
            signal("a1", "P1", claim="1", **AUGUST),
            signal("s1", "P1", claim="2", **BEFORE),
            signal("s2", "P2", claim="3", **BEFORE),
            signal("o1", "P1", claim="4"),
            signal("o2", "P2", claim="5"),
        ]
    )
    open_case(month.engine, "M-ZZZZZZZZ", ["a1"], month="2026-08")
    open_case(month.engine, "M-AAAAAAAA", ["s1"])
    open_case(month.engine, "M-CCCCCCCC", [], month="2026-07")
    open_case(month.engine, "M-BBBBBBBB", ["s2"], merged_into="M-CCCCCCCC")
    found = october(month)
    assert found["P1"]["case_id"] == "M-ZZZZZZZZ"
    assert found["P2"]["case_id"] == "M-CCCCCCCC"


def test_a_case_that_was_of_two_persons_stays_with_its_first_signal(month):
    """Bleken het twee personen, dan houdt wie het eerst gemeld is de melding."""
    month.deliver(
        [
            signal("s1", "P1", claim="1", **BEFORE),
            signal("a1", "P2", claim="2", **AUGUST),
            signal("o1", "P1", claim="3"),
            signal("o2", "P2", claim="4"),
        ]
    )
    open_case(month.engine, "M-AAAAAAAA", ["s1"])
    open_case(month.engine, "M-TWEE2222", [], month="2026-08")
    with month.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO casework.case_signal (signal_id, case_id, month,"
                " picked_up_on, publication_id) VALUES"
                " ('a1', 'M-AAAAAAAA', '2026-08', '2026-08-15', 'list-a')"
            )
        )
    found = october(month)
    assert found["P2"]["case_id"] == "M-AAAAAAAA"
    assert found["P1"]["case_id"] != "M-AAAAAAAA"


def test_a_channel_that_failed_makes_room_for_another(month):
    month.deliver([signal("s1", "P1", claim="1", **BEFORE)])
    open_case(month.engine, "M-AAAAAAAA", ["s1"])
    attempt(month.engine, "M-AAAAAAAA", "Brief", date(2026, 9, 16))
    attempt(month.engine, "M-AAAAAAAA", "Telefoon", date(2026, 9, 20), part="Avond")
    month.deliver([signal("o1", "P1", claim="2")])
    found = october(month)["P1"]
    assert found["last_contact"] == "Telefoon avond 20-09-2026, niet bereikt"
    assert found["lane"] == "L7"
    assert [item["channel"] for item in found["plan"]] == ["Brief", "SMS/Whatsapp"]
    month.deliver([signal("o2", "P1", claim="3")])
    found = october(month)["P1"]
    assert found["lane"] == "L2"
    assert found["plan"][0] == {"channel": "Huisbezoek", "part_of_day": "Middag"}
    assert {"channel": "Telefoon", "part_of_day": "Avond"} not in found["plan"]


@pytest.mark.parametrize(
    ("label", "day", "rule"),
    [
        (Result.KNOWN, date(2026, 4, 1), "X-SHV"),
        (Result.KNOWN, date(2026, 3, 31), "OPGEPAKT"),
        (Result.PAID, date(2026, 9, 20), "OPGEPAKT"),
    ],
)
def test_who_was_known_at_debt_help_lately_is_passed_on(month, label, day, rule):
    """X-SHV: een resultaat "al bekend" van de laatste zes maanden telt."""
    month.deliver([signal("s1", "P1", claim="1", **BEFORE)])
    open_case(month.engine, "M-AAAAAAAA", ["s1"])
    result(month.engine, "M-AAAAAAAA", label, day)
    month.deliver([signal("o1", "P1", claim="2")])
    draft_id = listing.triage_month(month.match())
    with month.engine.connect() as connection:
        found = connection.execute(
            text("SELECT rule_code FROM casework.signal_decision"
                 " WHERE draft_id = :draft_id"),
            {"draft_id": draft_id},
        ).scalars().all()  # fmt: skip
    assert found == [rule]


def test_in_a_crisis_the_list_says_that_debt_help_knows_the_person(month, storage):
    month.deliver([signal("s1", "P1", claim="1", **BEFORE)])
    open_case(month.engine, "M-AAAAAAAA", ["s1"])
    result(month.engine, "M-AAAAAAAA", Result.KNOWN, date(2026, 9, 20))
    month.deliver([signal("o1", "P1", claim="2", kind="ONTRUIMING")])
    month.publish()
    path = storage / "publications/1940/2026-10/v1/signaallijst.csv"
    (row,) = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";")
    assert row["Laan"] == "L0 crisis"
    assert row["Te controleren"].startswith("bekend bij schuldhulpverlening")


def test_what_came_in_after_a_list_was_drafted_never_changes_it(month):
    """Zelfde invoer, zelfde lijst: wat later binnenkomt, telt pas de maand daarna."""
    month.deliver([signal("s1", "P1", claim="1", **BEFORE)])
    open_case(month.engine, "M-AAAAAAAA", ["s1"])
    month.deliver([signal("o1", "P1", claim="2")])
    first = month.publish()
    open_case(month.engine, "M-NEWNEWNE", ["o1"], month="2026-10")
    day = DECIDED_AT.date()
    attempt(month.engine, "M-AAAAAAAA", "Telefoon", day)
    result(month.engine, "M-AAAAAAAA", Result.KNOWN, day)
    assert listing.triage_month(month.match()) == first
    attempt(month.engine, "M-AAAAAAAA", "Huisbezoek", date(2026, 9, 30))
    assert listing.triage_month(month.match()) == first


def test_a_merge_by_the_published_list_changes_nothing_of_that_list(month):
    """Publiceren voegt meldingen samen; opnieuw draaien geeft dezelfde lijst."""
    month.deliver(
        [
            signal("a1", "P1", claim="1", **AUGUST),
            signal("s1", "P1", claim="2", **BEFORE),
            signal("o1", "P1", claim="4"),
        ]
    )
    open_case(month.engine, "M-ZZZZZZZZ", ["a1"], month="2026-08")
    open_case(month.engine, "M-AAAAAAAA", ["s1"])
    attempt(month.engine, "M-AAAAAAAA", "Telefoon", date(2026, 9, 20))
    first = month.publish()
    (publication_id,) = ids(month)
    open_cases(publication_id)
    open_cases(publication_id)
    with month.engine.connect() as connection:
        found = connection.execute(
            text('SELECT case_id, merged_into FROM casework."case" ORDER BY case_id')
        ).all()
    assert [tuple(row) for row in found] == [
        ("M-AAAAAAAA", "M-ZZZZZZZZ"), ("M-ZZZZZZZZ", None),
    ]  # fmt: skip
    assert listing.triage_month(month.match()) == first


def ids(month: Register) -> list[str]:
    """Publications, oldest first."""
    with month.engine.connect() as connection:
        query = "SELECT publication_id FROM publication.publication ORDER BY version"
        return list(connection.execute(text(query)).scalars())
