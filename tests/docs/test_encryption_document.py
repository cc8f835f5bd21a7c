"""The commands partners read in docs/versleuteling.md make files that are taken."""

import re
import shutil
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest
from pysequoia import Cert
from support.documents import ROOT
from support.wrapping import CONTENT, RECEIVED, Wrapping, agreed, wrapping_at

from vroegsein.exchange.keyring import KeyKind, new_key

PAGE = (ROOT / "docs" / "versleuteling.md").read_text("utf-8")
NAME = "woonproef_202610.csv"
#: Heading -> the tools its commands need.
TOOLS = {
    "Comprimeren": ("gzip", "zip"),
    "age": ("age", "sha256sum"),
    "Handtekening met SSH": ("ssh-keygen",),
    "OpenPGP": ("gpg", "awk"),
}


def commands(heading: str) -> list[str]:
    """The command lines of a chapter."""
    chapter = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```bash\n(.*?)^```", chapter, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def typed(line: str, folder: Path) -> str:
    """Run one line as a partner types it; passphrases are empty here."""
    for tool in re.findall(r"^(\S+)", line):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    if line.startswith("ssh-keygen -t"):
        line += " -N '' -q"
    home = folder / "gnupg"
    if not home.exists():
        home.mkdir(mode=0o700)
        (home / "empty").write_text("", "utf-8")
        settings = f"batch\npinentry-mode loopback\npassphrase-file {home}/empty\n"
        (home / "gpg.conf").write_text(settings, "utf-8")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "GNUPGHOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (line, done.stderr)
    return done.stdout


@pytest.fixture
def wrapping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wrapping:
    found = wrapping_at(tmp_path, monkeypatch)
    (tmp_path / NAME).write_bytes(CONTENT)
    (tmp_path / "gemeente-age.pub").write_text(found.age.public + "\n", "utf-8")
    (tmp_path / "gemeente-openpgp.asc").write_text(found.openpgp.public, "utf-8")
    return found


def test_every_command_on_the_page_is_tried_here():
    lines = re.findall(r"^```bash\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    tried = [line for heading in TOOLS for line in commands(heading)]
    assert len(tried) == len("".join(lines).splitlines()) > 8
    for heading, tools in TOOLS.items():
        assert {line.split()[0] for line in commands(heading)} >= set(tools[:1])


def test_gzip_and_zip_make_what_is_taken(wrapping: Wrapping, tmp_path: Path):
    gzip, zipped = commands("Comprimeren")
    typed(gzip, tmp_path)
    packed = (tmp_path / f"{NAME}.gz").read_bytes()
    assert wrapping.unwrap(packed, agreed(compression="gzip")).content == CONTENT
    typed(zipped, tmp_path)
    packed = (tmp_path / "woonproef_202610.zip").read_bytes()
    assert wrapping.unwrap(packed, agreed(compression="zip")).content == CONTENT


def test_age_makes_what_is_taken(wrapping: Wrapping, tmp_path: Path):
    encrypt, digest, size = commands("age")
    typed(encrypt, tmp_path)
    packed = (tmp_path / f"{NAME}.age").read_bytes()
    assert wrapping.unwrap(packed, agreed("age")).content == CONTENT
    assert len(typed(digest, tmp_path).split()[0]) == 64
    assert int(typed(size, tmp_path).split()[0]) == len(packed)


def test_ssh_keygen_makes_a_signature_that_counts(wrapping: Wrapping, tmp_path: Path):
    """ENC-05, ENC-06: and the same bytes are what our own signer makes."""
    make, sign = commands("Handtekening met SSH")
    typed(make, tmp_path)
    public = (tmp_path / "woonproef_sleutel.pub").read_text("utf-8").strip()
    terms = agreed("age", signature="ssh", signers=(public,))
    whole, key = wrapping.in_age(), tmp_path / "woonproef_sleutel"
    assert wrapping.unwrap_signed(whole, terms, by=key).content == CONTENT
    manifest = wrapping.raw.with_name("d1.manifest.json")
    ours = manifest.with_name("d1.manifest.json.sig").read_bytes()
    shutil.copy(manifest, tmp_path / f"{NAME}.age.manifest.json")
    typed(sign, tmp_path)
    theirs = (tmp_path / f"{NAME}.age.manifest.json.sig").read_bytes()
    assert "".join(theirs.decode().split()) == "".join(ours.decode().split())


def test_gpg_makes_what_is_taken(wrapping: Wrapping, tmp_path: Path):
    generate, export, show, encrypt, extend, again = commands("OpenPGP")
    typed(generate, tmp_path)
    typed(export, tmp_path)
    ours = Cert.from_bytes(wrapping.openpgp.public.encode()).fingerprint
    assert ours in typed(show, tmp_path).replace(" ", "").lower()
    typed(encrypt, tmp_path)
    message = (tmp_path / f"{NAME}.pgp").read_bytes()
    old = (tmp_path / "woonproef-openpgp.asc").read_text("utf-8")
    time.sleep(1.1)  # the extended key is younger than the first message
    typed(extend, tmp_path)
    typed(again, tmp_path)
    new = (tmp_path / "woonproef-openpgp.asc").read_text("utf-8")
    (tmp_path / f"{NAME}.pgp").unlink()
    typed(encrypt, tmp_path)
    later = (tmp_path / f"{NAME}.pgp").read_bytes()
    for content, known in ((message, (old,)), (later, (new,)), (message, (old, new))):
        terms = agreed("openpgp", signature="openpgp", signers=known)
        assert wrapping.unwrap(content, terms).content == CONTENT
    typed("gpgconf --kill all", tmp_path)


def test_the_municipality_can_hand_out_two_keys_at_once(
    wrapping: Wrapping, tmp_path: Path
):
    """ENC-03: a recipients file with the old and the new key."""
    new = new_key(wrapping.ring, KeyKind.AGE, date(2026, 10, 1), "Proefgemeente")
    with (tmp_path / "gemeente-age.pub").open("a") as file:
        file.write(f"# nieuw\n{new.public}\n")
    typed(commands("age")[0], tmp_path)
    packed = (tmp_path / f"{NAME}.age").read_bytes()
    assert wrapping.unwrap(packed, agreed("age"), RECEIVED).content == CONTENT
