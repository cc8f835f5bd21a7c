"""Which questions of our Dags wait for people, as Airflow's own database knows them."""

import re
from urllib.parse import quote

from airflow.models.hitl import HITLDetail
from airflow.models.taskinstance import TaskInstance
from airflow.utils.session import create_session

from vroegsein.accountability.dashboard import Question

DAGS = ("build_signal_list", "handle_crisis_signals", "review_crisis_lines")
MOST = 20
_WAITING = "awaiting_input"
_BEGINS_BOLD = re.compile(r"\*\*(?P<words>[^*\n]{1,80})\*\*")


def open_questions() -> tuple[Question, ...]:
    """Return the questions that wait, the oldest first."""
    from sqlalchemy import select

    asked = (
        select(
            HITLDetail.subject,
            HITLDetail.body,
            HITLDetail.created_at,
            TaskInstance.dag_id,
            TaskInstance.run_id,
            TaskInstance.task_id,
            TaskInstance.map_index,
        )
        .join(TaskInstance, HITLDetail.ti_id == TaskInstance.id)
        .where(
            HITLDetail.responded_at.is_(None),
            TaskInstance.state == _WAITING,
            TaskInstance.dag_id.in_(DAGS),
        )
        .order_by(HITLDetail.created_at, TaskInstance.run_id, TaskInstance.map_index)
        .limit(MOST)
    )
    with create_session() as session:
        found = session.execute(asked).all()
    return tuple(
        Question(row.dag_id, row.subject, row.created_at, _place(row), about(row.body))
        for row in found
    )


def about(body: str | None) -> str:
    """Return what a question is about: the words in bold with which its text begins."""
    found = _BEGINS_BOLD.match(body or "")
    return found["words"] if found else ""


def _place(row: object) -> str:
    """Return where a question is answered, as a path within Airflow."""
    mapped = f"/mapped/{row.map_index}" if row.map_index >= 0 else ""
    return (
        f"/dags/{row.dag_id}/runs/{quote(row.run_id)}/tasks/{row.task_id}{mapped}"
        "/required_actions"
    )
