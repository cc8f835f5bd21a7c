"""Quality pages and scorecards: what they count, and whom they do not show."""

import re
from pathlib import Path

import pytest
from support.listing_month import Register, signal
from support.quality import MONTHS, delivery, finding, quality_rows, year
from support.report_page import ReadPage

from vroegsein import accountability, listing
from vroegsein.accountability.plots import share_plot
from vroegsein.accountability.quality_pages import quality_pages
from vroegsein.accountability.quality_rows import QualityRows
from vroegsein.accountability.small_cells import count_text, share_percent, share_text

OCTOBER = MONTHS[-1]
COLUMNS = ["Op tijd", "Geldige regels", "Telefoon", "E-mail", "Geboortedatum",
           "Onterechte signalen"]  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages of a year of two partners."""
    return quality_pages(year())


def scores(found: QualityRows, partner: str = "noordstroom") -> dict[str, list[str]]:
    """The lines of a partner's scorecard, by month."""
    page = ReadPage(quality_pages(found)[f"scorekaart_{partner}.html"])
    return page.sections["maanden"].tables[0].by_first()


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (1234, "1.234")]
)
def test_few_people_are_not_counted_out(count: int, written: str):
    """OUT-07: fewer than five is printed as `<5`."""
    assert count_text(count) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (0, 0, "-"),
        (0, 3, "<5"),
        (3, 4, "<5"),
        (3, 8, "<5"),
        (0, 100, "0%"),
        (3, 100, "<6%"),
        (5, 100, "5%"),
        (95, 100, "95%"),
        (97, 100, ">94%"),  # three lack it: the complement is held back too
        (100, 100, "100%"),
    ],
)
def test_a_share_shows_few_people_on_neither_side(part: int, whole: int, written: str):
    """OUT-07: the complement of a small cell is suppressed with it."""
    assert share_text(part, whole) == written


def test_no_figure_tells_shares_of_few_people_apart():
    """OUT-07: all counts that would show one to four people give one text."""
    for whole in range(10, 300, 7):
        few = {share_text(part, whole) for part in range(1, 5)}
        lacking = {share_text(whole - part, whole) for part in range(1, 5)}
        assert len(few) == len(lacking) == 1
        assert share_percent(3, whole) is share_percent(whole - 3, whole) is None


def test_each_page_is_well_formed_and_needs_nothing_from_outside(pages):
    for name, page in pages.items():
        assert ReadPage(page).sections, name
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), name
        for outside in (
            "http:",
            "https:",
            "//",
            "<script",
            "<img",
            "@import",
            "data:",
            "src=",
        ):
            assert outside not in page.replace("<!DOCTYPE html>", ""), (name, outside)
        assert set(re.findall(r"url\((.)", page)) <= {"#"}
        assert "default-src 'none'" in page


def test_links_between_pages_lead_to_pages(pages):
    for name, page in pages.items():
        for target in ReadPage(page).links:
            if target.startswith(("#", "../")):
                continue
            assert target in pages, name


def test_the_same_figures_are_the_same_bytes(pages):
    share_plot.cache_clear()
    assert quality_pages(year()) == pages


def test_a_plot_has_no_date_and_leaves_gaps():
    share_plot.cache_clear()
    plot = share_plot("a", ("sep", "okt", "nov"), (80, None, 90))
    assert "<metadata" not in plot
    assert not re.search(r"20\d\d-\d\d", plot)
    points = share_plot("a", ("sep", "okt", "nov"), (80, 85, 90))
    assert len(points) != len(plot)


def test_the_delivery_page_tells_outcome_findings_and_comparison(pages):
    page = ReadPage(pages["levering_d-merenwonen-2026-10.html"])
    assert page.tiles == {
        "uitkomst": "aangenomen", "regels": "100", "aangenomen": "97",
        "ontvangst": "op tijd",
    }  # fmt: skip
    found = page.sections["bevindingen"].tables[0].lines
    assert [line[:3] for line in found] == [
        ["regel", "VAL_POSTCODE", "Postcode"],
        ["waarschuwing", "VAL_PHONE", "Postcode"],
    ]
    complete = page.sections["volledigheid"].tables[0].by_first()
    assert complete["Telefoonnummer"] == ["82%"]
    months = page.sections["vergelijking"].tables[0]
    assert months.head == ["Maand", "Regels", *COLUMNS]
    assert [line[0] for line in months.lines][:2] == ["oktober 2026", "september 2026"]
    assert len(months.lines) == 10


def test_a_refused_file_has_a_page_that_says_why(pages):
    page = ReadPage(pages["levering_d-refused.html"])
    assert page.tiles == {"uitkomst": "geweigerd", "reden": "DEL_TOTALS"}
    assert "volledigheid" not in page.sections
    assert "Geweigerd als geheel" in pages["levering_d-refused.html"]


