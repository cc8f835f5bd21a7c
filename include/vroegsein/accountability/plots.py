"""Small plots for pages: SVG without a script, a font or an address from outside.

The same figures give the same bytes: no date, no counter, and fixed names within.
"""

import io
import re
from functools import lru_cache

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
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    text = io.StringIO()
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "path", "font.size": 7}):
        figure = Figure(figsize=SIZE_INCHES)
        axes = figure.add_axes(AREA)
        places = range(len(months))
        known = [float("nan") if share is None else share for share in shares]
        axes.plot(places, known, color=LINE, marker="o", markersize=3, linewidth=1.4)
        axes.set_ylim(-5, FULL + 5)
        axes.set_yticks([0, 50, FULL], ["0%", "50%", "100%"])
        axes.set_xlim(-0.4, max(len(months) - 0.6, 0.4))
        axes.set_xticks(list(places), list(months))
        axes.tick_params(colors=INK, length=0)
        axes.grid(axis="y", color=RULE, linewidth=0.6)
        axes.spines[:].set_visible(False)
        no_date = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(text, format="svg", metadata=no_date)
    return _for_page(text.getvalue(), name)


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
