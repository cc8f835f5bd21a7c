"""What the six levels of a pair mean: 0 cannot be said, 1 differs, more agrees.

The numbers stand in `evidence.parquet` and are given out by
`include/sql/matching/32_compared_pair.sql`; a higher level is a stronger agreement.
"""

from enum import IntEnum


class BirthDate(IntEnum):
    """How two birth dates compare.

    A date is certain when it is complete, no placeholder, not 1 January and not far
    too frequent in its file; otherwise it is weak.
    """

    UNKNOWN = 0  # one of the two has none
    DIFFERENT = 1  # both certain: never one person
    DIFFERENT_WEAK = 2  # at least one is weak or partly unknown
    ONE_DIGIT = 3  # both certain and one digit apart: never one person either
    FITTING = 4  # equal as far as the partly unknown one goes
    SWAPPED = 5  # day and month exchanged, both certain
    EQUAL_WEAK = 6
    EQUAL = 7


class Surname(IntEnum):
    """How two surnames compare, without prefixes, accents and order of double names."""

    UNKNOWN = 0
    DIFFERENT = 1
    SIMILAR = 2  # few letters differ, or one is cut off
    SAME_SOUND = 3  # ij and y, ss and s, ph and f
    ONE_NAME = 4  # own or partner's name in common
    EQUAL_FREQUENT = 5  # one in 400 of the file or more
    EQUAL = 6
    EQUAL_RARE = 7  # less than one in 4,000 of the file


class Name(IntEnum):
    """How two first names or, in their absence, initials compare."""

    UNKNOWN = 0
    DIFFERENT = 1
    OTHER_FIRST_NAME = 2  # with the same initial: Jan and Joris
    OTHER_INITIALS = 3  # the first the same, a later one not
    FITTING_FREQUENT = 4  # one begins with the other, a frequent initial such as J
    FITTING = 5  # one begins with the other, or with an everyday form of it
    INITIALS = 6  # two or more initials, all equal
    SIMILAR = 7  # nickname or misspelling
    FIRST_NAME = 8


class Address(IntEnum):
    """How two addresses compare."""

    UNKNOWN = 0
    DIFFERENT = 1
    POSTCODE = 2  # same postcode, other number
    STREET = 3  # same street and number, other postcode or none
    OTHER_ADDITION = 4  # same postcode and number, other letter or addition
    ADDITION_MISSING = 5  # the same, one without letter or addition
    CARE_OF = 6  # same, but an administrator's or an institution's
    EQUAL = 7


class Phone(IntEnum):
    """How two phones compare; shared ones count as unknown."""

    UNKNOWN = 0
    DIFFERENT = 1
    SIMILAR = 2  # one digit mistyped, or two that changed places
    EQUAL = 3


class Email(IntEnum):
    """How two e-mail addresses compare; shared ones count as unknown."""

    UNKNOWN = 0
    DIFFERENT = 1
    EQUAL = 2


class Kind(IntEnum):
    """What the two records of a pair are."""

    RESIDENT = 0  # a signal and a resident
    SIGNAL = 1  # two signals
    BUSINESS = 2  # two signals on businesses


#: The comparisons in the order in which `pattern_code` packs their levels.
COMPARISONS: dict[str, type[IntEnum]] = {
    "birth_date_level": BirthDate,
    "surname_level": Surname,
    "name_level": Name,
    "address_level": Address,
    "phone_level": Phone,
    "email_level": Email,
}
