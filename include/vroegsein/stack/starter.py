"""`make up`: what does not run is started, what runs is left alone.

A part is started again when it is gone, when it was started with other settings or
other code than today's, and when it lives but gives no sign of life.
"""

import hashlib
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from vroegsein.errors import StackError
from vroegsein.stack import components, postgres, processes, sftp_server
from vroegsein.stack.addresses import (
    AIRFLOW,
    REGISTER,
    airflow_database,
    cluster_of,
    register_url,
)
from vroegsein.stack.console import Console
from vroegsein.stack.credentials import load_secrets, prepare_secrets
from vroegsein.stack.environment import environment, inherited, write_environment
from vroegsein.stack.layout import Layout, check_room
from vroegsein.stack.own_keys import prepare_ring
from vroegsein.stack.ports import HOST, choose_ports, load_ports
from vroegsein.stack.processes import Session
from vroegsein.stack.state import Part, load_parts, recipe, save_parts

POSTGRES = "postgres"
SFTP = "sftp-server"
NAMES = (POSTGRES, SFTP, *components.COMPONENTS)
PORTS = {POSTGRES: "postgres", SFTP: "sftp", "api-server": "ui"}
_PATIENCE = 180.0  # seconds for a part to come up on a slow, busy machine
_SILENCE = 45.0  # seconds without heartbeat after which a living part is restarted
_MIGRATION = "airflow-migrate"


