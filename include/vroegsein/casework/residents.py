"""The extract of the register of persons: who lives here, moved out, died, is secret.

The newest accepted extract is the one that counts. A few rows may be left out; more
than one in twenty, and the extract is refused: it would call residents strangers.
"""

from collections.abc import Iterator
from itertools import islice

import pandas as pd
from sqlalchemy import Connection, insert

from vroegsein.casework.exclusion_lists import are_short, person_of, postcodes_of
from vroegsein.casework.office_columns import (
    FLAGS,
    PARTNER,
    RESIDENT_COLUMNS,
    RESIDENT_ID,
)
from vroegsein.casework.office_days import read_birth_date
from vroegsein.intake.findings import Finding
from vroegsein.intake.judging.validate import validate_table
from vroegsein.parties.forbidden import is_bsn
from vroegsein.register.case_tables import resident

SUITE = "residents"
_BATCH = 5_000
_WORDS = {"J": "true", "N": "false"}


def judge_residents(table: pd.DataFrame) -> list[Finding]:
    """Return what is wrong with an extract, by row and column.

    Args:
        table: Texts by agreed column; the index holds row numbers.
    """
    rows = _tidy(table)
    columns = [RESIDENT_ID, "achternaam", "postcode", *FLAGS]
    checked = rows[columns].replace("", None)
    checked["is_no_bsn"] = [not is_bsn(text) for text in rows[RESIDENT_ID]]
    checked["is_birth_date"] = [
        read_birth_date(text) is not None for text in rows["geboortedatum"]
    ]
    checked["is_short"] = are_short(rows)
    return validate_table(checked, SUITE)


def write_residents(
    connection: Connection, table: pd.DataFrame, municipality: str, office_file_id: str
) -> None:
    """Write an extract; it counts from now on in place of the one before."""
    rows = _rows(_tidy(table), municipality, office_file_id)
    while batch := list(islice(rows, _BATCH)):
        connection.execute(insert(resident), batch)


def _rows(
    table: pd.DataFrame, municipality: str, office_file_id: str
) -> Iterator[dict[str, object]]:
    for row in table.to_dict("records"):
        yield {
            "office_file_id": office_file_id,
            "resident_id": row[RESIDENT_ID],
            "municipality_code": municipality,
            **person_of(row),
            **{name: row[dutch] or None for dutch, name in PARTNER.items()},
            **{name: _WORDS[row[dutch]] for dutch, name in FLAGS.items()},
        }


def _tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Return all columns, absent ones empty, and postcodes written in one way."""
    rows = table.reindex(columns=list(RESIDENT_COLUMNS), fill_value="")
    return rows.assign(postcode=postcodes_of(rows))
