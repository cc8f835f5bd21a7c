"""Cases with their attempts and results, written straight into the register.

For tests of what is counted and delivered: the casework itself has its own.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, func, insert, select

from vroegsein.register.case_tables import (
    case,
    case_signal,
    contact_attempt,
    office_file,
    outcome,
)
from vroegsein.register.list_tables import list_entry, list_entry_signal
from vroegsein.register.publication_tables import publication

FILE = "office-1"


@dataclass(frozen=True)
class Tried:
    """One attempt."""

    day: date
    kind: str = "Telefoon"
    reached: bool = False
    part: str | None = "Middag"


def _id(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:20]


@dataclass
class Casework:
    """Writes what officials did with the published lists of a municipality."""

    engine: Engine
    municipality: str = "1940"

    def open(self, month: str, day: date) -> dict[str, str]:
        """Open a case for each person on a month's last list; return signal -> case."""
        with self.engine.begin() as connection:
            known = set(connection.scalars(select(case.c.case_id)))
            held = set(connection.scalars(select(case_signal.c.signal_id)))
            draft_id, publication_id = connection.execute(
                select(publication.c.draft_id, publication.c.publication_id)
                .filter_by(municipality_code=self.municipality, month=month)
                .order_by(publication.c.version.desc())
            ).first()
            listed = connection.execute(
                select(list_entry.c.case_id, list_entry_signal.c.signal_id)
                .join(
                    list_entry_signal,
                    (list_entry.c.draft_id == list_entry_signal.c.draft_id)
                    & (list_entry.c.entry_number == list_entry_signal.c.entry_number),
                )
                .where(list_entry.c.draft_id == draft_id)
            ).all()
            for case_id in sorted({row.case_id for row in listed} - known):
                connection.execute(
                    insert(case).values(
                        case_id=case_id, municipality_code=self.municipality,
                        opened_month=month, state="open",
                    )
                )  # fmt: skip
            fresh = [row for row in listed if row.signal_id not in held]
            for row in fresh:
                connection.execute(
                    insert(case_signal).values(
                        signal_id=row.signal_id, case_id=row.case_id, month=month,
                        picked_up_on=day, publication_id=publication_id,
                    )
                )  # fmt: skip
        return {row.signal_id: row.case_id for row in listed}

    def try_to_reach(self, case_id: str, *attempts: Tried) -> None:
        """Write attempts of a case."""
        self._file()
        with self.engine.begin() as connection:
            for tried in attempts:
                connection.execute(
                    insert(contact_attempt).values(
                        attempt_id=_id(case_id, tried), case_id=case_id,
                        office_file_id=FILE, kind=tried.kind, reached=tried.reached,
                        attempt_date=tried.day, part_of_day=tried.part,
                    )
                )  # fmt: skip

    def close(self, case_id: str, result: str, day: date) -> None:
        """Write a result of a case."""
        self._file()
        with self.engine.begin() as connection:
            connection.execute(
                insert(outcome).values(
                    outcome_id=_id(case_id, day, result), case_id=case_id,
                    office_file_id=FILE, result=result, result_date=day,
                )
            )  # fmt: skip

    def merge(self, case_id: str, into: str) -> None:
        """Make a case part of another."""
        with self.engine.begin() as connection:
            connection.execute(
                case.update()
                .where(case.c.case_id == case_id)
                .values(state="merged", merged_into=into)
            )

    def _file(self) -> None:
        with self.engine.begin() as connection:
            if connection.scalar(select(func.count()).select_from(office_file)):
                return
            connection.execute(
                insert(office_file).values(
                    office_file_id=FILE, municipality_code=self.municipality,
                    kind="outcomes", digest="0" * 64, state="accepted", line_count=0,
                    accepted_count=0, rejected_count=0, received_on=date(2026, 11, 20),
                )
            )  # fmt: skip
