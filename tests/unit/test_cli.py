import errno
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from vroegsein import cli
from vroegsein.errors import ConfigurationError, StackError


def run_main(monkeypatch, capsys, error):
    """Run the command with an application that fails in a given way."""

    def failing():
        raise error

    monkeypatch.setattr(cli, "application", lambda _: failing)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code, capsys.readouterr().err


def test_the_commands_of_the_stack_are_there():
    shown = CliRunner().invoke(cli.application(), ["--help"])
    assert shown.exit_code == 0
    for command in ("up", "down", "status", "sftp-server"):
        assert command in shown.output


@pytest.mark.parametrize("command", cli.MODULES)
def test_every_command_lies_in_the_module_it_is_looked_for_in(command):
    shown = CliRunner().invoke(cli.application(command), [command, "--help"])
    assert shown.exit_code == 0, shown.output


@pytest.mark.parametrize("error", [StackError, ConfigurationError])
def test_an_error_that_is_somebodys_move_is_one_line(monkeypatch, capsys, error):
    code, said = run_main(monkeypatch, capsys, error("The port is taken: free it."))
    assert code == 1
    assert said == "vroegsein: The port is taken: free it.\n"


def test_a_full_disk_is_one_line(monkeypatch, capsys):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    code, said = run_main(monkeypatch, capsys, full)
    assert code == 1
    assert said == "vroegsein: The disk is full: make room and run this again.\n"


def test_any_other_error_of_the_system_is_shown_whole(monkeypatch, capsys):
    with pytest.raises(PermissionError):
        run_main(monkeypatch, capsys, PermissionError(errno.EACCES, "no"))


def test_a_command_of_the_stack_loads_nothing_heavy():
    heavy = ("pandas", "sqlalchemy", "airflow", "great_expectations", "asyncssh")
    code = (
        "import sys; from vroegsein import cli; cli.application('status'); "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"
