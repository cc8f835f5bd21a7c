"""Encrypted and signed files, case by case: what is opened, and what is refused.

Each docstring names the case. Whatever happens, no plain text is left after a refusal.
"""

import base64
import io
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pyrage
import pytest
from pysequoia import Cert, SignatureMode, Tsk, encrypt, sign
from pysequoia.packet import PacketPile
from support.wrapping import (
    CONTENT,
    MARKER,
    RECEIVED,
    Wrapping,
    agreed,
    gzipped,
    signer,
    wrapping_at,
    zipped,
)

from vroegsein.errors import ConfigurationError
from vroegsein.exchange import signatures
from vroegsein.exchange.age_files import decrypt_age
from vroegsein.exchange.keyring import KeyKind, new_key, retire_key, usable_keys
from vroegsein.exchange.openpgp_packets import HIDDEN, read_outside
from vroegsein.exchange.refusal import Refusal
from vroegsein.exchange.signatures import verify_signature
from vroegsein.intake.findings import MEANINGS, Level
from vroegsein.intake.reading.unwrap import ERASED

AGE = agreed("age")


@pytest.fixture
def wrapping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wrapping:
    return wrapping_at(tmp_path, monkeypatch)


def openpgp(wrapping: Wrapping, *signers: str, **more: str):
    """What is agreed with a partner that signs inside the message."""
    known = signers or (wrapping.partner.openpgp_public,)
    return agreed("openpgp", signature="openpgp", signers=known, **more)


def ssh(wrapping: Wrapping, *signers: str):
    """What is agreed with a partner that signs its manifest."""
    return agreed(
        "age", signature="ssh", signers=signers or (wrapping.partner.ssh_public,)
    )


def test_every_code_of_the_exchange_is_one_the_partner_can_read():
    assert {str(code) for code in Refusal} <= set(MEANINGS)
    warnings = {Refusal.ENC_OLD_KEY, Refusal.ENC_EXPIRES_SOON}
    for code in Refusal:
        level = Level.WARNING if code in warnings else Level.FILE
        assert MEANINGS[code].level is level
    assert all(MEANINGS[code].incident for code in ERASED)


def test_an_age_file_is_opened_in_the_work_folder_alone(wrapping: Wrapping):
    outcome = wrapping.unwrap(wrapping.in_age(), AGE)
    assert (outcome.code, outcome.warnings) == (None, [])
    assert outcome.content == CONTENT
    assert wrapping.left_in_plain_text() == ["work/d1/plain"]
    plain = wrapping.storage / "work" / "d1" / "plain"
    assert plain.stat().st_mode & 0o777 == 0o600


def test_a_signed_openpgp_message_is_opened(wrapping: Wrapping):
    message = wrapping.in_openpgp(by=wrapping.partner.openpgp)
    outcome = wrapping.unwrap(message, openpgp(wrapping))
    assert (outcome.code, outcome.content) == (None, CONTENT)
    assert wrapping.left_in_plain_text() == ["work/d1/plain"]


@pytest.mark.parametrize(
    ("compression", "pack"),
    [("gzip", gzipped), ("zip", lambda content: zipped(("export.csv", content)))],
)
def test_compressed_then_encrypted_is_opened_in_that_order(
    wrapping: Wrapping, compression: str, pack
):
    outcome = wrapping.unwrap(
        wrapping.in_age(pack(CONTENT)), agreed("age", compression=compression)
    )
    assert (outcome.code, outcome.content) == (None, CONTENT)
    assert len(list((wrapping.storage / "work" / "d1").iterdir())) == 1


@pytest.mark.parametrize("kept", [0.999, 0.6, 0.01])
def test_a_truncated_age_file_is_refused_and_leaves_nothing(
    wrapping: Wrapping, kept: float
):
    """ENC-01: what was decrypted before the cut is removed."""
    large = CONTENT * 8
    whole = wrapping.in_age(large)
    outcome = wrapping.unwrap(whole[: int(len(whole) * kept)], AGE)
    assert outcome.code == "ENC_CORRUPT"
    assert wrapping.left_in_plain_text() == []


