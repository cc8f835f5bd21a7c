"""`scripts/environment` on machines that lack something: one clear line each."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vroegsein.settings import PROJECT_ROOT

SCRIPT = PROJECT_ROOT / "scripts" / "environment"
FILES = [
    "pyproject.toml",
    "requirements-bootstrap.lock",
    "requirements-dev.lock",
    "requirements.lock",
    "scripts/environment",
]


@pytest.fixture
def project(tmp_path):
    """A fresh checkout with nothing but what the script reads."""
    folder = tmp_path / "checkout with a space"
    (folder / "scripts").mkdir(parents=True)
    for name in FILES:
        shutil.copy(PROJECT_ROOT / name, folder / name)
    return folder


@pytest.fixture
def tools(tmp_path):
    """A folder at the front of the PATH for programs that answer as a test wants."""
    folder = tmp_path / "tools"
    folder.mkdir()
    return folder


def program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def run(project, path, *arguments, **extra):
    environ = {"HOME": str(project), "PATH": path} | extra
    return subprocess.run(
        ["sh", "scripts/environment", *arguments],
        cwd=project,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def one_line(result):
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


def system_path(tools):
    return f"{tools}:{Path(sys.executable).parent}:/usr/bin:/bin"


def only(tools, *names):
    """Make a PATH with these programs of the system alone."""
    for name in names:
        (tools / name).symlink_to(shutil.which(name))
    return str(tools)


def test_without_a_new_enough_python_it_says_so(project, tools):
    program(tools, "python3", "exit 1")
    result = run(project, only(tools, "sh", "dirname", "sed"))
    assert "no Python 3.11 or newer found: install one, or set PYTHON" in one_line(
        result
    )
    assert not (project / ".venv").exists()


def test_without_room_on_the_disk_it_says_so(project, tools):
    program(tools, "df", "echo head; echo /dev/x 9 8 1048576 1% /")
    result = run(project, system_path(tools))
    assert "2 GB of disk is needed and 1024 MB is free here" in one_line(result)
    assert not (project / ".venv").exists()


def test_without_the_venv_module_it_says_so(project, tools):
    real = sys.executable
    program(
        tools,
        "python3",
        f'case "$*" in *ensurepip*) exit 1;; *) exec {real} "$@";; esac',
    )
    result = run(project, system_path(tools))
    assert "has no venv module: install it" in one_line(result)


def test_without_a_network_it_says_so_and_can_be_run_again(project, tools):
    offline = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_FIND_LINKS": "",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
    }
    for _ in range(2):
        result = run(project, system_path(tools), **offline)
        assert "the package index cannot be reached" in one_line(result)
        assert not (project / ".venv.lock").exists()
    assert "making .venv" not in result.stdout


def test_a_second_installation_at_once_is_refused(project, tools):
    (project / ".venv.lock").mkdir()
    result = run(project, system_path(tools))
    assert "another installation is running here" in one_line(result)
    assert (project / ".venv.lock").exists()


def test_it_knows_two_kinds(project, tools):
    result = run(project, system_path(tools), "production")
    assert "expected plain or dev, found production" in one_line(result)


def test_an_environment_that_is_ready_takes_no_time():
    started = time.monotonic()
    result = subprocess.run(
        [str(SCRIPT)], capture_output=True, text=True, check=False, timeout=60
    )
    assert time.monotonic() - started < 0.3 or result.stdout


def test_it_names_no_package_index():
    for name in [*FILES, "Makefile", ".ci/run"]:
        text = (PROJECT_ROOT / name).read_text()
        assert "pypi" not in text.lower()
        assert "://" not in text


@pytest.mark.parametrize(
    "target", ["demo", "test", "up", "down", "status", "check", "env", "env-dev"]
)
def test_each_target_is_one_line(target):
    lines = (PROJECT_ROOT / "Makefile").read_text().splitlines()
    [line] = [line for line in lines if line.startswith(f"{target}:")]
    assert ";" in line
    assert not any(line.startswith("\t") for line in lines)


def test_the_ci_command_is_short_and_fails_with_its_first_failure():
    text = (PROJECT_ROOT / ".ci" / "run").read_text()
    assert len(text.splitlines()) < 10
    assert "set -euo pipefail" in text
    assert text.index("make test") < text.index("make check")
