"""The command of the matching wing: `vroegsein match`."""

import typer

from vroegsein.matching.command import match_command

commands = typer.Typer()
commands.command("match")(match_command)
