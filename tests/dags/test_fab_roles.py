"""The page and the questions under the auth manager that docker-compose.yml uses."""

import re

import httpx
import pytest
from support.fab_users import ROLE_OF
from support.page_server import (
    PAGE,
    PageServer,
    serving,
    write_documents,
    year_register,
)

from vroegsein.settings import PROJECT_ROOT

pytest.importorskip(
    "airflow.providers.fab", reason="needs requirements-production.lock"
)
FAB = "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager"
#: What a word of the table asks of Airflow: method, address, body.
REQUESTS: dict[str, tuple[str, str, object]] = {
    "GET": ("GET", "{}", None),
    "answer": (
        "PATCH",
        "dags/{}/dagRuns/x/taskInstances/y/-1/hitlDetails",
        {"chosen_options": ["Publiceren"], "params_input": {}},
    ),
    "start": ("POST", "dags/{}/dagRuns", {"logical_date": None}),
    "mark": ("PATCH", "dags/{}/dagRuns/x/taskInstances/y", {"new_state": "success"}),
    "pause": ("PATCH", "dags/{}", {"is_paused": True}),
    "clear": ("POST", "dags/{}/clearTaskInstances", {"dry_run": True}),
}
#: Who gets what; 404 means: was let through, and found nothing of that name.
MATRIX = """
    asked                                   | stranger viewer reader engineer coordinator fg  admin
    page /                                  | 403      200    200    200      200         200 200
    page /partners                          | 403      200    200    200      200         200 200
    page /partners/partneraa                | 403      200    200    200      200         200 200
    page /partners/nobody                   | 403      404    404    404      404         404 404
    page /publications                      | 403      200    200    200      200         200 200
    page /plots/funnel.svg                  | 403      200    200    200      200         200 200
    page /files/reports/1940/2026-10/auditrapport-v1.html | 403 403 403 403 200 200 200
    page /plots/partneraa/geldig.svg        | 403      200    200    200      200         200 200
    page /shell.js                          | 403      200    200    200      200         200 200
    page /icon.svg                          | 403      200    200    200      200         200 200
    page /files/reports/1940/2026-10/auditrapport-v1.pdf | 403 403 403 403 200 200 200
    page /files/reports/1940/2026-10/kenmerken-v1.txt | 403 403 403 403 200 200 200
    page /files/reports/1940/2026-10/secret.txt | 403 403 403 403 404 404 404
    page /files/reports/1940/2026-10/kenmerken-v1.txt.sig | 403 403 403 403 200 200 200
    page /files/quality/1940/2026-10/scorekaart.html | 403 200 200 200 200 200 200
    page /files/publications/1940/2026-10/signaallijst.csv | 403 404 404 404 404 404 404
    page /files/statistics/1940/2026-10/monitor_1940_2026-10.html | 403 200 200 200 200 200 200
    page /files/statistics/1940/2026-10/monitor_1940_2026-10.csv | 403 200 200 200 200 200 200
    page /never/heard/of                    | 403      404    404    404      404         404 404
    page /proof                             | 403      403    403    403      403         200 200
    GET plugins                             | 403      403    200    200      200         200 200
    answer build_signal_list                | 403      403    403    404      404         403 404
    answer handle_crisis_signals            | 403      403    403    404      404         403 404
    answer purge_personal_data              | 403      403    403    404      403         403 404
    start build_signal_list                 | 403      403    403    404      403         403 404
    clear build_signal_list                 | 403      403    403    404      403         403 404
    mark build_signal_list                  | 403      403    403    404      403         403 404
    pause build_signal_list                 | 403      403    403    404      404         403 404
    pause collect_deliveries                | 403      403    403    404      403         403 404
    GET connections                         | 403      403    403    200      403         403 200
    GET eventLogs                           | 403      403    403    403      403         200 200
"""  # fmt: skip


def cells() -> list[tuple[str, str, int]]:
    """The table as what is asked, user and status."""
    head, *lines = [line.split("|") for line in MATRIX.strip().splitlines()]
    return [
        (asked.strip(), user, int(status))
        for asked, statuses in lines
        for user, status in zip(head[1].split(), statuses.split(), strict=True)
    ]


@pytest.fixture(scope="module")
def server(postgres_url, register_template, tmp_path_factory):
    """Airflow's API server with FAB's accounts, over a year of a few partners."""
    folder = tmp_path_factory.mktemp("fab")
    write_documents(folder / "storage")
    found = ":".join(str(PROJECT_ROOT / name) for name in ("include", "plugins", "tests"))  # fmt: skip
    with (
        year_register(postgres_url, register_template, folder, partners=3, signals=2),
        serving(
            folder, "fab_app.py", PYTHONPATH=found, AIRFLOW__CORE__AUTH_MANAGER=FAB
        ) as running,
    ):
        yield running


def ask(server: PageServer, asked: str, user: str) -> int:
    """Ask for a page, or for something of Airflow's API; return the status."""
    word, name = asked.split()
    if word == "page":
        return server.get(name, user).status_code
    method, path, body = REQUESTS[word]
    answer = httpx.request(
        method,
        f"{server.url}/api/v2/{path.format(name)}",
        headers={"Authorization": f"Bearer {server.token(user)}"},
        json=body,
    )
    return answer.status_code


@pytest.mark.parametrize(("asked", "user", "status"), cells())
def test_each_role_gets_what_the_table_says(
    server: PageServer, asked: str, user: str, status: int
):
    """AIR-02: who reads, who decides and who steers are different roles."""
    assert ask(server, asked, user) == status


def test_the_table_names_every_role():
    assert {user for _, user, _ in cells()} == set(ROLE_OF)


def asked_pages() -> list[str]:
    """The addresses of our own page that the table names."""
    return sorted({asked.split()[1] for asked, _, _ in cells() if asked[:4] == "page"})


@pytest.mark.parametrize("path", asked_pages())
def test_nobody_gets_anything_without_a_login(server: PageServer, path: str):
    assert httpx.get(f"{server.url}{PAGE}{path}").status_code == 401


def test_the_table_names_every_route():
    assert {pattern for pattern in routes() if not named(pattern)} == set()


def routes() -> list[str]:
    """Every address of our page, as a pattern."""
    source = (PROJECT_ROOT / "plugins/vroegsein_page/routes.py").read_text("utf-8")
    return re.findall(r'^        \("(/[^"]*)", \w+\),$', source, re.MULTILINE)


def named(route: str) -> bool:
    """Tell whether the table asks for an address of this pattern."""
    pattern = re.sub(r"\\\{.+?\\\}", "[^/]+", re.escape(route.replace(":path", "")))
    anything = pattern.replace("[^/]+", ".+") if ":path" in route else pattern
    return any(re.fullmatch(anything, path) for path in asked_pages())
