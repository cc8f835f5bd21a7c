"""One household in arrears, for tests of how partners write it down."""

from dataclasses import replace
from datetime import date

from vroegsein.synthetic.claims import Claim
from vroegsein.synthetic.names import Surname
from vroegsein.synthetic.places import Address
from vroegsein.synthetic.population import Household, Resident

HOME = Address("It Bûtlân", 12, "", "bis", "8501AB", "Joure", "De Jouwer")
WOMAN = Resident(
    resident_id="r000001",
    sex="v",
    first_names="Sjûkje Anna",
    surname=Surname("van der", "Meer"),
    birth_date=date(1980, 2, 29),
    partner_surname=Surname("de", "Vries"),
    phone="+31691234567",
    email="sjukje@post.example",
)
HOUSEHOLD = Household("h00001", HOME, (WOMAN,))
CLAIM = Claim(
    number=7,
    partner_code="merenwonen",
    household=HOUSEHOLD,
    debtor=WOMAN,
    address=HOME,
    since=date(2026, 8, 1),
    term_cents=50_000,
    cents=100_000,
    record_id="MW-1",
)


def claim(partner_code: str, **changes: object) -> Claim:
    """Return the household's claim with a partner."""
    return replace(CLAIM, partner_code=partner_code, **changes)
