"""The SFTP client on a bad line: what passes is overcome, what lasts is named in time."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support.network_faults import Proxy, Toxic, proxy_to
from support.open_ssh import SSHD, open_ssh
from support.sftp_server import running_server

from vroegsein.exchange.server import Limits, Server
from vroegsein.exchange.sftp import Client, Fault, PassingError, SftpError

SHORT = Limits(
    connect_seconds=3, stall_seconds=0.5, attempts=3, backoff_seconds=0.02
)  # fmt: skip
CONTENT = os.urandom(2_000_000)
MIDDLE = 1_000_000
SERVERS = ["asyncssh", *(["openssh"] if SSHD else [])]


@dataclass
class Bench:
    """A server behind a proxy, and a folder on this side."""

    proxy: Proxy
    behind: Server
    remote: Path
    here: Path

    def server(self, **limits: float) -> Server:
        changed = replace(SHORT, **limits)
        return replace(self.behind, port=self.proxy.port, limits=changed)

    def leftovers(self) -> list[str]:
        """Unfinished files, here and there."""
        found = [*self.remote.rglob("*.part"), *self.here.rglob("*.part")]
        return [path.name for path in found]


@pytest.fixture(scope="module")
def servers(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, tuple[Proxy, Server, Path]]]:
    with running_server(tmp_path_factory.mktemp("sftp")) as ours:
        root = ours.account("partner")
        with proxy_to(ours.port) as proxy:
            known = {"asyncssh": (proxy, ours.server("partner"), root)}
            if not SSHD:
                yield known
                return
            with (
                open_ssh(tmp_path_factory.mktemp("openssh")) as theirs,
                proxy_to(theirs.port) as other,
            ):
                yield {**known, "openssh": (other, theirs.server(), theirs.root)}


@pytest.fixture
def bench(
    servers: dict[str, tuple[Proxy, Server, Path]],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[Bench]:
    proxy, server, root = servers[getattr(request, "param", "asyncssh")]
    for name in ("a", "b"):
        (root / "inbox" / name).write_bytes(CONTENT)
    proxy.connections = 0
    yield Bench(proxy, server, root, tmp_path)
    proxy.disarm()
    for path in root.rglob("*"):
        if path.is_file():
            path.unlink()


def list_names(client: Client, bench: Bench) -> None:
    assert bench.remote.is_dir()
    assert [entry.name for entry in client.list_folder("inbox")] == ["a", "b"]


def get(client: Client, bench: Bench) -> None:
    client.download("inbox", "a", bench.here / "a")
    assert (bench.here / "a").read_bytes() == CONTENT


def put(client: Client, bench: Bench) -> None:
    client.put(CONTENT, "outbox/c")
    assert (bench.remote / "outbox" / "c").read_bytes() == CONTENT


def move(client: Client, bench: Bench) -> None:
    client.move("inbox/a", "archive/a")
    assert (bench.remote / "archive" / "a").read_bytes() == CONTENT
    assert not (bench.remote / "inbox" / "a").exists()


def remove(client: Client, bench: Bench) -> None:
    client.remove("inbox/a")
    assert not (bench.remote / "inbox" / "a").exists()


Operation = Callable[[Client, Bench], None]
OPERATIONS: list[Operation] = [list_names, get, put, move, remove]
HARMLESS = [
    Toxic("latency"),
    Toxic("bandwidth"),
    Toxic("slicer"),
    Toxic("slicer", upward=True),
    Toxic("slow_close"),
]
STRIKES = ["timeout", "reset_peer", "limit_data", "flip"]


def where(operation: Operation) -> list[tuple[bool, int]]:
    """Direction and byte at which a fault strikes: mid-file; else request or answer."""
    if operation is get:
        return [(False, MIDDLE)]
    if operation is put:
        return [(True, MIDDLE), (False, 60)]
    return [(True, 10), (False, 10)]


STRIKING = [
    pytest.param(
        server,
        operation,
        Toxic(name, upward=upward, after=after),
        id=f"{server}-{operation.__name__}-{name}-{'up' if upward else 'down'}",
    )
    for server in SERVERS
    for operation in OPERATIONS
    for name in STRIKES
    for upward, after in where(operation)
    # Silence costs time, and is the same to both servers but in the middle of a file.
    if (server, name) != ("openssh", "timeout") or after == MIDDLE
]


@pytest.mark.parametrize("bench", SERVERS, indirect=True)
@pytest.mark.parametrize("toxic", HARMLESS, ids=lambda toxic: toxic.name)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_slow_line_only_takes_longer(
    bench: Bench, operation: Operation, toxic: Toxic
):
    """FLT-04, FLT-08: latency, little bandwidth, single bytes, a slow end."""
    with Client(bench.server(stall_seconds=5)) as client:
        bench.proxy.arm(toxic)
        operation(client, bench)
    assert bench.proxy.connections == 1
    assert bench.leftovers() == []


@pytest.mark.parametrize(("bench", "operation", "toxic"), STRIKING, indirect=["bench"])
def test_a_fault_that_passes_is_overcome(
    bench: Bench, operation: Operation, toxic: Toxic
):
    """FLT-05, FLT-06, FLT-07: silence, reset, cut and flipped bit, mid-transfer."""
    begin = time.monotonic()
    with Client(bench.server()) as client:
        assert client.stat("inbox", "a") is not None
        bench.proxy.arm(toxic)
        operation(client, bench)
    assert bench.proxy.struck == 1
    assert bench.proxy.connections > 1
    assert bench.leftovers() == []
    assert time.monotonic() - begin < 6


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_server_that_is_down_for_a_moment_is_waited_for(
    bench: Bench, operation: Operation
):
    """FLT-01: two connections are refused, the third is taken."""
    bench.proxy.arm(Toxic("down", strikes=2))
    with Client(bench.server()) as client:
        operation(client, bench)
    assert (bench.proxy.struck, bench.proxy.connections) == (2, 3)


@pytest.mark.parametrize("name", [*STRIKES, "down"])
@pytest.mark.parametrize("operation", [list_names, get, put])
def test_a_fault_that_lasts_is_named_and_leaves_nothing(
    bench: Bench, operation: Operation, name: str
):
    """FLT-01, FLT-05, FLT-06, FLT-07: bounded, typed, nothing half after the next."""
    begin = time.monotonic()
    bench.proxy.arm(
        Toxic(name, upward=operation is put, after=5_000, strikes=None)
        if operation in {get, put}
        else Toxic(name, after=2_500, strikes=None)
    )
    with Client(bench.server(attempts=2)) as client:
        with pytest.raises(PassingError) as lasting:
            operation(client, bench)
        assert time.monotonic() - begin < 5
        assert "partner" in str(lasting.value)
        assert not list(bench.here.iterdir())
        bench.proxy.disarm()
        operation(client, bench)
    assert bench.leftovers() == []


def test_silence_is_told_from_a_cut(bench: Bench):
    """FLT-05: the message says what was seen, so that the right thing is looked for."""
    for name, code in (("timeout", Fault.STALLED), ("limit_data", Fault.LOST)):
        with Client(bench.server(attempts=1)) as client:
            client.stat("inbox", "a")
            bench.proxy.arm(Toxic(name, after=MIDDLE))
            with pytest.raises(PassingError) as told:
                client.download("inbox", "a", bench.here / "a")
            assert told.value.code is code


def test_an_operation_waits_in_silence_no_longer_than_its_patience(bench: Bench):
    """FLT-05: however many attempts there are, the waiting is counted together."""
    bench.proxy.arm(Toxic("timeout", after=100, strikes=None))
    begin = time.monotonic()
    server = bench.server(attempts=50, stall_seconds=0.5, patience_seconds=2)
    with Client(server) as client, pytest.raises(PassingError):
        client.list_folder("inbox")
    assert 1 < time.monotonic() - begin < 3
    assert 2 <= bench.proxy.connections <= 4


def test_a_transfer_below_the_floor_is_given_up(bench: Bench):
    """FLT-04: slow is carried on with, a crawl is not, and is not tried again."""
    with Client(bench.server(floor_seconds=0.4, floor_rate=10_000_000)) as client:
        client.stat("inbox", "a")
        bench.proxy.arm(Toxic("bandwidth", rate=500_000))
        with pytest.raises(SftpError) as slow:
            client.download("inbox", "a", bench.here / "a")
    assert slow.value.code is Fault.SLOW
    assert bench.proxy.connections == 1
    assert not list(bench.here.iterdir())
