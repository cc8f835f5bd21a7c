"""Our private keys: several may be valid at once, so that partners can change over.

A folder (0700) with one file per key (0600) and `keys.yml`, which names them and says
from which day a key opens nothing any more. A key with such a day is old: until then it
still opens files, with a warning to the partner. Anything others could read is refused.
"""

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import Field

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.parties.yaml_file import Strict, read

INDEX = "keys.yml"
_OTHERS = 0o077


class KeyKind(StrEnum):
    """What a key opens."""

    AGE = "age"
    OPENPGP = "openpgp"


class Entry(Strict):
    """A key as `keys.yml` names it."""

    id: str = Field(pattern=r"^[a-z0-9-]{3,60}$")
    kind: KeyKind
    created_on: date
    retired_on: date | None = None


class _Index(Strict):
    """The content of `keys.yml`."""

    keys: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class OwnKey:
    """A private key of ours.

    Attributes:
        entry: What `keys.yml` says of it.
        path: The file with the key.
        public: What partners encrypt to: an age recipient, or an armored certificate.
    """

    entry: Entry
    path: Path
    public: str


def usable_keys(folder: Path, kind: KeyKind, on: date) -> list[tuple[Entry, Path]]:
    """Return the keys of a kind that open files received on a day, current ones first.

    Raises:
        ConfigurationError: There is none, or others could read one.
    """
    usable = [
        entry
        for entry in read_index(folder)
        if entry.kind is kind and (entry.retired_on is None or on < entry.retired_on)
    ]
    if not usable:
        msg = (
            f"No {kind} key in {folder} is valid on {on}. Make one with "
            f"`vroegsein keys new --kind {kind}` and give partners the public key."
        )
        raise ConfigurationError(msg)
    usable.sort(key=lambda entry: (entry.retired_on is not None, entry.id))
    return [(entry, _checked(key_file(folder, entry))) for entry in usable]


def read_index(folder: Path) -> tuple[Entry, ...]:
    """Return all keys of a ring, retired ones too, in order of id.

    Raises:
        ConfigurationError: The ring is absent, wrong, or open to others.
    """
    _checked(folder)
    entries = read(_checked(folder / INDEX), _Index).keys
    return tuple(sorted(entries, key=lambda entry: entry.id))


def key_file(folder: Path, entry: Entry) -> Path:
    """Return the file of a key."""
    return folder / f"{entry.id}.{'asc' if entry.kind is KeyKind.OPENPGP else 'txt'}"


def new_key(folder: Path, kind: KeyKind, on: date, name: str) -> OwnKey:
    """Make a private key and add it to the ring, which is made where it is absent.

    Args:
        folder: The key ring.
        kind: Kind of key.
        on: The day it is made.
        name: Whose key it is, as partners read it in an OpenPGP key.

    Raises:
        ConfigurationError: The ring is wrong, or open to others.
    """
    private_folder(folder)
    with _alone(folder):
        known = read_index(folder) if (folder / INDEX).exists() else ()
        private, public = _generated(kind, on, name)
        short = hashlib.sha256(public.encode()).hexdigest()[:12]
        entry = Entry(id=f"{kind}-{short}", kind=kind, created_on=on)
        path = key_file(folder, entry)
        write_whole(path, private.encode())
        _write_index(folder, (*known, entry))
    return OwnKey(entry, path, public)


def retire_key(folder: Path, key_id: str, on: date) -> Entry:
    """Say from which day a key opens nothing any more; until then it is an old key.

    Raises:
        ConfigurationError: There is no such key, or the ring is wrong.
    """
    _checked(folder)
    with _alone(folder):
        entry = entry_of(folder, key_id).model_copy(update={"retired_on": on})
        others = [known for known in read_index(folder) if known.id != key_id]
        _write_index(folder, (*others, entry))
    return entry


def entry_of(folder: Path, key_id: str) -> Entry:
    """Return what `keys.yml` says of one key.

    Raises:
        ConfigurationError: There is no such key, or the ring is wrong.
    """
    for entry in read_index(folder):
        if entry.id == key_id:
            return entry
    msg = f"There is no key {key_id} in {folder}; see `vroegsein keys list`."
    raise ConfigurationError(msg)


def public_key(folder: Path, entry: Entry) -> str:
    """Return what partners encrypt to: an age recipient or an armored certificate.

    Raises:
        ConfigurationError: The key's file is absent, damaged, or open to others.
    """
    path = _checked(key_file(folder, entry))
    if entry.kind is KeyKind.AGE:
        from vroegsein.exchange.age_files import read_identity

        return str(read_identity(path).to_public())
    from vroegsein.exchange.openpgp import read_secret_key

    return str(read_secret_key(path).extract_certificate())


def _generated(kind: KeyKind, on: date, name: str) -> tuple[str, str]:
    """Return a new private key, as its file holds it, and its public key."""
    if kind is KeyKind.AGE:
        from pyrage import x25519

        identity = x25519.Identity.generate()
        public = str(identity.to_public())
        return f"# created: {on}\n# public key: {public}\n{identity}\n", public
    from pysequoia import Tsk

    secret = Tsk.generate(name)
    return str(secret), str(secret.extract_certificate())


def _checked(path: Path) -> Path:
    """Return a path that is ours and that nobody else can read.

    Raises:
        ConfigurationError: It is absent, or it is not so.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        msg = (
            f"{path} is absent. Put the key ring back from its backup, or begin one "
            "with `vroegsein keys new`."
        )
        raise ConfigurationError(msg) from None
    mode = stat.S_IMODE(status.st_mode)
    if mode & _OTHERS:
        right = "0700" if stat.S_ISDIR(status.st_mode) else "0600"
        msg = (
            f"{path} has mode {mode:04o}, so others may have read it: give it {right} "
            "(chmod), and if others did have access, replace the key."
        )
        raise ConfigurationError(msg)
    if status.st_uid != os.geteuid():
        msg = f"{path} belongs to user {status.st_uid}; it must be {os.geteuid()}'s."
        raise ConfigurationError(msg)
    return path


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one command at a time change the ring."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write_index(folder: Path, entries: tuple[Entry, ...]) -> None:
    """Write `keys.yml` whole, in order of id."""
    ordered = sorted(entries, key=lambda entry: entry.id)
    content = {"keys": [entry.model_dump(mode="python") for entry in ordered]}
    for key in content["keys"]:
        key["kind"] = str(key["kind"])
    text = "# Which private keys there are; changed by `vroegsein keys`.\n"
    text += yaml.safe_dump(content, sort_keys=False)
    write_whole(folder / INDEX, text.encode())
