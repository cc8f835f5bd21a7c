"""### Send feedback

Tells each partner at the end of a working day what became of its signals: codes and
pause dates, no reasons and no names, at the level of the municipality's policy. The
same news goes once, and a rerun puts the same bytes there.

**Level** — `feedback.level` in the policy; what the codes mean: docs/terugkoppeling.md
**When a partner is red** — docs/runbook.md#feedback
"""

from airflow.sdk import Asset, CronPartitionTimetable, dag, task
from vroegsein_airflow import parameters as run
from vroegsein_airflow.connections import server_of
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.failing import failed_at_once

from vroegsein import casework
from vroegsein.boundary import without_values

EVENINGS_ON_WEEKDAYS = "30 18 * * 1-5"


@dag(
    schedule=CronPartitionTimetable(
        EVENINGS_ON_WEEKDAYS, timezone="Europe/Amsterdam", key_format="%Y-%m"
    ),
    catchup=False,
    max_active_runs=1,
    params=run.PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "opvolging"],
    default_args=run.DEFAULTS,
    deadline=deadline_of("send_feedback"),
)
def send_feedback() -> None:
    """Wire the calendar, the day's news, and a chain per partner."""

    @task.short_circuit
    @without_values
    def check_calendar(moment: str) -> bool:
        return casework.is_open_day(moment)

    @task(inlets=[Asset("publication.signal_list"), Asset("casework.outcome")])
    @without_values
    def write_feedback(municipality: str, moment: str) -> list[str]:
        return casework.write_feedback(municipality, moment)

    @task(map_index_template=run.BY_PARTNER)
    @failed_at_once
    @without_values
    def send_files(partner_code: str, municipality: str, moment: str) -> int:
        server = server_of(partner_code)
        return casework.send_feedback(partner_code, municipality, server, moment)

    place = {"municipality": run.MUNICIPALITY, "moment": run.MOMENT}
    partners = write_feedback(**place)
    check_calendar(moment=run.MOMENT) >> partners
    send_files.partial(**place).expand(partner_code=partners)


send_feedback()
