"""How well the matcher does on a synthetic month whose true persons are known."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import comb
from pathlib import Path

from support.matching import Matched, Row, match_rows
from support.synthetic import MadeMonth
from vroegsein.matching.month import KIND_BY_DEBTOR


@dataclass(frozen=True)
class Quality:
    """Pairs of signals, counted against the truth.

    Attributes:
        joined: Pairs in one person by the matcher.
        true: Pairs that are one resident in truth.
        right: Pairs that are both.
        forbidden: Joined pairs of two residents who both have a certain birth date,
            and another one.
    """

    joined: int
    true: int
    right: int
    forbidden: int

    @property
    def precision(self) -> float:
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.joined + self.true) if self.true else 1.0


def accepted(made: MadeMonth) -> list[Row]:
    """Return the signals that reach the matcher, with an id and the true person."""
    rows = [row for row in made.signals if row["verdict"] == "accepted"]
    return [
        row
        | {
            "signal_id": f"s{number:05}",
            "received_at": row["signal_date"],
            "debtor_kind": KIND_BY_DEBTOR.get(row["debtor_kind"], "business"),
        }
        for number, row in enumerate(rows)
    ]


def match_made(folder: Path, rows: Iterable[Row], residents: Iterable[Row]) -> Matched:
    """Match accepted signals, with or without the register of residents."""
    return match_rows(folder, rows, residents=residents)


def quality(rows: list[Row], found: Matched) -> Quality:
    """Count the pairs of a result against the truth."""
    return judged(rows, found.groups())


def judged(rows: list[Row], groups: Iterable[frozenset[str]]) -> Quality:
    """Count the pairs of signals grouped into persons against the truth."""
    truth = {row["signal_id"]: true_person(row) for row in rows}
    born = {row["signal_id"]: row["birth_date"] for row in rows}
    joined = [pair for group in groups for pair in combinations(sorted(group), 2)]
    return Quality(
        joined=len(joined),
        true=sum(comb(count, 2) for count in Counter(truth.values()).values()),
        right=sum(truth[one] == truth[other] for one, other in joined),
        forbidden=sum(
            truth[one] != truth[other]
            and born[one] != born[other]
            and is_certain(born[one])
            and is_certain(born[other])
            for one, other in joined
        ),
    )


def true_person(row: Row) -> str:
    """Return who a signal is about; a company is its name and address."""
    company = f"{row['surname']}|{row['address_key']}"
    return row["resident_id"] or f"company {company}"


def is_certain(birth_date: str) -> bool:
    """Tell whether a date is whole and not one systems make up."""
    return bool(birth_date) and not birth_date.endswith(("-00", "-01-01"))
