"""Signals of a month by sector, partner and status (K01-K03, K05, K06, K19)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping

from vroegsein.accountability.statistics.figures import Figures, counted, name_of
from vroegsein.accountability.statistics.levering import NOT_YET
from vroegsein.accountability.statistics.month_rows import MonthRows
from vroegsein.listing.triage import Status
from vroegsein.parties.case_codes import Result
from vroegsein.parties.record import CRISIS_KINDS

SIGNALS, SECTOR, STATUS, PARTNER = "signalen", "sector", "status", "partner"
STATUSES = (*map(str, Status), NOT_YET)
WRONG, PAID, RIGHT = "onterecht", "al betaald", "overig"
CRISIS, NO_CRISIS = "crisis", "geen crisis"


def count_signals(figures: Figures, rows: MonthRows) -> None:
    """Count a month's signals; sectors, statuses and partners add up."""
    paid = {
        name for case in rows.cases if case.result == Result.PAID
        for name in case.signal_ids
    }  # fmt: skip
    by_sector: dict[str, list[RowMapping]] = defaultdict(list)
    by_partner: dict[str, list[RowMapping]] = defaultdict(list)
    for row in rows.signals:
        by_sector[rows.sector(row)].append(row)
        by_partner[row["partner_code"]].append(row)
    sizes = {sector: len(own) for sector, own in by_sector.items()}
    figures.split(SIGNALS, SECTOR, sizes)
    for sector, own in sorted(by_sector.items()):
        place = name_of(SIGNALS, SECTOR, sector)
        figures.split(place, STATUS, counted(map(_status, own), STATUSES))
        crisis = counted((_urgency(row) for row in own), (CRISIS, NO_CRISIS))
        figures.split(place, "crisis", crisis)
    sectors = sorted(by_sector)
    for label in STATUSES:
        parts = [name_of(SIGNALS, SECTOR, one, STATUS, label) for one in sectors]
        figures.add_up(name_of(SIGNALS, STATUS, label), parts)
    figures.add_up(SIGNALS, [name_of(SIGNALS, STATUS, label) for label in STATUSES])
    _count_partners(figures, rows, by_partner, paid)


def _count_partners(
    figures: Figures,
    rows: MonthRows,
    by_partner: Mapping[str, Sequence[RowMapping]],
    paid: set[str],
) -> None:
    """Count each partner's wrong signals, so that partners add up to their sector."""
    of_sector: dict[str, list[str]] = defaultdict(list)
    for partner, own in sorted(by_partner.items()):
        place = name_of(SIGNALS, PARTNER, partner)
        labels = (WRONG, PAID, RIGHT)
        figures.split(place, "juist", counted((_right(r, paid) for r in own), labels))
        of_sector[rows.sector(own[0])].append(place)
    for sector, places in sorted(of_sector.items()):
        whole = name_of(SIGNALS, SECTOR, sector)
        figures.add_up(whole, places)
        wrong = [name_of(place, "juist", WRONG) for place in places]
        figures.add_up(name_of(whole, STATUS, Status.UNJUSTIFIED), wrong)


def _status(row: RowMapping) -> str:
    return str(row["status"] or NOT_YET)


def _urgency(row: RowMapping) -> str:
    return CRISIS if row["signal_kind"] in CRISIS_KINDS else NO_CRISIS


def _right(row: RowMapping, paid: set[str]) -> str:
    if row["status"] == Status.UNJUSTIFIED:
        return WRONG
    return PAID if row["signal_id"] in paid else RIGHT
