"""Rules on more than one field: each a column of its own, true where it holds.

Great Expectations then only asks whether the column is true; `docs/bestandsformaat.md`
and the suite name the finding. A rule says nothing of a row whose fields are absent:
that is for the required fields to report.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from vroegsein.parties.legal_basis import Term
from vroegsein.parties.partner import Conditions
from vroegsein.parties.record import CRISIS_KINDS
from vroegsein.parties.workdays import add_working_days

YOUNGEST, OLDEST = 16, 115
#: Sectors that have to know the birth date (achterstand_v1, field 26).
WITH_BIRTH_DATE = frozenset({"HUUR", "ZORG"})
#: Sectors that must have offered to share (Bgs art. 2, opening words and under d).
WITH_OFFER = frozenset({"HUUR"})
_POSTCODE = r"[1-9][0-9]{3}[A-Z]{2}"
#: A signal that is older on receipt is taken with a warning.
OLD_AFTER_DAYS = 45
#: Working days between the signal of an end of energy supply and that end (1-4-2023).
WORKING_DAYS_TO_END = 20
#: Since then an end of supply has to follow an earlier signal (stcrt-2025-37730).
ORDERED_SINCE = "2026-01-01"
NO_WAITING = Conditions()
_NOT_PERSON = (
    r"(?i)(?:^erven\s+\S|\berfgenamen\b|\bnalatenschap\b|\bwijlen\b|\boverleden\b|"
    r"\bt\.?a\.?v\b|\bc/o\b|\binzake\b|\bbewindvoer|\bcurator\b)"
)
_COMPANY = r"(?i)(?:\b[bn]\.?v\.?$|\bstichting\b|\bv\.?v\.?e\.?$|\bvereniging\b)"


@dataclass(frozen=True)
class Circumstances:
    """What the rules need besides the row.

    Attributes:
        sector: Sector of the partner.
        areas: Four-digit postcode areas of the municipality.
        received_on: Day of receipt in the Netherlands.
        terms: First and last days on which the sector has a ground here.
        conditions: Days that have to lie before a signal.
    """

    sector: str
    areas: tuple[str, ...]
    received_on: date
    terms: tuple[Term, ...] = ((date.min, None),)
    conditions: Conditions = NO_WAITING


def with_checks(
    rows: pd.DataFrame, around: Circumstances, across: pd.DataFrame
) -> pd.DataFrame:
    """Return the rows with one boolean column per rule, by line number.

    Args:
        rows: Canonical rows, all of a file or part of it.
        around: What the rules need besides the row.
        across: Checks that needed the whole file, by line number.
    """
    checked = rows.assign(**{name: rule(rows, around) for name, rule in RULES.items()})
    return checked.set_index("line_number", drop=True).join(across)


def _in_order(earlier: str, later: str) -> Callable[..., pd.Series]:
    """Return the rule that one date is not after another."""

    def rule(rows: pd.DataFrame, _around: Circumstances) -> pd.Series:
        absent = rows[earlier].isna() | rows[later].isna()
        return absent | (rows[earlier] <= rows[later]).fillna(value=False)

    return rule


def _days_before_signal(
    field: str, days: Callable[[Conditions], int]
) -> Callable[..., pd.Series]:
    """Return the rule that a date lies so many days before the signal, or more."""

    def rule(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
        absent = rows[field].isna() | rows["signal_date"].isna()
        between = _as_days(rows["signal_date"]) - _as_days(rows[field])
        waited = between >= timedelta(days=days(around.conditions))
        return absent | waited.fillna(value=False)

    return rule


def _as_days(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce")


def _has_ground(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    """The law of a line is that of its signal date (Bgs art. 3; Wgs art. 10)."""
    holds = rows["signal_date"].isna()
    for first, last in around.terms:
        within = rows["signal_date"].between(
            first.isoformat(), (last or date.max).isoformat()
        )
        holds |= within.fillna(value=False)
    return holds


def _is_recent(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    oldest = (around.received_on - timedelta(days=OLD_AFTER_DAYS)).isoformat()
    return rows["signal_date"].isna() | (rows["signal_date"] >= oldest)


def _is_energy_crisis(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    is_crisis = rows["signal_kind"].isin(CRISIS_KINDS)
    return is_crisis & (around.sector == "ENERGIE")


def _is_in_term(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    """An end of supply lies twenty working days after its signal, or more."""
    known = rows["signal_date"].notna() & rows["supply_end_date"].notna()
    asked = _is_energy_crisis(rows, around) & known
    crises = rows.loc[asked, ["signal_date", "supply_end_date"]]
    earliest = {
        day: add_working_days(date.fromisoformat(day), WORKING_DAYS_TO_END).isoformat()
        for day in crises["signal_date"].unique()
    }
    early = [
        line for line, day, end in crises.itertuples(name=None) if end < earliest[day]
    ]
    return ~pd.Series(rows.index.isin(early), index=rows.index)


def _is_in_turn(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    """An end of supply names the signal that went before it."""
    asked = _is_energy_crisis(rows, around) & (rows["signal_date"] >= ORDERED_SINCE)
    return ~asked.fillna(value=False) | rows["previous_record_id"].notna()


def _is_received(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    absent = rows["signal_date"].isna()
    day = around.received_on.isoformat()
    return absent | (rows["signal_date"] <= day).fillna(value=False)


def _is_resident(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    is_postcode = rows["postcode"].str.fullmatch(_POSTCODE).fillna(value=False)
    return ~is_postcode | rows["postcode"].str[:4].isin(around.areas)


def _has_birth_date(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    needed = around.sector in WITH_BIRTH_DATE
    return rows["birth_date"].notna() | (not needed)


def _has_offer(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    needed = around.sector in WITH_OFFER
    return rows["sharing_offer_date"].notna() | (not needed)


def _is_plausible_age(rows: pd.DataFrame, around: Circumstances) -> pd.Series:
    """Compare dates as numbers yyyymmdd; an unknown day or month counts as 00."""
    day = rows["signal_date"].fillna(around.received_on.isoformat())
    age = (_as_number(day) - _as_number(rows["birth_date"])) // 10_000
    return rows["birth_date"].isna() | age.between(YOUNGEST, OLDEST)


def _as_number(days: pd.Series) -> pd.Series:
    return pd.to_numeric(days.str.replace("-", ""), errors="coerce")


def _is_no_company(rows: pd.DataFrame, _around: Circumstances) -> pd.Series:
    is_person = rows["debtor_kind"] == "NP"
    named = rows["surname"].str.contains(_COMPANY, na=False)
    return ~(is_person.fillna(value=False) & named)


def _is_person(rows: pd.DataFrame, _around: Circumstances) -> pd.Series:
    """An estate or somebody's representative is not the person who is in arrears."""
    named = rows["surname"].fillna("") + " " + rows["first_names"].fillna("")
    return ~named.str.contains(_NOT_PERSON, na=False)


RULES: dict[str, Callable[[pd.DataFrame, Circumstances], pd.Series]] = {
    "arrears_before_reference": _in_order("arrears_since_date", "reference_date"),
    "reference_before_signal": _in_order("reference_date", "signal_date"),
    "signal_before_receipt": _is_received,
    "reminder_before_signal": _days_before_signal(
        "reminder_date", lambda conditions: conditions.days_after_reminder
    ),
    "contact_before_signal": _in_order("contact_attempt_date", "signal_date"),
    "help_before_signal": _in_order("help_pointed_date", "signal_date"),
    "offer_before_signal": _days_before_signal(
        "sharing_offer_date", lambda conditions: conditions.days_after_offer
    ),
    "has_offer": _has_offer,
    "has_birth_date": _has_birth_date,
    "is_plausible_age": _is_plausible_age,
    "is_resident": _is_resident,
    "is_no_company": _is_no_company,
    "is_person": _is_person,
    "has_ground": _has_ground,
    "is_recent": _is_recent,
    "is_in_term": _is_in_term,
    "is_in_turn": _is_in_turn,
}
