"""### Review crisis lines

Asks people, at once, about crisis signals that were not taken: a wrong line or a refused
file does not stop the clock of three working days (Wgs art. 4(2)). Started by
*collect_deliveries* when it finds one. Each delivery is one question, with counts, line
numbers and codes.

**Answer** — Browse > Required Actions, or the task *ask_people*, the same working day.
**No answer** — the task fails after ten hours, and the next collection asks again.
**When it stops** — docs/runbook.md#crisis
"""

from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Asset, PartitionedAssetTimetable, dag, task, task_group
from vroegsein_airflow import parameters as run
from vroegsein_airflow.deadlines import deadline_of

from vroegsein import intake
from vroegsein.boundary import without_values

ANSWERS = [
    "Partner gebeld, levert opnieuw",
    "Zelf opgepakt",
    "Terecht niet overgenomen",
]


@dag(
    # An event of a run with a month as its key starts Dags with such keys only.
    schedule=PartitionedAssetTimetable(assets=Asset("intake.crisis_line")),
    catchup=False,
    max_active_runs=16,  # an open question never holds up the next one
    doc_md=__doc__,
    tags=["vroegsein", "intake"],
    default_args=run.DEFAULTS,
    deadline=deadline_of("review_crisis_lines"),
)
def review_crisis_lines() -> None:
    """Wire claiming, asking and recording."""

    @task
    @without_values
    def claim_crisis_notices(run_id: str, moment: str) -> list[str]:
        return intake.claim_crisis_notices(run_id, moment)

    @task
    @without_values
    def write_question(notice_id: str) -> str:
        return intake.crisis_question(notice_id)

    @task
    @without_values
    def record_answer(notice_id: str, answer: dict[str, Any]) -> str:
        return intake.record_crisis_answer(notice_id, answer)

    @task_group
    def review_notice(notice_id: str) -> None:
        """Take one notice from question to answer."""
        question = write_question(notice_id=notice_id)
        ask_people = HITLOperator(
            task_id="ask_people",
            subject="Crisissignaal niet overgenomen: wat doet u?",
            body=question,
            options=ANSWERS,
            retries=1,
            response_timeout=timedelta(hours=10),
        )
        record_answer(notice_id=notice_id, answer=ask_people.output)

    claimed = claim_crisis_notices(run_id="{{ run_id }}", moment=run.MOMENT)
    review_notice.expand(notice_id=claimed)


review_crisis_lines()
