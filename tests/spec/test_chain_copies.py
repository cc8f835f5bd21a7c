"""Checkpoints lie with somebody outside: each once, whole, and never overwritten."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError
from support.chain import MOMENT, keys_folder, record_events, run_verifier
from support.own_include import use_own_include
from support.page_server import forget
from support.ports import free_port
from support.sftp_server import RunningServer, running_server

from vroegsein.accountability import chain
from vroegsein.accountability.chain_copies import send_checkpoints
from vroegsein.accountability.dashboard import Asked, Right, page
from vroegsein.errors import InvariantError, TransferError
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.audit_tables import checkpoint_copy
from vroegsein.settings import settings

KEEPER = "toezichthouder"
FIRST, SECOND = "checkpoint_000000000003.json", "checkpoint_000000000005.json"
NIGHT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder", "signed")


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of somebody else's."""
    with running_server(tmp_path_factory.mktemp("outside")) as server:
        yield server


@pytest.fixture
def outside(exchange: RunningServer) -> Path:
    """The keeper's folder, empty at first."""
    folder = exchange.account(KEEPER) / "outbox"
    for path in folder.iterdir():
        path.unlink()
    return folder


@pytest.fixture
def signed(register: Engine) -> Engine:
    """A register whose chain was signed at its third event."""
    record_events(register, 3)
    chain.sign_checkpoint("1940", MOMENT)
    return register


def send(exchange: RunningServer, **changes: object) -> int:
    return send_checkpoints("1940", exchange.server(KEEPER, **changes), NIGHT)


def lying(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def remembered(register: Engine) -> list[int]:
    with register.connect() as connection:
        query = select(checkpoint_copy.c.seq).order_by(checkpoint_copy.c.seq)
        return list(connection.scalars(query))


def test_what_lies_outside_is_enough_to_verify_the_chain(
    exchange: RunningServer, outside: Path, tmp_path: Path
):
    assert send(exchange) == 1
    found = lying(outside)
    (key,) = [name for name in found if name.endswith(".pub")]
    assert set(found) == {FIRST, key}  # whole: no temporary file is left
    assert found[FIRST] == (chain.elsewhere("1940") / FIRST).read_bytes()
    chain.export_chain("1940", tmp_path / "chain.jsonl")
    done = run_verifier(tmp_path / "chain.jsonl", outside, outside / key)
    assert (done.returncode, done.stderr) == (0, "")


def test_each_is_sent_once_also_when_its_keeper_has_put_it_away(
    signed: Engine, exchange: RunningServer, outside: Path
):
    assert send(exchange) == 1
    (outside / FIRST).unlink()
    assert send(exchange) == 0
    record_events(signed, 2)
    chain.sign_checkpoint("1940", NIGHT)
    assert send(exchange) == 1
    assert SECOND in lying(outside)
    assert FIRST not in lying(outside)
    assert remembered(signed) == [3, 5]


def test_what_did_not_arrive_goes_with_the_next_run(
    signed: Engine, exchange: RunningServer, outside: Path
):
    """Red at night, and nothing is lost: two nights arrive at once, oldest first."""
    with pytest.raises(TransferError):
        send(exchange, port=free_port())
    assert remembered(signed) == []
    record_events(signed, 2)
    chain.sign_checkpoint("1940", NIGHT)
    assert send(exchange) == 2
    assert {FIRST, SECOND} < set(lying(outside))


def test_a_run_that_was_killed_after_sending_sends_nothing_twice(
    signed: Engine, exchange: RunningServer, outside: Path
):
    send(exchange)
    before = (outside / FIRST).stat().st_mtime_ns, (outside / FIRST).stat().st_ino
    with signed.begin() as connection:  # as if it had not come to remembering
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM audit.checkpoint_copy"))
    assert send(exchange) == 1
    there = (outside / FIRST).stat()
    assert (there.st_mtime_ns, there.st_ino) == before
    assert remembered(signed) == [3]


@pytest.mark.parametrize("other", [b"{}", None])
def test_what_lies_outside_is_never_overwritten(
    signed: Engine, exchange: RunningServer, outside: Path, other: bytes | None
):
    """Another size, or as many bytes with another content."""
    content = other or (chain.elsewhere("1940") / FIRST).read_bytes()[::-1]
    (outside / FIRST).write_bytes(content)
    with pytest.raises(InvariantError, match=r"outside is not .*/runbook\.md#chain"):
        send(exchange)
    assert lying(outside)[FIRST] == content
    assert remembered(signed) == []


def test_another_signing_key_does_not_pass_for_the_one_that_signed(
    exchange: RunningServer, outside: Path
):
    (settings().keys / chain.KEY).unlink()
    with pytest.raises(InvariantError, match="put that key back"):
        send(exchange)
    assert FIRST not in lying(outside)


@pytest.fixture
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy that names nobody outside."""
    use_own_include(tmp_path / "include", monkeypatch)
    path = tmp_path / "include" / "municipalities" / "1940.yml"
    known = path.read_text("utf-8")
    start, end = known.index("checkpoints:"), known.index("papers:")
    path.write_text(known[:start] + known[end:], "utf-8")


@pytest.mark.usefixtures("nobody")
def test_without_an_account_outside_nothing_is_sent_and_the_log_says_so(
    signed: Engine,
    exchange: RunningServer,
    outside: Path,
    caplog: pytest.LogCaptureFixture,
):
    assert send_checkpoints("1940", None, NIGHT) == 0
    assert send(exchange) == 0
    assert lying(outside) == {}
    assert remembered(signed) == []
    assert caplog.text.count("checkpoints have no account outside") == 2


def chain_shown(register: Engine) -> str:
    """What the page of proof says of the chain, without its markup."""
    asked = Asked(
        page="proof", municipality="1940", day=date(2026, 11, 3),
        rights=frozenset(Right), month=ReportingMonth(2026, 10),
    )  # fmt: skip
    found = page(asked).html
    forget(register.url.render_as_string(hide_password=False))
    return " ".join(re.sub("<[^>]+>", " ", found).split())


def test_the_page_says_up_to_where_checkpoints_lie_outside(
    signed: Engine, exchange: RunningServer, outside: Path
):
    late = f"bij {KEEPER} ligt nog niet het laatste punt"
    assert late in chain_shown(signed)
    send(exchange)
    assert f"bij {KEEPER}: gebeurtenis 3, " in chain_shown(signed)
    record_events(signed, 2)
    chain.sign_checkpoint("1940", NIGHT)
    assert late in chain_shown(signed)
    assert outside.exists()


@pytest.mark.usefixtures("nobody")
def test_the_page_says_that_nothing_lies_outside(signed: Engine):
    assert "nergens: alleen een map van deze installatie" in chain_shown(signed)


def test_what_was_sent_stays_remembered(
    signed: Engine, exchange: RunningServer, outside: Path
):
    send(exchange)
    refused = pytest.raises(IntegrityError, match="append-only")
    with refused, signed.begin() as connection:
        connection.execute(text("DELETE FROM audit.checkpoint_copy"))
    assert outside.exists()
