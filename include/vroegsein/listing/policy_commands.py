"""`vroegsein policy try`: what last month's list would have been under other limits."""

import re
from typing import Annotated

import typer

from vroegsein.errors import ConfigurationError
from vroegsein.listing.policy_try import Changes, Trial, try_policy

policy_commands = typer.Typer(help="The municipality's policy.")
commands = typer.Typer()
commands.add_typer(policy_commands, name="policy")
NAMES, COLUMN = 28, 12
AMOUNT = re.compile(r"(?P<euros>[0-9]{1,7})(?:[.,](?P<cents>[0-9]{1,2}))?")


@policy_commands.callback()
def _group() -> None:
    """The municipality's policy."""


@policy_commands.command("try")
def try_command(
    municipality: Annotated[str, typer.Option(help="CBS code.")] = "1940",
    month: Annotated[
        str | None, typer.Option(help="yyyy-mm; the last published month if left out.")
    ] = None,
    threshold: Annotated[
        str | None, typer.Option(help="Threshold in euros, such as 50 or 62.50.")
    ] = None,
    min_days: Annotated[
        int | None, typer.Option(min=0, help="Days in arrears, for every sector.")
    ] = None,
    capacity: Annotated[
        str | None, typer.Option(help="Calls and visits a week, such as 90,30.")
    ] = None,
) -> None:
    """Count what a month's list would have been; nothing is written."""
    calls, visits = _pair(capacity) if capacity else (None, None)
    cents = _cents(threshold) if threshold else None
    changes = Changes(cents, min_days, calls, visits)
    for line in lines_of(try_policy(municipality, month, changes)):
        typer.echo(line)


def lines_of(trial: Trial) -> list[str]:
    """Return a trial as a table: published, with the policy of now, and as tried."""
    head = "".join(f"{word:>{COLUMN}}" for word in ("published", "policy now", "tried"))
    table = [
        f"{name:<{NAMES}}{was:>{COLUMN}}{now:>{COLUMN}}{tried:>{COLUMN}}"
        for name, was, now, tried in trial.lines()
    ]
    most = (trial.capacity.calls, trial.capacity.visits)
    calls, visits = ("no limit" if limit is None else str(limit) for limit in most)
    return [
        f"List of {trial.month}, municipality {trial.municipality}: counts only.",
        f"{'':<{NAMES}}{head}",
        *table,
        f"Tried capacity for one list: calls {calls}, visits {visits}.",
    ]


def _cents(text: str) -> int:
    """Read an amount in euros.

    Raises:
        ConfigurationError: It is no amount of whole cents from zero.
    """
    found = AMOUNT.fullmatch(text.strip())
    if found is None:
        msg = "A threshold is an amount in euros, such as 50 or 62.50."
        raise ConfigurationError(msg)
    return int(found["euros"]) * 100 + int((found["cents"] or "0").ljust(2, "0"))


def _pair(text: str) -> tuple[int, int]:
    """Read calls and visits.

    Raises:
        ConfigurationError: It is not two whole numbers with a comma between.
    """
    parts = text.split(",")
    if len(parts) != 2 or not all(part.strip().isdecimal() for part in parts):
        msg = "A capacity is calls and visits a week, such as 90,30."
        raise ConfigurationError(msg)
    return int(parts[0]), int(parts[1])
