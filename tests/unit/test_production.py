"""The first run of the compose stack may be repeated, and opens nothing by itself."""

import importlib.util
import json
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from support.compose import ROOT

from vroegsein.errors import ConfigurationError, StackError
from vroegsein.stack import heartbeat, production, sftp_server

PARTNERS = ROOT / "include" / "partners"
POLICIES = ROOT / "include" / "municipalities"


@pytest.fixture
def site(tmp_path: Path) -> production.Site:
    for name in ("host-key", "collector-key", "accounts", "exchange", "partner-keys"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "admin_password").write_text("geheim", "utf-8")
    return production.compose_site(
        {
            "VROEGSEIN_STATE": str(tmp_path),
            "VROEGSEIN_PARTNER_KEYS": str(tmp_path / "partner-keys"),
            "VROEGSEIN_ADMIN_PASSWORD_FILE": str(tmp_path / "admin_password"),
        }
    )


def _admitted(site: production.Site, account: str) -> str:
    return (site.accounts / account / "authorized_keys").read_text("utf-8")


def test_every_partner_and_office_gets_an_account_without_a_key(
    site: production.Site,
) -> None:
    accounts = production.prepare_exchange(site, PARTNERS, POLICIES)
    partners = [path.stem for path in PARTNERS.glob("*.yml")]
    assert accounts == sorted([*partners, "cbs", "gemeente_1940", "toezichthouder"])
    assert {_admitted(site, account) for account in accounts} == {""}
    for folder in sftp_server.FOLDERS:
        assert (site.exchange / accounts[0] / folder).is_dir()


def test_an_account_admits_exactly_the_keys_of_its_file(
    site: production.Site, tmp_path: Path
) -> None:
    sftp_server.create_key(tmp_path / "partner", "merenwonen")
    offered = (tmp_path / "partner.pub").read_text("utf-8")
    admitted = site.partner_keys / "merenwonen.pub"
    admitted.write_text(offered, "utf-8")
    production.prepare_exchange(site, PARTNERS, POLICIES)
    assert _admitted(site, "merenwonen") == offered
    admitted.unlink()
    production.prepare_exchange(site, PARTNERS, POLICIES)
    assert _admitted(site, "merenwonen") == ""


def test_a_second_run_keeps_the_keys(site: production.Site) -> None:
    production.prepare_exchange(site, PARTNERS, POLICIES)
    before = site.host_key.read_bytes(), site.collector_key.read_bytes()
    production.prepare_exchange(site, PARTNERS, POLICIES)
    assert before == (site.host_key.read_bytes(), site.collector_key.read_bytes())
    assert stat.S_IMODE(site.collector_key.stat().st_mode) == 0o600


def test_the_connection_pins_the_servers_key(site: production.Site) -> None:
    production.prepare_exchange(site, PARTNERS, POLICIES)
    made = production.connection(site)
    extra = json.loads(str(made["extra"]))
    assert extra["host_key"] == sftp_server.public_key(site.host_key)
    assert extra["key_file"] == str(site.collector_key)
    assert "password" not in made


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(ConfigurationError, match="VROEGSEIN_PARTNER_KEYS"):
        production.compose_site({"VROEGSEIN_STATE": "x"})


def test_a_refusal_of_airflow_stops_the_first_run(
    site: production.Site, tmp_path: Path
) -> None:
    program = tmp_path / "airflow"
    program.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    program.chmod(0o700)
    site = replace(site, airflow=program)
    with pytest.raises(StackError, match="airflow db migrate"):
        production.prepare_airflow(site)


def test_the_password_is_answered_and_is_no_argument(
    site: production.Site, tmp_path: Path
) -> None:
    program, seen = tmp_path / "airflow", tmp_path / "seen"
    program.write_text(
        f'#!/bin/sh\necho "$@" >>{seen}\ncat >>{seen}.answers\n', "utf-8"
    )
    program.chmod(0o700)
    site = replace(site, airflow=program)
    production.prepare_exchange(site, PARTNERS, POLICIES)
    production.prepare_airflow(site)
    assert "geheim" not in seen.read_text("utf-8")
    assert Path(f"{seen}.answers").read_text("utf-8") == "geheim\ngeheim\n"


@contextmanager
def _answering(status: int, body: bytes) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "healthy"),
    [
        (200, b'{"scheduler": {"status": "healthy"}}', True),
        (200, b'{"scheduler": {"status": "unhealthy"}}', False),
        (200, b'{"triggerer": {"status": "healthy"}}', False),
        (200, b"[]", False),
        (200, b"<html>", False),
        (503, b'{"scheduler": {"status": "healthy"}}', False),
    ],
)
def test_only_a_healthy_part_is_healthy(
    status: int, body: bytes, healthy: bool
) -> None:
    with _answering(status, body) as url:
        assert heartbeat.is_healthy(url, "scheduler") is healthy


def test_a_silent_server_is_not_healthy(unused_port: int) -> None:
    assert not heartbeat.is_healthy(f"127.0.0.1:{unused_port}", "scheduler")


@pytest.mark.skipif(
    importlib.util.find_spec("airflow.providers.fab") is not None,
    reason="here the roles can be made: tests/dags/test_fab_roles.py",
)
def test_roles_that_cannot_be_made_stop_the_first_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    with pytest.raises(StackError, match="roles"):
        production.prepare_roles()
