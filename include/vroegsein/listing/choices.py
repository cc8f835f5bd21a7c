"""What workers can choose in the columns they fill in: exact national labels.

The words stand on a sheet of their own, for eyes and for the lists in the cells; Excel
takes no more than 255 characters of choices within a cell itself.
"""

from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from vroegsein.listing.columns import (
    ATTEMPT_HEADERS,
    MEASURES,
    OUTCOME_HEADERS,
    PAPER_A4,
    RESULT,
    RESULT_DATE,
    headers,
)
from vroegsein.parties.case_codes import (
    MEASURE_NAMES,
    ContactKind,
    PartOfDay,
    Result,
)

SHEET = "Keuzelijsten"
YES, NO = "J", "N"
#: What may stand in each kind of column, in the order of the sheet.
CHOICES: dict[str, tuple[str, ...]] = {
    "soort": tuple(kind.value for kind in ContactKind),
    "dagdeel": tuple(part.value for part in PartOfDay),
    "bereikt (J/N)": (YES, NO),
    RESULT: tuple(result.value for result in Result),
    MEASURES: tuple(measure.value for measure in MEASURE_NAMES),
}
TITLES = {"soort": "Soort poging", "dagdeel": "Dagdeel", "bereikt (J/N)": "Bereikt"}
WIDTHS = (22.0, 12.0, 10.0, 62.0, 14.0, 44.0)
DATE_HEADERS = frozenset(
    {RESULT_DATE, *(header for header in ATTEMPT_HEADERS if header.endswith("datum"))}
)
FIRST_DATE, LAST_DATE = date(2020, 1, 1), date(2099, 12, 31)


def write_choices(worksheet: Worksheet, formats: dict[str, Format]) -> None:
    """Write the sheet of words, one column per kind, measures with their meaning."""
    for column, width in enumerate(WIDTHS):
        worksheet.set_column(column, column, width)
    for column, (word, choices) in enumerate(CHOICES.items()):
        worksheet.write_string(0, column, TITLES.get(word, word), formats["head"])
        for row, choice in enumerate(choices, start=1):
            worksheet.write_string(row, column, choice, formats["text"])
    last = len(CHOICES)
    worksheet.write_string(0, last, "Wat de maatregel is", formats["head"])
    for row, name in enumerate(MEASURE_NAMES.values(), start=1):
        worksheet.write_string(row, last, name, formats["text"])
    worksheet.freeze_panes(1, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&LKeuzelijsten&RPagina &P van &N")


def offer_choices(worksheet: Worksheet, row_count: int) -> None:
    """Offer the words in the cells that are filled in, and ask dates as dates."""
    if not row_count:
        return
    places = {header: place for place, header in enumerate(headers())}
    for header in OUTCOME_HEADERS:
        place = places[header]
        worksheet.data_validation(1, place, row_count, place, _rule(header))


def kind_of(header: str) -> str:
    """Return which choices a column takes: `Poging 2 soort` takes `soort`."""
    return header.split(" ", 2)[-1] if header in ATTEMPT_HEADERS else header


def _rule(header: str) -> dict[str, object]:
    """Return what a column's cells take."""
    if header in DATE_HEADERS:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DATE,
            "maximum": LAST_DATE,
            "error_title": "Datum",
            "error_message": "Vul een datum in, bijvoorbeeld 14-10-2026.",
        }
    if header == MEASURES:
        return {
            "validate": "any",
            "input_title": "Maatregelen",
            "input_message": "Een of meer codes met een komma ertussen, bijvoorbeeld"
            " M04, M06. De betekenis staat op het blad Keuzelijsten.",
        }
    return {
        "validate": "list",
        "source": _range(kind_of(header)),
        "error_title": "Kies uit de lijst",
        "error_message": "Kies een woord uit de lijst; zie het blad Keuzelijsten.",
    }


def _range(kind: str) -> str:
    """Return where a kind's words stand on their sheet."""
    column = list(CHOICES).index(kind)
    first = xl_rowcol_to_cell(1, column, row_abs=True, col_abs=True)
    last = xl_rowcol_to_cell(len(CHOICES[kind]), column, row_abs=True, col_abs=True)
    return f"={SHEET}!{first}:{last}"
