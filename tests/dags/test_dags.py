"""Every Dag reads fast, loads nothing heavy, and keeps its promises."""

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DAG_FILES = sorted((ROOT / "dags").glob("*.py"))
READER = ROOT / "tests" / "support" / "read_dag.py"
BY_THE_CLOCK = (
    "build_signal_list",
    "collect_deliveries",
    "report_statistics",
    "send_feedback",
    "watch_clocks",
)
#: Dags of every night, of no month.
NIGHTLY = ("purge_personal_data",)
#: Dags that an event starts and that wait for people.
ASKING = (
    "handle_crisis_signals",
    "review_crisis_lines",
    "review_matches",
)
#: Dags that take files of the municipality itself.
OFFICE = ("collect_office_lists", "collect_outcomes")
#: Dags that promise people something by a moment.
BUDGET = 0.3  # seconds of processor time a Dag file may take to import


def read_dags(paths: list[Path], home: Path) -> dict[Path, dict]:
    """Read Dag files, each in a process and with an environment of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "PYTHONPATH": str(ROOT / "include"),
    }
    done = subprocess.run(
        [sys.executable, str(READER), *map(str, paths)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = [
        json.loads(line.removeprefix("answer: ")) or {"error": done.stderr}
        for line in done.stdout.splitlines()
        if line.startswith("answer: ")
    ]
    return dict(zip(paths, told, strict=True))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory):
    """A function that tells what a Dag file is; all are read once, together."""
    answers = read_dags(DAG_FILES, tmp_path_factory.mktemp("home"))

    def answer(path: Path) -> dict:
        assert "error" not in answers[path], answers[path]["error"][-2000:]
        return answers[path]

    return answer


@pytest.fixture(params=DAG_FILES, ids=lambda path: path.stem)
def dag_file(request: pytest.FixtureRequest) -> Path:
    """Each Dag file in turn."""
    return request.param


def test_there_are_dags():
    assert {path.stem for path in DAG_FILES} == {
        *BY_THE_CLOCK,
        *NIGHTLY,
        *ASKING,
        *OFFICE,
    }


def test_a_dag_file_imports_within_its_budget(dag_file: Path, read):
    assert read(dag_file)["seconds"] < BUDGET


def test_a_dag_file_loads_no_heavy_module(dag_file: Path, read):
    assert read(dag_file)["heavy"] == []


def test_a_heavy_import_would_be_seen(tmp_path: Path):
    """The guard goes red: a Dag that imports DuckDB at its top is caught."""
    dag = tmp_path / "heavy.py"
    dag.write_text("import duckdb\n")
    assert read_dags([dag], tmp_path)[dag]["heavy"] == ["duckdb"]


def test_a_file_that_cannot_be_read_is_told_of_itself_alone(tmp_path: Path):
    broken, good = tmp_path / "broken.py", tmp_path / "good.py"
    broken.write_text("raise SystemExit('no Dag today')\n")
    good.write_text("import json\n")
    answers = read_dags([broken, good], tmp_path)
    assert "no Dag today" in answers[broken]["error"]
    assert "error" not in answers[good]


def test_a_file_holds_one_dag_of_its_own_name(dag_file: Path, read):
    assert [dag["dag_id"] for dag in read(dag_file)["dags"]] == [dag_file.stem]


def test_a_dag_explains_itself_in_the_ui(dag_file: Path, read):
    (dag,) = read(dag_file)["dags"]
    assert "docs/runbook.md#" in dag["doc"]
    assert "vroegsein" in dag["tags"]


def test_a_dag_never_catches_up_by_itself(dag_file: Path, read):
    (dag,) = read(dag_file)["dags"]
    assert dag["catchup"] is False


@pytest.mark.parametrize("name", BY_THE_CLOCK)
def test_a_dag_on_the_clock_runs_once_at_a_time(read, name: str):
    (dag,) = read(ROOT / "dags" / f"{name}.py")["dags"]
    assert dag["max_active_runs"] == 1


@pytest.mark.parametrize("name", ASKING)
def test_an_open_question_never_holds_up_the_next_one(read, name: str):
    (dag,) = read(ROOT / "dags" / f"{name}.py")["dags"]
    assert dag["max_active_runs"] > 1


@pytest.mark.parametrize("name", BY_THE_CLOCK)
def test_the_month_is_a_checked_parameter_and_the_partition_key(read, name: str):
    (dag,) = read(ROOT / "dags" / f"{name}.py")["dags"]
    assert dag["params"]["month"]["pattern"] == r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
    assert dag["params"]["municipality"]["pattern"] == r"^\d{4}$"
    assert (dag["key_format"], dag["timezone"]) == ("%Y-%m", "Europe/Amsterdam")


def test_statistics_are_of_the_month_before_last(read):
    """Then the outcomes of its list can be in; the monitor does not wait for CBS."""
    (dag,) = read(ROOT / "dags" / "report_statistics.py")["dags"]
    assert dag["run_offset"] == -2
    tasks = dag["tasks"]
    assert tasks["make_delivery"]["downstream"] == ["send_delivery"]
    assert tasks["write_monitor"]["downstream"] == []


def test_the_list_is_made_for_the_month_before(read):
    (dag,) = read(ROOT / "dags" / "build_signal_list.py")["dags"]
    assert dag["run_offset"] == -1


def test_every_task_has_an_owner_retries_and_a_time_limit(dag_file: Path, read):
    (dag,) = read(dag_file)["dags"]
    for name, task in dag["tasks"].items():
        assert task["owner"] == "gegevensteam", name
        assert task["retries"] >= 1, name
        assert task["timeout"], name


def test_a_partner_has_its_own_chain_of_six_tasks(read):
    (dag,) = read(ROOT / "dags" / "collect_deliveries.py")["dags"]
    chain = [
        "list_files",
        "fetch_files",
        "decode_files",
        "validate_files",
        "load_files",
        "send_receipts",
    ]
    names = [f"collect_partner.{name}" for name in chain]
    for name, following in zip(names, [*names[1:], None], strict=True):
        task = dag["tasks"][name]
        assert task["mapped"], name
        assert "partner_code" in task["index"], name
        after = {following} if following else set()
        if name == "collect_partner.load_files":
            after |= {
                "collect_partner.raise_crisis_lines",
                "raise_crisis_signals",
                "write_quality_pages",
            }
        assert set(task["downstream"]) == after, name


def test_pages_never_hide_that_a_partner_failed(read):
    """Een run is zo rood als zijn laatste taken: de ontvangstbevestiging hoort erbij."""
    (dag,) = read(ROOT / "dags" / "collect_deliveries.py")["dags"]
    ends = {name for name, task in dag["tasks"].items() if not task["downstream"]}
    assert ends == {
        "collect_partner.raise_crisis_lines",
        "collect_partner.send_receipts",
        "raise_crisis_signals",
        "write_quality_pages",
    }


def test_each_crisis_notice_has_its_own_question_and_answer(read):
    (dag,) = read(ROOT / "dags" / "review_crisis_lines.py")["dags"]
    tasks = dag["tasks"]
    asked = [f"review_notice.{name}" for name in ("write_question", "ask_people")]
    assert tasks[asked[0]]["downstream"] == [asked[1]]
    assert tasks[asked[1]]["downstream"] == ["review_notice.record_answer"]
    assert all(task["mapped"] for name, task in tasks.items() if "." in name)


def test_the_review_hears_of_events_that_carry_a_month():
    """Een gewone asset als rooster hoort gebeurtenissen met een partitie nooit."""
    source = (ROOT / "dags" / "review_crisis_lines.py").read_text("utf-8")
    assert 'PartitionedAssetTimetable(assets=Asset("intake.crisis_line"))' in source
    collecting = (ROOT / "dags" / "collect_deliveries.py").read_text("utf-8")
    assert 'outlets=[Asset("intake.crisis_line")]' in collecting


def test_a_crisis_list_goes_out_after_an_official_decided_only(read):
    """D12: per maand een eigen vraag, antwoord en verzending."""
    (dag,) = read(ROOT / "dags" / "handle_crisis_signals.py")["dags"]
    tasks = dag["tasks"]
    chain = ["open_list", "write_question", "ask_people", "record_answer", "send_list"]
    names = [f"handle_month.{name}" for name in chain]
    for name, following in itertools.pairwise(names):
        assert following in tasks[name]["downstream"], name
    assert tasks[names[-1]]["downstream"] == []
    assert all(tasks[name]["mapped"] for name in names)


def test_crisis_signals_are_raised_by_collection_and_each_working_day():
    """Een gewone asset als rooster hoort gebeurtenissen met een partitie nooit."""
    source = (ROOT / "dags" / "handle_crisis_signals.py").read_text("utf-8")
    assert 'PartitionedAssetTimetable(assets=Asset("intake.crisis_signal"))' in source
    for name in ("collect_deliveries", "watch_clocks"):
        raising = (ROOT / "dags" / f"{name}.py").read_text("utf-8")
        assert 'outlets=[Asset("intake.crisis_signal")]' in raising


@pytest.mark.parametrize("name", ["send_feedback", "watch_clocks"])
def test_nothing_is_sent_on_a_holiday(read, name: str):
    (dag,) = read(ROOT / "dags" / f"{name}.py")["dags"]
    first = [task for task in dag["tasks"] if task == "check_calendar"]
    assert first
    assert dag["tasks"]["check_calendar"]["downstream"]


def test_a_dag_keeps_its_own_promise_and_tells_of_a_failure(dag_file: Path, read):
    (dag,) = read(dag_file)["dags"]
    assert dag["promises"] == [dag_file.stem]
    assert all(task["told"] for task in dag["tasks"].values())


def test_a_task_that_finds_nothing_is_skipped(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "plugins"))
    from airflow.sdk.exceptions import AirflowSkipException
    from vroegsein_airflow.skipping import skipped_when_empty

    assert skipped_when_empty(lambda: ["c1"])() == ["c1"]
    with pytest.raises(AirflowSkipException):
        skipped_when_empty(list)()


def test_nothing_is_published_before_audit_and_decision(read):
    (dag,) = read(ROOT / "dags" / "build_signal_list.py")["dags"]
    tasks = dag["tasks"]
    follows = {
        "audit_draft": ["approve_again", "approve_list"],
        "approve_list": ["record_decision"],
        "record_decision": ["approve_again", "publish_list"],
        "approve_again": ["record_second"],
        "record_second": ["publish_list"],
        "publish_list": ["deliver_list", "open_cases", "write_audit_report"],
    }
    assert {name: sorted(tasks[name]["downstream"]) for name in follows} == follows


def plugin_files(folder: Path) -> list[str]:
    """Return the files Airflow would execute as plugins."""
    code = (
        "import sys; from airflow._shared.module_loading import find_path_from_directory as f;"
        "import json; print(); print(json.dumps([*f(sys.argv[1], '.airflowignore', 'glob')]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True, text=True, check=True,
        env={**os.environ, "AIRFLOW_HOME": str(folder.parent / "home")},
    )  # fmt: skip
    return [
        Path(name).name
        for name in json.loads(done.stdout.splitlines()[-1])
        if name.endswith(".py")
    ]


def test_airflow_executes_no_adapter_as_a_plugin(tmp_path: Path):
    copied = tmp_path / "plugins"
    shutil.copytree(ROOT / "plugins", copied)
    assert plugin_files(copied) == ["vroegsignalering.py"]


def test_a_stray_plugin_file_would_be_seen(tmp_path: Path):
    """The guard goes red: without the ignore file every adapter is executed."""
    copied = tmp_path / "plugins"
    shutil.copytree(ROOT / "plugins", copied)
    (copied / ".airflowignore").unlink()
    assert "connections.py" in plugin_files(copied)
