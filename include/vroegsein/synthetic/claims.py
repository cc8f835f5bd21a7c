"""Decides who is in arrears with whom, month after month.

A claim stays with one person and one partner, grows by a term or stays as it is, and
ends when it is paid or supply ends. New claims fall partly on households that are in
trouble already: that makes the meervoudig and opeenvolgend addresses.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.synthetic.places import Address
from vroegsein.synthetic.population import Household, Resident
from vroegsein.synthetic.roster import ROSTER, Habits, Special
from vroegsein.synthetic.streams import Stream

BURN_IN_MONTHS = 4
CONTINUES = 0.40  # chance that last month's claim is still open and reported
IN_TROUBLE = 0.17  # new claim on a household with another claim this month
RELAPSE = 0.15  # new claim on a household with a claim in the past half year
UNUSUAL = 0.03  # new claim on a boat or in a house let by the room
FINAL_SHARE = 0.27  # of energy signals end supply: a quarter, as some months fall short
HEALTH_MAX_DAYS = 100  # an older premium debt is seldom reported


@dataclass(frozen=True)
class Claim:
    """One debt as it stands in one month.

    Attributes:
        number: Unique number, part of the partner's references.
        address: Where the partner thinks the debtor lives, sometimes a former home.
        since: Oldest unpaid due date.
        cents: Arrears, in cents.
        kind: Canonical signal kind of this month.
        previous_record_id: The partner's record of the month before, or empty.
        record_id: The partner's record of this month.
    """

    number: int
    partner_code: str
    household: Household
    debtor: Resident
    address: Address
    since: date
    term_cents: int
    cents: int
    kind: str = "REGULIER"
    record_id: str = ""
    previous_record_id: str = ""


@dataclass
class Ledger:
    """All partners' claims while the months go by."""

    passports: dict[str, Passport]
    customers: dict[str, list[Household]]
    customer_ids: dict[str, frozenset[str]]
    unusual: dict[str, list[Household]]
    former_homes: list[Address]
    seed: int
    made_month: ReportingMonth
    count: int = 0
    open: dict[str, list[Claim]] = field(default_factory=dict)
    recent: list[list[Claim]] = field(default_factory=list)  # months, latest last


def claims_by_month(
    households: list[Household],
    passports: dict[str, Passport],
    months: list[ReportingMonth],
    seed: int,
    made: ReportingMonth | None = None,
) -> dict[ReportingMonth, list[Claim]]:
    """Return every month's claims, sorted by partner and record.

    Args:
        households: All households of the municipality.
        passports: Passport by partner code.
        months: The months wanted, in order; some more are lived through before.
        seed: Decides everything.
        made: The month with its special cases; the last where absent.
    """
    customers = _customers(households, seed)
    ledger = Ledger(
        passports=passports,
        customers=customers,
        customer_ids={
            code: frozenset(household.household_id for household in group)
            for code, group in customers.items()
        },
        unusual={code: _unusual(group) for code, group in customers.items()},
        former_homes=[household.address for household in households],
        seed=seed,
        made_month=made or months[-1],
    )
    for offset in range(-BURN_IN_MONTHS, 0):
        _live(ledger, months[0].plus(offset))
    return {month: _live(ledger, month) for month in months}


def _customers(households: list[Household], seed: int) -> dict[str, list[Household]]:
    """Divide the households over the partners; one per sector, or none."""
    customers: dict[str, list[Household]] = {code: [] for code in ROSTER}
    stream = Stream(seed, "customers")
    for household in households:
        for codes in (RENTERS, SUPPLIED, INSURED):
            point = stream.below(100)
            for code in codes:
                point -= ROSTER[code].share
                if point < 0:
                    customers[code].append(household)
                    break
        for code in ("wetterfryslan", "gemeentebelastingen"):
            customers[code].append(household)
    return customers


def _unusual(group: list[Household]) -> list[Household]:
    """Return the households behind a shared door or on the water, or all."""
    found = [home for home in group if home.address.kind in {"shared", "boat"}]
    return found or group


RENTERS = ("merenwonen", "gaastwonen", "sleatwonen", "lytsewoning")
SUPPLIED = ("noordstroom", "fjildstroom", "ampersant", "wadvonk", "skarstroom")
INSURED = ("hoedezorg", "goudenlinde", "zevenzorg", "terpzorg", "mienskipszorg")


def _live(ledger: Ledger, month: ReportingMonth) -> list[Claim]:
    """Move every partner's claims one month on and return them."""
    this_month: list[Claim] = []
    for code in Stream(ledger.seed, "order", str(month)).shuffled(sorted(ROSTER)):
        habits = ROSTER[code]
        if habits.special is Special.UNLAWFUL and month != ledger.made_month:
            continue
        stream = Stream(ledger.seed, "claims", code, str(month))
        claims = _partner_month(ledger, code, month, this_month, stream)
        ledger.open[code] = [claim for claim in claims if claim.kind in STAYS_OPEN]
        this_month += claims
    ledger.recent = [*ledger.recent, this_month][-6:]
    return sorted(this_month, key=lambda claim: (claim.partner_code, claim.record_id))


