"""A passport names a partner's public keys by their file, or holds their text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pysequoia import Tsk

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.signers import public_keys
from vroegsein.settings import settings

SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIexample woonproef"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setenv("VROEGSEIN_KEYS", str(tmp_path))
    settings.cache_clear()
    made = tmp_path / "signers"
    made.mkdir()
    yield made
    settings.cache_clear()


def test_a_key_as_text_is_itself(folder: Path):
    certificate = str(Tsk.generate("Woonproef").extract_certificate())
    assert public_keys([SSH, certificate]) == [SSH, certificate]
    assert list(folder.iterdir()) == []


def test_a_name_is_the_file_of_that_name_with_one_ssh_key_a_line(folder: Path):
    until = f'valid-before="20271231" {SSH}'
    (folder / "woonproef.pub").write_text(f"# old, then new\n{SSH}\n\n{until}\n")
    assert public_keys(["woonproef"]) == [SSH, until]


def test_a_certificate_stays_whole(folder: Path):
    certificate = str(Tsk.generate("Woonproef").extract_certificate())
    (folder / "woon-proef_2.pub").write_text(certificate)
    assert public_keys(["woon-proef_2"]) == [certificate]


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "put the partner's public key in"), ("# later\n", "holds no public key")],
)
def test_without_a_key_it_is_said_where_to_put_one(
    folder: Path, content: str | None, said: str
):
    if content is not None:
        (folder / "woonproef.pub").write_text(content)
    with pytest.raises(ConfigurationError, match=rf"{said}.*signers/woonproef\.pub|"
                       rf"signers/woonproef\.pub {said}"):  # fmt: skip
        public_keys(["woonproef"])


@pytest.mark.parametrize("text", ["../woonproef", "a/b", "Woonproef", "", "woon proef"])
def test_what_is_no_name_is_never_a_path(folder: Path, text: str):
    (folder / "b.pub").write_text(SSH)
    assert public_keys([text]) == [text]
