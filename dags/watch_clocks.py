"""### Watch clocks

Counts each working day how the clocks of law, covenant and policy stand: running, at
risk, missed. What presses, and every incident of a delivery, goes to the coordinators
by mail, with whose move it is; counts and ids only. Crisis signals that wait start
*handle_crisis_signals*.

**Counts** — the log of *count_clocks*; an empty morning has no mail.
**When it stops** — docs/runbook.md#clocks
"""

from airflow.sdk import Asset, CronPartitionTimetable, dag, task
from vroegsein_airflow import parameters as run
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.notifying import mail_clocks
from vroegsein_airflow.skipping import skipped_when_empty

from vroegsein import casework
from vroegsein.boundary import without_values

EARLY_ON_WEEKDAYS = "45 6 * * 1-5"


@dag(
    schedule=CronPartitionTimetable(
        EARLY_ON_WEEKDAYS, timezone="Europe/Amsterdam", key_format="%Y-%m"
    ),
    catchup=False,
    max_active_runs=1,
    params=run.PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "opvolging"],
    default_args=run.DEFAULTS,
    deadline=deadline_of("watch_clocks"),
)
def watch_clocks() -> None:
    """Wire the calendar, the counts, the mail and what waits."""

    @task.short_circuit
    @without_values
    def check_calendar(moment: str) -> bool:
        return casework.is_open_day(moment)

    @task
    @without_values
    def count_clocks(municipality: str, moment: str) -> dict[str, dict[str, int]]:
        return casework.clock_counts(municipality, moment)

    @task
    @without_values
    def mail_counts(municipality: str, moment: str) -> bool:
        return mail_clocks(municipality, moment)

    @task(outlets=[Asset("intake.crisis_signal")])
    @skipped_when_empty
    @without_values
    def raise_crisis_signals(municipality: str, moment: str) -> list[str]:
        return casework.waiting_crisis_signals(municipality, moment)

    place = {"municipality": run.MUNICIPALITY, "moment": run.MOMENT}
    is_open = check_calendar(moment=run.MOMENT)
    counted = count_clocks(**place)
    is_open >> counted >> mail_counts(**place)
    is_open >> raise_crisis_signals(**place)


watch_clocks()
