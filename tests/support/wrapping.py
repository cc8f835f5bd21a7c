"""A municipality's key ring, a partner that encrypts and signs, and a scanner's double.

The marker stands in every file's content: where it is found, plain text was left.
"""

import gzip
import io
import json
import socketserver
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pysequoia import Tsk

from support.deliveries import file_of, passport
from vroegsein.errors import DeliveryError
from vroegsein.exchange.age_files import encrypt_age
from vroegsein.exchange.files import private_folder
from vroegsein.exchange.keyring import KeyKind, OwnKey, new_key
from vroegsein.exchange.opening import open_wrapped
from vroegsein.exchange.openpgp import encrypt_openpgp
from vroegsein.exchange.signatures import sign_manifest
from vroegsein.intake.reading.unwrap import Terms, Wrapped, arguments_for, scan, unwrap
from vroegsein.parties.partner import Passport
from vroegsein.settings import settings

RECEIVED = date(2026, 10, 7)
MARKER = b"Geheimstraat"
CONTENT = b"straatnaam;huisnummer\n" + b"".join(
    b"%s;%d\n" % (MARKER, number) for number in range(3000)
)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Signer:
    """Somebody who signs: keys on disk, and what a passport says of them."""

    openpgp: Path
    openpgp_public: str
    ssh: Path
    ssh_public: str


def signer(folder: Path, name: str, *, days: int | None = None) -> Signer:
    """Make the keys of somebody who signs; an OpenPGP key may end after some days."""
    secret = Tsk.generate(name, validity_seconds=days and days * 86400)
    openpgp = folder / f"{name}.asc"
    openpgp.write_text(str(secret), "utf-8")
    key = Ed25519PrivateKey.generate()
    ssh = folder / f"{name}.key"
    ssh.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption(),
        )
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    certificate = str(secret.extract_certificate())
    return Signer(openpgp, certificate, ssh, f"{public.decode()} {name}")


@dataclass(frozen=True)
class Outcome:
    """What unwrapping a file came to."""

    code: str | None
    warnings: list[str]
    content: bytes | None


@dataclass
class Wrapping:
    """A storage folder with a delivery to unwrap, and all keys there are."""

    folder: Path
    ring: Path
    age: OwnKey
    openpgp: OwnKey
    partner: Signer

    @property
    def storage(self) -> Path:
        return self.folder / "storage"

    @property
    def raw(self) -> Path:
        return self.storage / "landing" / "d1.raw"

    def plain(self, content: bytes = CONTENT) -> Path:
        """A file that nobody has wrapped yet, outside the storage."""
        path = self.folder / "export.csv"
        path.write_bytes(content)
        return path

    def in_age(self, content: bytes = CONTENT, *keys: str) -> bytes:
        """The content as an age file for the municipality, or for other keys."""
        target = self.folder / "export.age"
        encrypt_age(self.plain(content), target, keys or [self.age.public])
        return target.read_bytes()

    def in_openpgp(
        self, content: bytes = CONTENT, key: str = "", by: Path | None = None
    ) -> bytes:
        """The content as an OpenPGP message, signed where `by` is given."""
        target = self.folder / "export.pgp"
        encrypt_openpgp(self.plain(content), target, [key or self.openpgp.public], by)
        return target.read_bytes()

    def unwrap(self, raw: bytes, agreed: Passport, on: date = RECEIVED) -> Outcome:
        """Unwrap a delivery without a manifest."""
        return self._unwrap(raw, agreed, on)

    def open_here(self, raw: bytes, terms: Passport) -> Outcome:
        """Open a delivery as the child does, in this process: faster, for long lists."""
        self.raw.parent.mkdir(parents=True, exist_ok=True)
        self.raw.write_bytes(raw)
        target = self.storage / "work" / "d1" / "plain"
        private_folder(target.parent)
        target.unlink(missing_ok=True)
        arguments: Any = arguments_for(
            Wrapped(self.raw), Terms.of(terms), RECEIVED, target
        )
        try:
            found: Any = open_wrapped(**arguments)
        except DeliveryError as error:
            return Outcome(error.code, [], None)
        return Outcome(None, found["warnings"], target.read_bytes())

    def unwrap_signed(
        self,
        raw: bytes,
        agreed: Passport,
        *,
        by: Path | None,
        on: date = RECEIVED,
        **changes: Any,
    ) -> Outcome:
        """Unwrap a delivery whose manifest is signed, and changed after that."""
        manifest = self.raw.with_name("d1.manifest.json")
        signature = self.raw.with_name("d1.manifest.json.sig")
        self.raw.parent.mkdir(parents=True, exist_ok=True)
        said = file_of(raw).manifest
        manifest.write_text(json.dumps(said), "utf-8")
        signature.unlink(missing_ok=True)
        if by is not None:
            signature.write_bytes(sign_manifest(manifest, by))
        manifest.write_text(json.dumps({**said, **changes}), "utf-8")
        return self._unwrap(raw, agreed, on, manifest, signature)

    def _unwrap(self, raw: bytes, agreed: Passport, on: date, *named: Path) -> Outcome:
        self.raw.parent.mkdir(parents=True, exist_ok=True)
        self.raw.write_bytes(raw)
        target = self.storage / "work" / "d1" / "plain"
        wrapped = Wrapped(self.raw, *named)
        try:
            scan(wrapped, on)
            found = unwrap(wrapped, agreed, on, target)
        except DeliveryError as error:
            return Outcome(error.code, [], None)
        return Outcome(None, [item.code for item in found], target.read_bytes())

    def left_in_plain_text(self) -> list[str]:
        """The files in the storage that hold the marker."""
        return [
            str(path.relative_to(self.storage))
            for path in sorted(self.storage.rglob("*"))
            if path.is_file() and MARKER in path.read_bytes()
        ]