def test_decrypting_in_a_stream_did_release_plain_text_before_the_cut(
    wrapping: Wrapping, tmp_path: Path
):
    """ENC-01: so the removal above is needed; the file appears only when it is whole."""
    released = io.BytesIO()
    whole = wrapping.in_age(CONTENT * 8)
    key = wrapping.age.path.read_text().splitlines()[-1]
    with pytest.raises(OSError, match="decryption error"):
        pyrage.decrypt_io(
            io.BytesIO(whole[:-100]), released, [pyrage.x25519.Identity.from_str(key)]
        )
    assert MARKER in released.getvalue()
    ring = [wrapping.age.path]
    assert decrypt_age(wrapping.folder / "export.age", tmp_path / "out", ring) == 0
    (tmp_path / "cut").write_bytes(whole[:-100])
    with pytest.raises(Exception, match="ENC_CORRUPT"):
        decrypt_age(tmp_path / "cut", tmp_path / "never", ring)
    assert [*tmp_path.glob("never*")] == []


@pytest.mark.parametrize("place", [0, 3, 25, 100, 150, 0.3, 0.5, 0.9, -1])
@pytest.mark.parametrize("kind", ["age", "openpgp"])
def test_one_flipped_bit_is_noticed(wrapping: Wrapping, kind: str, place: float):
    """ENC-02: in the header, the body and the last byte."""
    partner = wrapping.partner.openpgp
    whole = wrapping.in_age() if kind == "age" else wrapping.in_openpgp(by=partner)
    if kind == "openpgp":
        whole = _binary(whole)
    at = int(place * len(whole)) if isinstance(place, float) else place
    changed = bytearray(whole)
    changed[at] ^= 1
    terms = AGE if kind == "age" else openpgp(wrapping)
    outcome = wrapping.open_here(bytes(changed), terms)
    assert outcome.code in {"ENC_CORRUPT", "ENC_NO_KEY"}
    assert wrapping.left_in_plain_text() == []


def test_a_key_that_was_replaced_opens_files_until_its_last_day(wrapping: Wrapping):
    """ENC-03: the rotation drill: two keys, one overlap, one end."""
    to_old = wrapping.in_age()
    new = new_key(wrapping.ring, KeyKind.AGE, date(2026, 10, 1), "Proefgemeente")
    to_new = wrapping.in_age(CONTENT, new.public)
    retire_key(wrapping.ring, wrapping.age.entry.id, date(2026, 11, 1))
    for day in (date(2026, 10, 7), date(2026, 10, 31)):
        old = wrapping.unwrap(to_old, AGE, day)
        assert (old.code, old.warnings, old.content) == (None, ["ENC_OLD_KEY"], CONTENT)
        assert wrapping.unwrap(to_new, AGE, day).warnings == []
    ended = date(2026, 11, 1)
    assert wrapping.unwrap(to_old, AGE, ended).code == "ENC_NO_KEY"
    assert wrapping.unwrap(to_new, AGE, ended).content == CONTENT


def test_an_openpgp_key_is_replaced_in_the_same_way(wrapping: Wrapping):
    """ENC-03."""
    to_old = wrapping.in_openpgp(by=wrapping.partner.openpgp)
    new_key(wrapping.ring, KeyKind.OPENPGP, date(2026, 10, 1), "Proefgemeente")
    retire_key(wrapping.ring, wrapping.openpgp.entry.id, date(2026, 11, 1))
    assert wrapping.unwrap(to_old, openpgp(wrapping)).warnings == ["ENC_OLD_KEY"]
    late = wrapping.unwrap(to_old, openpgp(wrapping), date(2026, 11, 1))
    assert late.code == "ENC_NO_KEY"


