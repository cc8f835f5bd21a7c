"""Of which counts each figure K01-K20 of the monitor is made, month by month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vroegsein.accountability.statistics import case_counts as cases
from vroegsein.accountability.statistics import month_rows as labels
from vroegsein.accountability.statistics import register_counts as register
from vroegsein.accountability.statistics import signal_counts as signals
from vroegsein.accountability.statistics.figures import Figures, name_of
from vroegsein.accountability.statistics.levering import NOT_YET
from vroegsein.accountability.statistics.shown import Column, Unit
from vroegsein.listing.triage import Status
from vroegsein.parties.case_codes import ContactKind, PartOfDay

SHORT_STATUSES = {
    Status.UNJUSTIFIED: "onterecht",
    Status.REPEATED: "herhaald",
    Status.KNOWN: "bekend bij schuldhulp",
    Status.NO_RESIDENT: "geen inwoner",
    Status.DECEASED: "overleden",
    Status.OTHER_REASON: "andere reden",
    NOT_YET: "nog niet opgepakt",
}
CASES, SIGNALS = cases.CASES, signals.SIGNALS
ACCEPTED = name_of(CASES, "uitkomst", labels.ACCEPTED)
REACHED = name_of(CASES, "bereik", labels.REACHED)
ENDED = name_of(CASES, "aanbod", cases.ENDED)
URGENT = name_of(CASES, "spoed", "spoed")
Trend = Sequence[Figures]


def share(label: str, part: str, whole: str, *, says_counts: bool = True) -> Column:
    """Return a column with a share in percents."""
    return Column(label, part, whole, Unit.SHARE, says_counts)


def split_labels(trend: Trend, whole: str, by: str) -> list[str]:
    """Return by which labels a whole is split in any of the months."""
    return sorted({label for one in trend for label in one.labels(whole, by)})


def _rates(trend: Trend) -> list[Column]:
    names = split_labels(trend, SIGNALS, "sector")
    return [
        Column("signalen", SIGNALS),
        Column("per 1000", SIGNALS, unit=Unit.RATE),
        *(
            Column(name, name_of(SIGNALS, "sector", name), unit=Unit.RATE)
            for name in names
        ),
    ]


def _sectors(trend: Trend) -> list[Column]:
    return [
        share(name, name_of(SIGNALS, "sector", name), SIGNALS)
        for name in split_labels(trend, SIGNALS, "sector")
    ]


def _crisis(_: Trend) -> list[Column]:
    whole = name_of(SIGNALS, "sector", "energie")
    part = name_of(whole, "crisis", signals.CRISIS)
    return [share("crisis", part, whole), Column("signalen energie", whole)]


def _kinds(_: Trend) -> list[Column]:
    found = [share(one, name_of(CASES, "soort", one), CASES) for one in cases.KINDS]
    return [Column("meldingen", CASES), *found]


def _picked_up(trend: Trend) -> list[Column]:
    part = name_of(SIGNALS, "status", Status.PICKED_UP)
    found = [share("alle sectoren", part, SIGNALS)]
    for name in split_labels(trend, SIGNALS, "sector"):
        whole = name_of(SIGNALS, "sector", name)
        found.append(share(name, name_of(whole, "status", Status.PICKED_UP), whole))
    return found


def _reasons(_: Trend) -> list[Column]:
    return [
        share(short, name_of(SIGNALS, "status", label), SIGNALS)
        for label, short in SHORT_STATUSES.items()
    ]


def _attempts(_: Trend) -> list[Column]:
    return [
        share(f"{one} pogingen", name_of(CASES, "aantal pogingen", one), CASES)
        for one in reversed(cases.ATTEMPT_BINS)
    ]


def _channels_used(_: Trend) -> list[Column]:
    whole = cases.ATTEMPTS
    kinds = [("soort", str(kind)) for kind in ContactKind]
    kinds += [("dagdeel", one) for one in (*map(str, PartOfDay), labels.UNKNOWN)]
    return [
        share(label if by == "soort" else f"dagdeel {label.lower()}",
              name_of(whole, by, label), whole, says_counts=False)
        for by, label in kinds
    ]  # fmt: skip


def _per_sector(by: str, label: str, of: str = "") -> Callable[[Trend], list[Column]]:
    """Return columns for all cases and per sector; `of` names another whole."""

    def columns(trend: Trend) -> list[Column]:
        names = split_labels(trend, CASES, "sector")
        places = {"alle sectoren": CASES} | {
            name: name_of(CASES, "sector", name) for name in names
        }
        return [
            share(name, name_of(place, by, label), name_of(place, of) if of else place)
            for name, place in places.items()
        ]

    return columns


def _accepted(trend: Trend) -> list[Column]:
    of_all = share("van opgepakt", ACCEPTED, CASES)
    reached = f"bereik|{labels.REACHED}"
    rest = _per_sector("uitkomst", labels.ACCEPTED, reached)(trend)
    return [share("van bereikt", ACCEPTED, REACHED), of_all, *rest[1:]]


def _by_channel(_: Trend) -> list[Column]:
    found = []
    for channel in labels.CHANNELS[:-1]:
        place = name_of(CASES, "kanaal", channel)
        found.append(share(channel, name_of(place, "bereik", labels.REACHED), place))
    return found


def _waiting(_: Trend) -> list[Column]:
    return [
        share("binnen 14 dagen", name_of(CASES, "termijn", cases.WITHIN_TARGET), ENDED),
        Column("mediaan", "dagen|P50", unit=Unit.DAYS),
        Column("P90", "dagen|P90", unit=Unit.DAYS),
    ]


def _offers(_: Trend) -> list[Column]:
    ended = name_of(URGENT, "aanbod", cases.ENDED)
    return [
        share("binnen 28 dagen", name_of(CASES, "aanbod", cases.IN_TIME), ENDED),
        share(
            "crisis binnen 3 werkdagen", name_of(URGENT, "aanbod", cases.IN_TIME), ended
        ),
        Column("crisismeldingen", URGENT),
        Column("loopt nog", name_of(CASES, "termijn", cases.RUNNING)),
    ]


def _feedback(_: Trend) -> list[Column]:
    part = name_of(register.NEWS, "termijn", "op tijd")
    return [share("op tijd", part, register.NEWS), Column("berichten", register.NEWS)]


def _repeats(_: Trend) -> list[Column]:
    part = name_of(ACCEPTED, "herhaling", cases.AGAIN)
    return [
        share("binnen 6 maanden", part, ACCEPTED),
        Column("geaccepteerd", ACCEPTED),
    ]


def _residents(_: Trend) -> list[Column]:
    whole = register.RESIDENTS
    return [
        share(one, name_of(whole, "gevonden", one), whole)
        for one in ("precies één", "geen", "meer")
    ]


def _pairs(_: Trend) -> list[Column]:
    asked = register.ASKED
    decided = name_of(register.PAIRS, "besluit", "vanzelf")
    return [
        share("vanzelf gekoppeld", decided, register.PAIRS),
        share("gevraagd", name_of(register.PAIRS, "besluit", asked), register.PAIRS),
        share("afgewezen", name_of(asked, "antwoord", "niet dezelfde"), asked),
        Column("geschatte precisie", "precisie|promille", unit=Unit.PER_MILLE),
    ]


def _overflow(_: Trend) -> list[Column]:
    part = name_of(CASES, "capaciteit", cases.OVERFLOW)
    return [Column("meldingen", part), share("aandeel", part, CASES)]


@dataclass(frozen=True)
class Figure:
    """One figure of the monitor.

    Attributes:
        code: Its code in `definitions.yml`.
        columns: The figures of a month, given all months that are shown.
        drawn: How many of the columns are drawn.
        sources: SQL files it is counted from.
    """

    code: str
    columns: Callable[[Trend], list[Column]]
    drawn: int = 1
    sources: tuple[str, ...] = ("case_signal", "attempt", "outcome")


FIGURES = (
    Figure("K01", _rates, sources=("signal",)),
    Figure("K02", _sectors, drawn=0, sources=("signal",)),
    Figure("K03", _crisis, sources=("signal",)),
    Figure("K04", _kinds, drawn=0, sources=("entry", "case_signal")),
    Figure("K05", _picked_up, sources=("signal",)),
    Figure("K06", _reasons, drawn=0, sources=("signal",)),
    Figure("K07", _attempts),
    Figure("K07b", _channels_used, drawn=0),
    Figure("K08", _per_sector("bereik", labels.REACHED)),
    Figure("K09", _accepted, drawn=2),
    Figure("K10", _by_channel, drawn=0),
    Figure("K11", _waiting, sources=("signal", "attempt")),
    Figure("K12", _offers, drawn=2, sources=("signal", "attempt")),
    Figure("K13", _feedback, sources=("feedback",)),
    Figure("K14", _repeats, sources=("outcome", "new_signal")),
    Figure("K17", _residents, drawn=0, sources=("resident_choice",)),
    Figure("K18", _pairs, drawn=0, sources=("match_pair",)),
    Figure("K20", _overflow, drawn=0, sources=("entry",)),
)
