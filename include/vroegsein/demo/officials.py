"""What officials of the demonstration send back: outcomes of lists, lists of people."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from vroegsein.demo import before
from vroegsein.demo.month import Demo
from vroegsein.demo.others_keys import sealing_keys
from vroegsein.listing.version_files import TABLE, month_folder
from vroegsein.synthetic.office_files import (
    NOBODY,
    Desk,
    listed_cases,
    write_outcomes,
)

UNHURRIED = 3  # days within which officials try everybody for the first time


def desk_of(demo: Demo, name: str, seed: int) -> Desk:
    """Return where officials' files of one day are made."""
    keys = sealing_keys(demo.signing, demo.layout.keys)
    place = demo.layout.var / "demo" / "office" / name
    return Desk(place / "sent", keys.age, seed, place / "plain")


def return_outcomes(
    demo: Demo,
    seed: int,
    days: tuple[date, date],
    pace: int = UNHURRIED,
    urgent: Mapping[str, date] = NOBODY,
) -> str:
    """Drop what came of the month's newest list into the inbox; return its name.

    Args:
        demo: The demonstration, and its month.
        seed: What chance is made of.
        days: Day of publication, and the last day anything can have happened.
        pace: Days after publication within which everybody is tried.
        urgent: Cases that were on a crisis list before, with its day.
    """
    desk = desk_of(demo, f"outcomes-{demo.month}", seed)
    cases = listed_cases(_newest_list(demo))
    sealed = write_outcomes(
        desk, cases, str(demo.month), days, pace=pace, urgent=urgent
    )
    before.drop(demo, demo.policy.office.account, desk.out)
    return sealed.name


def _newest_list(demo: Demo) -> Path:
    """Return the CSV file of the month's newest list."""
    folder = month_folder(demo.municipality, str(demo.month))
    versions = sorted(folder.glob("v*"), key=lambda path: int(path.name[1:]))
    return versions[-1] / TABLE
