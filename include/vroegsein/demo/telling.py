"""How the month is told on the terminal: every file, why one was refused, and places.

At most 100 columns, but for places on this machine, which stand whole on their lines.
"""

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from vroegsein.demo.story import (
    CHANGES,
    COUNTS,
    AskedStory,
    DeliveryStory,
    ListStory,
    PartnerStory,
)
from vroegsein.intake.findings import MEANINGS
from vroegsein.stack.layout import Layout

WIDTH = 100
_LEFT = 46  # columns before what became of a file


def partner_lines(stories: list[PartnerStory], exchange: Path) -> Iterator[str]:
    """Yield each partner's files with what became of them.

    Args:
        stories: The partners' months.
        exchange: Folder `<account>/outbox` of the SFTP server.
    """
    yield f"  {'partner':20}{'delivers':20}nr  what became of it"
    for story in stories:
        left = f"  {story.partner_code:20}{story.form:20}"
        if not story.deliveries:
            yield f"{left}{'-':>2}  MISSING, late"
        for delivery in story.deliveries:
            first, *rest = wrap(
                outcome(delivery), WIDTH - _LEFT, break_on_hyphens=False
            )
            yield f"{left}{delivery.number:>2}  {first}"
            rest += [delivery.findings] if delivery.findings else []
            yield from (f"{'':{_LEFT}}{line}" for line in rest)
            left = f"{'':42}"
    yield "Receipts and the files named above, with each finding's remedy, lie in"
    yield f"  {exchange}/<partner>/outbox"


def outcome(delivery: DeliveryStory) -> str:
    """Return what became of one file."""
    if delivery.state == "refused":
        code = delivery.code or ""
        return f"REFUSED {code}: {MEANINGS[code].description}"
    if delivery.state == "empty":
        return "accepted, nothing to report"
    words = {"superseded": "replaced by the next file", "applied": "withdrawal"}
    counts = _counted(COUNTS, delivery.verdicts)
    said = f"{words.get(delivery.state, delivery.state)}: {delivery.lines} lines"
    said += f", of which {counts}" if counts else ""
    if delivery.changes is None:
        return said
    return f"{said}; as a correction: {_counted(CHANGES, delivery.changes)}"


def _counted(words: tuple[str, ...], counts: tuple[int, ...]) -> str:
    """Return the counts that are not zero, with their words."""
    both = zip(words, counts, strict=True)
    return ", ".join(f"{count} {word}" for word, count in both if count)


def asked_lines(asked: AskedStory, outbox: Path, keys: list[Path]) -> Iterator[str]:
    """Yield what people are asked, and where their sheet and its key lie."""
    yield (
        f"\nAsked of people: {asked.crises} notices of crisis signals that were not"
        " taken (Required Actions)"
    )
    for name, pairs in asked.sheets:
        yield f"and {pairs} doubtful pairs, on a sheet encrypted to the officials' key:"
        yield f"  {outbox / name}"
    if asked.sheets:
        yield from (f"  opens with the official's key {key}" for key in keys)


def list_lines(
    layout: Layout, municipality: str, stories: list[PartnerStory], published: ListStory
) -> Iterator[str]:
    """Yield what was matched and published, and where it lies."""
    place = Path("publications") / municipality / published.month
    lists = layout.storage / place / f"v{published.version}"
    reports = layout.storage / "reports" / municipality / published.month
    quality = layout.storage / "quality" / municipality / published.month
    yield (
        f"\nMatched: {_signals(stories)} signals of the month; picked up and listed: "
        f"{published.signals} signals\nof {published.persons} persons, "
        f"{published.several_creditors} with several creditors."
    )
    yield f"Published: version {published.version}, {published.publication_id}"
    for name, digest in published.files:
        yield f"  {lists / name}  sha256 {digest[:12]}"
    yield f"Audit report: {reports / f'auditrapport-v{published.version}.html'}"
    yield f"  as PDF: {reports / f'auditrapport-v{published.version}.pdf'}"
    yield f"  signed digests: {reports / f'kenmerken-v{published.version}.txt'}"
    yield f"Quality page per delivery, scorecards: {quality / 'scorekaart.html'}"


def _signals(stories: list[PartnerStory]) -> int:
    """Count the signals that stand: accepted, and neither replaced nor withdrawn."""
    signals = 0
    for delivery in (each for story in stories for each in story.deliveries):
        accepted, *_, withdrawn = delivery.verdicts
        if delivery.state == "accepted":
            signals += accepted
        elif delivery.state == "applied":
            signals -= withdrawn
    return signals
