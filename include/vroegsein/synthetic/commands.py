"""The command of the synthetic municipality: `vroegsein demo-data`."""

import typer

from vroegsein.synthetic.command import demo_data_command

commands = typer.Typer()
commands.command("demo-data")(demo_data_command)
