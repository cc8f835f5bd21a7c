"""Decides how a careful clerk writes down a person, a dwelling, a phone, a date."""

import numpy as np

from vroegsein.synthetic.adversary import given_names
from vroegsein.synthetic.adversary.arrears import Country, Writings
from vroegsein.synthetic.adversary.draws import NONE, Flags, Ints, Texts, texts
from vroegsein.synthetic.adversary.surnames import all_surnames
from vroegsein.synthetic.population import MAIL_DOMAINS, fold

Sheet = dict[str, Texts]  # column name -> texts, all of one length

PERSON_COLUMNS = ("initials", "first_names", "surname_prefix", "surname", "birth_date")
ADDRESS_COLUMNS = (
    *("street", "house_number", "house_letter", "house_addition", "postcode"),
    "place",
)
CONTACT_COLUMNS = ("phone", "email")


def write_truthfully(country: Country, writings: Writings, name_use: Ints) -> Sheet:
    """Return each writing as it should be, with the names people go by.

    Args:
        country: Everybody and everything.
        writings: Who is written down, and at which address.
        name_use: As in `People`, one for each writing.
    """
    office = country.offices[
        country.households.administrator[country.people.household[writings.person]]
    ]
    address = np.where(writings.is_client, office, writings.address)
    return {
        **persons(country, writings.person, name_use),
        **addresses(country, address),
        **contacts(country, writings.person),
    }


def name_uses(country: Country, writings: Writings) -> Ints:
    """Return which names people go by at the time: the own one before they marry."""
    person = writings.person
    wedding = country.households.married_in[country.people.household[person]]
    single = (wedding != NONE) & (writings.month < wedding)
    return np.where(single, 0, country.people.name_use[person])


def persons(country: Country, person: Ints, name_use: Ints) -> Sheet:
    """Return names and birth dates of persons."""
    people = country.people
    given = people.given[person]
    prefix, surname = written_surnames(
        people.surname[person], people.partner_surname[person], name_use
    )
    return {
        "initials": joined(given_names.initials_of_names(), given, ""),
        "first_names": joined(given_names.all_given(), given, " "),
        "surname_prefix": prefix,
        "surname": surname,
        "birth_date": dates(people.born[person]),
    }


def written_surnames(own: Ints, partner: Ints, name_use: Ints) -> tuple[Texts, Texts]:
    """Return prefix and surname of people by the names they use."""
    every = all_surnames()
    use = np.where(partner == NONE, 0, name_use)
    front = np.where((use == 1) | (use == 2), partner, own)
    back = np.where(use == 2, own, partner)
    prefix, surname = every.prefix[front], every.name[front]
    rows = np.flatnonzero(use >= 2)
    surname[rows] = surname[rows] + "-" + full_surnames(back[rows])
    return prefix, surname


def full_surnames(row: Ints) -> Texts:
    """Return surnames with the words before them."""
    every = all_surnames()
    pairs = zip(every.prefix[row], every.name[row], strict=True)
    return texts([f"{prefix} {name}".strip() for prefix, name in pairs])


def joined(words: Texts, given: Ints, separator: str) -> Texts:
    """Return up to three words of each row as one text."""
    found = words[given[:, 0]]
    for column in (1, 2):
        rows = np.flatnonzero(given[:, column] != NONE)
        found[rows] = found[rows] + separator + words[given[rows, column]]
    return found


def dates(days: Ints) -> Texts:
    """Return days since 1970 as `yyyy-mm-dd`."""
    return days.astype("datetime64[D]").astype(str).astype(object)


def addresses(country: Country, row: Ints) -> Sheet:
    """Return dwellings as columns."""
    every = country.dwellings
    return {
        "street": every.street[row],
        "house_number": every.number[row].astype(str).astype(object),
        "house_letter": every.letter[row],
        "house_addition": every.addition[row],
        "postcode": every.postcode[row],
        "place": every.place[row],
    }


def contacts(country: Country, person: Ints) -> Sheet:
    """Return phone numbers and mail addresses, empty where there is none."""
    phone, mail = country.people.phone[person], country.people.mail[person]
    return {
        "phone": np.where(phone == NONE, "", phones(phone)).astype(object),
        "email": only(mail != NONE, mails(country, mail)),
    }


def phones(owner: Ints) -> Texts:
    """Return a number per person, in a range in which none are given out."""
    digits = (owner * 7_654_321 + 1_234_567) % 10_000_000
    return texts([f"+3169{number:07d}" for number in digits.tolist()])


def mails(country: Country, owner: Ints) -> Texts:
    """Return a mail address per person, in one of four ways people make them."""
    people = country.people
    daily, surname = people.daily[owner], all_surnames().name[people.surname[owner]]
    plain = {name: _plain(name) for name in {*daily, *surname}}
    return texts(
        [
            MAIL_SHAPES[row % 4].format(
                plain[first], plain[last], row, MAIL_DOMAINS[row % 3]
            )
            for row, first, last in zip(owner.tolist(), daily, surname, strict=True)
        ]
    )


MAIL_SHAPES = (
    "{0}.{1}{2}@{3}",
    "{0}{2}@{3}",
    "{1}{2}@{3}",
    "{0}_{1}.{2}@{3}",
)


def only(wanted: Flags, column: Texts) -> Texts:
    """Return the texts that are wanted, and nothing in place of the others."""
    return np.where(wanted, column, texts([""]))


def _plain(name: str) -> str:
    kept = fold(name).lower().encode("ascii", "ignore").decode()
    return kept.replace(" ", "").replace("'", "")
