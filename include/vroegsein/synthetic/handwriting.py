"""Decides how a partner puts a debtor on paper: spelling, omissions, slips.

Draws are made per claim, so that a partner writes the same person the same way each
month: errors come with an administration, not with a row.
"""

from datetime import date, timedelta

from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.record import CRISIS_KINDS, FIELDS
from vroegsein.parties.workdays import add_working_days, is_working_day
from vroegsein.synthetic import names
from vroegsein.synthetic.claims import Claim
from vroegsein.synthetic.population import Resident, fold
from vroegsein.synthetic.roster import Habits
from vroegsein.synthetic.streams import Stream

Values = dict[str, str]

#: National digits of a mobile number (`691234567`) as partners write them.
PHONE_STYLES = {
    "national": "0{0}",
    "dashed": "0{1}-{2}",
    "spaced": "0{1} {2}",
    "international": "+31{0}",
    "double_zero": "0031{0}",
}
#: What stands in one column of a partner that keeps it so, in the order of writing.
PARTS = {
    "person_name": ("surname", "initials", "surname_prefix"),
    "house_number": ("house_number", "house_letter", "house_addition"),
}
TRADES = ("Schildersbedrijf", "Autobedrijf", "Bakkerij", "Loonbedrijf", "Jachtwerf")


def values_of(
    claim: Claim, passport: Passport, habits: Habits, month: ReportingMonth, seed: int
) -> Values:
    """Return the canonical record of a claim in the partner's spelling.

    Fields the partner does not deliver are empty; its constants are filled in.
    """
    hand = Stream(seed, "handwriting", claim.partner_code, str(claim.number))
    kind = _debtor_kind(passport, hand)
    known = {
        **_references(claim, hand),
        **_dates(claim, passport, month, seed),
        **_money(claim),
        **(_company(claim, hand) if kind == "RP" else _person(claim, habits, hand)),
        **_address(claim, habits, hand),
        "debtor_kind": kind,
        "is_warm_handover": "J" if hand.chance(0.03) else "N",
        "has_arrangement": "N",
        "sharing_objection": "N",
    }
    delivered = delivered_fields(passport)
    values = {name: known[name] if name in delivered else "" for name in FIELDS}
    return {**values, **passport.constants}


def delivered_fields(passport: Passport) -> set[str]:
    """Return the canonical fields a partner tells of, in whatever columns."""
    parts = [PARTS[word] for word in passport.splits.values()]
    return {*passport.columns.values(), *(field for names in parts for field in names)}


def export_day(passport: Passport, month: ReportingMonth, seed: int) -> date:
    """Return the working day on which the partner made its file."""
    days = [month.first_day + timedelta(days=offset) for offset in range(7)]
    working = [day for day in days if is_working_day(day)]
    return Stream(seed, "export", passport.code, str(month)).pick(working[:2])


def phone_as_written(phone: str, style: str) -> str:
    """Return an international number (`+31…`) in a partner's style."""
    digits = phone.removeprefix("+31")
    return PHONE_STYLES[style].format(digits, digits[:1], digits[1:]) if phone else ""


def _debtor_kind(passport: Passport, hand: Stream) -> str:
    """Return the debtor's kind: nearly always a natural person.

    Landlords and insurers must give a birth date, so they have no companies.
    """
    kinds = set(passport.lookups.get("debtor_kind", {}).values())
    point = hand.random()
    if point < 0.02 and "RP" in kinds and passport.sector in {"WATER", "ENERGIE"}:
        return "RP"
    if point < 0.05 and "EENMANSZAAK" in kinds:
        return "EENMANSZAAK"
    return passport.constants.get("debtor_kind", "NP")


def _references(claim: Claim, hand: Stream) -> Values:
    """Return the partner's own numbers; customer numbers may begin with a zero."""
    return {
        "source_record_id": claim.record_id,
        "signal_kind": claim.kind,
        "previous_record_id": claim.previous_record_id,
        "customer_number": f"{hand.below(10**9):09d}",
        "claim_id": f"V{claim.number:06d}",
    }


