"""The command of the demonstration: `vroegsein demo`."""

import typer

from vroegsein.demo.command import demo_command

commands = typer.Typer()
commands.command("demo")(demo_command)
