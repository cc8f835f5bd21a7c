"""Encrypted, signed and compressed deliveries on their whole road over SFTP.

Each docstring names the case.
"""

import json
import logging
from pathlib import Path

import pytest
from support.deliveries import LANDLORD, file_of, record, text_of, use_partners
from support.intake import Desk
from support.wrapping import (
    EICAR,
    MARKER,
    Wrapping,
    gzipped,
    scanner_double,
    wrapping_at,
)

from vroegsein.exchange.malware import CLAMD, ScannerError
from vroegsein.exchange.signatures import sign_manifest

NAME = "woonproef_202610.csv"
ROWS = [record(number, straatnaam=MARKER.decode()) for number in range(1, 6)]
TEXT = text_of(ROWS).encode()


@pytest.fixture
def wrapping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wrapping:
    (tmp_path / "partner").mkdir()
    return wrapping_at(tmp_path / "partner", monkeypatch)


def agree(
    partners: Path, monkeypatch: pytest.MonkeyPatch, complete: str, **how: object
):
    """Let the landlord's passport say how its files are protected."""
    delivery = {**LANDLORD["delivery"], "completeness": complete}
    use_partners(
        partners, monkeypatch, {**LANDLORD, "delivery": delivery, "protection": how}
    )


def put(desk: Desk, content: bytes, by: Path | None = None) -> None:
    """Deliver bytes with a manifest over them, signed where `by` is given."""
    said = file_of(content).saying(
        aantal_records=len(ROWS), controletotaal_bedrag="617.25", soort="VOLLEDIG"
    )
    path = said.put(desk.inbox)
    manifest = path.with_name(f"{NAME}.manifest.json")
    if by is not None:
        manifest.with_name(f"{manifest.name}.sig").write_bytes(
            sign_manifest(manifest, by)
        )


def left_in_storage(desk: Desk) -> list[str]:
    """The files in the storage that hold a person's street in plain text."""
    return [
        path.name
        for path in sorted(desk.storage.rglob("*"))
        if path.is_file() and MARKER in path.read_bytes()
    ]


