"""A mail server that keeps what it is sent, on the loopback address, in a thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Catcher:
    """What was received, in order.

    Attributes:
        recipients: Who each mail went to, as the envelope says.
        mails: The mails themselves.
    """

    port: int = 0
    recipients: list[list[str]] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The text of each mail, markup and all."""
        found = [mail.get_body(("html", "plain")) for mail in self.mails]
        return [part.get_content() if part else "" for part in found]

    async def talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Speak as much SMTP as a client needs to deliver."""
        named: list[str] = []
        writer.write(b"220 catcher\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                named.append(line.split(b"<")[1].split(b">")[0].decode())
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                self.mails.append(
                    message_from_bytes(content[:-5], policy=policy.default)
                )
                self.recipients.append(named)
                named = []
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            await writer.drain()
            if word == b"QUIT":
                break
        writer.close()


@contextmanager
def smtp_catcher() -> Iterator[Catcher]:
    """Listen for as long as the block lasts."""
    catcher = Catcher()
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(catcher.talk, "127.0.0.1", 0))
    catcher.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield catcher
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
