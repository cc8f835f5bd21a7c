"""Column kinds that come back in many tables, each with its comment."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Integer,
    MetaData,
    Text,
    false,
    func,
)
from sqlalchemy.sql.elements import ColumnElement

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA = MetaData(naming_convention=NAMING)
SCHEMAS = ("intake", "matching", "casework", "publication", "audit")

DIGEST = "^[0-9a-f]{64}$"


def municipality() -> Column[str]:
    """Return the column every row carries: whose row it is."""
    return Column(
        "municipality_code", Text, nullable=False, comment="CBS code, e.g. 1940"
    )


def month() -> Column[str]:
    """Return the reporting month, explicit in every row."""
    return Column("month", Text, nullable=False, comment="Reporting month, yyyy-mm")


def text(
    name: str, comment: str, *, null: bool = False, primary_key: bool = False
) -> Column[str]:
    """Return a text column."""
    return Column(
        name,
        Text,
        nullable=null and not primary_key,
        primary_key=primary_key,
        comment=comment,
    )


def count(name: str, comment: str, *, null: bool = False) -> Column[int]:
    """Return a column with a number of things."""
    return Column(name, Integer, nullable=null, comment=comment)


def flag(name: str, comment: str) -> Column[bool]:
    """Return a column that is false unless somebody says otherwise."""
    return Column(
        name, Boolean, nullable=False, server_default=false(), comment=comment
    )


def cents(name: str, comment: str, *, null: bool = False) -> Column[int]:
    """Return a column with an amount in whole euro cents."""
    return Column(name, BigInteger, nullable=null, comment=f"{comment} (euro cents)")


def digest(name: str, comment: str, *, null: bool = False) -> Column[str]:
    """Return a column with a SHA-256 digest in hexadecimal."""
    return Column(name, Text, nullable=null, comment=f"SHA-256 of {comment}")


def recorded_at() -> Column[Any]:
    """Return the moment the row was written, by the register's own clock."""
    return Column(
        "recorded_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When this row was written",
    )


def one_of(column: str, *values: str) -> CheckConstraint:
    """Return a check that a code is one of a closed list."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def is_digest(column: str) -> CheckConstraint:
    """Return a check that a column holds a SHA-256 digest."""
    return CheckConstraint(f"{column} ~ '{DIGEST}'", name=f"{column}_is_digest")


def check(name: str, rule: str | ColumnElement[bool]) -> CheckConstraint:
    """Return a named check."""
    return CheckConstraint(rule, name=name)
