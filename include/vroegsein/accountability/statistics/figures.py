"""Counts of one month with which of them add up to which, as the monitor knows them.

A count has a name such as `meldingen|bereik|bereikt`: what is counted, and by what it
was split. The sums are what a reader could compute one count from the others with, so
whoever hides counts has to know them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SEPARATOR = "|"


@dataclass(frozen=True)
class Sum:
    """A count that its parts add up to."""

    whole: str
    parts: tuple[str, ...]


def name_of(*words: str) -> str:
    """Return the name of a count."""
    return SEPARATOR.join(words)


@dataclass
class Figures:
    """What is known of one month.

    Attributes:
        month: Reporting month, yyyy-mm.
        counts: Counts of signals, cases, attempts or pairs, by name.
        sums: Which counts add up to which.
        measures: Other figures (days, thousandths), by name; absent where they would
            be about too few.
    """

    month: str
    counts: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    measures: dict[str, int] = field(default_factory=dict)

    def split(self, whole: str, by: str, parts: Mapping[str, int]) -> None:
        """Count a whole in parts; the whole is the parts together.

        Args:
            whole: Name of what is split.
            by: What it is split by.
            parts: Count per label; labels that do not occur may be there with none.
        """
        names = {label: name_of(whole, by, label) for label in sorted(parts)}
        self.counts[whole] = sum(parts.values())
        self.counts |= {names[label]: parts[label] for label in names}
        self.sums.append(Sum(whole, tuple(names.values())))

    def add_up(self, whole: str, parts: Iterable[str]) -> None:
        """Remember that known counts are together another count."""
        names = tuple(parts)
        self.counts[whole] = sum(self.counts[name] for name in names)
        self.sums.append(Sum(whole, names))

    def labels(self, whole: str, by: str) -> list[str]:
        """Return by which labels a whole was split, sorted."""
        start = name_of(whole, by, "")
        found = {
            name.removeprefix(start) for name in self.counts if name.startswith(start)
        }
        return sorted(label for label in found if SEPARATOR not in label)

    @property
    def document(self) -> dict[str, object]:
        """The figures as plain values, for the register."""
        return {
            "counts": dict(sorted(self.counts.items())),
            "sums": [[one.whole, *one.parts] for one in self.sums],
            "measures": dict(sorted(self.measures.items())),
        }


def read_figures(month: str, document: Mapping[str, object]) -> Figures:
    """Return figures from plain values."""
    counts, sums, measures = (document[key] for key in ("counts", "sums", "measures"))
    assert isinstance(counts, dict)
    assert isinstance(sums, list)
    assert isinstance(measures, dict)
    return Figures(
        month, counts, [Sum(whole, tuple(parts)) for whole, *parts in sums], measures
    )


def counted(labels: Iterable[str], known: Iterable[str] = ()) -> dict[str, int]:
    """Return how often each label occurs; known labels are there with none at least."""
    return dict.fromkeys(known, 0) | Counter(labels)
