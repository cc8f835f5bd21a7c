"""The list as a CSV file that opens in a Dutch Excel and runs nothing there.

UTF-8 with a byte order mark and semicolons: what Excel expects here. A cell that a
spreadsheet would take for a formula gets an apostrophe before it (OWASP ASVS 1.2.10).
"""

import csv
import io
from collections.abc import Iterable, Sequence

#: What starts a formula, with the full-width twins some programs fold to ASCII.
FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def neutral(text: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    is_risky = text.startswith(FORMULA_STARTS)
    return f"'{text}" if is_risky or text.lstrip().startswith(FORMULA_STARTS) else text


def csv_bytes(header: Sequence[str], table: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV, one record per row, every cell quoted."""
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in table)
    return text.getvalue().encode("utf-8-sig")