def _dates(
    claim: Claim, passport: Passport, month: ReportingMonth, seed: int
) -> Values:
    """Return the dates, in the order the law and the agreement ask for."""
    stream = Stream(seed, "dates", claim.partner_code, claim.record_id)
    signal = export_day(passport, month, seed)
    reference = signal - timedelta(days=stream.between(0, 1))
    earliest = claim.since + timedelta(days=2)
    reminder = max(earliest, signal - timedelta(days=stream.between(14, 24)))
    contact = max(earliest, signal - timedelta(days=stream.between(3, 12)))
    days = {
        "signal_date": signal,
        "reference_date": reference,
        "arrears_since_date": claim.since,
        "reminder_date": reminder,
        "contact_attempt_date": contact,
        "help_pointed_date": reminder,
        "sharing_offer_date": reminder,
    }
    written = {name: day.isoformat() for name, day in days.items()}
    ends = claim.kind in CRISIS_KINDS
    # Twenty working days, counted from the last day on which the file may come in.
    last = month.first_day + timedelta(days=27)
    end = add_working_days(last, stream.between(20, 32)).isoformat()
    return {**written, "supply_end_date": end if ends else ""}


def _money(claim: Claim) -> Values:
    """Return the amounts in cents and the number of missed terms."""
    return {
        "arrears_cents": str(claim.cents),
        "term_cents": str(claim.term_cents),
        "term_count": str(max(1, round(claim.cents / claim.term_cents))),
    }


def _company(claim: Claim, hand: Stream) -> Values:
    """Return a legal person in place of the resident: a wrong signal."""
    name = f"{hand.pick(TRADES)} {claim.debtor.surname.name} BV"
    empty = ("initials", "first_names", "surname_prefix", "birth_date", "email")
    return {**dict.fromkeys(empty, ""), "surname": name, "phone": claim.debtor.phone}


def _person(claim: Claim, habits: Habits, hand: Stream) -> Values:
    """Return who the debtor is, as this partner knows it."""
    person = claim.debtor
    prefix, surname = _surname(person, hand)
    surname = _slip(surname, hand)
    if habits.one_surname:
        surname = surname.partition("-")[0]
    if habits.prefix_last and prefix:
        prefix, surname = "", f"{surname}, {prefix}"
    letters = names.initials(person.first_names)
    given = person.first_names
    if hand.chance(0.3):  # only the name in daily use
        given, letters = given.split()[0], letters[:2]
    values = {
        "initials": letters.replace(".", "") if habits.plain_initials else letters,
        "first_names": given,
        "surname_prefix": prefix,
        "surname": surname,
        "birth_date": _birth_date(person, hand),
        "phone": person.phone if hand.chance(0.85) else "",
        "email": person.email if hand.chance(0.85) else "",
    }
    spelled = ("initials", "first_names", "surname_prefix", "surname")
    return {**values, **_capitals({name: values[name] for name in spelled}, habits)}


def _surname(person: Resident, hand: Stream) -> tuple[str, str]:
    """Return prefix and surname: own, the partner's, or both."""
    own, other = person.surname, person.partner_surname
    point = hand.random()
    if not other.name or person.sex == "m" or point < 0.5:
        return own.prefix, own.name
    if point < 0.7:
        return other.prefix, other.name
    last = f"{own.prefix} {own.name}".strip()
    return other.prefix, f"{other.name}-{last}"


def _slip(surname: str, hand: Stream) -> str:
    """Return the surname, sometimes with a spelling slip."""
    point = hand.random()
    if point < 0.015 and "ij" in surname:
        return surname.replace("ij", "y", 1)
    if point < 0.03 and "s" in surname[1:]:
        return surname[0] + surname[1:].replace("s", "ss", 1)
    if point < 0.04:
        at = 1 + hand.below(len(surname) - 2)
        return surname[:at] + surname[at + 1] + surname[at] + surname[at + 2 :]
    return surname


def _birth_date(person: Resident, hand: Stream) -> str:
    """Return the birth date, rarely with day and month changed round."""
    birth = person.birth_date
    if hand.chance(0.008) and birth.day <= 12:
        birth = birth.replace(day=birth.month, month=birth.day)
    return birth.isoformat()


def _address(claim: Claim, habits: Habits, hand: Stream) -> Values:
    """Return the address the partner writes to."""
    home = claim.address
    frisian = habits.frisian and hand.chance(0.7)
    spelled = {
        "street": home.street,
        "house_addition": home.addition,
        "place": home.alias if frisian else home.place,
    }
    return {
        **_capitals(spelled, habits),
        "house_number": str(home.number),
        "house_letter": home.letter,
        "postcode": home.postcode,
    }


def _capitals(values: Values, habits: Habits) -> Values:
    """Return the texts in capitals without accents, if that is the habit."""
    if not habits.capitals:
        return values
    return {name: fold(text).upper() for name, text in values.items()}
