"""The commands for a partner's passport: `vroegsein partner new` and `partner check`.

They print names of columns, codes and counts, never a value of a partner's file.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()
_partner = typer.Typer(help="A partner from sample file to working passport.")
commands.add_typer(_partner, name="partner")


class Sector(StrEnum):
    """Sectors a passport can name."""

    HUUR = "HUUR"
    WATER = "WATER"
    ENERGIE = "ENERGIE"
    WARMTE = "WARMTE"
    ZORG = "ZORG"
    BELASTING = "BELASTING"


_Municipality = Annotated[str, typer.Option(help="CBS code of the municipality.")]
_File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


@_partner.command()
def new(
    sample: _File,
    code: Annotated[str, typer.Option(help="The partner's code, small letters.")],
    sector: Annotated[Sector, typer.Option(help="What it sends arrears of.")],
    municipality: _Municipality = "1940",
) -> None:
    """Propose a passport from a sample of what the partner will deliver."""
    import re

    from vroegsein.errors import ConfigurationError
    from vroegsein.intake.onboarding.passport_draft import draft_passport
    from vroegsein.parties.legal_basis import load_legal_bases
    from vroegsein.parties.partner import CODE
    from vroegsein.settings import settings

    if not re.fullmatch(CODE, code):
        msg = "A partner's code is 2 to 30 small letters, digits and underscores."
        raise ConfigurationError(msg)
    target = settings().partners / f"{code}.yml"
    if target.exists():
        msg = f"{target.name} is there already; it is never overwritten."
        raise ConfigurationError(msg)
    bases = load_legal_bases(settings().legal_bases)
    draft = draft_passport(
        sample, code, sector.value, municipality, bases, settings().partners
    )
    with target.open("x", encoding="utf-8") as file:
        file.write(draft.text)
    typer.echo(
        f"{target}: {draft.column_count} columns mapped from {draft.line_count} lines, "
        f"{draft.open_count} places to look at (`# controleer`)."
    )
    typer.echo(f"Then: vroegsein partner check {sample} --code {code}")


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
