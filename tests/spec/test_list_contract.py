"""What leaves as a list: whole, within the contract, however long it is."""

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from support.list_files import USUAL, VERSION, content

from vroegsein.errors import InvariantError
from vroegsein.intake.judging.validate import validate_table
from vroegsein.listing.columns import headers
from vroegsein.listing.version_files import MOST_ROWS, files_of


def rows_of(written: bytes) -> list[str]:
    """The numbers on the list's sheet of a workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(written))["Signaallijst"]
    return [str(row[0].value) for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize(
    ("persons", "names"),
    [
        (0, ["signaallijst.xlsx"]),
        (3, ["signaallijst.xlsx"]),
        (4, ["signaallijst.xlsx", "signaallijst-2.xlsx"]),
        (7, ["signaallijst.xlsx", "signaallijst-2.xlsx", "signaallijst-3.xlsx"]),
    ],
)
def test_a_list_longer_than_a_sheet_is_split_and_its_manifest_says_so(persons, names):
    """OUT-02: nobody falls off a sheet; every file stands in the manifest."""
    people = [replace(USUAL, number=str(place + 1)) for place in range(persons)]
    files = files_of(content(*people), VERSION, sheet_rows=3)
    books = [name for name in files if name.endswith(".xlsx")]
    assert books == names
    listed = [number for name in books for number in rows_of(files[name])]
    assert listed == [person.number for person in people]
    manifest = json.loads(files["manifest.json"])
    assert [file["naam"] for file in manifest["bestanden"]] == sorted(
        [*names, "signaallijst.csv", "signaallijst.json"]
    )
    assert manifest["aantal_personen"] == persons
    table = io.StringIO(files["signaallijst.csv"].decode("utf-8-sig"), newline="")
    assert len(list(csv.reader(table, delimiter=";"))) == persons + 1


def test_a_sheet_holds_what_excel_can_open():
    """OUT-02: header and rows together are no more than Excel's 1,048,576."""
    assert MOST_ROWS + 1 == 1_048_576


@pytest.mark.parametrize(
    "columns",
    [[*headers(), "BSN"], [*headers()[1:], headers()[0]]],
    ids=["one more", "another order"],
)
def test_a_column_outside_the_contract_is_found(columns: list[str]):
    """OUT-06: the suite of the list knows its columns, in order."""
    table = pd.DataFrame([[""] * len(columns)], columns=columns, dtype="str")
    assert any(
        found.code == "LST_COLUMNS" or found.line is None
        for found in validate_table(table, "signal_list")
    )
    right = pd.DataFrame([[""] * len(headers())], columns=headers(), dtype="str")
    assert not any(found.line is None for found in validate_table(right, "signal_list"))


def test_a_list_that_lacks_a_column_is_stopped():
    """OUT-06: a rule on a column that is not there cannot be asked."""
    table = pd.DataFrame([[""] * (len(headers()) - 1)], columns=headers()[1:])
    with pytest.raises(InvariantError, match="could not be evaluated"):
        validate_table(table.astype("str"), "signal_list")
