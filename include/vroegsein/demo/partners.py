"""The partners' side of the demonstration: accounts, keys and drop-offs over SFTP."""

import os
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client
from vroegsein.stack.layout import Layout

FOLDERS = ("inbox", "outbox", "archive")


def open_account(layout: Layout, account: str) -> Path:
    """Give a partner its key-only account, and return its private key's path.

    The account is the folder the SFTP server looks it up in; making it again keeps
    the key.
    """
    key_file = layout.var / "demo" / "keys" / account
    if not key_file.exists():
        key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_key(key_file)
    for folder in FOLDERS:
        (layout.exchange / account / folder).mkdir(
            mode=0o700, parents=True, exist_ok=True
        )
    authorised = layout.accounts / account / "authorized_keys"
    authorised.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    authorised.write_text(key_file.with_suffix(".pub").read_text("utf-8"), "utf-8")
    return key_file


def drop_off(server: Server, key_file: Path, folder: Path) -> int:
    """Upload a partner's files to its inbox as the partner; return how many."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    with Client(replace(server, key_file=key_file)) as client:
        for path in files:
            client.put(path.read_bytes(), f"inbox/{path.name}")
    return len(files)


def write_key(path: Path) -> None:
    """Write a fresh ed25519 key pair beside each other."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
    path.with_suffix(".pub").write_bytes(public + b"\n")
