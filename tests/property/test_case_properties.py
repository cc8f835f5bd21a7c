"""Whatever months and outcomes bring, cases keep their promises."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from support.casework import CaseRegister
from support.listing_month import digest, signal

from vroegsein import casework
from vroegsein.casework.outcomes import Source, known_cases, write_outcomes
from vroegsein.parties.case_codes import CASE_TRANSITIONS, CaseState, Result
from vroegsein.register.case_tables import case, case_step, office_file

MONTHS = ("2026-09", "2026-10", "2026-11")
SLOTS = range(5)
HEADERS = ["Melding", "Poging 1 soort", "Poging 1 datum", "Poging 1 bereikt (J/N)",
           "Resultaat", "Resultaat datum"]  # fmt: skip
towns = itertools.count(1)

#: A version of a month's list: which of five claims it holds, and whose each is.
VERSIONS = st.tuples(
    st.frozensets(st.sampled_from(SLOTS), min_size=1),
    st.tuples(*[st.integers(0, 2) for _ in SLOTS]),
)
#: What came of it: claim, days later, and a result or only an attempt.
OUTCOMES = st.lists(
    st.tuples(
        st.sampled_from(SLOTS),
        st.integers(0, 60),
        st.sampled_from([None, Result.QUICK_FIX, Result.UNREACHED, Result.NO_RESIDENT]),
    ),
    max_size=4,
)
STORIES = st.lists(
    st.tuples(st.lists(VERSIONS, min_size=1, max_size=2), OUTCOMES),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=STORIES)
@pytest.mark.usefixtures("storage")
def test_every_story_leaves_each_signal_in_one_living_case_and_a_true_history(
    register, story
):
    town = CaseRegister(register, municipality=f"{next(towns):04}")
    listed: set[str] = set()
    for month, (versions, outcomes) in zip(MONTHS, story, strict=False):
        town.deliver([
            signal(f"{town.municipality}-{month}-{slot}", month=month)
            for slot in SLOTS
        ])  # fmt: skip
        for slots, persons in versions:
            publish(town, month, slots, persons)
            listed |= {f"{town.municipality}-{month}-{slot}" for slot in slots}
            assert_promises(town, listed)
        for place, one in enumerate(outcomes):
            take(town, month, place, one)
            assert_promises(town, listed)


def publish(town: CaseRegister, month: str, slots, persons) -> None:
    """Publish a list as triage makes it: a known person keeps the oldest case."""
    town.signals = [
        replace(one, person=f"P{persons[int(one.signal_id[-1])]}")
        for one in town.signals
    ]
    owner: dict[str, str] = {}
    for signal_id, case_id in sorted(town.case_of().items()):
        if signal_id[5:12] < month:
            owner.setdefault(case_id, f"P{persons[int(signal_id[-1])]}")
    places: dict[str, tuple[str, list[str]]] = {}
    for slot in sorted(slots):
        person = f"P{persons[slot]}"
        known = sorted(case_id for case_id, who in owner.items() if who == person)
        new = f"{town.municipality}-{month}-{min(s for s in slots if persons[s] == persons[slot])}"
        place = places.setdefault(known[0] if known else new, (person, []))
        place[1].append(f"{town.municipality}-{month}-{slot}")
    published = town.publish_places(places, month)
    assert casework.open_cases(published) == len(places)
    before = town.states()
    casework.open_cases(published)
    assert town.states() == before


def take(town: CaseRegister, month: str, place: int, one) -> None:
    """Take an outcome twice: the second time nothing moves."""
    slot, later, result = one
    case_id = town.case_of().get(f"{town.municipality}-{month}-{slot}")
    if case_id is None:
        return
    day = (date.fromisoformat(f"{month}-14") + timedelta(days=later)).isoformat()
    said = ["", "", "", result, day] if result else ["Brief", day, "N", "", ""]
    table = pd.DataFrame([[case_id, *said]], columns=HEADERS, index=[2], dtype=object)
    for again in ("", "again"):
        file_id = f"F-{town.municipality}-{month}-{place}{again}"
        before = town.states()
        with town.engine.begin() as connection:
            connection.execute(insert(office_file).values(
                office_file_id=file_id, municipality_code=town.municipality,
                kind="outcomes", digest=digest(file_id), state="accepted",
                line_count=1, accepted_count=1, rejected_count=0,
                received_on=date(2027, 2, 1),
            ))  # fmt: skip
            cases = known_cases(connection, town.municipality, month)
            source = Source(file_id, town.municipality, date(2027, 2, 1))
            write_outcomes(connection, table, cases, source)
        if again:
            assert town.states() == before


def assert_promises(town: CaseRegister, listed: set[str]) -> None:
    """Hold the register to what always holds of cases."""
    states, merged = town.states(), town.merged()
    of_signal = town.case_of()
    assert set(of_signal) == listed
    assert all(states[case_id] != CaseState.MERGED for case_id in of_signal.values())
    for start in merged:
        end, seen = start, set()
        while end in merged:
            assert end not in seen
            seen.add(end)
            end = merged[end]
        assert states[end] != CaseState.MERGED
    query = (
        select(case_step.c.case_id, case_step.c.from_state, case_step.c.to_state)
        .join(case)
        .where(case.c.municipality_code == town.municipality)
        .order_by(case_step.c.case_id, case_step.c.step_number)
    )
    replayed: dict[str, CaseState] = {}
    with town.engine.connect() as connection:
        for case_id, start, end in connection.execute(query):
            assert replayed.get(case_id) == start
            assert CaseState(end) in CASE_TRANSITIONS[replayed.get(case_id)]
            replayed[case_id] = CaseState(end)
    assert replayed == states
