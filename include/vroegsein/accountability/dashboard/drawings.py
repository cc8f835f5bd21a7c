"""Small drawings that stand in a line of text: numbers in, SVG out, no words but ours.

Each has a title, which readers of screens hear. Colours come from the page's style.
"""

from collections.abc import Sequence
from html import escape

from vroegsein.accountability.dashboard.parts import Drawing, Tone

WIDTH, HEIGHT, EDGE = 96, 22, 3
FULL = 100


def trend(title: str, shares: Sequence[int | None]) -> Drawing:
    """Return a line of whole percents over months; a gap where one is not known."""
    step = (WIDTH - 2 * EDGE) / max(len(shares) - 1, 1)
    pieces: list[list[str]] = [[]]
    last = ""
    for place, share in enumerate(shares):
        if share is None:
            pieces.append([])
            continue
        x = EDGE + place * step
        y = EDGE + (FULL - share) * (HEIGHT - 2 * EDGE) / FULL
        last = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" class="dot"/>'
        pieces[-1].append(f"{x:.1f},{y:.1f}")
    lines = "".join(
        f'<polyline points="{" ".join(piece)}" class="line"/>'
        for piece in pieces
        if len(piece) > 1
    )
    return _drawing(title, WIDTH, HEIGHT, lines + last)


def squares(title: str, tones: Sequence[Tone | None]) -> Drawing:
    """Return one square per month, coloured by how it went; hollow: nothing known.

    What is good stands low and what is bad high, so that colour is not all there is.
    """
    heights = {Tone.GOOD: 6, Tone.CALM: 6, Tone.WARN: 11, Tone.BAD: 16}
    drawn = []
    for place, tone in enumerate(tones):
        height = heights[tone] if tone else 2
        word = f"fill-{tone}" if tone else "fill-none"
        drawn.append(
            f'<rect x="{place * 8}" y="{HEIGHT - 3 - height}" width="6"'
            f' height="{height}" rx="1" class="{word}"/>'
        )
    return _drawing(title, WIDTH, HEIGHT, "".join(drawn))


def _drawing(title: str, width: int, height: int, inside: str) -> Drawing:
    return Drawing(
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" focusable="false"><title>{escape(title)}</title>'
        f"{inside}</svg>"
    )
