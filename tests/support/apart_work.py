"""What a child may be told to do in a test: good work, and every way to go wrong."""

import ctypes
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code


def add(left: int, right: int) -> dict[str, object]:
    return {"sum": left + right}


def refuse(code: str, line: int) -> dict[str, object]:
    raise DeliveryError(code, column="postcode", line=line)


def fail(secret: str) -> dict[str, object]:
    raise ValueError(secret)


def fill_the_disk() -> dict[str, object]:
    raise OSError(28, "No space left on device")


def loop() -> dict[str, object]:
    while True:
        pass


def sleep(mark: str) -> dict[str, object]:
    Path(mark).write_text(str(os.getpid()), "utf-8")
    time.sleep(600)
    return {}


def hog() -> dict[str, object]:
    kept = [bytearray(50_000_000) for _ in range(10)]
    return {"kept": len(kept)}


def write(path: str, size: int) -> dict[str, object]:
    with Path(path).open("wb") as file:
        file.writelines(b"x" * 1_000_000 for _ in range(size // 1_000_000))
    return {"size": size}


def open_files(count: int) -> dict[str, object]:
    files = [os.open("/dev/null", os.O_RDONLY) for _ in range(count)]
    return {"count": len(files)}


def reach_network(path: str) -> dict[str, object]:
    """Try every road to a socket or another program; tell what was refused."""
    found: dict[str, object] = {}
    tries = {
        "inet": lambda: socket.socket(socket.AF_INET),
        "local": lambda: socket.socket(socket.AF_UNIX).connect(path),
        "pair": socket.socketpair,
        "program": lambda: subprocess.run(["/bin/true"], check=True),
        "fork": lambda: os._exit(0) if os.fork() == 0 else None,
        "kill": lambda: os.kill(os.getppid(), 0),
        "ring": lambda: _call(425, 8, ctypes.create_string_buffer(256)),
    }
    for name, attempt in tries.items():
        try:
            attempt()
        except OSError as error:
            found[name] = error.errno
    thread = threading.Thread(target=lambda: found.update(thread="ran"))
    thread.start()
    thread.join()
    return found


def _call(*arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(*arguments) < 0:
        number = ctypes.get_errno()
        raise OSError(number, "refused")


def die(how: str) -> dict[str, object]:
    signal.raise_signal(signal.Signals[how])
    return {}


def crash() -> dict[str, object]:
    ctypes.string_at(0)
    return {}


def leave() -> dict[str, object]:
    os._exit(0)


def babble(text: str, times: int = 1) -> dict[str, object]:
    """Talk through the reply's pipe before the reply itself."""
    for number in range(3, 32):
        try:
            is_pipe = str(Path(f"/proc/self/fd/{number}").readlink()).startswith(
                "pipe:"
            )
        except OSError:
            continue
        if is_pipe:
            for _ in range(times):
                os.write(number, text.encode())
    os._exit(0)


def complain(secret: str) -> dict[str, object]:
    os.write(1, secret.encode())
    os.write(2, secret.encode())
    os.abort()


def surroundings() -> dict[str, object]:
    status = Path("/proc/self/status").read_text("utf-8")
    lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    return {
        "environment": sorted(os.environ),
        "secret": os.environ.get("VROEGSEIN_SECRET"),
        "no_new_privs": lines["NoNewPrivs"].strip(),
        "seccomp": lines["Seccomp"].strip(),
        "network": str(Path("/proc/self/ns/net").readlink()),
        "modules": sorted(
            {"airflow", "sqlalchemy", "pandas", "great_expectations"}
            & set(__import__("sys").modules)
        ),
        "code": str(Code.TXT_UNREADABLE),
    }