def test_a_file_for_somebody_else_is_refused(wrapping: Wrapping, tmp_path: Path):
    """ENC-04: an unknown key, of either kind, and a password."""
    other = new_key(tmp_path / "other", KeyKind.AGE, RECEIVED, "Ander")
    assert (
        wrapping.unwrap(wrapping.in_age(CONTENT, other.public), AGE).code
        == "ENC_NO_KEY"
    )
    stranger = new_key(tmp_path / "other", KeyKind.OPENPGP, RECEIVED, "Ander")
    message = wrapping.in_openpgp(key=stranger.public, by=wrapping.partner.openpgp)
    assert wrapping.unwrap(message, openpgp(wrapping)).code == "ENC_NO_KEY"
    secret = encrypt(CONTENT, passwords=["geheim"])
    assert wrapping.unwrap(secret, openpgp(wrapping)).code in {
        "ENC_NO_KEY",
        "ENC_CORRUPT",
    }
    assert wrapping.left_in_plain_text() == []


def test_a_message_for_several_readers_or_for_one_not_named_is_opened(
    wrapping: Wrapping,
):
    other = Tsk.generate("Ander").extract_certificate()
    ours = Cert.from_bytes(wrapping.openpgp.public.encode())
    partner = Tsk.from_file(str(wrapping.partner.openpgp)).signer()
    message = encrypt(CONTENT, recipients=[other, ours], signer=partner, armor=False)
    assert wrapping.unwrap(message, openpgp(wrapping)).content == CONTENT
    named = read_outside(message)
    assert named is not None
    for key_id in named.recipients:
        message = message.replace(bytes.fromhex(key_id), bytes(8), 1)
    found = read_outside(message)
    assert found is not None
    assert found.recipients == (HIDDEN, HIDDEN)
    assert wrapping.unwrap(message, openpgp(wrapping)).content == CONTENT


def test_a_message_without_the_agreed_signature_is_refused(wrapping: Wrapping):
    """ENC-05: inside the message, or beside the manifest."""
    outcome = wrapping.unwrap(wrapping.in_openpgp(), openpgp(wrapping))
    assert outcome.code == "ENC_UNSIGNED"
    beside = wrapping.unwrap_signed(wrapping.in_age(), ssh(wrapping), by=None)
    assert beside.code == "ENC_UNSIGNED"
    assert wrapping.left_in_plain_text() == []


def test_another_partners_signature_is_refused(wrapping: Wrapping, tmp_path: Path):
    """ENC-06."""
    other = signer(tmp_path, "ander")
    message = wrapping.in_openpgp(by=other.openpgp)
    assert wrapping.unwrap(message, openpgp(wrapping)).code == "ENC_WRONG_SIGNER"
    signed = wrapping.unwrap_signed(wrapping.in_age(), ssh(wrapping), by=other.ssh)
    assert signed.code == "ENC_WRONG_SIGNER"
    assert wrapping.left_in_plain_text() == []


def test_a_signature_over_the_manifest_covers_the_file(wrapping: Wrapping):
    whole, partner = wrapping.in_age(), wrapping.partner.ssh
    good = wrapping.unwrap_signed(whole, ssh(wrapping), by=partner)
    assert (good.code, good.content) == (None, CONTENT)
    changed = wrapping.unwrap_signed(whole, ssh(wrapping), by=partner, volgnummer=2)
    assert changed.code == "ENC_CORRUPT"
    other = wrapping.unwrap_signed(whole, ssh(wrapping), by=partner, sha256="0" * 64)
    assert other.code == "DEL_HASH"


def test_a_file_that_is_signed_and_nothing_else_is_taken_as_it_is(wrapping: Wrapping):
    terms = agreed(signature="ssh", signers=(wrapping.partner.ssh_public,))
    good = wrapping.unwrap_signed(CONTENT, terms, by=wrapping.partner.ssh)
    assert (good.code, good.content) == (None, CONTENT)
    assert wrapping.unwrap_signed(CONTENT, terms, by=None).code == "ENC_UNSIGNED"


