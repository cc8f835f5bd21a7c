"""A secret of ours is made whole and once, for us alone, and read only so."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vroegsein.errors import ConfigurationError
from vroegsein.register.pseudonyms import (
    KEY_BYTES,
    Purpose,
    destroy_keys,
    known_keys,
    new_secret,
    pseudonym_key,
    read_secret,
    secret_file,
)
from vroegsein.settings import settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The folder of keys, which is not there yet."""
    monkeypatch.setenv("VROEGSEIN_KEYS", str(tmp_path / "keys"))
    settings.cache_clear()
    yield tmp_path / "keys"
    settings.cache_clear()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_use_makes_a_secret_and_the_next_reads_it(folder: Path):
    first = secret_file("proof.key", new_secret)
    assert len(first) == KEY_BYTES
    assert secret_file("proof.key", lambda: b"never asked for") == first
    assert (mode(folder), mode(folder / "proof.key")) == (0o700, 0o600)


def test_tasks_that_come_together_get_the_same_secret(folder: Path):
    with ThreadPoolExecutor(8) as tasks:
        found = set(tasks.map(lambda _: secret_file("one.key", new_secret), range(32)))
    assert len(found) == 1
    assert [path.name for path in folder.iterdir()] == ["one.key"]


def test_a_secret_that_could_not_be_made_leaves_nothing_to_be_taken_for_one(
    folder: Path,
):
    def fails() -> bytes:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        secret_file("one.key", fails)
    assert not folder.exists()
    assert len(secret_file("one.key", new_secret)) == KEY_BYTES


@pytest.mark.parametrize("right", [0o640, 0o604, 0o660, 0o601])
def test_a_secret_that_others_can_reach_is_not_used(folder: Path, right: int):
    secret_file("one.key", new_secret)
    (folder / "one.key").chmod(right)
    with pytest.raises(ConfigurationError, match=r"one\.key can be read by others"):
        secret_file("one.key", new_secret)


@pytest.mark.parametrize("size", [0, KEY_BYTES - 1, KEY_BYTES + 1])
def test_a_secret_of_another_length_is_none(folder: Path, size: int):
    folder.mkdir(mode=0o700)
    path = folder / "one.key"
    path.write_bytes(b"x" * size)
    path.chmod(0o600)
    with pytest.raises(ConfigurationError, match=f"must be {KEY_BYTES} bytes") as told:
        read_secret(path)
    assert "xx" not in str(told.value)


def test_each_municipality_year_and_purpose_has_a_key_of_its_own():
    keys = [
        pseudonym_key(place, year, purpose)
        for place in ("1940", "0363")
        for year in (2025, 2026)
        for purpose in Purpose
    ]
    assert len({key.secret for key in keys}) == len(keys)
    assert len({key.pseudonyms(["p"])[0] for key in keys}) == len(keys)
    assert [key.year for key in known_keys("1940", Purpose.LOG)] == [2025, 2026]
    assert known_keys("9999", Purpose.LOG) == []


def test_a_pseudonym_is_the_same_under_its_key_and_says_nothing_else():
    key = pseudonym_key("1940", 2026, Purpose.LOG)
    once, again, other = key.pseudonyms(["a", "a", "b"])
    assert once == again != other
    assert key.secret.hex() not in f"{key!r} {key.code} {once}"
    assert repr(key) == "PseudonymKey(year=2026)"


def test_keys_of_earlier_years_are_destroyed_and_the_others_stay(folder: Path):
    old, last, now = (
        pseudonym_key("1940", year, Purpose.LOG) for year in (2020, 2025, 2026)
    )
    other = pseudonym_key("1940", 2020, Purpose.OBJECTION)
    assert destroy_keys("1940", Purpose.LOG, 2025) == [old.code]
    assert known_keys("1940", Purpose.LOG) == [last, now]
    assert known_keys("1940", Purpose.OBJECTION) == [other]
    assert destroy_keys("1940", Purpose.LOG, 2025) == []
    assert len(list(folder.iterdir())) == 3
