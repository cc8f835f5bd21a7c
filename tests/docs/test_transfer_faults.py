"""Each fault of the line has its line in the runbook, and the runbook names no other."""

import re
from pathlib import Path

from vroegsein.exchange.faults import Fault, sftp_error

RUNBOOK = Path(__file__).resolve().parents[2] / "docs" / "runbook.md"


def test_each_fault_has_its_line_in_the_runbook():
    text = RUNBOOK.read_text("utf-8")
    lines = re.findall(r"^\| `(SFTP_[A-Z_]+)` \|", text, re.MULTILINE)
    assert sorted(lines) == sorted(Fault)


def test_each_fault_says_who_and_what_and_why():
    for fault in Fault:
        error = sftp_error(fault, "merenwonen", "fetch a file")
        assert error.code is fault
        start = f"{fault}: account merenwonen: could not fetch a file: "
        assert str(error).startswith(start)
        assert str(error).endswith(".")
