"""The Dags that take the municipality's own files: one chain per file, no month asked."""

import pytest
from test_dags import ROOT, read_dag

OFFICE = ("collect_office_lists", "collect_outcomes")


@pytest.fixture(params=OFFICE)
def dag(request, tmp_path):
    """Each of the two in turn."""
    (found,) = read_dag(ROOT / "dags" / f"{request.param}.py", tmp_path)["dags"]
    return found


def test_each_file_is_a_task_of_its_own_named_after_it(dag):
    task = dag["tasks"]["take_file"]
    assert task["mapped"]
    assert "name" in task["index"]
    assert dag["tasks"]["list_files"]["downstream"] == ["take_file"]


def test_one_run_at_a_time_and_the_month_stands_in_the_names(dag):
    assert dag["max_active_runs"] == 1
    assert list(dag["params"]) == ["municipality"]
