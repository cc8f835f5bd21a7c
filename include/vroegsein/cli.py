"""The command `vroegsein`: each wing brings its own commands, this mounts them."""

import errno
import importlib
import importlib.util
import sys

import typer

from vroegsein.errors import VroegseinError

# A module listed here has `commands: typer.Typer`; its heavy imports stay inside the
# functions, so that `vroegsein --help` answers at once.
MOUNTED = (
    "vroegsein.stack.commands",
    "vroegsein.stack.demo",
    "vroegsein.register.commands",
    "vroegsein.intake.commands",
    "vroegsein.matching.commands",
    "vroegsein.listing.commands",
    "vroegsein.accountability.commands",
    "vroegsein.synthetic.commands",
)


def application() -> typer.Typer:
    """Return the command with the commands of all wings."""
    app = typer.Typer(
        help=__import__("vroegsein").__doc__,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # it would print the values of variables
    )
    for name in MOUNTED:
        if importlib.util.find_spec(name) is not None:
            app.add_typer(importlib.import_module(name).commands)
    return app


def main() -> None:
    """Run the command; an error that is somebody's move is one line, exit code 1."""
    try:
        application()()
    except VroegseinError as error:
        _give_up(str(error))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _give_up("The disk is full: make room and run this again.")


def _give_up(reason: str) -> None:
    typer.echo(f"vroegsein: {reason}", err=True)
    sys.exit(1)
