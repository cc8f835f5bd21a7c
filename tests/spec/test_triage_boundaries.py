"""At which cent and on which day a signal is picked up: every limit from both sides."""

from datetime import date
from itertools import product

import pytest
from support.listing_facts import POLICY, decided, drawn, facts, signal_of

from vroegsein.listing.triage import Rule, decide
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.record import CRISIS_KINDS
from vroegsein.settings import PROJECT_ROOT

OURS = load_policy(PROJECT_ROOT / "include" / "municipalities", "1940").triage


def test_the_threshold_is_reached_at_the_cent():
    """Drempel 75 euro: op de cent af, voor elke sector, niet voor crisis."""
    table = """
        sector  | soort           | cent  | regel
        --------+-----------------+-------+----------
        HUUR    | REGULIER        |  7500 | OPGEPAKT
        HUUR    | REGULIER        |  7499 | X-DREMPEL
        HUUR    | REGULIER        |     1 | X-DREMPEL
        WATER   | REGULIER        |  7500 | OPGEPAKT
        WATER   | REGULIER        |  7499 | X-DREMPEL
        ENERGIE | REGULIER        |  7499 | X-DREMPEL
        WARMTE  | REGULIER        |  7499 | X-DREMPEL
        ZORG    | REGULIER        |  7499 | X-DREMPEL
        ZORG    | UPDATE          |  7499 | X-DREMPEL
        ENERGIE | EINDELEVERING   |  7499 | OPGEPAKT
        HUUR    | ONTRUIMING      |     1 | OPGEPAKT
        WATER   | AFSLUITING      |     1 | OPGEPAKT
        ZORG    | EINDE_ZORGPOLIS |  7499 | OPGEPAKT
    """
    for row in drawn(table):
        assert decided(row) == row["regel"], row


def test_the_window_of_days_is_closed_at_both_ends():
    """Dag 30 telt mee; zorg tot en met dag 100, de rest zonder eind."""
    table = """
        sector  | dagen | regel
        --------+-------+---------
        HUUR    |     0 | X-DAGEN
        HUUR    |    29 | X-DAGEN
        HUUR    |    30 | OPGEPAKT
        HUUR    |   101 | OPGEPAKT
        HUUR    |  3650 | OPGEPAKT
        WATER   |    29 | X-DAGEN
        WATER   |    30 | OPGEPAKT
        WATER   |   101 | OPGEPAKT
        ENERGIE |    29 | X-DAGEN
        ENERGIE |    30 | OPGEPAKT
        ENERGIE |   101 | OPGEPAKT
        WARMTE  |    29 | X-DAGEN
        WARMTE  |    30 | OPGEPAKT
        ZORG    |    29 | X-DAGEN
        ZORG    |    30 | OPGEPAKT
        ZORG    |   100 | OPGEPAKT
        ZORG    |   101 | X-DAGEN
    """
    for row in drawn(table):
        assert decided(row) == row["regel"], row
        assert decided(row, OURS) == row["regel"], row


def test_a_crisis_signal_passes_every_window_of_days():
    """Wgs art. 4, tweede lid: drie werkdagen, wat het convenant ook afspreekt."""
    table = """
        sector  | soort           | dagen | cent  | regel
        --------+-----------------+-------+-------+---------
        ENERGIE | EINDELEVERING   |     0 | 20000 | OPGEPAKT
        ENERGIE | EINDELEVERING   |    29 | 20000 | OPGEPAKT
        ENERGIE | EINDELEVERING   |    29 |     1 | OPGEPAKT
        WARMTE  | EINDELEVERING   |     1 | 20000 | OPGEPAKT
        HUUR    | ONTRUIMING      |    29 | 20000 | OPGEPAKT
        HUUR    | ONTRUIMING      |    30 | 20000 | OPGEPAKT
        WATER   | AFSLUITING      |    29 | 20000 | OPGEPAKT
        ZORG    | EINDE_ZORGPOLIS |    29 | 20000 | OPGEPAKT
        ZORG    | EINDE_ZORGPOLIS |   100 | 20000 | OPGEPAKT
        ZORG    | EINDE_ZORGPOLIS |   101 | 20000 | OPGEPAKT
        ZORG    | EINDE_ZORGPOLIS |   900 |  7499 | OPGEPAKT
        ZORG    | REGULIER        |   101 | 20000 | X-DAGEN
        ZORG    | UPDATE          |   101 | 20000 | X-DAGEN
    """
    for row in drawn(table):
        assert decided(row) == row["regel"], row
        assert decided(row, OURS) == row["regel"], row


def test_all_kinds_of_crisis_are_in_the_table_above():
    assert {"EINDELEVERING", "ONTRUIMING", "AFSLUITING", "EINDE_ZORGPOLIS"} == set(
        CRISIS_KINDS
    )


