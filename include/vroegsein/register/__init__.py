"""What we remember: the PostgreSQL register, its tables and how to reach it."""

from vroegsein.register.session import engine

__all__ = ["engine"]
