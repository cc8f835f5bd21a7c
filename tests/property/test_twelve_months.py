"""A year of a municipality by chance: after each month all that must hold is asked.

`VROEGSEIN_SIMULATION_SEEDS=5` lives five years, one after another; without it, one.
"""

import os
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from support.chain import keys_folder
from support.listing_month import MUNICIPALITY, Register
from support.month_invariants import broken, in_words
from support.twelve_months import MONTHS, Year

from vroegsein import accountability
from vroegsein.accountability.purge import dry_run
from vroegsein.register.intake_tables import signal

__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder")
SEEDS = range(1, 1 + int(os.environ.get("VROEGSEIN_SIMULATION_SEEDS", "1")))
#: The night of the purge, and how many months are due: no list looks back on them.
NIGHT, DUE = datetime(2027, 1, 15, 1, 30, tzinfo=UTC), 6


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_a_year_brings_every_month_keeps_its_promises(register, seed):
    year = Year.begin(Register(register), seed)
    for month in MONTHS:
        year.live(month)
        found = broken(year, month)
        assert not found, f"seed {seed}, {month}: {in_words(found)}"
    before = signals_by_month(year)
    done = accountability.purge_personal_data(MUNICIPALITY, NIGHT)
    left = signals_by_month(year)
    assert done["months"] == DUE, f"seed {seed}: {done}"
    # Signals of a case that is not due stay; those of who lives elsewhere go sooner.
    gone = {month: before[month] - left.get(month, 0) for month in MONTHS}
    assert all(gone[month] > 0 for month in MONTHS[:DUE]), f"seed {seed}: {gone}"
    assert dry_run(MUNICIPALITY, NIGHT)["rows"] == {}, f"seed {seed}"
    missed = [word for word in RARE if not year.happened[word]]
    assert not missed, f"seed {seed}: never came about: {missed}"


#: What makes a year worth living: each of these came about.
RARE = (
    "second version",
    "crisis",
    "outcome",
    "acceptance",
    "late partner",
    "withdrawal",
)


def signals_by_month(year: Year) -> dict[str, int]:
    """Return how many signals of each month the register still has."""
    query = select(signal.c.month, func.count()).group_by(signal.c.month)
    with year.register.engine.connect() as connection:
        return dict(map(tuple, connection.execute(query)))
