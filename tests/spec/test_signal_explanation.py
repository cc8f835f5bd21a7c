"""An operator can ask why a signal is with its person, and reads no person's data."""

import pytest
from sqlalchemy import Engine
from support.matching_month import MUNICIPALITY, OCTOBER, deliver, signal
from typer.testing import CliRunner

from vroegsein import matching
from vroegsein.cli import application
from vroegsein.errors import ConfigurationError
from vroegsein.listing.signal_explanation import explain


@pytest.fixture
def matched(register: Engine) -> None:
    """A month in which one person has two signals, and another person one."""
    deliver(
        register,
        [
            signal("s1"),
            signal("s2", partner_code="wetterfryslan"),
            signal("s3", surname="Boukema", initials="T.", birth_date="1991-02-03"),
        ],
    )
    matching.match_month(MUNICIPALITY, OCTOBER)


@pytest.mark.usefixtures("storage", "matched")
def test_a_signal_is_explained_by_its_pairs():
    said = "\n".join(explain("s2"))
    assert "signal s2: wetterfryslan, 2026-10" in said
    assert "same person: s1 (merenwonen, 2026-10), certain" in said
    assert "linked: signal s1" in said
    assert "address=" in said


@pytest.mark.usefixtures("storage", "matched")
def test_no_value_of_a_person_is_told():
    for signal_id in ("s1", "s2", "s3"):
        said = "\n".join(explain(signal_id))
        assert not any(
            value in said
            for value in ("Jansma", "Boukema", "1980", "1991", "Midstraat", "8501")
        )


@pytest.mark.usefixtures("register")
def test_a_signal_nobody_matched_is_named():
    with pytest.raises(ConfigurationError, match="No matching run holds signal s9"):
        explain("s9")


@pytest.mark.usefixtures("storage", "matched")
def test_the_command_prints_it():
    done = CliRunner().invoke(application("explain"), ["explain", "s1"])
    assert done.exit_code == 0
    assert "confidence certain" in done.output
