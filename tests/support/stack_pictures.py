"""Pictures of Airflow and of what lies in the folders, of a demonstration that runs.

`scripts/screenshots` takes them beside those of our own pages. Without a running stack
or without LibreOffice it says in one line what it leaves out.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page

from support.airflow_browser import asking, logged_in, question
from support.running_month import COLLECT, MUNICIPALITY, Airflow, RunningMonth

COLOURS = 128
WIDE, TALL = 1280, 2000  # pixels
MARGIN = 24  # pixels left white below the last line
DOTS = 110  # per inch, of a page of a spreadsheet
OFFICE = ("soffice", "pdftoppm", "pdftotext")
PERSONS = "Uiterste"  # a word above the persons, on no page before them
Picture = tuple[str, Path]


def keep(path: Path, colours: int = COLOURS) -> None:
    """Write a picture again in few colours, so that it stays small."""
    with Image.open(path) as taken:
        few = taken.convert("RGB").quantize(
            colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
    few.save(path, optimize=True)


def take_airflow(browser: Browser, stack: RunningMonth, target: Path) -> None:
    """Take Airflow's own pages, as the engineer and as the official see them."""
    with Airflow(stack, "engineer") as airflow:
        run_id = _first_run(airflow)
        asset = _asset(airflow, "intake.crisis_signal")
    engineer = (
        ("airflow-dags", "/dags", (WIDE, 930), _as_table),
        (
            "airflow-partners",
            f"/dags/{COLLECT}/runs/{quote(run_id)}/tasks/group/collect_partner",
            (WIDE, 1000),
            _opened,
        ),
        ("airflow-assets", f"/assets/{asset}", (WIDE, 760), _settled),
    )
    _take(browser, stack, target, "engineer", "en-GB", engineer)
    with asking(stack) as waiting:
        official = (
            ("airflow-akkoord", question(waiting), (WIDE, TALL), _down_to_the_buttons),
            ("airflow-pagina", "/plugin/vroegsignalering", (WIDE, 900), _settled),
        )
        _take(browser, stack, target, "coordinator", "nl-NL", official)


def _take(
    browser: Browser,
    stack: RunningMonth,
    target: Path,
    user: str,
    locale: str,
    pictures: tuple[tuple[str, str, tuple[int, int], Any], ...],
) -> None:
    """Take pages as one user, each of its own width and height."""
    view: dict[str, Any] = {"timezone_id": "Europe/Amsterdam", "color_scheme": "light"}
    context = logged_in(browser, stack, user, locale=locale, **view)
    (page,) = context.pages
    for name, place, (width, height), make_ready in pictures:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(place)
        make_ready(page)
        path = target / f"{name}.png"
        page.screenshot(path=str(path))
        keep(path)
    context.close()


def _first_run(airflow: Airflow) -> str:
    """Return the run that collected the demonstration's first month."""
    runs = airflow.http.get(f"/dags/{COLLECT}/dagRuns").json()["dag_runs"]
    return str(min(run["dag_run_id"] for run in runs if run["note"] == "make demo"))


def _asset(airflow: Airflow, name: str) -> int:
    """Return the number by which Airflow knows an asset."""
    found = airflow.http.get("/assets", params={"name_pattern": name}).json()["assets"]
    return int(next(one["id"] for one in found if one["name"] == name))


def _settled(page: Page) -> None:
    """Wait until a page that asks again and again has drawn what it got."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(5_000)


def _down_to_the_buttons(page: Page) -> None:
    """Show a question whole: as tall as it takes to reach its last button."""
    _settled(page)
    button = page.get_by_role("button", name="Afwijzen").bounding_box()
    assert button, "the question has no such button"
    height = int(button["y"] + button["height"]) + MARGIN
    page.set_viewport_size({"width": WIDE, "height": height})
    page.wait_for_timeout(1_000)


def _as_table(page: Page) -> None:
    """Show the Dags as a table, one a line."""
    _settled(page)
    page.get_by_label("Show table view").click()
    _settled(page)


def _opened(page: Page) -> None:
    """Show the tasks within the group of each partner."""
    _settled(page)
    page.get_by_label("Expand all task groups").click()
    _settled(page)


def take_reports(browser: Browser, stack: RunningMonth, target: Path) -> None:
    """Take the pages that the Dags write as files."""
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    for name, found in _reports(stack):
        page.set_viewport_size({"width": WIDE, "height": 1400})
        page.goto(found.as_uri())
        tall = page.evaluate("document.body.getBoundingClientRect().bottom")
        height = min(1400, int(tall) + MARGIN)
        page.set_viewport_size({"width": WIDE, "height": height})
        path = target / f"{name}.png"
        page.screenshot(path=str(path))
        keep(path)
    context.close()


def _reports(stack: RunningMonth) -> Iterator[Picture]:
    """Yield the newest of each page, with the name of its picture.

    Of the monitor the first: its month was lived on its own days, to the end.
    """
    storage = stack.layout.storage
    for name, pattern in (
        ("auditrapport", f"reports/{MUNICIPALITY}/*/auditrapport-v1.html"),
        ("scorekaart", f"quality/{MUNICIPALITY}/*/scorekaart.html"),
        ("scorekaart-partner", f"quality/{MUNICIPALITY}/*/scorekaart_merenwonen.html"),
        ("monitor", f"statistics/{MUNICIPALITY}/*/monitor*.html"),
    ):
        if found := sorted(storage.glob(pattern)):
            yield name, found[0 if name == "monitor" else -1]
    deliveries = sorted(storage.glob(f"quality/{MUNICIPALITY}/*/levering_*.html"))
    if deliveries:
        yield "levering", max(deliveries, key=lambda path: path.stat().st_size)


def take_lists(stack: RunningMonth, target: Path) -> None:
    """Take the first pages of the signal list as LibreOffice prints them."""
    if missing := [name for name in OFFICE if not shutil.which(name)]:
        sys.stdout.write(
            f"Left out: the signal list as LibreOffice shows it; no {missing[0]}.\n"
        )
        return
    lists = stack.layout.storage.glob(f"publications/{MUNICIPALITY}/*/v1/*.xlsx")
    newest = max(lists)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir"]
        subprocess.run([*command, name, newest], check=True, capture_output=True)
        printed = folder / f"{newest.stem}.pdf"
        persons = next(page for page in range(2, 9) if PERSONS in _words(printed, page))
        for picture, number in (
            ("signaallijst", 1),
            ("signaallijst-personen", persons),
        ):
            _print_page(printed, number, target / picture)
            keep(target / f"{picture}.png", 32)


def _words(printed: Path, number: int) -> str:
    """Return what stands on one page of a printed list."""
    command = ["pdftotext", "-f", str(number), "-l", str(number), printed, "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _print_page(printed: Path, number: int, path: Path) -> None:
    """Draw one page of a printed list."""
    only = ["-f", str(number), "-l", str(number), "-singlefile", "-r", str(DOTS)]
    subprocess.run(["pdftoppm", "-png", *only, printed, path], check=True)
