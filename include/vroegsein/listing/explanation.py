"""What a reader of the list has to know: where it comes from and how to read it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from vroegsein.listing.clocks import CLOCK_TEXTS
from vroegsein.listing.content import ListContent
from vroegsein.listing.dutch import euros, moment_text, number
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.listing.lanes import HIGH_TERMS, LANE_TEXTS, Lane, high_limit
from vroegsein.listing.triage import window_of
from vroegsein.parties.municipality import Triage
from vroegsein.parties.period import ReportingMonth

Lines = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Edition:
    """Which version of the month's list, and who approved it when."""

    version: int
    approved_at: datetime
    approved_by: str


@dataclass(frozen=True)
class Block:
    """One block of the explanation sheet."""

    heading: str
    header: tuple[str, ...]
    lines: Lines


def title(content: ListContent) -> str:
    """Return the list's title."""
    month = ReportingMonth.parse(content.draft["month"]).in_dutch()
    return f"Signaallijst {content.policy.name}, {month}"


def explanation(content: ListContent, edition: Edition) -> list[Block]:
    """Return the blocks of the explanation sheet, from top to bottom."""
    return [
        Block("Deze lijst", (), _this_list(content, edition)),
        Block(
            f"Partners: op basis van {content.received_count} van"
            f" {len(content.partners)}",
            ("Partner", "Sector", "Deze maand", "Signalen"),
            tuple(
                (line.name, line.sector, line.status, number(line.signal_count))
                for line in content.partners
            ),
        ),
        Block(
            "Lanen: in deze volgorde staat de lijst",
            ("Laan", "Wanneer", "Eerste stap", "Personen"),
            _lanes(content),
        ),
        Block("Termijnen", (), tuple(_clocks())),
        Block(
            f"Drempels (beleid versie {content.policy.version})",
            ("Sector", "Dagen achterstand", "Hoog vanaf (laan L3)"),
            _thresholds(content.policy.triage),
        ),
        Block("Hoe te lezen", (), tuple(READING.items())),
        Block("Herkomst", (), _origin(content)),
    ]


READING = {
    "Eén regel is één persoon": "Soort melding (adres) telt per adres, zoals de"
    " landelijke monitor; soort melding (persoon) telt per persoon. Bespreek een schuld"
    " alleen met wie haar heeft, ook op een gedeeld adres.",
    "Matchzekerheid": "zeker: de gegevens van de partners wijzen op één persoon;"
    " waarschijnlijk: controleer eerst naam en geboortedatum; n.v.t.: één signaal.",
    "In te vullen": "De gekleurde kolommen: datum en soort van elke contactpoging, en"
    " het resultaat.",
    "Op papier": "Gedrukt wordt tot en met de kolom Resultaat; rechts daarvan staat op"
    " het scherm de rest, zoals soort melding en de reden van de koppeling.",
    "Vertrouwelijk": "Alleen voor wie hulp aanbiedt (Wgs art. 3). Niet doorsturen;"
    " vernietigen na verwerking.",
}


def _this_list(content: ListContent, edition: Edition) -> Lines:
    """Return what identifies the list."""
    policy = content.policy
    return (
        ("Gemeente", f"{policy.name} ({policy.code})"),
        ("Maand", ReportingMonth.parse(content.draft["month"]).in_dutch()),
        ("Versie", str(edition.version)),
        (
            "Goedgekeurd",
            f"{moment_text(edition.approved_at)} door {edition.approved_by}",
        ),
        ("Personen", number(len(content.list_rows))),
        ("Ontbreekt", _missing(content)),
    )


def _missing(content: ListContent) -> str:
    """Name the partners this list does without."""
    absent = [
        f"{line.name} ({line.status})"
        for line in content.partners
        if line.status not in {"ontvangen", "niets te melden"}
    ]
    return "; ".join(absent) or "geen partner"


def _lanes(content: ListContent) -> Lines:
    """Return the legend of lanes with how many persons stand in each."""
    found = Counter(row.lane[:2] for row in content.list_rows)
    return tuple(
        (
            f"{lane.value} {text.name}",
            text.condition,
            text.first_action,
            number(found[lane.value]),
        )
        for lane, text in LANE_TEXTS.items()
        if lane is not Lane.VULNERABLE
    )


def _clocks() -> list[tuple[str, ...]]:
    """Return the legend of clocks."""
    return [(code.value, text) for code, text in CLOCK_TEXTS.items()]


def _thresholds(triage: Triage) -> Lines:
    """Return the policy's limits per sector, below them the general ones."""
    sectors = tuple(
        (SECTOR_NAMES[sector], _window(sector, triage), _high(sector, triage))
        for sector in SECTOR_NAMES
        if sector in triage.windows
    )
    middle = triage.threshold_cents * triage.middle_factor
    general = (
        ("drempelbedrag", euros(triage.threshold_cents)),
        ("crisis (laan L0)", "geen drempel, geen dagen: 3 werkdagen (wet)"),
        ("midden (laan L6)", f"vanaf {euros(middle)}"),
        ("herhaalde melding", f"binnen {triage.repeat_days} dagen, bedrag niet hoger"),
    )
    return sectors + general


def _window(sector: str, triage: Triage) -> str:
    """Return a sector's window of days."""
    window = window_of(sector, triage)
    return (
        f"{window.min} of meer" if window.max is None else f"{window.min}-{window.max}"
    )


def _high(sector: str, triage: Triage) -> str:
    """Return from where a sector's arrears are high."""
    limit = high_limit(sector, triage.high)
    parts = [euros(limit)] if limit is not None else []
    if sector in HIGH_TERMS:
        parts.append(f"{HIGH_TERMS[sector]} gemiste termijnen")
    return " of ".join(parts)


def _origin(content: ListContent) -> Lines:
    """Return what an auditor needs to find this list back."""
    found, policy = content.draft, content.policy
    return (
        ("Beleid", f"versie {policy.version}, {policy.source}"),
        ("Concept", found["draft_id"]),
        ("Kenmerk van de invoer (SHA-256)", found["input_digest"]),
        ("Kenmerk van de inhoud (SHA-256)", content.digest),
        ("Programmaversie", found["code_version"]),
    )
