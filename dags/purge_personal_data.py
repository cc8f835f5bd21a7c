"""### Purge personal data

Every night destroys what is older than its term, proves that no byte of it is left, and
writes a certificate; then signs where the chain of events stands, and sends the signed
checkpoint to who keeps it outside (the policy's `checkpoints`).

**What is due** — the log of *count_due*; counts only. Terms: the policy's `retention`.
**Holds** — `vroegsein hold set`. **A run at work** — the purge waits, and tries again.
**When it stops** — docs/runbook.md#purge
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task
from vroegsein_airflow import parameters as run
from vroegsein_airflow.connections import server_of_checkpoints
from vroegsein_airflow.deadlines import deadline_of

from vroegsein import accountability
from vroegsein.boundary import without_values

EVERY_NIGHT_AT_HALF_PAST_ONE = "30 1 * * *"


@dag(
    schedule=CronTriggerTimetable(
        EVERY_NIGHT_AT_HALF_PAST_ONE, timezone="Europe/Amsterdam"
    ),
    catchup=False,
    max_active_runs=1,
    params=run.PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "verantwoording"],
    default_args=run.DEFAULTS | {"execution_timeout": timedelta(hours=2)},
    deadline=deadline_of("purge_personal_data"),
)
def purge_personal_data() -> None:
    """Wire counting, destroying and signing."""

    @task
    @without_values
    def count_due(municipality: str, moment: str) -> dict[str, int]:
        return accountability.count_due(municipality, moment)

    @task
    @without_values
    def destroy_due(municipality: str, moment: str) -> dict[str, int]:
        return accountability.purge_personal_data(municipality, moment)

    @task
    @without_values
    def sign_checkpoint(municipality: str, moment: str) -> int:
        return accountability.sign_checkpoint(municipality, moment)

    @task
    @without_values
    def send_checkpoints(municipality: str, moment: str) -> int:
        server = server_of_checkpoints(municipality)
        return accountability.send_checkpoints(municipality, server, moment)

    counted = count_due(municipality=run.MUNICIPALITY, moment=run.MOMENT)
    destroyed = destroy_due(municipality=run.MUNICIPALITY, moment=run.MOMENT)
    signed = sign_checkpoint(municipality=run.MUNICIPALITY, moment=run.MOMENT)
    sent = send_checkpoints(municipality=run.MUNICIPALITY, moment=run.MOMENT)
    counted >> destroyed >> signed >> sent


purge_personal_data()
