"""What a row of an outcome file says, before it is judged: a case, attempts, a result.

Everything is text here, as it was filled in; the suites in `expectations/` decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from vroegsein.casework.office_columns import CASE, MOST_ATTEMPTS
from vroegsein.casework.office_days import read_day
from vroegsein.listing.columns import ATTEMPT_WORDS, MEASURES, RESULT, RESULT_DATE

KIND, DAY, PART, REACHED = ATTEMPT_WORDS
#: Index of an attempt in the table of all attempts: place x this + row number.
PLACE = 10_000_000


@dataclass(frozen=True)
class ListedCase:
    """What the register knows of a case that a file may name.

    Attributes:
        case_id: The case it counts as now.
        listed_on: Day it came on the list of the file's month; None: it did not.
        results: Results it has, by their day.
    """

    case_id: str
    listed_on: date | None
    results: Mapping[date, str]


Cases = Mapping[str, ListedCase]


def attempt_header(place: int, word: str) -> str:
    """Return a column's name, such as `Poging 2 datum`."""
    return f"Poging {place} {word}"


def attempt_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per attempt that has any cell filled in.

    Returns:
        Columns case, kind, day, part and reached; the index is `PLACE` x the place of
        the attempt + the row number in the file.
    """
    found: list[tuple[int, tuple[str, ...]]] = []
    for place in range(1, MOST_ATTEMPTS + 1):
        headers = [attempt_header(place, word) for word in ATTEMPT_WORDS]
        if not set(headers) & set(table.columns):
            continue
        cells = table.reindex(columns=[CASE, *headers], fill_value="")
        found += [
            (place * PLACE + int(number), (case_id, *texts))
            for number, case_id, *texts in cells.itertuples()
            if any(texts)
        ]
    names = ("case", "kind", "day", "part", "reached")
    return pd.DataFrame(
        [texts for _, texts in found],
        columns=names,
        index=[index for index, _ in found],
        dtype=object,
    )


def place_of(index: int) -> tuple[int, int]:
    """Return the place of an attempt and its row number."""
    return divmod(index, PLACE)


def result_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in which anything was filled in: case, result, day, measures."""
    words = {CASE: "case", RESULT: "result", RESULT_DATE: "day", MEASURES: "measures"}
    cells = table.reindex(columns=list(words), fill_value="").rename(columns=words)
    filled = (table.drop(columns=[CASE]) != "").any(axis=1)
    return cells[filled]


def measure_codes(text: str) -> tuple[str, ...]:
    """Return the codes in a cell such as `M04, M10`."""
    parts = text.replace(";", ",").replace(" ", ",").split(",")
    return tuple(dict.fromkeys(part.strip().upper() for part in parts if part.strip()))


def days_of(texts: Sequence[str]) -> list[date | None]:
    """Return the days that texts stand for."""
    return [read_day(text) for text in texts]


def contradicting(rows: pd.DataFrame, cases: Cases) -> Iterator[bool]:
    """Tell per row whether its case has another result, here or for that day before."""
    said: dict[str, set[tuple[str, date | None]]] = {}
    days = days_of(list(rows["day"]))
    lines = list(zip(rows["case"], rows["result"], days, strict=True))
    for case_id, result, day in lines:
        if case_id in cases and result:
            said.setdefault(cases[case_id].case_id, set()).add((result, day))
    for case_id, result, day in lines:
        known = cases.get(case_id)
        if known is None or not result:
            yield False
            continue
        earlier = known.results.get(day, result) if day is not None else result
        yield len(said[known.case_id]) > 1 or earlier != result
