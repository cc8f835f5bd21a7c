"""The commands for a partner's passport: `vroegsein partner new` and `partner check`.

They print names of columns, codes and counts, never a value of a partner's file.
"""

import re
import shlex
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from vroegsein.errors import ConfigurationError, DeliveryError
from vroegsein.parties.partner import CODE, Sector

commands = typer.Typer()
_partner = typer.Typer(help="A partner from sample file to working passport.")
commands.add_typer(_partner, name="partner")


_Municipality = Annotated[str, typer.Option(help="CBS code of the municipality.")]
_File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


@_partner.command()
def new(
    sample: _File,
    code: Annotated[str, typer.Option(help="The partner's code, small letters.")],
    sector: Annotated[Sector, typer.Option(help="What it sends arrears of.")],
    municipality: _Municipality = "1940",
    sheet: Annotated[
        str | None, typer.Option(help="Of a workbook with more than one sheet.")
    ] = None,
) -> None:
    """Propose a passport from a sample of what the partner will deliver."""
    from vroegsein.intake.onboarding.passport_draft import draft_passport
    from vroegsein.parties.legal_basis import load_legal_bases
    from vroegsein.settings import settings

    target = _target(settings().partners, code)
    bases = load_legal_bases(settings().legal_bases)
    try:
        draft = draft_passport(
            sample, code, sector, municipality, bases, settings().partners, sheet
        )
    except DeliveryError as error:
        for line in _unreadable(error):
            typer.echo(line, err=True)
        raise typer.Exit(1) from None
    with target.open("x", encoding="utf-8") as file:
        file.write(draft.text)
    typer.echo(
        f"{target}: {draft.column_count} columns mapped from {draft.line_count} lines, "
        f"{draft.open_count} places to look at (`# controleer`)."
    )
    named = shlex.quote(str(sample))
    typer.echo(f"Then: vroegsein partner check {named} --code {code}")


def _target(partners: Path, code: str) -> Path:
    """Return where a new passport goes.

    Raises:
        ConfigurationError: The code is none, or has a passport.
    """
    if not re.fullmatch(CODE, code):
        msg = "A partner's code is 2 to 30 small letters, digits and underscores."
        raise ConfigurationError(msg)
    target = partners / f"{code}.yml"
    if target.exists():
        msg = f"{target.name} is there already; it is never overwritten."
        raise ConfigurationError(msg)
    return target


def _unreadable(error: DeliveryError) -> list[str]:
    """Return why a sample cannot be read, and what can be done."""
    from vroegsein.intake.findings import MEANINGS

    meaning = MEANINGS[error.code]
    return [
        f"vroegsein: the sample cannot be read: {error}.",
        f"    {meaning.description}",
        f"    {meaning.remedy}",
        "A sample is one table: its first line holds the names of the columns, without",
        "a title or `sep=` above it (positions and JSON have none). Give it as it is",
        "inside a zip, gzip or encrypted file; name one of more sheets with `--sheet`.",
    ]


@_partner.command()
def check(
    file: _File,
    code: Annotated[
        str | None, typer.Option(help="The partner; by the file's name where absent.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Day of receipt; the file's own where absent."
        ),
    ] = None,
    municipality: _Municipality = "1940",
) -> None:
    """Tell what would be accepted and refused of a file; exit 1 where it is refused."""
    from vroegsein.intake.onboarding.partner_check import check_file, partner_of, report
    from vroegsein.parties.legal_basis import load_legal_bases
    from vroegsein.parties.moments import AMSTERDAM
    from vroegsein.parties.municipality import load_policy
    from vroegsein.parties.partner import load_passport
    from vroegsein.settings import settings

    partners = settings().partners
    passport = load_passport(partners, code or partner_of(partners, file.name))
    day = on or datetime.fromtimestamp(file.stat().st_mtime, AMSTERDAM)
    checked = check_file(
        file,
        passport,
        load_policy(settings().municipalities, municipality),
        load_legal_bases(settings().legal_bases),
        day.date(),
    )
    for line in report(checked):
        typer.echo(line)
    raise typer.Exit(1 if checked.refused else 0)
