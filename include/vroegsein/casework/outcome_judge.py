"""Which rows of an outcome file are taken: its two suites say, here is what they see.

The suites are `expectations/outcomes.json` for cases and results, and
`expectations/outcome_attempts.json` for attempts. They see words and yes or no; days
and cases are compared here, against the register and the day of receipt.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from vroegsein.casework.outcome_rows import (
    Cases,
    attempt_header,
    attempt_rows,
    contradicting,
    days_of,
    measure_codes,
    place_of,
    result_rows,
)
from vroegsein.intake.findings import Finding
from vroegsein.intake.judging.validate import validate_table
from vroegsein.parties.case_codes import ACCEPTED_RESULTS, Measure
from vroegsein.parties.policy_followup import FollowUp

RESULTS, ATTEMPTS = "outcomes", "outcome_attempts"


@dataclass(frozen=True)
class Bounds:
    """Between which days something can have happened.

    Attributes:
        received_on: Dutch day of receipt.
        policy: Whether late reactions are taken.
    """

    received_on: date
    policy: FollowUp


def judge_outcomes(table: pd.DataFrame, cases: Cases, bounds: Bounds) -> list[Finding]:
    """Return what is wrong with an outcome file, by row and column.

    Args:
        table: Texts by agreed column; the index holds row numbers.
        cases: What the register knows, by the ids a file may name.
        bounds: Which days are possible.
    """
    findings = validate_table(_results(table, cases, bounds), RESULTS)
    for finding in validate_table(_attempts(table, cases, bounds), ATTEMPTS):
        assert finding.line is not None  # the suite has row rules only
        place, row = place_of(finding.line)
        column = attempt_header(place, finding.column or "")
        findings.append(replace(finding, line=row, column=column))
    return findings


def _results(table: pd.DataFrame, cases: Cases, bounds: Bounds) -> pd.DataFrame:
    """Return what the suite of results looks at."""
    rows = result_rows(table)
    days, measures = days_of(list(rows["day"])), rows["measures"].map(measure_codes)
    checked = pd.DataFrame(index=rows.index)
    checked["result"] = rows["result"].replace("", None)
    checked["is_known_case"] = rows["case"].isin(cases.keys())
    checked["is_listed"] = [
        case_id not in cases or cases[case_id].listed_on is not None
        for case_id in rows["case"]
    ]
    checked["is_paired"] = (rows["result"] == "") == (rows["day"] == "")
    checked["is_consistent"] = [not wrong for wrong in contradicting(rows, cases)]
    checked["are_measures"] = [set(codes) <= set(Measure) for codes in measures]
    checked["has_help"] = [
        not codes or result in ACCEPTED_RESULTS
        for codes, result in zip(measures, rows["result"], strict=True)
    ]
    _add_days(checked, rows, cases, bounds, days)
    checked["is_in_time"] = [
        bounds.policy.late_reactions or not _is_late(day, case_id, cases, bounds)
        for day, case_id in zip(days, rows["case"], strict=True)
    ]
    return checked


def _attempts(table: pd.DataFrame, cases: Cases, bounds: Bounds) -> pd.DataFrame:
    """Return what the suite of attempts looks at."""
    rows = attempt_rows(table)
    checked = rows[["kind", "part", "reached"]].replace("", None)
    checked["has_kind"] = rows["kind"] != ""
    checked["has_day"] = rows["day"] != ""
    checked["has_answer"] = rows["reached"] != ""
    _add_days(checked, rows, cases, bounds, days_of(list(rows["day"])))
    return checked


def _add_days(
    checked: pd.DataFrame,
    rows: pd.DataFrame,
    cases: Cases,
    bounds: Bounds,
    days: list[date | None],
) -> None:
    """Add whether days are days, and possible ones."""
    checked["is_day"] = [
        text == "" or day is not None
        for text, day in zip(rows["day"], days, strict=True)
    ]
    checked["is_after_list"] = [
        day is None or day >= (_listed_on(case_id, cases) or day)
        for case_id, day in zip(rows["case"], days, strict=True)
    ]
    checked["is_past"] = [day is None or day <= bounds.received_on for day in days]


def _listed_on(case_id: str, cases: Cases) -> date | None:
    known = cases.get(case_id)
    return known.listed_on if known else None


def _is_late(day: date | None, case_id: str, cases: Cases, bounds: Bounds) -> bool:
    listed_on = _listed_on(case_id, cases)
    if day is None or listed_on is None:
        return False
    return day > listed_on + timedelta(days=bounds.policy.reaction_days)
