"""What a benchmark hands back, which goals there are, and how both are shown."""

import pytest
from bench import topics
from bench.cases import SIZES
from bench.figures import Figure, Verdict, measured
from bench.goals import (
    MEMORY_MIB,
    QUALITY_GOALS,
    SPLINK_RATIOS,
    Results,
    goal_figures,
)
from bench.peers import LOCK, PeerRun
from bench.quality import Quality
from bench.report import Topic, document, goals_table, machine
from bench.runs import RunError, run
from bench.workshop import Matched

GOOD = Quality(
    precision=1.0,
    recall=0.99,
    f1=0.995,
    b_cubed=0.997,
    household_f1=0.98,
    found=0.99,
    pure=1.0,
    forbidden=0,
    forbidden_of=480,
)


def matched(records: int, match_cpu: float, quality: Quality = GOOD) -> Matched:
    cpu = {"read": 0.1, "normalise": 0.2, "match": match_cpu, "write": 0.1}
    return Matched(records, cpu, wall=1.0, peak_mib=900, quality=quality)


def peer(seconds: float) -> PeerRun:
    cpu = {"train": seconds - 2, "predict": 1.0, "cluster": 1.0}
    return PeerRun("Splink 5.0.0", 10_000, cpu, 3.0, 400, "0.99", GOOD)


def figure(results: Results, name: str) -> Figure:
    return next(each for each in goal_figures(results) if each.name == name)


@pytest.mark.parametrize(
    ("value", "goal", "higher", "verdict"),
    [
        (1.0, 1.0, True, Verdict.MET),
        (0.99, 1.0, True, Verdict.MISSED),
        (1.0, 1.0, False, Verdict.MET),
        (1.01, 1.0, False, Verdict.MISSED),
        (1.0, None, False, Verdict.NO_GOAL),
        (None, 1.0, True, Verdict.NOT_MEASURED),
    ],
)
def test_a_figure_says_whether_its_goal_was_reached(value, goal, higher, verdict):
    assert Figure("x", value, "s", goal, higher_is_better=higher).verdict is verdict


def test_work_is_measured_in_processor_time():
    with measured() as cost:
        sum(number * number for number in range(400_000))
    assert 0 < cost.cpu_seconds <= cost.wall_seconds * 1.5 + 0.1
    assert cost.peak_mib > 10


def test_a_command_s_processor_time_is_its_own(tmp_path):
    spent = run(["python3", "-c", "sum(range(3_000_000))"], tmp_path / "log")
    assert 0 < spent.cpu_seconds < 20
    assert spent.peak_mib > 1


def test_a_command_that_fails_says_why(tmp_path):
    with pytest.raises(RunError, match="ended with 3: no luck"):
        run(["sh", "-c", "echo no luck; exit 3"], tmp_path / "log")


def test_nothing_measured_is_every_goal_unmeasured():
    figures = goal_figures(Results())
    assert {each.verdict for each in figures} == {Verdict.NOT_MEASURED}
    names = [each.name for each in figures]
    assert len(names) == len(set(names))


def test_the_goals_speak_of_cases_that_are_run():
    for case in (*QUALITY_GOALS, *SPLINK_RATIOS, *MEMORY_MIB):
        assert case.partition(",")[0] in SIZES


@pytest.mark.parametrize(
    ("cpu", "verdict"), [(0.3, Verdict.MET), (0.4, Verdict.MISSED)]
)
def test_the_step_match_is_set_against_all_of_splink(cpu, verdict):
    results = Results(
        {"10k": matched(10_000, cpu)}, peers={("Splink", "10k"): peer(10.0)}
    )
    ratio = figure(results, "10k: CPU against Splink")
    assert ratio.value == pytest.approx(cpu / 10)
    assert ratio.verdict is verdict


def test_read_normalise_and_match_are_set_against_the_floor():
    results = Results({"1M": matched(1_000_000, 4.1)}, floor={"1M": 1.1})
    assert figure(results, "1M: read, normalise, match against the floor").value == (
        pytest.approx(4.0)
    )


def test_growth_is_between_sizes_ten_times_apart():
    results = Results({"10k": matched(10_000, 0.2), "100k": matched(100_000, 5.2)})
    growth = figure(results, "10k to 100k: CPU")
    assert growth.value == pytest.approx(11)
    assert growth.verdict is Verdict.MET
    assert figure(results, "100k to 1M: CPU").value is None


def test_the_small_files_have_a_mean_and_a_worst():
    worse = Quality(precision=1.0, recall=0.9, f1=0.95, b_cubed=0.97)
    results = Results(small=[GOOD, worse])
    assert figure(results, "400: mean of 2 seeds").value == pytest.approx(0.9725)
    assert figure(results, "400: worst seed").verdict is Verdict.MISSED


def test_a_missed_goal_stands_out():
    shown = goals_table([Figure("speed", 3.0, "lines/s", 5.0, higher_is_better=True)])
    assert "| speed | 3 | ≥ 5 | lines/s | **missed** |" in shown


def test_the_document_holds_machine_goals_runs_topics_and_what_was_not_run():
    results = Results(
        {"10k": matched(10_000, 0.3)},
        small=[GOOD],
        peers={("Splink", "10k"): peer(10.0)},
        floor={"10k": 0.1},
        skipped=["FEBRL: no network"],
    )
    topic = Topic("bench_x.bench_y", "Lines decoded", (Figure("csv", 5e6, "lines/s"),))
    shown = document(results, [topic], machine("2026-11-22"))
    assert "- Day: 2026-11-22" in shown
    for heading in ("Goals", "Matching", "Cost", "Lines decoded", "Not run"):
        assert f"\n## {heading}\n" in shown
    assert "| Splink 5.0.0 at 0.99 | 10k |" in shown
    assert "| csv | 5,000,000 |" in shown
    assert "- FEBRL: no network" in shown


def test_every_benchmark_of_a_part_can_be_found():
    for module, function, title in topics.topics():
        assert module.startswith(topics.PREFIX)
        assert function.startswith(topics.PREFIX)
        assert title


def test_a_benchmark_that_fails_is_a_figure_without_a_value(tmp_path):
    topic = topics.run_topic("bench_absent", "bench_nothing", "Nothing", tmp_path)
    (failed,) = topic.figures
    assert failed.verdict is Verdict.NOT_MEASURED
    assert "bench_absent" in failed.note


def test_the_peers_are_locked_with_hashes_and_no_address():
    text = LOCK.read_text("utf-8")
    pins = [line for line in text.splitlines() if "==" in line]
    assert {"splink==5.0.0 \\", "recordlinkage==0.16 \\"} <= set(pins)
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
