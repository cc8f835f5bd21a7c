"""Who is told by mail, of what: a failure, a promise not kept, a question that waits.

Mails hold names of Dags and tasks, counts and ids; never a text of an error, for that
is for the log. They go through the connection `smtp_default`; without it, or without
an address in the policy, nothing is sent and the log says so.
"""

import html
import logging
import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from airflow.sdk import BaseNotifier

from vroegsein import casework
from vroegsein.errors import (
    ConfigurationError,
    DecisionError,
    OperatorError,
    VroegseinError,
)
from vroegsein.settings import settings

if TYPE_CHECKING:
    from vroegsein.parties.policy_feedback import Clocks

CONNECTION = "smtp_default"
RUNBOOK = "docs/runbook.md"
ANCHOR = re.compile(rf"{re.escape(RUNBOOK)}#([a-z-]+)")
#: Whose move it is, by the branch of the error tree; the first that fits.
MOVES: tuple[tuple[type[Exception], str], ...] = (
    (ConfigurationError, "Gegevensteam: herstel wat het taaklog noemt, dan Clear."),
    (
        OperatorError,
        "Gegevensteam: kijk in het taaklog; vaak helpt wachten, dan Clear.",
    ),
    (DecisionError, "Coördinator: er ontbreekt een besluit; kijk in het taaklog."),
    (VroegseinError, "Gegevensteam: meld dit met het taaklog bij de makers."),
)
OTHERWISE = "Gegevensteam: kijk in het taaklog; een besluit kan zijn uitgebleven."
logger = logging.getLogger(__name__)


def send_mail(recipients: Sequence[str], subject: str, text: str) -> bool:
    """Send a mail; tell whether there was anybody, and a way, to send it to.

    Raises:
        OSError: The server cannot be reached, or refuses (smtplib's errors too).
    """
    from airflow.providers.smtp.hooks.smtp import SmtpHook
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowNotFoundException

    if not recipients:
        logger.warning("no mail: the policy names nobody (clocks; %s#mail)", RUNBOOK)
        return False
    try:
        BaseHook.get_connection(CONNECTION)
    except AirflowNotFoundException:
        logger.warning("no mail: no connection %s (%s#mail)", CONNECTION, RUNBOOK)
        return False
    with SmtpHook(CONNECTION) as hook:
        hook.send_email_smtp(
            to=list(recipients),
            subject=subject,
            html_content=f"<pre>{html.escape(text)}</pre>",
        )
    logger.info("mail sent to %d", len(recipients))
    return True


def mail_clocks(municipality: str, moment: str) -> bool:
    """Tell the coordinators of clocks that press; tell whether a mail went out."""
    mail = casework.clock_mail(municipality, moment)
    if mail is None:
        return False
    return send_mail(watchers(municipality).coordinators, mail.subject, mail.text)


def tell_of_failure(context: Mapping[str, Any]) -> None:
    """Tell the engineers that a task failed for good: which, and what to do.

    Args:
        context: As Airflow hands it to an `on_failure_callback`.
    """
    task, run = context["ti"], context["dag_run"]
    error = context.get("exception")
    kind = type(error).__name__ if error is not None else "van buiten beëindigd"
    index = getattr(task, "map_index", -1)
    text = [
        f"Taak {task.task_id}{f' [{index}]' if index >= 0 else ''} is mislukt.",
        f"Dag {task.dag_id}, run {run.run_id}.",
        f"Soort fout: {kind}. De tekst staat in het taaklog.",
        "",
        move_after(error),
        f"Wat te doen: {remedy_of(context['dag'].doc_md)}",
    ]
    place = municipality_of(context.get("params"))
    subject = f"Vroegsein {place}: {task.dag_id}.{task.task_id} mislukt"
    send_mail(watchers(place).engineers, subject, "\n".join(text))


def tell_of_deadline(
    context: Mapping[str, Any], dag_id: str, promise: str, anchor: str
) -> None:
    """Tell engineers and coordinators that a promise was not kept in time.

    Args:
        context: `dag_run` and `deadline`, as Airflow hands them to a callback.
        dag_id: The Dag that is late.
        promise: What should have been there by now, in Dutch.
        anchor: Chapter of the runbook.
    """
    run = context.get("dag_run") or {}
    run_id = run.get("dag_run_id") or run.get("run_id") or "onbekend"
    place = municipality_of(run.get("conf"))
    text = (
        f"Niet op tijd: {promise}.\nDag {dag_id}, run {run_id}.\n\n"
        f"Wat te doen: {RUNBOOK}#{anchor}\n"
    )
    known = watchers(place)
    subject = f"Vroegsein {place}: {dag_id} is te laat"
    send_mail([*known.coordinators, *known.engineers], subject, text)


class QuestionWaits(BaseNotifier):
    """Tells the coordinators that a question waits for them in the Airflow UI."""

    template_fields = ("municipality", "question", "due")

    def __init__(self, municipality: str, question: str, due: str) -> None:
        super().__init__()
        self.municipality = municipality
        self.question = question
        self.due = due

    def notify(self, context: Mapping[str, Any]) -> None:
        """Send the mail; the question itself stands in the UI alone."""
        task = context["ti"]
        text = (
            f"{self.question}\nAntwoord {self.due}, in Airflow: Browse > Required"
            f" Actions.\nDag {task.dag_id}, run {context['dag_run'].run_id}.\n\n"
            f"Wat te doen: {remedy_of(context['dag'].doc_md)}\n"
        )
        subject = f"Vroegsein {self.municipality}: {task.dag_id} wacht op u"
        send_mail(watchers(self.municipality).coordinators, subject, text)


def watchers(municipality: str) -> "Clocks":
    """Return whom a municipality's policy names."""
    from vroegsein.parties.municipality import load_policy

    return load_policy(settings().municipalities, municipality).clocks


def municipality_of(given: Mapping[str, Any] | None) -> str:
    """Return the municipality a run is for; that of the installation unless given."""
    found = (given or {}).get("municipality")
    return str(found or os.environ.get("VROEGSEIN_MUNICIPALITY", "1940"))


def move_after(error: BaseException | None) -> str:
    """Return whose move it is after an error, in Dutch; its text is not used."""
    return next((move for kind, move in MOVES if isinstance(error, kind)), OTHERWISE)


def remedy_of(doc: str | None) -> str:
    """Return the runbook's chapter a Dag's documentation names."""
    found = ANCHOR.search(doc or "")
    return found[0] if found else RUNBOOK
