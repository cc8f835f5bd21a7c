"""The key ring and its commands: what is made, what is shown, and what never is."""

import logging
import stat
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vroegsein.cli import application
from vroegsein.errors import ConfigurationError
from vroegsein.exchange.age_files import decrypt_age, encrypt_age, read_identity
from vroegsein.exchange.keyring import (
    KeyKind,
    entry_of,
    key_file,
    new_key,
    public_key,
    read_index,
    retire_key,
    usable_keys,
)
from vroegsein.exchange.openpgp import decrypt_openpgp, encrypt_openpgp
from vroegsein.settings import settings

DAY = date(2026, 11, 22)


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VROEGSEIN_KEYS", str(tmp_path / "keys"))
    settings.cache_clear()
    return tmp_path / "keys"


def typed(*words: str) -> str:
    """What a command of the key ring prints."""
    done = CliRunner().invoke(application("keys"), ["keys", *words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def secrets(ring: Path) -> list[str]:
    """A piece of every line of the private keys that is not in the public ones."""
    shown = "".join(public_key(ring, entry) for entry in read_index(ring))
    return [
        line[10:40]
        for entry in read_index(ring)
        for line in key_file(ring, entry).read_text().splitlines()
        if len(line) > 40 and line[10:40] not in shown and "key:" not in line
    ]


def test_a_key_is_made_for_us_alone_and_opens_what_is_encrypted_to_it(
    ring: Path, tmp_path: Path
):
    plain = tmp_path / "plain"
    plain.write_bytes(b"inhoud")
    for kind in KeyKind:
        key = new_key(ring, kind, DAY, "Proefgemeente")
        assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
        ((found, path),) = usable_keys(ring, kind, DAY)
        assert (found, path) == (key.entry, key.path)
        assert public_key(ring, found) == key.public
        if kind is KeyKind.AGE:
            encrypt_age(plain, tmp_path / "packed", [key.public])
            decrypt_age(tmp_path / "packed", tmp_path / "back", [path])
        else:
            encrypt_openpgp(plain, tmp_path / "packed", [key.public])
            decrypt_openpgp(tmp_path / "packed", tmp_path / "back", [path], (), DAY)
        assert (tmp_path / "back").read_bytes() == b"inhoud"
    assert stat.S_IMODE(ring.stat().st_mode) == 0o700
    assert stat.S_IMODE((ring / "keys.yml").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("retired", "usable"),
    [(None, True), (date(2026, 11, 23), True), (DAY, False), (date(2025, 1, 1), False)],
)
def test_a_key_opens_nothing_from_the_day_it_is_retired(
    ring: Path, retired: date | None, usable: bool
):
    """ENC-03."""
    key = new_key(ring, KeyKind.AGE, DAY, "x")
    if retired:
        assert retire_key(ring, key.entry.id, retired).retired_on == retired
    if usable:
        assert len(usable_keys(ring, KeyKind.AGE, DAY)) == 1
    else:
        with pytest.raises(ConfigurationError, match=f"valid on {DAY}"):
            usable_keys(ring, KeyKind.AGE, DAY)


def test_a_retired_keys_file_may_be_removed(ring: Path):
    """ENC-03: its line in the index stays, and nothing else asks for it."""
    old, new = (new_key(ring, KeyKind.AGE, DAY, "x") for _ in range(2))
    retire_key(ring, old.entry.id, DAY)
    old.path.unlink()
    assert [entry.id for entry, _ in usable_keys(ring, KeyKind.AGE, DAY)] == [
        new.entry.id
    ]
    assert len(read_index(ring)) == 2


def test_a_key_that_does_not_exist_is_named(ring: Path):
    new_key(ring, KeyKind.AGE, DAY, "x")
    with pytest.raises(ConfigurationError, match="no key age-0"):
        entry_of(ring, "age-0")


@pytest.mark.parametrize(
    "text",
    [
        "keys: {",
        "keys: [{id: x}]",
        "keys: [{id: ../../x, kind: age, created_on: 2026-01-01}]",
    ],
)
def test_an_index_that_is_wrong_is_named(ring: Path, text: str):
    """FLT-39."""
    new_key(ring, KeyKind.AGE, DAY, "x")
    (ring / "keys.yml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"keys\.yml"):
        read_index(ring)


def test_the_commands_make_list_show_and_retire_keys(
    ring: Path, caplog: pytest.LogCaptureFixture
):
    """FLT-39: and print nothing private."""
    caplog.set_level(logging.DEBUG)
    made = typed("new", "--kind", "age", "--on", "2026-11-22")
    public = made.splitlines()[-1]
    assert public.startswith("age1")
    certificate = typed("new", "--kind", "openpgp", "--on", "2026-11-22")
    assert "BEGIN PGP PUBLIC KEY BLOCK" in certificate
    age, openpgp = read_index(ring)
    assert str(read_identity(key_file(ring, age)).to_public()) == public
    retired = typed("retire", age.id, "--on", "2027-01-01")
    listed = typed("list")
    assert f"{age.id}  age     since 2026-11-22  until 2027-01-01" in listed
    assert f"{openpgp.id}  openpgp since 2026-11-22  until -" in listed
    shown = typed("show", age.id)
    assert shown.strip() == public
    assert typed("show", openpgp.id).strip() in certificate
    everything = made + certificate + retired + listed + shown + caplog.text
    assert len(secrets(ring)) > 3
    assert [piece for piece in secrets(ring) if piece in everything] == []


def test_the_key_in_use_is_tried_before_one_that_is_being_replaced(ring: Path):
    """ENC-03: whichever was made first, and whatever their ids are."""
    first, second = sorted(
        (new_key(ring, KeyKind.AGE, DAY, "x").entry for _ in range(2)),
        key=lambda entry: entry.id,
    )
    assert usable(ring) == [first.id, second.id]
    retire_key(ring, first.id, date(2027, 1, 1))
    assert usable(ring) == [second.id, first.id]


def usable(ring: Path) -> list[str]:
    """Ids of the keys that open a file of that day, in the order they are tried."""
    return [entry.id for entry, _ in usable_keys(ring, KeyKind.AGE, DAY)]


def test_a_ring_of_somebody_else_opens_nothing(
    ring: Path, monkeypatch: pytest.MonkeyPatch
):
    """FLT-39: whoever owns it can put a key of his own in it."""
    new_key(ring, KeyKind.AGE, DAY, "x")
    mine = ring.stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: mine + 1)
    with pytest.raises(ConfigurationError, match=f"belongs to user {mine}; it must be"):
        usable_keys(ring, KeyKind.AGE, DAY)


def test_a_key_whose_file_is_gone_is_put_back_and_not_made_anew(ring: Path):
    """FLT-39: another key opens nothing that partners encrypted to this one."""
    key = new_key(ring, KeyKind.AGE, DAY, "x")
    key.path.unlink()
    with pytest.raises(ConfigurationError) as told:
        usable_keys(ring, KeyKind.AGE, DAY)
    assert f"{key.path} is absent. Put the key ring back" in str(told.value)
    assert not key.path.exists()


def test_a_ring_that_was_opened_to_others_gets_no_new_key(ring: Path):
    """FLT-39."""
    typed("new", "--kind", "age", "--on", "2026-11-22")
    ring.chmod(0o755)
    with pytest.raises(ConfigurationError, match="0755"):
        typed("new", "--kind", "age", "--on", "2026-11-22")
    with pytest.raises(ConfigurationError, match="0755"):
        typed("list")
