"""The page behind Airflow's login: who gets what from which address, and how fast."""

import re
from pathlib import Path

import pytest
from support.page_server import (
    PAGE,
    REPORT,
    SCRIPT,
    USERS,
    PageServer,
    serving,
    write_documents,
    year_register,
)
from support.report_page import ReadPage
from vroegsein_page.questions import DAGS, about

#: What each user gets from each address; docs/pages.md holds the same table.
MATRIX = """
    path                     | viewer engineer coordinator coordinator2 fg  admin
    /                        | 200    200      200         200          200 200
    /partners                | 200    200      200         200          200 200
    /partners/partneraa      | 200    200      200         200          200 200
    /partners/nobody         | 404    404      404         404          404 404
    /publications            | 200    200      200         200          200 200
    /plots/funnel.svg        | 200    200      200         200          200 200
    /plots/partneraa/geldig.svg | 200 200      200         200          200 200
    /plots/partneraa/naam.svg | 404   404      404         404          404 404
    /shell.js                | 200    200      200         200          200 200
    /icon.svg                | 200    200      200         200          200 200
    /files/reports/1940/2026-10/auditrapport-v1.html | 403 403 200 200 200 200
    /files/reports/1940/2026-10/auditrapport-v1.pdf  | 403 403 200 200 200 200
    /files/reports/1940/2026-10/kenmerken-v1.txt     | 403 403 200 200 200 200
    /files/reports/1940/2026-10/kenmerken-v1.txt.sig | 403 403 200 200 200 200
    /files/reports/1940/2026-10/auditrapport-v9.pdf  | 403 403 404 404 404 404
    /files/reports/1940/2026-10/secret.txt           | 403 403 404 404 404 404
    /files/reports/1940/%2e%2e/auditrapport-v1.html  | 403 403 404 404 404 404
    /files/reports/1940/2026-10/..%2f..%2fsecret.txt | 404 404 404 404 404 404
    /files/reports/0344/2026-10/auditrapport-v1.html | 404 404 404 404 404 404
    /files/quality/1940/2026-10/scorekaart.html      | 200 200 200 200 200 200
    /files/statistics/1940/2026-10/monitor_1940_2026-10.html | 200 200 200 200 200 200
    /files/statistics/1940/2026-10/monitor_1940_2026-10.csv  | 200 200 200 200 200 200
    /files/publications/1940/2026-10/signaallijst.csv | 404 404 404 404 404 404
    /proof                   | 403    403      403         403          200 200
    /openapi.json            | 404    404      404         404          404 404
    /?month=2026-13          | 404    404      404         404          404 404
    /partners/..%2f..%2fetc  | 404    404      404         404          404 404
    /never/heard/of          | 404    404      404         404          404 404
"""


def cells() -> list[tuple[str, str, int]]:
    """The table as path, user and status."""
    head, *lines = [line.split("|") for line in MATRIX.strip().splitlines()]
    users = head[1].split()
    return [
        (path.strip(), user, int(status))
        for path, statuses in lines
        for user, status in zip(users, statuses.split(), strict=True)
    ]


@pytest.fixture(scope="module")
def server(
    postgres_url: str,
    register_template: str,
    tmp_path_factory: pytest.TempPathFactory,
):
    """The page over a year of 45 partners."""
    folder = tmp_path_factory.mktemp("page")
    write_documents(folder / "storage")
    with (
        year_register(postgres_url, register_template, folder, partners=45, signals=12),
        serving(folder) as found,
    ):
        yield found


@pytest.mark.parametrize(("path", "user", "status"), cells())
def test_each_user_gets_what_the_table_says(
    server: PageServer, path: str, user: str, status: int
):
    assert server.get(path, user).status_code == status


def test_the_table_names_every_user_and_every_route():
    from_source = Path("plugins/vroegsein_page/routes.py").read_text("utf-8")
    routes = set(
        re.findall(r'^        \("(/[^"]*)", \w+\),$', from_source, re.MULTILINE)
    )
    assert {user for _, user, _ in cells()} == set(USERS)
    shown = {path.partition("?")[0] for path, _, _ in cells()}
    for route in routes:
        pattern = re.sub(
            r"\{[^}]+\}", ".+", re.escape(route).replace(r"\{", "{").replace(r"\}", "}")
        )
        assert any(re.fullmatch(pattern, path) for path in shown), route


@pytest.mark.parametrize("path", sorted({path for path, _, _ in cells()}))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_gets_anything_without_a_login(
    server: PageServer, path: str, method: str
):
    answer = server.get(path, method=method)
    assert answer.status_code == 401
    assert "De Fryske Marren" not in answer.text


def test_a_token_that_is_none_of_ours_opens_nothing(server: PageServer):
    answer = server.get("/", Authorization="Bearer not.a.token")
    assert answer.status_code in {401, 403}
    assert "partner" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_changed_by_the_page(server: PageServer, method: str):
    """Alleen lezen: geen enkele route kent een andere methode."""
    for path in ("/", "/partners", "/proof", f"/files/{REPORT}"):
        assert server.get(path, "admin", method).status_code == 405


