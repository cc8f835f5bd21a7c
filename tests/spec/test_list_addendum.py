"""A later version says what it changes; lists for teams and systems hold the same."""

import csv
import io
import json
import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from support.list_files import DRAFT, USUAL, VERSION, content
from support.listing_month import DECIDED_AT, Register, signal

from vroegsein import listing
from vroegsein.listing.addendum import (
    ADDENDUM_HEADERS,
    KIND,
    TOLD,
    WHAT,
    Kind,
    addendum_csv,
    changes,
    read_table,
)
from vroegsein.listing.columns import ListRow, cells, headers
from vroegsein.listing.content import ListContent
from vroegsein.listing.list_json import team_of
from vroegsein.listing.table_file import csv_bytes
from vroegsein.listing.version_files import files_of
from vroegsein.parties.policy_publication import Team
from vroegsein.settings import PROJECT_ROOT

LATE, NEXT_DAY = datetime(2026, 10, 15, 7, tzinfo=UTC), DECIDED_AT + timedelta(days=1)
SCHEMA = json.loads((PROJECT_ROOT / "docs/signaallijst.schema.json").read_text("utf-8"))
RISKY = ('=HYPERLINK("http://x","y")', "+1", "-1+1", "@SUM(A1)", "\t=1", "\uff1d1+1")
TEAMS = (
    Team(code="joure", name="Joure", postcodes=("8501", "8502")),
    Team(code="lemmer", name="Lemmer", postcodes=("8531",)),
)


def listed(case: str, **changed: str) -> ListRow:
    """One person on a list."""
    return replace(USUAL, case_id=case, **changed)


def stored(*rows: ListRow) -> list[dict[str, str]]:
    """These rows as an earlier version's CSV has them."""
    return read_table(csv_bytes(headers(), map(cells, rows)))


def found(before: list[ListRow], now: list[ListRow]) -> list[tuple[str, str, str]]:
    """Kind, case and what changed of every person of an addendum."""
    told = changes(stored(*before), now)
    case = TOLD.index("Melding")
    return [(one.kind.value, one.texts[case], one.what) for one in told]


def test_only_what_is_new_changed_or_withdrawn_stands_in_an_addendum():
    before = [listed("A"), listed("B", phone=""), listed("C")]
    now = [listed("D"), listed("A"), listed("B", phone="06 1", total="€ 1,00")]
    assert found(before, now) == [
        ("nieuw", "D", ""),
        (
            "gewijzigd",
            "B",
            "Telefoon was: leeg; Bedrag totaal was: € 1.234,56",
        ),
        ("vervallen", "C", ""),
    ]


def test_another_place_on_the_list_is_no_change():
    before = [listed("A", number="1"), listed("B", number="2")]
    assert found(before, [listed("B", number="1"), listed("A", number="2")]) == []


@pytest.mark.parametrize("name", RISKY)
def test_a_text_that_was_made_harmless_is_no_change(name):
    assert found([listed("A", name=name)], [listed("A", name=name)]) == []


def test_a_column_an_older_list_did_not_have_reads_as_empty():
    before = [
        {name: cell for name, cell in row.items() if name != "Laatste kanaal"}
        for row in stored(listed("A", last_contact=""))
    ]
    assert changes(before, [listed("A", last_contact="")]) == []
    (change,) = changes(before, [listed("A", last_contact="Brief")])
    assert change.what == "Laatste kanaal was: leeg"


def books(files: dict[str, bytes]) -> dict[str, list[openpyxl.cell.Cell]]:
    """Every cell of every workbook, by file."""
    return {
        name: [
            cell
            for sheet in openpyxl.load_workbook(io.BytesIO(written)).worksheets
            for row in sheet.iter_rows()
            for cell in row
        ]
        for name, written in files.items()
        if name.endswith(".xlsx")
    }


@pytest.mark.parametrize("text", RISKY)
def test_no_field_of_any_file_can_become_a_formula(text):
    """OUT-01: every text field of list, team list and addendum, in every format."""
    free = {field.name for field in fields(ListRow)} - {
        "number", "severity", "earlier_months", "due_date", "oldest_arrears", "total",
    }  # fmt: skip
    risky = replace(USUAL, **dict.fromkeys(free, text))
    before = stored(listed("gone", **dict.fromkeys(free - {"case_id"}, text)))
    policy = content().policy.model_copy(update={"teams": TEAMS})
    whole = replace(content(risky), policy=policy)
    files = files_of(whole, replace(VERSION, number=2), before=before)
    for name, found_cells in books(files).items():
        assert {cell.data_type for cell in found_cells} <= {"s", "n"}, name
        assert not [cell for cell in found_cells if cell.hyperlink], name
        assert any(cell.value == text for cell in found_cells) or "team" in name
    for name in ("signaallijst.csv", "addendum.csv"):
        for row in csv.reader(
            io.StringIO(files[name].decode("utf-8-sig")), delimiter=";"
        ):
            assert not [c for c in row if c.lstrip().startswith(tuple("=+-@\uff1d"))], (
                name
            )
    (person,) = json.loads(files["signaallijst.json"])["personen"]
    assert person["naam"] == text  # a system reads texts, as they were delivered


def versions(month: Register, storage: Path) -> Path:
    """Publish two versions of October: one changed, one new, one withdrawn."""
    month.deliver([signal("a", surname="Postma"), signal("b", surname="Kuiper")])
    month.publish()
    month.deliver(
        [
            signal("a2", "P-a", partner="terpzorg", surname="Postma",
                   received_at=LATE, claim="9", confidence="certain"),
            signal("c", partner="terpzorg", surname="Wiersma", received_at=LATE),
        ]
    )  # fmt: skip
    listing.publish_list(month.publish(at=NEXT_DAY))
    return storage / "publications/1940/2026-10"


