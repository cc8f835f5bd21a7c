"""The synthetic officials: what they send is agreed, plausible, and taken whole."""

import csv
import io
from datetime import date

import pyarrow.parquet as pq
import pyrage
import pytest

from vroegsein.casework.office_columns import RESIDENT_COLUMNS
from vroegsein.casework.office_names import name_of
from vroegsein.parties.case_codes import (
    ACCEPTED_RESULTS,
    REACHED_RESULTS,
    ExclusionKind,
    Result,
)
from vroegsein.synthetic.office_files import (
    Desk,
    listed_cases,
    write_exclusions,
    write_outcomes,
    write_residents,
)

DAYS = (date(2026, 10, 14), date(2026, 10, 28))
KEY = pyrage.x25519.Identity.generate()
CASES = [f"M-{number:05}" for number in range(3000)]


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path / "inbox", str(KEY.to_public()), 2026, tmp_path / "plain")


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    """A small town's truth: residents with flags, signals of a few."""
    import pyarrow as pa

    from vroegsein.synthetic.population import populate
    from vroegsein.synthetic.truth import _resident

    folder = tmp_path_factory.mktemp("truth")
    homes = populate(3_000, DAYS[0], 7)
    people = [_resident(home, who) for home in homes for who in home.members]
    pq.write_table(pa.Table.from_pylist(people), folder / "residents.parquet")
    signals = [{"resident_id": row["resident_id"]} for row in people[::20]]
    pq.write_table(pa.Table.from_pylist(signals), folder / "signals.parquet")
    return folder


def rows(path) -> list[dict[str, str]]:
    plain = pyrage.decrypt(path.read_bytes(), [KEY]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(plain, newline=""), delimiter=";"))


def test_outcomes_are_as_plausible_as_the_national_figures(desk):
    found = rows(write_outcomes(desk, CASES, "2026-10", DAYS))
    assert [row["Melding"] for row in found] == CASES
    results = [Result(row["Resultaat"]) for row in found if row["Resultaat"]]
    reached = sum(result in REACHED_RESULTS for result in results)
    accepted = sum(result in ACCEPTED_RESULTS for result in results)
    assert 0.16 < reached / len(CASES) < 0.22
    assert 0.28 < accepted / reached < 0.39
    assert all(bool(row["Maatregelen"]) <= (row["Resultaat"] in ACCEPTED_RESULTS)
               for row in found)  # fmt: skip


@pytest.mark.parametrize("pace", [0, 3, 12])
def test_everybody_is_tried_within_the_pace_of_the_officials(desk, pace: int):
    """De termijnen van de monitor zeggen iets: pogingen vallen niet op één dag."""
    found = rows(write_outcomes(desk, CASES[:800], "2026-10", DAYS, pace=pace))
    days = [row["Poging 1 datum"] for row in found if row["Poging 1 datum"]]
    waited = {(date.fromisoformat(day) - DAYS[0]).days for day in days}
    assert waited == set(range(pace + 1))
    assert max(row["Poging 3 datum"] for row in found) <= DAYS[1].isoformat()


def test_the_same_seed_gives_the_same_rows_under_an_agreed_name(desk):
    first = write_outcomes(desk, CASES[:50], "2026-10", DAYS)
    said = (desk.plain / first.stem).read_bytes()
    again = write_outcomes(desk, CASES[:50], "2026-10", DAYS)
    assert (desk.plain / again.stem).read_bytes() == said
    assert name_of(first.name).is_sealed
    assert [path.name for path in desk.out.iterdir()] == [first.name]


def test_lists_hold_people_with_signals_and_others_on_each(desk, truth):
    owing = {row["resident_id"] for row in pq.read_table(
        truth / "signals.parquet").to_pylist()}  # fmt: skip
    people = {
        (row["surname"], row["birth_date"]): row["resident_id"]
        for row in pq.read_table(truth / "residents.parquet").to_pylist()
    }
    named = []
    for kind in ExclusionKind:
        path = write_exclusions(desk, truth, kind, DAYS[0])
        assert name_of(path.name).about == kind
        named += [people[row["achternaam"], row["geboortedatum"]] for row in rows(path)]
    assert len(named) == len(set(named)) == 12
    assert set(named) <= owing


def test_the_extract_holds_everybody_with_every_kind_of_flag(desk, truth):
    path = write_residents(desk, truth, DAYS[0])
    found = rows(path)
    assert tuple(found[0]) == RESIDENT_COLUMNS
    assert len({row["inwoner"] for row in found}) == len(found) > 2900
    for flag in ("overleden", "vertrokken", "geheim"):
        assert {row[flag] for row in found} == {"J", "N"}


def test_cases_are_read_from_a_published_list(tmp_path):
    (tmp_path / "list.csv").write_text("Nr.;Melding\r\n1;M-1\r\n2;M-2\r\n", "utf-8-sig")
    assert listed_cases(tmp_path / "list.csv") == ["M-1", "M-2"]