def test_a_head_tells_what_a_get_would_without_its_text(server: PageServer):
    answer = server.get("/", "viewer", "HEAD")
    assert (answer.status_code, answer.text) == (200, "")
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "path", ["/", "/partners", "/publications", "/proof", "/nowhere"]
)
def test_a_page_may_load_nothing_from_elsewhere_and_runs_no_script(
    server: PageServer, path: str
):
    answer = server.get(path, "admin")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "script" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(
        r"<script|\son\w+=|\sstyle=|https?://|javascript:", answer.text
    )


def test_a_partner_may_be_called_anything(server: PageServer):
    """De naam van een partner is tekst, wat er ook in staat."""
    for path in ("/", "/partners", "/partners/partnerab"):
        text = server.get(path, "viewer").text
        assert "&lt;script&gt;" in text, path
        assert SCRIPT not in text, path
        ReadPage(text.replace("<!DOCTYPE html>", ""))


def test_what_a_request_says_is_never_repeated(server: PageServer):
    for path in (
        "/<b>xyz",
        "/partners/<b>xyz",
        "/?month=<b>xyz",
        "/?lang=<b>xyz",
        "/plots/<b>xyz/y.svg",
    ):
        assert "<b>xyz" not in server.get(path, "admin").text, path


@pytest.mark.parametrize(
    ("name", "kind", "kept_as"),
    [
        ("auditrapport-v1.html", "text/html; charset=utf-8", None),
        ("auditrapport-v1.pdf", "application/pdf", "auditrapport-v1-2026-10.pdf"),
        ("kenmerken-v1.txt", "text/plain; charset=utf-8", "kenmerken-v1-2026-10.txt"),
        ("kenmerken-v1.txt.sig", "application/octet-stream", "kenmerken-v1-2026-10.txt.sig"),
    ],
)  # fmt: skip
def test_a_report_comes_as_it_was_written_and_runs_nothing(
    server: PageServer, name: str, kind: str, kept_as: str | None
):
    """PDF en ondertekende kenmerken: dezelfde bytes, het juiste soort, nooit geraden."""
    path = REPORT.replace("auditrapport-v1.html", name)
    answer = server.get(f"/files/{path}", "fg")
    assert answer.content == f"made up: {name}".encode()
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert "script" not in answer.headers["Content-Security-Policy"]
    told = answer.headers.get("Content-Disposition")
    assert told == (f'attachment; filename="{kept_as}"' if kept_as else None)


def test_only_who_may_decide_is_led_to_the_report_and_its_digests(server: PageServer):
    for user, is_led in (("viewer", False), ("coordinator", True), ("fg", True)):
        text = server.get("/publications", user).text
        assert (f'href="{PAGE}/files/{REPORT}"' in text) is is_led, user
        assert ("kenmerken-v1.txt.sig" in text) is is_led, user


def test_a_link_of_the_storage_folder_is_not_followed(
    server: PageServer, tmp_path: Path
):
    """Red until a name that leads elsewhere was refused."""
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"of somebody else")
    place = server.folder / "storage" / REPORT.replace("v1.html", "v7.pdf")
    place.symlink_to(secret)
    try:
        path = REPORT.replace("v1.html", "v7.pdf")
        assert server.get(f"/files/{path}", "fg").status_code == 404
    finally:
        place.unlink()


def test_only_who_may_decide_sees_where_to_and_who_approved(server: PageServer):
    viewer, coordinator = (
        server.get("/", user).text for user in ("viewer", "coordinator")
    )
    assert "/required_actions" not in viewer
    assert "/dags/build_signal_list/required_actions" in coordinator
    assert "coordinator</td>" not in viewer
    assert "coordinator</td>" in coordinator
    assert "/proof?" not in coordinator
    assert "/proof?" in server.get("/", "fg").text


def test_the_language_follows_the_query_and_then_the_browser(server: PageServer):
    english = {"Accept-Language": "de;q=0.9, en-GB;q=0.8, nl;q=0.1"}
    assert '<html lang="nl">' in server.get("/", "viewer").text
    assert '<html lang="en">' in server.get("/", "viewer", **english).text
    assert '<html lang="nl">' in server.get("/?lang=nl", "viewer", **english).text
    assert '<html lang="nl">' in server.get("/?lang=xx", "viewer").text


def test_a_plot_is_a_drawing_without_style_or_script(server: PageServer):
    answer = server.get("/plots/partneraa/geldig.svg", "viewer")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.text.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert not re.search(r"<script|\sstyle=|href=\"http", answer.text)


def test_airflow_is_told_of_a_navigation_entry_and_a_tab():
    source = Path("plugins/vroegsignalering.py").read_text("utf-8")
    assert '"destination": "nav"' in source
    assert '"destination": "dag"' in source
    assert PAGE in Path("plugins/vroegsein_page/later.py").read_text("utf-8")


def test_the_page_knows_every_dag_that_asks_people():
    """Red until the crisis list's own question was shown among those that wait."""
    asking = {
        path.stem
        for path in Path("dags").glob("*.py")
        if re.search(r"\b(HITLOperator|Approve\w+)\(", path.read_text("utf-8"))
    }
    assert set(DAGS) == asking


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "**Zevenzorg Verzekeringen** (zevenzorg), gemeente",
            "Zevenzorg Verzekeringen",
        ),
        ("**178 personen**, samen", "178 personen"),
        ("Eerst iets anders, dan **vet**", ""),
        ("**zonder einde", ""),
        (None, ""),
    ],
)
def test_a_question_is_told_by_the_bold_words_it_begins_with(body, words):
    assert about(body) == words