def test_of_all_rules_that_hold_the_first_decides():
    """X-RP, X-DREMPEL, X-DAGEN, X-HERH: alle zestien gevallen, en bij crisis."""
    table = """
        X-RP | X-DREMPEL | X-DAGEN | X-HERH | regel     | bij crisis
        -----+-----------+---------+--------+-----------+-----------
         -   |  -        |  -      |  -     | OPGEPAKT  | OPGEPAKT
         -   |  -        |  -      |  x     | X-HERH    | OPGEPAKT
         -   |  -        |  x      |  -     | X-DAGEN   | OPGEPAKT
         -   |  -        |  x      |  x     | X-DAGEN   | OPGEPAKT
         -   |  x        |  -      |  -     | X-DREMPEL | OPGEPAKT
         -   |  x        |  -      |  x     | X-DREMPEL | OPGEPAKT
         -   |  x        |  x      |  -     | X-DREMPEL | OPGEPAKT
         -   |  x        |  x      |  x     | X-DREMPEL | OPGEPAKT
         x   |  -        |  -      |  -     | X-RP      | X-RP
         x   |  -        |  -      |  x     | X-RP      | X-RP
         x   |  -        |  x      |  -     | X-RP      | X-RP
         x   |  -        |  x      |  x     | X-RP      | X-RP
         x   |  x        |  -      |  -     | X-RP      | X-RP
         x   |  x        |  -      |  x     | X-RP      | X-RP
         x   |  x        |  x      |  -     | X-RP      | X-RP
         x   |  x        |  x      |  x     | X-RP      | X-RP
    """
    rules = ("X-RP", "X-DREMPEL", "X-DAGEN", "X-HERH")
    rows = drawn(table)
    assert len({tuple(row[rule] for rule in rules) for row in rows}) == 16
    for row in rows:
        for kind, answer in (("REGULIER", "regel"), ("ONTRUIMING", "bij crisis")):
            signal = facts(
                kind=kind,
                debtor_kind="RP" if row["X-RP"] == "x" else "NP",
                arrears_cents=7499 if row["X-DREMPEL"] == "x" else 7500,
                days_in_arrears=29 if row["X-DAGEN"] == "x" else 30,
                previous_cents=7500 if row["X-HERH"] == "x" else None,
            )
            assert decide(signal, POLICY).rule == row[answer], (kind, row)


def test_a_repeat_is_picked_up_from_one_cent_more():
    """DDAS: is het bedrag hoger dan de vorige keer, dan moet het worden opgepakt."""
    table = """
        vorige keer | cent  | regel
        ------------+-------+---------
                    | 20000 | OPGEPAKT
        20001       | 20000 | X-HERH
        20000       | 20000 | X-HERH
        19999       | 20000 | OPGEPAKT
        0           | 20000 | OPGEPAKT
    """
    for row in drawn(table):
        assert decided(row) == row["regel"], row


@pytest.mark.parametrize("debtor", ["NP", "EENMANSZAAK", "VOF", "CV", "MAATSCHAP"])
def test_a_business_that_is_a_person_stays_in(debtor):
    """Alleen een rechtspersoon valt af; een eenmanszaak of vof is een inwoner."""
    assert decide(facts(debtor_kind=debtor), POLICY).rule is Rule.PICKED_UP


def test_a_reason_says_the_limit_and_not_the_person():
    table = """
        soort    | cent  | dagen | vorige keer | reden
        ---------+-------+-------+-------------+----------------------------------------
        REGULIER |  7499 |    45 |             | onder de drempel van € 75,00.
        REGULIER | 20000 |    29 |             | termijn voor huur: 30 dagen of meer.
        REGULIER | 20000 |    45 | 20000       | afgelopen 60 dagen al op een lijst
    """
    for row in drawn(table):
        reason = decide(signal_of(row), POLICY).reason
        assert row["reden"] in reason
        assert "74,99" not in reason
        assert "200,00" not in reason
    care = decide(facts(sector="ZORG", days_in_arrears=101), POLICY).reason
    assert care.endswith("zorg: 30 tot en met 100 dagen.")


def test_every_combination_has_exactly_one_decision_with_its_label():
    """Geen geval valt tussen de regels door."""
    labels = {
        "OPGEPAKT": "Opgepakt",
        "X-HERH": "Niet opgepakt: herhaalde melding",
    }
    for kind, debtor, cents, days, before, sector in product(
        ("REGULIER", "UPDATE", *sorted(CRISIS_KINDS)), ("NP", "RP", "VOF"),
        (0, 7499, 7500, 10**9), (0, 29, 30, 100, 101), (None, 0, 7500),
        POLICY.windows,
    ):  # fmt: skip
        signal = facts(
            kind=kind, debtor_kind=debtor, arrears_cents=cents, days_in_arrears=days,
            previous_cents=before, sector=sector, supply_end_date=date(2026, 11, 1),
        )  # fmt: skip
        found = decide(signal, POLICY)
        expected = labels.get(found.rule, "Niet opgepakt: onterecht signaal")
        assert found.status == expected
        if signal.is_crisis and debtor != "RP" and before is None:
            assert found.rule is Rule.PICKED_UP
