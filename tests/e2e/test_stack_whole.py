"""The whole stack, up once for all tests; they are told in the order they run."""

import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request

import psutil
import pytest
from support.stack import Stack, living

from vroegsein.stack.credentials import USERS
from vroegsein.stack.ports import is_free

NAMES = ["postgres", "sftp-server", "api-server", "scheduler"]
NAMES += ["dag-processor", "triggerer"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    stack = Stack(tmp_path_factory.mktemp("stack") / "var")
    result = stack.run("up")
    assert result.returncode == 0, result.stdout + result.stderr
    yield stack
    stack.run("down")


@pytest.fixture
def port(stack):
    return stack.ports()["ui"]


def passwords(stack):
    return json.loads(stack.layout.passwords.read_text())


def status_of(port, path, **body):
    """Return the HTTP status of a call on the Airflow API, posted if it has a body."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def logs_in(port, user, password):
    return status_of(port, "/auth/token", username=user, password=password) == 201


def assert_all_running(stack):
    shown = stack.run("status")
    assert shown.returncode == 0, shown.stdout
    assert [line.split()[0] for line in shown.stdout.splitlines()] == NAMES


def test_every_part_runs_and_is_shown(stack):
    shown = stack.run("status")
    assert shown.returncode == 0
    lines = shown.stdout.splitlines()
    assert len(lines) == len(NAMES)
    pattern = (
        r"\S+ +running +pid \d+ +port (\d+|-) +since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
    )
    assert all(re.fullmatch(pattern, line) for line in lines)


def test_a_second_up_leaves_alone_what_runs(stack):
    before = stack.pids
    result = stack.run("up")
    assert result.returncode == 0
    assert f"http://127.0.0.1:{stack.ports()['ui']}" in result.stdout
    assert stack.pids == before


def test_the_printed_login_opens_the_pages(stack, port):
    printed = stack.run("up").stdout
    user, password = re.search(r"log in as (\S+) with (\S+)", printed).groups()
    assert user == "engineer"
    assert logs_in(port, user, password)


def test_every_user_has_a_password_of_its_own(stack, port):
    users = passwords(stack)
    assert set(users) == set(USERS)
    assert len(set(users.values())) == len(USERS)
    assert all(logs_in(port, user, password) for user, password in users.items())
    assert not logs_in(port, "admin", users["viewer"])


def test_without_a_login_nothing_is_told(port):
    assert status_of(port, "/api/v2/monitor/health") == 200
    assert status_of(port, "/api/v2/dags") == 401


def test_the_documented_line_gives_the_command_line(stack):
    listed = subprocess.run(
        f". {stack.layout.environment_file} && airflow dags list --output json",
        shell=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(stack.var)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.returncode == 0, listed.stderr
    assert isinstance(json.loads(listed.stdout.splitlines()[-1]), list)


def test_all_parts_listen_on_the_loopback_address_alone(stack):
    addresses = set()
    for part in stack.parts.values():
        process = psutil.Process(part.session.pid)
        for each in [process, *process.children(recursive=True)]:
            for connection in each.net_connections("inet"):
                if connection.status == psutil.CONN_LISTEN:
                    addresses.add((connection.laddr.ip, connection.laddr.port))
    assert addresses == {("127.0.0.1", port) for port in stack.ports().values()}


def test_what_the_stack_writes_is_closed_to_others(stack):
    secret = (
        stack.layout.secrets,
        stack.layout.passwords,
        stack.layout.environment_file,
        stack.layout.host_key,
        stack.layout.collector_key,
        stack.layout.state,
    )
    assert {path.stat().st_mode & 0o777 for path in secret} == {0o600}
    assert stack.var.stat().st_mode & 0o777 == 0o700


def test_no_secret_stands_in_a_log_or_a_command_line(stack):
    secrets = json.loads(stack.layout.secrets.read_text()).values()
    known = [*secrets, *passwords(stack).values()]
    said = [path.read_text() for path in stack.layout.logs.iterdir()]
    said += [" ".join(psutil.Process(pid).cmdline()) for pid in stack.pids.values()]
    assert not [text for text in said if any(secret in text for secret in known)]


def test_up_recovers_from_a_killed_database(stack):
    stack.kill("postgres")
    assert "postgres       not running" in stack.run("status").stdout
    assert stack.run("status").returncode == 3
    repaired = stack.run("up")
    assert repaired.returncode == 0, repaired.stderr
    assert_all_running(stack)


def test_up_recovers_from_a_killed_scheduler_while_a_second_up_is_refused(stack):
    killed = stack.pids["scheduler"]
    stack.kill("scheduler")
    first = stack.begin("up")
    while not stack.layout.lock.exists():
        time.sleep(0.001)
    second = stack.run("up")
    out, err = first.communicate(timeout=200)
    assert first.returncode == 0, out + err
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "Another command is starting or stopping this stack" in second.stderr
    assert stack.pids["scheduler"] != killed
    assert_all_running(stack)


def test_a_page_port_asked_for_and_taken_is_one_clear_line(stack):
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        refused = stack.run("up", VROEGSEIN_PORT=str(taken))
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert f"Port {taken} (VROEGSEIN_PORT) is taken" in refused.stderr
    assert_all_running(stack)


def test_up_recovers_when_everything_was_killed_and_a_port_was_taken(stack):
    wanted = stack.ports()["sftp"]
    stack.kill(*NAMES)
    while not is_free(wanted):
        time.sleep(0.01)
    with socket.create_server(("127.0.0.1", wanted)):
        repaired = stack.run("up")
    assert repaired.returncode == 0, repaired.stderr
    assert f"sftp: port {wanted} is taken by another program" in repaired.stdout
    assert stack.ports()["sftp"] != wanted
    assert_all_running(stack)


def test_down_leaves_no_process_and_no_lock(stack):
    stopped = stack.run("down")
    assert stopped.returncode == 0, stopped.stderr
    assert living(str(stack.var)) == []
    left = {path.name for path in stack.var.rglob("*") if path.is_file()}
    assert not {"stack.json", "stack.lock", "postmaster.pid"} & left
    assert not [name for name in left if name.endswith((".pid", ".lock"))]
    shown = stack.run("status")
    assert shown.returncode == 3
    assert shown.stdout.count("not running") == len(NAMES)


def test_down_twice_is_no_error(stack):
    assert stack.run("down").returncode == 0
