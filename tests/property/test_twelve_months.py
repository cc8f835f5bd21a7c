"""Months of a municipality of sixty: whatever happens, the promises hold.

Half a year by default; `VROEGSEIN_SIMULATION_MONTHS=12` goes on into the purge, and
`VROEGSEIN_SIMULATION_SEEDS=1,2,3` tells other years than the usual one.
"""

import os
from datetime import date
from pathlib import Path
from random import Random

import pytest
from support import year_story as story
from support.chain import keys_folder, run_verifier
from support.intake import digests
from support.listing_month import Register
from support.year_invariants import check, check_clocks

from vroegsein.accountability.chain import elsewhere, export_chain
from vroegsein.errors import VroegseinError
from vroegsein.exchange.keyring import KeyKind, new_key, public_key
from vroegsein.settings import settings

__all__ = ["keys_folder"]
SEEDS = [
    int(word) for word in os.environ.get("VROEGSEIN_SIMULATION_SEEDS", "1").split(",")
]
MONTHS = int(os.environ.get("VROEGSEIN_SIMULATION_MONTHS", "6"))


@pytest.fixture
def year(register, officials, office_server, request) -> story.Year:
    """A register without anybody in it, an office, and partners."""
    request.getfixturevalue("keys_folder")
    made = new_key(settings().keys, KeyKind.AGE, date(2026, 1, 1), "test")
    key = public_key(settings().keys, made.entry)
    chance = Random(request.node.callspec.params["seed"])
    return story.Year(Register(register), officials, office_server, key, chance)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_of_whatever_happens_keeps_every_promise(seed, year, tmp_path):
    """I1-I6, I9, I10, I15, AIR-04, PRV-06: all of it, step by step."""
    try:
        for back in range(MONTHS):
            live_month(year, story.FIRST.plus(back), tmp_path)
    except (AssertionError, VroegseinError) as error:
        error.add_note("\n".join([f"seed {seed}:", *year.told]))
        raise


def live_month(year: story.Year, month, folder: Path) -> None:
    """One month: its signals, its list on the first of the next, and what came of it."""
    after, luck = month.plus(1), year.chance.random
    late = story.partners_deliver(year, month)
    check(year)
    story.crisis(year, month, story.at(month, 13))
    if luck() < 0.4:
        story.correct(year, month, story.at(month, 16))
    if luck() < 0.5:
        story.residents(year, story.at(month, 20))
    if luck() < 0.3:
        story.exclusions(year, story.at(month, 21))
    check(year)
    story.publish(year, month, story.at(after, 1))
    check(year)
    if month.month % 4 == 0:
        assert_rerun_changes_nothing(year, month, story.at(after, 1))
    story.outcomes(year, month, 1, story.at(after, 3))
    story.feedback(year, story.at(after, 4))
    check(year)
    check_clocks(year, story.at(after, 4))
    for partner in late:
        story.deliver(year, partner, month, story.at(after, 5))
    if luck() < 0.4:
        story.objection(year, story.at(after, 6))
    if late:
        story.publish(year, month, story.at(after, 7))
    story.outcomes(year, month, 2, story.at(after, 18))
    story.feedback(year, story.at(after, 19))
    check(year)
    check_clocks(year, story.at(after, 19))
    story.purge_night(year, story.at(after, 25))
    check(year)
    export_chain(story.PLACE, folder / "chain.jsonl")
    verified = run_verifier(folder / "chain.jsonl", elsewhere(story.PLACE))
    assert verified.returncode == 0, verified.stdout


def assert_rerun_changes_nothing(year: story.Year, month, moment) -> None:
    """Every task of the list again: the same bytes, the same version."""
    lists = settings().storage / "publications" / story.PLACE
    outbox = year.officials.folder / "outbox"
    before = digests(lists), digests(outbox)
    story.publish(year, month, moment)
    assert (digests(lists), digests(outbox)) == before
