"""The synthetic month as tests look at it: files, truth and how to count them."""

import csv
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from support.tiny_formats import read_export
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import PROJECT_ROOT
from vroegsein.synthetic.generate import Summary, generate

INCLUDE = PROJECT_ROOT / "include"
PARTNERS = INCLUDE / "partners"
MONTH = ReportingMonth(2026, 10)
#: Enough for every household that has arrears, and for all institutions.
FEW = 6000


@dataclass
class MadeMonth:
    """A generated folder."""

    folder: Path
    summary: Summary

    @cached_property
    def deliveries(self) -> list[dict[str, Any]]:
        return json.loads((self.folder / "truth/deliveries.json").read_text("utf-8"))

    @cached_property
    def signals(self) -> list[dict[str, str]]:
        return pq.read_table(self.folder / "truth/signals.parquet").to_pylist()

    @cached_property
    def residents(self) -> list[dict[str, str]]:
        return pq.read_table(self.folder / "truth/residents.parquet").to_pylist()

    @cached_property
    def households(self) -> list[dict[str, str]]:
        return pq.read_table(self.folder / "truth/households.parquet").to_pylist()

    @cached_property
    def markers(self) -> list[str]:
        return json.loads((self.folder / "truth/markers.json").read_text("utf-8"))

    def delivery(self, partner_code: str, month: str = "2026-10") -> dict[str, Any]:
        """Return the delivery that a partner's month stands on."""
        (found,) = (
            delivery
            for delivery in self.sent(partner_code, month)
            if delivery["state"] not in {"superseded", "applied"}
        )
        return found

    def sent(self, partner_code: str, month: str = "2026-10") -> list[dict[str, Any]]:
        """Return all a partner's deliveries of a month, in order."""
        return [
            delivery
            for delivery in self.deliveries
            if delivery["partner_code"] == partner_code and delivery["month"] == month
        ]

    def with_files(self) -> list[dict[str, Any]]:
        """Return the deliveries of which a file lies somewhere."""
        return [delivery for delivery in self.deliveries if delivery["file_name"]]

    def path(self, delivery: dict[str, Any]) -> Path:
        """Return where a delivery's file lies."""
        return self.folder / delivery["folder"] / delivery["file_name"]

    def lawful(self, month: str) -> list[dict[str, str]]:
        """Return a month's true signals of partners that may send them."""
        return [
            signal
            for signal in self.signals
            if signal["month"] == month and signal["sector"] != "BELASTING"
        ]


def make_month(
    folder: Path,
    seed: int = 1,
    history_months: int = 6,
    following_months: int = 0,
    inhabitants: int | None = None,
) -> MadeMonth:
    """Generate October 2026.

    Args:
        folder: Where it is made.
        seed: Decides everything.
        history_months: Earlier months.
        following_months: Later months.
        inhabitants: Of the municipality; as the policy says where absent. As many
            signals come from few as from many, and few are made five times as fast.
    """
    out = folder / "made"
    include = INCLUDE if inhabitants is None else _include(folder, inhabitants)
    counts = (history_months, following_months)
    return MadeMonth(out, generate(out, "1940", MONTH, seed, *counts, include))


def _include(folder: Path, inhabitants: int) -> Path:
    """An `include/` with the same partners, and a policy of so many inhabitants."""
    include = folder / "include"
    (include / "municipalities").mkdir(parents=True)
    (include / "partners").symlink_to(PARTNERS)
    policy = (INCLUDE / "municipalities" / "1940.yml").read_text("utf-8")
    policy = re.sub(
        r"^inhabitants: \d+", f"inhabitants: {inhabitants}", policy, flags=re.MULTILINE
    )
    (include / "municipalities" / "1940.yml").write_text(policy, "utf-8")
    return include


def passport(partner_code: str) -> Passport:
    """Return a partner's passport."""
    return load_passport(PARTNERS, partner_code)


def manifest_of(path: Path) -> dict[str, Any]:
    """Return the manifest beside a file."""
    return json.loads(path.with_name(f"{path.name}.manifest.json").read_bytes())


def rows_of(path: Path, partner: Passport) -> list[list[str]]:
    """Return the rows under the header, total line left out, each line by itself."""
    if partner.file.format != "csv":
        records = read_export(path, partner).records
        return [list(record.values()) for record in records if record]
    lines = path.read_bytes().decode(partner.file.encoding, "strict").splitlines()
    rows = [
        next(csv.reader([line], delimiter=partner.file.separator)) for line in lines
    ]
    return [row for row in rows[1:] if row[0] != "Totaal"]


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by relative path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def address_shares(made: MadeMonth, month: str) -> tuple[float, float]:
    """Return the shares of meervoudig and of (only) opeenvolgend addresses.

    Divosa: several signals on one address in the month; else an earlier signal
    there in the six months before.
    """
    now = Counter(signal["address_key"] for signal in made.lawful(month))
    current = ReportingMonth.parse(month)
    earlier = {
        signal["address_key"]
        for back in range(1, 7)
        for signal in made.lawful(str(current.plus(-back)))
    }
    several = {key for key, count in now.items() if count > 1}
    again = {key for key in now if key in earlier} - several
    return len(several) / len(now), len(again) / len(now)
