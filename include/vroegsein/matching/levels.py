"""What the six levels of a pair mean: 0 cannot be said, 1 differs, more agrees.

The numbers stand in `evidence.parquet` and are given out by the comparisons in
`include/sql/matching/3*_comparison.sql`; a higher level is a stronger agreement.
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
    FITTING = 3  # equal as far as the partly unknown one goes
    SWAPPED = 4  # day and month exchanged, both certain
    EQUAL_WEAK = 5
    EQUAL = 6


class Surname(IntEnum):
    """How two surnames compare, without prefixes, accents and order of double names."""

    UNKNOWN = 0
    DIFFERENT = 1
    SIMILAR = 2  # sounds the same in Dutch, or few letters differ
    ONE_NAME = 3  # own or partner's name in common
    EQUAL = 4


class Name(IntEnum):
    """How two first names or, in their absence, initials compare."""

    UNKNOWN = 0
    DIFFERENT = 1
    COMPATIBLE = 2  # one begins with the other, or a nickname of it
    INITIALS = 3  # two or more initials, all equal
    FIRST_NAME = 4


class Address(IntEnum):
    """How two addresses compare."""

    UNKNOWN = 0
    DIFFERENT = 1
    OTHER_ADDITION = 2  # same postcode and number, other letter or addition
    CARE_OF = 3  # same, but an administrator's or an institution's
    EQUAL = 4


class Contact(IntEnum):
    """How two phones or two e-mail addresses compare; shared ones count as unknown."""

    UNKNOWN = 0
    DIFFERENT = 1
    EQUAL = 2
