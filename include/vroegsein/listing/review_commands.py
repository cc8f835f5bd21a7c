"""`vroegsein review reopen`: a verdict that was wrong is taken back and asked again."""

import hashlib
from typing import Annotated

import typer
from sqlalchemy import insert, select

from vroegsein.errors import ConfigurationError
from vroegsein.register import engine
from vroegsein.register.review_tables import WITHDRAWN, verdict

KEPT = ("municipality_code", "left_id", "right_id", "kind", "review_id")
review_commands = typer.Typer(help="Doubtful pairs that officials judged.")
commands = typer.Typer()
commands.add_typer(review_commands, name="review")


def reopen(verdict_id: str, by: str) -> str:
    """Take a verdict back, so that the pair is asked again; return the new row's id.

    Args:
        verdict_id: Id in `matching.verdict`.
        by: Initials of the official who asked for it.

    Raises:
        ConfigurationError: There is no such verdict.
    """
    with engine().begin() as connection:
        found = connection.execute(
            select(verdict).where(verdict.c.verdict_id == verdict_id)
        ).mappings().one_or_none()  # fmt: skip
        if found is None:
            msg = f"There is no verdict {verdict_id}; see matching.verdict."
            raise ConfigurationError(msg)
        mark = hashlib.sha256(f"{verdict_id}|{by}".encode()).hexdigest()[:8]
        kept = {
            name: found[name]
            for name in (
                "municipality_code",
                "left_id",
                "right_id",
                "kind",
                "review_id",
            )
        }
        withdrawn = f"{verdict_id}-{mark}"
        connection.execute(
            insert(verdict).values(
                verdict_id=withdrawn, verdict=WITHDRAWN, decided_by=by, **kept
            )
        )
    return withdrawn


@review_commands.callback()
def _group() -> None:
    """Doubtful pairs that officials judged."""


@review_commands.command("reopen")
def reopen_command(
    verdict_id: Annotated[str, typer.Argument(help="Id in matching.verdict.")],
    by: Annotated[str, typer.Option(help="Initials of the official who asks.")],
) -> None:
    """Take a verdict back; the next matching asks the pair again."""
    typer.echo(f"{reopen(verdict_id, by)}: the pair is asked again after a matching.")
