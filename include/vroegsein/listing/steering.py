"""What earlier lists teach about a person: its case, last attempt and last result.

Only what was done before this month's list was first published counts, so that what
comes of a list never changes the list it came of. Of this month's own lists only the
case counts: a corrected signal stays the case that its first form was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping

from vroegsein.listing.facts import LastContact
from vroegsein.listing.statements import rows
from vroegsein.parties.case_codes import Result
from vroegsein.parties.period import ReportingMonth


@dataclass(frozen=True)
class Steering:
    """Cases, attempts and results of the run's persons, from earlier months.

    Attributes:
        cases: One row per person and case, the case's first person first.
        contacts: One row per person: the last attempt.
        results: One row per person: the last result.
        month_cases: One row per person who was on a list of the run's own month.
    """

    cases: tuple[RowMapping, ...] = ()
    contacts: tuple[RowMapping, ...] = ()
    results: tuple[RowMapping, ...] = ()
    month_cases: tuple[RowMapping, ...] = ()

    @property
    def document(self) -> dict[str, list[list[str]]]:
        """Return what of it a list leans on as plain texts, ready for a digest.

        Not the month's own cases: they follow from its earlier inputs. Which case
        somebody keeps, not which cases there are: a published list merges the others
        into it, and that changes nothing for the list itself.
        """
        return {
            "cases": [[*pair] for pair in sorted(self._earlier_cases().items())],
            "contacts": _texts(self.contacts),
            "results": _texts(self.results),
        }

    def case_by_person(self) -> dict[str, str]:
        """Return the case each person keeps: the oldest it has.

        A case whose signals turned out to be of two persons stays with the person of
        its first signal; the other gets a case of its own.
        """
        earlier = self._earlier_cases()
        taken = set(earlier.values())
        return {
            row["person_id"]: row["case_id"]
            for row in self.month_cases
            if row["case_id"] not in taken
        } | earlier

    def _earlier_cases(self) -> dict[str, str]:
        """Return the case each person keeps from earlier months."""
        owner: dict[str, str] = {}
        opened: dict[str, str] = {}
        for row in self.cases:
            owner.setdefault(row["case_id"], row["person_id"])
            opened[row["case_id"]] = row["opened_month"]
        kept: dict[str, str] = {}
        for case_id in sorted(owner, key=lambda found: (opened[found], found)):
            kept.setdefault(owner[case_id], case_id)
        return kept

    def contact_by_person(self) -> dict[str, LastContact]:
        """Return the last attempt to reach each person."""
        return {
            row["person_id"]: LastContact(
                row["kind"], row["attempt_date"], row["part_of_day"], row["reached"]
            )
            for row in self.contacts
        }

    def known_at_debt_help(self, month: ReportingMonth, months: int) -> set[str]:
        """Return who was known at debt help, by a result of the last months."""
        first_day = month.plus(-months).first_day
        return {
            row["person_id"]
            for row in self.results
            if row["result"] == Result.KNOWN and _day(row) >= first_day
        }


def read_steering(connection: Connection, run_id: str) -> Steering:
    """Read what earlier months teach about the persons of a run."""
    found = (
        tuple(rows(connection, "listing", name, run_id=run_id))
        for name in ("person_case", "person_contact", "person_result", "month_case")
    )
    return Steering(*found)


def _day(row: RowMapping) -> date:
    """Return the day of a result."""
    day: date = row["result_date"]
    return day


def _texts(found: Iterable[RowMapping]) -> list[list[str]]:
    """Return rows as texts, in their order."""
    return [[str(value) for value in row.values()] for row in found]
