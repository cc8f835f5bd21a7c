"""What `up`, `down` and `status` say, and leave alone, without a stack that runs."""

import os
import sys
import time

import psutil
import pytest
from typer.testing import CliRunner, Result

from vroegsein import cli
from vroegsein.errors import StackError
from vroegsein.settings import PROJECT_ROOT
from vroegsein.stack import layout as layouts
from vroegsein.stack import processes, starter
from vroegsein.stack.console import Console
from vroegsein.stack.credentials import prepare_secrets
from vroegsein.stack.layout import VAR, Layout, prepare_folders
from vroegsein.stack.processes import Session, is_running
from vroegsein.stack.sftp_server import create_key
from vroegsein.stack.starter import NAMES, Starter
from vroegsein.stack.state import Part, load_parts, locked, save_parts

SLEEPER = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
ENDED = [sys.executable, "-S", "-c", ""]


@pytest.fixture(autouse=True)
def own_umask():
    """`up` closes what this process makes from then on: a test's, and no more."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def layout(tmp_path, monkeypatch):
    """A stack that was never started, and what the commands take for theirs."""
    monkeypatch.setenv(VAR, str(tmp_path / "var"))
    return Layout(root=PROJECT_ROOT, var=tmp_path / "var")


@pytest.fixture
def prepared(layout):
    """A stack whose folders, keys and secrets are there; nothing of it runs."""
    prepare_folders(layout)
    prepare_secrets(layout)
    create_key(layout.host_key, "host")
    create_key(layout.collector_key, "collector")
    return layout


@pytest.fixture
def begin(prepared):
    """A starter in the middle of its work; what it started ends with the test."""
    begun = []

    def run():
        begun.append(Starter(prepared, Console()))
        return begun[-1]

    yield run
    for one in begun:
        for part in one._parts.values():
            processes.stop(part.session, patience=0.1)


def say(*words: str) -> Result:
    """Give a command of the stack."""
    return CliRunner().invoke(cli.application(words[0]), list(words))


def this_process() -> Session:
    """The one program of which a test knows that it runs."""
    process = psutil.Process()
    uptime = process.create_time() - psutil.boot_time()
    return Session(process.pid, uptime, processes._boot_id())


def gone() -> Session:
    return Session(pid=4_000_000, uptime=1.0, boot="")


def test_the_status_of_nothing_is_a_line_per_part_and_exit_code_3(layout):
    shown = say("status")
    assert shown.exit_code == 3
    assert [line.split() for line in shown.output.splitlines()] == [
        [name, "not", "running"] for name in NAMES
    ]
    assert not layout.var.exists()


def test_the_status_of_a_whole_stack_is_exit_code_0(prepared):
    save_parts(prepared, {name: Part(name, this_process(), 8080, "") for name in NAMES})
    shown = say("status")
    assert shown.exit_code == 0
    for name, line in zip(NAMES, shown.output.splitlines(), strict=True):
        assert line.startswith(name)
        assert f"running  pid {os.getpid()}  port 8080  since 20" in line


def test_one_part_that_was_killed_is_enough_for_exit_code_3(prepared):
    parts = {name: Part(name, this_process(), None, "") for name in NAMES}
    save_parts(prepared, parts | {"triggerer": Part("triggerer", gone(), None, "")})
    shown = say("status")
    assert shown.exit_code == 3
    assert shown.output.count("not running") == 1
    assert "triggerer      not running" in shown.output
    assert "port -" in shown.output  # a part that listens nowhere


def test_a_stack_that_never_was_is_stopped_without_a_trace(layout):
    shown = say("down")
    assert shown.exit_code == 0
    assert shown.output.rstrip().endswith("stopped")
    assert not layout.var.exists()


def test_what_runs_is_ended_and_forgotten(prepared):
    session = processes.start(SLEEPER, dict(os.environ), prepared.log("scheduler"))
    save_parts(prepared, {"scheduler": Part("scheduler", session, None, "")})
    assert is_running(session)
    shown = say("down")
    assert shown.exit_code == 0
    assert "airflow: stopping" in shown.output
    assert not is_running(session)
    assert not prepared.state.exists()
    assert not prepared.lock.exists()


@pytest.mark.parametrize("command", ["up", "down"])
def test_a_second_command_at_once_is_refused_and_changes_nothing(prepared, command):
    save_parts(prepared, {"scheduler": Part("scheduler", gone(), None, "")})
    with locked(prepared):
        shown = say(command)
    assert shown.exit_code == 1
    assert isinstance(shown.exception, StackError)
    assert "Another command is starting or stopping" in str(shown.exception)
    assert list(load_parts(prepared)) == ["scheduler"]


@pytest.mark.parametrize("command", ["up", "down", "status"])
def test_a_damaged_memory_is_told_and_stays_for_who_repairs_it(prepared, command):
    prepared.state.write_text('{"parts": 7}', "utf-8")
    shown = say(command)
    assert isinstance(shown.exception, StackError)
    assert "end the stack's programs by hand" in str(shown.exception)
    assert prepared.state.read_text("utf-8") == '{"parts": 7}'
    assert not prepared.lock.exists()


def test_on_a_full_disk_nothing_is_started(layout, monkeypatch):
    monkeypatch.setattr(layouts, "_ROOM", 10**18)
    shown = say("up")
    say("down")  # leaves nothing running where this guard fails
    assert isinstance(shown.exception, StackError)
    assert "make room and run this again" in str(shown.exception)
    assert not layout.postgres.exists()


def test_a_part_that_ends_soon_after_its_start_is_told_with_its_log(begin, prepared):
    up = begin()
    up._ensure("scheduler", ENDED)
    deadline = time.monotonic() + 5
    while up._runs("scheduler"):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    with pytest.raises(StackError) as told:
        up._wait_for("airflow", lambda: False)
    assert str(told.value) == (
        f"scheduler ended soon after its start; see {prepared.log('scheduler')}."
    )


def test_a_part_that_does_not_come_up_is_waited_for_no_longer(begin, monkeypatch):
    monkeypatch.setattr(starter, "_PATIENCE", 0.0)
    with pytest.raises(
        StackError, match=r"in vain for postgres; see .* run this again"
    ):
        begin()._wait_for("postgres", lambda: False)


def test_waiting_in_vain_on_a_full_disk_blames_the_disk(begin, monkeypatch):
    monkeypatch.setattr(starter, "_PATIENCE", 0.0)
    monkeypatch.setattr(layouts, "_ROOM", 10**18)
    with pytest.raises(StackError, match="make room and run this again"):
        begin()._wait_for("postgres", lambda: False)


def test_a_part_is_started_anew_only_when_its_command_changed(begin, prepared):
    up = begin()
    up._ensure("scheduler", SLEEPER)
    first = load_parts(prepared)["scheduler"]
    begin()._ensure("scheduler", SLEEPER)  # by the next `up`
    assert load_parts(prepared)["scheduler"] == first
    begin()._ensure("scheduler", [*SLEEPER, "other"])
    second = load_parts(prepared)["scheduler"]
    assert second.recipe != first.recipe
    assert second.running
    assert not first.running


def test_code_that_changes_has_every_part_started_anew(tmp_path):
    layout = Layout(root=tmp_path, var=tmp_path / "var")
    (tmp_path / "plugins").mkdir()
    seen = {starter._code(layout)}
    for text in ("a = 1\n", "a = 2\n"):
        (tmp_path / "plugins" / "one.py").write_text(text, "utf-8")
        seen.add(starter._code(layout))
    (tmp_path / "plugins" / "note.txt").write_text("no code", "utf-8")
    seen.add(starter._code(layout))
    assert len(seen) == 3
