"""Who is not to be approached: known at debt help, on the safety list, or objecting.

The newest accepted list of a kind is the one that holds, so a list with a row that
cannot be taken is refused whole: nobody falls off a list by a slip of the pen. Reasons
stand in `casework.exclusion` alone and are never shown.
"""

from collections.abc import Hashable

import pandas as pd
from sqlalchemy import Connection, insert

from vroegsein.casework.office_columns import (
    EXCLUSION_COLUMNS,
    FROM,
    PERSON,
    REASON,
    UNTIL,
)
from vroegsein.casework.office_days import read_birth_date, read_day
from vroegsein.casework.office_read import LONGEST
from vroegsein.intake.findings import Finding
from vroegsein.intake.judging.validate import validate_table
from vroegsein.parties.case_codes import ExclusionKind
from vroegsein.register.case_tables import exclusion

SUITE = "exclusions"


def judge_exclusions(table: pd.DataFrame, kind: ExclusionKind) -> list[Finding]:
    """Return what is wrong with an exclusion list, by row and column.

    Args:
        table: Texts by agreed column; the index holds row numbers.
        kind: Which list it is.
    """
    rows = _tidy(table)
    checked = rows[["achternaam", "postcode"]].replace("", None)
    checked["is_findable"] = (rows["geboortedatum"] != "") | (
        (rows["postcode"] != "") & (rows["huisnummer"] != "")
    )
    checked["is_birth_date"] = [
        text == "" or read_birth_date(text) is not None
        for text in rows["geboortedatum"]
    ]
    checked["is_from"] = [read_day(text) is not None for text in rows[FROM]]
    checked["is_until"] = [
        _is_until(first, last)
        for first, last in zip(rows[FROM], rows[UNTIL], strict=True)
    ]
    may_reason = kind is ExclusionKind.SAFETY
    checked["is_reason_allowed"] = may_reason | (rows[REASON] == "")
    checked["is_short"] = are_short(rows)
    return validate_table(checked, SUITE)


def write_exclusions(
    connection: Connection,
    table: pd.DataFrame,
    kind: ExclusionKind,
    municipality: str,
    office_file_id: str,
) -> None:
    """Write a list; it holds from now on in place of the one before."""
    connection.execute(
        insert(exclusion),
        [
            {
                "exclusion_id": f"{office_file_id}-{number}",
                "municipality_code": municipality,
                "office_file_id": office_file_id,
                "kind": kind,
                "reason": row[REASON] or None,
                "from_date": read_day(row[FROM]),
                "until_date": read_day(row[UNTIL]),
                **person_of(row),
            }
            for number, row in _tidy(table).to_dict("index").items()
        ],
    )


def person_of(row: dict[Hashable, str]) -> dict[str, str | None]:
    """Return who a row names, as the register keeps it."""
    named: dict[str, str | None] = {
        name: row[dutch] or None for dutch, name in PERSON.items()
    }
    named["birth_date"] = read_birth_date(row["geboortedatum"])
    return named


def postcodes_of(rows: pd.DataFrame) -> pd.Series:
    """Return postcodes as `1234AB`."""
    return rows["postcode"].str.replace(" ", "").str.upper()


def are_short(rows: pd.DataFrame) -> pd.Series:
    """Tell per row whether all of it could be read."""
    return pd.Series(
        [all(len(text) <= LONGEST for text in row) for row in rows.to_numpy()],
        index=rows.index,
    )


def _tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Return all columns, absent ones empty, and postcodes written in one way."""
    rows = table.reindex(columns=list(EXCLUSION_COLUMNS), fill_value="")
    return rows.assign(postcode=postcodes_of(rows))


def _is_until(first: str, last: str) -> bool:
    """Tell whether a last day is empty, or a day that does not lie before the first."""
    if last == "":
        return True
    begins, ends = read_day(first), read_day(last)
    return ends is not None and (begins is None or begins <= ends)
