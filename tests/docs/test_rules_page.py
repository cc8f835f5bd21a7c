"""The page of rules is what policy and code say, and its edge cases are the agreed ones."""

import pytest
from support.listing_facts import drawn

from vroegsein.listing.lanes import LANE_TEXTS, Lane
from vroegsein.listing.rules_page import PAGE, WHEN, rules_page
from vroegsein.listing.triage import Rule


def rows_under(heading: str) -> list[tuple[str, ...]]:
    """The rows of the table below a heading, without its header."""
    text = rules_page().split(f"## {heading}\n")[1].split("\n#")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [
        tuple(cell.strip(" `") for cell in line.strip("|").split("|"))
        for line in lines[2:]
    ]


def agreed(table: str) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for row in drawn(table)]


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == rules_page()


def test_every_rule_and_every_lane_is_on_the_page():
    assert set(WHEN) == set(Rule)
    rules = [row[0] for row in rows_under("Wie niet wordt opgepakt")]
    assert rules == [rule.value for rule in Rule]
    lanes = [row[0][:2] for row in rows_under("In welke laan")]
    assert lanes == [lane for lane in LANE_TEXTS if lane is not Lane.VULNERABLE]


def test_the_threshold_at_the_cent():
    table = """
        bedrag  | soort  | regel     | label
        --------+--------+-----------+---------------------------------
        € 75,00 | gewoon | OPGEPAKT  | Opgepakt
        € 75,00 | crisis | OPGEPAKT  | Opgepakt
        € 74,99 | gewoon | X-DREMPEL | Niet opgepakt: onterecht signaal
        € 74,99 | crisis | OPGEPAKT  | Opgepakt
    """
    assert rows_under("Drempelbedrag € 75,00") == agreed(table)


def test_the_days_at_both_ends():
    found = {row[:3]: row[3] for row in rows_under("Dagen achterstand")}
    refused = {
        ("huur", "29", "gewoon"),
        ("zorg", "29", "gewoon"),
        ("zorg", "101", "gewoon"),
    }
    assert {case for case, rule in found.items() if rule == "X-DAGEN"} == refused
    assert {rule for case, rule in found.items() if case not in refused} == {"OPGEPAKT"}
    assert {days for _, days, _ in found} == {"29", "30", "100", "101"}


def test_a_repeat_at_the_cent():
    found = {row[1:3]: row[3] for row in rows_under("Herhaalde melding")}
    assert found["€ 200,00", "gewoon"] == "X-HERH"
    assert found["€ 200,01", "gewoon"] == "OPGEPAKT"
    assert {rule for (_, kind), rule in found.items() if kind == "crisis"} == {
        "OPGEPAKT"
    }


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("do 02-04-2026", "do 09-04-2026 (K-3WD)"),  # Good Friday, Easter Monday
        ("vr 24-04-2026", "do 30-04-2026 (K-3WD)"),  # King's Day
        ("do 30-04-2026", "wo 06-05-2026 (K-3WD)"),  # 5 May
        ("do 24-12-2026", "wo 30-12-2026 (K-3WD)"),  # Christmas
        ("do 31-12-2026", "wo 06-01-2027 (K-3WD)"),  # New Year
    ],
)
def test_a_crisis_around_the_holidays(received, due):
    assert {row[0]: row[1] for row in rows_under("Uiterste dagen")}[received] == due


def test_six_months_back_over_a_years_end():
    table = """
        lijst   | vanaf   | niet meer
        --------+---------+----------
        2026-10 | 2026-04 | 2026-03
        2027-01 | 2026-07 | 2026-06
        2027-03 | 2026-09 | 2026-08
        2027-07 | 2027-01 | 2026-12
    """
    assert rows_under("Zes maanden terug") == agreed(table)


def test_an_experiment_on_its_last_day_and_the_day_after():
    table = """
        dag        | gemeente | signaal
        -----------+----------+-----------
        15-05-2025 | 0363     | aangenomen
        16-05-2025 | 0363     | geweigerd
        15-05-2025 | 1940     | geweigerd
    """
    assert rows_under("Een grondslag die vervalt") == agreed(table)


def test_what_the_municipality_knows_and_what_a_crisis_passes():
    found = {row[0]: row[1:] for row in rows_under("Wat de gemeente zelf weet")}
    assert found["op de lijst van schuldhulp"] == ("X-SHV", "OPGEPAKT")
    assert found["op de uitsluitingslijst"] == ("X-UITSL", "X-UITSL")
    assert found["heeft bezwaar gemaakt"] == ("X-BEZW", "X-BEZW")
