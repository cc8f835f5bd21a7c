"""Pictures for the documents: `scripts/screenshots`.

Our pages over a made-up year; the same year, day and browser give the same pictures.
And, while a demonstration runs, Airflow and what it wrote. Each is cut off at a height
and written in few colours, so that it stays small.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine, text

from support.page_proof import write_proof
from support.page_server import serving, write_documents, year_register
from support.ports import free_port
from support.running_month import RunningMonth
from support.stack_pictures import keep, take_airflow, take_lists, take_reports
from vroegsein.register.schema import upgrade
from vroegsein.settings import settings
from vroegsein.stack import postgres, supervisor
from vroegsein.stack.layout import installed_layout
from vroegsein.stack.postgres import Cluster

WIDE, PHONE, TALL = 1280, 390, 1500  # pixels
COLOURS = 160
PICTURES = (
    ("overzicht", "/?lang=nl", WIDE, "light"),
    ("overview", "/?lang=en", WIDE, "light"),
    ("overzicht-telefoon", "/?lang=nl", PHONE, "light"),
    ("overview-phone", "/?lang=en", PHONE, "light"),
    ("overview-dark", "/?lang=en", WIDE, "dark"),
    ("partners", "/partners?lang=en", WIDE, "light"),
    ("partner", "/partners/partneraa?lang=nl", WIDE, "light"),
    ("publications", "/publications?lang=en", WIDE, "light"),
    ("proof", "/proof?lang=nl", WIDE, "light"),
)


@contextmanager
def register_server(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL with an empty register as its template; yield its URL."""
    cluster = Cluster(folder / "cluster", free_port(), "pictures", folder / "log")
    postgres.create(cluster)
    everyone = "host all all 127.0.0.1/32 trust\n"
    (cluster.folder / "pg_hba.conf").write_text(everyone, "ascii")
    server = postgres.start(cluster)
    try:
        while not postgres.answers(cluster):
            time.sleep(0.1)
        url = f"postgresql+psycopg://postgres@127.0.0.1:{cluster.port}"
        engine = create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE empty"))
        engine.dispose()
        upgrade(f"{url}/empty")
        yield url
    finally:
        postgres.stop(server, cluster)


def take(browser: Browser, base: str, token: str, folder: Path) -> None:
    """Take every picture."""
    for name, place, width, scheme in PICTURES:
        context = browser.new_context(
            viewport={"width": width, "height": TALL}, color_scheme=scheme
        )
        context.add_cookies([{"name": "_token", "value": token, "url": base}])
        page = context.new_page()
        page.goto(f"{base}/vroegsignalering{place}")
        page.wait_for_load_state("networkidle")
        path = folder / f"{name}.png"
        page.screenshot(path=str(path))
        keep(path, COLOURS)
        context.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run Debian's chromium."""
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def _fill(url: str, storage: Path) -> None:
    """Write what a page shows beside the year: files that can be opened, and proof."""
    write_documents(storage)
    engine = create_engine(url)
    write_proof(engine)
    engine.dispose()


def take_pages(target: Path) -> None:
    """Take our pages over a year of 16 partners."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with (
            register_server(folder) as url,
            year_register(
                url, "empty", folder, partners=16, signals=15, second_name="Merenstroom"
            ),
            serving(folder) as found,
            browsing() as browser,
        ):
            _fill(settings().register_url, folder / "storage")
            take(browser, found.url, found.token("fg"), target)


def take_stack(target: Path) -> None:
    """Take what a running demonstration shows, where one runs."""
    layout = installed_layout()
    if not all(part.running for part in supervisor.status(layout)):
        sys.stdout.write(
            "Left out: Airflow, reports and lists; `make demo` starts what they need.\n"
        )
        return
    stack = RunningMonth(layout.var, "", 0)
    with browsing() as browser:
        take_reports(browser, stack, target)
        take_airflow(browser, stack, target)
    take_lists(stack, target)


def main(target: Path) -> None:
    """Take all pictures that can be taken here."""
    target.mkdir(parents=True, exist_ok=True)
    take_pages(target)
    take_stack(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
