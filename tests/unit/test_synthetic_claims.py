"""Arrears through the months: customers keep their partner, claims grow and end."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest
from support.synthetic import passport

from vroegsein.parties.period import ReportingMonth
from vroegsein.synthetic.claims import Claim, claims_by_month
from vroegsein.synthetic.population import Household, populate
from vroegsein.synthetic.roster import ROSTER, Special

MONTHS = [ReportingMonth(2026, 1).plus(offset) for offset in range(6)]
PASSPORTS = {code: passport(code) for code in ROSTER}
Months = dict[ReportingMonth, list[Claim]]


@pytest.fixture(scope="module")
def households() -> list[Household]:
    return populate(12_000, date(2026, 6, 1), seed=9)


@pytest.fixture(scope="module")
def months(households) -> Months:
    return claims_by_month(households, PASSPORTS, MONTHS, seed=9)


def everything(months: Months) -> list[Claim]:
    return [claim for claims in months.values() for claim in claims]


def test_the_same_seed_gives_the_same_claims(households, months):
    assert claims_by_month(households, PASSPORTS, MONTHS, seed=9) == months


def test_every_month_asked_for_is_there_and_no_other(months):
    assert list(months) == MONTHS


def test_a_partner_reports_about_its_usual_number(months):
    for month in MONTHS[:-1]:
        counts = Counter(claim.partner_code for claim in months[month])
        for code, habits in ROSTER.items():
            if habits.special is not Special.UNLAWFUL:
                assert abs(counts[code] - habits.quota) <= habits.quota // 16


def test_only_the_last_month_knows_the_empty_and_the_unlawful_partner(months):
    last = Counter(claim.partner_code for claim in months[MONTHS[-1]])
    before = Counter(claim.partner_code for claim in months[MONTHS[0]])

    assert (last["wadvonk"], before["wadvonk"]) == (0, 3)
    assert (last["gemeentebelastingen"], before["gemeentebelastingen"]) == (12, 0)


def test_a_household_has_one_supplier_and_one_landlord(months):
    sectors = defaultdict(set)
    for claim in everything(months):
        sector = PASSPORTS[claim.partner_code].sector
        sectors[claim.household.household_id, sector].add(claim.partner_code)

    assert all(len(codes) == 1 for codes in sectors.values())


def test_a_partner_reports_a_household_once_a_month(months):
    for month in MONTHS:
        keys = [(c.partner_code, c.household.household_id) for c in months[month]]
        assert len(set(keys)) == len(keys)


def test_debtors_are_adults_of_the_household(months):
    for claim in everything(months):
        assert claim.debtor in claim.household.members
        assert claim.debtor.age(claim.since) >= 17


def test_a_claim_that_comes_back_names_last_months_record(months):
    for earlier, later in pairwise(MONTHS):
        records = {claim.record_id for claim in months[earlier]}
        followed = [c for c in months[later] if c.previous_record_id]
        assert followed
        assert {claim.previous_record_id for claim in followed} <= records


def test_an_ended_claim_does_not_come_back(months):
    ended = {}
    for month in MONTHS:
        for claim in months[month]:
            assert claim.number not in ended
        ended |= {
            claim.number: month
            for claim in months[month]
            if claim.kind not in {"REGULIER", "UPDATE"}
        }

    assert ended


def test_each_sector_has_its_own_kinds(months):
    kinds = defaultdict(set)
    for claim in everything(months):
        kinds[PASSPORTS[claim.partner_code].sector].add(claim.kind)

    assert kinds["ENERGIE"] == {"REGULIER", "UPDATE", "EINDELEVERING"}
    assert kinds["HUUR"] <= {"REGULIER", "ONTRUIMING"}
    assert kinds["ZORG"] <= {"REGULIER", "EINDE_ZORGPOLIS"}
    assert kinds["WATER"] == {"REGULIER"}


def test_a_partner_writes_only_kinds_it_has_a_word_for(months):
    for claim in everything(months):
        words = PASSPORTS[claim.partner_code].lookups.get("signal_kind")
        if words:
            assert claim.kind in words.values()


def test_premium_debts_are_seldom_older_than_agreed(months):
    days = [
        (month.first_day - claim.since).days
        for month in MONTHS
        for claim in months[month]
        if PASSPORTS[claim.partner_code].sector == "ZORG"
    ]

    assert sum(count > 100 for count in days) / len(days) < 0.03


def test_a_few_partners_still_write_to_a_former_home(months):
    moved = [c for c in everything(months) if c.address != c.household.address]

    assert 0 < len(moved) / len(everything(months)) < 0.06


def test_record_ids_carry_the_partners_mark_and_the_month(months):
    for month in MONTHS:
        compact = str(month).replace("-", "")
        for claim in months[month]:
            mark = ROSTER[claim.partner_code].record_mark
            assert claim.record_id.startswith(f"{mark}{compact}")


def test_claims_come_sorted_by_partner_and_record(months):
    for claims in months.values():
        keys = [(claim.partner_code, claim.record_id) for claim in claims]
        assert keys == sorted(keys)
