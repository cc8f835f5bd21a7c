"""The command of the accountability wing: `vroegsein scorecard`."""

import typer

from vroegsein.accountability.quality_pages import quality_folder, write_quality_pages

commands = typer.Typer()


@commands.command("scorecard")
def scorecard_command(
    month: str = typer.Option(..., help="Last month shown, yyyy-mm"),
    municipality: str = typer.Option("1940", help="CBS code of the municipality"),
) -> None:
    """Write the quality pages and scorecards of a month."""
    count = write_quality_pages(municipality, month)
    typer.echo(f"{count} pages in {quality_folder(municipality, month)}")
