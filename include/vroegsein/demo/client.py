"""Airflow's public API, as a person at the keyboard would use it."""

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import tenacity

from vroegsein.errors import StackError

API = "/api/v2"
TIMEOUT = 30.0  # seconds; the API answers in milliseconds unless the machine is full
LOOKS = 5  # times that something is looked at before a silent Airflow is given up
PUBLISH = "Publiceren"
PAGE = 100  # answers at once; Airflow gives no more, whatever is asked


@dataclass(frozen=True)
class Question:
    """A human's decision that a run waits for."""

    dag_id: str
    run_id: str
    task_id: str
    map_index: int
    subject: str
    body: str


class AirflowClient:
    """One person logged in at the running Airflow."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.user = user
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT, trust_env=False)
        answer = self._http.post(
            "/auth/token", json={"username": user, "password": password}
        )
        self._check(answer, f"log in as {user}")
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def close(self) -> None:
        """End the connection."""
        self._http.close()

    def knows(self, dag_id: str) -> bool:
        """Tell whether Airflow has read this Dag."""
        return self._look(f"{API}/dags/{dag_id}").status_code == httpx.codes.OK

    def unpause(self, dag_id: str) -> None:
        """Let a Dag's runs start."""
        answer = self._http.patch(f"{API}/dags/{dag_id}", json={"is_paused": False})
        self._check(answer, f"unpause {dag_id}")

    def trigger(self, dag_id: str, month: str | None, moment: datetime) -> str:
        """Start a run, due at a moment, of a month or of none; return its id."""
        answer = self._http.post(
            f"{API}/dags/{dag_id}/dagRuns",
            json={
                # Its own: a second run of the same moment would be refused.
                "dag_run_id": f"demo__{moment.isoformat()}__{secrets.token_hex(4)}",
                "logical_date": None,
                "run_after": moment.isoformat(),
                "partition_key": month,
                "note": "make demo",
            },
        )
        self._check(answer, f"start {dag_id}")
        return str(answer.json()["dag_run_id"])

    def run_state(self, dag_id: str, run_id: str) -> str:
        """Return a run's state, such as `running` or `success`."""
        answer = self._look(f"{API}/dags/{dag_id}/dagRuns/{run_id}")
        self._check(answer, f"look at {dag_id}")
        return str(answer.json()["state"])

    def task_states(self, dag_id: str, run_id: str) -> Counter[str]:
        """Return how many tasks of a run are in which state."""
        return Counter(state for _, state in self.tasks(dag_id, run_id))

    def runs(self, dag_id: str, month: str) -> list[str]:
        """Return the ids of a Dag's runs for a reporting month."""
        answer = self._look(f"{API}/dags/{dag_id}/dagRuns", params={"order_by": "id"})
        self._check(answer, f"look at {dag_id}")
        runs = answer.json()["dag_runs"]
        return [str(run["dag_run_id"]) for run in runs if run["partition_key"] == month]

    def tasks(self, dag_id: str, run_id: str) -> list[tuple[str, str]]:
        """Return each task of a run with its state; `waiting` where it has none."""
        found: list[tuple[str, str]] = []
        while True:
            answer = self._look(
                f"{API}/dags/{dag_id}/dagRuns/{run_id}/taskInstances",
                params={"limit": PAGE, "offset": len(found), "order_by": "id"},
            )
            self._check(answer, f"look at the tasks of {dag_id}")
            page = answer.json()["task_instances"]
            found += [
                (str(task["task_id"]), str(task["state"] or "waiting")) for task in page
            ]
            if len(page) < PAGE:
                return found

    def failed_tasks(self, dag_id: str, run_id: str) -> list[str]:
        """Return the tasks of a run that failed, mapped ones with their partner."""
        answer = self._look(
            f"{API}/dags/{dag_id}/dagRuns/{run_id}/taskInstances",
            params={"limit": 1000, "state": ["failed", "upstream_failed"]},
        )
        self._check(answer, f"look at the tasks of {dag_id}")
        return [
            f"{task['task_id']} {task.get('rendered_map_index') or ''}".strip()
            for task in answer.json()["task_instances"]
        ]

    def question(self, dag_id: str, run_id: str) -> Question | None:
        """Return the decision a run waits for, if it waits for one."""
        answer = self._look(
            f"{API}/dags/{dag_id}/dagRuns/{run_id}/hitlDetails",
            params={"response_received": False},
        )
        self._check(answer, "look for open decisions")
        for detail in answer.json()["hitl_details"]:
            task = detail["task_instance"]
            if task["state"] == "awaiting_input":
                return Question(
                    dag_id,
                    run_id,
                    task["task_id"],
                    task["map_index"],
                    detail["subject"],
                    detail["body"],
                )
        return None

    def answer(self, question: Question, option: str) -> None:
        """Answer a decision as the person who is logged in."""
        answer = self._http.patch(
            f"{API}/dags/{question.dag_id}/dagRuns/{question.run_id}"
            f"/taskInstances/{question.task_id}/{question.map_index}/hitlDetails",
            json={"chosen_options": [option], "params_input": {}},
        )
        self._check(answer, "record the decision")

    def _look(self, path: str, params: dict[str, Any] | None = None) -> httpx.Response:
        """Ask for something that changes nothing; again where no answer comes in time.

        Raises:
            StackError: No answer came at all.
        """
        tries = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(httpx.TransportError),
            stop=tenacity.stop_after_attempt(LOOKS),
        )
        try:
            return tries(self._http.get, path, params=params)
        except tenacity.RetryError:
            msg = "Airflow does not answer; see `make status` and the logs."
            raise StackError(msg) from None

    @staticmethod
    def _check(answer: httpx.Response, wanted: str) -> None:
        """Raise a StackError in place of an answer that is no success."""
        if answer.is_success:
            return
        msg = (
            f"Airflow would not {wanted}: HTTP {answer.status_code}. "
            "See `make status` and the logs under var/log."
        )
        raise StackError(msg)
