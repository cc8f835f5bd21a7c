"""What partners send: their exports compressed, encrypted and signed as agreed."""

import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.sealed_month import sealed
from support.synthetic import FEW, MadeMonth, make_month, manifest_of, passport

from vroegsein.exchange.age_files import decrypt_age
from vroegsein.exchange.keyring import KeyKind, usable_keys
from vroegsein.exchange.openpgp import decrypt_openpgp
from vroegsein.exchange.signatures import verify_signature
from vroegsein.exchange.signers import public_keys
from vroegsein.settings import settings

ON = date(2026, 10, 7)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeMonth:
    folder = tmp_path_factory.mktemp("sealing")
    return make_month(folder, history_months=0, inhabitants=FEW)


@pytest.fixture(scope="module")
def sent(
    made: MadeMonth, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MadeMonth]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = sealed(made, tmp_path_factory.mktemp("sent"), monkeypatch)
        yield MadeMonth(folder, made.summary)
    settings.cache_clear()


def pair(made: MadeMonth, sent: MadeMonth, code: str) -> tuple[bytes, Path]:
    """A partner's export, and the file it sends."""
    delivery = made.delivery(code)
    return made.path(delivery).read_bytes(), sent.path(delivery)


def keys(kind: KeyKind) -> list[Path]:
    return [path for _, path in usable_keys(settings().keys, kind, ON)]


def test_every_file_of_the_month_is_sent_with_its_manifest(made, sent):
    exports, files = (
        {str(path.relative_to(each.folder)) for path in each.folder.rglob("*.*")}
        for each in (made, sent)
    )
    files = {name for name in files if not name.endswith(".sig")}
    assert {name for name in exports if not name.startswith("truth/")} == files


def test_what_is_compressed_opens_to_the_export(made, sent):
    export, file = pair(made, sent, "wetterfryslan")
    assert gzip.decompress(file.read_bytes()) == export
    export, file = pair(made, sent, "skarstroom")
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as packed:
        assert packed.namelist() == ["skarstroom_202610_01.csv"]
        assert packed.read(packed.namelist()[0]) == export


def test_what_is_encrypted_opens_with_our_keys_and_its_signer_is_known(
    made, sent, tmp_path: Path
):
    plain = tmp_path / "plain"
    export, file = pair(made, sent, "hoedezorg")
    assert decrypt_age(file, plain, keys(KeyKind.AGE)) == 0
    assert plain.read_bytes() == export
    manifest = file.with_name(f"{file.name}.manifest.json")
    signature = manifest.with_name(f"{manifest.name}.sig")
    verify_signature(manifest, signature, public_keys(["hoedezorg"]), ON)
    export, file = pair(made, sent, "goudenlinde")
    signers = public_keys(["goudenlinde"])
    decrypt_openpgp(file, plain, keys(KeyKind.OPENPGP), signers, ON)
    assert plain.read_bytes() == export


def test_a_manifest_is_of_the_bytes_as_sent_and_says_the_rest_as_before(made, sent):
    for delivery in made.with_files():
        if not delivery["has_manifest"] or delivery["partner_code"] == "ampersant":
            continue
        said, path = manifest_of(sent.path(delivery)), sent.path(delivery)
        content = path.read_bytes()
        assert said["bytes"] == len(content)
        assert said["sha256"] == hashlib.sha256(content).hexdigest()
        before = manifest_of(made.path(delivery))
        assert said | {key: before[key] for key in ("bytes", "sha256")} == before


def test_an_upload_that_broke_off_keeps_the_manifest_of_the_whole(made, sent):
    export, file = pair(made, sent, "ampersant")
    assert file.read_bytes() == export
    assert manifest_of(file)["bytes"] > len(export)


def test_who_forgets_to_encrypt_sends_the_export_itself(made, sent):
    export, file = pair(made, sent, "mienskipszorg")
    assert passport("mienskipszorg").protection.encryption == "age"
    assert file.read_bytes() == export
