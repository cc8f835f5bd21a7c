"""The report as PDF: A4 pages with their own numbers, and the same bytes each time."""

import re
import zlib
from datetime import UTC, datetime

import pytest

from vroegsein.accountability.page_parts import Bar, Plot, Section, Table, heads
from vroegsein.accountability.plots import count_plot
from vroegsein.accountability.report_pdf import Cover, report_pdf

COVER = Cover(
    title="Auditrapport Joure, oktober 2026, versie 1",
    lines=("Goedgekeurd op 14-10-2026 11:30 door c.ordinator.",),
    tiles=(("10 van 16", "partners ontvangen"), ("€ 31.436,85", "achterstand")),
    moment=datetime(2026, 10, 14, 9, 30, tzinfo=UTC),
)


def section(lines: int = 3, **parts) -> Section:
    """A section with a table of so many lines."""
    table = Table(
        heads("Partner|Regels>|Kenmerk (SHA-256)#"),
        tuple((f"Stichting Merenwonen {n}", str(n), "0f" * 32) for n in range(lines)),
        foot=("Samen", str(lines), ""),
        caption="Elk ontvangen bestand",
    )
    return Section(
        "leveringen", "Leveringen", "Wat kwam.\nEn wat niet.", (table,), **parts
    )


def pages_of(pdf: bytes) -> list[bytes]:
    """What is drawn on each page."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, flags=re.DOTALL)
    found = []
    for stream in streams:
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        if b" re f" in text or b" Tj" in text:
            found.append(text)
    return found


def test_the_same_report_is_the_same_bytes():
    plot = Plot(
        "Regels per maand", count_plot("norm", ("09", "10"), (("Regels", (1, 2)),))
    )
    drawn = section(
        bars=(Bar("L0 crisis", "5", 500),), bars_caption="Per laan", plots=(plot,)
    )
    first = report_pdf(COVER, [drawn])
    assert report_pdf(COVER, [drawn]) == first
    assert first.startswith(b"%PDF-1.")
    assert report_pdf(COVER, [section()]) != first


def test_the_file_says_its_language_title_and_date():
    pdf = report_pdf(COVER, [section()])
    assert b"/Lang (nl-NL)" in pdf
    assert b"(D:20261014093000" in pdf
    assert b"/Title" in pdf
    assert b"/MediaBox [0 0 595.28 841.89]" in pdf  # A4
    assert pdf.count(b"/FontFile2") >= 2  # it brings its own letters


def test_a_long_table_repeats_its_header_on_each_page():
    pdf = report_pdf(COVER, [section(lines=150)])
    pages = pages_of(pdf)
    assert int(re.search(rb"/Count (\d+)\n/Kids", pdf)[1]) == len(pages) >= 3
    headers = [page.count(b"1 1 1 rg") for page in pages]  # its letters are white
    assert min(headers) >= 3  # one for each head


@pytest.mark.parametrize("cell", ["x" * 400, "€ Ŷ & <b>", ""])
def test_any_text_fits_its_cell(cell):
    table = Table(heads("Een|Twee>|Drie#|Vier!"), ((cell, "1", cell, "kort"),))
    report_pdf(COVER, [Section("a", "A", "b", (table,))])


def test_an_empty_table_says_so_and_many_columns_fit():
    many = heads("|".join(f"Kolom {n}>" for n in range(12)))
    tables = (Table(heads("Een|Twee"), ()), Table(many, (("123.456",) * 12,)))
    report_pdf(COVER, [Section("a", "A", "b", tables)])
