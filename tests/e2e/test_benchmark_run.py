"""The benchmark of matching from end to end, on files small enough to wait for."""

import pyarrow.parquet as pq
import pytest
from bench import cases, peers
from bench.cases import run_cases
from bench.goals import Results, goal_figures
from bench.peers import Peers
from bench.workshop import Workshop, measure_floor, write_plain_records


@pytest.fixture(scope="module")
def workshop(tmp_path_factory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("bench") / "work")


@pytest.fixture(scope="module")
def small(workshop):
    return workshop.make(400, seed=1)


def test_small_files_are_made_matched_and_judged(workshop):
    results, said = Results(), []
    run_cases(workshop, results, [], seeds=1, seed=1, peers=None, say=said.append)
    (quality,) = results.small
    assert 0.5 < quality.f1 <= 1
    assert 0.5 < quality.b_cubed <= 1
    assert 0 < quality.household_f1 <= 1
    assert quality.forbidden == 0
    assert results.skipped == ["other tools and FEBRL: left out by --no-peers"]
    assert said == ["400, seed 1 ..."]
    measured = [each for each in goal_figures(results) if each.value is not None]
    assert [each.name for each in measured] == [
        "400: mean of 1 seeds",
        "400: worst seed",
    ]


def test_a_run_tells_what_each_step_took(workshop, small):
    matched = workshop.match(small)
    assert list(matched.cpu) == ["match", "normalise", "read", "write"]
    assert matched.before_write == pytest.approx(
        sum(matched.cpu.values()) - matched.cpu["write"]
    )
    assert matched.peak_mib > 50


def test_a_case_that_fails_is_told_and_the_others_go_on(workshop, small):
    results, said = Results(), []
    for case in ("400, register", "400"):  # no register was made
        cases._match(workshop, results, case, small, said.append)
    assert list(results.matched) == ["400"]
    (line,) = results.skipped
    assert line.startswith("400, register: vroegsein match ended with 2: ")
    assert said == ["400, register, vroegsein ...", "400, vroegsein ..."]


def test_signals_that_cannot_be_made_lose_no_other_part(workshop):
    results, said = Results(), []
    sizes = ["none", "400"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cases, "SIZES", {"none": -1, "400": 400})
        run_cases(
            workshop, results, sizes, seeds=0, seed=9, peers=None, say=said.append
        )
    assert list(results.matched) == ["400"]
    assert results.skipped[1].startswith("none: vroegsein synthetic ended with ")


def test_the_floor_is_measured(small):
    assert measure_floor(small).cpu_seconds > 0


def test_the_peers_get_every_signal_once_and_no_shared_contact(small):
    plain = pq.read_table(write_plain_records(small))
    signals = pq.read_table(small.folder / "signals.parquet")
    assert plain["unique_id"].to_pylist() == sorted(signals["signal_id"].to_pylist())
    assert all(
        name is None or name == name.lower() for name in plain["surname"].to_pylist()
    )
    phones = [phone for phone in plain["phone"].to_pylist() if phone]
    assert max(phones.count(phone) for phone in set(phones)) <= 25


def test_peers_that_cannot_be_installed_are_left_out_with_one_line(
    tmp_path, monkeypatch, workshop
):
    lock = tmp_path / "requirements.lock"
    lock.write_text("no-such-package==1 --hash=sha256:" + "0" * 64 + "\n")
    monkeypatch.setattr(peers, "LOCK", lock)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    results, said = Results(), []
    run_cases(workshop, results, [], 0, 1, Peers(tmp_path / "peers"), said.append)
    (line,) = results.skipped
    assert line.startswith("other tools and FEBRL: not installed (")
    assert "\n" not in line
    assert said == ["the peers' environment ..."]


def test_peers_that_are_there_are_not_installed_again(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.lock"
    lock.write_text("")
    monkeypatch.setattr(peers, "LOCK", lock)
    there = Peers(tmp_path / "peers")
    there.folder.mkdir()
    (there.folder / "lock-digest").write_text(peers.hashlib.sha256(b"").hexdigest())
    assert there.prepare() is None
    assert not there.python.exists()
