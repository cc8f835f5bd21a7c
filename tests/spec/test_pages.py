"""Pages of the month: what they count and what they say."""

import re
from datetime import date

import pytest
from sqlalchemy import create_engine, text
from support.page_read import (
    NOTHING,
    asked,
    card,
    changing,
    name_of,
    read,
)
from support.page_server import year_register
from support.report_page import ReadPage

from vroegsein.accountability.dashboard import (
    Right,
    page,
)


@pytest.fixture(scope="module", autouse=True)
def register(postgres_url: str, register_template: str, tmp_path_factory):
    """A year of 35 partners; the settings point at it."""
    folder = tmp_path_factory.mktemp("pages")
    with year_register(
        postgres_url, register_template, folder, partners=35, signals=12
    ) as url:
        yield url


@pytest.fixture
def changed(register: str):
    """A function that changes the register for one test."""
    with changing(register) as change:
        yield change


def test_the_calendar_names_every_partner_once_and_trouble_first():
    first, rest = (table.lines for table in card("calendar").tables)
    assert {line[2] for line in rest} == {"op tijd"}
    lines = first + rest
    assert len({line[0] for line in lines}) == len(lines) == 35
    states = [line[2] for line in lines]
    order = ["bellen", "geweigerd", "te laat ontvangen", "op tijd"]
    places = [order.index(state) for state in states]
    assert max(places[:3]) <= 1  # two delivered nothing, one was refused
    assert places[3:] == sorted(places[3:])


def test_partners_that_delivered_in_time_are_folded_away_when_they_are_many():
    """Red while a phone showed 45 partners before anything else of the month."""
    found = page(asked()).html
    folded = re.search(r"<details>\s*<summary>([^<]+)</summary>(.*?)</details>", found, re.DOTALL)  # fmt: skip
    assert folded
    count = int(re.sub(r"\D", "", folded[1]))
    assert folded[2].count(">op tijd</span>") == count >= 10
    assert ">bellen</span>" not in folded[2]


def test_a_refused_file_that_was_not_replaced_is_told_as_such():
    refused = [
        line for line in card("calendar").tables[0].lines if line[2] == "geweigerd"
    ]
    assert [line[4] for line in refused] == [NOTHING]
    assert [line[7] for line in refused] == ["1"]


@pytest.mark.parametrize(
    ("day", "state", "late"),
    [
        (date(2026, 10, 1), "verwacht", NOTHING),
        (date(2026, 10, 5), "vandaag of gisteren", NOTHING),
        (date(2026, 10, 7), "te laat", "2"),
        (date(2026, 10, 12), "bellen", "5"),
    ],
)
def test_an_absent_partner_grows_more_urgent_with_the_days(
    day: date, state: str, late: str
):
    """partnerac is due on the 5th and delivers nothing."""
    lines = card("calendar", day=day).tables[0].lines
    absent = next(line for line in lines if line[0] == name_of("partnerac"))
    assert (absent[2], absent[5]) == (state, late)


def test_the_funnel_counts_what_the_register_holds(register):
    counted = {
        "Regels ontvangen": "SELECT SUM(line_count) FROM intake.delivery WHERE"
        " month = '2026-10' AND state = 'accepted'",
        "Signalen die gelden": "SELECT COUNT(*) FROM intake.signal WHERE month = '2026-10'",
        "Mensen op de lijst": "SELECT COUNT(*) FROM casework.list_entry WHERE"
        " draft_id = 'D-2026-10'",
    }  # fmt: skip
    page_text = page(asked()).html
    engine = create_engine(register)
    with engine.connect() as connection:
        for label, sql in counted.items():
            count = connection.execute(text(sql)).scalar_one()
            shown = re.search(rf"<span>{label}</span>.*?figure\">([\d.]+)<", page_text)
            assert shown, label
            assert int(shown[1].replace(".", "")) == count, label
    engine.dispose()


def test_the_last_purge_stands_on_the_overview_for_everybody(changed):
    assert card("purged").tables == []
    changed(
        "INSERT INTO audit.purge (purge_id, municipality_code, as_of, terms) VALUES"
        " ('P1', '1940', '2026-11-22 02:00+00', '{}'),"
        " ('P2', '1940', '2026-11-23 02:00+00', '{}')",
        "DELETE FROM audit.purge",
    )
    told = card("purged", rights=frozenset({Right.COUNTS})).tables[0].by_first()
    assert told["Stand van"] == ["23-11-2026 03:00"]
    assert told["Voltooid"] == ["niet af"]


def test_the_page_follows_the_register_at_once(changed):
    """Wat bewaard is geldt alleen zolang het register niet verandert."""
    assert "op tijd" in {line[2] for line in card("calendar").tables[1].lines}
    changed(
        "UPDATE intake.delivery SET state = 'refused', refusal_code = 'DEL_TOTALS'"
        " WHERE month = '2026-10' AND state = 'accepted'",
        "UPDATE intake.delivery SET state = 'accepted', refusal_code = NULL"
        " WHERE month = '2026-10' AND line_count IS NOT NULL",
    )
    (table,) = card("calendar").tables
    lines = table.lines
    assert len(lines) == 35
    assert {line[2] for line in lines} == {"geweigerd", "bellen"}


def test_the_scorecard_has_a_line_and_a_trend_for_each_partner():
    found = page(asked("partners")).html
    lines = ReadPage(found).sections["scorecard"].tables[0].lines
    assert len(lines) == 35
    assert found.count("<title>Geldige regels per maand, van ") == 35


def test_a_partner_has_a_page_of_its_own_with_findings():
    sections = read("partner", subject="partneraa").sections
    assert list(sections) == ["trends", "months", "deliveries", "findings"]
    codes = {line[0] for line in sections["findings"].tables[0].lines}
    assert codes <= {"VAL_POSTCODE", "VAL_REQUIRED", "VAL_AMOUNT"}
    assert len(sections["deliveries"].tables[0].lines) >= 12


def test_every_published_file_has_its_whole_digest():
    lines = card("files", "publications").tables[0].lines
    assert [line[1] for line in lines] == ["signaallijst.csv", "signaallijst.xlsx"]
    assert all(re.fullmatch("[0-9a-f]{64}", line[3]) for line in lines)


def test_a_broken_chain_is_told(changed):
    changed(
        "INSERT INTO audit.event (municipality_code, seq, previous_hash, hash, action,"
        " object, result, origin, actor, occurred_at) VALUES"
        " ('1940', 1, REPEAT('0', 64), REPEAT('a', 64), 'a', 'b', 'c', 'd', 'e', NOW()),"
        " ('1940', 2, REPEAT('a', 64), REPEAT('b', 64), 'a', 'b', 'c', 'd', 'e', NOW())",
        "DELETE FROM audit.event",
    )
    assert card("chain", "proof").tables[0].by_first()["Schakels"] == ["sluiten aan"]
    changed(
        "INSERT INTO audit.event (municipality_code, seq, previous_hash, hash, action,"
        " object, result, origin, actor, occurred_at) VALUES"
        " ('1940', 4, REPEAT('c', 64), REPEAT('d', 64), 'a', 'b', 'c', 'd', 'e', NOW())",
        "SELECT 1",
    )
    assert card("chain", "proof").tables[0].by_first()["Schakels"] == ["1 gebroken"]


def test_a_purge_without_a_certificate_is_not_complete(changed):
    changed(
        "INSERT INTO audit.purge (purge_id, municipality_code, as_of, terms)"
        " VALUES ('P1', '1940', NOW(), '{}')",
        "DELETE FROM audit.purge",
    )
    assert card("purge", "proof").tables[0].lines[0][3] == "niet af"
