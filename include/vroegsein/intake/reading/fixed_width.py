"""Lines of fields at agreed positions; there is no header line.

Positions and lengths count characters, after decoding. The passport says where each
column stands, so the first line is the first record. A line of another length than all
columns together costs itself: a field shorter or longer would shift all that follow. A
month without records is one empty line.
"""

from collections.abc import Iterator
from typing import BinaryIO

from vroegsein.intake.findings import Code
from vroegsein.intake.reading.canonical import TextFile
from vroegsein.intake.reading.records import Records, Table
from vroegsein.parties.partner import FileFormat


def open_fixed_width(file: BinaryIO, agreed: FileFormat) -> Table:
    """Be ready to read the lines.

    Raises:
        DeliveryError: The file begins as another encoding than agreed.
    """
    text_file = TextFile(file, agreed.encoding)
    return Table(
        list(agreed.positions), 1, _records(text_file, agreed), text_file.notes
    )


def _records(text_file: TextFile, agreed: FileFormat) -> Iterator[Records]:
    spans = [
        slice(start - 1, start - 1 + length)
        for start, length in agreed.positions.values()
    ]
    width = max(span.stop for span in spans)
    for lines in text_file:
        is_nil = lines.is_one_empty_line
        rows = []
        for place, text in enumerate(lines.texts):
            if len(text) == width:
                rows.append([text[span] for span in spans])
            else:
                lines.codes.setdefault(place, Code.TXT_FIELDS)
                rows.append(text.split(agreed.separator))  # it may be a total line
        yield Records(
            lines.first,
            [] if is_nil else rows,
            {} if is_nil else lines.codes,
            is_last=lines.is_last,
            ends_open=lines.ends_open,
        )
