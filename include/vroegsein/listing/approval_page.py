"""What the approval task shows: a draft in figures, as Dutch markdown."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from vroegsein.errors import DecisionError
from vroegsein.listing.addendum import Kind, changes
from vroegsein.listing.approval import last_rejection
from vroegsein.listing.audit import last_audit
from vroegsein.listing.content import ListContent, read_content
from vroegsein.listing.dutch import enumeration, euros, moment_text, number, plural
from vroegsein.listing.figures import counts_of
from vroegsein.listing.lanes import LANE_TEXTS, Lane
from vroegsein.listing.triage import Rule
from vroegsein.listing.version_before import VersionBefore, version_before
from vroegsein.parties.period import ReportingMonth
from vroegsein.register import engine

RULE_NAMES = {
    Rule.PICKED_UP: "opgepakt",
    Rule.LEGAL_PERSON: "rechtspersoon",
    Rule.THRESHOLD: "onder de drempel",
    Rule.DAYS: "buiten de termijn van de sector",
    Rule.DECEASED: "overleden",
    Rule.NO_RESIDENT: "geen inwoner (meer)",
    Rule.DEBT_HELP: "bekend bij schuldhulpverlening",
    Rule.REPEATED: "herhaalde melding, niet hoger",
    Rule.SAFETY: "op de uitsluitingslijst",
    Rule.OBJECTION: "bezwaar",
}


def approval_text(draft_id: str) -> str:
    """Return what an official is shown before approving a draft.

    Raises:
        DecisionError: There is no such draft, or it was not audited.
    """
    with engine().connect() as connection:
        content = read_content(connection, draft_id)
        audited = last_audit(connection, draft_id)
        if audited is None:
            msg = f"Draft {draft_id} was not audited; run audit_draft first."
            raise DecisionError(msg)
        figures = counts_of(connection, content)
        rejected = last_rejection(connection, draft_id)
        before = version_before(connection, content)
    parts = [
        _opening(content, figures),
        _abnormal(audited["abnormal"]),
        _rejected(rejected),
        _audited(audited["checks"], has_passed=audited["has_passed"]),
        _lanes(figures),
        _capacity(content),
        _received(content, figures),
        _decided(figures),
        _compared(figures),
        _changed(content, before),
        (
            f"Concept `{draft_id}`, kenmerk van de invoer"
            f" `{content.draft['input_digest'][:16]}…`"
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(content: ListContent, figures: Mapping[str, Any]) -> str:
    """Say in two lines what is asked."""
    month = ReportingMonth.parse(content.draft["month"]).in_dutch()
    persons = plural(figures["persons"], "persoon", "personen")
    return (
        f"## Signaallijst {content.policy.name}, {month}\n\n"
        f"**{persons}**, samen {euros(figures['total_cents'])} achterstand, op basis"
        f" van **{figures['received_partners']} van {figures['partners']} partners**."
        " Goedkeuren publiceert de lijst; afwijzen publiceert niets."
    )


def _abnormal(found: Sequence[Mapping[str, Any]]) -> str:
    """Say in what the month is unlike others, and what that asks."""
    if not found:
        return ""
    opening = (
        "**Afwijkende maand**: publiceren kan pas na een tweede akkoord, van een"
        " andere functionaris."
    )
    return "\n".join([opening, "", *(f"- {one['sentence']}." for one in found)])


def _rejected(found: RowMapping | None) -> str:
    """Say that this very draft was rejected before, and why."""
    if found is None:
        return ""
    return (
        f"**Eerder afgewezen** door {found['decided_by']} op"
        f" {moment_text(found['decided_at'])}: {plain(found['remark'])}"
    )


def _changed(content: ListContent, before: VersionBefore | None) -> str:
    """Say what this version changes, where the month was published before."""
    if before is None:
        return ""
    counted = Counter(change.kind for change in changes(before.rows, content.list_rows))
    counts = ", ".join(f"{number(counted[kind])} {kind.value}" for kind in Kind)
    return (
        f"**Vergeleken met versie {before.number} van deze maand**: {counts}."
        " Goedkeuren maakt een nieuwe versie met een addendum; de eerdere blijft staan."
    )


def _audited(checks: Sequence[Mapping[str, Any]], *, has_passed: bool) -> str:
    """Say what the audit found, warnings one by one."""
    warnings = [
        f"- Let op: {check['sentence']}: {check['offending']}."
        for check in checks
        if check["offending"] and not check["is_stop"]
    ]
    refusals = [
        f"- **Fout {check['code']}**: {check['sentence']}"
        f" Afwijkingen: {check['offending']}."
        for check in checks
        if check["offending"] and check["is_stop"]
    ]
    outcome = "geslaagd" if has_passed else "NIET geslaagd; publiceren kan niet"
    opening = f"**Controle**: {outcome} ({len(checks)} controles)."
    return "\n".join([opening, "", *refusals, *warnings]).rstrip()


def _lanes(figures: Mapping[str, Any]) -> str:
    """Return a table of persons per lane."""
    found = figures["persons_by_lane"]
    lines = [
        f"| {lane.value} {text.name} | {number(found.get(lane.value, 0))} |"
        for lane, text in LANE_TEXTS.items()
        if lane is not Lane.VULNERABLE
    ]
    return "\n".join(["| Laan | Personen |", "|---|---:|", *lines])


def _capacity(content: ListContent) -> str:
    """Say what fits in the month's calls and visits, and for how many nothing does."""
    work, capacity = content.work, content.policy.capacity
    beyond = plural(work.overflow, "persoon past", "personen passen")
    letters = "krijgt" if work.overflow == 1 else "krijgen"
    offer = f" en {letters} binnen de termijn een brief" if work.overflow else ""
    return (
        f"**Capaciteit**: {_of_limit(work.calls, capacity.calls)} telefoontjes en"
        f" {_of_limit(work.visits, capacity.visits)} huisbezoeken gepland;"
        f" **{beyond} er niet in**{offer}."
    )


