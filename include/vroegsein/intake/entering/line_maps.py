"""A delivery's lines without holding them: a byte per verdict, a window on the rows.

Both read as mappings by physical line. Rows are met in the order of the file; whoever
looks back starts the file again.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from vroegsein.intake.findings import Finding, Level, Verdict, line_verdict
from vroegsein.intake.reading.work_files import BATCH, Step

Row = tuple[Any, ...]
_WORDS = tuple(Verdict)


class Verdicts(Mapping[int, Verdict]):
    """The verdict of each physical line, one byte each."""

    def __init__(self, lines: range) -> None:
        self._lines = lines
        self._bytes = bytearray([_WORDS.index(Verdict.ACCEPTED)]) * len(lines)

    @classmethod
    def of(cls, step: Step) -> "Verdicts":
        """Return the verdicts that follow from what was found."""
        verdicts = cls(step.lines)
        for line, found in _by_line(step.findings):
            if line in step.lines:
                verdicts.set(line, line_verdict(found))
        return verdicts

    def set(self, line: int, word: str) -> None:
        """Change the verdict of a line."""
        self._bytes[self._lines.index(line)] = _WORDS.index(Verdict(word))

    def __getitem__(self, line: int) -> Verdict:
        if line not in self._lines:
            raise KeyError(line)
        return _WORDS[self._bytes[self._lines.index(line)]]

    def __iter__(self) -> Iterator[int]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _by_line(findings: Iterable[Finding]) -> Iterator[tuple[int, list[Finding]]]:
    """Yield the line findings together per line; findings come in order of line."""
    together: list[Finding] = []
    for found in findings:
        if found.level is not Level.LINE or found.line is None:
            continue
        if together and together[0].line != found.line:
            yield together[0].line or 0, together
            together = []
        together.append(found)
    if together:
        yield together[0].line or 0, together


class Rows(Mapping[int, Row]):
    """The canonical rows of a file by physical line, some thousands at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._batches = self._read()
        self._window: dict[int, Row] = {}
        self._last = 0
        with pq.ParquetFile(path) as file:
            self._length = int(file.metadata.num_rows)

    def _read(self) -> Iterator[dict[int, Row]]:
        with pq.ParquetFile(self._path) as file:
            for batch in file.iter_batches(batch_size=BATCH):
                columns = [column.to_pylist() for column in batch.columns]
                yield {row[0]: row[1:] for row in zip(*columns, strict=True)}

    def __getitem__(self, line: int) -> Row:
        first = next(iter(self._window), 0)
        if line < first:
            self._batches, self._last = self._read(), 0
            self._window = {}
        while line > self._last:
            following = next(self._batches, None)
            if following is None:  # the window stays: somebody may look back
                raise KeyError(line)
            self._window, self._last = following, next(reversed(following))
        return self._window[line]

    def __iter__(self) -> Iterator[int]:
        for batch in self._read():
            yield from batch

    def __len__(self) -> int:
        return self._length
