"""What a reader of the list has to know: where it comes from and how to read it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from vroegsein.listing.clocks import CLOCK_TEXTS
from vroegsein.listing.content import ListContent
from vroegsein.listing.dutch import euros, moment_text, number, plural
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.listing.lanes import LANE_TEXTS, Lane, high_limit
from vroegsein.listing.triage import window_of
from vroegsein.parties.municipality import Policy, Triage
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.policy_capacity import Capacity

Lines = tuple[tuple[str, ...], ...]
SIGNAL_LIST = "Signaallijst"


@dataclass(frozen=True)
class Edition:
    """Which version of the month's list, and who approved it when.

    Attributes:
        kind: What it is called; a list between the months' lists has another name,
            and tells nothing of the whole month.
    """

    version: int
    approved_at: datetime
    approved_by: str
    kind: str = SIGNAL_LIST


@dataclass(frozen=True)
class Block:
    """One block of the explanation sheet."""

    heading: str
    header: tuple[str, ...]
    lines: Lines


def title(content: ListContent, kind: str = SIGNAL_LIST) -> str:
    """Return the list's title."""
    month = ReportingMonth.parse(content.draft["month"]).in_dutch()
    return f"{kind} {content.policy.name}, {month}"


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
        *(_of_whole_month(content) if edition.kind == SIGNAL_LIST else ()),
        Block("Termijnen", (), tuple(_clocks())),
        Block(
            f"Drempels (beleid versie {content.policy.version})",
            ("Sector", "Dagen achterstand", "Hoog vanaf (laan L3)"),
            _thresholds(content.policy),
        ),
        Block("Hoe te lezen", (), tuple(READING.items())),
        Block("Herkomst", (), _origin(content)),
    ]


BEYOND = "Buiten de capaciteit"
AT_STAKE = (
    "waar anderen wonen of waar een woning, energie of water op het spel staat"
    " (blad Nabestaanden)"
)
READING = {
    "Eén regel is één persoon": "Soort melding (adres) telt per adres, zoals de"
    " landelijke monitor; soort melding (persoon) telt per persoon. Bespreek een schuld"
    " alleen met wie haar heeft, ook op een gedeeld adres.",
    "Matchzekerheid": "zeker: de gegevens van de partners wijzen op één persoon;"
    " waarschijnlijk: controleer eerst naam en geboortedatum; n.v.t.: één signaal.",
    "Volgorde": "Per laan staat bovenaan wie de meeste termijnen mist, over alle"
    " sectoren samen; bij crisis wie het eerst aan de beurt is. Een bedrag wordt nooit"
    " tussen sectoren vergeleken.",
    "Pogingen gepland": "Voorstel per persoon, waar het kan met een ander kanaal dan de"
    " vorige keer. Nooit alleen een brief als er een telefoonnummer is.",
    "Passende eerste stap": "Een voorstel voor het gesprek, uit wat deze schuldeisers"
    " en de gemeente aanbieden; u beslist.",
    "In te vullen": "De gekleurde kolommen, rechts van Aantekeningen: per poging soort,"
    " datum, dagdeel en of iemand is bereikt; daarna het resultaat. Kies uit de lijst"
    " in de cel; de woorden staan op het blad Keuzelijsten. Stuur het bestand terug.",
    "Op papier": "Gedrukt wordt tot en met Aantekeningen; rechts daarvan staat op het"
    " scherm wat wordt ingevuld, en de rest, zoals de reden van de koppeling.",
    "Vertrouwelijk": "Alleen voor wie hulp aanbiedt (Wgs art. 3). Niet doorsturen;"
    " vernietigen na verwerking.",
}


def _of_whole_month(content: ListContent) -> list[Block]:
    """Return what only the list of a whole month can tell."""
    return [
        Block("Werk van deze lijst", (), _work(content)),
        Block(
            "Niet op deze lijst: signalen die niet zijn opgepakt",
            ("Landelijk label", "", "", "Signalen"),
            tuple(
                (label, "", "", number(count))
                for label, count in content.work.not_picked_up
            ),
        ),
    ]


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


def _work(content: ListContent) -> Lines:
    """Return what the list asks of the team, against what the policy allows."""
    work, capacity = content.work, content.policy.capacity
    letters = plural(work.overflow, "persoon krijgt", "personen krijgen")
    left = plural(work.survivors, "signaal", "signalen")
    return (
        ("Telefoontjes gepland", _of_limit(work.calls, capacity.calls)),
        ("Huisbezoeken gepland", _of_limit(work.visits, capacity.visits)),
        (BEYOND, f"{letters} een brief met sms of e-mail; de uiterste datum blijft."),
        ("Nabestaanden", f"{left} van een overleden inwoner, {AT_STAKE}."),
    )


def _of_limit(planned: int, limit: int | None) -> str:
    """Return a number of attempts beside what is possible."""
    most = "geen grens" if limit is None else f"er passen er {number(limit)}"
    return f"{number(planned)} ({most})"


def _thresholds(policy: Policy) -> Lines:
    """Return the policy's limits per sector, below them the general ones."""
    triage, capacity, plan = policy.triage, policy.capacity, policy.contact_plan
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
        (
            "bekend bij schuldhulp",
            f"lijst of resultaat, {plan.known_months} maanden",
        ),
        ("kanaal rust na gesprek", f"{plan.cool_down_days} dagen"),
        ("gebruikelijke termijn", _usual_terms(triage)),
        ("capaciteit per week", _capacity(capacity)),
    )
    return sectors + general


def _usual_terms(triage: Triage) -> str:
    """Return what a term usually is, where a partner names none."""
    return ", ".join(
        f"{SECTOR_NAMES[sector]} {euros(cents)}"
        for sector, cents in triage.usual_term_cents.items()
    )


def _capacity(capacity: Capacity) -> str:
    """Return the calls and visits of a week, and for how many weeks they count."""
    limits = (
        (capacity.calls_per_week, "telefoontjes"),
        (capacity.visits_per_week, "huisbezoeken"),
    )
    known = [f"{number(limit)} {word}" for limit, word in limits if limit is not None]
    if not known:
        return "geen grens"
    return f"{' en '.join(known)}, {capacity.weeks} weken per lijst"


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
    if sector in triage.high.terms:
        parts.append(f"{triage.high.terms[sector]} gemiste termijnen")
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
