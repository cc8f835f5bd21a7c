"""Who is not approached: lists and extract, matched for real, from file to list."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import text
from support.listing_facts import decided, drawn
from support.listing_month import DECIDED_AT, Register, signal
from support.office_lists import take_exclusions, take_extract, take_file

from vroegsein import listing
from vroegsein.matching.month import match_month

pytestmark = pytest.mark.usefixtures("storage")


@pytest.fixture
def month(register) -> Register:
    return Register(register)


def drafted() -> str:
    """The draft of October, matched by the matcher itself."""
    return listing.triage_month(match_month("1940", "2026-10"))


def rules(month: Register, draft_id: str) -> dict[str, str]:
    with month.engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT signal_id, rule_code FROM casework.signal_decision"
                " WHERE draft_id = :draft_id"
            ),
            {"draft_id": draft_id},
        )
        return {row.signal_id: row.rule_code for row in found}


def rows_of(month: Register, query: str) -> list:
    with month.engine.connect() as connection:
        return list(connection.execute(text(query)))


def published(storage) -> list[dict[str, str]]:
    """The list of October as it is published."""
    draft_id = drafted()
    listing.audit_draft(draft_id)
    listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    listing.publish_list(draft_id)
    path = storage / "publications/1940/2026-10/v1/signaallijst.csv"
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


def other(signal_id: str, **changes: object):
    """A signal of somebody else."""
    return signal(
        signal_id, initials="T.", surname="Wiersma", birth_date="1961-02-03",
        street="Schans", number="9", postcode="8531GX", place="Lemmer",
        phone="+31687654321", email=None, customer="K9", **changes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "rule"),
    [("shv", "X-SHV"), ("uitsluiting", "X-UITSL"), ("bezwaar", "X-BEZW")],
)
def test_who_is_on_a_list_of_the_municipality_is_not_picked_up(month, kind, rule):
    """X-SHV, X-UITSL, X-BEZW: alleen wie op de lijst staat."""
    month.deliver([signal("a"), other("b")])
    take_exclusions(month.engine, kind, kind, [{}])
    draft_id = drafted()
    assert rules(month, draft_id) == {"a": rule, "b": "OPGEPAKT"}


def test_somebody_on_two_lists_is_found_on_both(month):
    """Een persoon op twee lijsten: de eerste regel beslist, de tweede gaat niet verloren."""
    month.deliver([signal("a", kind="ONTRUIMING"), other("b")])
    take_exclusions(month.engine, "one", "shv", [{}, {"initials": "J"}])
    take_exclusions(month.engine, "two", "uitsluiting", [{}])
    draft_id = drafted()
    assert rules(month, draft_id)["a"] == "X-UITSL"  # a crisis passes X-SHV only
    found = rows_of(month, "SELECT exclusion_id FROM matching.exclusion_match")
    assert {row.exclusion_id for row in found} == {
        "X-one-000", "X-one-001", "X-two-000",
    }  # fmt: skip


def test_a_namesake_with_another_birth_date_is_not_on_the_list(month):
    month.deliver([signal("a")])
    take_exclusions(month.engine, "one", "uitsluiting", [{"birth_date": "1952-11-30"}])
    assert rules(month, drafted()) == {"a": "OPGEPAKT"}


def test_a_list_holds_from_its_first_to_its_last_day(month):
    """De lijst geldt als zij de vier weken van het aanbod raakt (ontvangst 8 oktober)."""
    month.deliver([signal("a")])
    table = """
        van        | tot        | regel
        -----------+------------+---------
        2026-01-01 |            | X-UITSL
        2026-01-01 | 2026-10-08 | X-UITSL
        2026-01-01 | 2026-10-07 | OPGEPAKT
        2026-11-05 |            | X-UITSL
        2026-11-06 |            | OPGEPAKT
    """
    for place, row in enumerate(drawn(table)):
        take_exclusions(
            month.engine,
            f"list{place}",
            "uitsluiting",
            [
                {
                    "from_date": date.fromisoformat(row["van"]),
                    "until_date": date.fromisoformat(row["tot"])
                    if row["tot"]
                    else None,
                }
            ],
            on=date(2026, 10, 1 + place),
        )
        assert rules(month, drafted()) == {"a": row["regel"]}, row


def test_a_newer_list_replaces_the_older_and_makes_another_run(month):
    month.deliver([signal("a"), other("b")])
    bare = match_month("1940", "2026-10")
    take_exclusions(month.engine, "old", "uitsluiting", [{}])
    first = match_month("1940", "2026-10")
    assert first != bare
    assert match_month("1940", "2026-10") == first
    take_exclusions(
        month.engine,
        "new",
        "uitsluiting",
        [{"surname": "Wiersma", "initials": "T.", "birth_date": "1961-02-03",
          "street": "Schans", "house_number": "9", "postcode": "8531GX",
          "place": "Lemmer"}],
        on=date(2026, 10, 2),
    )  # fmt: skip
    second = match_month("1940", "2026-10")
    assert len({bare, first, second}) == 3
    draft_id = listing.triage_month(second)
    assert rules(month, draft_id) == {"a": "OPGEPAKT", "b": "X-UITSL"}
    assert listing.triage_month(first) != draft_id
    take_file(month.engine, "exclusions", "refused", state="refused")
    assert match_month("1940", "2026-10") == second


def test_a_request_of_one_person_replaces_no_list(month):
    """Een bezwaar dat apart is ingediend, laat de bezwaarlijst van de gemeente staan."""
    month.deliver([signal("a"), other("b")])
    take_exclusions(month.engine, "list", "bezwaar", [{}])
    take_exclusions(
        month.engine, "request", "bezwaar", [{"surname": "Zwart"}],
        on=date(2026, 10, 5), file_kind="requests",
    )  # fmt: skip
    assert rules(month, drafted()) == {"a": "X-BEZW", "b": "OPGEPAKT"}


def test_why_somebody_is_excluded_never_leaves(month, storage):
    """X-UITSL, X-BEZW: geen lijst, rapport of besluit noemt de interne reden."""
    month.deliver([signal("a"), other("b")])
    take_exclusions(
        month.engine, "one", "uitsluiting", [{"reason": "detentie-merkteken"}]
    )
    rows = published(storage)
    assert [row["Naam"] for row in rows] == ["T. Wiersma"]
    kept = rows_of(month, "SELECT status, reason FROM casework.signal_decision")
    told = {row.reason for row in kept if row.status.endswith("andere reden")}
    assert told == {"Niet opgepakt; de reden blijft binnen de gemeente."}
    for path in (storage / "publications").rglob("*"):
        if path.is_file():
            assert b"merkteken" not in path.read_bytes()
    everything = str(rows_of(month, "SELECT inputs FROM casework.draft"))
    assert "merkteken" not in everything


def test_who_has_died_is_not_approached_and_never_dropped_silently(month):
    """X-OVERL: de nabestaanden blijven in beeld, op het adres of in de woning."""
    home = {"house_number": "9", "postcode": "8531GX", "street": "Schans"}
    widow = {"initials": "A.", "surname": "Postma", "birth_date": "1963-01-01", **home}
    late = {"initials": "T.", "surname": "Wiersma", "birth_date": "1961-02-03", **home}
    month.deliver(
        [
            signal("rent", partner="merenwonen"),
            other("care", partner="terpzorg"),
        ]
    )
    take_extract(
        month.engine, "brp", [{"deceased": "true"}, late | {"deceased": "true"}, widow]
    )
    drafted()
    found = rows_of(
        month,
        "SELECT signal_id, rule_code, has_survivors FROM casework.signal_decision"
        " ORDER BY signal_id",
    )
    assert [tuple(row) for row in found] == [
        ("care", "X-OVERL", True),  # somebody else lives there
        ("rent", "X-OVERL", True),  # the home is at stake
    ]


def test_where_others_stay_behind_is_on_a_sheet_of_its_own(month, storage):
    """Nabestaanden: het adres en wat dreigt, nooit de naam van wie overleed."""
    month.deliver(
        [
            signal("rent", kind="ONTRUIMING", supply_end=date(2026, 11, 12)),
            other("b", partner="noordstroom"),
        ]
    )
    take_extract(month.engine, "brp", [{"deceased": "true"}])
    published(storage)
    path = storage / "publications/1940/2026-10/v1/signaallijst.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Toelichting", "Signaallijst", "Nabestaanden", "Keuzelijsten",
    ]  # fmt: skip
    _, row = (tuple(cell.value for cell in row) for row in book["Nabestaanden"].rows)
    assert row[:4] == (
        "Midstraat 1, 8501 AB Joure",
        "huur",
        "ontruiming op 12-11-2026",
        "08-10-2026",
    )
    texts = [str(cell.value) for sheet in book for row in sheet.rows for cell in row]
    assert not any("Jansma" in text for text in texts)
    assert any(text.startswith("1 signaal van een overleden") for text in texts)


def test_a_deceased_person_alone_with_a_health_premium_leaves_nobody(month):
    month.deliver([signal("care", partner="terpzorg")])
    take_extract(month.engine, "brp", [{"deceased": "true"}])
    drafted()
    (found,) = rows_of(
        month, "SELECT rule_code, has_survivors FROM casework.signal_decision"
    )
    assert tuple(found) == ("X-OVERL", False)


def test_who_moved_out_is_handed_over_once(month):
    """X-GEENINW: geen nieuw adres naar de partner, wel een open overdracht."""
    month.deliver([signal("a", kind="ONTRUIMING")])
    take_extract(month.engine, "brp", [{"moved_out": "true"}])
    draft_id = drafted()
    assert rules(month, draft_id) == {"a": "X-GEENINW"}
    month.deliver([other("b")])
    drafted()
    (found,) = rows_of(
        month, "SELECT signal_id, state, opened_on, to_municipality"
        " FROM casework.handover",
    )  # fmt: skip
    assert tuple(found) == ("a", "open", date(2026, 10, 8), None)


def test_who_moved_within_the_municipality_is_picked_up_at_the_new_address(
    month, storage
):
    """Verhuisd binnen de gemeente: het adres van de BRP telt."""
    month.deliver([signal("a")])
    take_extract(
        month.engine,
        "brp",
        [{"street": "Schans", "house_number": "77", "postcode": "8531GX",
          "place": "Lemmer"}],
    )  # fmt: skip
    (row,) = published(storage)
    assert row["Adres"] == "Schans 77, 8531 GX Lemmer"
    assert "verhuisd binnen de gemeente" in row["Te controleren"]


def test_a_secret_address_is_not_printed_and_marked(month, storage):
    """Geheimhouding: geen adres op de lijst, ook niet dat van de partner."""
    month.deliver([signal("a")])
    take_extract(month.engine, "brp", [{"address_secret": "true"}])
    (row,) = published(storage)
    assert row["Adres"] == "geheim adres"
    assert "geheim adres" in row["Te controleren"]
    book = storage / "publications/1940/2026-10/v1"
    assert all(b"Midstraat" not in path.read_bytes() for path in book.iterdir())


def test_who_is_not_in_the_extract_stays_on_the_list_and_is_to_be_checked(
    month, storage
):
    month.deliver([signal("a")])
    take_extract(
        month.engine, "brp", [{"surname": "Zwart", "birth_date": "1944-04-04"}]
    )
    (row,) = published(storage)
    assert "niet gevonden in de BRP" in row["Te controleren"]


def test_all_the_rules_on_what_the_municipality_knows_in_their_order():
    """Eerst overleden, dan geen inwoner, schuldhulp, herhaald, uitsluiting, bezwaar."""
    table = """
        kenmerken                        | vorige keer | regel     | bij crisis
        ---------------------------------+-------------+-----------+-----------
                                         |             | OPGEPAKT  | OPGEPAKT
        bezwaar                          |             | X-BEZW    | X-BEZW
        uitsluiting bezwaar              |             | X-UITSL   | X-UITSL
        uitsluiting bezwaar              | 20000       | X-HERH    | X-UITSL
        shv uitsluiting                  | 20000       | X-SHV     | X-UITSL
        shv                              |             | X-SHV     | OPGEPAKT
        known                            |             | X-SHV     | OPGEPAKT
        moved_out shv uitsluiting        | 20000       | X-GEENINW | X-GEENINW
        deceased moved_out shv bezwaar   | 20000       | X-OVERL   | X-OVERL
        moved_within not_found hidden    |             | OPGEPAKT  | OPGEPAKT
    """
    for row in drawn(table):
        usual = row | {"cent": "20000"}
        assert decided(usual) == row["regel"], row
        assert decided(usual | {"soort": "ONTRUIMING"}) == row["bij crisis"], row
        small = usual | {"cent": "7499", "vorige keer": ""}
        assert decided(small) == "X-DREMPEL", row  # the threshold comes first
