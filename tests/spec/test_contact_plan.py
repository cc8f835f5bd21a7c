"""How somebody is approached: which attempts, in which order, over which channel."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from support.listing_facts import drawn, facts, person

from vroegsein.listing.contact_plan import (
    ONE_WAY,
    last_in_words,
    letter_plan,
    plan_for,
    plan_in_words,
)
from vroegsein.listing.facts import LastContact
from vroegsein.listing.lanes import Lane
from vroegsein.parties.case_codes import ContactKind
from vroegsein.parties.policy_contact import CALL_LATE, LETTER, ContactPlan

USUAL = ContactPlan()
SHORT = {
    "Telefoon": "T", "Huisbezoek": "H", "SMS/Whatsapp": "S", "Mail": "M", "Brief": "B",
    "Kaartje": "K", "Ochtend": "o", "Middag": "m", "Avond": "a",
}  # fmt: skip


def known(row: dict[str, str]):
    """Somebody with the contact details and the last attempt of a drawn row."""
    details = row["gegevens"].split()
    found = person(
        facts(
            has_phone="mobiel" in details or "vast" in details,
            has_mobile="mobiel" in details,
            has_email="mail" in details,
        )
    )
    if not (last := row.get("vorige keer", "").split()):
        return found
    kind, *rest, day, end = last
    return replace(
        found,
        last_contact=LastContact(
            kind, date.fromisoformat(day), rest[0] if rest else None, end == "bereikt"
        ),
    )


def short(plan) -> str:
    """A plan in letters, `To H Ta K`."""
    return " ".join(
        SHORT[attempt.channel]
        + (SHORT[attempt.part_of_day] if attempt.part_of_day else "")
        for attempt in plan
    )


def test_each_lane_has_its_attempts_fitted_to_what_is_known():
    """Zonder nummer een huisbezoek; een sms alleen naar een mobiel nummer."""
    table = """
        laan | gegevens    | pogingen
        -----+-------------+---------------
        L0   | mobiel mail | To Hm Ta K
        L0   | mail        | Hm K
        L1   | mobiel      | To S Ta B
        L1   | vast        | To Ta B
        L1   | vast mail   | To M Ta B
        L1   |             | Hm B
        L2   | mobiel      | To Hm Ta K
        L3   | mobiel      | To Ta S Hm
        L3   |             | Hm
        L5   | mobiel      | Ta S To B
        L6   | mobiel      | To S Ta B
        L6   | mail        | Hm M B
        L7   | mobiel      | B S
        L7   | vast        | B To
        L7   | vast mail   | B M To
        L7   | mail        | B M
        L7   |             | B
    """
    for row in drawn(table):
        plan = plan_for(known(row), row["laan"], USUAL)
        assert short(plan) == row["pogingen"], row


def test_what_came_of_the_last_attempt_decides_what_comes_first():
    """Ontvangst 8 oktober, veertien dagen rust: na een mislukking iets anders eerst."""
    table = """
        laan | gegevens | vorige keer                          | pogingen
        -----+----------+--------------------------------------+-------------
        L1   | mobiel   | Telefoon Ochtend 2026-09-20 gemist   | S Ta Ta B
        L1   | mobiel   | Telefoon Avond 2026-09-20 gemist     | S To Tm B
        L1   | mobiel   | Telefoon 2026-05-20 gemist           | S To Ta B
        L2   | mobiel   | Huisbezoek Middag 2026-09-20 gemist  | To Ha Ta K
        L1   | mobiel   | Telefoon Ochtend 2026-09-24 bereikt  | S Ta Ta B
        L1   | mobiel   | Telefoon Ochtend 2026-09-23 bereikt  | To S Ta B
        L1   | mobiel   | SMS/Whatsapp 2026-09-01 bereikt      | S To Ta B
        L1   | mobiel   | Huisbezoek 2026-09-01 bereikt        | To S Ta B
        L7   | mobiel   | Brief 2026-09-20 gemist              | S B
        L7   |          | Brief 2026-09-20 gemist              | B
        L7   | vast     | Brief 2026-09-20 gemist              | To B
        L3   |          | Huisbezoek Middag 2026-09-20 gemist  | B Ha
    """
    for row in drawn(table):
        plan = plan_for(known(row), row["laan"], USUAL)
        assert short(plan) == row["pogingen"], row


@pytest.mark.parametrize("lane", list(Lane))
def test_nobody_with_a_phone_gets_paper_and_mail_only(lane):
    """K: nooit alleen een brief als er een telefoonnummer bekend is."""
    lasts = [None, *(LastContact(kind, date(2026, 9, 30)) for kind in ContactKind)]
    for mobile, mail, last in product((True, False), (True, False), lasts):
        found = replace(
            person(facts(has_phone=True, has_mobile=mobile, has_email=mail)),
            last_contact=last,
        )
        for plan in (plan_for(found, lane, USUAL), letter_plan(found)):
            assert any(attempt.channel not in ONE_WAY for attempt in plan)


@pytest.mark.parametrize("lane", list(Lane))
def test_after_a_failed_attempt_another_channel_comes_first(lane):
    """Alleen na een brief aan wie verder niets bekend is, volgt weer een brief."""
    for phone, mail, kind in product(
        ("", "vast", "mobiel"), (True, False), ContactKind
    ):
        found = replace(
            person(facts(has_phone=bool(phone), has_mobile=phone == "mobiel",
                         has_email=mail)),
            last_contact=LastContact(kind, date(2026, 9, 30)),
        )  # fmt: skip
        channels = [attempt.channel for attempt in plan_for(found, lane, USUAL)]
        assert channels[0] != kind or set(channels) == {ContactKind.LETTER}


@pytest.mark.parametrize("lane", list(Lane))
def test_everybody_has_something_planned(lane):
    nobody = person(facts())
    assert plan_for(nobody, lane, USUAL)
    assert letter_plan(nobody) == (LETTER,)


def test_a_municipality_plans_its_own_attempts():
    own = ContactPlan(lanes={"L6": (CALL_LATE, LETTER)})
    found = person(facts(has_phone=True, has_mobile=True))
    assert short(plan_for(found, "L6", own)) == "Ta B"
    assert short(plan_for(found, "L1", own)) == "To S Ta B"


def test_a_plan_and_the_last_attempt_are_told_in_dutch():
    plan = plan_for(person(facts(has_phone=True, has_mobile=True)), "L6", USUAL)
    assert plan_in_words(plan) == (
        "4: Telefoon ochtend, SMS/Whatsapp, Telefoon avond, Brief"
    )
    last = LastContact("Huisbezoek", date(2026, 9, 3), "Middag", reached=True)
    assert last_in_words(last) == "Huisbezoek middag 03-09-2026, bereikt"
    assert last_in_words(LastContact("Brief", date(2026, 9, 3))) == (
        "Brief 03-09-2026, niet bereikt"
    )
    assert last_in_words(None) is None
