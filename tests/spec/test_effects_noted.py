"""What is done stands in the chain, and whom it touched in the processing log."""

import hashlib
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import ProgrammingError
from support.chain import keys_folder
from support.listing_month import DECIDED_AT, MUNICIPALITY, OCTOBER, Register
from support.purging import marked

from vroegsein import listing
from vroegsein.accountability import write_audit_report
from vroegsein.accountability.chain import elsewhere
from vroegsein.register.audit_tables import event, processing_line
from vroegsein.register.publication_tables import publication
from vroegsein.settings import settings

__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder", "register")
PERSONS = 4


@pytest.fixture
def month(register: Engine) -> Register:
    """A delivered month."""
    filled = Register(register)
    filled.deliver(marked(number) for number in range(PERSONS))
    return filled


def events(register: Engine) -> list[tuple[str, str, str]]:
    query = select(event.c.action, event.c.result, event.c.actor).order_by(event.c.seq)
    with register.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def names(register: Engine) -> Counter[str]:
    with register.connect() as connection:
        return Counter(connection.scalars(select(processing_line.c.name)))


def test_a_month_leaves_its_track_once(register: Engine, month: Register):
    """I10, I11: draft, audit, decision and publication; a rerun adds nothing."""
    month.publish()
    track = events(register)
    assert [action for action, _, _ in track] == [
        "keep_draft", "audit_draft", "decide_draft", "publish_list",
    ]  # fmt: skip
    assert track[1][1] == "passed"
    assert {actor for action, _, actor in track[2:]} == {"c.ordinator"}
    month.publish()
    assert events(register) == track


def test_every_person_on_a_list_has_a_line(register: Engine, month: Register):
    month.publish()
    assert names(register)["op-lijst-geplaatst"] == PERSONS


def test_no_name_stands_in_chain_or_log(register: Engine, month: Register):
    month.publish()
    with register.connect() as connection:
        said = str(connection.execute(select(event)).all())
        said += str(connection.execute(select(processing_line)).all())
    for item in month.signals:
        assert not any(
            str(value) in said
            for value in (item.surname, item.email, item.phone, item.signal_id)
        )


def test_nothing_is_published_that_cannot_be_accounted_for(
    register: Engine, month: Register
):
    """PRV-09: the chain cannot be written, a full disk say: no publication."""
    draft_id = listing.triage_month(month.match(OCTOBER))
    listing.audit_draft(draft_id)
    listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    with register.begin() as connection:
        connection.execute(text("ALTER TABLE audit.event RENAME TO event_gone"))
    with pytest.raises(ProgrammingError):
        listing.publish_list(draft_id)
    with register.connect() as connection:
        assert connection.execute(select(publication)).all() == []


def test_a_publication_is_vouched_for_at_once(register: Engine, month: Register):
    """I10: a signed checkpoint at each publication, elsewhere."""
    month.publish()
    with register.connect() as connection:
        (row,) = connection.execute(select(publication.c.publication_id))
    write_audit_report(row.publication_id)
    assert [path.name for path in elsewhere(MUNICIPALITY).glob("checkpoint_*")] == [
        "checkpoint_000000000005.json"
    ]


def test_the_signed_list_of_a_report_is_verified_by_openssl(
    register: Engine, month: Register, tmp_path: Path
):
    """Its digest stands in the chain once, however often the report is written."""
    month.publish()
    with register.connect() as connection:
        (row,) = connection.execute(select(publication.c.publication_id))
    write_audit_report(row.publication_id)
    folder = settings().storage / "reports" / MUNICIPALITY / OCTOBER
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_audit_report(row.publication_id)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    listed = folder / "kenmerken-v1.txt"
    told = [
        result for action, result, _ in events(register) if "audit_report" in action
    ]
    assert told == [f"sha256 {hashlib.sha256(listed.read_bytes()).hexdigest()}"]
    public = (elsewhere(MUNICIPALITY) / "checkpoint.pub").read_text("ascii")
    der = bytes.fromhex(f"302a300506032b6570032100{public}")
    (tmp_path / "key.der").write_bytes(der)
    command = [
        "openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin",
        "-inkey", tmp_path / "key.der", "-in", listed, "-sigfile", f"{listed}.sig",
    ]  # fmt: skip
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    lines = [line.split("\t") for line in listed.read_text("ascii").splitlines()[2:]]
    sizes = {name: (digest, size) for _, name, digest, size in lines}
    for name in ("auditrapport-v1.html", "auditrapport-v1.pdf"):
        content = first[name]
        assert sizes[name] == (hashlib.sha256(content).hexdigest(), str(len(content)))
    listed.write_bytes(listed.read_bytes() + b"\n")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
