"""What goes out can be read by those it is for, and by nobody else."""

from datetime import date
from pathlib import Path

import pyrage
import pytest

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.recipients import encrypt_for
from vroegsein.settings import settings

TODAY = date(2026, 11, 2)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Folder with the recipients' public keys."""
    monkeypatch.setenv("VROEGSEIN_KEYS", str(tmp_path))
    settings.cache_clear()
    made = tmp_path / "recipients"
    made.mkdir()
    yield made
    settings.cache_clear()


def key_of(folder: Path, name: str, *comments: str) -> pyrage.x25519.Identity:
    """Make a recipient; return its private key."""
    identity = pyrage.x25519.Identity.generate()
    lines = [*comments, str(identity.to_public())]
    (folder / f"{name}.pub").write_text("\n".join(lines) + "\n")
    return identity


def test_each_recipient_reads_it_and_a_stranger_does_not(folder: Path):
    both = [key_of(folder, "een"), key_of(folder, "twee")]
    sealed = encrypt_for(b"lijst", ["een", "twee"], TODAY)
    assert [pyrage.decrypt(sealed, [key]) for key in both] == [b"lijst", b"lijst"]
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize(
    ("until", "holds"), [("2026-11-01", False), ("2026-11-02", True)]
)
def test_a_key_holds_until_its_last_day(folder: Path, until: str, holds: bool):
    """OUT-03: on the day after it nothing goes out."""
    key_of(folder, "een", f"# valid until: {until}")
    if holds:
        assert encrypt_for(b"lijst", ["een"], TODAY)
        return
    with pytest.raises(ConfigurationError, match=r"OUT_NO_KEY.*expired on 2026-11-01"):
        encrypt_for(b"lijst", ["een"], TODAY)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "put een's public age key"),
        ("geen sleutel", "holds no line"),
        ("age1" + "q" * 58, "not a valid one"),
    ],
)
def test_no_key_sends_nothing(folder: Path, content: str | None, said: str):
    """OUT-03: an absent or wrong key is named, its content is not."""
    if content is not None:
        (folder / "een.pub").write_text(content)
    with pytest.raises(ConfigurationError, match=said) as failure:
        encrypt_for(b"lijst", ["een"], TODAY)
    assert content is None or content not in str(failure.value)


def test_nobody_named_sends_nothing():
    """OUT-03: an empty list of recipients is no permission to send plain text."""
    with pytest.raises(ConfigurationError, match="names no recipients"):
        encrypt_for(b"lijst", [], TODAY)
