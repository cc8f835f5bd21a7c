"""The commands `vroegsein purge`, `vroegsein hold` and `vroegsein chain`."""

from pathlib import Path
from typing import Annotated

import typer

from vroegsein.accountability import certificates, chain, holds, purge

Municipality = Annotated[str, typer.Option(help="CBS code of the municipality.")]
Moment = Annotated[str, typer.Option(help="Moment with its zone, ISO 8601.")]
By = Annotated[str, typer.Option(help="User name of the official.")]
purge_commands = typer.Typer(help="Destroying what is older than its term.")
hold_commands = typer.Typer(help="What may not be destroyed yet.")
chain_commands = typer.Typer(help="The chain of events, for who verifies it.")
commands = typer.Typer()
commands.add_typer(purge_commands, name="purge")
commands.add_typer(hold_commands, name="hold")
commands.add_typer(chain_commands, name="chain")


@purge_commands.command("show")
def show_command(moment: Moment, municipality: Municipality = "1940") -> None:
    """Count what would be destroyed; nothing changes."""
    told = purge.dry_run(municipality, moment)
    for name, count in told["rows"].items():
        typer.echo(f"{count:>9}  {name}")
    typer.echo(f"{told['files']:>9}  files")
    for name in told["unknown_folders"]:
        typer.echo(f"no term is known of the folder {name}", err=True)


@purge_commands.command("run")
def run_command(moment: Moment, municipality: Municipality = "1940") -> None:
    """Destroy what is due and prove it; complete what was broken off."""
    done = purge.purge_personal_data(municipality, moment)
    typer.echo(", ".join(f"{count} {name}" for name, count in done.items()))


@purge_commands.command("replay")
def replay_command(moment: Moment, municipality: Municipality = "1940") -> None:
    """Destroy again what a restored backup brought back; before anything is opened."""
    count = purge.replay_purges(municipality, moment)
    typer.echo(f"{count} purges of the ledger were done again")


@purge_commands.command("certificates")
def certificates_command(municipality: Municipality = "1940") -> None:
    """List what was destroyed so far, each with its certificate."""
    for line in certificates.list_certificates(municipality):
        typer.echo(line)


@purge_commands.command("certificate")
def certificate_command(purge_id: str) -> None:
    """Print one certificate; its SHA-256 stands in the event of its purge."""
    typer.echo(certificates.certificate(purge_id), nl=False)


@hold_commands.command("set")
def set_command(
    scope: Annotated[str, typer.Option(help="month or case.")],
    of: Annotated[str, typer.Option(help="yyyy-mm, or the id of the case.")],
    reason: Annotated[str, typer.Option(help="Why; no personal data.")],
    by: By,
    moment: Moment,
    municipality: Municipality = "1940",
) -> None:
    """Keep a month or a case, whatever its term."""
    typer.echo(holds.set_hold(municipality, scope, of, reason, by, moment))


@hold_commands.command("lift")
def lift_command(hold_id: str, by: By, moment: Moment) -> None:
    """Let the term hold again."""
    holds.lift_hold(hold_id, by, moment)
    typer.echo(f"{hold_id} is lifted")


@chain_commands.command("export")
def export_command(path: Path, municipality: Municipality = "1940") -> None:
    """Write the chain as JSON lines, to verify with scripts/verify_chain.py."""
    typer.echo(f"{chain.export_chain(municipality, path)} events in {path.name}")


@chain_commands.command("checkpoint")
def checkpoint_command(moment: Moment, municipality: Municipality = "1940") -> None:
    """Sign where the chain stands, and write it elsewhere."""
    typer.echo(f"signed up to event {chain.sign_checkpoint(municipality, moment)}")
