"""Bring a register to the present version with Alembic, and name its tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData

from vroegsein.register import (
    audit_tables,
    case_tables,
    crisis_tables,
    exclusion_tables,
    inbox_tables,
    intake_tables,
    list_tables,
    matching_tables,
    outgoing_tables,
    publication_tables,
    quality_tables,
    review_tables,
    statistics_tables,
)
from vroegsein.register.columns import METADATA

TABLES = (
    inbox_tables,
    intake_tables,
    quality_tables,
    matching_tables,
    publication_tables,
    review_tables,
    list_tables,
    outgoing_tables,
    case_tables,
    crisis_tables,
    exclusion_tables,
    audit_tables,
    statistics_tables,
)


def metadata() -> MetaData:
    """Return the register's tables, all of them loaded."""
    return METADATA


def config(url: str) -> Config:
    """Return the Alembic configuration for one register."""
    options = Config()
    options.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations")
    )
    options.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return options


def upgrade(url: str) -> None:
    """Create or migrate the register at `url`; a register up to date is untouched."""
    command.upgrade(config(url), "head")