STAYS_OPEN = frozenset({"REGULIER", "UPDATE"})


def _partner_month(
    ledger: Ledger,
    code: str,
    month: ReportingMonth,
    others: list[Claim],
    stream: Stream,
) -> list[Claim]:
    """Return one partner's claims of a month, numbered."""
    habits = ROSTER[code]
    goal = _goal(habits, month == ledger.made_month, stream)
    kept = [claim for claim in ledger.open.get(code, []) if stream.chance(CONTINUES)]
    grown = [_grow(claim, stream) for claim in kept[:goal]]
    claims = [claim for claim in grown if _in_term(claim, ledger, month, stream)]
    claims = _announce_end(claims, ledger.passports[code], goal, stream)
    taken = {claim.household.household_id for claim in claims}
    while len(claims) < goal:
        household = _next_household(ledger, code, others, stream)
        if household.household_id not in taken:
            taken.add(household.household_id)
            claims.append(_open_claim(ledger, code, household, month, stream))
    compact = str(month).replace("-", "")
    order = stream.shuffled(claims)
    return [
        replace(claim, record_id=f"{habits.record_mark}{compact}{index:05d}")
        for index, claim in enumerate(order, start=1)
    ]


def _goal(habits: Habits, is_made: bool, stream: Stream) -> int:
    """Return how many claims the partner reports."""
    if is_made:
        return 0 if habits.special is Special.EMPTY else habits.quota
    margin = habits.quota // 16
    return habits.quota + stream.between(-margin, margin)


def _grow(claim: Claim, stream: Stream) -> Claim:
    """Return the claim as it stands a month later."""
    more = 0 if stream.chance(0.35) else claim.term_cents
    return replace(
        claim,
        cents=claim.cents + more,
        kind="REGULIER",
        previous_record_id=claim.record_id,
        record_id="",
    )


def _in_term(
    claim: Claim, ledger: Ledger, month: ReportingMonth, stream: Stream
) -> bool:
    """Tell whether a premium debt is young enough to be reported."""
    if ledger.passports[claim.partner_code].sector != "ZORG":
        return True
    days = (month.first_day - claim.since).days
    return days <= HEALTH_MAX_DAYS - 5 or stream.chance(0.1)


def _announce_end(
    claims: list[Claim], passport: Passport, goal: int, stream: Stream
) -> list[Claim]:
    """Make the later signals of a claim what they are: an update or the end."""
    if passport.sector == "ENERGIE":
        finals = int(goal * FINAL_SHARE + stream.random())
        return [
            replace(claim, kind="EINDELEVERING" if index < finals else "UPDATE")
            for index, claim in enumerate(claims)
        ]
    kinds = passport.lookups.get("signal_kind", {}).values()
    rare = sorted({"ONTRUIMING", "EINDE_ZORGPOLIS"} & set(kinds))
    if rare and claims and stream.chance(0.7):
        return [replace(claims[0], kind=rare[0]), *claims[1:]]
    return claims


def _next_household(
    ledger: Ledger, code: str, others: list[Claim], stream: Stream
) -> Household:
    """Return a customer for a new claim, often one in trouble already."""
    point = stream.random()
    if point < IN_TROUBLE:
        candidates = others
    elif point < IN_TROUBLE + RELAPSE:
        candidates = [claim for claims in ledger.recent for claim in claims]
    elif point < IN_TROUBLE + RELAPSE + UNUSUAL:
        return stream.pick(ledger.unusual[code])
    else:
        return stream.pick(ledger.customers[code])
    ids = ledger.customer_ids[code]
    fitting = [
        claim.household
        for claim in candidates
        if claim.household.household_id in ids and claim.partner_code != code
    ]
    return stream.pick(fitting or ledger.customers[code])


def _open_claim(
    ledger: Ledger,
    code: str,
    household: Household,
    month: ReportingMonth,
    stream: Stream,
) -> Claim:
    """Return a new claim on an adult of the household."""
    ledger.count += 1
    adults = household.adults(month.first_day)
    debtor = adults[0] if stream.chance(0.8) else stream.pick(adults)
    term = stream.between(*ROSTER[code].term_cents)
    young = stream.chance(0.015)  # reported too early
    days = stream.between(8, 24) if young else stream.between(33, 58)
    terms = stream.between(1, 3)
    sector = ledger.passports[code].sector
    if sector == "WATER":
        terms = stream.between(3, 9)  # bills come by the quarter
    residue = stream.chance(0.3 if sector == "WATER" else 0.04)
    moved = stream.chance(0.015)
    cents = stream.between(2_000, 7_499) if residue else terms * term
    return Claim(
        number=ledger.count,
        partner_code=code,
        household=household,
        debtor=debtor,
        address=stream.pick(ledger.former_homes) if moved else household.address,
        since=month.first_day - timedelta(days=days),
        term_cents=term,
        cents=7_500 if stream.chance(0.01) else cents,
    )
