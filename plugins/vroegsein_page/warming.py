"""The page is made when the API server has started, before anybody asks for it.

Only the API server begins a lifespan, so no other part of Airflow does any of this; and
it begins after the server says that it is ready, so the start takes no longer.
"""

import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from threading import Thread

from vroegsein_page.later import Receive, Scope, Send, made

READY = "lifespan.startup.complete"
_Next = Callable[[Scope, Receive, Send], Awaitable[None]]


class WarmStart:
    """A middleware (ASGI): lets everything pass, and notes when the server is up."""

    def __init__(self, app: _Next) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; once the server is ready, make the page beside it."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def told(message: Scope) -> None:
            await send(message)
            if message["type"] == READY:
                Thread(target=warm, name="vroegsein page", daemon=True).start()

        await self._app(scope, receive, told)


def warm() -> None:
    """Import the page, and read and write the newest month once, for nobody.

    A register that is away or not yet made is no reason to fail: the first request
    will tell.
    """
    made()
    from contextlib import suppress

    from sqlalchemy.exc import SQLAlchemyError

    from vroegsein.accountability.dashboard import Asked, Right, page
    from vroegsein.errors import VroegseinError
    from vroegsein.parties.moments import AMSTERDAM

    municipality = os.environ.get("VROEGSEIN_MUNICIPALITY", "1940")
    day = datetime.now(AMSTERDAM).date()
    with suppress(SQLAlchemyError, VroegseinError):
        page(Asked("overview", municipality, day, frozenset(Right)))
