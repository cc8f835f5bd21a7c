"""How a place on the list is written out: one row of Dutch text per person."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping

from vroegsein.listing.columns import ListRow
from vroegsein.listing.dutch import day, euros
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.listing.inputs import first_month_of_window
from vroegsein.listing.lanes import LANE_TEXTS, Lane
from vroegsein.listing.person_text import (
    address_of,
    birth_year_of,
    differ,
    email_of,
    first_known,
    name_of,
    phone_of,
)
from vroegsein.listing.statements import rows
from vroegsein.parties.partner import Passport

CONFIDENCE_WORDS = {"certain": "zeker", "probable": "waarschijnlijk", "alone": "n.v.t."}


def list_rows(
    connection: Connection, found: RowMapping, passports: Mapping[str, Passport]
) -> list[ListRow]:
    """Return one row per place on a draft's list, in its order."""
    draft_id = found["draft_id"]
    first_month = first_month_of_window(found["month"])
    by_entry: dict[int, list[RowMapping]] = defaultdict(list)
    for row in rows(connection, "listing", "entry_signal", draft_id=draft_id):
        by_entry[row["entry_number"]].append(row)
    shared = _shared_addresses(by_entry)
    entries = rows(
        connection, "listing", "entry", draft_id=draft_id, first_month=first_month
    )
    return [
        _list_row(entry, by_entry[entry["entry_number"]], passports, shared)
        for entry in entries
    ]


def _shared_addresses(by_entry: Mapping[int, Sequence[RowMapping]]) -> set[str]:
    """Return the addresses at which several persons are on the list."""
    at_address = Counter(
        address
        for signals in by_entry.values()
        for address in {row["address_key"] for row in signals if row["address_key"]}
    )
    return {address for address, persons in at_address.items() if persons > 1}


def _list_row(
    entry: RowMapping,
    signals: Sequence[RowMapping],
    passports: Mapping[str, Passport],
    shared: set[str],
) -> ListRow:
    """Write one place out in Dutch."""
    lane = Lane(entry["lane"])
    oldest = min((row["arrears_since_date"] for row in signals), default=None)
    sectors = _by_sector(signals, passports, "arrears_cents")
    terms = _by_sector(signals, passports, "missed_terms")
    return ListRow(
        number=str(entry["entry_number"]),
        case_id=entry["case_id"],
        lane=f"{lane.value} {LANE_TEXTS[lane].name}",
        due_date=day(entry["due_date"]),
        name=first_known(signals, name_of),
        birth_year=first_known(signals, birth_year_of),
        address=first_known(signals, address_of),
        phone=first_known(signals, phone_of),
        email=first_known(signals, email_of),
        is_crisis="ja" if lane is Lane.CRISIS else "nee",
        lane_reason=entry["lane_reason"],
        sectors=", ".join(sectors),
        total=euros(entry["total_cents"]),
        total_by_sector="; ".join(f"{name} {euros(n)}" for name, n in sectors.items()),
        channel=_channel(lane, signals),
        to_check="; ".join(_to_check(entry, signals, shared)),
        clock=entry["clock_code"],
        oldest_arrears=day(oldest) if oldest else "",
        missed_terms=", ".join(f"{name} {n}" for name, n in terms.items() if n),
        address_kind=entry["address_kind"],
        person_kind=entry["person_kind"],
        confidence=CONFIDENCE_WORDS[entry["confidence"]],
        match_reason=entry["match_reason"],
        earlier_months=str(entry["earlier_month_count"]),
        status="Opgepakt",
    )


def _by_sector(
    signals: Sequence[RowMapping], passports: Mapping[str, Passport], column: str
) -> dict[str, int]:
    """Add a column up per sector, sectors in the lists' order."""
    totals: Counter[str] = Counter()
    for row in signals:
        totals[passports[row["partner_code"]].sector] += row[column]
    return {name: totals[code] for code, name in SECTOR_NAMES.items() if code in totals}


def _channel(lane: Lane, signals: Sequence[RowMapping]) -> str:
    """Return what to do first, as far as contact details allow it."""
    if first_known(signals, phone_of):
        return LANE_TEXTS[lane].first_action
    if lane is Lane.LOW:
        return "Brief"
    return "Huisbezoek; er is geen telefoonnummer"


def _to_check(
    entry: RowMapping, signals: Sequence[RowMapping], shared: set[str]
) -> list[str]:
    """Return what a worker has to verify before speaking about money."""
    address = ("postcode", "house_number", "house_letter", "house_addition")
    checks = {
        "koppeling waarschijnlijk, niet zeker": entry["confidence"] == "probable",
        "mogelijk nog een melding van deze persoon, laat beoordelen": entry[
            "has_possible_double"
        ],
        "partners noemen verschillende adressen": differ(signals, address),
        "partners noemen verschillende geboortedata": differ(signals, ("birth_date",)),
        "geen geboortedatum": not first_known(signals, birth_year_of),
        "zelfde adres, andere persoon": any(
            row["address_key"] in shared for row in signals
        ),
    }
    return [text for text, holds in checks.items() if holds]
