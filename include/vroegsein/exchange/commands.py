"""The commands of the key ring: `vroegsein keys new`, `list` and `retire`.

They print public keys and dates, never a private key.
"""

from datetime import date, datetime
from typing import Annotated

import typer

from vroegsein.exchange.keyring import KeyKind

commands = typer.Typer()
_keys = typer.Typer(help="Our private keys for partners' encrypted files.")
commands.add_typer(_keys, name="keys")


@_keys.command()
def new(
    kind: Annotated[KeyKind, typer.Option(help="What partners encrypt with.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Today's date.")],
    name: Annotated[
        str, typer.Option(help="Whose key it is, as an OpenPGP key says it.")
    ] = "Vroegsein",
) -> None:
    """Make a private key, and print the public key to give to partners."""
    from vroegsein.exchange import keyring
    from vroegsein.settings import settings

    key = keyring.new_key(settings().keys, kind, on.date(), name)
    typer.echo(f"{key.entry.id} in {settings().keys}: back up that folder.", err=True)
    typer.echo(key.public.strip())


@_keys.command("list")
def list_() -> None:
    """List the keys: id, kind, since when and until when, and what identifies them."""
    from vroegsein.exchange import keyring
    from vroegsein.settings import settings

    for entry in keyring.read_index(settings().keys):
        until = entry.retired_on or "-"
        typer.echo(
            f"{entry.id}  {entry.kind:<8}since {entry.created_on}  until {until}"
        )


@_keys.command()
def show(key_id: str) -> None:
    """Print the public key of a key, to give to partners."""
    from vroegsein.exchange import keyring
    from vroegsein.settings import settings

    entry = keyring.entry_of(settings().keys, key_id)
    typer.echo(keyring.public_key(settings().keys, entry).strip())


@_keys.command()
def retire(
    key_id: str,
    on: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], help="From that day it opens nothing."),
    ],
) -> None:
    """Let a key become old: it opens files until a day, with a warning to partners."""
    from vroegsein.exchange import keyring
    from vroegsein.settings import settings

    entry = keyring.retire_key(settings().keys, key_id, on.date())
    typer.echo(f"{entry.id} opens files until {_shown(entry.retired_on)}.")


def _shown(day: date | None) -> str:
    return "-" if day is None else day.isoformat()
