"""`make up`: what does not run is started, what runs is left alone.

A part is started again when it is gone, when it was started with other settings or
other code than today's, and when it lives but gives no sign of life.
"""

import hashlib
import importlib
import importlib.util
import socket
import sys
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
from vroegsein.stack.layout import Layout
from vroegsein.stack.ports import HOST, choose_ports, load_ports
from vroegsein.stack.processes import Session
from vroegsein.stack.state import Part, load_parts, recipe, save_parts

POSTGRES = "postgres"
SFTP = "sftp-server"
NAMES = (POSTGRES, SFTP, *components.COMPONENTS)
PORTS = {POSTGRES: "postgres", SFTP: "sftp", "api-server": "ui"}
_PATIENCE = 180.0  # seconds for a part to come up on a slow, busy machine
_SILENCE = 45.0  # seconds after which a living part without heartbeat is restarted
_MIGRATION = "airflow-migrate"


class Starter:
    """One run of `make up`: holds what its steps share."""

    def __init__(self, layout: Layout, console: Console) -> None:
        self._layout = layout
        self._console = console
        self._parts = load_parts(layout)

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
        _upgrade_register(register_url(secrets, ports))
        self._wait_for(SFTP, lambda: _greets(ports.sftp))
        if migration is not None:
            self._wait_for(_MIGRATION, lambda: migration.poll() is not None)
            components.finish_migration(layout, url, migration.wait())

    def _start_airflow(self) -> None:
        started = {name for name in components.COMPONENTS if self._ensure_airflow(name)}
        survivors = set(components.COMPONENTS) - started
        if survivors:
            self._restart_silent(survivors)
        self._wait_for("airflow", lambda: not self._unhealthy())

    def _restart_silent(self, survivors: set[str]) -> None:
        """Start a part again that lives but does not work."""
        try:
            self._wait_for(
                "airflow", lambda: not survivors & self._unhealthy(), _SILENCE
            )
        except _SilentError:
            for name in survivors & self._unhealthy():
                self._console.say(f"{name}: gives no sign of life")
                processes.stop(self._parts[name].session)
                self._ensure_airflow(name)

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

    def _ensure_airflow(self, name: str) -> bool:
        return self._ensure(name, components.command(name))

    def _ensure(self, name: str, command: Sequence[str]) -> bool:
        """Start a part unless it runs as it should; return whether it was started."""
        environ = environment(self._layout)
        wanted = recipe([*command, _code(self._layout)], environ)
        known = self._parts.get(name)
        if known is not None and known.running and known.recipe == wanted:
            return False
        if known is not None:
            if known.running:
                self._console.say(f"{name}: settings or code changed")
            processes.stop(known.session)  # also what a killed part left behind
        log = self._layout.log(name)
        session = processes.start(command, inherited() | environ, log)
        self._remember(name, session, wanted)
        return True

    def _remember(self, name: str, session: Session, made_with: str) -> None:
        ports = asdict(load_ports(self._layout))
        port = ports[PORTS[name]] if name in PORTS else None
        self._parts[name] = Part(name, session, port, made_with)
        save_parts(self._layout, self._parts)
        self._console.say(f"{name}: started")

    def _runs(self, name: str) -> bool:
        return name in self._parts and self._parts[name].running

    def _wait_for(
        self, name: str, ready: Callable[[], bool], patience: float = _PATIENCE
    ) -> None:
        """Wait for a part, and give up at once when one that was started has ended."""

        def ready_or_ended() -> bool:
            if ready():
                return True
            for part in self._parts.values():
                if not part.running:
                    log = self._layout.log(part.name)
                    msg = f"{part.name} ended soon after its start; see {log}."
                    raise StackError(msg)
            return False

        if not self._console.wait_until(ready_or_ended, what=name, patience=patience):
            msg = (
                f"Waited {patience:.0f} s in vain for {name}; "
                f"see {self._layout.logs}, then run this again."
            )
            raise _SilentError(msg)


class _SilentError(StackError):
    """A part did not come up in time."""


def _upgrade_register(url: str) -> None:
    """Bring the register up to date."""
    if importlib.util.find_spec("vroegsein.register.schema") is None:
        return
    schema = importlib.import_module("vroegsein.register.schema")
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
