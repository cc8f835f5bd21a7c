"""How files travel: the SFTP client and whole-file writes."""

from vroegsein.exchange.server import Limits, Server

__all__ = ["Limits", "Server"]
