"""What the explanation sheet says: who is missing, how to read, and where from."""

import io

import openpyxl
import pytest
from support.listing_facts import drawn
from support.listing_month import DECIDED_AT, Register, signal
from support.listing_town import in_euros, published_town
from support.own_include import use_own_include

from vroegsein.listing.content import partner_status
from vroegsein.listing.lanes import LANE_TEXTS, Lane
from vroegsein.parties.municipality import load_policy
from vroegsein.settings import PROJECT_ROOT

HEADINGS = [
    "Deze lijst",
    "Partners: op basis van 10 van 16",
    "Lanen: in deze volgorde staat de lijst",
    "Werk van deze lijst",
    "Niet op deze lijst: signalen die niet zijn opgepakt",
    "Termijnen",
    "Drempels (beleid versie 2026-1)",
    "Hoe te lezen",
    "Herkomst",
]


def blocks(book: bytes) -> dict[str, list[list[str]]]:
    """The rows of the explanation sheet, by the heading they stand under."""
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Toelichting"]
    found: dict[str, list[list[str]]] = {"": []}
    heading = ""
    for row in sheet.iter_rows():
        texts = [cell.value for cell in row if cell.value]
        if row[0].value and row[0].font.size == 12:
            heading = row[0].value
            found[heading] = []
        elif texts:
            found[heading].append(texts)
    return found