def _of_limit(planned: int, limit: int | None) -> str:
    """Return a number of attempts beside what is possible."""
    most = "geen grens" if limit is None else f"van {number(limit)}"
    return f"{number(planned)} ({most})"


def _received(content: ListContent, figures: Mapping[str, Any]) -> str:
    """Say what partners delivered, and who is missing."""
    names = content.partner_names
    states = figures["deliveries"]
    files = sum(states.values())
    lines = [
        (
            f"**Leveringen**: {plural(files, 'bestand', 'bestanden')}, waarvan"
            f" {states.get('accepted', 0)} aangenomen, {states.get('empty', 0)} zonder"
            f" meldingen en {states.get('refused', 0)} geweigerd."
            f" {plural(figures['lines'], 'regel', 'regels')} gelezen,"
            f" {number(figures['accepted_lines'])} aangenomen."
        )
    ]
    added = figures.get("addendum_signals")
    if added:
        lines.append(
            f"- Let op: {plural(added, 'signaal', 'signalen')} ontvangen nadat deze"
            " maand al was gepubliceerd; goedkeuren voegt ze toe als nieuwe versie"
        )
    for word, codes in (
        ("Geweigerd", figures["refused_partners"]),
        ("Niet ontvangen", figures["missing_partners"]),
    ):
        if codes:
            listed = enumeration([names.get(code, code) for code in codes])
            lines.append(f"- {word}: {listed}")
    return "\n".join([lines[0], "", *lines[1:]]).rstrip()


def _decided(figures: Mapping[str, Any]) -> str:
    """Say what was decided on the month's signals."""
    decisions = figures["decisions"]
    listed = [
        f"{number(decisions[rule])} {name}"
        for rule, name in RULE_NAMES.items()
        if rule in decisions
    ]
    signals = plural(figures["signals"], "signaal", "signalen")
    return f"**Besluiten** over {signals}: {enumeration(listed) or 'geen'}."


def _compared(figures: Mapping[str, Any]) -> str:
    """Set the figures beside those of the last list."""
    before = figures.get("month_before")
    if not before:
        return "**Vergeleken**: er is nog geen eerdere lijst."
    month = ReportingMonth.parse(before["month"]).in_dutch()
    euro = figures["total_cents"] - before["amount_cents"]
    return (
        f"**Vergeleken met {month}**: signalen"
        f" {_change(figures['signals'] - before['signal_count'])}, personen"
        f" {_change(figures['persons'] - before['person_count'])}, bedrag"
        f" {'+' if euro >= 0 else '-'}{euros(abs(euro))}."
    )


def plain(text: str) -> str:
    """Return what somebody typed so that it is no markup of ours: one line of words."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(text.split()))


def _change(difference: int) -> str:
    """Return a difference with its sign."""
    return f"{difference:+d}"
