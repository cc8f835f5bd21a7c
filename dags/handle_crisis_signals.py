"""### Handle crisis signals

Crisis signals that are on no list become a list of their own the same day: the law
gives three working days (Wgs art. 4(2)). Started by *collect_deliveries* when one comes
in, and by *watch_clocks* each working day. The month is matched and triaged as for its
own list; one of the policy's approvers sends or rejects the list; encrypted, it goes to the office.

**Answer** — Browse > Required Actions, or the task *ask_people*, the same working day.
**No answer** — the next morning asks again; nothing goes out by itself.
**When it stops** — docs/runbook.md#crisis-list
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, PartitionedAssetTimetable, dag, task, task_group
from vroegsein_airflow import parameters as run
from vroegsein_airflow.approving import ApproveCrisisList
from vroegsein_airflow.connections import server_of_office
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.failing import failed_at_once
from vroegsein_airflow.notifying import QuestionWaits
from vroegsein_airflow.skipping import skipped_when_empty

from vroegsein import casework, listing, matching
from vroegsein.boundary import without_values

QUESTION = "Crisislijst versturen?"
ANSWERS = ["Versturen", "Afwijzen"]


@dag(
    # An event of a run with a month as its key starts Dags with such keys only.
    schedule=PartitionedAssetTimetable(assets=Asset("intake.crisis_signal")),
    catchup=False,
    max_active_runs=16,  # an open question never holds up the next one
    params=run.PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "opvolging"],
    default_args=run.DEFAULTS,
    deadline=deadline_of("handle_crisis_signals"),
)
def handle_crisis_signals() -> None:
    """Wire the months that wait, and a list, a question and an answer for each."""

    @task
    @skipped_when_empty
    @without_values
    def find_months(municipality: str, moment: str) -> list[str]:
        return casework.crisis_months(municipality, moment)

    @task
    @without_values
    def match_signals(municipality: str, month: str) -> str:
        return matching.match_month(municipality, month)

    @task
    @without_values
    def triage_signals(run_id: str) -> str:
        return listing.triage_month(run_id)

    @task
    @skipped_when_empty
    @without_values
    def open_list(draft_id: str, run_id: str, moment: str) -> str:
        listing.audit_draft(draft_id)
        return casework.open_crisis_list(draft_id, run_id, moment)

    @task
    @without_values
    def write_question(list_id: str) -> str:
        return casework.crisis_list_text(list_id)

    @task.short_circuit
    @without_values
    def record_answer(list_id: str, answer: dict[str, Any]) -> bool:
        return casework.record_crisis_list_answer(list_id, answer)

    @task(outlets=[Asset("casework.crisis_list")])
    @failed_at_once
    @without_values
    def send_list(list_id: str) -> str:
        server = server_of_office(casework.municipality_of_crisis_list(list_id))
        return casework.send_crisis_list(list_id, server)

    @task_group
    def handle_month(month: str) -> None:
        """Take one month's waiting signals from matching to the office."""
        matched = match_signals(municipality=run.MUNICIPALITY, month=month)
        drafted = triage_signals(run_id=matched)
        opened = open_list(draft_id=drafted, run_id="{{ run_id }}", moment=run.MOMENT)
        ask_people = ApproveCrisisList(
            task_id="ask_people",
            subject=QUESTION,
            body=write_question(list_id=opened),
            list_id=opened,
            options=ANSWERS,
            retries=1,
            response_timeout=timedelta(hours=17),
            notifiers=[QuestionWaits(run.MUNICIPALITY, QUESTION, "vandaag")],
        )
        decided = record_answer(list_id=opened, answer=ask_people.output)
        decided >> send_list(list_id=opened)

    months = find_months(municipality=run.MUNICIPALITY, moment=run.MOMENT)
    handle_month.expand(month=months)


handle_crisis_signals()
