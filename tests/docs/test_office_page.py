"""The page for officials is what columns, labels, suites and codes say."""

import json
import re

from vroegsein.casework.office_columns import (
    EXCLUSION_COLUMNS,
    RESIDENT_COLUMNS,
    is_read,
)
from vroegsein.casework.office_findings import OFFICE_MEANINGS, OfficeCode, meaning_of
from vroegsein.casework.office_page import PAGE, office_page
from vroegsein.listing.columns import OUTCOME_HEADERS
from vroegsein.parties.case_codes import (
    ContactKind,
    Measure,
    OfficeFileKind,
    PartOfDay,
    Result,
)
from vroegsein.settings import PROJECT_ROOT

SUITES = ("outcomes", "outcome_attempts", "exclusions", "residents")


def suite(name: str) -> list[dict]:
    path = PROJECT_ROOT / "expectations" / f"{name}.json"
    return json.loads(path.read_text("utf-8"))["expectations"]


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == office_page()


def test_every_column_label_measure_and_code_is_on_the_page():
    words = [*EXCLUSION_COLUMNS, *RESIDENT_COLUMNS, *Result, *ContactKind, *Measure]
    for word in [*words, *PartOfDay, *OfficeCode]:
        assert f"`{word}`" in office_page()


def test_a_code_has_a_meaning_and_a_meaning_a_code():
    assert set(OFFICE_MEANINGS) == set(OfficeCode)


def test_every_suite_names_known_codes_at_their_level_and_columns_that_are_read():
    """A suite that names another code or column is caught here."""
    known = {*EXCLUSION_COLUMNS, *RESIDENT_COLUMNS, *OUTCOME_HEADERS, "Melding"}
    attempts = {header.split(" ", 2)[2] for header in OUTCOME_HEADERS[:4]}
    for name in SUITES:
        for expectation in suite(name):
            meta = expectation["meta"]
            assert meaning_of(meta["code"]).level == meta["level"]
            columns = attempts if name == "outcome_attempts" else known
            assert meta["column"] in columns


def test_every_code_of_a_row_is_given_by_a_suite():
    given = {one["meta"]["code"] for name in SUITES for one in suite(name)}
    rows = {
        code for code, meaning in OFFICE_MEANINGS.items() if meaning.level == "line"
    }
    assert given == rows


def test_the_suites_know_exactly_the_national_labels():
    labels = {
        tuple(one["kwargs"]["value_set"])
        for name in ("outcomes", "outcome_attempts")
        for one in suite(name)
        if len(one["kwargs"]["value_set"]) > 1
    }
    national = {tuple(map(str, kind)) for kind in (Result, ContactKind, PartOfDay)}
    assert national <= labels


def test_what_the_list_offers_to_fill_in_is_read_when_it_comes_back():
    for header in OUTCOME_HEADERS:
        assert is_read(OfficeFileKind.OUTCOMES, header)


def test_no_meaning_breaks_the_table():
    assert not re.search(r"[\n|]", "".join(
        text for meaning in OFFICE_MEANINGS.values()
        for text in (meaning.description, meaning.remedy, meaning.example)
    ))  # fmt: skip
