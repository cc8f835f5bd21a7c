"""A small server that answers as Airflow's public API does, and remembers the asking."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

USER, PASSWORD, TOKEN = "coordinator", "secret", "token-1"


@dataclass
class Api:
    """What the server says, and what it was asked.

    Attributes:
        answers: `METHOD /path` -> status and body; anything else is not found.
        turns: `METHOD /path` -> bodies given one after the other before the answer.
        asked: Method, path, query, body and token of every request, in order.
    """

    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    turns: dict[str, list[Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def say(self, request: str, body: Any, status: int = 200) -> None:
        """Set the answer to one request."""
        self.answers[request] = (status, body)

    def last(self, request: str) -> dict[str, Any]:
        """Return the last time this was asked."""
        return [each for each in self.asked if each["request"] == request][-1]


class _Handler(BaseHTTPRequestHandler):
    """Answers from the server's `api`."""

    def _answer(self) -> None:
        api: Api = self.server.api
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        request = f"{self.command} {parts.path}"
        api.asked.append(
            {
                "request": request,
                "query": parse_qs(parts.query),
                "body": body,
                "token": self.headers.get("Authorization"),
            }
        )
        status, found = api.answers.get(request, (404, {"detail": "not found"}))
        if api.turns.get(request):
            found = api.turns[request].pop(0)
        if request == "POST /auth/token":
            known = body == {"username": USER, "password": PASSWORD}
            status, found = (201, {"access_token": TOKEN}) if known else (401, {})
        content = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


for _verb in ("GET", "POST", "PATCH"):
    setattr(_Handler, f"do_{_verb}", _Handler._answer)


@contextmanager
def running_api() -> Iterator[Api]:
    """Run a server for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    api = Api(url=f"http://127.0.0.1:{server.server_address[1]}")
    server.api = api
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield api
    server.shutdown()
    thread.join(10)
    server.server_close()
