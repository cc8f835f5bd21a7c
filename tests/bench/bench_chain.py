"""How soon the verifier reads a long chain of events."""

import json
from pathlib import Path

from support.chain import KEY, made_chain, made_checkpoint, run_verifier

from bench.figures import Figure, measured

EVENTS = 1_000_000
POINTS = 5 * 365  # a signed checkpoint a day, for as long as events are kept


def bench_verifier(folder: Path) -> list[Figure]:
    """Verify a chain of 1,000,000 events, with a signed checkpoint a day of five years."""
    chain, elsewhere = folder / "chain.jsonl", folder / "elsewhere"
    elsewhere.mkdir()
    lines = made_chain(EVENTS)
    chain.write_bytes(b"".join(lines))
    key = KEY.public_key().public_bytes_raw().hex()
    (elsewhere / "checkpoint.pub").write_text(key)
    for number in range(1, POINTS + 1):
        point = made_checkpoint(lines, number * EVENTS // POINTS)
        path = elsewhere / f"checkpoint_{number:04}.json"
        path.write_text(json.dumps(point))
    with measured() as cost:
        done = run_verifier(chain, elsewhere)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    said = f"{EVENTS:,} events, {POINTS:,} checkpoints: {done.stdout.split(':')[0]}"
    return [Figure("the verifier", cost.wall_seconds, "s", 10, note=said)]
