"""### Report statistics

Makes the national delivery (DDAS) of a month and the monitor K01-K21. The delivery is
checked before it leaves, and goes encrypted to the account the policy names; the monitor
hides what is about fewer than five people.

**When** — the 10th, of the month before last: by then its outcomes can be in. By hand
for any month; without new outcomes the same files are delivered again.
**When it stops** — docs/runbook.md#statistics
"""

from airflow.sdk import Asset, CronPartitionTimetable, dag, task
from vroegsein_airflow import parameters as run
from vroegsein_airflow.connections import server_of_statistics
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.failing import failed_at_once

from vroegsein import accountability
from vroegsein.boundary import without_values

TENTH_OF_THE_MONTH_AT_6 = "0 6 10 * *"
COUNTED = [Asset("publication.signal_list"), Asset("casework.outcome")]


@dag(
    schedule=CronPartitionTimetable(
        TENTH_OF_THE_MONTH_AT_6,
        timezone="Europe/Amsterdam",
        run_offset=-2,
        key_format="%Y-%m",
    ),
    catchup=False,
    max_active_runs=1,
    params=run.PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "statistiek"],
    default_args=run.DEFAULTS,
    deadline=deadline_of("report_statistics"),
)
def report_statistics() -> None:
    """Wire the national delivery and the monitor; neither waits for the other."""

    @task(inlets=COUNTED, outlets=[Asset("statistics.delivery")])
    @without_values
    def make_delivery(municipality: str, month: str, moment: str) -> str:
        return accountability.make_ddas(municipality, month, moment)

    @task
    @failed_at_once
    @without_values
    def send_delivery(municipality: str, statistics_id: str) -> dict[str, int]:
        server = server_of_statistics(municipality)
        return accountability.send_ddas(statistics_id, server)

    @task(inlets=COUNTED, outlets=[Asset("statistics.monitor")])
    @without_values
    def write_monitor(municipality: str, month: str, moment: str) -> dict[str, int]:
        return accountability.write_monitor(municipality, month, moment)

    made = make_delivery(
        municipality=run.MUNICIPALITY, month=run.MONTH, moment=run.MOMENT
    )
    send_delivery(municipality=run.MUNICIPALITY, statistics_id=made)
    write_monitor(municipality=run.MUNICIPALITY, month=run.MONTH, moment=run.MOMENT)


report_statistics()
