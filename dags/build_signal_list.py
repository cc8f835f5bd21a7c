"""### Build the signal list

Matches the month's signals, decides what is picked up, drafts and audits the list, asks
the coordinator for approval, publishes once and whole, opens the cases, brings the
encrypted files to the office's outbox and writes the audit report. The register forbids
a publication without a passed audit and the approvals it needs, of the same inputs.

**Approval** — Browse > Required Actions, or the task *approve_list*; counts only. An
abnormal month also asks another official: *approve_again*. A rejection needs a reason.
**Month** — empty on the 1st: last month. The same inputs give the same bytes.
**When it stops** — docs/runbook.md#build
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, CronPartitionTimetable, dag, task
from vroegsein_airflow import parameters as run
from vroegsein_airflow.approving import ApproveList
from vroegsein_airflow.connections import server_of_office
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.failing import failed_at_once

from vroegsein import accountability, casework, listing, matching
from vroegsein.boundary import without_values

FIRST_OF_THE_MONTH_AT_6 = "0 6 1 * *"
TWO_WEEKS = timedelta(days=14)
NEXT_TASK = {"approved": "publish_list", "second": "approve_again", "rejected": None}


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
    deadline=deadline_of("build_signal_list"),
)
def build_signal_list() -> None:
    """Wire matching, triage, draft, approval, publication and report."""

    @task(inlets=[Asset("intake.delivery")], outlets=[Asset("matching.run")])
    @without_values
    def match_signals(municipality: str, month: str) -> str:
        return matching.match_month(municipality, month)

    @task(inlets=[Asset("matching.run"), Asset("casework.office_list")])
    @without_values
    def triage_signals(run_id: str) -> str:
        return listing.triage_month(run_id)

    @task
    @without_values
    def audit_draft(draft_id: str) -> str:
        listing.audit_draft(draft_id)
        return listing.approval_text(draft_id)

    @task.branch
    @failed_at_once
    @without_values
    def record_decision(draft_id: str, answer: dict[str, Any]) -> str | None:
        return NEXT_TASK[listing.record_answer(draft_id, answer)]

    @task.short_circuit
    @failed_at_once
    @without_values
    def record_second(draft_id: str, answer: dict[str, Any]) -> bool:
        return listing.record_second(draft_id, answer)

    @task(
        inlets=[Asset("matching.run")],
        outlets=[Asset("publication.signal_list")],
        trigger_rule="none_failed_min_one_success",  # the second approval may be skipped
    )
    @failed_at_once
    @without_values
    def publish_list(draft_id: str) -> str:
        return listing.publish_list(draft_id)

    @task
    @without_values
    def write_audit_report(publication_id: str) -> str:
        return accountability.write_audit_report(publication_id)

    @task
    @without_values
    def open_cases(publication_id: str) -> int:
        return casework.open_cases(publication_id)

    @task
    @failed_at_once
    @without_values
    def deliver_list(publication_id: str, moment: str) -> dict[str, str]:
        server = server_of_office(listing.published_by(publication_id))
        return listing.deliver_list(publication_id, server, moment)

    matched = match_signals(municipality=run.MUNICIPALITY, month=run.MONTH)
    draft_id = triage_signals(run_id=matched)
    shown = audit_draft(draft_id=draft_id)
    approve_list = ApproveList(
        task_id="approve_list",
        subject=f"Signaallijst {run.MONTH} publiceren?",
        body=shown,
        draft_id=draft_id,
        response_timeout=TWO_WEEKS,
    )
    decided = record_decision(draft_id=draft_id, answer=approve_list.output)
    approve_again = ApproveList(
        task_id="approve_again",
        subject=f"Signaallijst {run.MONTH} wijkt af: ook publiceren? (tweede akkoord)",
        body=shown,
        draft_id=draft_id,
        second=True,
        response_timeout=TWO_WEEKS,
    )
    second = record_second(draft_id=draft_id, answer=approve_again.output)
    published = publish_list(draft_id=draft_id)
    decided >> approve_again
    [decided, second] >> published
    write_audit_report(publication_id=published)
    deliver_list(publication_id=published, moment=run.MOMENT)
    open_cases(publication_id=published)


build_signal_list()
