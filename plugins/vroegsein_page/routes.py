"""The addresses of the page: each asks for a login and a right; all only read."""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException as AnyHTTPException

from vroegsein.accountability.dashboard import (
    Asked,
    Document,
    Page,
    Place,
    Right,
    UnknownPageError,
    document,
    page,
    plot,
)
from vroegsein.accountability.dashboard.asking import read_language, read_month
from vroegsein.errors import OperatorError
from vroegsein.parties.moments import AMSTERDAM
from vroegsein_page.later import PREFIX
from vroegsein_page.questions import open_questions
from vroegsein_page.seeing import rights_of

HERE = Path(__file__).parent
READING = ["GET", "HEAD"]
NOTHING = "default-src 'none'; frame-ancestors 'self'; base-uri 'none'"
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
TOLD = {
    401: "Log eerst in. / Log in first.",
    403: "Hiervoor hebt u geen recht. / You have no right to see this.",
    404: "Deze pagina is er niet. / There is no such page.",
    405: "Deze pagina leest alleen. / This page only reads.",
    503: "Het register is niet bereikbaar. / The register cannot be reached.",
}


def seen_by(user: GetUserDep) -> frozenset[Right]:
    """Return what the user may see.

    Raises:
        HTTPException: 401 without a login, 403 for who may see nothing of ours.
    """
    rights = rights_of(user)
    if not rights:
        raise HTTPException(403)
    return rights


Rights = Annotated[frozenset[Right], Depends(seen_by)]


def asked_for(request: Request, rights: Rights) -> Asked:
    """Return what a request asks for, its page and subject still to be named.

    Raises:
        UnknownPageError: The month is none.
    """
    root = request.scope.get("root_path", "").removesuffix(PREFIX)
    return Asked(
        page="",
        municipality=os.environ.get("VROEGSEIN_MUNICIPALITY", "1940"),
        day=datetime.now(AMSTERDAM).date(),
        rights=rights,
        language=read_language(
            request.query_params.get("lang"), request.headers.get("Accept-Language")
        ),
        month=read_month(request.query_params.get("month")),
        base=f"{root}{PREFIX}",
        airflow=root,
    )


AskedFor = Annotated[Asked, Depends(asked_for)]


def application() -> FastAPI:
    """Return the application; without the pages FastAPI would add of its own accord."""
    from sqlalchemy.exc import OperationalError

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for path, answer in (
        ("/", overview),
        ("/partners", partners),
        ("/partners/{code}", partner),
        ("/publications", publications),
        ("/proof", proof),
        ("/files/{folder}/{municipality}/{month}/{name}", file),
        ("/plots/funnel.svg", funnel_plot),
        ("/plots/{code}/{measure}.svg", partner_plot),
        ("/shell.js", shell),
        ("/icon.svg", icon),
        ("/{path:path}", unknown),
    ):
        app.add_api_route(path, answer, methods=READING, response_model=None)
    app.add_exception_handler(UnknownPageError, _not_there)
    app.add_exception_handler(PermissionError, _not_yours)
    app.add_exception_handler(OperatorError, _not_reached)
    app.add_exception_handler(OperationalError, _not_reached)
    app.add_exception_handler(AnyHTTPException, _refused)
    return app


def overview(asked: AskedFor) -> Response:
    """The month: deliveries, funnel, what waits, clocks, matching, publications."""
    questions = open_questions() if Right.DECISIONS in asked.rights else ()
    return _sent(page(replace(asked, page="overview", questions=questions)))


def partners(asked: AskedFor) -> Response:
    """The scorecard of all partners."""
    return _sent(page(replace(asked, page="partners")))


def partner(asked: AskedFor, code: str) -> Response:
    """One partner's year."""
    return _sent(page(replace(asked, page="partner", subject=code)))


def publications(asked: AskedFor) -> Response:
    """What was published, with digests."""
    return _sent(page(replace(asked, page="publications")))


def proof(asked: AskedFor) -> Response:
    """Chain of events, purges, processing log and requests."""
    return _sent(page(replace(asked, page="proof")))


def file(
    asked: AskedFor, folder: str, municipality: str, month: str, name: str
) -> Response:
    """A report, its PDF and digests, a quality page or a monitor, as it was written.

    Raises:
        UnknownPageError: It is of another municipality, or there is none.
    """
    if municipality != asked.municipality:
        raise UnknownPageError
    return _handed(document(asked, Place(folder, month, name)))


def funnel_plot(asked: AskedFor) -> Response:
    """Lines and people over twelve months."""
    return _drawn(plot(replace(asked, page="plot", subject="funnel"), ""))


def partner_plot(asked: AskedFor, code: str, measure: str) -> Response:
    """One measure of a partner over twelve months."""
    return _drawn(plot(replace(asked, page="plot", subject=code), measure))


def shell(_rights: Rights) -> Response:
    """The script that shows the page within Airflow's frame."""
    return _file("shell.js", "text/javascript")


def icon(_rights: Rights) -> Response:
    """The picture beside our name in the navigation."""
    return _file("icon.svg", "image/svg+xml")


def unknown(_rights: Rights, path: str) -> Response:
    """Any other address: not there, and that is told only to who is logged in.

    Raises:
        UnknownPageError: Always.
    """
    msg = f"No page at an address of {len(path)} characters."
    raise UnknownPageError(msg)


def _sent(found: Page) -> Response:
    return HTMLResponse(
        found.html, headers=HEADERS | {"Content-Security-Policy": found.policy}
    )


def _handed(found: Document) -> Response:
    headers = HEADERS | {"Content-Security-Policy": found.policy}
    if found.download:
        headers["Content-Disposition"] = f'attachment; filename="{found.download}"'
    return Response(found.content, media_type=found.media_type, headers=headers)


def _drawn(svg: str) -> Response:
    return Response(svg, media_type="image/svg+xml", headers=_closed())


def _file(name: str, kind: str) -> Response:
    text = (HERE / name).read_text("utf-8")
    return Response(text, media_type=kind, headers=_closed())


def _closed() -> dict[str, str]:
    return HEADERS | {"Content-Security-Policy": NOTHING}


def _told(status: int) -> Response:
    """Return a page of one sentence; it repeats nothing of the request."""
    login = '<p><a href="/auth/login" target="_top">Inloggen / log in</a></p>'
    return HTMLResponse(
        '<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8">'
        "<title>Vroegsignalering</title></head><body>"
        f"<p>{TOLD.get(status, status)}</p>{login if status == 401 else ''}"
        "</body></html>",
        status_code=status,
        headers=_closed(),
    )


def _not_there(_request: Request, _error: Exception) -> Response:
    return _told(404)


def _not_yours(_request: Request, _error: Exception) -> Response:
    return _told(403)


def _not_reached(_request: Request, _error: Exception) -> Response:
    return _told(503)


def _refused(_request: Request, error: Exception) -> Response:
    return _told(getattr(error, "status_code", 500))
