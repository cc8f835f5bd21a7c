"""The command `vroegsein`: each wing brings its own commands, this mounts them."""

import errno
import importlib
import sys

import typer

from vroegsein.errors import VroegseinError

#: Command -> the module whose `commands` hold it. Only what is asked for is imported:
#: `vroegsein status` does not pay for what `vroegsein match` needs.
MODULES = {
    "up": "vroegsein.stack.commands",
    "down": "vroegsein.stack.commands",
    "status": "vroegsein.stack.commands",
    "sftp-server": "vroegsein.stack.commands",
    "demo": "vroegsein.demo.commands",
    "demo-data": "vroegsein.synthetic.commands",
    "synthetic": "vroegsein.synthetic.adversary.commands",
    "match": "vroegsein.matching.commands",
    "explain": "vroegsein.listing.signal_explanation",
    "review": "vroegsein.listing.review_commands",
    "policy": "vroegsein.listing.policy_commands",
    "handover": "vroegsein.casework.handover_commands",
    "receipt": "vroegsein.intake.answering.receipt_commands",
    "scorecard": "vroegsein.accountability.commands",
    "keys": "vroegsein.exchange.commands",
    "partner": "vroegsein.intake.onboarding.partner_commands",
    "purge": "vroegsein.accountability.purge_commands",
    "hold": "vroegsein.accountability.purge_commands",
    "chain": "vroegsein.accountability.purge_commands",
    "inzage": "vroegsein.accountability.request_commands",
    "bezwaar": "vroegsein.accountability.request_commands",
    "rectificatie": "vroegsein.accountability.request_commands",
    "delivery": "vroegsein.intake.delivery_commands",
    "papers": "vroegsein.accountability.papers_commands",
    "trace": "vroegsein.accountability.trace",
}


def application(asked: str | None = None) -> typer.Typer:
    """Return the command with all its commands, or with those of one module.

    Args:
        asked: The command that is asked for; any other text mounts all.
    """
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # it would print the values of variables
    )
    app.callback()(_vroegsein)
    wanted = {MODULES[asked]} if asked in MODULES else set(MODULES.values())
    for name in sorted(wanted):
        app.add_typer(importlib.import_module(name).commands)
    return app


def _vroegsein() -> None:
    """Early detection of payment arrears for Dutch municipalities."""


def main() -> None:
    """Run the command; an error that is somebody's move is one line, exit code 1."""
    try:
        application(sys.argv[1] if len(sys.argv) > 1 else None)()
    except VroegseinError as error:
        _give_up(str(error))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _give_up("The disk is full: make room and run this again.")


def _give_up(reason: str) -> None:
    typer.echo(f"vroegsein: {reason}", err=True)
    sys.exit(1)