class Starter:
    """One run of `make up`: holds what its steps share."""

    def __init__(self, layout: Layout, console: Console) -> None:
        self._layout = layout
        self._console = console
        self._parts = load_parts(layout)
        self._fresh: set[str] = set()  # parts started by this run
        self._code = _code(layout)

    def run(self) -> None:
        """Bring every part up, in the order in which they need each other.

        Raises:
            StackError: A part does not come up.
        """
        self._prepare()
        self._start_postgres()
        self._start_sftp()
        self._migrate()
        self._start_airflow()

    def _prepare(self) -> None:
        layout = self._layout
        prepare_secrets(layout)
        sftp_server.create_key(layout.host_key, "vroegsein sftp server")
        sftp_server.create_key(layout.collector_key, "vroegsein collector")
        prepare_ring(layout)
        running = [port for name, port in PORTS.items() if self._runs(name)]
        for remark in choose_ports(layout, running):
            self._console.say(remark)
        write_environment(layout)
        components.write_local_settings(layout)

    def _start_postgres(self) -> None:
        cluster = cluster_of(self._layout)
        if not self._runs(POSTGRES):
            if not cluster.folder.exists():
                self._console.say("postgres: making the cluster")
            postgres.create(cluster)
            self._remember(POSTGRES, postgres.start(cluster), "")
        self._wait_for(POSTGRES, lambda: postgres.answers(cluster))
        secrets = load_secrets(self._layout)
        postgres.create_database(cluster, REGISTER, secrets.register)
        postgres.create_database(cluster, AIRFLOW, secrets.airflow)
        postgres.allow_purge(cluster, REGISTER)

    def _start_sftp(self) -> None:
        layout = self._layout
        options = {
            "accounts": layout.accounts,
            "folders": layout.exchange,
            "host-key": layout.host_key,
            "collector-key": f"{layout.collector_key}.pub",
            "port": load_ports(layout).sftp,
        }
        arguments = [f"--{name}={value}" for name, value in options.items()]
        program = str(Path(sys.executable).parent / "vroegsein")
        self._ensure(SFTP, [program, "sftp-server", *arguments])

    def _migrate(self) -> None:
        """Bring both databases up to date, side by side."""
        layout, ports = self._layout, load_ports(self._layout)
        secrets = load_secrets(layout)
        url, migration = airflow_database(secrets, ports), None
        if components.needs_migration(layout, url):
            self._console.say("airflow: bringing its database up to date")
            environ = inherited() | environment(layout)
            migration = components.begin_migration(layout, environ)
        try:
            _upgrade_register(register_url(secrets, ports))
            self._wait_for(SFTP, lambda: _greets(ports.sftp))
            if migration is not None:
                self._wait_for(_MIGRATION, lambda: migration.poll() is not None)
        finally:
            code = migration.wait() if migration is not None else None
        if code is not None:
            components.finish_migration(layout, url, code)

    def _start_airflow(self) -> None:
        self._end_outdated()
        for name in components.COMPONENTS:
            self._ensure_airflow(name)
        deadline = time.monotonic() + _SILENCE
        self._wait_for("airflow", lambda: self._airflow_works(deadline))

    def _end_outdated(self) -> None:
        """End at once the parts that `_ensure` would end one by one."""
        outdated = [
            part
            for name, part in self._parts.items()
            if name in components.COMPONENTS
            and part.running
            and part.recipe != self._recipe(components.command(name))
        ]
        if outdated:
            self._console.say("airflow: settings or code changed, stopping it")
            processes.stop_all([part.session for part in outdated])

    def _airflow_works(self, deadline: float) -> bool:
        """Tell whether all of Airflow works; start again what ran before and fails."""
        for name in components.COMPONENTS:
            if name not in self._fresh and not self._runs(name):
                self._ensure_airflow(name)
        unhealthy = self._unhealthy()
        if time.monotonic() > deadline:
            for name in unhealthy - self._fresh:
                self._console.say(f"{name}: gives no sign of life")
                processes.stop(self._parts[name].session)
                self._ensure_airflow(name)
        if unhealthy:
            self._console.heartbeat(f"waiting for {', '.join(sorted(unhealthy))}")
        return not unhealthy

    def _unhealthy(self) -> set[str]:
        """Return the parts of Airflow that do not work, or not yet."""
        moments = {
            name: processes.started_at(self._parts[name].session)
            for name in (POSTGRES, *components.COMPONENTS)
        }
        since = {
            name: max(moments[name], moments[POSTGRES])
            for name in components.COMPONENTS
        }
        return set(components.unhealthy(load_ports(self._layout).ui, since))

    def _ensure_airflow(self, name: str) -> None:
        self._ensure(name, components.command(name))

    def _ensure(self, name: str, command: Sequence[str]) -> None:
        """Start a part, unless it runs as it should."""
        wanted = self._recipe(command)
        known = self._parts.get(name)
        if known is not None:
            if known.running and known.recipe == wanted:
                return
            processes.stop(known.session)  # also what a killed part left behind
        environ = inherited() | environment(self._layout)
        session = processes.start(command, environ, self._layout.log(name))
        self._remember(name, session, wanted)

    def _recipe(self, command: Sequence[str]) -> str:
        return recipe([*command, self._code], environment(self._layout))

    def _remember(self, name: str, session: Session, made_with: str) -> None:
        ports = asdict(load_ports(self._layout))
        port = ports[PORTS[name]] if name in PORTS else None
        self._parts[name] = Part(name, session, port, made_with)
        self._fresh.add(name)
        save_parts(self._layout, self._parts)
        self._console.say(f"{name}: started")

    def _runs(self, name: str) -> bool:
        return name in self._parts and self._parts[name].running

    def _wait_for(self, name: str, ready: Callable[[], bool]) -> None:
        """Wait for a part; give up at once when a part that was started has ended."""

        def is_ready() -> bool:
            return ready() or self._check_alive()

        if not self._console.wait_until(is_ready, what=name, patience=_PATIENCE):
            check_room(self._layout)
            msg = (
                f"Waited {_PATIENCE:.0f} s in vain for {name}; "
                f"see {self._layout.logs}, then run this again."
            )
            raise StackError(msg)

    def _check_alive(self) -> bool:
        """Return False; raise when a part that this run started has ended."""
        for name in self._fresh:
            if not self._parts[name].running:
                check_room(self._layout)
                msg = (
                    f"{name} ended soon after its start; see {self._layout.log(name)}."
                )
                raise StackError(msg)
        return False


def _upgrade_register(url: str) -> None:
    """Bring the register up to date; what that needs, `status` does not load."""
    from vroegsein.register import schema

    schema.upgrade(url)


def _greets(port: int) -> bool:
    """Tell whether an SSH server answers."""
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False


def _code(layout: Layout) -> str:
    """Return a digest of all that a running part may have loaded."""
    digest = hashlib.sha256()
    files = [layout.root / "requirements.lock"]
    for folder in (layout.root / "include" / "vroegsein", layout.root / "plugins"):
        files += sorted(folder.rglob("*.py"))
    for path in files:
        if path.is_file():
            digest.update(f"{path}\n".encode() + path.read_bytes())
    return digest.hexdigest()