def test_a_signature_made_for_something_else_does_not_count(wrapping: Wrapping):
    """ENC-06: the namespace is part of what is signed."""
    usual = signatures.NAMESPACE
    try:
        signatures.NAMESPACE = "git"
        manifest = wrapping.folder / "m.json"
        manifest.write_text("{}", "utf-8")
        made = signatures.sign_manifest(manifest, wrapping.partner.ssh)
    finally:
        signatures.NAMESPACE = usual
    beside = wrapping.folder / "m.json.sig"
    beside.write_bytes(made)
    with pytest.raises(Exception, match="ENC_CORRUPT"):
        signatures.verify_signature(
            manifest, beside, [wrapping.partner.ssh_public], RECEIVED
        )


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\xff\xfe",
        b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n",
    ],
)
def test_a_signature_that_is_none_is_refused(wrapping: Wrapping, rubbish: bytes):
    """ENC-05."""
    manifest = wrapping.folder / "m.json"
    manifest.write_text("{}", "utf-8")
    beside = wrapping.folder / "m.json.sig"
    beside.write_bytes(rubbish)
    with pytest.raises(Exception, match="ENC_CORRUPT"):
        verify_signature(manifest, beside, [wrapping.partner.ssh_public], RECEIVED)


def test_a_signer_whose_key_ended_is_refused_and_told_a_month_ahead(
    wrapping: Wrapping, tmp_path: Path
):
    """ENC-07: by the day of receipt, so that a rerun says the same."""
    ending = signer(tmp_path, "aflopend", days=400)
    message = wrapping.in_openpgp(by=ending.openpgp)
    expires = Cert.from_bytes(ending.openpgp_public.encode()).expiration
    assert expires is not None
    last = expires.date()
    terms = openpgp(wrapping, ending.openpgp_public)
    assert wrapping.unwrap(message, terms, last).code == "ENC_EXPIRED"
    for ahead, warnings in ((1, 1), (30, 1), (31, 0)):
        outcome = wrapping.unwrap(message, terms, last - timedelta(days=ahead))
        assert outcome.content == CONTENT
        assert outcome.warnings == ["ENC_EXPIRES_SOON"] * warnings


def test_an_ssh_key_ends_on_the_agreed_day(wrapping: Wrapping):
    """ENC-07."""
    terms = ssh(wrapping, f'valid-before="20261101" {wrapping.partner.ssh_public}')
    whole, by = wrapping.in_age(), wrapping.partner.ssh

    def on(day: date):
        return wrapping.unwrap_signed(whole, terms, by=by, on=day)

    assert on(date(2026, 9, 1)).warnings == []
    assert on(date(2026, 10, 31)).warnings == ["ENC_EXPIRES_SOON"]
    assert on(date(2026, 11, 1)).code == "ENC_EXPIRED"


def test_a_revoked_signer_is_refused(wrapping: Wrapping):
    """ENC-07: as one whose key ended."""
    secret = Tsk.from_file(str(wrapping.partner.openpgp))
    known = secret.extract_certificate()
    revoked = bytes(known) + bytes(known.revoke(certifier=secret.certifier()))
    message = wrapping.in_openpgp(by=wrapping.partner.openpgp)
    terms = openpgp(wrapping, str(Cert.from_bytes(revoked)))
    assert wrapping.unwrap(message, terms).code == "ENC_EXPIRED"


def test_plain_text_where_it_should_be_encrypted_is_an_incident(wrapping: Wrapping):
    """ENC-09: text, a document, a compressed file, a message that is signed only."""
    partner = Tsk.from_file(str(wrapping.partner.openpgp)).signer()
    signed = sign(partner, CONTENT)
    clear = sign(partner, CONTENT, mode=SignatureMode.CLEAR)
    utf_16 = CONTENT.decode().encode("utf-16")
    for content in (
        CONTENT,
        b"\xc3\x84;b\n1;2\n",
        b"x",
        utf_16,
        gzipped(),
        zipped(("a.csv", CONTENT)),
        b"%PDF-1.7 \x01\x02",
        clear,
        signed,
    ):
        for terms in (AGE, openpgp(wrapping)):
            assert wrapping.open_here(content, terms).code == "ENC_PLAINTEXT"
    assert MEANINGS["ENC_PLAINTEXT"].incident


