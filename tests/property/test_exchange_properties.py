"""Whatever a server sends: an answer, or an error of ours, and bounded work."""

import contextlib
import struct
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from vroegsein.exchange.faults import LineError, StatusError
from vroegsein.exchange.packets import Kind
from vroegsein.exchange.session import Session

VERSION = struct.pack(">IBI", 5, Kind.VERSION, 3)


@dataclass
class Recorded:
    """The end of a channel from which recorded bytes come; what is sent is counted."""

    coming: bytes
    sent: int = 0

    def recv(self, byte_count: int) -> bytes:
        now, self.coming = self.coming[:byte_count], self.coming[byte_count:]
        return now

    def send(self, content: bytes) -> int:
        self.sent += len(content)
        return len(content)


def packet_of(kind: int, number: int, body: bytes) -> bytes:
    return struct.pack(">IBI", 5 + len(body), kind, number) + body


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """Packets of any kind and content, with numbers that are waited for, and bytes."""
    kind = st.one_of(st.sampled_from(list(Kind)), st.integers(0, 255))
    packets = draw(
        st.lists(
            st.one_of(
                st.builds(packet_of, kind, st.integers(0, 6), st.binary(max_size=80)),
                st.builds(
                    lambda number, handle: packet_of(
                        Kind.HANDLE, number, struct.pack(">I", len(handle)) + handle
                    ),
                    st.integers(1, 3),
                    st.binary(max_size=8),
                ),
                st.binary(max_size=12),
            ),
            max_size=12,
        )
    )
    return b"".join(packets)


@given(answers())
@settings(max_examples=120)
def test_any_answers_of_a_server_are_read_or_refused(coming: bytes):
    """GS6: no bytes bring the client down, or make it work without end."""
    for work in (
        lambda session: session.look("a", "a"),
        lambda session: list(session.entries("inbox")),
        lambda session: b"".join(session.blocks("a", 100_000_000)),
        lambda session: session.write("a", b"x" * 100),
        lambda session: session.rename("a", "b"),
        lambda session: session.remove("a"),
    ):
        channel = Recorded(VERSION + coming)
        with contextlib.suppress(LineError, StatusError):
            work(Session(channel))
        assert channel.sent < 100_000
