"""### Collect office lists

Takes the municipality's own lists: who is not to be approached (debt help, safety list,
objections) and the extract of the register of persons. The newest accepted list of a
kind holds from the next matching on; a refused one leaves the list before it in force.

**On demand** — start a run by hand before a month is matched.
**When a list is refused** — docs/runbook.md#office-files
"""

from airflow.sdk import Asset, CronTriggerTimetable, dag, task
from vroegsein_airflow import parameters as run
from vroegsein_airflow.connections import server_of_office
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.failing import failed_at_once

from vroegsein import casework
from vroegsein.boundary import without_values

EVERY_WORKDAY_MORNING = "0 6 * * 1-5"
KINDS = ["exclusions", "residents"]
BY_NAME = "{{ task.op_kwargs['name'] }}"


@dag(
    schedule=CronTriggerTimetable(EVERY_WORKDAY_MORNING, timezone="Europe/Amsterdam"),
    catchup=False,
    max_active_runs=1,
    params={"municipality": run.PARAMETERS["municipality"]},
    doc_md=__doc__,
    tags=["vroegsein", "opvolging"],
    default_args=run.DEFAULTS,
    deadline=deadline_of("collect_office_lists"),
)
def collect_office_lists() -> None:
    """Wire listing and taking."""

    @task
    @failed_at_once
    @without_values
    def list_files(municipality: str, moment: str) -> list[str]:
        server = server_of_office(municipality)
        return casework.list_office_files(municipality, KINDS, server, moment)

    @task(
        map_index_template=BY_NAME,
        outlets=[Asset("casework.office_list")],
        max_active_tis_per_dagrun=1,  # by name: of two lists the newest comes last
    )
    @failed_at_once
    @without_values
    def take_file(municipality: str, name: str, moment: str) -> dict[str, int]:
        server = server_of_office(municipality)
        return casework.take_office_file(municipality, name, server, moment)

    names = list_files(municipality=run.MUNICIPALITY, moment=run.MOMENT)
    take_file.partial(municipality=run.MUNICIPALITY, moment=run.MOMENT).expand(
        name=names
    )


collect_office_lists()
