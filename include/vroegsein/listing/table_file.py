"""The list as a CSV file that opens in a Dutch Excel and runs nothing there.

UTF-8 with a byte order mark and semicolons: what Excel expects here. A cell that a
spreadsheet would take for a formula gets an apostrophe before it (OWASP ASVS 1.2.10).
"""

import csv
import io
from collections.abc import Iterable, Sequence

from vroegsein.exchange.formulas import neutral


def csv_bytes(header: Sequence[str], table: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV, one record per row, every cell quoted."""
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in table)
    return text.getvalue().encode("utf-8-sig")
