"""### Collect deliveries

Fetches every partner's new files, validates them, loads the good lines and answers.
One partner's failure leaves the others alone; what is known is not loaded twice.

**Month** — the month the files must be about; empty: that of the run's own date.
**When a partner is red** — docs/runbook.md#collect
"""

from airflow.sdk import Asset, CronPartitionTimetable, dag, task, task_group
from vroegsein_airflow import parameters as run
from vroegsein_airflow.connections import server_of
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.failing import failed_at_once
from vroegsein_airflow.skipping import skipped_when_empty

from vroegsein import accountability, casework, intake
from vroegsein.boundary import without_values

EVERY_HOUR_ON_WORKDAYS = "0 7-18 * * 1-5"


@dag(
    schedule=CronPartitionTimetable(
        EVERY_HOUR_ON_WORKDAYS, timezone="Europe/Amsterdam", key_format="%Y-%m"
    ),
    catchup=False,
    max_active_runs=1,
    params=run.PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "intake"],
    default_args=run.DEFAULTS,
    deadline=deadline_of("collect_deliveries"),
)
def collect_deliveries() -> None:
    """Wire listing, fetching, reading, validating, loading and answering."""

    @task
    @without_values
    def list_partners(municipality: str, month: str) -> list[str]:
        return intake.list_partners(municipality, month)

    @task(map_index_template=run.BY_PARTNER)
    @failed_at_once
    @without_values
    def list_files(
        partner_code: str, municipality: str, month: str, moment: str
    ) -> list[str]:
        server = server_of(partner_code)
        return intake.list_files(municipality, month, partner_code, server, moment)

    @task(map_index_template=run.BY_PARTNER)
    @failed_at_once
    @without_values
    def fetch_files(partner_code: str, inbox_file_ids: list[str]) -> list[str]:
        return intake.fetch_files(inbox_file_ids, server_of(partner_code))

    @task(map_index_template=run.BY_PARTNER)
    @without_values
    def decode_files(partner_code: str, delivery_ids: list[str]) -> list[str]:
        return intake.decode_files(delivery_ids)

    @task(map_index_template=run.BY_PARTNER)
    @without_values
    def validate_files(partner_code: str, delivery_ids: list[str]) -> list[str]:
        return intake.validate_files(delivery_ids)

    @task(map_index_template=run.BY_PARTNER, outlets=[Asset("intake.delivery")])
    @without_values
    def load_files(partner_code: str, delivery_ids: list[str]) -> list[str]:
        return intake.load_files(delivery_ids)

    @task(map_index_template=run.BY_PARTNER)
    @failed_at_once
    @without_values
    def send_receipts(partner_code: str, delivery_ids: list[str]) -> dict[str, int]:
        return intake.send_receipts(delivery_ids, server_of(partner_code))

    @task(map_index_template=run.BY_PARTNER, outlets=[Asset("intake.crisis_line")])
    @skipped_when_empty
    @without_values
    def raise_crisis_lines(
        partner_code: str, delivery_ids: list[str], moment: str
    ) -> list[str]:
        return intake.open_crisis_notices(delivery_ids, moment)

    @task(trigger_rule="all_done", outlets=[Asset("intake.crisis_signal")])
    @skipped_when_empty
    @without_values
    def raise_crisis_signals(municipality: str, moment: str) -> list[str]:
        return casework.new_crisis_signals(municipality, moment)

    @task(trigger_rule="all_done")
    @without_values
    def write_quality_pages(municipality: str, month: str) -> int:
        return accountability.write_quality_pages(municipality, month)

    @task_group
    def collect_partner(partner_code: str) -> None:
        """Take one partner's files from inbox to receipt."""
        listed = list_files(
            partner_code=partner_code,
            municipality=run.MUNICIPALITY,
            month=run.MONTH,
            moment=run.MOMENT,
        )
        fetched = fetch_files(partner_code=partner_code, inbox_file_ids=listed)
        decoded = decode_files(partner_code=partner_code, delivery_ids=fetched)
        validated = validate_files(partner_code=partner_code, delivery_ids=decoded)
        loaded = load_files(partner_code=partner_code, delivery_ids=validated)
        send_receipts(partner_code=partner_code, delivery_ids=loaded)
        raise_crisis_lines(
            partner_code=partner_code, delivery_ids=loaded, moment=run.MOMENT
        )
        loaded >> raised  # one list of all partners' crises, not one each
        loaded >> pages  # of what did load; the chain's own end tells of failures

    raised = raise_crisis_signals(municipality=run.MUNICIPALITY, moment=run.MOMENT)
    pages = write_quality_pages(municipality=run.MUNICIPALITY, month=run.MONTH)
    partners = list_partners(municipality=run.MUNICIPALITY, month=run.MONTH)
    collect_partner.expand(partner_code=partners)


collect_deliveries()
