"""Which incidents the coordinators read of in the morning: codes and partners alone.

Two working days back, so that a morning without a run leaves none untold. Whether it
is a data breach, and who is told of it within 72 hours (AVG art. 33), a human judges.
"""

from datetime import date, timedelta

from sqlalchemy import Connection

from vroegsein.intake.findings import MEANINGS
from vroegsein.listing.dutch import day as dutch_date
from vroegsein.listing.statements import rows
from vroegsein.parties.workdays import is_working_day

CODES = sorted(code for code, meaning in MEANINGS.items() if meaning.incident)
MORNINGS = 2  # working days back; each incident stands in as many mails
TO_DO = (
    "  Aan zet: de coördinator. Beoordeel met de functionaris gegevensbescherming of"
    " dit een datalek is (AVG art. 33: binnen 72 uur)."
)


def told_since(day: date) -> date:
    """Return the first day whose incidents are told on a day."""
    for _ in range(MORNINGS):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return day


def incident_lines(connection: Connection, municipality: str, day: date) -> list[str]:
    """Return what a mail says of the incidents up to a day, a line for each.

    Args:
        connection: The register.
        municipality: CBS code.
        day: The Dutch day of the mail.
    """
    found = rows(
        connection,
        "casework",
        "incident",
        municipality_code=municipality,
        codes=CODES,
        first_day=told_since(day),
        last_day=day,
    )
    return [
        f"{row['code']}, {row['partner_code']} {row['month']},"
        f" levering {row['delivery_id']}: {MEANINGS[row['code']].description.strip()}"
        for row in found
    ]


def incident_section(incidents: list[str], day: date) -> list[str]:
    """Return the mail's part on incidents; nothing where there are none."""
    if not incidents:
        return []
    since = dutch_date(told_since(day))
    return [f"Incidenten sinds {since}:", *incidents, TO_DO, ""]
