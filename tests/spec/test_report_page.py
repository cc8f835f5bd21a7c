"""The audit report as a file: well-formed, alone in the world, and safe to open."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from support.listing_month import DECIDED_AT, Register, signal
from support.listing_town import published_town
from support.own_include import use_own_include
from support.report_page import ReadPage
from support.synthetic import passport

from vroegsein import accountability, listing
from vroegsein.accountability.page_parts import bars, heads, totals
from vroegsein.listing.statements import statement, statements

HOSTILE = {
    "merenwonen": "<script>alert('wonen')</script>",
    "wetterfryslan": '"><img src=x onerror=alert(1)> & Zn.',
    "noordstroom": "{{ 7 * 7 }}{% raw %}",
    "terpzorg": '=HYPERLINK("http://x.example";"klik")',
}
ANCHORS = [
    "leveringen", "regels", "bevindingen", "grondslag", "koppeling", "besluiten",
    "lijst", "termijnen", "verstreken", "norm", "controles", "mensen", "publicatie",
    "ontvangers", "bewaren", "herkomst", "akkoord",
]  # fmt: skip


@pytest.fixture(scope="module")
def page(postgres_url, register_template, tmp_path_factory):
    """The report of a whole town, as text."""
    folder = tmp_path_factory.mktemp("town")
    with published_town(postgres_url, register_template, folder) as found:
        return found.page


def small_page(
    register, storage, partners=("merenwonen", "wetterfryslan", "noordstroom")
) -> str:
    """The report of a month of a signal per partner and a refusal."""
    month = Register(register)
    month.deliver([signal(f"of {code}", partner=code) for code in partners])
    month.deliver_nothing("terpzorg", refused="DEL_PERIOD")
    publication_id = listing.publish_list(month.publish())
    accountability.write_audit_report(publication_id)
    return (storage / "reports/1940/2026-10/auditrapport-v1.html").read_text("utf-8")


def test_every_element_is_closed_and_every_link_leads_somewhere(page):
    read = ReadPage(page)
    assert list(read.sections) == ANCHORS
    links = [link for link in read.links if not link.startswith("#norm-")]
    assert links[: len(ANCHORS)] == [f"#{anchor}" for anchor in ANCHORS]
    for target in links[len(ANCHORS) :]:  # the quality pages of the deliveries
        assert re.fullmatch(
            r"\.\./\.\./\.\./quality/1940/2026-10/levering_[\w-]+\.html", target
        )
    numbered = [section.heading.split(". ")[0] for section in read.sections.values()]
    assert numbered == [str(number) for number in range(1, len(ANCHORS) + 1)]
    ids = [known["id"] for _, known in read.tags if "id" in known]
    assert len(ids) == len(set(ids))


def test_a_page_that_is_not_well_formed_would_be_seen():
    for broken in ("<p><b></p></b>", "<p>", "<td class='a' class='b'></td>"):
        with pytest.raises(AssertionError):
            ReadPage(broken)


def test_the_page_needs_nothing_from_outside(page):
    """Geen script, geen plaatje, geen lettertype, geen adres op het internet."""
    read = ReadPage(page)
    allowed = (
        "html head meta title style body header h1 p div b span nav a section h2 i"
        " table caption thead tbody tfoot tr th td figure figcaption"
        " svg defs clippath g path use rect text"
    )
    assert {tag for tag, _ in read.tags} <= set(allowed.split())
    for _, known in read.tags:
        assert not any(name.startswith("on") for name in known)
        assert not {"src", "srcset", "action", "formaction", "data"} & set(known)
    for telltale in (
        "http:",
        "https:",
        "//",
        "url(",
        "@import",
        "javascript:",
        "data:",
    ):
        found = page.replace("<!DOCTYPE html>", "").replace("url(#norm-", "")
        assert telltale not in found, telltale
    policy = [known for tag, known in read.tags if "http-equiv" in known]
    assert policy[0]["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_a_reader_and_a_screen_reader_find_their_way(page):
    read = ReadPage(page)
    assert ("html", {"lang": "nl"}) in read.tags
    assert ("meta", {"charset": "utf-8"}) in read.tags
    columns = [known for tag, known in read.tags if tag == "th"]
    assert columns
    assert all(known["scope"] == "col" for known in columns)
    charts = [known for _, known in read.tags if known.get("role") == "img"]
    assert len(charts) == 3
    assert all(known["aria-label"] for known in charts)
    for section in read.sections.values():
        for table in section.tables:
            widths = {len(line) for line in table.lines if line != ["geen"]}
            assert widths <= {len(table.head)}
            assert len(table.foot) in (0, len(table.head))


def test_one_person_is_written_as_one(register, storage):
    read = ReadPage(small_page(register, storage, partners=("merenwonen",)))
    assert (
        read.sections["lijst"].paragraphs[0].startswith("Op de lijst staat 1 persoon.")
    )


def test_bars_are_drawn_to_scale(page):
    widths = [float(width) for width in re.findall(r'style="width:([\d.]+)%"', page)]
    assert max(widths) == 100
    assert min(widths) >= 0
    drawn = bars([("a", 20, "20"), ("b", 5, "5"), ("c", 0, "0")])
    assert [bar.width for bar in drawn] == ["100.0%", "25.0%", "0.0%"]
    assert [bar.width for bar in bars([("a", 0, "0")])] == ["0.0%"]
    assert bars([]) == ()


def test_each_section_names_the_sql_it_stands_on_and_what_that_asks(page):
    """Wie het na wil rekenen, vindt de vraag aan het register erbij."""
    read = ReadPage(page)
    named = set()
    for section in read.sections.values():
        for paragraph in section.paragraphs:
            for name in re.findall(r"include/sql/reports/(\w+)\.sql", paragraph):
                named.add(name)
                assert statement("reports", name).report.rstrip(".") in paragraph
    assert named == {one.name for one in statements("reports")}


def test_hostile_names_of_partners_are_text_and_nothing_else(
    register, storage, tmp_path, monkeypatch
):
    use_own_include(tmp_path / "include", monkeypatch, names=HOSTILE)
    page = small_page(register, storage)
    read = ReadPage(page)
    assert not {"script", "img"} & {tag for tag, _ in read.tags}
    told = read.sections["leveringen"].tables[0].by_first()
    assert set(HOSTILE.values()) <= set(told)
    assert "&lt;script&gt;" in page
    assert "{{ 7 * 7 }}" in page


def test_a_hostile_user_name_is_text(register, storage):
    month = Register(register)
    month.deliver([signal("a")])
    draft_id = listing.triage_month(month.match())
    listing.audit_draft(draft_id)
    user = "<b onclick=alert(1)>c.ordinator"
    listing.record_approval(draft_id, "approved", user, DECIDED_AT)
    accountability.write_audit_report(listing.publish_list(draft_id))
    path = storage / "reports/1940/2026-10/auditrapport-v1.html"
    read = ReadPage(path.read_text("utf-8"))
    assert read.sections["publicatie"].tables[1].lines[0][2] == user
    assert not any("onclick" in known for _, known in read.tags)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_month_with_nothing_in_it_has_a_whole_report(register, storage):
    month = Register(register)
    month.deliver_nothing("goudenlinde")
    accountability.write_audit_report(listing.publish_list(month.publish()))
    path = storage / "reports/1940/2026-10/auditrapport-v1.html"
    read = ReadPage(path.read_text("utf-8"))
    assert list(read.sections) == ANCHORS
    assert read.tiles["partners ontvangen"] == "1 van 16"
    assert read.tiles["personen op de lijst"] == "0"
    assert read.sections["bevindingen"].tables[0].lines == [["geen"]]
    assert "geen eerdere maand" in read.sections["lijst"].paragraphs[0]


def test_lines_that_do_not_close_are_said_so_in_capitals(register, storage):
    """Het rapport rekent zelf na: een cent verschil valt op."""
    month = Register(register)
    month.deliver([signal("a")])
    publication_id = listing.publish_list(month.publish())
    with register.begin() as connection:
        connection.execute(
            text("UPDATE intake.line_verdict SET amount_cents = amount_cents + 1")
        )
    accountability.write_audit_report(publication_id)
    path = storage / "reports/1940/2026-10/auditrapport-v1.html"
    closing = ReadPage(path.read_text("utf-8")).sections["regels"].paragraphs[0]
    assert "Dat SLUIT NIET op de cent" in closing
    assert "€ 200,00" in closing
    assert "€ 200,01" in closing


def test_a_late_first_delivery_is_counted_from_the_agreed_day(register, storage):
    """Wadvonk levert op de 5e: de 12e is zeven dagen te laat. Merenwonen op de 14e."""
    month = Register(register)
    late = DECIDED_AT - timedelta(days=2)
    month.deliver(
        [
            signal("a", partner="wadvonk", received_at=late),
            signal("b", partner="merenwonen", received_at=late),
        ]
    )
    accountability.write_audit_report(listing.publish_list(month.publish()))
    path = storage / "reports/1940/2026-10/auditrapport-v1.html"
    told = ReadPage(path.read_text("utf-8")).sections["leveringen"].tables[0].by_first()
    assert told[passport("wadvonk").name][-1] == (
        "ontvangen, 7 dagen na de afgesproken dag"
    )
    assert told["Stichting Merenwonen"][-1] == "ontvangen"


def test_marks_of_columns_are_read_off_their_words():
    first, figure, digest, short = heads("Partner|Regels>|Kenmerk#|Dag!")
    assert [h.text for h in (first, figure, digest, short)] == [
        "Partner", "Regels", "Kenmerk", "Dag"
    ]  # fmt: skip
    assert (figure.is_figure, digest.is_digest, short.is_short) == (True, True, True)
    assert (first.is_figure, first.is_digest, first.is_short) == (False, False, False)
    assert totals([[1, 2], [3, 4]]) == [4, 6]
