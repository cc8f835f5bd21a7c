"""The page is made beside a server that is up; nobody waits for it, and it never fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: A server that says one thing; what is printed: pages made by then, and in the end.
SERVER = """
import asyncio, sys, threading
from vroegsein_page.later import made
from vroegsein_page.warming import WarmStart

kind, message = sys.argv[1:]
told = []

async def server(scope, receive, send):
    await send({"type": message})

async def send(message):
    told.append(made.cache_info().currsize)

asyncio.run(WarmStart(server)({"type": kind}, None, send))
for thread in threading.enumerate():
    if thread.name == "vroegsein page":
        thread.join(60)
print(told[0], made.cache_info().currsize)
"""


def pages_made(folder: Path, kind: str, message: str) -> str:
    """Say one thing in an interpreter of its own, with a register that is away."""
    ran = subprocess.run(
        [sys.executable, "-c", SERVER, kind, message],
        env=os.environ
        | {
            "PYTHONPATH": f"{ROOT / 'include'}:{ROOT / 'plugins'}",
            "AIRFLOW_HOME": str(folder),
            "VROEGSEIN_REGISTER_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "Traceback" not in ran.stderr
    return ran.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("kind", "message", "made"),
    [
        ("lifespan", "lifespan.startup.complete", "0 1"),
        ("lifespan", "lifespan.startup.failed", "0 0"),
        ("http", "lifespan.startup.complete", "0 0"),
    ],
)
def test_the_page_is_made_once_the_server_is_up_and_not_before(
    tmp_path: Path, kind: str, message: str, made: str
):
    """Red while the first reader of all waited for the imports."""
    assert pages_made(tmp_path, kind, message) == made
