"""A crisis line that was not taken is asked of people, who answer in Airflow."""

import pytest
from support.running_month import Airflow, RunningMonth, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
REVIEW = "review_crisis_lines"
RECORD = "review_notice.record_answer"


def answers(month: RunningMonth) -> list[tuple[str, str]]:
    """What was answered, and by whom."""
    query = "SELECT answer, answered_by FROM intake.crisis_answer"
    with month.register() as register:
        return [(row[0], row[1]) for row in register.execute(query)]


def test_an_official_answers_what_a_crisis_line_was(
    month: RunningMonth, coordinator: Airflow
):
    run_id = coordinator.runs(REVIEW)[0]["dag_run_id"]
    asked = {
        task["map_index"]
        for task in coordinator.tasks(REVIEW, run_id)
        if task["task_id"] == RECORD
    }
    assert asked
    assert not answers(month)

    def is_recorded() -> bool:
        coordinator.approve(REVIEW, run_id, "Zelf opgepakt")
        return coordinator.state(REVIEW, run_id) in {"success", "failed"}

    wait_until(is_recorded, "the answers")
    assert coordinator.state(REVIEW, run_id) == "success"
    assert answers(month) == [("taken_up", "coordinator")] * len(asked)
