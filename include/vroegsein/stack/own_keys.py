"""Our private keys in the embedded stack: one of each kind where there is none yet."""

from datetime import UTC, datetime

from vroegsein.exchange.keyring import INDEX, KeyKind, new_key, read_index
from vroegsein.stack.layout import Layout

NAME = "Vroegsein"  # as partners read it in an OpenPGP key


def prepare_ring(layout: Layout) -> None:
    """Make a key of each kind the ring has none of, so that partners can encrypt.

    A key made here is as old as the stack's own keys, by the file of the collector's.

    Raises:
        ConfigurationError: The ring is wrong, or open to others.
    """
    made = datetime.fromtimestamp(layout.collector_key.stat().st_mtime, UTC).date()
    known = read_index(layout.keys) if (layout.keys / INDEX).exists() else ()
    for kind in KeyKind:
        if all(entry.kind is not kind for entry in known):
            new_key(layout.keys, kind, made, NAME)
