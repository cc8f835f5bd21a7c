"""Whatever is typed in a file of the municipality, it is judged, never a crash."""

from datetime import date

import pandas as pd
import pytest

from vroegsein.casework.exclusion_lists import judge_exclusions, write_exclusions
from vroegsein.casework.office_columns import (
    CASE,
    EXCLUSION_COLUMNS,
    RESIDENT_COLUMNS,
)
from vroegsein.casework.outcome_judge import Bounds, judge_outcomes
from vroegsein.casework.outcome_rows import ListedCase
from vroegsein.casework.residents import judge_residents, write_residents
from vroegsein.listing.columns import OUTCOME_HEADERS
from vroegsein.parties.case_codes import ExclusionKind, Result
from vroegsein.parties.policy_followup import FollowUp
from vroegsein.register.case_tables import exclusion, office_file, resident
from vroegsein.synthetic.streams import Stream

NASTY = (
    "", "", "", "\ufffd", "=1+1", "0000-00-00", "99-99-9999", "20-10-2026", "1980-01-01",
    "M-1", "Telefoon", "Avond", "J", "N", "j", "x" * 201, "M04;M99", ";", ",", "\u202e",
    "8501AB", "8501 ab", "-1", "1e9", "Jansma", "NULL", "nan", "'", "%s", "12",
    *Result,
)  # fmt: skip
ROWS, DAY = 400, date(2026, 10, 20)


def table(columns, seed: int) -> pd.DataFrame:
    """Rows of chance; the numbers begin at 2, as in a file."""
    stream = Stream(seed, "nasty")
    cells = [[stream.pick(NASTY) for _ in columns] for _ in range(ROWS)]
    numbers = range(2, ROWS + 2)
    return pd.DataFrame(cells, columns=list(columns), index=list(numbers), dtype=object)


def good(rows: pd.DataFrame, findings) -> pd.DataFrame:
    bad = {finding.line for finding in findings}
    assert bad <= set(rows.index)
    return rows.loc[[number for number in rows.index if number not in bad]]


@pytest.mark.parametrize("seed", [1, 2])
def test_outcomes_of_chance_are_judged_row_by_row(seed):
    columns = (CASE, *OUTCOME_HEADERS)
    cases = {"M-1": ListedCase("M-1", date(2026, 10, 14), {})}
    rows = table(columns, seed)
    findings = judge_outcomes(rows, cases, Bounds(DAY, FollowUp()))
    assert all(finding.column in columns for finding in findings)
    kept = good(rows, findings)
    filled = kept[(kept.drop(columns=[CASE]) != "").any(axis=1)]
    assert set(filled[CASE]) <= {"M-1"}


def test_lists_of_chance_are_judged_and_what_is_left_can_be_kept(register):
    """A row without findings never meets an error of the database."""
    excluded = table(EXCLUSION_COLUMNS, 3).assign(
        geboortedatum="05-05-1980", postcode="", vanaf="2026-10-01", tot_en_met=""
    )
    living = table(RESIDENT_COLUMNS, 4).assign(
        inwoner=[f"R{number}" for number in range(ROWS)], geboortedatum="1980-01-01",
        postcode="8501 ab", overleden="N", vertrokken="J", geheim="N",
    )  # fmt: skip
    listed = good(excluded, judge_exclusions(excluded, ExclusionKind.SAFETY))
    lives = good(living, judge_residents(living))
    assert min(len(listed), len(lives)) > ROWS / 3
    with register.begin() as connection:
        for kind in ("exclusions", "residents"):
            connection.execute(office_file.insert().values(
                office_file_id=kind, municipality_code="1940", kind=kind,
                digest="0" * 64, state="accepted", line_count=ROWS,
                accepted_count=ROWS, rejected_count=0, received_on=DAY,
            ))  # fmt: skip
        safety = ExclusionKind.SAFETY
        write_exclusions(connection, listed, safety, "1940", "exclusions")
        write_residents(connection, lives, "1940", "residents")
        kept = connection.execute(exclusion.select()).all()
        assert len(kept) == len(listed)
        assert len(connection.execute(resident.select()).all()) == len(lives)
