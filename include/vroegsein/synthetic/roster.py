"""Decides how each fictional partner behaves: how many signals, and in what hand.

A passport says how a partner's files are read. What it does not say, such as capitals
without accents or "Berg, van den", is written here; nothing of the intake is used.
"""

from dataclasses import dataclass
from enum import StrEnum


class Special(StrEnum):
    """What goes wrong with a partner's delivery in the month that is made."""

    NONE = "none"
    LATE = "late"  # arrives after the list was made
    TRUNCATED = "truncated"  # the upload broke off
    WRONG_MONTH = "wrong_month"  # an earlier month's file was sent
    EMPTY = "empty"  # an explicit delivery of nothing
    UNLAWFUL = "unlawful"  # no legal basis; delivers this month only
    WRONG_PARTNER = "wrong_partner"  # with the manifest of another partner
    PLAINTEXT = "plaintext"  # the export itself, not encrypted as agreed
    CORRECTED = "corrected"  # a second file takes the first one's place
    WITHDRAWN = "withdrawn"  # a second file takes some records back


@dataclass(frozen=True)
class Habits:
    """One partner's behaviour.

    Attributes:
        quota: About how many signals a month, the wrong lines among them.
        share: Percentage of the households (or adults) that are its customers.
        term_cents: Lowest and highest monthly amount.
        defects: Finding codes of the lines it gets wrong, in turn.
        defect_count: How many such lines in the month that is made; one in others.
        crisis_defects: Finding codes of crisis lines it gets wrong in that month.
        record_mark: What its record ids begin with.
        capitals: Writes names and places in capitals without accents.
        prefix_last: Writes the surname as "Berg, van den".
        one_surname: Keeps one surname of a person, never two with a dash.
        plain_initials: Writes initials without points.
        spaced_postcode: Writes "8501 AB".
        frisian: Writes the Frisian name of a village.
        quote_all: Puts every field between quotes.
        line_end: How a line ends.
        phone: How a number is written, see `handwriting.PHONE_STYLES`.
        special: What goes wrong in the month that is made.
    """

    quota: int
    share: int
    term_cents: tuple[int, int]
    defects: tuple[str, ...] = ()
    defect_count: int = 0
    crisis_defects: tuple[str, ...] = ()
    record_mark: str = ""
    capitals: bool = False
    prefix_last: bool = False
    one_surname: bool = False
    plain_initials: bool = False
    spaced_postcode: bool = False
    frisian: bool = False
    quote_all: bool = False
    line_end: str = "\n"
    phone: str = "national"
    special: Special = Special.NONE


PREMIUM = (14_500, 17_900)
ENERGY = (9_000, 27_500)
RENT = (43_000, 87_000)
WATER = (1_300, 3_400)

ROSTER: dict[str, Habits] = {
    "merenwonen": Habits(
        quota=25,
        share=22,
        term_cents=RENT,
        defects=("VAL_ARRANGEMENT", "VAL_NOT_RESIDENT", "VAL_REQUIRED"),
        defect_count=3,
        record_mark="MW-",
        spaced_postcode=True,
        line_end="\r\n",
        phone="dashed",
        special=Special.CORRECTED,
    ),
    "gaastwonen": Habits(
        quota=13,
        share=10,
        term_cents=RENT,
        defects=("VAL_EVIDENCE", "VAL_POSTCODE", "VAL_DATE"),
        defect_count=1,
        record_mark="G",
        capitals=True,
        plain_initials=True,
    ),
    "sleatwonen": Habits(
        quota=7,
        share=5,
        term_cents=RENT,
        defects=("VAL_DATE", "VAL_ARRANGEMENT"),
        defect_count=1,
        record_mark="SW",
    ),
    "lytsewoning": Habits(
        quota=3,
        share=2,
        term_cents=RENT,
        record_mark="LW-",
        phone="dashed",
        special=Special.WRONG_PARTNER,
    ),
    "wetterfryslan": Habits(
        quota=42,
        share=100,
        term_cents=WATER,
        defects=("TXT_QUOTE", "VAL_OBJECTION", "VAL_POSTCODE", "VAL_NOT_RESIDENT"),
        defect_count=2,
        record_mark="WF",
        prefix_last=True,
        frisian=True,
        phone="spaced",
    ),
    "noordstroom": Habits(
        quota=25,
        share=42,
        term_cents=ENERGY,
        defects=("VAL_AMOUNT", "VAL_PLACEHOLDER_NAME", "VAL_DUPLICATE", "VAL_LOOKUP"),
        defect_count=3,
        crisis_defects=("VAL_POSTCODE",),
        record_mark="ns/",
        phone="international",
    ),
    "fjildstroom": Habits(
        quota=12,
        share=26,
        term_cents=ENERGY,
        defects=("VAL_DATE_ORDER", "VAL_AMOUNT", "VAL_DUPLICATE"),
        defect_count=1,
        record_mark="FJ",
        one_surname=True,
        spaced_postcode=True,
        line_end="\r\n",
        phone="dashed",
    ),
    "ampersant": Habits(
        quota=5,
        share=9,
        term_cents=ENERGY,
        record_mark="amp-",
        phone="international",
        special=Special.TRUNCATED,
    ),
    "wadvonk": Habits(
        quota=3,
        share=6,
        term_cents=ENERGY,
        plain_initials=True,
        special=Special.EMPTY,
    ),
    "skarstroom": Habits(
        quota=7,
        share=6,
        term_cents=ENERGY,
        record_mark="SK",
        special=Special.WITHDRAWN,
    ),
    "hoedezorg": Habits(
        quota=53,
        share=38,
        term_cents=PREMIUM,
        defects=("VAL_POSTCODE", "VAL_DUPLICATE", "VAL_DATE", "VAL_REQUIRED"),
        defect_count=2,
        record_mark="HZ.",
        spaced_postcode=True,
        quote_all=True,
        line_end="\r\n",
        phone="double_zero",
    ),
    "goudenlinde": Habits(
        quota=36,
        share=28,
        term_cents=PREMIUM,
        defects=("VAL_DATE", "VAL_OBJECTION", "VAL_LOOKUP", "VAL_EVIDENCE"),
        defect_count=3,
        record_mark="GL-",
    ),
    "zevenzorg": Habits(
        quota=6,
        share=7,
        term_cents=PREMIUM,
        record_mark="Z7.",
        plain_initials=True,
        phone="dashed",
        special=Special.WRONG_MONTH,
    ),
    "terpzorg": Habits(
        quota=5,
        share=6,
        term_cents=PREMIUM,
        record_mark="TZ",
        frisian=True,
        special=Special.LATE,
    ),
    "mienskipszorg": Habits(
        quota=3,
        share=4,
        term_cents=PREMIUM,
        record_mark="MZ",
        spaced_postcode=True,
        special=Special.PLAINTEXT,
    ),
    "gemeentebelastingen": Habits(
        quota=12,
        share=100,
        term_cents=(8_000, 45_000),
        record_mark="BEL",
        phone="spaced",
        special=Special.UNLAWFUL,
    ),
}
