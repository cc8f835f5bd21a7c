"""Extracts and exclusion lists in a register, as the office's accepted files leave them."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert

from vroegsein.register.case_tables import (
    case,
    case_signal,
    case_step,
    contact_attempt,
    exclusion,
    office_file,
    outcome,
    resident,
)

MUNICIPALITY = "1940"
Row = dict[str, Any]
WHO = {
    "initials": "J.", "surname": "Jansma", "birth_date": "1980-05-05",
    "street": "Midstraat", "house_number": "1", "postcode": "8501AB", "place": "Joure",
}  # fmt: skip


def who(**changes: Any) -> Row:
    """Somebody as a list has them: the person of the tests' signals unless changed."""
    return WHO | changes


def take_file(
    register: Engine,
    kind: str,
    name: str,
    *,
    on: date = date(2026, 10, 1),
    state: str = "accepted",
) -> str:
    """Write one office file; return its id."""
    with register.begin() as connection:
        return _take(connection, kind, name, on, state)


def _take(
    connection: Connection, kind: str, name: str, on: date, state: str = "accepted"
) -> str:
    """Write one office file within a transaction."""
    connection.execute(
        insert(office_file).values(
            office_file_id=f"OF-{name}", municipality_code=MUNICIPALITY, kind=kind,
            digest=hashlib.sha256(name.encode()).hexdigest(), state=state,
            line_count=1, accepted_count=1, rejected_count=0, received_on=on,
            recorded_at=datetime(2026, 10, 1, tzinfo=UTC),
        )
    )  # fmt: skip
    return f"OF-{name}"


def take_extract(
    register: Engine, name: str, rows: Iterable[Row], **options: Any
) -> str:
    """Write an extract of the register of persons; rows may say only what matters."""
    file_id = take_file(register, "residents", name, **options)
    usual = {"deceased": "false", "moved_out": "false", "address_secret": "false"}
    written = [
        {
            "office_file_id": file_id, "resident_id": f"R{place:03d}",
            "municipality_code": MUNICIPALITY, **usual, **who(**row),
        }
        for place, row in enumerate(rows)
    ]  # fmt: skip
    with register.begin() as connection:
        for row in written:
            connection.execute(insert(resident).values(**row))
    return file_id


def take_exclusions(
    register: Engine,
    name: str,
    kind: str,
    rows: Iterable[Row],
    *,
    file_kind: str = "exclusions",
    **options: Any,
) -> str:
    """Write an exclusion list; each row holds from 1 January 2026 unless it says."""
    file_id = take_file(register, file_kind, name, **options)
    with register.begin() as connection:
        for place, row in enumerate(rows):
            connection.execute(
                insert(exclusion).values(
                    exclusion_id=f"X-{name}-{place:03d}", kind=kind,
                    municipality_code=MUNICIPALITY, office_file_id=file_id,
                    **{"from_date": date(2026, 1, 1), **who(**row)},
                )
            )  # fmt: skip
    return file_id


def open_case(
    register: Engine,
    case_id: str,
    signals: Iterable[str],
    *,
    month: str = "2026-09",
    merged_into: str | None = None,
    publication: str = "list-x",
) -> None:
    """Write a case with signals of an earlier month."""
    with register.begin() as connection:
        connection.execute(
            insert(case).values(
                case_id=case_id, municipality_code=MUNICIPALITY, opened_month=month,
                state="merged" if merged_into else "open", merged_into=merged_into,
            )
        )  # fmt: skip
        if merged_into is None:
            connection.execute(
                insert(case_step).values(
                    case_id=case_id, step_number=1, to_state="open",
                    step_date=date.fromisoformat(f"{month}-15"), cause_id=publication,
                )
            )  # fmt: skip
        for signal_id in signals:
            connection.execute(
                insert(case_signal).values(
                    signal_id=signal_id, case_id=case_id, month=month,
                    picked_up_on=date.fromisoformat(f"{month}-15"),
                    publication_id=publication,
                )
            )  # fmt: skip


def attempt(
    register: Engine,
    case_id: str,
    kind: str,
    day: date,
    *,
    reached: bool = False,
    part: str | None = None,
) -> None:
    """Write one attempt to reach somebody."""
    name = f"{case_id}-{kind}-{day}"
    with register.begin() as connection:
        file_id = _take(connection, "outcomes", name, day)
        connection.execute(
            insert(contact_attempt).values(
                attempt_id=f"A-{name}", case_id=case_id, office_file_id=file_id,
                kind=kind, reached=reached, attempt_date=day, part_of_day=part,
            )
        )  # fmt: skip


def result(register: Engine, case_id: str, label: str, day: date) -> None:
    """Write what came of a case."""
    name = f"{case_id}-{label}-{day}"
    with register.begin() as connection:
        file_id = _take(connection, "outcomes", name, day)
        connection.execute(
            insert(outcome).values(
                outcome_id=f"O-{name}", case_id=case_id, office_file_id=file_id,
                result=label, result_date=day,
            )
        )  # fmt: skip
