"""Which port each part listens on: remembered, and chosen anew when taken."""

import json
import os
import socket
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from vroegsein.errors import StackError
from vroegsein.stack.layout import Layout, write_private

HOST = "127.0.0.1"
UI_PORT = "VROEGSEIN_PORT"
_SPAN = 200  # ports tried upward from the preferred one
_LARGEST = 65_535
_SMALLEST = 1_024


@dataclass(frozen=True)
class Ports:
    """The TCP ports of the stack, all on the loopback address.

    Attributes:
        postgres: PostgreSQL: the register and Airflow's own database.
        sftp: The partners' SFTP server.
        ui: Airflow's pages and API.
    """

    postgres: int = 15_432
    sftp: int = 12_222
    ui: int = 8_080


def is_free(port: int) -> bool:
    """Tell whether nobody listens on a port of the loopback address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port(preferred: int, *, taken: Iterable[int] = ()) -> int:
    """Return the preferred port or the first free one above it.

    Raises:
        StackError: None of the next ports is free.
    """
    avoid = set(taken)
    for port in range(preferred, min(preferred + _SPAN, _LARGEST)):
        if port not in avoid and is_free(port):
            return port
    msg = f"No free port from {preferred} to {preferred + _SPAN} on {HOST}."
    raise StackError(msg)


def load_ports(layout: Layout) -> Ports:
    """Return the remembered ports, or the preferred ones before the first start."""
    try:
        remembered = json.loads(layout.ports.read_text("utf-8"))
        return Ports(**{name: int(remembered[name]) for name in asdict(Ports())})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Ports()


def choose_ports(layout: Layout, running: Iterable[str]) -> list[str]:
    """Settle and remember the ports for the parts that have yet to start.

    Args:
        layout: Where they are remembered.
        running: Names of the ports whose part runs, and which therefore stay.

    Returns:
        A line for each port that somebody else took.

    Raises:
        StackError: The port asked for with `VROEGSEIN_PORT` is taken or no port.
    """
    known, keep = load_ports(layout), set(running)
    asked = requested_port()
    ports, remarks = known, []
    for name, port in asdict(known).items():
        if name == "ui" and asked is not None and asked != port:
            chosen = _exactly(asked)
        elif name in keep:
            continue
        elif name == "ui" and asked is not None:
            chosen = _exactly(asked)
        else:
            others = {key: other for key, other in asdict(ports).items() if key != name}
            chosen = free_port(port, taken=others.values())
            if chosen != port:
                remarks.append(
                    f"{name}: port {port} is taken by another program; now {chosen}"
                )
        ports = replace(ports, **{name: chosen})
    write_private(layout.ports, json.dumps(asdict(ports), indent=2) + "\n")
    return remarks


def requested_port() -> int | None:
    """Return the port for the pages that the user asked for, if any.

    Raises:
        StackError: `VROEGSEIN_PORT` is not a port number above 1023.
    """
    text = os.environ.get(UI_PORT, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and _SMALLEST <= int(text) <= _LARGEST):
        msg = f"{UI_PORT} must be a number from {_SMALLEST} to {_LARGEST}."
        raise StackError(msg)
    return int(text)


def _exactly(port: int) -> int:
    """Return the port the user asked for, if it is free."""
    if is_free(port):
        return port
    msg = (
        f"Port {port} ({UI_PORT}) is taken by another program: "
        f"stop that program, or choose another port or none."
    )
    raise StackError(msg)
