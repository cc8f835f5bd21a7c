"""What docker-compose.yml must keep to: each fault found is one sentence."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

ROOT = Path(__file__).resolve().parents[2]
PICTURE = {
    "postgres",
    "init",
    "sftp",
    "api-server",
    "scheduler",
    "dag-processor",
    "triggerer",
}
SEES_PERSONS = {"scheduler", "init"}  # init only migrates the register
#: What the scheduler's tasks write to; without a volume the root file system refuses.
WRITES = ("VROEGSEIN_STORAGE", "VROEGSEIN_KEYS", "VROEGSEIN_ELSEWHERE")
READER = ("VROEGSEIN_READER_URL_FILE", "/run/secrets/reader_url")
SECRET_WORDS = re.compile(r"PASSWORD|SECRET|FERNET|TOKEN|_URL|_CONN")
POINTERS = ("_FILE", "_CMD")
PLAIN = {
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL",
    "AIRFLOW__API__BASE_URL",
    "AIRFLOW__CORE__TEST_CONNECTION",
    "AIRFLOW__CORE__SENSITIVE_VAR_CONN_NAMES",
}

Compose = dict[str, Any]


def compose() -> Compose:
    """Return the file as compose reads it, merge keys resolved."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))


def faults(stack: Compose) -> list[str]:
    """Return everything that is wrong with a compose file."""
    found = list(_schema(stack))
    services = stack.get("services", {})
    if set(services) != PICTURE:
        found.append("services differ from the picture")
    for name, service in services.items():
        found += [f"{name}: {fault}" for fault in _service(name, service)]
    return found + list(_shared(stack))


@cache
def _specification() -> Draft7Validator:
    path = "builtin_schemas/vendor/compose-spec.json"
    text = resources.files("check_jsonschema").joinpath(path).read_text("utf-8")
    return Draft7Validator(json.loads(text))


def _schema(stack: Compose) -> Iterator[str]:
    for error in _specification().iter_errors(stack):
        yield f"schema: {error.json_path}"


def _service(name: str, service: Compose) -> Iterator[str]:
    yield from _hardening(service)
    yield from _image(service)
    yield from _secrets(service)
    yield from _ports(name, service)
    yield from _mounts(service)
    if name not in SEES_PERSONS and "register_url" in service.get("secrets", []):
        yield "reaches the register"
    yield from _database(name, service)
    health = service.get("healthcheck", {})
    if name != "init" and not (health.get("test") and health.get("interval")):
        yield "no health check"
    for other, how in service.get("depends_on", {}).items():
        once = other == "init"
        wanted = "service_completed_successfully" if once else "service_healthy"
        if how.get("condition") != wanted:
            yield f"does not wait for {other}"


def _database(name: str, service: Compose) -> Iterator[str]:
    """The pages read as a role of their own; folders that are written are mounted."""
    secrets, known = service.get("secrets", []), service.get("environment", {})
    passwords = [one for one in secrets if one.endswith("_password")]
    if passwords and name not in {"postgres", "init"}:
        yield f"holds {', '.join(passwords)}"
    if name == "api-server" and READER not in known.items():
        yield "no role of its own for the pages"
    if name != "api-server" and "reader_url" in secrets:
        yield "reads as the pages do"
    mounted = [str(mount).split(":")[1] for mount in service.get("volumes", [])]
    for variable in WRITES if name == "scheduler" else ():
        if known.get(variable) not in mounted:
            yield f"no volume for {variable}"


def _hardening(service: Compose) -> Iterator[str]:
    if not re.match(r"[1-9]\d*(:|$)", str(service.get("user"))):
        yield "runs as root"
    if service.get("read_only") is not True:
        yield "root file system can be written"
    if service.get("cap_drop") != ["ALL"] or service.get("cap_add"):
        yield "keeps capabilities"
    if "no-new-privileges:true" not in service.get("security_opt", []):
        yield "may gain privileges"
    yield from _isolation(service)


def _isolation(service: Compose) -> Iterator[str]:
    if service.get("privileged"):
        yield "privileged"
    for room in ("network_mode", "pid", "ipc"):
        if service.get(room) == "host":
            yield f"shares the host's {room}"
    for limit in ("mem_limit", "pids_limit"):
        if not service.get(limit):
            yield f"no {limit}"


def _image(service: Compose) -> Iterator[str]:
    image = service.get("image", "")
    tag = image.partition("@")[0].rpartition("/")[2].partition(":")[2]
    if not re.fullmatch(r"\d+\.\d+[\w.-]*", tag):
        yield "image without an exact version"


def _secrets(service: Compose) -> Iterator[str]:
    for name, value in service.get("environment", {}).items():
        secret = SECRET_WORDS.search(name) and name not in PLAIN
        if secret and not name.endswith(POINTERS):
            yield f"secret in the environment: {name}"
        mentioned = re.findall(r"/run/secrets/(\w+)", str(value))
        for missing in set(mentioned) - set(service.get("secrets", [])):
            yield f"secret not mounted: {missing}"


def _ports(name: str, service: Compose) -> Iterator[str]:
    for port in service.get("ports", []):
        if not str(port).startswith("127.0.0.1:") or name != "api-server":
            yield f"published port {port}"


def _mounts(service: Compose) -> Iterator[str]:
    for mount in service.get("volumes", []):
        source, _, rest = str(mount).partition(":")
        if "docker.sock" in mount:
            yield "mounts the Docker socket"
        if source.startswith((".", "/")) and not rest.endswith(":ro"):
            yield f"host folder can be written: {source}"


def _shared(stack: Compose) -> Iterator[str]:
    networks = stack.get("networks", {})
    for name, network in networks.items():
        if name != "front" and not (network or {}).get("internal"):
            yield f"network {name} leads outside"
    for name, service in stack.get("services", {}).items():
        if "front" in service.get("networks", []) and name != "api-server":
            yield f"{name}: on the outer network"
    for name, secret in stack.get("secrets", {}).items():
        if list(secret) != ["file"]:
            yield f"secret {name} is not a file"
    used = {
        name
        for service in stack.get("services", {}).values()
        for name in service.get("secrets", [])
    }
    if used != set(stack.get("secrets", {})):
        yield "secrets declared and used differ"