def test_a_signed_age_delivery_is_taken_and_its_plain_text_is_gone(
    desk: Desk,
    wrapping: Wrapping,
    partners: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    """ENC-05, DEL-01: the manifest speaks of the encrypted bytes."""
    caplog.set_level(logging.DEBUG)
    by = wrapping.partner
    agree(
        partners,
        monkeypatch,
        "manifest",
        compression="gzip",
        encryption="age",
        signature="ssh",
        signers=[by.ssh_public],
    )
    put(desk, wrapping.in_age(gzipped(TEXT)), by.ssh)
    assert desk.run() == {"accepted": 1}
    assert len(desk.rows("signal")) == len(ROWS)
    assert left_in_storage(desk) == []
    secret = wrapping.age.path.read_text().splitlines()[-1][20:50]
    assert secret not in caplog.text
    assert MARKER.decode() not in caplog.text


@pytest.mark.parametrize("kind", ["age", "openpgp"])
def test_an_encrypted_delivery_needs_no_manifest(
    desk: Desk,
    wrapping: Wrapping,
    partners: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
):
    """DEL-01: what decrypts to its end is complete; what does not, is not taken."""
    by = wrapping.partner
    if kind == "age":
        agree(partners, monkeypatch, "encrypted", encryption="age")
        whole = wrapping.in_age(TEXT)
    else:
        agree(
            partners,
            monkeypatch,
            "encrypted",
            encryption="openpgp",
            signature="openpgp",
            signers=[by.openpgp_public],
        )
        whole = wrapping.in_openpgp(TEXT, by=by.openpgp)
    (desk.inbox / NAME).write_bytes(whole[:-40])
    assert desk.run() == {"refused": 1}
    assert desk.rows("delivery")[0]["refusal_code"] == "ENC_CORRUPT"
    (desk.inbox / NAME).write_bytes(whole)
    assert desk.run()["accepted"] == 1
    assert len(desk.rows("signal")) == len(ROWS)


def test_plain_text_where_ciphertext_was_agreed_is_erased_and_an_incident(
    desk: Desk,
    wrapping: Wrapping,
    partners: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    """ENC-09: here, and on the server; the partner reads what it is, and so do we."""
    assert wrapping.ring.is_dir()
    agree(partners, monkeypatch, "manifest", encryption="age")
    put(desk, TEXT)
    assert desk.run() == {"refused": 1}
    assert desk.rows("delivery")[0]["refusal_code"] == "ENC_PLAINTEXT"
    assert left_in_storage(desk) == []
    left = [path for path in desk.root.rglob("*") if path.is_file()]
    assert [path.name for path in left if MARKER in path.read_bytes()] == []
    assert "ENC_PLAINTEXT" in "".join(
        path.read_text("utf-8") for path in left if "outbox" in path.parts
    )
    assert errors(caplog) == ["incident=ENC_PLAINTEXT"]


def test_a_column_nobody_may_deliver_is_an_incident_of_a_file_that_is_taken(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    """VAL-02: dropped before storage, and an error in the log, once."""
    header, *lines = text_of(ROWS).splitlines()
    text = "\n".join([f"{header};BSN", *(f"{line};999990019" for line in lines), ""])
    file_of(text).put(desk.inbox)
    assert desk.run() == {"accepted": 1}
    assert desk.run() == {"accepted": 1}
    assert errors(caplog) == ["incident=SCH_NO_GROUND"]


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged as an error, after the delivery's id."""
    return [
        record.getMessage().partition(" ")[2]
        for record in caplog.records
        if record.levelname == "ERROR"
    ]


def test_a_manifest_of_another_file_is_named_before_the_file_is_opened(
    desk: Desk, wrapping: Wrapping, partners: Path, monkeypatch: pytest.MonkeyPatch
):
    """DEL-03: a broken upload is called that, and not broken encryption."""
    agree(partners, monkeypatch, "manifest", encryption="age")
    whole = wrapping.in_age(TEXT)
    put(desk, whole)
    (desk.inbox / NAME).write_bytes(whole[:-1])
    assert desk.run() == {"refused": 1}
    assert desk.rows("delivery")[0]["refusal_code"] == "DEL_INCOMPLETE"


def test_a_delivery_waits_for_the_scanner_and_is_taken_after(
    desk: Desk,
    wrapping: Wrapping,
    partners: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    """MAL-02, FLT-40: the task fails, the delivery does not."""
    agree(partners, monkeypatch, "encrypted", encryption="age")
    (desk.inbox / NAME).write_bytes(wrapping.in_age(TEXT))
    desk.fetch()
    old = "ClamAV 1.4.3/27808/Mon Sep 28 09:12:33 2026"
    with scanner_double(version=old) as scanner:
        monkeypatch.setenv(CLAMD, scanner.url)
        with pytest.raises(ScannerError, match="MAL_UNAVAILABLE"):
            desk.finish()
        assert desk.rows("delivery")[0]["state"] == "fetched"
        assert left_in_storage(desk) == []
        scanner.version = "ClamAV 1.4.3/27808/Tue Oct  6 09:12:33 2026"
        assert desk.finish() == {"accepted": 1}


def test_malware_is_erased_and_an_incident(
    desk: Desk,
    wrapping: Wrapping,
    partners: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    """MAL-01."""
    agree(partners, monkeypatch, "encrypted", encryption="age")
    (desk.inbox / NAME).write_bytes(wrapping.in_age(TEXT + EICAR))
    with scanner_double() as scanner:
        monkeypatch.setenv(CLAMD, scanner.url)
        assert desk.run() == {"refused": 1}
    assert desk.rows("delivery")[0]["refusal_code"] == "MAL_FOUND"
    assert [path for path in desk.storage.rglob("*.raw") if path.is_file()] == []
    assert json.dumps(desk.names("archive")) == "[]"
