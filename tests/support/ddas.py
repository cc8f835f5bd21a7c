"""Deliveries of national statistics without a register, and the published schema.

The schema itself is not part of this project. Put it where `VROEGSEIN_DDAS_SCHEMAS`
points, or in `ddas/` beside the project's folder or its shared one; without it the
tests that need it are skipped.
"""

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from vroegsein.accountability.statistics.levering import Client, Levering, Signal
from vroegsein.accountability.statistics.meldingen import Attempt, Melding
from vroegsein.parties.policy_statistics import Contact, Statistics
from vroegsein.settings import PROJECT_ROOT

MADE_AT = datetime(2026, 12, 10, 6, tzinfo=UTC)
SENDER = Statistics(
    organisation="Gemeente Voorbeeld",
    kvk_number="00001940",
    contacts=(Contact(name="Team", email="team@vroegsein.example"),),
    account="cbs",
    recipients=("cbs",),
)
CLIENT = Client(birth_date=date(1980, 5, 5), postcode="8501AB", house_number="1")


def schema_file(version: str = "1.2") -> Path | None:
    """Return where the published schema is, if it is anywhere."""
    own = os.environ.get("VROEGSEIN_DDAS_SCHEMAS")
    places = [Path(own)] if own else []
    places += [PROJECT_ROOT.parent / "shared" / "ddas", PROJECT_ROOT.parent / "ddas"]
    files = [place / f"vroegsignalering-v{version}.schema.json" for place in places]
    return next((path for path in files if path.is_file()), None)


@cache
def validator() -> Draft202012Validator:
    """Return the published schema as a validator, formats included."""
    path = schema_file()
    if path is None:
        pytest.skip("the national schema is not here")
    return Draft202012Validator(
        json.loads(path.read_text("utf-8")), format_checker=FormatChecker()
    )


def signal(signal_id: str, **changes: object) -> Signal:
    """A signal of a landlord that was picked up."""
    usual = Signal(
        signal_id=signal_id,
        partner_code="merenwonen",
        partner_type="Huur",
        is_crisis=False,
        is_warm=False,
        euros=200,
        since=date(2026, 8, 20),
        sent_on=date(2026, 10, 4),
        status="Nog niet opgepakt",
        client=CLIENT,
    )
    return replace(usual, **changes)


def melding(case_id: str, *signal_ids: str, **changes: object) -> Melding:
    """A month of a case, with one call."""
    usual = Melding(
        case_id=case_id,
        month="2026-10",
        picked_up_on=date(2026, 11, 2),
        signal_ids=signal_ids,
        attempts=(Attempt(date(2026, 11, 5), "Telefoon", "Avond", True),),
        result="(Budget)advies en/of quick fix",
        result_on=date(2026, 11, 5),
    )
    return replace(usual, **changes)


def levering(
    signals: list[Signal], cases: list[Melding] | None = None, **changes: object
) -> Levering:
    """A delivery of October."""
    usual = Levering(
        municipality="1940",
        first_day=date(2026, 10, 1),
        last_day=date(2026, 10, 31),
        sender=SENDER,
        software="Vroegsein 0",
        signals=tuple(signals),
        cases=tuple(cases or ()),
        matched_on=date(2026, 11, 1),
        matched_from=date(2026, 4, 1),
    )
    return replace(usual, **changes)
