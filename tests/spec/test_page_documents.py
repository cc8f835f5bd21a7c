"""Files of the storage folder on the pages: linked where they lie, handed to whom."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.page_server import DOCUMENTS, write_documents, year_register
from support.page_year import DAY, PLACE

from vroegsein.accountability.dashboard import (
    Asked,
    Place,
    Right,
    UnknownPageError,
    document,
    page,
)
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import settings

EVERYTHING = frozenset(Right)
COUNTS = frozenset({Right.COUNTS})
PDF = Place("reports", "2026-10", "auditrapport-v1.pdf")
BASE = "/vroegsignalering/files/"
MONITOR = f"{BASE}statistics/1940/2026-10/monitor_1940_2026-10.html"
REPORT_FILES = {f"{BASE}{name}" for name in DOCUMENTS[:4]}


@pytest.fixture(scope="module", autouse=True)
def register(
    postgres_url: str,
    register_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A year of eight partners; the settings point at it."""
    folder = tmp_path_factory.mktemp("documents")
    with year_register(
        postgres_url, register_template, folder, partners=8, signals=2
    ) as url:
        yield url


@pytest.fixture(autouse=True)
def documents() -> Iterator[Path]:
    """What a run leaves in the storage folder, anew for each test."""
    write_documents(settings().storage)
    yield settings().storage
    shutil.rmtree(settings().storage)


def asked(name: str = "overview", **changes) -> Asked:
    known = {"municipality": PLACE, "day": DAY, "rights": EVERYTHING}
    return Asked(page=name, **(known | changes))


def links(name: str = "overview", **changes) -> set[str]:
    """Addresses of files on a page."""
    found = page(asked(name, **changes)).html
    return set(re.findall(r'href="([^"]*/files/[^"]+)"', found))


def test_a_file_is_linked_where_it_lies_and_to_who_may_see_it(documents: Path):
    """Red until PDF, signed digests and monitor could be reached from a page."""
    assert links() == REPORT_FILES | {MONITOR}
    assert links(rights=COUNTS) == {MONITOR}
    assert links("publications") == REPORT_FILES
    assert links("publications", rights=COUNTS) == set()
    shutil.rmtree(documents / "reports")
    assert links() == {MONITOR}


@pytest.mark.parametrize(
    ("month", "shown"), [("2026-09", set()), ("2026-10", {MONITOR})]
)
def test_the_monitor_linked_is_the_newest_up_to_the_month_shown(month: str, shown: set):
    assert links(month=ReportingMonth.parse(month), rights=COUNTS) == shown


def test_a_delivery_leads_to_its_quality_page(documents: Path):
    folder = documents / "quality" / "1940" / "2026-10"
    name = "levering_D-2026-10-partnerah-x.html"
    (folder / name).write_text("x", "utf-8")
    (folder / "levering_D-1999-01-nobody.html").write_text("x", "utf-8")
    found = links("partner", subject="partnerah")
    assert found == {f"{BASE}quality/1940/2026-10/{name}"}


@pytest.mark.parametrize(
    "place",
    [
        Place("reports", "2026-10", "../../secret.txt"),
        Place("reports", "2026-10", "auditrapport-v1.html\n"),
        Place("reports", "2026-10", "secret.txt"),
        Place("reports", "../1940/2026-10", "auditrapport-v1.html"),
        Place("reports", "..", "auditrapport-v1.html"),
        Place("../reports", "2026-10", "auditrapport-v1.html"),
        Place("publications", "2026-10", "signaallijst.csv"),
    ],
)
def test_no_path_is_made_of_what_a_request_says(place: Place):
    assert document(asked(), PDF).content == b"made up: auditrapport-v1.pdf"
    with pytest.raises(UnknownPageError):
        document(asked(), place)


@pytest.mark.parametrize("municipality", ["../1940", "1940/..", "", "0344"])
def test_no_path_is_made_of_a_municipality(municipality: str):
    with pytest.raises(UnknownPageError):
        document(asked(municipality=municipality), Place("quality", "2026-10", "scorekaart.html"))  # fmt: skip


@pytest.mark.parametrize(
    ("rights", "may"),
    [
        (frozenset(), set()),
        (COUNTS, {"quality", "statistics"}),
        ({Right.DECISIONS}, {"reports"}),
        ({Right.PROOF}, {"reports"}),
    ],
)
def test_each_folder_has_its_right(rights, may: set[str]):
    names = {
        "reports": "kenmerken-v1.txt.sig",
        "quality": "scorekaart.html",
        "statistics": "monitor_1940_2026-10.csv",
    }
    for folder, name in names.items():
        place, who = Place(folder, "2026-10", name), asked(rights=frozenset(rights))
        if folder in may:
            assert document(who, place).download != ""
        else:
            with pytest.raises(PermissionError):
                document(who, place)
