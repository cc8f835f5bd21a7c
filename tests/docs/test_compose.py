"""docker-compose.yml is hardened; each rule of `support.compose` is seen to catch."""

import copy
import re
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from support.compose import ROOT, Compose, compose, faults

Fault = Callable[[Compose], object]


def _service(name: str, **changes: object) -> Fault:
    return lambda stack: stack["services"][name].update(changes)


def _without(name: str, key: str) -> Fault:
    return lambda stack: stack["services"][name].pop(key)


def _environment(name: str, **changes: str) -> Fault:
    return lambda stack: stack["services"][name]["environment"].update(changes)


PLANTED: dict[str, Fault] = {
    "schema": _service("sftp", restart=3),
    "services differ": lambda stack: stack["services"].pop("triggerer"),
    "sftp: runs as root": _without("sftp", "user"),
    "scheduler: runs as root": _service("scheduler", user="0:0"),
    "postgres: runs as root": _service("postgres", user="root"),
    "api-server: root file system": _service("api-server", read_only=False),
    "triggerer: keeps capabilities": _service("triggerer", cap_add=["NET_ADMIN"]),
    "init: keeps capabilities": _without("init", "cap_drop"),
    "sftp: may gain privileges": _service("sftp", security_opt=[]),
    "scheduler: privileged": _service("scheduler", privileged=True),
    "sftp: shares the host's network_mode": _service("sftp", network_mode="host"),
    "scheduler: shares the host's pid": _service("scheduler", pid="host"),
    "postgres: no mem_limit": _without("postgres", "mem_limit"),
    "dag-processor: no pids_limit": _without("dag-processor", "pids_limit"),
    "postgres: image without": _service("postgres", image="postgres:latest"),
    "sftp: image without": _service("sftp", image="vroegsein"),
    "api-server: secret in the environment": _environment(
        "api-server", AIRFLOW__API__SECRET_KEY="x"
    ),
    "postgres: secret in the environment": _environment(
        "postgres", POSTGRES_PASSWORD="x"
    ),
    "scheduler: secret in the environment": _environment(
        "scheduler", VROEGSEIN_REGISTER_URL="postgresql://x"
    ),
    "triggerer: secret not mounted": _service("triggerer", secrets=[]),
    "api-server: published port": _service("api-server", ports=["8080:8080"]),
    "postgres: published port": _service("postgres", ports=["127.0.0.1:1:5432"]),
    "sftp: mounts the Docker socket": _service(
        "sftp", volumes=["/var/run/docker.sock:/var/run/docker.sock:ro"]
    ),
    "init: host folder": _service("init", volumes=["./deploy/partner-keys:/etc/k"]),
    "api-server: reaches the register": lambda stack: stack["services"]["api-server"][
        "secrets"
    ].append("register_url"),
    "api-server: holds admin_password": lambda stack: stack["services"]["api-server"][
        "secrets"
    ].append("admin_password"),
    "api-server: no role of its own": lambda stack: stack["services"]["api-server"][
        "environment"
    ].pop("VROEGSEIN_READER_URL_FILE"),
    "triggerer: reads as the pages do": lambda stack: stack["services"]["triggerer"][
        "secrets"
    ].append("reader_url"),
    "scheduler: no volume for VROEGSEIN_ELSEWHERE": lambda stack: stack["services"][
        "scheduler"
    ]["volumes"].remove("elsewhere:/var/lib/vroegsein/elsewhere"),
    "scheduler: no health check": _without("scheduler", "healthcheck"),
    "sftp: does not wait for init": _service(
        "sftp", depends_on={"init": {"condition": "service_started"}}
    ),
    "network database leads outside": lambda stack: stack["networks"]["database"].pop(
        "internal"
    ),
    "scheduler: on the outer network": _service("scheduler", networks=["front"]),
    "secret jwt_secret is not a file": lambda stack: stack["secrets"].update(
        jwt_secret={"environment": "JWT"}
    ),
    "secrets declared and used differ": lambda stack: stack["secrets"].pop(
        "jwt_secret"
    ),
}


def test_the_compose_file_is_hardened() -> None:
    assert faults(compose()) == []


@pytest.mark.parametrize("expected", PLANTED)
def test_a_planted_fault_is_found(expected: str) -> None:
    stack = copy.deepcopy(compose())
    PLANTED[expected](stack)
    assert any(fault.startswith(expected) for fault in faults(stack))


def test_only_the_parts_that_need_it_can_sign_tokens() -> None:
    signers = {
        name
        for name, service in compose()["services"].items()
        if "jwt_secret" in service.get("secrets", [])
    }
    assert signers == {"api-server", "scheduler"}


def test_the_private_keys_are_mounted_where_they_are_used_only() -> None:
    def users(volume: str) -> set[str]:
        return {
            name
            for name, service in compose()["services"].items()
            if any(str(m).startswith(f"{volume}:") for m in service.get("volumes", []))
        }

    assert users("host-key") == {"init", "sftp"}
    assert users("collector-key") == {"init", "scheduler"}
    for volume in ("storage", "keys", "elsewhere"):
        assert users(volume) == {"scheduler"}


def test_the_image_is_pinned_hashed_and_not_root() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8")
    assert set(re.findall(r"^FROM (\S+)", lines, re.MULTILINE)) == {
        "python:3.12.12-slim-bookworm"
    }
    assert "--require-hashes -r /build/requirements-production.lock" in lines
    assert lines.rstrip().endswith("USER 10001:10001")


def test_only_listed_files_enter_the_image() -> None:
    rules = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [rule for rule in rules if rule and not rule.startswith("#")]
    assert rules[0] == "*"
    assert not any("deploy" in rule or "var" in rule for rule in rules)


def test_secrets_are_made_once_and_complete(tmp_path: Path) -> None:
    script = ["sh", str(ROOT / "deploy" / "make-secrets.sh"), str(tmp_path / "s")]
    subprocess.run(script, check=True, capture_output=True)
    made = {path.name: path.read_bytes() for path in (tmp_path / "s").iterdir()}
    subprocess.run(script, check=True, capture_output=True)
    again = {path.name: path.read_bytes() for path in (tmp_path / "s").iterdir()}
    assert made == again
    assert set(made) == set(compose()["secrets"])
    assert not any(value.endswith(b"\n") for value in made.values())
    assert made["register_password"] in made["register_url"]
    assert made["reader_password"] in made["reader_url"]
    assert b"//reader:" in made["reader_url"]
    assert made["reader_url"].endswith(b"/register")
    Fernet(made["fernet_key"])
    assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o700


def test_secrets_differ_from_site_to_site(tmp_path: Path) -> None:
    for site in ("one", "two"):
        script = ["sh", str(ROOT / "deploy" / "make-secrets.sh"), str(tmp_path / site)]
        subprocess.run(script, check=True, capture_output=True)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() != (tmp_path / "two" / path.name).read_bytes()
