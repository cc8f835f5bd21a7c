"""How a place on the list is written out: one row of Dutch text per person."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping

from vroegsein.listing.columns import ListRow
from vroegsein.listing.contact_plan import plan_in_words
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
from vroegsein.parties.policy_contact import Attempt

HIDDEN_ADDRESS = "geheim adres"
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
    homes = {
        row["entry_number"]: row
        for row in rows(connection, "listing", "entry_address", draft_id=draft_id)
    }
    entries = rows(
        connection, "listing", "entry", draft_id=draft_id, first_month=first_month
    )
    return [
        _list_row(
            entry,
            by_entry[entry["entry_number"]],
            passports,
            shared,
            homes.get(entry["entry_number"]),
        )
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
    home: RowMapping | None,
) -> ListRow:
    """Write one place out in Dutch."""
    plan = [Attempt.model_validate(item, strict=False) for item in entry["plan"]]
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
        address=_address(signals, home),
        phone=first_known(signals, phone_of),
        email=first_known(signals, email_of),
        is_crisis="ja" if lane is Lane.CRISIS else "nee",
        lane_reason=entry["lane_reason"],
        sectors=", ".join(sectors),
        total=euros(entry["total_cents"]),
        total_by_sector="; ".join(f"{name} {euros(n)}" for name, n in sectors.items()),
        channel=_channel(plan, is_overflow=entry["is_overflow"]),
        part_of_day=_part_of_day(plan),
        attempts=plan_in_words(plan),
        first_step=entry["first_step"] or "",
        to_check="; ".join(_to_check(entry, signals, shared)),
        clock=entry["clock_code"],
        oldest_arrears=day(oldest) if oldest else "",
        missed_terms=", ".join(f"{name} {n}" for name, n in terms.items() if n),
        severity=str(entry["severity"]),
        address_kind=entry["address_kind"],
        person_kind=entry["person_kind"],
        confidence=CONFIDENCE_WORDS[entry["confidence"]],
        match_reason=entry["match_reason"],
        earlier_months=str(entry["earlier_month_count"]),
        last_contact=entry["last_contact"] or "",
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


def _address(signals: Sequence[RowMapping], home: RowMapping | None) -> str:
    """Return where somebody lives: by the register of persons, where it is known."""
    if home is None:
        return first_known(signals, address_of)
    return HIDDEN_ADDRESS if home["is_hidden"] else address_of(home)


def _channel(plan: Sequence[Attempt], *, is_overflow: bool) -> str:
    """Return what to begin with; beyond the capacity that is the letter lane's step."""
    if is_overflow:
        return LANE_TEXTS[Lane.LOW].first_action
    return plan[0].channel.value if plan else ""


def _part_of_day(plan: Sequence[Attempt]) -> str:
    """Return in which part of the day to begin, where that matters."""
    part = plan[0].part_of_day if plan else None
    return part.value if part else ""


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
    return [*entry["remarks"], *(text for text, holds in checks.items() if holds)]
