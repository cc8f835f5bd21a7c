#!/usr/bin/env python3
"""Whether an exported chain of events is whole: for the FG and the auditor.

    python3 verify_chain.py chain.jsonl checkpoints/ checkpoint.pub

A program of its own: it uses the standard library alone and nothing of Vroegsein. Copy
it, and the public key, to where Vroegsein cannot write; keep the checkpoints there too.

It reads every event, computes its hash anew, and holds the chain against each signed
checkpoint (Ed25519, RFC 8032). An event that was edited, deleted or moved breaks the
chain itself; a tail that was cut, or a whole chain that was replaced by an older or
rewritten one, no longer meets a checkpoint. It names the first bad sequence number and
ends with 1; with 0 when nothing is wrong; with 2 when it cannot read its files.
"""

import functools
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

TEXT = r'"(?:[^"\\]++|\\.)++"'  # a JSON text that says something
FIELDS = (
    "action",
    "actor",
    "municipality",
    "object",
    "occurred_at",
    "origin",
    "result",
)
EVENT = ",".join(f'"{name}":' + TEXT for name in FIELDS)
LINE = re.compile(
    (
        r'\{"hash":"([0-9a-f]{64})","event":(\{' + EVENT + r',"seq":([0-9]+)\})\}\n'
    ).encode()
)
WHOSE = re.compile(rb'"municipality":"[0-9]+"')
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


class Broken(Exception):  # noqa: N818 - it is a finding, and ends nothing else
    """The chain is not what it was; holds the first bad sequence number."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"BROKEN at sequence number {seq}: {what}.")
        self.seq = seq


def verify(chain: BinaryIO, checkpoints: list[dict[str, Any]], key: bytes) -> int:
    """Read a chain and hold it against its checkpoints; return its last number.

    Raises:
        Broken: Something was edited, deleted, moved, cut off or replaced.
    """
    points = sorted(checkpoints, key=lambda point: int(point["seq"]))
    for point in points:
        if not _is_signed(point, key):
            raise Broken(point["seq"], "the checkpoint's signature does not hold")
    last, good = 0, 0
    for last, found in _events(chain):
        while points and points[0]["seq"] == last:
            if points.pop(0)["hash"] != found:
                raise Broken(good + 1, f"from here to {last} is not what was signed")
            good = last
    if points:
        raise Broken(last + 1, f"it ends here, but went on to {points[-1]['seq']}")
    return last


def _events(chain: BinaryIO) -> Iterator[tuple[int, str]]:
    """Yield each event's number and hash; every one follows the one before it."""
    previous, municipality = b"0" * 64, None
    for seq, line in enumerate(chain, start=1):
        found = LINE.fullmatch(line)
        if found is None:  # all six fields of BIO2 8.15.01 have to be there
            raise Broken(seq, "the line is no event")
        stated, event, number = found.groups()
        if int(number) != seq:
            raise Broken(seq, f"expected this number, found {int(number)}")
        if hashlib.sha256(previous + event).hexdigest().encode() != stated:
            raise Broken(seq, "it is not the event that was recorded here")
        whose = WHOSE.search(event)
        if whose is None or whose[0] != (municipality := municipality or whose[0]):
            raise Broken(seq, "it is another municipality's")
        previous = stated
        yield seq, stated.decode()


def _is_signed(point: dict[str, Any], key: bytes) -> bool:
    """Tell whether a checkpoint carries the signature of the key."""
    said = {name: point[name] for name in point if name not in {"key", "signature"}}
    text = json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")
    return _verified(key, text, bytes.fromhex(point["signature"]))


def _verified(key: bytes, text: bytes, signature: bytes) -> bool:
    """Verify an Ed25519 signature (RFC 8032, 5.1.7)."""
    public, commitment = _point(key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= ORDER or len(signature) != 64:
        return False
    digest = hashlib.sha512(signature[:32] + key + text).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    left = _times(scalar, BASE)
    right = _plus(commitment, _times(challenge, public))
    return not any(
        (left[axis] * right[2] - right[axis] * left[2]) % P for axis in (0, 1)
    )


@functools.lru_cache(maxsize=2)  # of the key, beside the signature's own
def _point(text: bytes) -> Point | None:
    """Return the point that 32 bytes stand for, or None (RFC 8032, 5.1.3)."""
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign) or len(text) != 32:
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _plus(one: Point, other: Point) -> Point:
    """Add two points in extended coordinates."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


@functools.lru_cache(maxsize=2)  # of the base and of the key: the same for every point
def _multiples(point: Point) -> list[list[Point]]:
    """Return 0 to 15 times a point, then 0 to 15 times 16 of it, and so on."""
    rows = []
    for _ in range(64):
        row: list[Point] = [(0, 1, 1, 0)]
        while len(row) < 16:
            row.append(_plus(row[-1], point))
        rows.append(row)
        point = _plus(row[-1], point)
    return rows


def _times(scalar: int, point: Point) -> Point:
    """Multiply a point; nothing here is secret, so time may tell."""
    total: Point = (0, 1, 1, 0)
    for place, row in enumerate(_multiples(point)):
        total = _plus(total, row[scalar >> 4 * place & 15])
    return total


_BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
assert _BASE is not None
BASE: Point = _BASE


def read_checkpoints(place: Path) -> list[dict[str, Any]]:
    """Return the checkpoints of a folder (`*.json`) or of one file (JSON lines)."""
    files = sorted(place.glob("checkpoint_*.json")) if place.is_dir() else [place]
    return [json.loads(line) for file in files for line in file.open("rb")]


def main(arguments: list[str]) -> int:
    """Verify one chain and say what was found, in one line."""
    try:
        path, place, key_file = map(Path, arguments)
        key = bytes.fromhex(key_file.read_text("ascii").split()[0])
        points = read_checkpoints(place)
        with path.open("rb") as chain:
            last = verify(chain, points, key)
    except Broken as broken:
        sys.stdout.write(f"{broken}\n")
        return 1
    except (OSError, ValueError, KeyError, IndexError) as error:
        sys.stderr.write(f"cannot verify: {type(error).__name__}: {error}\n")
        return 2
    newest = max((f"{point['signed_at']}" for point in points), default="none")
    sys.stdout.write(
        f"WHOLE: {last} events, {len(points)} checkpoints, newest of {newest}.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
