"""### Build the signal list

Matches the month's signals, decides what is picked up, drafts and audits the list, asks
the coordinator for approval, publishes once and whole, and writes the audit report. The
register forbids a publication without a passed audit and an approval of the same inputs.

**Approval** — Browse > Required Actions, or the task *approve_list*; counts only.
**Month** — empty on the 1st: last month. The same inputs give the same bytes.
**When it stops** — docs/runbook.md#build
"""

from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Asset, CronPartitionTimetable, dag, task
from vroegsein_airflow import parameters as run

from vroegsein import accountability, listing, matching
from vroegsein.boundary import without_values

FIRST_OF_THE_MONTH_AT_6 = "0 6 1 * *"


@dag(
    schedule=CronPartitionTimetable(
        FIRST_OF_THE_MONTH_AT_6,
        timezone="Europe/Amsterdam",
        run_offset=-1,
        key_format="%Y-%m",
    ),
    catchup=False,
    max_active_runs=1,
    params=run.PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "signaallijst"],
    default_args=run.DEFAULTS,
)
def build_signal_list() -> None:
    """Wire matching, triage, draft, approval, publication and report."""

    @task(outlets=[Asset("matching.run")])
    @without_values
    def match_signals(municipality: str, month: str) -> str:
        return matching.match_month(municipality, month)

    @task
    @without_values
    def triage_signals(run_id: str) -> str:
        return listing.triage_month(run_id)

    @task
    @without_values
    def audit_draft(draft_id: str) -> str:
        listing.audit_draft(draft_id)
        return listing.approval_text(draft_id)

    @task.short_circuit
    @without_values
    def record_decision(draft_id: str, answer: dict[str, Any]) -> bool:
        return listing.record_answer(draft_id, answer)

    @task(outlets=[Asset("publication.signal_list")])
    @without_values
    def publish_list(draft_id: str) -> str:
        return listing.publish_list(draft_id)

    @task
    @without_values
    def write_audit_report(publication_id: str) -> str:
        return accountability.write_audit_report(publication_id)

    matched = match_signals(municipality=run.MUNICIPALITY, month=run.MONTH)
    draft_id = triage_signals(run_id=matched)
    shown = audit_draft(draft_id=draft_id)
    approve_list = HITLOperator(
        task_id="approve_list",
        subject="Signaallijst {{ params.month or dag_run.partition_key }} publiceren?",
        body=shown,
        options=["Publiceren", "Afwijzen"],
        response_timeout=timedelta(days=14),
    )
    decided = record_decision(draft_id=draft_id, answer=approve_list.output)
    published = publish_list(draft_id=draft_id)
    decided >> published
    write_audit_report(publication_id=published)


build_signal_list()
