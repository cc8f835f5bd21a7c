"""A validation leaves nothing behind: no folder on disk, no site, no progress bars."""

import tempfile

import pandas as pd
import pytest

from vroegsein.intake.judging import validate
from vroegsein.listing.columns import headers


@pytest.mark.parametrize("rows", [0, 2], ids=["nothing found", "something found"])
def test_a_validation_makes_no_temporary_folder(tmp_path, monkeypatch, rows):
    """Ook niet even: wie er een probeert te maken, loopt hier vast."""
    validate._great_expectations()  # importing it is another matter
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    blank = [[""] * len(headers())] * rows
    table = pd.DataFrame(blank, columns=headers(), dtype="str")
    found = validate.validate_table(table, "signal_list")
    assert bool(found) is bool(rows)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        tempfile.mkdtemp()  # the trap is set


def test_its_context_has_no_site_and_draws_no_bars():
    context = validate._quiet_context(validate._great_expectations())
    assert not context.variables.data_docs_sites
    assert context.variables.progress_bars.globally is False
