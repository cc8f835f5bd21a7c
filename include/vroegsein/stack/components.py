"""The four parts of Airflow: how each starts, and when each is healthy.

A part is healthy when Airflow says so and its heartbeat is younger than the part itself
and than the database: after a kill the dead part's last heartbeat still looks fresh.
"""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from importlib.metadata import version
from pathlib import Path

import psycopg

from vroegsein.errors import StackError
from vroegsein.stack.layout import Layout, write_private
from vroegsein.stack.ports import HOST

COMPONENTS = {
    "api-server": ["api-server"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
_HEARTBEATS = {
    "scheduler": ("scheduler", "latest_scheduler_heartbeat"),
    "dag-processor": ("dag_processor", "latest_dag_processor_heartbeat"),
    "triggerer": ("triggerer", "latest_triggerer_heartbeat"),
}
_TIMEOUT = 5.0

# Tasks are forked from the scheduler; what it has imported they need not import.
_LOCAL_SETTINGS = '''"""Imports once, in the scheduler, what most tasks use."""

import sys

if "scheduler" in sys.argv:
    import airflow.providers.standard.operators.hitl
    import duckdb
    import great_expectations
    import pandas
    import paramiko
    import psycopg
    import pyarrow
    import sqlalchemy
    import xlsxwriter

    import vroegsein.accountability
    import vroegsein.intake.collect
    import vroegsein.listing
    import vroegsein.matching.month
'''


def command(component: str) -> list[str]:
    """Return the command that runs a part in the foreground."""
    return [_program("airflow"), *COMPONENTS[component]]


def write_local_settings(layout: Layout) -> None:
    """Write the settings module that Airflow's parts load when they start."""
    path = layout.airflow_home / "config" / "airflow_local_settings.py"
    write_private(path, _LOCAL_SETTINGS)


def needs_migration(layout: Layout, url: str) -> bool:
    """Tell whether Airflow's database must be brought up to date.

    Asking Airflow itself takes four seconds; here the revision that the last
    migration left is compared, and the version of Airflow that made it.
    """
    if not _stamp(layout).exists():
        return True
    return _stamp(layout).read_text("utf-8") != _stamped(url)


def begin_migration(
    layout: Layout, environ: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start bringing Airflow's database up to date; `finish_migration` follows."""
    with layout.log("airflow-migrate").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own command, no shell
            [_program("airflow"), "db", "migrate"],
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def finish_migration(layout: Layout, url: str, returncode: int) -> None:
    """Remember that the migration was done.

    Raises:
        StackError: It failed.
    """
    if returncode != 0:
        log = layout.log("airflow-migrate")
        msg = f"Airflow's database could not be brought up to date; see {log}."
        raise StackError(msg)
    write_private(_stamp(layout), _stamped(url))


def unhealthy(ui_port: int, alive_since: Mapping[str, float]) -> list[str]:
    """Return the parts that do not work yet.

    Args:
        ui_port: Port of the API server.
        alive_since: Per part the moment, in seconds since 1970, after which a
            heartbeat counts.
    """
    health = _health(ui_port)
    if health is None:
        return ["api-server"]
    return [
        component
        for component, (section, field) in _HEARTBEATS.items()
        if health.get(section, {}).get("status") != "healthy"
        or _beat(health, section, field) < alive_since[component]
    ]


def _health(ui_port: int) -> dict[str, dict[str, str | None]] | None:
    """Return what the API server says of all parts, or None while it is silent."""
    url = f"http://{HOST}:{ui_port}/api/v2/monitor/health"
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=_TIMEOUT) as answer:
            health: dict[str, dict[str, str | None]] = json.load(answer)
            is_known = health["metadatabase"]["status"] == "healthy"
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        return None  # or another program answers at that port
    return health if is_known else None


def _beat(
    health: Mapping[str, Mapping[str, str | None]], section: str, field: str
) -> float:
    """Return the moment of a part's last heartbeat, in seconds since 1970."""
    text = health.get(section, {}).get(field)
    return datetime.fromisoformat(text).timestamp() if text else 0.0


def _stamp(layout: Layout) -> Path:
    return layout.airflow_home / "migrated"


def _stamped(url: str) -> str:
    """Return the version of Airflow and the revision of its database."""
    with psycopg.connect(url) as connection:
        known = connection.execute(
            "SELECT to_regclass('alembic_version') IS NOT NULL"
        ).fetchone()
        found = None
        if known and known[0]:
            found = connection.execute(
                "SELECT version_num FROM alembic_version"
            ).fetchone()
    revision = found[0] if found else "none"
    return f"{version('apache-airflow-core')} {revision}\n"


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)
