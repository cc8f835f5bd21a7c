"""### Review doubtful matches

Asks officials about pairs that may be one person: an encrypted sheet goes to the
municipality's outbox, and its answer is awaited in the inbox. Nothing waits for it: the
pairs stay apart on the list, and are marked there. An answer holds from the next list.

**Counts** — the log of *open_reviews*; names are on the sheet alone.
**No answer** — after two weeks *wait_for_answer* is skipped, and the pairs stay apart.
**When it stops** — docs/runbook.md#review
"""

from datetime import timedelta

from airflow.sdk import Asset, PartitionedAssetTimetable, dag, task, task_group
from vroegsein_airflow import parameters as run
from vroegsein_airflow.connections import server_of_office
from vroegsein_airflow.deadlines import deadline_of
from vroegsein_airflow.failing import failed_at_once

from vroegsein import listing
from vroegsein.boundary import without_values
from vroegsein.exchange.server import Server


@dag(
    schedule=PartitionedAssetTimetable(assets=Asset("matching.run")),
    catchup=False,
    max_active_runs=16,  # an open question never holds up the next one
    params=run.PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "signaallijst"],
    default_args=run.DEFAULTS,
    deadline=deadline_of("review_matches"),
)
def review_matches() -> None:
    """Wire opening, sending, waiting and taking in."""

    @task
    @without_values
    def open_reviews(month: str, moment: str) -> list[str]:
        return listing.open_reviews(month, moment)

    @task
    @failed_at_once
    @without_values
    def send_review(review_id: str) -> str:
        return listing.send_review(review_id, office_server(review_id))

    @task.sensor(
        mode="reschedule",
        poke_interval=run.ANSWER_POLL,
        timeout=timedelta(days=14),
        soft_fail=True,
    )
    @without_values
    def wait_for_answer(review_id: str, moment: str) -> bool:
        return listing.is_answered(review_id, office_server(review_id), moment)

    @task
    @failed_at_once
    @without_values
    def take_answer(review_id: str, moment: str) -> dict[str, int]:
        return listing.take_answer(review_id, office_server(review_id), moment)

    @task_group
    def review(review_id: str) -> None:
        """Take one sheet from question to verdicts."""
        sent = send_review(review_id=review_id)
        waiting = wait_for_answer(review_id=sent, moment=run.MOMENT)
        waiting >> take_answer(review_id=sent, moment=run.MOMENT)

    review.expand(review_id=open_reviews(month=run.MONTH, moment=run.MOMENT))


def office_server(review_id: str) -> Server:
    """Return the account of the municipality a review is of."""
    return server_of_office(listing.municipality_of(review_id))


review_matches()
