"""### Collect outcomes

Takes what officials send back of the list: attempts, results and measures. Every file
is answered in the outbox; a row that is not right is left out, a file that cannot be
read is refused. What was taken before is not taken again. Then the forms of signals
that another municipality has to have are made.

**On demand** — start a run by hand; the month stands in the name of each file.
**When a file is refused** — docs/runbook.md#office-files
"""

from airflow.sdk import Asset, CronTriggerTimetable, dag, task
from vroegsein_airflow import parameters as run
from vroegsein_airflow.connections import server_of_office
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.failing import failed_at_once

from vroegsein import casework
from vroegsein.boundary import without_values

EVERY_WORKDAY_EVENING = "30 18 * * 1-5"
BY_NAME = "{{ task.op_kwargs['name'] }}"


@dag(
    schedule=CronTriggerTimetable(EVERY_WORKDAY_EVENING, timezone="Europe/Amsterdam"),
    catchup=False,
    max_active_runs=1,
    params={"municipality": run.PARAMETERS["municipality"]},
    doc_md=__doc__,
    tags=["vroegsein", "opvolging"],
    default_args=run.DEFAULTS,
    deadline=deadline_of("collect_outcomes"),
)
def collect_outcomes() -> None:
    """Wire listing, taking and handing over."""

    @task
    @failed_at_once
    @without_values
    def list_files(municipality: str, moment: str) -> list[str]:
        server = server_of_office(municipality)
        return casework.list_office_files(municipality, ["outcomes"], server, moment)

    @task(map_index_template=BY_NAME, outlets=[Asset("casework.outcome")])
    @failed_at_once
    @without_values
    def take_file(municipality: str, name: str, moment: str) -> dict[str, int]:
        server = server_of_office(municipality)
        return casework.take_office_file(municipality, name, server, moment)

    @task(trigger_rule="none_failed")
    @failed_at_once
    @without_values
    def send_handovers(municipality: str, moment: str) -> int:
        server = server_of_office(municipality)
        return casework.send_handovers(municipality, server, moment)

    names = list_files(municipality=run.MUNICIPALITY, moment=run.MOMENT)
    taken = take_file.partial(municipality=run.MUNICIPALITY, moment=run.MOMENT).expand(
        name=names
    )
    taken >> send_handovers(municipality=run.MUNICIPALITY, moment=run.MOMENT)


collect_outcomes()
