"""Our page behind Airflow's own login, over a register with a year in it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from support.page_year import use_partners, write_year
from support.ports import free_port
from support.postgres import copy_of
from vroegsein.accountability.dashboard import rows
from vroegsein.settings import PROJECT_ROOT, settings

USERS = {
    "viewer": "viewer",
    "engineer": "op",
    "coordinator": "user",
    "coordinator2": "user",
    "fg": "viewer",
    "admin": "admin",
}
PATIENCE = 240.0  # seconds for the server to answer, on a busy machine
PAGE = "/vroegsignalering"
REPORT = "reports/1940/2026-10/auditrapport-v1.html"
#: What a run leaves in the storage folder, and something that is nobody's business.
DOCUMENTS = (
    REPORT,
    "reports/1940/2026-10/auditrapport-v1.pdf",
    "reports/1940/2026-10/kenmerken-v1.txt",
    "reports/1940/2026-10/kenmerken-v1.txt.sig",
    "reports/1940/2026-10/secret.txt",
    "reports/0344/2026-10/auditrapport-v1.html",
    "quality/1940/2026-10/scorekaart.html",
    "statistics/1940/2026-10/monitor_1940_2026-10.html",
    "statistics/1940/2026-10/monitor_1940_2026-10.csv",
    "publications/1940/2026-10/signaallijst.csv",
    "reports/secret.txt",
)
SCRIPT = "<script>alert('partner')</script> & Zonen"


def write_documents(storage: Path) -> None:
    """Write a file of each name; it says which it is."""
    for name in DOCUMENTS:
        path = storage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"made up: {path.name}", "utf-8")


def forget(url: str) -> None:
    """Close the connections that the pages keep to a register."""
    rows._engine(url).dispose()


@contextmanager
def year_register(
    postgres_url: str,
    template: str,
    folder: Path,
    *,
    partners: int,
    signals: int,
    second_name: str = SCRIPT,
) -> Iterator[str]:
    """Make a register with a year in it; the settings point at it for that long."""
    name = f"register_page_{os.getpid()}_{partners}"
    server = create_engine(f"{postgres_url}/postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(copy_of(template, name))
    url = f"{postgres_url}/{name}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VROEGSEIN_REGISTER_URL", url)
        patch.setenv("VROEGSEIN_STORAGE", str(folder / "storage"))
        use_partners(folder / "include", patch, partners, {1: second_name})
        engine = create_engine(url)
        write_year(engine, signals)
        engine.dispose()
        yield url
        forget(url)
    settings.cache_clear()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@dataclass
class PageServer:
    """A running server, and who may log in."""

    url: str
    folder: Path
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, user: str) -> str:
        """Log a user in as the login page does; return the token."""
        if user not in self.tokens:
            answer = httpx.post(
                f"{self.url}/auth/token", json={"username": user, "password": user}
            )
            self.tokens[user] = answer.raise_for_status().json()["access_token"]
        return self.tokens[user]

    def get(self, path: str, user: str = "", method: str = "GET", **headers: str):
        """Ask for a path below the page as a user, or without a login."""
        cookies = {"_token": self.token(user)} if user else {}
        with httpx.Client(cookies=cookies, timeout=60) as client:
            return client.request(method, f"{self.url}{PAGE}{path}", headers=headers)


def _environment(folder: Path, port: int) -> dict[str, str]:
    passwords = folder / "passwords.json"
    passwords.write_text(json.dumps({user: user for user in USERS}), "utf-8")
    users = ",".join(f"{user}:{role}" for user, role in USERS.items())
    ours = {name: value for name, value in os.environ.items() if "VROEGSEIN" in name}
    return ours | {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT_ROOT / "plugins"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": users,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        "AIRFLOW__API_AUTH__JWT_SECRET": "for this test only, and long enough to be one",
        "PYTHONPATH": str(PROJECT_ROOT / "include"),
    }


@contextmanager
def serving(
    folder: Path, script: str = "page_app.py", **options: str
) -> Iterator[PageServer]:
    """Run the server over the register that the settings point at.

    Args:
        folder: Where it keeps its log and Airflow's own database.
        script: Which server, of this folder.
        options: Options of Airflow beyond those of the page, `AIRFLOW__…`.
    """
    port = free_port()
    log = (folder / "server.log").open("w+", encoding="utf-8")
    path = Path(__file__).parent / script
    server = subprocess.Popen(
        [sys.executable, str(path), str(port)],
        env=_environment(folder, port) | options,
        stdout=log,
        stderr=log,
    )
    found = PageServer(f"http://127.0.0.1:{port}", folder)
    try:
        _wait(server, found, folder / "server.log")
        yield found
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait(server: subprocess.Popen[bytes], found: PageServer, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.get(f"{found.url}{PAGE}/", timeout=10)
        except httpx.TransportError:
            assert server.poll() is None, log.read_text("utf-8")[-3000:]
            assert time.monotonic() < deadline, log.read_text("utf-8")[-3000:]
            time.sleep(0.2)
        else:
            return
