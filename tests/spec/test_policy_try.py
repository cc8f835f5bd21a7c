"""`vroegsein policy try`: counts of a month under other limits, and nothing else."""

import pytest
from sqlalchemy import text
from support.listing_month import OCTOBER, Register, signal
from typer.testing import CliRunner

from vroegsein.cli import application
from vroegsein.errors import ConfigurationError
from vroegsein.listing.policy_commands import _cents, _pair
from vroegsein.listing.policy_try import Changes, try_policy
from vroegsein.parties.municipality import DayWindow, load_policy
from vroegsein.settings import settings


@pytest.fixture
def month(register, storage) -> Register:
    """October, published: one person below the threshold, one too young, one crisis."""
    assert storage.is_dir()  # the list lies there, not in the demo's
    found = Register(register)
    found.deliver(
        [
            signal("low", cents=6000, claim="1"),
            signal("young", cents=20000, days=29, claim="2"),
            signal("usual", cents=20000, claim="3"),
            signal("high", cents=150000, claim="4"),
            signal("crisis", kind="ONTRUIMING", cents=100, claim="5"),
        ]
    )
    found.publish()
    return found


def test_the_published_month_is_counted_beside_what_is_tried(month):
    """Drempel 50 euro en 28 dagen: twee personen meer; de lijst zelf blijft."""
    with month.engine.connect() as connection:
        before = connection.execute(
            text("SELECT * FROM casework.signal_decision ORDER BY 1, 2")
        ).all()
    trial = try_policy("1940", None, Changes(threshold_cents=5000, min_days=28))
    assert trial.month == OCTOBER
    assert dict(trial.was.rules) == {"OPGEPAKT": 3, "X-DREMPEL": 1, "X-DAGEN": 1}
    assert trial.now == trial.was
    assert dict(trial.tried.rules) == {"OPGEPAKT": 5}
    assert dict(trial.tried.lanes) == {"L0": 1, "L3": 1, "L6": 2, "L7": 1}
    assert (trial.was.persons, trial.tried.persons) == (3, 5)
    with month.engine.connect() as connection:
        after = connection.execute(
            text("SELECT * FROM casework.signal_decision ORDER BY 1, 2")
        ).all()
    assert after == before


@pytest.mark.parametrize(("days", "fits"), [(100, True), (101, False)])
def test_days_that_leave_a_sector_nothing_are_not_tried(days: int, fits: bool):
    """ZORG loopt tot en met dag 100."""
    policy = load_policy(settings().municipalities, "1940")
    if fits:
        tried = Changes(min_days=days).applied(policy)
        assert tried.triage.windows["ZORG"] == DayWindow(min=100, max=100)
        return
    with pytest.raises(ConfigurationError, match="left of ZORG: its window ends"):
        Changes(min_days=days).applied(policy)


@pytest.mark.usefixtures("month")
def test_less_capacity_gives_more_letters():
    trial = try_policy("1940", OCTOBER, Changes(calls_per_week=0, visits_per_week=0))
    assert trial.now.overflow == 0
    assert trial.tried.overflow == 1  # the crisis is never cut, the letters never were
    assert trial.tried.calls == 2  # those of the crisis


@pytest.mark.usefixtures("month")
def test_the_command_prints_counts_and_nobody():
    run = CliRunner().invoke(
        application("policy"),
        ["policy", "try", "--threshold", "50", "--capacity", "10,2"],
    )
    assert run.exit_code == 0, run.output
    lines = {
        line[:28].strip(): line[28:].split() for line in run.output.splitlines()[2:-1]
    }
    assert lines["signals picked up"] == ["3", "3", "4"]
    assert lines["X-DREMPEL"] == ["1", "1", "0"]
    assert lines["persons on the list"] == ["3", "3", "4"]
    assert "calls 40, visits 8" in run.output
    for word in ("Jansma", "Midstraat", "8501", "1980", "low", "usual"):
        assert word not in run.output


@pytest.mark.usefixtures("register")
def test_a_month_that_was_never_published_is_named():
    with pytest.raises(ConfigurationError, match="2026-09 is published"):
        try_policy("1940", "2026-09", Changes())


@pytest.mark.parametrize("wrong", ["", "x", "-1", "50.001", "NaN"])
def test_a_threshold_is_an_amount(wrong):
    with pytest.raises(ConfigurationError, match="amount in euros"):
        _cents(wrong)


def test_limits_are_read_as_people_write_them():
    assert [*map(_cents, ("50", "62,5", "62,50", "0.05"))] == [5000, 6250, 6250, 5]
    assert _pair("90, 30") == (90, 30)
    for wrong in ("90", "a,b", "1,2,3", "-1,2"):
        with pytest.raises(ConfigurationError, match="calls and visits"):
            _pair(wrong)
