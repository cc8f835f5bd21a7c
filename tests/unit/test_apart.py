"""Work in a child: it can do its work and nothing else, and may die alone."""

import json
import logging
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from support import apart_work

from vroegsein.errors import (
    ConfigurationError,
    DeliveryError,
    InvariantError,
    OperatorError,
)
from vroegsein.intake.reading.apart import Caps, run_apart
from vroegsein.settings import PROJECT_ROOT

SECRET = "Geheimstraat"
QUICK = Caps(cpu_seconds=20, wall_seconds=60)


def apart(name: str, caps: Caps = QUICK, **arguments: object) -> dict[str, object]:
    return run_apart(f"support.apart_work:{name}", arguments, caps)


def children() -> set[int]:
    """Living and dead children of this process."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found


def test_work_is_done_apart_and_its_result_comes_back():
    assert apart("add", left=2, right=3) == {"sum": 5}


def test_a_refusal_inside_is_the_same_refusal_outside():
    with pytest.raises(DeliveryError) as refused:
        apart("refuse", code="TXT_FIELDS", line=7)
    found = refused.value
    assert (found.code, found.column, found.line) == ("TXT_FIELDS", "postcode", 7)
    assert found.__cause__ is None


@pytest.mark.parametrize(
    ("name", "arguments", "caps"),
    [
        ("loop", {}, Caps(cpu_seconds=3)),
        ("hog", {}, replace(QUICK, memory_bytes=400_000_000)),
        ("open_files", {"count": 10_000}, QUICK),
        ("die", {"how": "SIGSEGV"}, QUICK),
        ("die", {"how": "SIGABRT"}, QUICK),
        ("die", {"how": "SIGKILL"}, QUICK),
        ("crash", {}, QUICK),
        ("leave", {}, QUICK),
        ("babble", {"text": '{"result": {"su'}, QUICK),
        ("babble", {"text": '{"result": 7}'}, QUICK),
        ("babble", {"text": "[" * 100_000}, QUICK),
        ("babble", {"text": '{"refused": ["Jansen", null, 1]}'}, QUICK),
        ("babble", {"text": "x" * 9_000, "times": 9}, replace(QUICK, reply_bytes=4096)),
    ],
)
def test_a_child_that_dies_or_talks_nonsense_refuses_the_file(
    name: str, arguments: dict[str, object], caps: Caps
):
    with pytest.raises(DeliveryError) as refused:
        apart(name, caps, **arguments)
    assert (refused.value.code, str(refused.value)) == ("TXT_UNREADABLE",) * 2
    assert children() == set()


def test_the_caller_chooses_the_code_of_a_dead_child():
    with pytest.raises(DeliveryError, match=r"^TXT_QUOTE$"):
        run_apart("support.apart_work:leave", {}, QUICK, died="TXT_QUOTE")


def test_a_child_that_sleeps_is_killed_when_its_time_is_over(tmp_path: Path):
    start = time.monotonic()
    with pytest.raises(DeliveryError, match="TXT_UNREADABLE"):
        apart("sleep", replace(QUICK, wall_seconds=4), mark=str(tmp_path / "mark"))
    assert time.monotonic() - start < 30
    assert not Path("/proc", (tmp_path / "mark").read_text()).exists()


def test_a_file_that_grows_too_large_is_cut_off(tmp_path: Path):
    caps = replace(QUICK, file_bytes=5_000_000)
    with pytest.raises(DeliveryError, match="TXT_UNREADABLE"):
        apart("write", caps, path=str(tmp_path / "big"), size=50_000_000)
    assert (tmp_path / "big").stat().st_size <= 5_000_000
    small = apart("write", caps, path=str(tmp_path / "small"), size=4_000_000)
    assert small == {"size": 4_000_000}
    assert (tmp_path / "small").stat().st_mode & 0o777 == 0o600


def test_no_network_no_program_and_no_other_process_can_be_reached(tmp_path: Path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "door"))
        server.listen()
        found = apart("reach_network", path=str(tmp_path / "door"))
    refused = {"inet", "local", "pair", "program", "fork", "kill", "ring"}
    assert found == {**dict.fromkeys(refused, 1), "thread": "ran"}


def test_the_surroundings_are_clean(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VROEGSEIN_SECRET", SECRET)
    found = apart("surroundings")
    assert found["secret"] is None
    assert (found["no_new_privs"], found["seccomp"]) == ("1", "2")
    assert found["modules"] == []


def test_last_words_reach_nobody(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        for name in ("complain", "fail"):
            with pytest.raises(DeliveryError, match=r"^TXT_UNREADABLE$"):
                apart(name, secret=SECRET)
        with pytest.raises(DeliveryError):
            apart("babble", text=json.dumps({"broken": SECRET}))
    assert SECRET not in caplog.text + "".join(capfd.readouterr())
    assert "ValueError in apart_work.py:" in caplog.text


def test_a_full_disk_is_not_the_partners_fault():
    with pytest.raises(OperatorError, match="ENOSPC"):
        apart("fill_the_disk")


@pytest.mark.parametrize("work", ["support.apart_work:absent", "support.absent:add"])
def test_code_that_does_not_load_refuses_no_file(work: str):
    with pytest.raises(InvariantError, match="did not start"):
        run_apart(work, {}, QUICK)


def test_children_leave_nothing_behind():
    before = len(list(Path("/proc/self/fd").iterdir()))
    threads = [
        threading.Thread(target=apart, args=("add",), kwargs={"left": n, "right": 1})
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert children() == set()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


PARENT = """
import sys
sys.path[:0] = sys.argv[2:]
from vroegsein.intake.reading.apart import run_apart
run_apart("support.apart_work:sleep", {"mark": sys.argv[1]})
"""
ROOTS = [str(PROJECT_ROOT / "include"), str(PROJECT_ROOT / "tests")]


def test_a_child_dies_with_its_parent(tmp_path: Path):
    mark = tmp_path / "mark"
    with subprocess.Popen([sys.executable, "-c", PARENT, str(mark), *ROOTS]) as parent:
        until = time.monotonic() + 20
        while not (mark.exists() and mark.read_text()) and time.monotonic() < until:
            time.sleep(0.02)
        parent.kill()
    child = int(mark.read_text())
    while time.monotonic() < until and _is_running(child):
        time.sleep(0.02)
    assert not _is_running(child)


def _is_running(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    return False


OLD_KERNEL = """
import json, sys
sys.path[:0] = sys.argv[2:]
from vroegsein.errors import VroegseinError
from vroegsein.intake.reading.apart import run_apart
from vroegsein.intake.reading.seccomp import give_up
give_up(frozenset(sys.argv[1].split()), threads_only=False)
try:
    print(json.dumps(run_apart("support.apart_work:surroundings", {})))
except VroegseinError as error:
    print(json.dumps({"error": type(error).__name__}))
"""


@pytest.mark.parametrize(
    ("lacking", "key", "value"),
    [
        ("unshare", "seccomp", "2"),
        ("seccomp", "seccomp", "2"),
        ("seccomp unshare", "error", ConfigurationError.__name__),
    ],
)
def test_one_lock_is_enough_and_none_is_refused(lacking: str, key: str, value: str):
    """As inside a container (no namespaces), on an old kernel, and with neither."""
    command = [sys.executable, "-c", OLD_KERNEL, lacking, *ROOTS]
    ended = subprocess.run(command, capture_output=True, check=True, timeout=60)
    found = json.loads(ended.stdout)
    assert found[key] == value
    if lacking == "seccomp":
        assert found["network"] != str(Path("/proc/self/ns/net").readlink())


def test_the_works_of_this_file_do_fail_when_not_confined():
    """What is refused above is otherwise possible: the tests can fail."""
    assert apart_work.open_files(100) == {"count": 100}
    with socket.socket(socket.AF_INET):
        pass
