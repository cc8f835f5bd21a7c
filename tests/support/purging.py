"""Months in a register and files in a storage with values nobody else has."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, func, insert, select, text

from support.listing_month import MUNICIPALITY, OCTOBER, Register, Signal, signal
from vroegsein.register.case_tables import case, case_signal, case_step
from vroegsein.register.schema import metadata
from vroegsein.settings import settings

#: Half a year after October is over, and the wait for April's list too.
JUNE_NIGHT = datetime(2027, 6, 15, 1, 30, tzinfo=UTC)
MAY_NIGHT = datetime(2027, 5, 10, 1, 30, tzinfo=UTC)
PARTNERS = ("merenwonen", "hoedezorg")


def marked(number: int, month: str = OCTOBER, **changes) -> Signal:
    """A signal whose values stand nowhere else, in this test or another."""
    word = f"mark{number:04d}{month.replace('-', '')}"
    values = {
        "partner": PARTNERS[number % 2], "month": month, "surname": f"Zz{word}",
        "phone": f"+3197{month[2:4]}{month[5:]}{number:05d}",
        "email": f"{word}@voorbeeld.example",
        "customer": f"KLANT{word}", "postcode": f"85{number % 90 + 10}AB",
        "received_at": datetime(int(month[:4]), int(month[5:]), 8, 7, tzinfo=UTC),
    }  # fmt: skip
    return signal(f"S-{word}", **(values | changes))


def filled(register: Engine, *months: str, persons: int = 6) -> Register:
    """Months of a municipality, delivered and published, with their files."""
    filled_register = Register(register)
    for month in months:
        filled_register.deliver(marked(number, month) for number in range(persons))
        at = datetime(int(month[:4]), int(month[5:]), 14, 9, tzinfo=UTC)
        filled_register.publish(month, at)
        for kind in ("landing", "matching", "work", "reviews"):
            put_file(kind, month, f"{kind}.bin", marked(1, month).email or "")
    return filled_register


def put_file(kind: str, month: str, name: str, content: str) -> Path:
    """Write a file into a folder of the storage."""
    folder = settings().storage / kind / MUNICIPALITY / month
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content)
    return folder / name


def open_case(
    register: Engine, case_id: str, signal_id: str, *, state: str, on: date
) -> None:
    """Write a case of one signal, with one step on a day."""
    with register.begin() as connection:
        connection.execute(
            insert(case).values(
                case_id=case_id, municipality_code=MUNICIPALITY, opened_month=OCTOBER,
                state=state,
            )
        )  # fmt: skip
        connection.execute(
            insert(case_signal).values(
                signal_id=signal_id, case_id=case_id, month=OCTOBER, picked_up_on=on,
                publication_id="list",
            )
        )  # fmt: skip
        steps = [(None, "open")] + ([("open", state)] if state != "open" else [])
        for number, (before, after) in enumerate(steps, start=1):
            connection.execute(
                insert(case_step).values(
                    case_id=case_id, step_number=number, from_state=before,
                    to_state=after, step_date=on, cause_id="list",
                )
            )  # fmt: skip


def row_counts(register: Engine) -> dict[str, int]:
    """How many rows every table of the register has."""
    with register.connect() as connection:
        return {
            table.fullname: connection.scalar(select(func.count()).select_from(table))
            or 0
            for table in metadata().sorted_tables
        }


def hits(register: Engine, *markers: str) -> list[str]:
    """Names of files in which a marker stands: of the register and of the storage."""
    with register.connect() as connection:
        folder = Path(str(connection.scalar(text("SHOW data_directory"))))
    return sorted(
        path.name
        for root in (folder, settings().storage, settings().elsewhere)
        for path in root.rglob("*")
        if path.is_file()
        and any(word.encode() in path.read_bytes() for word in markers)
    )
