"""Who may read which page, in which language, by keyboard and by voice; and no person."""

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from support.page_read import EVERYTHING, PAGES, asked, changing, read
from support.page_server import SCRIPT, forget, year_register
from support.report_page import ReadPage

from vroegsein.accountability.dashboard import (
    Right,
    UnknownPageError,
    page,
    plot,
)
from vroegsein.accountability.dashboard.asking import read_language, read_month
from vroegsein.accountability.dashboard.grants import grants
from vroegsein.accountability.dashboard.rights import NEEDS, may_see
from vroegsein.accountability.dashboard.rows import reading
from vroegsein.accountability.dashboard.words import CATALOGUE, words_of
from vroegsein.listing.triage import Rule
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import PROJECT_ROOT


@pytest.fixture(scope="module", autouse=True)
def register(postgres_url: str, register_template: str, tmp_path_factory):
    """A year of eight partners; the settings point at it."""
    folder = tmp_path_factory.mktemp("pages")
    with year_register(
        postgres_url, register_template, folder, partners=8, signals=6
    ) as url:
        yield url


@pytest.fixture
def changed(register: str):
    """A function that changes the register for one test."""
    with changing(register) as change:
        yield change


@pytest.mark.parametrize("name", [*PAGES, "partner"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_can_be_read_by_everybody(name: str, language: str):
    """Toetsenbord en schermlezer: koppen, kolomkoppen, een sprongkoppeling, titels."""
    found = page(asked(name, language=language, subject="partneraa")).html
    read_page = ReadPage(found.replace("<!DOCTYPE html>", ""))
    tags = read_page.tags
    assert [known["lang"] for tag, known in tags if tag == "html"] == [language]
    assert sum(tag == "h1" for tag, _ in tags) == 1
    assert tags[[tag for tag, _ in tags].index("body") + 1] == (
        "a", {"class": "skip", "href": "#content"},
    )  # fmt: skip
    assert all(known.get("scope") for tag, known in tags if tag == "th")
    assert all(known.get("alt") for tag, known in tags if tag == "img")
    drawings = re.findall(r"<svg(.*?)</svg>", found, re.DOTALL)
    assert all("<title>" in one or 'aria-hidden="true"' in one for one in drawings)
    ids = re.findall(r' id="([^"]+)"', found)
    assert len(ids) == len(set(ids))
    anchors = re.findall(r'href="#([^"]+)"', found)
    assert set(anchors) <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_no_english_page_has_a_dutch_word_of_ours_left(name: str):
    english = page(asked(name, language="en")).html
    for dutch in (
        " van 12",
        "partijen",
        "Leverkalender",
        "Regels",
        "Stand van",
        "oktober",
    ):
        assert dutch not in english, dutch


@pytest.mark.parametrize("name", [*PAGES, "partner"])
def test_a_page_holds_nothing_of_a_person(name: str):
    """Alleen aantallen: niets uit een kolom met gegevens van personen."""
    found = page(asked(name, subject="partneraa")).html
    for personal in ("Verzonnen", "Nergensstraat", "8501AB", "S-2026-10", "C-2026-10"):
        assert personal not in found, personal


def test_the_statements_read_no_column_of_a_person():
    from vroegsein.register.intake_tables import PERSONAL

    for path in sorted((PROJECT_ROOT / "include/sql/dashboard").glob("*.sql")):
        sql = path.read_text("utf-8").partition("\n\n")[2]
        read_columns = set(re.findall(r"\.([a-z_]+)", sql))
        assert (
            read_columns & (set(PERSONAL) | {"address_key", "source_record_id"})
            == set()
        )


def test_a_partner_may_be_called_anything():
    for name in ("overview", "partners"):
        found = page(asked(name)).html
        assert SCRIPT not in found
        assert "&lt;script&gt;" in found


def test_the_register_is_read_and_never_written():
    with (
        reading() as connection,
        pytest.raises(Exception, match="read-only transaction"),
    ):
        connection.execute(text("DELETE FROM casework.draft"))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": "nowhere"}, UnknownPageError),
        ({"municipality": "0000"}, UnknownPageError),
        ({"municipality": "../1940"}, UnknownPageError),
        ({"name": "partner", "subject": "nobody"}, UnknownPageError),
        ({"name": "partner", "subject": "../x"}, UnknownPageError),
        ({"name": "proof", "rights": frozenset({Right.COUNTS})}, PermissionError),
        ({"rights": frozenset()}, PermissionError),
    ],
)
def test_what_is_not_there_or_not_yours_is_refused(changes, error):
    with pytest.raises(error):
        page(asked(**changes))


def test_a_plot_of_nothing_known_is_refused():
    with pytest.raises(UnknownPageError):
        plot(asked("plot", subject="partneraa"), "naam")
    with pytest.raises(PermissionError):
        plot(asked("plot", subject="partneraa", rights=frozenset()), "geldig")


def test_an_unknown_page_is_for_nobody():
    assert not may_see("nowhere", EVERYTHING)
    assert all(needed for needed in NEEDS.values())


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        (None, None, "nl"),
        ("en", "nl", "en"),
        ("fr", "en", "en"),
        (None, "fr, en;q=0.4, nl;q=0.5", "nl"),
        (None, "en;q=wrong, nl;q=0.1", "nl"),
    ],
)
def test_the_language_is_the_one_a_reader_likes_best(query, header, language):
    assert read_language(query, header) == language


def test_a_month_is_a_month_or_nothing():
    assert read_month("") is read_month(None) is None
    assert read_month("2026-10") == ReportingMonth(2026, 10)
    with pytest.raises(UnknownPageError):
        read_month("2026-10'; drop")


def test_both_languages_say_everything_with_the_same_fields():
    catalogue = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    for name, pair in catalogue.items():
        assert set(pair) == {"nl", "en"}, name
        fields = [
            {field for _, field, _, _ in Formatter().parse(text)}
            for text in pair.values()
        ]
        assert fields[0] == fields[1], name
        assert pair["nl"].count("|") == pair["en"].count("|"), name


def test_every_rule_of_the_triage_has_words():
    words = words_of("nl")
    for rule in Rule:
        assert rule == "OPGEPAKT" or words.known(f"rule.{rule}", ""), rule


def test_the_pages_document_holds_the_table_of_rights():
    document = (PROJECT_ROOT / "docs/pages.md").read_text("utf-8")
    for right in Right:
        assert f"`{right}`" in document, right
    for name in NEEDS:
        assert f"`{name}`" in document, name
    assert Path(PROJECT_ROOT / "plugins/vroegsignalering.py").exists()


def test_a_role_of_its_own_reads_the_pages_and_no_person(
    register: str, changed, monkeypatch: pytest.MonkeyPatch
):
    """Wat de rol mag lezen staat in de databank, kolom voor kolom."""
    changed(
        "CREATE ROLE page_reader LOGIN",
        "DROP OWNED BY page_reader; DROP ROLE page_reader",
    )
    for statement in grants("page_reader"):
        changed(statement, "SELECT 1")
    url = register.replace("//postgres@", "//page_reader@")
    monkeypatch.setenv("VROEGSEIN_READER_URL", url)
    for name in (*PAGES, "partner"):
        assert read(name, subject="partneraa").sections, name
    for column in ("surname", "street", "birth_date"):
        with reading() as connection, pytest.raises(ProgrammingError, match="denied"):
            connection.execute(text(f"SELECT {column} FROM intake.signal"))
    forget(url)


def test_a_role_is_a_name_and_nothing_more():
    with pytest.raises(UnknownPageError):
        grants("reader; DROP TABLE x")
