"""The commands `vroegsein inzage`, `bezwaar` and `rectificatie`.

Who the person is stands in a file that nobody else can read, never on the command line:
command lines are seen by every user of a machine and kept in its history.
"""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from vroegsein.accountability import requests
from vroegsein.accountability.person_search import PersonDetails, read_person
from vroegsein.accountability.requests import Answer, Request
from vroegsein.errors import ConfigurationError
from vroegsein.parties.moments import read_moment
from vroegsein.parties.yaml_file import Strict, read

Person = Annotated[Path, typer.Option("--persoon", help="File with who asks (0600).")]
By = Annotated[str, typer.Option("--by", help="User name of the official.")]
Received = Annotated[
    str, typer.Option("--received", help="Day of receipt, yyyy-mm-dd.")
]
Moment = Annotated[str, typer.Option("--moment", help="Now, ISO 8601 with zone.")]
Municipality = Annotated[str, typer.Option("--municipality", help="CBS code.")]
commands = typer.Typer()


class Changes(Strict):
    """What was wrong: columns of a person, with their right values."""

    initials: str | None = None
    first_names: str | None = None
    surname_prefix: str | None = None
    surname: str | None = None
    birth_date: str | None = None
    street: str | None = None
    house_number: str | None = None
    house_letter: str | None = None
    house_addition: str | None = None
    postcode: str | None = None
    place: str | None = None
    phone: str | None = None
    email: str | None = None


@commands.command("inzage")
def inzage_command(
    persoon: Person,
    by: By,
    received: Received,
    moment: Moment,
    handler: Annotated[list[str], typer.Option(help="Public key of who handles it.")],
    municipality: Municipality = "1940",
) -> None:
    """Write everything there is of a person, encrypted for who handles the request."""
    request = _request(municipality, persoon, by, received, moment)
    answer = requests.give_access(request, tuple(handler))
    _tell(answer)
    for name in answer.files:
        typer.echo(f"storage/inzage/{municipality}/{moment[:7]}/{name}")


@commands.command("bezwaar")
def bezwaar_command(
    persoon: Person,
    by: By,
    received: Received,
    moment: Moment,
    municipality: Municipality = "1940",
) -> None:
    """Keep an objection; from the next matching the person is on no list."""
    _tell(
        requests.keep_objection(_request(municipality, persoon, by, received, moment))
    )
    typer.echo("Trigger build_signal_list for the month: the next version is without.")


@commands.command("rectificatie")
def rectificatie_command(
    persoon: Person,
    nieuw: Annotated[Path, typer.Option(help="File with the right values (0600).")],
    by: By,
    received: Received,
    moment: Moment,
    municipality: Municipality = "1940",
) -> None:
    """Correct a person's data; from the next matching what is right holds."""
    changes = {
        name: value
        for name, value in read(nieuw, Changes).model_dump().items()
        if value is not None
    }
    request = _request(municipality, persoon, by, received, moment)
    answer = requests.correct(request, changes)
    _tell(answer)
    typer.echo(f"tell these partners too (AVG art. 19): {', '.join(answer.partners)}")


def _request(
    municipality: str, persoon: Path, by: str, received: str, moment: str
) -> Request:
    """Return the request; errors name files and keys, never values.

    Raises:
        ConfigurationError: The day of receipt is no day, or a file is wrong.
    """
    person: PersonDetails = read_person(persoon)
    try:
        day = date.fromisoformat(received)
    except ValueError:
        msg = "--received is a day, written yyyy-mm-dd."
        raise ConfigurationError(msg) from None
    return Request(municipality, person, by, day, read_moment(moment))


def _tell(answer: Answer) -> None:
    """Say ids and counts."""
    typer.echo(f"{answer.request_id}: {answer.signals} signals found")
    if answer.doubtful:
        typer.echo(
            f"{answer.doubtful} more may be of the same person and were left out:"
            " ask for a birth date or an earlier address, and try again"
        )