def test_the_other_kind_of_encryption_is_no_incident(wrapping: Wrapping):
    message = wrapping.in_openpgp(by=wrapping.partner.openpgp)
    assert wrapping.unwrap(message, AGE).code == "NAM_TYPE_MISMATCH"
    outcome = wrapping.unwrap(wrapping.in_age(), openpgp(wrapping))
    assert outcome.code == "NAM_TYPE_MISMATCH"


@pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg makes the message")
@pytest.mark.parametrize("signature", ["openpgp", "none"])
def test_a_compression_bomb_stops_at_the_cap(
    wrapping: Wrapping, tmp_path: Path, signature: str
):
    """ENC-08: 30 MB of zeroes in 30 kB; twice the agreed size is the end."""
    message, public = by_gpg(tmp_path, wrapping, bytes(30_000_000))
    assert len(message) < 100_000
    terms = agreed(
        "openpgp", signature=signature, signers=(public,), max_bytes=1_000_000
    )
    assert wrapping.open_here(message, terms).code == "ENC_BOMB"
    assert wrapping.unwrap(message, terms).code == "ENC_BOMB"
    assert list((wrapping.storage / "work" / "d1").iterdir()) == []


@pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg makes the message")
def test_a_compressed_message_is_opened_where_no_signature_is_agreed(
    wrapping: Wrapping, tmp_path: Path
):
    """ENC-08: gpg compresses unless told not to; its signature cannot be seen then."""
    message, public = by_gpg(tmp_path, wrapping, CONTENT)
    assert wrapping.unwrap(message, agreed("openpgp")).content == CONTENT
    signed = wrapping.unwrap(message, openpgp(wrapping, public))
    assert signed.code == "ENC_COMPRESSED"
    assert wrapping.left_in_plain_text() == []


def by_gpg(folder: Path, wrapping: Wrapping, content: bytes) -> tuple[bytes, str]:
    """What gpg makes of the content by default, and the public key it signs with."""
    home = folder / "gnupg"
    home.mkdir(mode=0o700)
    (home / "ours.asc").write_text(wrapping.openpgp.public, "utf-8")
    (home / "content").write_bytes(content)

    def gpg(*words: str) -> bytes:
        command = ["gpg", "--homedir", str(home), "--batch", "--trust-model", "always"]
        return subprocess.run(
            [*command, *words], check=True, capture_output=True
        ).stdout

    gpg("--import", str(home / "ours.asc"))
    gpg("--passphrase", "", "--quick-gen-key", "partner", "default", "default", "1y")
    ours = Cert.from_bytes(wrapping.openpgp.public.encode()).fingerprint
    gpg("--sign", "--encrypt", "-u", "partner", "-r", ours, str(home / "content"))
    public = gpg("--armor", "--export", "partner").decode()
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True)
    return (home / "content.gpg").read_bytes(), public


def test_a_message_without_integrity_protection_is_refused(wrapping: Wrapping):
    """ENC-10: also one whose protection somebody took off underway."""
    message = _binary(wrapping.in_openpgp(by=wrapping.partner.openpgp))
    session_key, protected = list(PacketPile.from_bytes(message))[:2]
    stripped = _packet(1, session_key.body) + _packet(9, protected.body[1:])
    outcome = wrapping.unwrap(stripped, openpgp(wrapping))
    assert outcome.code == "ENC_NO_INTEGRITY"


