"""What a file is by its first bytes, whatever its name says.

Text has no signature of its own: what is none of the known kinds is left to its reader.
"""

from enum import StrEnum

from vroegsein.exchange.openpgp_packets import HEAD_BYTES, is_readable, read_outside

__all__ = ["HEAD_BYTES", "Kind", "is_damaged_ciphertext", "kind_of"]

_AGE = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")
_PGP_ARMOR = b"-----BEGIN PGP MESSAGE-----"
_ARMORS = (*_AGE, _PGP_ARMOR)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FOREIGN = (
    b"%PDF",
    b"\x7fELF",
    b"MZ\x90\x00",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # OLE: doc, xls, msi
    b"{\\rtf",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",  # zstandard
    b"PAR1",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"SQLite format 3\x00",
    b"-----BEGIN PGP SIGNED MESSAGE-----",
)
#: Control characters hardly stand in text, and are an eighth of what is encrypted.
_CONTROLS = frozenset(range(1, 32)) - {9, 10, 11, 12, 13, 27}
_CONTROL_SHARE = 0.04


class Kind(StrEnum):
    """Kinds of file that are told apart."""

    AGE = "age"
    OPENPGP = "openpgp"
    GZIP = "gzip"
    ZIP = "zip"  # an Excel workbook is one
    FOREIGN = "foreign"  # a document, program or archive nobody agreed on
    OTHER = "other"  # text, as far as its first bytes tell


def kind_of(head: bytes) -> Kind:
    """Tell a file's kind by its first bytes, `HEAD_BYTES` of them."""
    start = head.lstrip(b" \r\n\t\xef\xbb\xbf") if b"-----" in head[:64] else head
    if start.startswith(_AGE):
        return Kind.AGE
    if start.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    if start.startswith(_ZIP):
        return Kind.ZIP
    if start.startswith(_FOREIGN):
        return Kind.FOREIGN
    if read_outside(head) is not None:
        return Kind.OPENPGP
    return Kind.FOREIGN if is_readable(head) else Kind.OTHER


def is_damaged_ciphertext(head: bytes) -> bool:
    """Tell whether first bytes of no known kind were ciphertext once.

    A beginning that differs in a sign or two from that of an encrypted file, or bytes
    such as no text has.
    """
    if any(_nearly(head, armor) for armor in _ARMORS):
        return True
    part = head[:4096]
    controls = sum(byte in _CONTROLS for byte in part)
    return len(part) >= 64 and controls > _CONTROL_SHARE * len(part)


def _nearly(head: bytes, beginning: bytes) -> bool:
    part = head[: len(beginning)]
    differ = sum(left != right for left, right in zip(part, beginning, strict=False))
    return len(part) == len(beginning) and differ <= 2
