"""### Review doubtful matches

Asks officials about pairs that may be one person: an encrypted sheet goes to the
municipality's outbox, and its answer is awaited in the inbox. Nothing waits for it: the
pairs stay apart on the list, and are marked there. An answer holds from the next list.

**Counts** — the log of *open_reviews*; names are on the sheet alone.
**No answer** — after two weeks *wait_for_answer* is skipped, and the pairs stay apart.
**When it stops** — docs/runbook.md#review
"""

from datetime import timedelta

from airflow.sdk import dag, task, task_group
from vroegsein_airflow import parameters as run
from vroegsein_airflow.connections import server_of_office

from vroegsein import listing
from vroegsein.boundary import without_values


@dag(
    schedule=None,  # build_signal_list starts it after each matching
    max_active_runs=4,  # an open review of last month does not hold up this one
    params=run.PARAMETERS,
    doc_md=__doc__,
    tags=["vroegsein", "signaallijst"],
    default_args=run.DEFAULTS,
)
def review_matches() -> None:
    """Wire opening, sending, waiting and taking in."""

    @task
    @without_values
    def open_reviews(municipality: str, month: str, moment: str) -> list[str]:
        return listing.open_reviews(municipality, month, moment)

    @task
    @without_values
    def send_review(review_id: str, municipality: str) -> str:
        return listing.send_review(review_id, server_of_office(municipality))

    @task.sensor(
        mode="reschedule",
        poke_interval=timedelta(minutes=10),
        timeout=timedelta(days=14),
        execution_timeout=None,
        soft_fail=True,
    )
    @without_values
    def wait_for_answer(review_id: str, municipality: str, moment: str) -> bool:
        server = server_of_office(municipality)
        return listing.is_answered(review_id, server, moment)

    @task
    @without_values
    def take_answer(review_id: str, municipality: str, moment: str) -> dict[str, int]:
        server = server_of_office(municipality)
        return listing.take_answer(review_id, server, moment)

    @task_group
    def review(review_id: str) -> None:
        """Take one sheet from question to verdicts."""
        place = {"municipality": run.MUNICIPALITY}
        sent = send_review(review_id=review_id, **place)
        asked = {"review_id": sent, "moment": run.MOMENT, **place}
        wait_for_answer(**asked) >> take_answer(**asked)

    opened = open_reviews(
        municipality=run.MUNICIPALITY, month=run.MONTH, moment=run.MOMENT
    )
    review.expand(review_id=opened)


review_matches()