@pytest.fixture(scope="module")
def town(postgres_url, register_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    with published_town(postgres_url, register_template, folder) as found:
        yield found


@pytest.fixture(scope="module")
def told(town):
    return blocks(town.workbook_file)


def test_the_sheet_stands_first_and_has_its_blocks_in_order(town, told):
    assert town.workbook.sheetnames[0] == "Toelichting"
    assert told.pop("") == [["Signaallijst De Fryske Marren, oktober 2026"]]
    assert list(told) == HEADINGS


def test_it_says_whose_list_this_is_and_who_approved_it(town, told):
    assert dict(told["Deze lijst"]) == {
        "Gemeente": "De Fryske Marren (1940)",
        "Maand": "oktober 2026",
        "Versie": "1",
        "Goedgekeurd": "14-10-2026 11:30 door c.ordinator",
        "Personen": str(len(town.entries())),
        "Ontbreekt": "Fjildstroom Coöperatie (niet ontvangen); Gemeente De Fryske"
        " Marren, team Belastingen (geweigerd); Mienskipszorg Onderling (niet ontvangen);"
        " Skarstroom Energie (niet ontvangen); Stichting Lytse Woning (niet ontvangen);"
        " Woningbouwvereniging Sleatwonen (niet ontvangen)",
    }


def test_every_partner_is_named_with_its_signals(town, told):
    head, *lines = told["Partners: op basis van 10 van 16"]
    assert head == ["Partner", "Sector", "Deze maand", "Signalen"]
    counted = {line[0]: int(line[3]) for line in lines}
    assert len(counted) == 16
    assert sum(counted.values()) == len(town.october())
    assert list(counted) == sorted(counted, key=str.casefold)
    words = {line[0]: line[2] for line in lines}
    assert words["Gouden Linde Zorgverzekeraar"] == "niets te melden"
    assert words["Fjildstroom Coöperatie"] == "niet ontvangen"
    assert words["Gemeente De Fryske Marren, team Belastingen"] == "geweigerd"
    assert words["Stichting Merenwonen"] == "ontvangen"


def test_every_lane_has_its_meaning_and_its_number_of_persons(town, told):
    _, *lines = told["Lanen: in deze volgorde staat de lijst"]
    lanes = [row["lane"] for row in town.entries()]
    assert [line[0][:2] for line in lines] == [
        lane for lane in Lane if lane is not Lane.VULNERABLE
    ]
    for name, condition, first_action, count in lines:
        text = LANE_TEXTS[Lane(name[:2])]
        assert (condition, first_action) == (text.condition, text.first_action)
        assert int(count) == lanes.count(name[:2])


def test_the_limits_are_those_of_the_policy(told):
    _, *lines = told["Drempels (beleid versie 2026-1)"]
    found = {line[0]: line[1:] for line in lines}
    triage = load_policy(PROJECT_ROOT / "include/municipalities", "1940").triage
    assert found["huur"] == ["30 of meer", "€ 1.000,00 of 2 gemiste termijnen"]
    assert found["zorg"] == ["30-100", "€ 450,00 of 3 gemiste termijnen"]
    assert found["water"] == ["30 of meer", "€ 200,00"]
    assert found["drempelbedrag"] == [in_euros(triage.threshold_cents)]
    assert found["midden (laan L6)"] == [
        f"vanaf {in_euros(3 * triage.threshold_cents)}"
    ]
    assert found["herhaalde melding"] == ["binnen 60 dagen, bedrag niet hoger"]
    assert found["crisis (laan L0)"] == ["geen drempel, geen dagen: 3 werkdagen (wet)"]


def test_it_says_how_to_read_and_that_it_is_confidential(told):
    found = dict(told["Hoe te lezen"])
    assert "alleen met wie haar heeft" in found["Eén regel is één persoon"]
    for word in ("zeker", "waarschijnlijk", "n.v.t."):
        assert word in found["Matchzekerheid"]
    assert "Niet doorsturen" in found["Vertrouwelijk"]
    assert dict(told["Termijnen"]).keys() == {"K-3WD", "K-14", "K-28"}


def test_an_auditor_can_find_the_list_back(town, told):
    found = dict(told["Herkomst"])
    draft = town.rows("casework.draft", f"draft_id = '{town.draft_id}'")[0]
    audit = town.rows("publication.audit", f"draft_id = '{town.draft_id}'")[0]
    assert found["Concept"] == town.draft_id
    assert found["Kenmerk van de invoer (SHA-256)"] == draft["input_digest"]
    assert found["Kenmerk van de inhoud (SHA-256)"] == audit["list_digest"]
    assert found["Programmaversie"] == draft["code_version"]
    assert "Beleidsregels vroegsignalering" in found["Beleid"]


def test_nobody_is_named_on_the_explanation_sheet(town, told):
    words = " ".join(text for rows in told.values() for row in rows for text in row)
    for item in town.month.signals:
        for value in (item.surname, item.phone, item.email, item.person, item.claim):
            assert value is None or value not in words.split(), value


def test_of_a_partners_deliveries_the_best_counts():
    """Eerst geweigerd en daarna goed geleverd is ontvangen."""
    table = """
        leveringen         | wat de lijst zegt
        -------------------+------------------
                           | niet ontvangen
        accepted           | ontvangen
        empty              | niets te melden
        refused            | geweigerd
        fetched            | niet afgerond
        decoded            | niet afgerond
        validated          | niet afgerond
        refused accepted   | ontvangen
        accepted refused   | ontvangen
        refused empty      | niets te melden
        empty accepted     | ontvangen
        fetched refused    | geweigerd
        validated accepted | ontvangen
        refused refused    | geweigerd
    """
    for row in drawn(table):
        deliveries = [
            {"partner_code": "terpzorg", "state": state}
            for state in row["leveringen"].split()
        ]
        known = {"passports": {"terpzorg": "0" * 64}, "deliveries": deliveries}
        status = partner_status({"inputs": known})
        assert status == {"terpzorg": row["wat de lijst zegt"]}, row


def test_a_complete_month_says_no_partner_is_missing(register, storage):
    month = Register(register)
    month.deliver([signal("a")])
    partners = {path.stem for path in (PROJECT_ROOT / "include/partners").glob("*.yml")}
    for partner in sorted(partners - {"merenwonen"}):
        month.deliver_nothing(partner)
    month.publish()
    book = storage / "publications/1940/2026-10/v1/signaallijst.xlsx"
    found = blocks(book.read_bytes())
    assert dict(found["Deze lijst"])["Ontbreekt"] == "geen partner"
    assert "Partners: op basis van 16 van 16" in found


def test_a_refused_file_followed_by_a_good_one_is_received(register, storage):
    month = Register(register)
    month.deliver_nothing("terpzorg", refused="DEL_HASH")
    month.deliver([signal("a", partner="terpzorg", received_at=DECIDED_AT)])
    month.publish(at=DECIDED_AT)
    book = storage / "publications/1940/2026-10/v1/signaallijst.xlsx"
    found = blocks(book.read_bytes())
    lines = {line[0]: line[1:] for line in found["Partners: op basis van 1 van 16"]}
    assert lines["Terpzorg Onderlinge"] == ["zorg", "ontvangen", "1"]
    assert "Terpzorg" not in dict(found["Deze lijst"])["Ontbreekt"]


def test_a_hostile_partner_name_is_text_on_the_sheet(
    register, storage, tmp_path, monkeypatch
):
    name = '=HYPERLINK("http://x.example";"klik")'
    use_own_include(tmp_path / "include", monkeypatch, names={"terpzorg": name})
    month = Register(register)
    month.deliver([signal("a")])
    month.publish()
    book = storage / "publications/1940/2026-10/v1/signaallijst.xlsx"
    sheet = openpyxl.load_workbook(book)["Toelichting"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == name]
    assert [cell.data_type for cell in cells] == ["s"]
    assert cells[0].hyperlink is None
