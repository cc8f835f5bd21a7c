"""Small plots for pages: SVG without a script, a font or an address from outside.

The same figures give the same bytes: no date, no counter, and fixed names within.
"""

import io
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, LINE, RULE = "#5a6b7b", "#154273", "#d5dde5"
SIZE_INCHES = (3.4, 1.15)
AREA = (0.11, 0.16, 0.87, 0.8)  # left, bottom, width and height within the drawing
FULL = 100


@lru_cache(maxsize=256)  # a partner's plots stand on several pages of a month
def share_plot(
    name: str, months: tuple[str, ...], shares: tuple[int | None, ...]
) -> str:
    """Return a plot of a share over months, as SVG to stand in a page.

    Args:
        name: Name of the plot, unique on its page; its parts are named after it.
        months: Labels below, oldest first.
        shares: Whole percents; None leaves a gap.
    """

    def drawn(figure: "Figure") -> None:
        axes = figure.add_axes(AREA)
        _line(axes, shares)
        axes.set_ylim(-5, FULL + 5)
        axes.set_yticks([0, 50, FULL], ["0%", "50%", "100%"])
        _months(axes, months)

    return _for_page(_svg(name, SIZE_INCHES, drawn), name)


@lru_cache(maxsize=64)
def count_plot(
    name: str,
    months: tuple[str, ...],
    counts: tuple[tuple[str, tuple[int | None, ...]], ...],
) -> str:
    """Return plots of counts over months beside each other, each on its own scale.

    Args:
        name: Name of the plot, unique on its page.
        months: Labels below, oldest first.
        counts: Heading and counts of each; None leaves a gap.
    """
    width, height = SIZE_INCHES[0] * len(counts), SIZE_INCHES[1] * 1.3

    def drawn(figure: "Figure") -> None:
        for place, (heading, values) in enumerate(counts):
            left = (place + AREA[0]) / len(counts)
            area = (left, AREA[1], AREA[2] / len(counts) - 0.02, AREA[3] - 0.14)
            axes = figure.add_axes(area)
            axes.set_title(heading, loc="left", fontsize=8, color=INK)
            _line(axes, values)
            axes.set_ylim(0, _top(values))
            axes.locator_params(axis="y", nbins=3, integer=True)
            _months(axes, months)

    return _for_page(_svg(name, (width, height), drawn), name)


def _top(values: Sequence[int | None]) -> float:
    """Return how high a plot reaches: the highest point stays whole within it."""
    return 1.12 * max([value for value in values if value is not None], default=1) or 1


def _line(axes: "Axes", values: Sequence[int | None]) -> None:
    """Draw values over months; a gap where one is not known."""
    known = [float("nan") if value is None else value for value in values]
    axes.plot(range(len(known)), known, color=LINE, marker="o", ms=3, linewidth=1.4)


def _months(axes: "Axes", months: Sequence[str]) -> None:
    """Write the months below, and leave out what is not needed to read a plot."""
    axes.set_xlim(-0.4, max(len(months) - 0.6, 0.4))
    axes.set_xticks(list(range(len(months))), list(months))
    axes.tick_params(colors=INK, length=0)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.spines[:].set_visible(False)


def _svg(name: str, size: tuple[float, float], draw: Callable[["Figure"], None]) -> str:
    """Return what is drawn, without a date."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    text = io.StringIO()
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "path", "font.size": 7}):
        figure = Figure(figsize=size)
        figure.patch.set_visible(False)  # it lies on a page of any colour
        draw(figure)
        no_date = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(text, format="svg", metadata=no_date)
    return text.getvalue()


def _for_page(svg: str, name: str) -> str:
    """Return the drawing without what belongs to a file of its own.

    Names that something in the drawing points at get the plot's name before them, the
    others go: so no two drawings on a page share a name.
    """
    drawing = svg[svg.index("<svg") :].strip()
    drawing = re.sub(r" *<metadata>.*?</metadata>\n", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r' xmlns(:xlink)?="[^"]*"', "", drawing)
    drawing = drawing.replace("xlink:href", "href")
    pointed_at = set(re.findall(r'(?:href="|url\()#([^")]+)', drawing))

    def renamed(found: re.Match[str]) -> str:
        known = found[1] in pointed_at
        return f' id="{name}-{found[1]}"' if known else ""

    drawing = re.sub(r' id="([^"]+)"', renamed, drawing)
    return re.sub(r'(href="|url\()#', rf"\1#{name}-", drawing)
