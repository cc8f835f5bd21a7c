"""The environment of every part of the stack, in one place."""

import json
import os
import shlex
import sys
from pathlib import Path

from vroegsein.settings import INCLUDE, KEYS, PARTNERS, REGISTER_URL, STORAGE
from vroegsein.stack import sftp_server
from vroegsein.stack.addresses import airflow_database, register_url, ui_url
from vroegsein.stack.credentials import USERS, Secrets, load_secrets
from vroegsein.stack.layout import VAR, Layout, write_private
from vroegsein.stack.ports import HOST, Ports, load_ports

#: What the caller may set for all parts: policies and passports that lie elsewhere.
_CALLERS = (INCLUDE, PARTNERS)
DEMO_MUNICIPALITY = "1940"  # De Fryske Marren


def environment(layout: Layout) -> dict[str, str]:
    """Return the environment with which all parts of this stack run.

    Raises:
        StackError: The stack was never started, so that it has no secrets yet.
    """
    ports, secrets = load_ports(layout), load_secrets(layout)
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        "PYTHONPATH": str(layout.root / "include"),
        "NO_PROXY": f"{HOST},localhost",
        "GX_ANALYTICS_ENABLED": "false",
        VAR: str(layout.var),
        STORAGE: str(layout.storage),
        KEYS: str(layout.keys),
        **{name: os.environ[name] for name in _CALLERS if name in os.environ},
        REGISTER_URL: register_url(secrets, ports),
        "VROEGSEIN_MUNICIPALITY": DEMO_MUNICIPALITY,
        "VROEGSEIN_ANSWER_POLL": "20",  # seconds; elsewhere ten minutes do
        "AIRFLOW_HOME": str(layout.airflow_home),
        "AIRFLOW_CONN_SFTP_EXCHANGE": _sftp_connection(layout, ports),
        **_sections(layout, ports, secrets),
    }


def write_environment(layout: Layout) -> None:
    """Write the environment as a file to source: `. var/environment`."""
    lines = ["# Made by `make up`. Use: . var/environment && airflow dags list\n"]
    for name, value in environment(layout).items():
        if name == "PATH":
            first = shlex.quote(value.split(os.pathsep)[0])
            lines.append(f'export PATH={first}:"$PATH"\n')
        else:
            lines.append(f"export {name}={shlex.quote(value)}\n")
    write_private(layout.environment_file, "".join(lines))


def inherited() -> dict[str, str]:
    """Return what a part takes from the caller: where home and terminal are.

    Airflow's and Python's own variables stay behind: those of another installation
    would mix with ours.
    """
    kept = ("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "TZ")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _sftp_connection(layout: Layout, ports: Ports) -> str:
    """Return the Airflow connection; the account comes from a partner's passport."""
    extra = {
        "key_file": str(layout.collector_key),
        "host_key": sftp_server.public_key(layout.host_key),
        "compress": "false",
        "look_for_keys": "false",
    }
    connection = {"conn_type": "sftp", "host": HOST, "port": ports.sftp, "extra": extra}
    return json.dumps(connection)


def _sections(layout: Layout, ports: Ports, secrets: Secrets) -> dict[str, str]:
    """Return Airflow's own options as `AIRFLOW__SECTION__OPTION`."""
    ui = ui_url(ports)
    options = {
        "core": _core(layout)
        | {
            "execution_api_server_url": f"{ui}/execution/",
            "fernet_key": secrets.fernet_key,
        },
        "database": {
            "sql_alchemy_conn": airflow_database(secrets, ports, driver="psycopg2"),
            "sql_alchemy_conn_async": airflow_database(
                secrets, ports, driver="asyncpg"
            ),
        },
        "api": {
            "host": HOST,
            "port": str(ports.ui),
            "base_url": ui,
            "secret_key": secrets.api_secret,
            "instance_name": "Vroegsein",
            "expose_config": "False",
            "expose_stacktrace": "False",
        },
        "api_auth": {"jwt_secret": secrets.jwt_secret, "jwt_expiration_time": "28800"},
        "logging": {
            # Great Expectations tells 220 lines about itself when it is imported.
            # The log reader also asks a log server, which this stack does not have:
            # it listens on all addresses, and the logs lie on this machine.
            "namespace_levels": "great_expectations=WARNING "
            "airflow.utils.log.file_task_handler=CRITICAL",
            "file_task_handler_new_file_permissions": "0o640",
            "file_task_handler_new_folder_permissions": "0o750",
            "colored_console_log": "False",
        },
        "scheduler": {
            # Shorter is hardly felt, and each look costs 80 ms of a processor.
            "scheduler_idle_sleep_time": "0.5",
            "catchup_by_default": "False",
        },
        "dag_processor": {
            "refresh_interval": "30",
            "min_file_process_interval": "90",  # one that was changed is read at once
        },
    }
    return {
        f"AIRFLOW__{section.upper()}__{name.upper()}": value
        for section, values in options.items()
        for name, value in values.items()
    }


def _core(layout: Layout) -> dict[str, str]:
    users = ",".join(f"{user}:{role}" for user, role in USERS.items())
    return {
        "dags_folder": str(layout.root / "dags"),
        "plugins_folder": str(layout.root / "plugins"),
        "load_examples": "False",
        "dags_are_paused_at_creation": "True",
        "executor": "LocalExecutor",
        "mp_start_method": "fork",  # tasks share what the scheduler has imported
        "parallelism": "8",  # a task waits more than it computes
        "max_active_runs_per_dag": "1",
        "default_task_execution_timeout": "3600",
        "num_dag_runs_to_retain_rendered_fields": "3",
        "sensitive_var_conn_names": "bsn,naam,adres,geboortedatum",
        "test_connection": "Disabled",
        "hostname_callable": "socket.gethostname",  # the default asks DNS
        "simple_auth_manager_users": users,
        "simple_auth_manager_passwords_file": str(layout.passwords),
    }