def test_a_late_delivery_makes_a_version_with_an_addendum(register, storage):
    month = Register(register)
    folder = versions(month, storage)
    assert not list((folder / "v1").glob("addendum*"))
    rows = read_table((folder / "v2" / "addendum.csv").read_bytes())
    assert tuple(rows[0]) == ADDENDUM_HEADERS
    told = {row["Naam"]: row[KIND] for row in rows}
    assert told == {"J. Postma": "gewijzigd", "J. Wiersma": "nieuw"}
    (postma,) = [row for row in rows if row["Naam"] == "J. Postma"]
    assert "Bedrag totaal was: € 200,00" in postma[WHAT]
    book = openpyxl.load_workbook(folder / "v2" / "addendum.xlsx")["Addendum"]
    assert book["A2"].value == (
        "Wijzigingen ten opzichte van versie 1: 1 nieuw, 1 gewijzigd, 0 vervallen."
        " De hele lijst staat in versie 2."
    )
    assert [cell.value for cell in book[3]] == list(ADDENDUM_HEADERS)
    assert {row[0].value for row in book.iter_rows(min_row=4)} == {"nieuw", "gewijzigd"}
    for version in ("v1", "v2"):
        records = json.loads(
            (folder / version / "signaallijst.json").read_text("utf-8")
        )
        jsonschema.validate(records, SCHEMA)
        assert records["versie"] == int(version[1])
    assert "**Vergeleken met versie" not in listing.approval_text(first(register))


def first(register) -> str:
    """The draft of version one."""
    return drafts(register)[0]


def drafts(register) -> list[str]:
    with register.connect() as connection:
        query = "SELECT draft_id FROM publication.publication ORDER BY version"
        return [row[0] for row in connection.exec_driver_sql(query)]


def test_the_official_sees_what_a_new_version_changes_also_afterwards(
    register, storage
):
    versions(Register(register), storage)
    shown = listing.approval_text(drafts(register)[1])
    assert (
        "**Vergeleken met versie 1 van deze maand**: 1 nieuw, 1 gewijzigd, 0 vervallen."
    ) in shown
    (storage / "publications/1940/2026-10/v1/signaallijst.csv").unlink()
    assert "**Vergeleken met versie" not in listing.approval_text(drafts(register)[1])


def whole(*rows: ListRow) -> ListContent:
    """A list for two teams."""
    usual = content(*rows)
    return replace(usual, policy=usual.policy.model_copy(update={"teams": TEAMS}))


def test_every_person_is_on_the_whole_list_and_on_one_team_list():
    places = {
        "1": "Midstraat 1, 8501 AB Joure",
        "2": "Vuurtorenweg 2, 8531 CD Lemmer",
        "3": "Dorpsstraat 3, 8561 EF Balk",
        "4": "geheim adres",
        "5": "",
        "6": "Plein 8501 AB, 8531 CD Lemmer",  # a street that looks like a postcode
    }
    people = [listed(f"M{n}", number=n, address=text) for n, text in places.items()]
    files = files_of(whole(*people), VERSION)

    def numbers(name: str) -> list[str]:
        sheet = openpyxl.load_workbook(io.BytesIO(files[name]))["Signaallijst"]
        return [row[0].value for row in sheet.iter_rows(min_row=2)]

    assert numbers("signaallijst.xlsx") == list("123456")
    assert numbers("signaallijst-team-joure.xlsx") == ["1"]
    assert numbers("signaallijst-team-lemmer.xlsx") == ["2", "6"]
    assert numbers("signaallijst-overig.xlsx") == ["3", "4", "5"]
    records = json.loads(files["signaallijst.json"])["personen"]
    teams = ["joure", "lemmer", None, None, None, "lemmer"]
    assert [person["team"] for person in records] == teams


def test_a_team_without_anybody_gets_an_empty_list():
    """Niets krijgen is iets anders dan niets te doen hebben."""
    files = files_of(whole(), VERSION)
    assert {name for name in files if "-" in name} == {
        "signaallijst-overig.xlsx",
        "signaallijst-team-joure.xlsx",
        "signaallijst-team-lemmer.xlsx",
    }


def test_without_teams_there_is_one_list():
    assert not [name for name in files_of(content(USUAL), VERSION) if "-" in name]
    assert team_of(USUAL, content().policy) is None


def test_an_empty_list_still_holds_to_the_schema():
    files = files_of(content(), replace(VERSION, number=2), before=stored(listed("A")))
    document = json.loads(files["signaallijst.json"])
    jsonschema.validate(document, SCHEMA)
    assert document["personen"] == []
    (row,) = read_table(files["addendum.csv"])
    assert row[KIND] == Kind.WITHDRAWN
    assert DRAFT["month"] == document["maand"]


def test_the_schema_names_every_field_and_no_other():
    """A field that nobody described would be seen."""
    (person,) = json.loads(files_of(content(USUAL), VERSION)["signaallijst.json"])[
        "personen"
    ]
    described = SCHEMA["$defs"]["persoon"]
    assert set(described["properties"]) == set(described["required"]) == set(person)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(
            person | {"bsn": ""}, {**described, "$defs": SCHEMA["$defs"]}
        )


def test_the_same_addendum_is_the_same_bytes():
    before, now = stored(listed("A")), [listed("B")]
    made = [
        files_of(content(*now), replace(VERSION, number=2), before=before)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert re.match(rb"PK", made[0]["addendum.xlsx"])
    assert addendum_csv(changes(before, now)) == made[0]["addendum.csv"]
