"""The verifier finds every planted change, and names where it begins."""

import ast
import functools
import hashlib
import importlib.util
import io
import json
import random
import sys
from pathlib import Path

import pytest
from support.chain import (
    KEY,
    MOMENT,
    VERIFIER,
    made_chain,
    made_checkpoint,
    run_verifier,
)

PUBLIC = KEY.public_key().public_bytes_raw()
LENGTH, POSITIONS = 400, 200
EVERY = 50  # a checkpoint each so many events


def _loaded():
    spec = importlib.util.spec_from_file_location("verify_chain", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module._verified = functools.cache(module._verified)
    return module


verifier = _loaded()
LINES = made_chain(LENGTH)
POINTS = [made_checkpoint(LINES, seq) for seq in range(EVERY, LENGTH + 1, EVERY)]


def first_bad(lines: list[bytes], points: list[dict] | None = None) -> int | None:
    """The sequence number the verifier names, or None when all is whole."""
    try:
        verifier.verify(
            io.BytesIO(b"".join(lines)), POINTS if points is None else points, PUBLIC
        )
    except verifier.Broken as broken:
        return broken.seq
    return None


def edited(lines: list[bytes], seq: int, draw: random.Random) -> list[bytes]:
    """Change one byte of one event, wherever it stands."""
    line = bytearray(lines[seq - 1])
    line[draw.randrange(9, len(line) - 2)] ^= 1 << draw.randrange(7)
    return [*lines[: seq - 1], bytes(line), *lines[seq:]]


def deleted(lines: list[bytes], seq: int, _: random.Random) -> list[bytes]:
    return [*lines[: seq - 1], *lines[seq:]]


def reordered(lines: list[bytes], seq: int, _: random.Random) -> list[bytes]:
    """Swap an event with the next one."""
    at = min(seq, LENGTH - 1) - 1
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def cut(lines: list[bytes], seq: int, _: random.Random) -> list[bytes]:
    return lines[: seq - 1]


def replaced(lines: list[bytes], seq: int, _: random.Random) -> list[bytes]:
    """An older copy that was put back and went on with other events."""
    said, previous = list(lines[: seq - 1]), lines[seq - 2][9:73].decode()
    previous = previous if seq > 1 else "0" * 64
    for number in range(seq, LENGTH + 1):
        text = lines[number - 1][83:-2].replace(b'"kept ', b'"lost ').decode()
        previous = hashlib.sha256((previous + text).encode()).hexdigest()
        said.append(f'{{"hash":"{previous}","event":{text}}}\n'.encode())
    return said


#: Change -> which number is named first, given where it was planted.
KINDS = {
    edited: lambda seq: seq,
    deleted: lambda seq: seq,
    reordered: lambda seq: min(seq, LENGTH - 1),
    cut: lambda seq: seq,
    # Every hash fits the one before it: only a checkpoint tells, and names its stretch.
    replaced: lambda seq: (seq - 1) // EVERY * EVERY + 1,
}


@pytest.mark.parametrize("change", KINDS, ids=lambda change: change.__name__)
def test_a_thousand_of_a_thousand_planted_changes_are_found(change):
    """PRV-08: edited, deleted, reordered, cut or replaced, each at 200 places."""
    draw = random.Random(change.__name__)
    places = draw.sample(range(1, LENGTH + 1), POSITIONS)
    named = {seq: first_bad(change(LINES, seq, draw)) for seq in places}
    assert named == {seq: KINDS[change](seq) for seq in places}


def test_an_untouched_chain_is_whole():
    assert first_bad(LINES) is None


def test_without_checkpoints_a_cut_or_older_copy_is_not_seen():
    """PRV-08: these two are found only thanks to what was signed elsewhere."""
    draw = random.Random(1)
    assert first_bad(cut(LINES, 7, draw), []) is None
    assert first_bad(replaced(LINES, 7, draw), []) is None


def test_a_forged_checkpoint_vouches_for_nothing():
    forged = POINTS[0] | {"hash": "0" * 64}
    assert first_bad(LINES, [forged, *POINTS[1:]]) == EVERY


def test_a_signature_is_verified_as_others_do():
    """Ed25519: what `cryptography` signs holds, and no changed bit does."""
    text = b"vroegsein"
    signature = KEY.sign(text)
    assert verifier._verified(PUBLIC, text, signature)
    for position in range(0, 512, 31):
        changed = bytearray(signature)
        changed[position // 8] ^= 1 << position % 8
        assert not verifier._verified(PUBLIC, text, bytes(changed))
    assert not verifier._verified(PUBLIC, text + b" ", signature)


def test_an_event_of_another_municipality_is_found():
    said = LINES[0][83:-2].replace(b"1940", b"0085").replace(b'"seq":1', b'"seq":2')
    hashed = hashlib.sha256(LINES[0][9:73] + said).hexdigest().encode()
    line = b'{"hash":"' + hashed + b'","event":' + said + b"}\n"
    assert first_bad([LINES[0], line], []) == 2


def test_the_verifier_is_small_and_stands_alone():
    """I10: under 200 lines, the standard library only, and nothing of the pipeline."""
    text = VERIFIER.read_text("utf-8")
    assert len(text.splitlines()) < 200
    imports = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert imports <= set(sys.stdlib_module_names)


def test_the_program_names_the_number_and_ends_with_one(tmp_path: Path):
    chain, folder = tmp_path / "chain.jsonl", tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "checkpoint.pub").write_text(PUBLIC.hex())
    (folder / "checkpoint_1.json").write_text(json.dumps(POINTS[0]))
    chain.write_bytes(b"".join(deleted(LINES, 33, random.Random(1))))
    done = run_verifier(chain, folder)
    assert (done.returncode, done.stdout) == (
        1,
        "BROKEN at sequence number 33: expected this number, found 34.\n",
    )


def test_files_that_cannot_be_read_end_with_two(tmp_path: Path):
    done = run_verifier(tmp_path / "none", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")


def test_the_moment_of_the_newest_checkpoint_is_told(tmp_path: Path):
    """Whoever verifies sees how old what was signed is: silence is a signal."""
    (tmp_path / "checkpoint.pub").write_text(PUBLIC.hex())
    (tmp_path / "checkpoint_1.json").write_text(json.dumps(POINTS[-1]))
    (tmp_path / "chain.jsonl").write_bytes(b"".join(LINES))
    done = run_verifier(tmp_path / "chain.jsonl", tmp_path)
    assert f"newest of {MOMENT.isoformat()}" in done.stdout
