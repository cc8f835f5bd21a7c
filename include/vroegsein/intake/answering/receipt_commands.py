"""The command for receipts of single records: `vroegsein receipt`."""

from pathlib import Path
from typing import Annotated

import typer

from vroegsein.errors import DecisionError
from vroegsein.intake.answering.proof import is_genuine, record_receipt_text

receipts = typer.Typer()
commands = typer.Typer()
commands.add_typer(receipts, name="receipt")

Partner = Annotated[str, typer.Option(help="Code of the partner")]
Month = Annotated[str, typer.Option(help="Reporting month, yyyy-mm")]
Record = Annotated[str, typer.Option(help="The partner's own id of the record")]
Municipality = Annotated[str, typer.Option(help="CBS code of the municipality")]
ReceiptFile = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="The receipt")
]


@receipts.callback(invoke_without_command=True)
def receipt_command(
    context: typer.Context,
    partner: Partner = "",
    month: Month = "",
    record: Record = "",
    municipality: Municipality = "1940",
) -> None:
    """Print the receipt of one record, in Dutch and sealed; redirect it into a file.

    Raises:
        BadParameter: Partner, month or record is not given.
        DecisionError: There is no receipt of such a record.
    """
    if context.invoked_subcommand is not None:
        return
    if not (partner and month and record):
        msg = "give --partner, --month and --record"
        raise typer.BadParameter(msg)
    typer.echo(record_receipt_text(municipality, partner, month, record), nl=False)


@receipts.command("verify")
def verify_command(file: ReceiptFile) -> None:
    """Tell whether a receipt is one of ours, to the letter.

    Raises:
        DecisionError: It is not.
    """
    if not is_genuine(file.read_text("utf-8", errors="replace")):
        msg = "This receipt is NOT genuine: it was changed, or we did not make it."
        raise DecisionError(msg)
    typer.echo("This receipt is genuine.")
