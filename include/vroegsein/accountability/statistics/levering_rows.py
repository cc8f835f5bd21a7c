"""A month of the register as a delivery of national statistics."""

import importlib.metadata
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Connection, RowMapping

from vroegsein.accountability.statistics.levering import (
    NOT_YET,
    Client,
    Levering,
    Signal,
    addition_of,
    known_date,
    whole_euros,
)
from vroegsein.accountability.statistics.meldingen import FOLDER, read_meldingen
from vroegsein.listing.inputs import LOOK_BACK_MONTHS
from vroegsein.listing.statements import rows
from vroegsein.parties.municipality import load_policy, sender_of
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.record import CRISIS_KINDS
from vroegsein.settings import settings


def read_levering(connection: Connection, municipality: str, month: str) -> Levering:
    """Read what is delivered of a month.

    Raises:
        ConfigurationError: The policy does not say who delivers, or a passport is
            wrong.
    """
    policy = load_policy(settings().municipalities, municipality)
    asked = ReportingMonth.parse(month)
    place = {"municipality_code": municipality, "month": month}
    found = rows(connection, FOLDER, "ddas_signal", **place)
    types = {code: p.type for code, p in passports_of(found).items()}
    matched = rows(connection, FOLDER, "matched", **place)
    months = read_meldingen(connection, municipality)
    return Levering(
        municipality=municipality,
        first_day=asked.first_day,
        last_day=asked.plus(1).first_day - timedelta(days=1),
        sender=sender_of(policy),
        software=f"Vroegsein {importlib.metadata.version('vroegsein')}",
        signals=tuple(_signal(row, types.get(row["partner_code"])) for row in found),
        cases=tuple(case for case in months if case.month == month),
        matched_on=matched[0]["matched_on"] if matched else None,
        matched_from=asked.plus(-LOOK_BACK_MONTHS).first_day,
    )


def passports_of(signals: Iterable[RowMapping]) -> dict[str, Passport]:
    """Return the passports of those who sent signals, also of who stopped since.

    One that is gone is left out; the check before sending names its partner.
    """
    folder = settings().partners
    codes = sorted({row["partner_code"] for row in signals})
    return {
        code: load_passport(folder, code)
        for code in codes
        if (folder / f"{code}.yml").exists()
    }


def _signal(row: RowMapping, partner_type: str | None) -> Signal:
    return Signal(
        signal_id=row["signal_id"],
        partner_code=row["partner_code"],
        partner_type=partner_type,
        is_crisis=row["signal_kind"] in CRISIS_KINDS,
        is_warm=row["is_warm_handover"] == "J",
        euros=whole_euros(row["arrears_cents"]),
        since=row["arrears_since_date"],
        sent_on=row["signal_date"],
        status=row["status"] or NOT_YET,
        client=Client(
            birth_date=known_date(row["birth_date"]),
            postcode=row["postcode"],
            house_number=row["house_number"],
            addition=addition_of(row["house_letter"], row["house_addition"]),
        ),
    )
