"""The commands of the embedded stack: up, down, status, sftp-server."""

import asyncio
import logging
from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()
_NOT_RUNNING = 3  # as init scripts have it


@commands.command()
def up() -> None:
    """Start Airflow, PostgreSQL and the SFTP server, or what is missing of them."""
    from vroegsein.stack import supervisor
    from vroegsein.stack.console import Console
    from vroegsein.stack.layout import installed_layout

    layout, console = installed_layout(), Console()
    access = supervisor.up(layout, console)
    console.say("ready")
    typer.echo(f"\n  {access.url}")
    typer.echo(f"  log in as {access.user} with {access.password}")
    typer.echo(f"  other users: {access.passwords}")
    typer.echo(f"  command line: . {layout.environment_file} && airflow dags list\n")


@commands.command()
def down() -> None:
    """Stop everything that `up` started."""
    from vroegsein.stack import supervisor
    from vroegsein.stack.console import Console
    from vroegsein.stack.layout import installed_layout

    console = Console()
    supervisor.down(installed_layout(), console)
    console.say("stopped")


@commands.command()
def status() -> None:
    """Show what runs; exit code 3 when a part does not."""
    from vroegsein.stack import supervisor
    from vroegsein.stack.layout import installed_layout

    conditions = supervisor.status(installed_layout())
    for part in conditions:
        if part.running:
            since = f"{part.since:%Y-%m-%d %H:%M:%S}"
            line = f"running  pid {part.pid}  port {part.port or '-'}  since {since}"
        else:
            line = "not running"
        typer.echo(f"{part.name:<14} {line}")
    if not all(part.running for part in conditions):
        raise typer.Exit(_NOT_RUNNING)


@commands.command("sftp-server")
def serve_sftp(
    accounts: Annotated[Path, typer.Option(help="<account>/authorized_keys")],
    folders: Annotated[Path, typer.Option(help="<account>/{inbox,outbox,archive}")],
    host_key: Annotated[Path, typer.Option(help="The server's private key.")],
    collector_key: Annotated[Path, typer.Option(help="Vroegsein's public key.")],
    port: Annotated[int, typer.Option(help="0: any free one.")] = 0,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve the partners' folders until stopped; keys only, no shell."""
    from vroegsein.stack import sftp_server

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    exchange = sftp_server.Exchange(
        accounts=accounts,
        folders=folders,
        host_key=host_key,
        collector_key=collector_key,
    )
    asyncio.run(sftp_server.serve(exchange, host, port))
