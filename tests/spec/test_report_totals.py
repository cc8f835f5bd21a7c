"""Sums of the report that stand in two sections agree with each other and the register."""

from collections import Counter

import pytest
from support.listing_town import in_euros, published_town
from support.report_page import ReadPage


@pytest.fixture(scope="module")
def town(postgres_url, register_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    with published_town(postgres_url, register_template, folder) as found:
        yield found


@pytest.fixture(scope="module")
def page(town) -> ReadPage:
    return ReadPage(town.page)


def feet(page: ReadPage, anchor: str) -> list[list[str]]:
    """The lines of totals of a section's tables."""
    return [table.foot for table in page.sections[anchor].tables if table.foot]


def column(page: ReadPage, anchor: str, head: str, table: int = 0) -> list[str]:
    """A column of a section's table."""
    found = page.sections[anchor].tables[table]
    place = found.head.index(head)
    return [line[place] for line in found.lines]


def summed(cells: list[str]) -> int:
    """The sum of counts as they are written."""
    return sum(int(cell.replace(".", "")) for cell in cells)


def test_persons_are_as_many_on_list_clocks_kinds_and_tile(town, page):
    persons = str(len(town.entries()))
    assert page.tiles["personen op de lijst"] == persons
    assert feet(page, "lijst")[0][1] == persons
    assert feet(page, "termijnen")[0][-1] == persons
    assert feet(page, "koppeling")[-1][-1] == persons
    assert (
        page.sections["norm"].tables[0].by_first()["Personen op de lijst"][0] == persons
    )


def test_signals_are_as_many_matched_decided_and_compared(town, page):
    signals = len(town.october())
    assert summed(column(page, "koppeling", "Signalen")) == signals
    assert summed(column(page, "besluiten", "Signalen")) == signals
    assert feet(page, "besluiten")[0][3] == str(signals)
    norm = page.sections["norm"].tables[0].by_first()
    assert norm["Signalen beoordeeld"][0] == str(signals)


def test_signals_picked_up_are_the_signals_on_the_list(town, page):
    picked_up = [row for row in town.decisions() if row["rule_code"] == "OPGEPAKT"]
    told = page.sections["besluiten"].tables[0].by_first()["OPGEPAKT"]
    listed = feet(page, "lijst")[0]
    assert told[2] == listed[2] == str(len(picked_up))
    cents = {row["signal_id"]: row["arrears_cents"] for row in town.october()}
    amount = in_euros(sum(cents[row["signal_id"]] for row in picked_up))
    assert told[3] == listed[3] == amount == page.tiles["achterstand"]


def test_lines_add_up_from_deliveries_to_verdicts(town, page):
    october = "(SELECT delivery_id FROM intake.delivery WHERE month = '2026-10')"
    verdicts = town.rows("intake.line_verdict", f"delivery_id IN {october}")
    counted = Counter(row["verdict"] for row in verdicts)
    foot = feet(page, "regels")[0]
    assert summed(foot[1:-1]) == summed(foot[-1:]) == len(verdicts)
    assert summed(column(page, "leveringen", "Regels", table=1)) == len(verdicts)
    norm = page.sections["norm"].tables[0].by_first()
    assert norm["Regels gelezen"][0] == str(len(verdicts))
    assert norm["Regels aangenomen"][0] == foot[1] == str(counted["accepted"])


def test_files_are_as_many_by_partner_and_by_ground(town, page):
    files = town.rows("intake.delivery", "month = '2026-10'")
    assert len(column(page, "leveringen", "Partner", table=1)) == len(files)
    partners = {row["partner_code"] for row in files}
    assert len(column(page, "grondslag", "Partner")) == len(partners)


def test_the_block_to_sign_is_empty(page):
    (table,) = page.sections["akkoord"].tables
    assert {"Naam", "Functie", "Datum"} <= set(table.head)
    places = [table.head.index(word) for word in ("Naam", "Datum")]
    for line in table.lines:
        assert not any(any(map(str.isalnum, line[place])) for place in places)
