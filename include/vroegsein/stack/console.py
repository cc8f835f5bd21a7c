"""What the terminal shows while the stack works: a line per step, never silence."""

import time
from collections.abc import Callable

import typer

HEARTBEAT = 5.0  # seconds without a line before one says what is waited for
_POLL = 0.1


class Console:
    """Prints each step with the seconds since the start of the command."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._last = self._start

    def say(self, text: str) -> None:
        """Print one line."""
        self._last = time.monotonic()
        typer.echo(f"{self._last - self._start:6.1f} s  {text}")

    def wait_until(
        self, ready: Callable[[], bool], *, what: str, patience: float
    ) -> bool:
        """Wait for something, saying so at least every five seconds.

        Args:
            ready: Tells whether it is there; may raise to give up at once.
            what: What is waited for, as it stands after "waiting for".
            patience: Seconds to wait at most.

        Returns:
            Whether it came in time.
        """
        deadline = time.monotonic() + patience
        while not ready():
            if time.monotonic() > deadline:
                return False
            self.heartbeat(f"waiting for {what}")
            time.sleep(_POLL)
        return True

    def heartbeat(self, text: str | Callable[[], str]) -> None:
        """Print a line, made only then, if nothing was printed for five seconds."""
        if time.monotonic() - self._last >= HEARTBEAT:
            self.say(text if isinstance(text, str) else text())
