"""A chain of events in a real register, or made by hand, and the verifier run apart."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine

from vroegsein.register import event_chain
from vroegsein.settings import settings

ROOT = Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "scripts" / "verify_chain.py"
MOMENT = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def keys_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of keys, storage and a place elsewhere, all of the test's own."""
    for name, folder in (
        ("VROEGSEIN_KEYS", "keys"),
        ("VROEGSEIN_STORAGE", "storage"),
        ("VROEGSEIN_ELSEWHERE", "elsewhere"),
    ):
        (tmp_path / folder).mkdir(mode=0o700, exist_ok=True)
        monkeypatch.setenv(name, str(tmp_path / folder))
    settings.cache_clear()
    yield tmp_path / "keys"
    settings.cache_clear()


def record_events(register: Engine, count: int, municipality: str = "1940") -> None:
    """Record so many events, each in a transaction of its own."""
    for number in range(count):
        with register.begin() as connection:
            event_chain.record(
                connection, municipality=municipality, action="keep_run",
                object_id=f"R{number}", result=f"kept {number}", occurred_at=MOMENT,
                actor="coördinator",
            )  # fmt: skip


def made_chain(count: int, *, result: str = "kept") -> list[bytes]:
    """Return the lines of an exported chain, made without the pipeline's code."""
    previous, lines = "0" * 64, []
    for seq in range(1, count + 1):
        said = json.dumps(
            {
                "action": "keep_run",
                "actor": "vroegsein",
                "municipality": "1940",
                "object": f"R{seq}",
                "occurred_at": "2026-11-01T07:30:00.000000+00:00",
                "origin": "vroegsein",
                "result": f"{result} {seq}",
                "seq": seq,
            },
            separators=(",", ":"),
        )
        previous = hashlib.sha256((previous + said).encode()).hexdigest()
        lines.append(f'{{"hash":"{previous}","event":{said}}}\n'.encode())
    return lines


def made_checkpoint(lines: list[bytes], seq: int) -> dict:
    """Return a signed checkpoint of an exported chain."""
    said = {
        "municipality": "1940",
        "seq": seq,
        "hash": lines[seq - 1][9:73].decode(),
        "reason": "daily",
        "signed_at": "2026-11-01T07:30:00+00:00",
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return said | {"key": "00000000", "signature": KEY.sign(text).hex()}


def run_verifier(
    chain: Path, checkpoints: Path, key: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the verifier as the FG does: alone, without our package."""
    key = key or checkpoints / "checkpoint.pub"
    return subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(chain), str(checkpoints), str(key)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