def test_the_scorecard_sums_twelve_months_up(pages):
    table = ReadPage(pages["scorekaart.html"]).sections["partners"].tables[0]
    assert table.head == ["Partner", "Sector", "Geweigerd", *COLUMNS]
    lines = table.by_first()
    assert lines["Noordstroom Energie"] == [
        "energie", "1", "9 van 10", "96%", "83%", "62%", "100%", "10%",
    ]  # fmt: skip
    assert lines["Stichting Merenwonen"][2] == "10 van 10"


def test_a_month_without_a_delivery_is_not_in_time_but_the_last_may_still_come():
    found = quality_rows([delivery("noordstroom", MONTHS[5])])
    lines = scores(found)
    assert lines["april 2026"][1] == "1 van 1"
    assert lines["mei 2026"][1] == "0 van 1"
    assert lines["oktober 2026"][1] == "-"
    assert "maart 2026" not in lines  # before its first delivery nothing was due


@pytest.mark.parametrize("timing", ["late", "after_publication"])
def test_a_late_delivery_is_not_in_time_and_says_so(timing: str):
    found = quality_rows([delivery("noordstroom", OCTOBER, timing=timing)])
    assert scores(found)["oktober 2026"][1] == "0 van 1"
    assert "op tijd" not in quality_pages(found)["levering_d-noordstroom-2026-10.html"]


def test_what_was_replaced_counts_for_its_time_and_not_for_its_lines():
    """De correctie telt voor de inhoud, de eerste levering voor de tijdigheid."""
    replaced = delivery("noordstroom", OCTOBER, delivery_id="d-1", state="superseded",
                        accepted_count=10)  # fmt: skip
    corrected = delivery("noordstroom", OCTOBER, delivery_id="d-2", timing="late")
    line = scores(quality_rows([replaced, corrected]))["oktober 2026"]
    assert line[1:3] == ["1 van 1", "96%"]


def test_only_a_refused_file_is_no_delivery_in_time():
    refused = delivery("noordstroom", OCTOBER, state="refused", refusal_code="DEL_HASH")
    line = scores(quality_rows([refused]))["oktober 2026"]
    assert line[:3] == ["1", "-", "-"]


def test_hostile_column_names_of_partners_are_text():
    hostile = finding("d-noordstroom-2026-10", "SCH_EXTRA",
                      column_name="<script>alert(1)</script>")  # fmt: skip
    found = quality_rows([delivery("noordstroom", OCTOBER)], [hostile])
    page = quality_pages(found)["levering_d-noordstroom-2026-10.html"]
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_incidents_are_named_on_the_page(monkeypatch):
    found = quality_rows(
        [delivery("noordstroom", OCTOBER)],
        [finding("d-noordstroom-2026-10", "VAL_DATE")],
    )
    name = "levering_d-noordstroom-2026-10.html"
    assert "Incident" not in quality_pages(found)[name]
    from vroegsein.accountability import delivery_quality as page

    meaning = page.MEANINGS["VAL_DATE"].model_copy(update={"incident": True})
    monkeypatch.setitem(page.MEANINGS, "VAL_DATE", meaning)
    assert "Incident, gemeld aan de gemeente: VAL_DATE." in quality_pages(found)[name]


def test_the_pages_of_a_month_come_from_the_register(register, storage: Path):
    """Met gepubliceerde lijst: K19 telt onterechte signalen van de laatste versie."""
    month = Register(register)
    small = [
        signal(f"low {place}", cents=100, customer=f"L{place}") for place in range(6)
    ]
    large = [signal(f"high {place}", customer=f"H{place}") for place in range(24)]
    month.deliver([*small, *large])
    month.deliver_nothing("terpzorg", refused="DEL_PERIOD")
    publication_id = listing.publish_list(month.publish())
    accountability.write_audit_report(publication_id)
    count = accountability.write_quality_pages("1940", OCTOBER)
    folder = storage / "quality" / "1940" / OCTOBER
    assert count == len(list(folder.iterdir()))
    page = ReadPage((folder / "scorekaart.html").read_text("utf-8"))
    line = page.sections["partners"].tables[0].by_first()["Stichting Merenwonen"]
    assert line[-1] == "20%"
    report = storage / "reports" / "1940" / OCTOBER / "auditrapport-v1.html"
    linked = [
        target
        for target in ReadPage(report.read_text("utf-8")).links
        if not target.startswith("#")
    ]
    assert linked
    for target in linked:
        assert (report.parent / target).resolve().is_file()
