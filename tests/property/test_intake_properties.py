"""Whatever happens to a file, its lines are conserved and nothing is told of them."""

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support.deliveries import (
    ENERGY,
    File,
    energy_file,
    landlord_file,
    passport,
    record,
)
from support.judging import Outcome, decoded

from vroegsein.intake.reading.work_files import read_step, write_step

MARKER = "Merkteken"
ROWS = [
    record(
        n,
        geslachtsnaam=f"{MARKER}",
        straatnaam=f'"Aan de" {MARKER}; west',
        woonplaats="Zoë",
    )
    for n in range(12)
]
GOOD = landlord_file(ROWS)
OLD = energy_file(ROWS)
SPICE = [
    b'"',
    b";",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"|",
    b"\xef\xbb\xbf",
    b"\r",
    b"x" * 70_000,
]


@st.composite
def mutations(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes of a good file with some cut, doubled, replaced or slipped in."""
    found = content
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(found)))
        end = min(len(found), start + draw(st.integers(0, 40)))
        middle = draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from(SPICE),
                st.just(found[start:end] * 2),
            )
        )
        found = found[:start] + middle + found[end:]
    return found


def physical_lines_after_header(content: bytes) -> int:
    """Count lines as `wc -l` does, and an unfinished last line as one more."""
    whole = content.count(b"\n")
    return max(whole + (not content.endswith(b"\n") and content != b"") - 1, 0)


def read(content: bytes, file: File) -> Outcome:
    partner = passport(ENERGY) if file is OLD else passport()
    size = {"bytes": len(content)}
    with tempfile.TemporaryDirectory() as folder:
        import hashlib

        mutated = File(
            content,
            {**file.manifest, **size, "sha256": hashlib.sha256(content).hexdigest()},
            file.name,
        )
        return decoded(mutated, Path(folder), partner)


def check_conserved(outcome: Outcome, content: bytes, total_lines: int) -> None:
    """Each physical line is there once; nothing found repeats a value."""
    assert MARKER not in repr(outcome.step)
    early = {"DEL_EMPTY", "SCH_HEADER", "TXT_DELIMITER", "TXT_NUL", "DEL_INCOMPLETE"}
    stopped = outcome.refused in early or (outcome.refused or "").startswith("TXT_")
    if stopped:
        return
    counted = physical_lines_after_header(content) - total_lines
    assert outcome.step.line_count == counted
    assert list(outcome.verdicts) == list(range(2, counted + 2))
    named = {finding.line for finding in outcome.step.findings if finding.line}
    assert named <= {1, *outcome.verdicts}


@settings(max_examples=150, deadline=None)
@given(mutations(GOOD.content))
def test_a_mutated_file_keeps_all_its_lines(content: bytes):
    check_conserved(read(content, GOOD), content, 0)


@settings(max_examples=100, deadline=None)
@given(mutations(OLD.content))
def test_a_mutated_file_with_a_total_line_keeps_all_its_lines(content: bytes):
    check_conserved(read(content, OLD), content, 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, len(ROWS)), st.sampled_from([b'"', b'"x', b"\0", b"\xff", b";;"]))
def test_what_is_put_into_one_line_costs_that_line_only(line: int, spice: bytes):
    lines = GOOD.content.splitlines(keepends=True)
    lines[line] = spice + lines[line]
    outcome = read(b"".join(lines), GOOD)
    bad = [number for number, word in outcome.verdicts.items() if word != "accepted"]
    assert bad == [line + 1]


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(shuffle: random.Random):
    import csv
    import io

    table = list(csv.reader(io.StringIO(GOOD.content.decode()), delimiter=";"))
    order = list(range(len(table[0])))
    shuffle.shuffle(order)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerows([row[place] for place in order] for row in table)
    outcome = read(text.getvalue().encode(), GOOD)
    assert (outcome.refused, outcome.cents) == (None, 12 * 12345)


@settings(max_examples=30, deadline=None)
@given(mutations(GOOD.content))
def test_reading_again_gives_the_same_bytes(content: bytes):
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first", Path(folder) / "second"
        for path in (first, second):
            write_step(path, read(content, GOOD).step)
        assert first.read_bytes() == second.read_bytes()
        assert read_step(first).findings == read_step(second).findings
