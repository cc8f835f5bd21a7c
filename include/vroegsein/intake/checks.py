"""Rules on more than one field: each a column of its own, true where it holds.

Great Expectations then only asks whether the column is true; `docs/bestandsformaat.md`
and the suite name the finding. A rule says nothing of a row whose fields are absent:
that is for the required fields to report.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

YOUNGEST, OLDEST = 16, 115
#: Sectors that have to know the birth date (achterstand_v1, field 26).
WITH_BIRTH_DATE = frozenset({"HUUR", "ZORG"})
#: Sectors that must have offered to share (Bgs art. 2, opening words and under d).
WITH_OFFER = frozenset({"HUUR"})
_POSTCODE = r"[1-9][0-9]{3}[A-Z]{2}"
_COMPANY = r"(?i)(?:\b[bn]\.?v\.?$|\bstichting\b|\bv\.?v\.?e\.?$|\bvereniging\b)"


@dataclass(frozen=True)
class Circumstances:
    """What the rules need besides the row.

    Attributes:
        sector: Sector of the partner.
        areas: Four-digit postcode areas of the municipality.
        received_on: Day of receipt in the Netherlands.
    """

    sector: str
    areas: tuple[str, ...]
    received_on: date


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


RULES: dict[str, Callable[[pd.DataFrame, Circumstances], pd.Series]] = {
    "arrears_before_reference": _in_order("arrears_since_date", "reference_date"),
    "reference_before_signal": _in_order("reference_date", "signal_date"),
    "signal_before_receipt": _is_received,
    "reminder_before_signal": _in_order("reminder_date", "signal_date"),
    "contact_before_signal": _in_order("contact_attempt_date", "signal_date"),
    "help_before_signal": _in_order("help_pointed_date", "signal_date"),
    "offer_before_signal": _in_order("sharing_offer_date", "signal_date"),
    "has_offer": _has_offer,
    "has_birth_date": _has_birth_date,
    "is_plausible_age": _is_plausible_age,
    "is_resident": _is_resident,
    "is_no_company": _is_no_company,
}
