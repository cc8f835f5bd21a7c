"""An application that is made when the API server is up, or at its first request.

The API server starts no slower for it, and the other parts of Airflow never make it.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any

PREFIX = "/vroegsignalering"
TITLE = "Vroegsignalering"
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]


async def page_app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request (ASGI)."""
    await made()(scope, receive, send)


@cache
def made() -> Any:  # noqa: ANN401 - naming FastAPI here would import it
    """Return the application."""
    from vroegsein_page.routes import application

    return application()
