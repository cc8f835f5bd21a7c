"""A month's figures, kept beside its report: what later reports compare with.

The rows they were counted from are destroyed after their term; the figures hold no
person and stay, as the report does. A report that is made again after the purge of an
earlier month is therefore the same, to the byte.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import RowMapping

from vroegsein.settings import settings

#: Counts, and euro cents; the first two can still be counted after a purge.
LEFT = ("line_count", "accepted_count")
TAKEN = ("signal_count", "picked_up_count", "person_count", "amount_cents")


@dataclass(frozen=True)
class MonthFigures:
    """The last published list of one month, in figures.

    Attributes:
        month: Reporting month, yyyy-mm.
        version: Version of the list they are of.
        values: Count or euro cents by name; None where a purge took the rows before
            any report had kept the figure.
    """

    month: str
    version: int
    values: Mapping[str, int | None]


def report_folder(municipality: str, month: str) -> Path:
    """Return where a month's reports lie."""
    return settings().storage / "reports" / municipality / month


def figures_name(version: int) -> str:
    """Return the name of the file with the figures of one version."""
    return f"cijfers-v{version}.json"


def written(figures: MonthFigures) -> bytes:
    """Return the file that keeps a month's figures."""
    said = {
        "maand": figures.month,
        "versie": figures.version,
        "cijfers": dict(figures.values),
    }
    return json.dumps(said, sort_keys=True, indent=1).encode("ascii") + b"\n"


def month_figures(municipality: str, row: RowMapping) -> MonthFigures:
    """Return a month's figures: of the register, or as they were kept.

    Args:
        municipality: CBS code.
        row: A row of `include/sql/reports/year.sql`.
    """
    values: dict[str, int | None] = {name: row[name] for name in (*LEFT, *TAKEN)}
    if row["is_purged"]:
        kept = _kept(municipality, row["month"], row["version"])
        values |= {name: kept.get(name) for name in TAKEN}
    return MonthFigures(row["month"], row["version"], values)


def _kept(municipality: str, month: str, version: int) -> Mapping[str, int]:
    """Return what was kept beside a report; nothing where none was ever made."""
    path = report_folder(municipality, month) / figures_name(version)
    if not path.exists():
        return {}
    kept: dict[str, int] = json.loads(path.read_bytes())["cijfers"]
    return kept