def test_no_key_of_ours_is_our_move_and_not_the_partners(wrapping: Wrapping):
    """FLT-39: the delivery waits."""
    whole = wrapping.in_age()
    retire_key(wrapping.ring, wrapping.age.entry.id, date(2026, 10, 1))
    with pytest.raises(ConfigurationError, match="vroegsein keys new --kind age"):
        wrapping.unwrap(whole, AGE)


@pytest.mark.parametrize("path", ["", "keys.yml", "{age}"])
def test_a_key_ring_that_others_can_read_opens_nothing(wrapping: Wrapping, path: str):
    """FLT-39: and the message says whose move it is, and not what the key is."""
    whole = wrapping.in_age()
    place = wrapping.ring / path.format(age=wrapping.age.path.name)
    place.chmod(0o750 if place.is_dir() else 0o640)
    with pytest.raises(ConfigurationError, match="chmod") as caught:
        wrapping.unwrap(whole, AGE)
    assert "AGE-SECRET-KEY" not in str(caught.value)


@pytest.mark.parametrize("path", ["", "keys.yml", "{age}"])
def test_a_key_ring_that_is_absent_opens_nothing(wrapping: Wrapping, path: str):
    """FLT-39: a volume that was not mounted."""
    whole = wrapping.in_age()
    place = wrapping.ring / path.format(age=wrapping.age.path.name)
    place.rename(wrapping.folder / "elsewhere")
    with pytest.raises(ConfigurationError, match="is absent"):
        wrapping.unwrap(whole, AGE)


def test_a_damaged_key_is_not_repeated_in_the_error(wrapping: Wrapping):
    """FLT-39."""
    whole = wrapping.in_age()
    secret = wrapping.age.path.read_text().splitlines()[-1]
    wrapping.age.path.write_text(secret[:-2] + "\n")
    with pytest.raises(ConfigurationError) as caught:
        wrapping.unwrap(whole, AGE)
    assert secret[20:40] not in f"{caught.value!r} {caught.value.__context__!r}"


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"completeness": "encrypted"}, "needs an encryption"),
        ({"encryption": "openpgp", "signature": "openpgp"}, "name the partner's"),
        ({"encryption": "age", "signature": "openpgp", "signers": ("x",)}, "inside"),
        (
            {"encryption": "openpgp", "signature": "openpgp", "signers": ("x",)},
            "armored",
        ),
        ({"signature": "ssh", "signers": ("ssh-ed25519 AAAA",)}, "ssh-ed25519 AAAA…"),
        (
            {
                "signature": "ssh",
                "signers": ("ssh-ed25519 AAAA",),
                "completeness": "stable",
            },
            "over the manifest",
        ),
    ],
)
def test_a_passport_that_nobody_could_keep_is_refused_at_once(
    wrapping: Wrapping, terms: dict, why: str
):
    """FLT-39: our mistake is not the partner's refusal."""
    manifest = wrapping.folder / "m.json"
    manifest.write_text("{}", "utf-8")
    with pytest.raises(ConfigurationError, match=re.escape(why)):
        wrapping.unwrap_signed(CONTENT, agreed(**terms), by=wrapping.partner.ssh)


def test_the_keys_are_found_in_the_order_in_which_they_are_current(wrapping: Wrapping):
    retire_key(wrapping.ring, wrapping.age.entry.id, date(2027, 1, 1))
    new = new_key(wrapping.ring, KeyKind.AGE, RECEIVED, "Proefgemeente")
    found = [entry.id for entry, _ in usable_keys(wrapping.ring, KeyKind.AGE, RECEIVED)]
    assert found == [new.entry.id, wrapping.age.entry.id]


def _packet(tag: int, body: bytes) -> bytes:
    return bytes([0xC0 | tag, 255]) + len(body).to_bytes(4, "big") + body


def _binary(message: bytes) -> bytes:
    """An armored message without its armor."""
    text = message.split(b"\n\n", 1)[1].split(b"\n=", 1)[0].split(b"\n-----", 1)[0]
    return base64.b64decode(text.replace(b"\n", b""))
