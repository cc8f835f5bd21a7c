"""A whole town: some sixty persons on the list of October, a third known from before."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

from support.listing_month import SEPTEMBER, Register, signal

SURNAMES = (
    ("", "Dijkstra"), ("", "Hoekstra"), ("de", "Vries"), ("van der", "Meer"),
    ("", "Postma"), ("", "Bakker-de Jong"), ("", "Kuiper"), ("'t", "Hart"),
    ("", "Ozturk"), ("", "Nguyen"), ("", "Sierksma"), ("", "Wiersma"),
    ("", "Y\u0131lmaz"), ("", "Terpstra"), ("", "Hooghiemster"),
)  # fmt: skip
STREETS = (
    ("Midstraat", "8501AB", "Joure"), ("Schans", "8531GX", "Lemmer"),
    ("Dubbelstraat", "8561BC", "Balk"), ("Heerenhoogweg", "8571RE", "Harich"),
    ("Buren", "8525EB", "Langweer"), ("Voorstreek", "8556XT", "Sloten"),
)  # fmt: skip
PARTNERS = (
    "merenwonen", "wetterfryslan", "noordstroom", "hoedezorg", "gaastwonen",
    "wadvonk", "terpzorg", "ampersant", "zevenzorg",
)  # fmt: skip
SAME = "Zelfde geboortedatum, achternaam en adres."


def _resident(number: int, chance: random.Random) -> dict[str, object]:
    """One inhabitant: name, address, how to reach."""
    prefix, surname = SURNAMES[number % len(SURNAMES)]
    street, postcode, place = STREETS[number % len(STREETS)]
    return {
        "person": f"P{number:03d}", "initials": f"{chance.choice('ABDFGHJKLMS')}.",
        "prefix": prefix or None, "surname": surname,
        "birth_date": f"{1950 + number % 50}-0{number % 8 + 1}-1{number % 9}",
        "street": street, "number": str(number + 3), "postcode": postcode,
        "place": place, "customer": f"K{number:05d}",
        "phone": f"+316{10000000 + number * 7919}" if number % 7 else None,
        "email": f"inwoner{number}@example.org" if number % 3 else None,
    }  # fmt: skip


def sixty_persons(register: Register) -> None:
    """Deliver September and October of a town: some sixty persons on the list."""
    chance = random.Random(1940)
    earlier, now = [], []
    for number in range(60):
        who = _resident(number, chance)
        partner = PARTNERS[number % len(PARTNERS)]
        cents = chance.randrange(10100, (24000, 48000, 160000)[number % 3])
        first = signal(
            f"O{number:03d}a", partner=partner, cents=cents, claim=f"V{number}",
            days=chance.randrange(31, 95), term_cents=cents // (number % 5 // 3 + 1), **who,
        )  # fmt: skip
        if number % 12 == 5:
            first = replace(
                first, partner="noordstroom", kind="EINDELEVERING",
                supply_end=date(2026, 11, 12),
            )  # fmt: skip
        if number % 13 == 7:
            first = replace(first, partner="merenwonen", warm="J")
        if number % 3 == 1:
            earlier.append(
                replace(
                    first, signal_id=f"S{number:03d}", month=SEPTEMBER, warm="N",
                    kind="REGULIER", supply_end=None,
                    claim=f"V{number}" if number % 2 else f"W{number}",
                    received_at=datetime(2026, 9, 9, 7, tzinfo=UTC),
                    cents=cents if number % 4 == 3 else cents - 2500,
                )
            )  # fmt: skip
        if number % 5 == 2:
            other = PARTNERS[(number + 3) % len(PARTNERS)]
            sure = "certain" if number % 2 else "probable"
            first = replace(first, confidence=sure)
            now.append(
                replace(
                    first, signal_id=f"O{number:03d}b", partner=other, kind="REGULIER",
                    supply_end=None, warm="N", cents=cents // 2 + 8000, claim=None,
                    birth_date=None if number % 4 else first.birth_date,
                )
            )  # fmt: skip
            register.link(f"O{number:03d}a", f"O{number:03d}b", SAME)
        now.append(first)
    housemate = {**_resident(2, chance), "person": "P900", "surname": "Anders"}
    now += [
        signal("X1", partner="merenwonen", debtor="RP", surname="Stalhouderij BV"),
        signal("X2", partner="wetterfryslan", cents=7499),
        signal("X3", partner="hoedezorg", days=101),
        signal("X4", partner="wadvonk", **housemate),
    ]
    register.deliver(earlier)
    for partner in PARTNERS:
        if partner not in {item.partner for item in earlier}:
            register.deliver_nothing(partner, month=SEPTEMBER)
    register.deliver(
        now,
        other_lines={
            "merenwonen": [
                ("rejected", 12345),
                ("rejected", None),
                ("objection", 5001),
            ],
            "hoedezorg": [("duplicate", 30000)],
            "wadvonk": [("no_ground", 999)],
        },
        findings={
            "merenwonen": [
                ("VAL_POSTCODE", "line"),
                ("VAL_AMOUNT", "line"),
                ("VAL_POSTCODE", "line"),
                ("VAL_PHONE", "warning"),
            ],
            "hoedezorg": [("VAL_DUPLICATE", "line"), ("VAL_PHONE", "warning")],
        },
    )
    register.deliver_nothing("goudenlinde")
    register.deliver_nothing("gemeentebelastingen", refused="LAW_NO_BASIS")
