"""By when each Dag has to be done: one promise per Dag, told of when it is broken."""

from dataclasses import dataclass
from datetime import timedelta

from airflow.sdk import DeadlineAlert, DeadlineReference, SyncCallback

TELL = "vroegsein_airflow.notifying.tell_of_deadline"


@dataclass(frozen=True)
class Promise:
    """What a Dag's run promises.

    Attributes:
        within: After the run was queued.
        text: What is there by then, in Dutch, as the mail says it.
        anchor: Chapter of the runbook.
    """

    within: timedelta
    text: str
    anchor: str


PROMISES = {
    "build_signal_list": Promise(
        timedelta(days=5), "de lijst van de maand gepubliceerd of afgewezen", "build"
    ),
    "collect_deliveries": Promise(
        timedelta(minutes=50), "alle leveringen opgehaald en beantwoord", "collect"
    ),
    "collect_office_lists": Promise(
        timedelta(hours=1), "de lijsten van de gemeente verwerkt", "office-files"
    ),
    "collect_outcomes": Promise(
        timedelta(hours=1), "de uitkomsten verwerkt en beantwoord", "office-files"
    ),
    "handle_crisis_signals": Promise(
        timedelta(hours=4), "de crisislijst goedgekeurd en verstuurd", "crisis-list"
    ),
    "purge_personal_data": Promise(
        timedelta(hours=4), "vernietigd wat over zijn termijn is, met bewijs", "purge"
    ),
    "report_statistics": Promise(
        timedelta(hours=2), "de landelijke levering gemaakt en verstuurd", "statistics"
    ),
    "review_crisis_lines": Promise(
        timedelta(hours=4), "een antwoord op het crisissignaal", "crisis"
    ),
    "review_matches": Promise(
        timedelta(days=10), "de beoordeling van twijfelgevallen terug", "review"
    ),
    "send_feedback": Promise(
        timedelta(hours=2), "de terugkoppeling bij alle partners", "feedback"
    ),
    "watch_clocks": Promise(
        timedelta(hours=1), "de termijnen geteld en gemeld", "clocks"
    ),
}


def deadline_of(dag_id: str) -> DeadlineAlert:
    """Return the alert of a Dag's promise.

    Raises:
        KeyError: The Dag promises nothing.
    """
    promise = PROMISES[dag_id]
    return DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=promise.within,
        callback=SyncCallback(
            TELL,
            kwargs={
                "dag_id": dag_id,
                "promise": promise.text,
                "anchor": promise.anchor,
            },
        ),
        name=promise.text,
    )
