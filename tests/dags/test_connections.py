"""From an Airflow connection to a server: what is missing is named, with the remedy."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.deliveries import LANDLORD, write_passports

ROOT = Path(__file__).resolve().parents[2]
HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample"
CONNECTION: dict[str, Any] = {
    "conn_type": "sftp",
    "host": "sftp.example.nl",
    "port": 2222,
    "extra": {"key_file": "/run/keys/collector", "host_key": HOST_KEY},
}
#: Asks for each partner in turn, in one interpreter: importing Airflow takes a second.
PROGRAM = """
import json, sys
from vroegsein_airflow.connections import server_of, server_of_checkpoints
told = []
for code in sys.argv[1:]:
    ask = server_of_checkpoints if code.isdigit() else server_of
    try:
        told.append(["server", str(ask(code))])
    except Exception as error:
        told.append([type(error).__name__, str(error)])
print(json.dumps(told))
"""


def passport(code: str, **connection: str) -> dict[str, Any]:
    """A partner whose files lie behind a connection of its own."""
    found = {**LANDLORD, "code": code}
    return {**found, "connection": connection} if connection else found


def without(key: str) -> dict[str, Any]:
    """The connection, one key of its extra taken away or left empty."""
    extra = {**CONNECTION["extra"], key: ""}
    if key == "host_key":
        del extra[key]
    return {**CONNECTION, "extra": extra}


CONNECTIONS = {
    "sftp_exchange": CONNECTION,
    "keyless": without("key_file"),
    "unpinned": without("host_key"),
    "portless": {key: value for key, value in CONNECTION.items() if key != "port"},
    "bare": {
        "conn_type": "sftp",
        "host": "sftp.example.nl",
        "password": "not-a-secret",
    },
}
PARTNERS = [
    passport("plain"),
    passport("renamed", id="sftp_exchange", account="rentals"),
    passport("keyless", id="keyless"),
    passport("unpinned", id="unpinned"),
    passport("portless", id="portless"),
    passport("bare", id="bare"),
    passport("unknown", id="nowhere"),
]
#: Municipalities, by what their policy says of who keeps the checkpoints.
KEEPERS = {
    "1940": "checkpoints: {connection: sftp_exchange, account: toezichthouder}",
    "0085": "",
    "0072": "checkpoints: {account: toezichthouder}",
}
CODES = [*(partner["code"] for partner in PARTNERS), "nobody", *KEEPERS]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """Kind and text of the answer for each partner."""
    home = tmp_path_factory.mktemp("home")
    write_passports(home / "partners", *PARTNERS)
    include = home / "include" / "municipalities"
    include.mkdir(parents=True)
    policy = (ROOT / "include" / "municipalities" / "1940.yml").read_text("utf-8")
    policy = policy[policy.index('code: "1940"') :]
    shared = policy.partition("\ncheckpoints:")[0]
    for code, keeper in KEEPERS.items():
        text = f"{shared.replace('1940', code, 1)}\n{keeper}\n"
        (include / f"{code}.yml").write_text(text, "utf-8")
    environment = {
        "VROEGSEIN_INCLUDE": str(include.parent),
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AIRFLOW_HOME": str(home / "airflow"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "include"), str(ROOT / "plugins")]),
        "VROEGSEIN_PARTNERS": str(home / "partners"),
        **{
            f"AIRFLOW_CONN_{name.upper()}": json.dumps(connection)
            for name, connection in CONNECTIONS.items()
        },
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *CODES],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    answers = json.loads(done.stdout.splitlines()[-1])
    return {code: tuple(found) for code, found in zip(CODES, answers, strict=True)}


def test_a_connection_gives_the_server_of_a_partner(told: dict[str, tuple[str, str]]):
    kind, server = told["plain"]
    assert kind == "server"
    for part in (
        "host='sftp.example.nl'", "port=2222", "account='plain'",
        "/run/keys/collector", HOST_KEY,
    ):  # fmt: skip
        assert part in server


def test_the_account_comes_from_the_passport(told: dict[str, tuple[str, str]]):
    """Several partners share one connection; each has its own account."""
    assert "account='rentals'" in told["renamed"][1]


def test_a_connection_without_a_port_is_reached_at_22(told: dict[str, tuple[str, str]]):
    assert "port=22," in told["portless"][1]


@pytest.mark.parametrize(
    ("code", "key", "fault"),
    [
        ("keyless", "key_file", ""),
        ("unpinned", "host_key", "SFTP_HOSTKEY: "),
        ("bare", "key_file", ""),
    ],
)
def test_a_connection_that_lacks_a_key_says_which_and_where_to_add_it(
    told: dict[str, tuple[str, str]], code: str, key: str, fault: str
):
    """AIR-07, GS5: without a pinned host key nothing is even connected to."""
    kind, said = told[code]
    assert kind == "ConfigurationError"
    assert said == (
        f"{fault}Connection '{code}' has no '{key}' in its extra; add it under Admin > "
        "Connections (docs/runbook.md#connections)."
    )


def test_the_policy_says_who_keeps_the_checkpoints(told: dict[str, tuple[str, str]]):
    """One is named, nobody is, or one whose connection nobody made."""
    kind, server = told["1940"]
    assert (kind, "account='toezichthouder'" in server) == ("server", True)
    assert told["0085"] == ("server", "None")
    kind, said = told["0072"]
    assert kind == "ConfigurationError"
    assert "no connection 'sftp_checkpoints'" in said


def test_the_page_the_message_points_at_is_there():
    runbook = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    assert 'id="connections"' in runbook or "\n## Connections\n" in runbook


def test_a_connection_nobody_made_is_named(told: dict[str, tuple[str, str]]):
    kind, said = told["unknown"]
    assert kind == "ConfigurationError"
    assert "nowhere" in said
    assert "Admin > Connections" in said


def test_a_partner_without_a_passport_is_named(told: dict[str, tuple[str, str]]):
    kind, said = told["nobody"]
    assert kind == "ConfigurationError"
    assert said.startswith("nobody.yml: file not found")


def test_no_password_is_ever_shown(told: dict[str, tuple[str, str]]):
    assert "not-a-secret" not in repr(told)
