"""What officials returned of a case, written into the register as the intake would."""

import hashlib
from datetime import date

from sqlalchemy import Engine, insert, select

from vroegsein import casework
from vroegsein.parties.case_codes import ContactKind, Result
from vroegsein.register.case_tables import (
    case_signal,
    contact_attempt,
    office_file,
    outcome,
)
from vroegsein.register.publication_tables import publication

MUNICIPALITY = "1940"


def open_all_cases(register: Engine) -> None:
    """Make the cases of every published list."""
    with register.connect() as connection:
        query = select(publication.c.publication_id).order_by(publication.c.month)
        found = list(connection.scalars(query))
    for publication_id in found:
        casework.open_cases(publication_id)


def case_of(register: Engine, signal_id: str) -> str:
    """The case a signal belongs to."""
    with register.connect() as connection:
        query = select(case_signal.c.case_id).filter_by(signal_id=signal_id)
        return connection.execute(query).scalar_one()


def tell_outcome(register: Engine, signal_id: str, result: Result, day: date) -> None:
    """Officials tell what came of the case of a signal."""
    case_id = case_of(register, signal_id)
    with register.begin() as connection:
        connection.execute(
            insert(outcome).values(
                outcome_id=f"O-{case_id}-{day}-{result.name}",
                case_id=case_id,
                office_file_id=_office_file(connection, day),
                result=result,
                result_date=day,
            )
        )


def tell_attempt(
    register: Engine,
    signal_id: str,
    day: date,
    kind: ContactKind = ContactKind.PHONE,
    *,
    reached: bool = False,
) -> None:
    """Officials tell that they tried to reach somebody."""
    case_id = case_of(register, signal_id)
    with register.begin() as connection:
        connection.execute(
            insert(contact_attempt).values(
                attempt_id=f"A-{case_id}-{day}-{kind.name}",
                case_id=case_id,
                office_file_id=_office_file(connection, day),
                kind=kind,
                reached=reached,
                attempt_date=day,
            )
        )


def _office_file(connection, day: date) -> str:
    """The file of a day, made once."""
    file_id = f"U-{day}"
    known = select(office_file.c.office_file_id).filter_by(office_file_id=file_id)
    if connection.execute(known).one_or_none() is None:
        connection.execute(
            insert(office_file).values(
                office_file_id=file_id, municipality_code=MUNICIPALITY,
                kind="outcomes", state="accepted", line_count=1, accepted_count=1,
                rejected_count=0, received_on=day,
                digest=hashlib.sha256(file_id.encode()).hexdigest(),
            )
        )  # fmt: skip
    return file_id
