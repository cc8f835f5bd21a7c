"""The Dags that take the municipality's own files: one chain per file, no month asked."""

import pytest
from test_dags import ROOT, read_dags

OFFICE = ("collect_office_lists", "collect_outcomes")


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Both Dags by name."""
    paths = [ROOT / "dags" / f"{name}.py" for name in OFFICE]
    answers = read_dags(paths, tmp_path_factory.mktemp("home"))
    return {path.stem: answer["dags"] for path, answer in answers.items()}


@pytest.fixture(params=OFFICE)
def dag(request, read):
    """Each of the two in turn."""
    (found,) = read[request.param]
    return found


def test_each_file_is_a_task_of_its_own_named_after_it(dag):
    task = dag["tasks"]["take_file"]
    assert task["mapped"]
    assert "name" in task["index"]
    assert dag["tasks"]["list_files"]["downstream"] == ["take_file"]


def test_one_run_at_a_time_and_the_month_stands_in_the_names(dag):
    assert dag["max_active_runs"] == 1
    assert list(dag["params"]) == ["municipality"]
