"""Nothing that is hidden in the monitor can be computed from what is shown (K21)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from support.statistics_town import Town

from vroegsein.accountability.small_cells import SMALLEST
from vroegsein.accountability.statistics.case_counts import count_cases
from vroegsein.accountability.statistics.figures import Figures, Sum, name_of
from vroegsein.accountability.statistics.protection import hidden_counts, solvable
from vroegsein.accountability.statistics.signal_counts import count_signals

LARGEST = 10_000


def computable(figures: Figures, hidden: frozenset[str]) -> set[str]:
    """The hidden counts that a reader can find out.

    The reader knows every shown count and every total, and that counts are whole and
    not below zero. A count is safe when integer programming finds another set of
    counts that fits all of it, in which this one differs.
    """
    names = sorted(hidden)
    true = np.array([figures.counts[name] for name in names])
    totals, whole = _totals(figures, names), np.ones(len(names))
    open_to_doubt = np.zeros(len(names), dtype=bool)
    for place in range(len(names)):
        for sign in (-1, 1):
            if open_to_doubt[place]:
                continue
            aim = np.zeros(len(names))
            aim[place] = sign
            bounds = Bounds(0, LARGEST)
            found = milp(aim, constraints=totals, integrality=whole, bounds=bounds)
            assert found.success
            open_to_doubt |= np.round(found.x) != true
    return {names[place] for place in np.flatnonzero(~open_to_doubt)}


def _totals(figures: Figures, names: list[str]) -> list[LinearConstraint]:
    """The totals as equations in the hidden counts."""
    place = {name: number for number, name in enumerate(names)}
    lines, known = [], []
    for one in figures.sums:
        line, shown = np.zeros(len(names)), 0
        for name, factor in [(one.whole, -1), *((part, 1) for part in one.parts)]:
            if name in place:
                line[place[name]] += factor
            else:
                shown += factor * figures.counts[name]
        if line.any():
            lines.append(line)
            known.append(-shown)
    return [LinearConstraint(np.array(lines), known, known)] if lines else []


@st.composite
def tables(draw: st.DrawFn) -> Figures:
    """A table with totals on both sides, and one of its parts split again."""
    height, width = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    cells = st.integers(0, 12)
    figures = Figures("2026-10")
    rows = {f"r{number}": 0 for number in range(height)}
    for row in rows:
        counts = {f"c{number}": draw(cells) for number in range(width)}
        figures.split(name_of("all", "row", row), "col", counts)
        rows[row] = sum(counts.values())
    figures.split("all", "row", rows)
    for column in range(width):
        parts = [name_of("all", "row", row, "col", f"c{column}") for row in rows]
        figures.add_up(name_of("all", "col", f"c{column}"), parts)
    figures.add_up("all", [name_of("all", "col", f"c{n}") for n in range(width)])
    corner = name_of("all", "row", "r0", "col", "c0")
    count = figures.counts[corner]
    some = draw(st.integers(0, count))
    figures.split(corner, "half", {"a": some, "b": count - some})
    return figures


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_hidden_count_can_be_computed_from_what_is_shown(figures: Figures):
    """OUT-07: integer programming over all totals leaves every hidden count open."""
    hidden = hidden_counts(figures.counts, figures.sums)
    assert all(
        name in hidden for name, count in figures.counts.items() if 0 < count < SMALLEST
    )
    assert computable(figures, hidden) == set()


@pytest.mark.parametrize("signals", [5, 12, 25, 60, 100, 230, 400])
def test_no_hidden_count_of_a_month_can_be_computed(signals: int):
    """OUT-07: the same for the totals of the monitor itself."""
    rows = Town(seed=signals, signals_a_month=signals).months["2026-10"]
    figures = counted_month(rows)
    hidden = hidden_counts(figures.counts, figures.sums)
    assert hidden
    assert computable(figures, hidden) == set()


def test_no_two_counts_always_agree_without_the_protection_knowing_it():
    """OUT-07: red while `0 pogingen` and `geen poging` were the same people twice.

    Whatever equation holds in every month of many towns follows from the totals that
    the protection is told of; a reader of all tables has no other.
    """
    months = [
        counted_month(rows)
        for seed in range(25)
        for rows in Town(seed=seed, signals_a_month=120).months.values()
    ]
    names = sorted({name for one in months for name in one.counts})
    counts = np.array([[one.counts.get(n, 0) for n in names] for one in months])
    totals = {(one.whole, *one.parts) for month in months for one in month.sums}
    told = np.zeros((len(totals), len(names)))
    for line, (whole, *parts) in zip(told, sorted(totals), strict=True):
        line[names.index(whole)] -= 1
        line[[names.index(part) for part in parts]] += 1
    always = told[~(counts @ told.T).any(axis=0)]  # not: of this month's partners only
    never = np.eye(len(names))[~counts.any(axis=0)]
    equations = len(names) - np.linalg.matrix_rank(counts)
    assert np.linalg.matrix_rank(np.vstack([always, never])) == equations


def counted_month(rows) -> Figures:
    figures = Figures(rows.month)
    count_signals(figures, rows)
    count_cases(figures, rows)
    return figures


def test_hiding_only_the_small_counts_would_be_seen():
    """The guard goes red: one hidden part of a total is the total without the rest."""
    figures = Figures("2026-10")
    figures.split("all", "row", {"a": 3, "b": 20, "c": 30})
    small = frozenset({name_of("all", "row", "a")})
    assert solvable(figures.sums, small) == small
    assert computable(figures, small) == small


def test_another_part_is_hidden_with_a_small_one():
    figures = Figures("2026-10")
    figures.split("all", "row", {"a": 3, "b": 20, "c": 30})
    assert hidden_counts(figures.counts, figures.sums) == {"all|row|a", "all|row|b"}


def test_hidden_parts_are_together_at_least_five():
    figures = Figures("2026-10")
    figures.split("all", "row", {"a": 1, "b": 1, "c": 30, "d": 40})
    assert "all|row|c" in hidden_counts(figures.counts, figures.sums)


def test_a_total_that_is_small_itself_is_hidden_with_its_parts():
    figures = Figures("2026-10")
    figures.split("all", "row", {"a": 3, "b": 0})
    assert hidden_counts(figures.counts, figures.sums) == {"all", "all|row|a"}


def test_nothing_small_hides_nothing():
    figures = Figures("2026-10")
    figures.split("all", "row", {"a": 0, "b": 5, "c": 9})
    assert hidden_counts(figures.counts, figures.sums) == frozenset()


def test_what_follows_from_several_totals_together_is_found():
    sums = [Sum("t1", ("a", "b")), Sum("t2", ("b", "c")), Sum("t3", ("a", "c"))]
    assert solvable(sums, {"a", "b", "c"}) == {"a", "b", "c"}
    assert solvable(sums[:2], {"a", "b", "c"}) == set()


@settings(max_examples=50, deadline=None)
@given(tables())
def test_the_same_counts_hide_the_same(figures: Figures):
    again = Figures("2026-10", dict(sorted(figures.counts.items())), figures.sums)
    assert hidden_counts(figures.counts, figures.sums) == hidden_counts(
        again.counts, again.sums
    )
