"""### Purge personal data

Every night destroys what is older than its term, proves that no byte of it is left, and
writes a certificate; then clears the folders of partners and office on the exchange
server, signs where the chain of events stands, and sends the signed checkpoint to who
keeps it outside (the policy's `checkpoints`).

**What is due** — the log of *count_due*; counts only. Terms: the policy's `retention`.
**Another moment** — in the form, after a standstill or on a demonstration; further than
forty days after the last night is refused.
**Holds** — `vroegsein hold set`. **A run at work** — the purge waits, and tries again.
**When it stops** — docs/runbook.md#purge
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, Param, dag, task
from vroegsein_airflow import parameters as run
from vroegsein_airflow.connections import (
    server_of,
    server_of_checkpoints,
    server_of_office,
)
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.failing import failed_at_once

from vroegsein import accountability
from vroegsein.boundary import without_values

EVERY_NIGHT_AT_HALF_PAST_ONE = "30 1 * * *"
PARAMETERS = {
    "municipality": run.PARAMETERS["municipality"],
    "moment": Param(
        None,
        type=["null", "string"],
        format="date-time",
        title="Moment",
        description="Moment that terms are judged by; empty for that of the run",
    ),
}
MOMENT = "{{ params.moment or dag_run.run_after.isoformat() }}"


@dag(
    schedule=CronTriggerTimetable(
        EVERY_NIGHT_AT_HALF_PAST_ONE, timezone="Europe/Amsterdam"
    ),
    catchup=False,
    max_active_runs=1,
    params=PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "verantwoording"],
    default_args=run.DEFAULTS | {"execution_timeout": timedelta(hours=2)},
    deadline=deadline_of("purge_personal_data"),
)
def purge_personal_data() -> None:
    """Wire counting, destroying, clearing and signing."""

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
    def list_accounts(municipality: str) -> list[str]:
        return accountability.list_accounts(municipality)

    @task(map_index_template=run.BY_PARTNER)
    @failed_at_once
    @without_values
    def clear_account(
        partner_code: str, municipality: str, moment: str
    ) -> dict[str, int]:
        server = server_of(partner_code)
        return accountability.clear_account(municipality, server, moment)

    @task
    @failed_at_once
    @without_values
    def clear_office(municipality: str, moment: str) -> dict[str, int]:
        server = server_of_office(municipality)
        return accountability.clear_account(municipality, server, moment)

    @task
    @without_values
    def sign_checkpoint(municipality: str, moment: str) -> int:
        return accountability.sign_checkpoint(municipality, moment)

    @task
    @without_values
    def send_checkpoints(municipality: str, moment: str) -> int:
        server = server_of_checkpoints(municipality)
        return accountability.send_checkpoints(municipality, server, moment)

    counted = count_due(municipality=run.MUNICIPALITY, moment=MOMENT)
    destroyed = destroy_due(municipality=run.MUNICIPALITY, moment=MOMENT)
    accounts = list_accounts(municipality=run.MUNICIPALITY)
    each = clear_account.partial(municipality=run.MUNICIPALITY, moment=MOMENT)
    each.expand(partner_code=accounts)  # one that is away holds up no other
    office = clear_office(municipality=run.MUNICIPALITY, moment=MOMENT)
    signed = sign_checkpoint(municipality=run.MUNICIPALITY, moment=MOMENT)
    sent = send_checkpoints(municipality=run.MUNICIPALITY, moment=MOMENT)
    counted >> destroyed >> signed >> sent
    destroyed >> accounts  # a clock that jumped clears nothing either
    destroyed >> office


purge_personal_data()
