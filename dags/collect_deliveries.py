"""### Collect deliveries

Fetches every partner's new files, reads and validates them, loads the good lines and
answers each partner with a receipt and findings. One partner's failure leaves the
others alone. Run it again as often as you like: what is known is not loaded twice.

**Month** — the reporting month the files must be about. A scheduled run takes the month
of its own date; fill in the month to collect an earlier one.
**When a partner is red** — docs/runbook.md#collect
"""

from datetime import datetime

from airflow.sdk import Asset, CronPartitionTimetable, dag, task, task_group
from vroegsein_airflow import parameters as run

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
)
def collect_deliveries() -> None:
    """Wire listing, fetching, reading, validating, loading and answering."""

    @task
    @without_values
    def list_partners(municipality: str, month: str) -> list[str]:
        from vroegsein.parties.partner import partner_codes
        from vroegsein.parties.period import ReportingMonth
        from vroegsein.settings import settings

        ReportingMonth.parse(month)
        return partner_codes(settings().partners, municipality)

    @task(map_index_template=run.BY_PARTNER)
    @without_values
    def list_files(
        partner_code: str, municipality: str, month: str, moment: str
    ) -> list[str]:
        from vroegsein_airflow.connections import server_of

        from vroegsein.intake import collect

        server, due = server_of(partner_code), datetime.fromisoformat(moment)
        return collect.list_files(municipality, month, partner_code, server, due)

    @task(map_index_template=run.BY_PARTNER)
    @without_values
    def fetch_files(partner_code: str, inbox_file_ids: list[str]) -> list[str]:
        from vroegsein_airflow.connections import server_of

        from vroegsein.intake import collect

        return collect.fetch_files(inbox_file_ids, server_of(partner_code))

    @task(map_index_template=run.BY_PARTNER)
    @without_values
    def decode_files(partner_code: str, delivery_ids: list[str]) -> list[str]:
        from vroegsein.intake import collect

        return collect.decode_files(delivery_ids)

    @task(map_index_template=run.BY_PARTNER)
    @without_values
    def validate_files(partner_code: str, delivery_ids: list[str]) -> list[str]:
        from vroegsein.intake import collect

        return collect.validate_files(delivery_ids)

    @task(map_index_template=run.BY_PARTNER, outlets=[Asset("intake.delivery")])
    @without_values
    def load_files(partner_code: str, delivery_ids: list[str]) -> list[str]:
        from vroegsein.intake import collect

        return collect.load_files(delivery_ids)

    @task(map_index_template=run.BY_PARTNER)
    @without_values
    def send_receipts(partner_code: str, delivery_ids: list[str]) -> dict[str, int]:
        from vroegsein_airflow.connections import server_of

        from vroegsein.intake import collect

        return collect.send_receipts(delivery_ids, server_of(partner_code))

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

    partners = list_partners(municipality=run.MUNICIPALITY, month=run.MONTH)
    collect_partner.expand(partner_code=partners)


collect_deliveries()
