"""The outside of an OpenPGP message: for whom it is, and how it is protected.

Read from its first bytes, before a library is asked to open it (RFC 9580 §4.2, §5.1).
"""

import binascii
import re
from dataclasses import dataclass

HEAD_BYTES = 64 * 1024
HIDDEN = "0" * 16  # a recipient that is not named (`gpg --throw-keyids`)
_ARMOR = b"-----BEGIN PGP MESSAGE-----"
_PKESK, _SKESK, _SED, _MARKER, _SEIPD, _AEAD, _PADDING = 1, 3, 9, 10, 18, 20, 21
_VERSIONS = {_PKESK: {2, 3, 6}, _SKESK: {4, 5, 6}, _SEIPD: {1, 2}, _AEAD: {1}}
#: Signature, one-pass signature, compressed and literal: what anybody can read.
_OPEN = {2: b"\3\4\6", 4: b"\3\6", 8: b"\0\1\2\3", 11: b"btu"}


@dataclass(frozen=True)
class Outside:
    """What an encrypted message says before it is opened.

    Attributes:
        recipients: Key ids, 16 hexadecimal digits each; `HIDDEN` for one not named.
        has_integrity: Whether a change of the ciphertext is noticed (no plain SED).
    """

    recipients: tuple[str, ...]
    has_integrity: bool


def read_outside(head: bytes) -> Outside | None:
    """Return what an encrypted message's first bytes say; None where it is none."""
    content = _binary(head)
    recipients: list[str] = []
    at = 0
    while found := _packet(content, at):
        tag, start, length = found
        body = content[start : start + (length or 32)]
        if tag in _VERSIONS and (not body or body[0] not in _VERSIONS[tag]):
            return None
        if tag in {_SEIPD, _AEAD, _SED}:
            named = bool(recipients) or at > 0 or tag == _SEIPD
            return Outside(tuple(recipients), tag != _SED) if named else None
        if tag not in {_PKESK, _SKESK, _MARKER, _PADDING} or length is None:
            return None
        if tag == _PKESK:
            recipients.append(_key_id(body))
        at = start + length
    return Outside(tuple(recipients), has_integrity=True) if recipients else None


def is_readable(head: bytes) -> bool:
    """Tell whether an OpenPGP message is signed or compressed, and not encrypted."""
    content = _binary(head)
    found = _packet(content, 0)
    if found is None:
        return False
    tag, start, _ = found
    body = content[start : start + 1]
    return bool(body) and body in _OPEN.get(tag, b"")


def _packet(content: bytes, at: int) -> tuple[int, int, int | None] | None:
    """Return a packet's tag, where its body starts and how long it is, if there is one.

    The length is None where the packet is in parts or open-ended.
    """
    if at >= len(content) or not content[at] & 0x80:
        return None
    first, rest = content[at], content[at + 1 : at + 6].ljust(5, b"\0")
    if first & 0x40:
        return first & 0x3F, *_new_length(at + 1, rest)
    size = (1, 2, 4, 0)[first & 3]
    length = int.from_bytes(rest[:size], "big") if size else None
    return (first >> 2) & 0x0F, at + 1 + size, length


def _new_length(at: int, rest: bytes) -> tuple[int, int | None]:
    """Return where a body starts and how long it is (RFC 9580 §4.2.1)."""
    if rest[0] < 192:
        return at + 1, rest[0]
    if rest[0] < 224:
        return at + 2, ((rest[0] - 192) << 8) + rest[1] + 192
    if rest[0] == 255:
        return at + 5, int.from_bytes(rest[1:5], "big")
    return at + 1, None


def _key_id(body: bytes) -> str:
    """Return the key a session key is encrypted to."""
    if body[0] != 6:
        return body[1:9].hex()
    length, version = body.ljust(3, b"\0")[1:3]
    if not length:
        return HIDDEN
    fingerprint = body[3 : 2 + length]
    return (fingerprint[:8] if version == 6 else fingerprint[-8:]).hex()


def _binary(head: bytes) -> bytes:
    """Return the first bytes of a message without its armor, if it has any."""
    if not head.lstrip().startswith(_ARMOR):
        return head
    _, _, text = head.replace(b"\r", b"").partition(b"\n\n")
    text = re.split(rb"\n=|-----", text, maxsplit=1)[0].replace(b"\n", b"")
    try:
        return binascii.a2b_base64(text[: len(text) // 4 * 4])
    except binascii.Error:
        return b""
