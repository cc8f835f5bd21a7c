import os
import signal
import sys
import time
from dataclasses import replace

import psutil
import pytest

from vroegsein.stack import processes
from vroegsein.stack.processes import is_running, members, start, started_at, stop


def python(code):
    return [sys.executable, "-S", "-c", code]


SLEEPER = python("import time; time.sleep(60)")
PARENT = python(f"""
import subprocess, time
subprocess.Popen({SLEEPER!r}, process_group=0)
time.sleep(60)
""")
STUBBORN = python("""
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
""")


@pytest.fixture
def launch(tmp_path):
    started = []

    def run(command):
        session = start(command, dict(os.environ), tmp_path / "part.log")
        started.append(session)
        return session

    yield run
    for session in started:
        stop(session, patience=0.1)


def eventually(condition, patience=5.0):
    deadline = time.monotonic() + patience
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_a_part_runs_in_a_session_of_its_own(launch):
    session = launch(SLEEPER)
    assert is_running(session)
    assert eventually(lambda: os.getsid(session.pid) == session.pid)
    assert psutil.Process(session.pid).ppid() != os.getpid()


def test_a_part_does_not_keep_the_callers_pipes_open(launch):
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    session = launch(SLEEPER)
    os.close(writing)
    assert os.read(reading, 1) == b""
    os.close(reading)
    assert is_running(session)


def test_what_a_part_says_stands_in_a_private_log(launch, tmp_path):
    launch([sys.executable, "-S", "-c", "print('spoken', flush=True)"])
    log = tmp_path / "part.log"
    assert eventually(lambda: log.exists() and "spoken" in log.read_text())
    assert log.stat().st_mode & 0o077 == 0


def test_a_log_that_grew_large_is_set_aside(launch, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "_LOG_LIMIT", 10)
    (tmp_path / "part.log").write_text("said at an earlier start")
    launch(SLEEPER)
    assert (tmp_path / "part.log.1").read_text() == "said at an earlier start"


def test_a_part_is_ended_with_all_it_started(launch):
    session = launch(PARENT)
    assert eventually(lambda: len(members(session)) == 2)
    stop(session)
    assert members(session) == []
    assert not is_running(session)


def test_what_a_killed_part_left_behind_is_still_found_and_ended(launch):
    session = launch(PARENT)
    assert eventually(lambda: len(members(session)) == 2)
    os.kill(session.pid, signal.SIGKILL)
    assert eventually(lambda: not is_running(session))
    assert len(members(session)) == 1
    stop(session)
    assert members(session) == []


def test_a_part_that_will_not_listen_is_killed(launch, tmp_path):
    session = launch(STUBBORN)
    assert eventually(lambda: "deaf" in (tmp_path / "part.log").read_text())
    stop(session, patience=0.3)
    assert not is_running(session)


def test_a_zombie_does_not_run():
    child = os.fork()
    if child == 0:
        os._exit(0)
    zombie = psutil.Process(child)
    assert eventually(lambda: zombie.status() == psutil.STATUS_ZOMBIE)
    session = processes._session(zombie)
    assert not is_running(session)
    assert members(session) == []
    os.waitpid(child, 0)


def test_a_process_id_that_another_program_got_is_never_touched(launch):
    session = launch(SLEEPER)
    earlier = replace(session, uptime=session.uptime - 100)
    assert not is_running(earlier)
    stop(earlier, patience=0.1)
    assert is_running(session)


def test_a_process_id_from_before_the_machine_started_is_never_touched(launch):
    session = launch(SLEEPER)
    earlier = replace(session, boot="another start of this machine")
    assert not is_running(earlier)
    stop(earlier, patience=0.1)
    assert is_running(session)


def test_a_part_knows_when_it_started(launch):
    before = time.time()
    session = launch(SLEEPER)
    assert abs(started_at(session) - before) < 3


def test_a_program_that_does_not_exist_is_told(tmp_path, launch):
    session = launch(["/nonexistent/program"])
    assert eventually(lambda: not is_running(session))
    assert "cannot start" in (tmp_path / "part.log").read_text()
