"""Airflow in a browser: who is logged in, and a run that asks whether to publish."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from support.running_month import BUILD, Airflow, RunningMonth, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

PATIENCE = 60_000  # milliseconds for a page of Airflow, on a busy machine
APPROVE, SECOND = "approve_list", "approve_again"


def logged_in(
    browser: "Browser", stack: RunningMonth, user: str, **context: Any
) -> "BrowserContext":
    """Return a browser context in which a user came through the login page."""
    base = stack.environment["AIRFLOW__API__BASE_URL"]
    passwords = json.loads((stack.var / "airflow" / "passwords.json").read_text())
    found = browser.new_context(base_url=base, **context)
    found.set_default_timeout(PATIENCE)
    page = found.new_page()
    page.goto("/")
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(passwords[user])
    page.locator("button[type=submit]").click()
    page.get_by_text("Dags").first.wait_for()
    return found


def state(airflow: Airflow, run_id: str, task: str = APPROVE) -> str | None:
    """Return the state of a task of a run that builds the list."""
    found = {one["task_id"]: one["state"] for one in airflow.tasks(BUILD, run_id)}
    return found[task]


def question(run_id: str, task: str = APPROVE) -> str:
    """Return the path of the page on which the question is answered."""
    return f"/dags/{BUILD}/runs/{quote(run_id)}/tasks/{task}/required_actions"


@contextmanager
def asking(stack: RunningMonth) -> Iterator[str]:
    """Start a run that asks whether the list may be published; end it after."""
    with Airflow(stack, "engineer") as airflow:
        airflow.http.patch(f"/dags/{BUILD}", json={"is_paused": False})
        found = airflow.trigger(BUILD, "2026-11-03T05:00:00+00:00")
        try:
            wait_until(lambda: state(airflow, found) == "awaiting_input", "question")
            yield found
        finally:
            if airflow.state(BUILD, found) not in {"success", "failed"}:
                run = f"/dags/{BUILD}/dagRuns/{found}"
                airflow.http.patch(run, json={"state": "failed"})
