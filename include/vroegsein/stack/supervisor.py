"""The embedded stack as a whole: up, down, and how it is."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vroegsein.stack import components, postgres, processes
from vroegsein.stack.addresses import cluster_of, ui_url
from vroegsein.stack.console import Console
from vroegsein.stack.credentials import password_of
from vroegsein.stack.layout import Layout, check_room, prepare_folders
from vroegsein.stack.ports import load_ports
from vroegsein.stack.starter import NAMES, POSTGRES, SFTP, Starter
from vroegsein.stack.state import Part, load_parts, locked, save_parts

_PRIVATE = 0o077  # what is made from now on is readable for its owner alone
_USER = "engineer"


@dataclass(frozen=True, repr=False)
class Access:
    """How a person reaches the started stack.

    Attributes:
        url: Address of Airflow's pages.
        user: Name to log in with.
        password: That user's password.
        passwords: File with all users and passwords.
    """

    url: str
    user: str
    password: str
    passwords: Path


@dataclass(frozen=True)
class Condition:
    """One line of `make status`.

    Attributes:
        name: The part.
        running: Whether it runs.
        pid: Its process id, when it runs.
        port: The port it listens on, if any.
        since: When it started, in the machine's own time zone.
    """

    name: str
    running: bool
    pid: int | None = None
    port: int | None = None
    since: datetime | None = None


def up(layout: Layout, console: Console) -> Access:
    """Start what does not run and leave alone what does.

    Raises:
        StackError: Something is in the way; the message says what to do about it.
    """
    os.umask(_PRIVATE)
    prepare_folders(layout)
    check_room(layout)
    with locked(layout):
        Starter(layout, console).run()
    return Access(
        url=ui_url(load_ports(layout)),
        user=_USER,
        password=password_of(layout, _USER),
        passwords=layout.passwords,
    )


def down(layout: Layout, console: Console) -> None:
    """Stop everything; nothing of the stack runs afterwards.

    Raises:
        StackError: Another command is changing the stack.
    """
    if not layout.var.exists():
        return
    with locked(layout):
        parts = load_parts(layout)
        _stop_airflow(console, parts)
        if SFTP in parts:
            console.say(f"{SFTP}: stopping")
            processes.stop(parts[SFTP].session)
        _stop_postgres(layout, console, parts)
        save_parts(layout, {})


def status(layout: Layout) -> list[Condition]:
    """Return the condition of each part, in the order in which they start."""
    parts = load_parts(layout)
    return [_condition(name, parts.get(name)) for name in NAMES]


def _condition(name: str, part: Part | None) -> Condition:
    if part is None or not part.running:
        return Condition(name, running=False)
    since = datetime.fromtimestamp(processes.started_at(part.session), UTC)
    return Condition(
        name,
        running=True,
        pid=part.session.pid,
        port=part.port,
        since=since.astimezone(),
    )


def _stop_airflow(console: Console, parts: Mapping[str, Part]) -> None:
    """Ask all of Airflow to stop at once; kill what is left after a while."""
    sessions = [parts[name].session for name in components.COMPONENTS if name in parts]
    if any(map(processes.members, sessions)):
        console.say("airflow: stopping")
    processes.stop_all(
        sessions, heartbeat=lambda: console.heartbeat("airflow: stopping")
    )


def _stop_postgres(layout: Layout, console: Console, parts: Mapping[str, Part]) -> None:
    if not (layout.postgres.exists() and layout.secrets.exists()):
        return
    cluster = cluster_of(layout)
    if POSTGRES in parts:
        console.say(f"{POSTGRES}: stopping")
        postgres.stop(parts[POSTGRES].session, cluster)
    postgres.clear_away(cluster)
