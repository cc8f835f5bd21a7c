"""The event chain: gapless under many writers, never rewritten, signed elsewhere."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError
from support.chain import MOMENT, keys_folder, record_events, run_verifier

from vroegsein.accountability import chain
from vroegsein.errors import ConfigurationError, InvariantError
from vroegsein.register import event_chain
from vroegsein.register.audit_tables import event
from vroegsein.settings import settings

WRITERS, EACH = 8, 25
CHANGES = {
    "edit": "UPDATE audit.event SET result = 'ok' WHERE seq = 2",
    "delete": "DELETE FROM audit.event WHERE seq = 3",
    "truncate": "TRUNCATE audit.event",
    "checkpoint": "DELETE FROM audit.checkpoint",
}
__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder")


def test_the_numbers_have_no_gap_however_many_write(register: Engine):
    """I10: two writers never take one number, and a rolled back one leaves no gap."""

    def write(writer: int) -> None:
        for number in range(EACH):
            with register.connect() as connection:
                event_chain.record(
                    connection, municipality="1940", action="keep_run",
                    object_id=f"R{writer}-{number}", result="kept", occurred_at=MOMENT,
                )  # fmt: skip
                connection.rollback() if number % 5 == 0 else connection.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with register.connect() as connection:
        seqs = list(connection.scalars(select(event.c.seq).order_by(event.c.seq)))
    assert seqs == list(range(1, WRITERS * EACH * 4 // 5 + 1))


def test_each_municipality_has_a_chain_of_its_own(register: Engine):
    record_events(register, 3)
    record_events(register, 2, municipality="0085")
    with register.connect() as connection:
        counts = connection.execute(
            select(event.c.municipality_code, func.max(event.c.seq))
            .group_by(event.c.municipality_code)
            .order_by(event.c.municipality_code)
        ).all()
    assert [tuple(row) for row in counts] == [("0085", 2), ("1940", 3)]


def test_an_event_is_there_only_with_its_effect(register: Engine):
    with pytest.raises(ZeroDivisionError), register.begin() as connection:
        event_chain.record(
            connection, municipality="1940", action="keep_run", object_id="R1",
            result="kept", occurred_at=MOMENT,
        )  # fmt: skip
        _ = 1 / 0
    with register.connect() as connection:
        assert event_chain.last_event(connection, "1940") is None


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_recorded_is_never_rewritten(register: Engine, change: str):
    record_events(register, 4)
    chain.sign_checkpoint("1940", MOMENT)
    refused = pytest.raises(IntegrityError, match="append-only")
    with refused, register.begin() as connection:
        connection.execute(text(CHANGES[change]))


def test_an_event_that_skips_or_forks_is_refused(register: Engine):
    """The register itself refuses an event that does not hold the one before it."""
    record_events(register, 2)
    for seq, previous in ((4, "hash"), (3, "previous_hash"), (1, "hash")):
        forged = text(
            "INSERT INTO audit.event SELECT municipality_code, :seq,"
            f" {previous}, hash, action, object, result, origin, actor,"
            " occurred_at FROM audit.event WHERE seq = 2"
        )
        refused = pytest.raises(IntegrityError, match="does not follow")
        with refused, register.begin() as connection:
            connection.execute(forged, {"seq": seq})


def test_an_event_says_all_six(register: Engine):
    """BIO2 8.15.01: action, object, result, origin, actor and moment."""
    refused = pytest.raises(IntegrityError, match="says_all_six")
    with refused, register.begin() as connection:
        event_chain.record(
            connection, municipality="1940", action="keep_run", object_id="R1",
            result="kept", occurred_at=MOMENT, actor="",
        )  # fmt: skip


def test_an_exported_chain_is_found_whole(register: Engine, tmp_path: Path):
    record_events(register, 20)
    assert chain.sign_checkpoint("1940", MOMENT) == 20
    record_events(register, 5)
    assert chain.export_chain("1940", tmp_path / "chain.jsonl") == 25
    done = run_verifier(tmp_path / "chain.jsonl", chain.elsewhere("1940"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("WHOLE: 25 events, 1 checkpoints")


def test_a_checkpoint_is_signed_once_and_written_where_it_is_missing(register: Engine):
    record_events(register, 3)
    chain.sign_checkpoint("1940", MOMENT)
    folder = chain.elsewhere("1940")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(files) == ["checkpoint.pub", "checkpoint_000000000003.json"]
    (folder / "checkpoint_000000000003.json").unlink()
    later = datetime(2026, 11, 2, tzinfo=UTC)
    assert chain.sign_checkpoint("1940", later) == 3
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


def test_a_checkpoint_elsewhere_is_never_overwritten(register: Engine):
    record_events(register, 3)
    chain.sign_checkpoint("1940", MOMENT)
    path = chain.elsewhere("1940") / "checkpoint_000000000003.json"
    path.write_text("{}")
    with pytest.raises(InvariantError, match="backup"):
        chain.sign_checkpoint("1940", MOMENT)
    assert path.read_text() == "{}"


def test_a_signing_key_that_others_can_read_signs_nothing(register: Engine):
    record_events(register, 1)
    chain.sign_checkpoint("1940", MOMENT)
    (settings().keys / chain.KEY).chmod(0o644)
    record_events(register, 1)
    with pytest.raises(ConfigurationError, match="0600"):
        chain.sign_checkpoint("1940", MOMENT)
