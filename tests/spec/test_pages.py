"""Pages of the month: what they count, what they say, and to whom."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest
import yaml
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError
from support.page_server import SCRIPT, forget, year_register
from support.page_year import DAY, PLACE
from support.report_page import ReadPage, ReadSection

from vroegsein.accountability.dashboard import (
    Asked,
    Question,
    Right,
    UnknownPageError,
    page,
    plot,
)
from vroegsein.accountability.dashboard.asking import read_language, read_month
from vroegsein.accountability.dashboard.grants import grants
from vroegsein.accountability.dashboard.month_cards import Risk, risk_of
from vroegsein.accountability.dashboard.rights import NEEDS, may_see
from vroegsein.accountability.dashboard.rows import reading
from vroegsein.accountability.dashboard.words import CATALOGUE, words_of
from vroegsein.listing.triage import Rule
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import PROJECT_ROOT

EVERYTHING = frozenset(Right)
NOTHING = "\u2013"
PAGES = ("overview", "partners", "publications", "proof")


@pytest.fixture(scope="module", autouse=True)
def register(
    postgres_url: str,
    register_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A year of 35 partners; the settings point at it."""
    folder = tmp_path_factory.mktemp("pages")
    with year_register(
        postgres_url, register_template, folder, partners=35, signals=12
    ) as url:
        yield url


#: The register's own triggers would refuse what some tests need: they stand aside.
_FREELY = "SET LOCAL session_replication_role = replica"


@pytest.fixture
def changed(register: str):
    """A function that changes the register for one test."""
    engine, undo = create_engine(register), []

    def change(statement: str, afterwards: str) -> None:
        undo.append(afterwards)
        with engine.begin() as connection:
            connection.execute(text(_FREELY))
            connection.execute(text(statement))

    yield change
    with engine.begin() as connection:
        connection.execute(text(_FREELY))
        for statement in reversed(undo):
            connection.execute(text(statement))
    engine.dispose()


def asked(name: str = "overview", **changes) -> Asked:
    known = {"municipality": PLACE, "day": DAY, "rights": EVERYTHING}
    return Asked(page=name, **(known | changes))


def read(name: str = "overview", **changes) -> ReadPage:
    return ReadPage(page(asked(name, **changes)).html)


def card(anchor: str, name: str = "overview", **changes) -> ReadSection:
    return read(name, **changes).sections[anchor]


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


def name_of(partner: str) -> str:
    from vroegsein.parties.partner import load_passport
    from vroegsein.settings import settings

    return load_passport(settings().partners, partner).name


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


def test_a_list_that_waits_is_shown_until_somebody_decides(changed):
    assert [line[0] for line in card("waiting").tables[0].lines] == ["Lijst goedkeuren"]
    changed(
        "INSERT INTO publication.approval (approval_id, draft_id, input_digest, decision,"
        " decided_by, decided_at, remark) SELECT 'B-new', draft_id, input_digest,"
        " 'rejected', 'coordinator', NOW(), 'Te vroeg' FROM casework.draft WHERE draft_id = 'D-new'",
        "DELETE FROM publication.approval WHERE approval_id = 'B-new'",
    )
    assert card("waiting").tables == []


def test_a_list_waits_for_its_second_official(changed):
    """Red while the first approval of an abnormal month ended the waiting."""
    changed(
        "INSERT INTO publication.approval (approval_id, draft_id, input_digest, decision,"
        " decided_by, decided_at) SELECT 'B-one', draft_id, input_digest,"
        " 'approved', 'coordinator', NOW() FROM casework.draft WHERE draft_id = 'D-new'",
        "DELETE FROM publication.approval WHERE approval_id = 'B-one'",
    )
    assert [line[0] for line in card("waiting").tables[0].lines] == ["Lijst goedkeuren"]


CRISIS = (
    "INSERT INTO casework.crisis_list (crisis_list_id, municipality_code, month,"
    " list_date, version, draft_id, state, asked_in, due_at, decided_by) VALUES"
    " ('L1', '1940', '2026-10', '2026-11-20', 1, 'D-2026-10', '{}', 'run',"
    " '2026-11-20 16:30+00', {});"
    "INSERT INTO casework.crisis_list_signal VALUES ('L1', 's1', 'c1', '2026-11-25'),"
    " ('L1', 's2', 'c1', '2026-11-26'), ('L1', 's3', 'c2', '2026-11-27')"
)
NO_CRISIS = "DELETE FROM casework.crisis_list_signal; DELETE FROM casework.crisis_list"


def test_a_crisis_list_waits_beside_the_other_decisions(changed):
    """Red while who may not decide saw no crisis list wait at all."""
    changed(CRISIS.format("open", "NULL"), NO_CRISIS)
    lines = card("waiting", rights=frozenset({Right.COUNTS})).tables[0].lines
    told = next(line for line in lines if line[0] == "Crisislijst versturen")
    assert (told[1], told[4]) == ("2", "20-11-2026 verlopen")
    assert 'dags/handle_crisis_signals/required_actions"' in page(asked()).html


def test_the_clocks_of_a_crisis_list_run_before_the_months_list(changed):
    """K-3WD: red while only people on a month's list had a clock on the page."""
    before = card("clocks").tables[0].by_first()
    assert "Crisis, 3 werkdagen" not in before
    changed(CRISIS.format("approved", "'coordinator'"), NO_CRISIS)
    crisis = card("clocks").tables[0].by_first()["Crisis, 3 werkdagen"]
    assert crisis == [NOTHING, "1", "1", NOTHING]  # two days away, and four


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


def test_open_questions_lead_to_their_place_in_airflow():
    question = Question(
        "build_signal_list",
        "Signaallijst <2026-10> publiceren?",
        datetime.fromisoformat("2026-11-22T14:06:00+00:00"),
        "/dags/build_signal_list/runs/r1/tasks/approve_list/required_actions",
    )
    found = page(asked(questions=(question,), airflow="/airflow")).html
    assert f'href="/airflow{question.href}" target="_top"' in found
    assert "Signaallijst &lt;2026-10&gt; publiceren?" in found
    hidden = page(asked(questions=(question,), rights=frozenset({Right.COUNTS}))).html
    assert "publiceren?" not in hidden


@pytest.mark.parametrize(
    ("days", "risk"),
    [(-1, Risk.OVER), (0, Risk.SOON), (3, Risk.SOON), (4, Risk.WEEK), (7, Risk.WEEK),
     (8, Risk.LATER)],
)  # fmt: skip
def test_a_clock_is_at_risk_three_days_before_its_end(days: int, risk: Risk):
    """K-14, K-28: the last day itself still counts."""
    assert risk_of(DAY + timedelta(days=days), DAY) is risk


def test_a_clock_stops_when_an_attempt_comes_back(changed):
    def people() -> int:
        lines = card("clocks").tables[0].lines
        return sum(int(cell) for line in lines for cell in line[1:] if cell != NOTHING)

    before = people()
    assert before > 0
    changed(
        "INSERT INTO casework.contact_attempt (attempt_id, case_id, office_file_id, kind,"
        " reached, attempt_date) SELECT 'again' || case_id, case_id, 'O-1', 'Brief', FALSE,"
        " DATE '2026-11-20' FROM casework.case",
        "DELETE FROM casework.contact_attempt WHERE attempt_id LIKE 'again%'",
    )
    assert card("clocks").tables == []


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