def wrapping_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Wrapping:
    """Make a key ring that the settings point at, and a partner."""
    ring = folder / "keys"
    monkeypatch.setenv("VROEGSEIN_KEYS", str(ring))
    monkeypatch.delenv("VROEGSEIN_CLAMD", raising=False)
    settings.cache_clear()
    made = [new_key(ring, kind, date(2026, 1, 1), "Proefgemeente") for kind in KeyKind]
    return Wrapping(folder, ring, *made, signer(folder, "woonproef"))


def agreed(
    encryption: str = "none",
    compression: str = "none",
    signature: str = "none",
    signers: tuple[str, ...] = (),
    **delivery: Any,
) -> Passport:
    """A landlord's passport with this protection."""
    usual = passport().delivery.model_dump()
    return passport(
        protection={
            "encryption": encryption,
            "compression": compression,
            "signature": signature,
            "signers": signers,
        },
        delivery={**usual, **delivery},
    )


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return target.getvalue()


def gzipped(content: bytes = CONTENT) -> bytes:
    """A gzip of the content."""
    return gzip.compress(content, mtime=0)


class _Clamd(socketserver.StreamRequestHandler):
    """One question to the scanner's double: PING, VERSION or INSTREAM."""

    server: "ScannerDouble"

    def handle(self) -> None:
        command = self.rfile.readline().strip()
        if command == b"nPING":
            self.wfile.write(b"PONG\n")
        elif command == b"nVERSION":
            self.wfile.write(self.server.version.encode() + b"\n")
        elif command == b"nINSTREAM":
            self.wfile.write(self._scanned())

    def _scanned(self) -> bytes:
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > self.server.longest:
                return b"INSTREAM size limit exceeded. ERROR\n"
        self.server.seen.append(content)
        is_found = any(mark in content for mark in self.server.marks)
        return b"stream: Test.Mark FOUND\n" if is_found else self.server.verdict


class ScannerDouble(socketserver.ThreadingTCPServer):
    """Speaks clamd's protocol at a real socket."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        self.version = "ClamAV 1.4.3/27808/Tue Oct  6 09:12:33 2026"
        self.verdict = b"stream: OK\n"
        self.marks = [EICAR]
        self.longest = 10_000_000
        self.seen: list[bytes] = []
        super().__init__(address, _Clamd)

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def scanner_double(**said: Any) -> Iterator[ScannerDouble]:
    """Run the scanner's double."""
    with ScannerDouble() as double:
        for name, value in said.items():
            setattr(double, name, value)
        thread = threading.Thread(target=double.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield double
        finally:
            double.shutdown()
            thread.join()
