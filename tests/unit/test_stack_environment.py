import importlib.util
import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml

from vroegsein.errors import StackError
from vroegsein.exchange.keyring import KeyKind, read_index, retire_key, usable_keys
from vroegsein.settings import PROJECT_ROOT
from vroegsein.stack.credentials import (
    USERS,
    load_secrets,
    password_of,
    prepare_secrets,
)
from vroegsein.stack.environment import environment, inherited, write_environment
from vroegsein.stack.layout import Layout, prepare_folders
from vroegsein.stack.own_keys import prepare_ring
from vroegsein.stack.sftp_server import create_key


@pytest.fixture
def layout(tmp_path):
    layout = Layout(root=PROJECT_ROOT, var=tmp_path / "var with 'quotes'")
    prepare_folders(layout)
    prepare_secrets(layout)
    create_key(layout.host_key, "host")
    create_key(layout.collector_key, "collector")
    return layout


def known_options():
    """Read Airflow's own list of options, without importing Airflow."""
    [folder] = importlib.util.find_spec("airflow").submodule_search_locations
    path = Path(folder) / "config_templates" / "config.yml"
    sections = yaml.safe_load(path.read_text("utf-8"))
    return {
        f"AIRFLOW__{section.upper()}__{option.upper()}"
        for section, content in sections.items()
        for option in content["options"]
    }


def test_every_option_is_one_that_this_airflow_knows(layout):
    ours = {name for name in environment(layout) if name.startswith("AIRFLOW__")}
    assert len(ours) > 20
    assert ours <= known_options()


def test_the_parts_know_where_the_register_and_the_storage_are(layout):
    given = environment(layout)
    url = given["VROEGSEIN_REGISTER_URL"]
    assert url.startswith("postgresql+psycopg://register:")
    assert url.endswith("@127.0.0.1:15432/register")
    assert given["VROEGSEIN_STORAGE"] == str(layout.storage)
    assert given["VROEGSEIN_MUNICIPALITY"] == "1940"


def test_the_exchange_is_reached_by_a_pinned_host_and_without_compression(layout):
    connection = json.loads(environment(layout)["AIRFLOW_CONN_SFTP_EXCHANGE"])
    assert connection["conn_type"] == "sftp"
    assert "login" not in connection
    extra = connection["extra"]
    assert extra["compress"] == "false"
    assert extra["host_key"].startswith("ssh-ed25519 AAAA")
    assert Path(extra["key_file"]).read_text().startswith("-----BEGIN OPENSSH")


def test_a_new_dag_waits_until_somebody_starts_it(layout):
    assert environment(layout)["AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION"] == "True"


def test_the_environment_file_can_be_sourced(layout):
    write_environment(layout)
    shown = subprocess.run(
        ["sh", "-c", '. "$1" && printenv -0', "sh", str(layout.environment_file)],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = dict(line.split("=", 1) for line in shown.stdout.split("\0") if line)
    wanted = environment(layout)
    assert {k: found[k] for k in wanted if k != "PATH"} == {
        k: v for k, v in wanted.items() if k != "PATH"
    }
    assert found["PATH"].endswith(":/usr/bin:/bin")
    assert layout.environment_file.stat().st_mode & 0o077 == 0


def test_another_installations_variables_stay_behind(monkeypatch):
    monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", "of another Airflow")
    monkeypatch.setenv("PYTHONSTARTUP", "elsewhere")
    monkeypatch.setenv("http_proxy", "elsewhere")
    monkeypatch.setenv("HOME", "/home/engineer")
    assert set(inherited()) <= {
        "HOME",
        "USER",
        "LOGNAME",
        "LANG",
        "LC_ALL",
        "TMPDIR",
        "TZ",
    }
    assert inherited()["HOME"] == "/home/engineer"


def test_secrets_are_random_and_stay(layout, tmp_path):
    first = load_secrets(layout)
    assert prepare_secrets(layout) == first
    other = Layout(root=PROJECT_ROOT, var=tmp_path / "other")
    prepare_folders(other)
    assert prepare_secrets(other) != first
    assert {password_of(layout, user) for user in USERS}.isdisjoint(
        password_of(other, user) for user in USERS
    )


def test_secrets_do_not_print(layout):
    secrets = load_secrets(layout)
    assert secrets.postgres not in f"{secrets!r} {secrets}"


def test_before_the_first_start_there_is_no_environment(tmp_path):
    with pytest.raises(StackError, match="is missing: run `make up` first"):
        environment(Layout(root=PROJECT_ROOT, var=tmp_path))


def test_damaged_secrets_are_told(layout):
    layout.secrets.write_text("{}{")
    with pytest.raises(StackError, match="is damaged: restore it"):
        load_secrets(layout)


def test_lost_secrets_of_an_existing_database_are_told(layout):
    layout.postgres.mkdir()
    layout.secrets.unlink()
    with pytest.raises(StackError, match="needs it: restore that file"):
        prepare_secrets(layout)


def test_passports_that_lie_elsewhere_are_those_of_every_part(layout, monkeypatch):
    assert "VROEGSEIN_PARTNERS" not in environment(layout)
    monkeypatch.setenv("VROEGSEIN_PARTNERS", "/srv/passports")
    assert environment(layout)["VROEGSEIN_PARTNERS"] == "/srv/passports"


def test_a_new_stack_has_a_key_of_each_kind_and_keeps_it(layout):
    assert environment(layout)["VROEGSEIN_KEYS"] == str(layout.keys)
    prepare_ring(layout)
    made = read_index(layout.keys)
    assert {entry.kind for entry in made} == set(KeyKind)
    prepare_ring(layout)
    assert read_index(layout.keys) == made
    assert all(usable_keys(layout.keys, entry.kind, entry.created_on) for entry in made)


def test_a_key_that_was_retired_is_replaced_by_nobody_but_its_owner(layout):
    prepare_ring(layout)
    age = next(entry for entry in read_index(layout.keys) if entry.kind is KeyKind.AGE)
    retire_key(layout.keys, age.id, date(2026, 1, 1))
    prepare_ring(layout)
    assert len(read_index(layout.keys)) == 2
