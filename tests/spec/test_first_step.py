"""Which help is proposed first: simple rules, and only what somebody offers."""

from support.listing_facts import drawn, facts, person

from vroegsein.listing.first_step import STEP_RULES, first_step, step_in_words
from vroegsein.parties.case_codes import CREDITOR_MEASURES, MEASURE_NAMES, Measure
from vroegsein.parties.policy_contact import USUAL_MEASURES

OWN = frozenset(USUAL_MEASURES)
OFFERS = {
    "woonvast": frozenset(CREDITOR_MEASURES),
    "stroom": frozenset({Measure.PAYMENT_ARRANGEMENT}),
    "stug": frozenset(),
}


def proposed(row: dict[str, str], own: frozenset[Measure] = OWN) -> Measure | None:
    signals = [
        facts(
            signal_id=f"s{place}", sector=sector, partner_code=partner, kind=kind,
            claim=(partner, "claim", str(place)),
        )
        for place, (sector, partner, kind) in enumerate(
            item.split() for item in row["signalen"].split(" + ")
        )
    ]  # fmt: skip
    before = (int(row["eerder"]), 1)
    return first_step(
        person(*signals, before=before), int(row["termijnen"]), OFFERS, own
    )


def test_the_first_rule_that_holds_and_is_offered_gives_the_step():
    """Een crisis eerst; dan veel schulden; dan wat bij de sector past."""
    table = """
        signalen                                      | termijnen | eerder | stap
        ----------------------------------------------+-----------+--------+-----
        HUUR woonvast ONTRUIMING                      | 9         | 0      | M06
        HUUR stug ONTRUIMING                          | 9         | 0      | M10
        HUUR stug ONTRUIMING + ENERGIE stroom REGULIER | 0        | 0      | M14
        HUUR woonvast REGULIER                        | 6         | 0      | M10
        HUUR woonvast REGULIER                        | 5         | 0      | M02
        HUUR stug REGULIER                            | 5         | 0      | M14
        HUUR woonvast REGULIER                        | 5         | 4      | M03
        HUUR woonvast REGULIER                        | 2         | 3      | M04
        HUUR woonvast REGULIER                        | 2         | 0      | M06
        HUUR woonvast REGULIER                        | 1         | 0      | M01
        ENERGIE stroom REGULIER                       | 1         | 1      | M12
        ENERGIE stroom REGULIER                       | 1         | 0      | M06
        ZORG stug REGULIER                            | 1         | 0      | M08
        ZORG stug REGULIER                            | 1         | 2      | M04
        WATER stug REGULIER                           | 1         | 0      | M14
        WATER stroom REGULIER + ZORG stug REGULIER    | 2         | 0      | M06
        HUUR stug REGULIER + ZORG stug REGULIER + WATER stug REGULIER | 3 | 0 | M10
    """
    for row in drawn(table):
        assert proposed(row) == row["stap"], row


def test_a_measure_that_nobody_offers_is_not_proposed():
    row = {"signalen": "WATER stug REGULIER", "termijnen": "9", "eerder": "6"}
    assert proposed(row, frozenset()) is None
    assert step_in_words(None) is None


def test_a_municipality_cannot_promise_what_only_a_creditor_grants():
    row = {"signalen": "HUUR stug REGULIER", "termijnen": "1", "eerder": "0"}
    assert proposed(row, frozenset({Measure.OTHER_DATE})) is None


def test_every_step_is_told_with_its_code():
    assert step_in_words(Measure.BUDGET_COACHING) == "Budgetcoaching (M04)"
    for rule in STEP_RULES:
        assert MEASURE_NAMES[rule.measure]
        assert rule.condition
