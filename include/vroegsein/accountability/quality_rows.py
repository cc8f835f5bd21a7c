"""What the quality pages are made from: twelve months of a municipality's deliveries.

Counts, codes, columns and moments of the register; nothing here reads a column that
holds a person's data. Of a partner's month the deliveries that hold count, and of those
that were replaced only when they came.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from sqlalchemy import Connection, RowMapping

from vroegsein.listing.inputs import load_passports
from vroegsein.listing.statements import rows
from vroegsein.listing.triage import Status
from vroegsein.parties.municipality import Policy, load_policy
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import settings

MONTHS = 12
FOLDER = "quality"  # of include/sql/
IN_TIME = frozenset({"accepted", "empty", "superseded"})  # states that met the due day
HOLDS = "accepted"


@dataclass(frozen=True)
class Score:
    """What is counted of a partner, over one month or several.

    Attributes:
        month_count: Months in which a delivery was due.
        on_time_count: Those in which it came in time.
        line_count: Lines of the deliveries that hold.
        accepted_count: Lines taken.
        phone_count: Lines taken that have a telephone number.
        email_count: Lines taken that have an e-mail address.
        birth_date_count: Lines taken that have a birth date.
        signal_count: Signals that were decided on.
        wrong_count: Those that were not justified (KPI K19).
        refused_count: Files refused as a whole.
    """

    month_count: int = 0
    on_time_count: int = 0
    line_count: int = 0
    accepted_count: int = 0
    phone_count: int = 0
    email_count: int = 0
    birth_date_count: int = 0
    signal_count: int = 0
    wrong_count: int = 0
    refused_count: int = 0

    def __add__(self, other: "Score") -> "Score":
        """Return both together."""
        names = [field.name for field in fields(Score)]
        return Score(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True)
class QualityRows:
    """Twelve months of a municipality's deliveries, up to and with one month."""

    policy: Policy
    month: ReportingMonth
    months: tuple[str, ...]
    passports: Mapping[str, Passport]
    deliveries: Sequence[RowMapping]
    findings: Sequence[RowMapping]
    wrong_signals: Sequence[RowMapping]

    @cached_property
    def partners(self) -> list[str]:
        """Codes of all partners, by name."""
        known = {row["partner_code"] for row in self.deliveries} | set(self.passports)
        return sorted(known, key=lambda code: (self.name(code).casefold(), code))

    def name(self, partner: str) -> str:
        """Return a partner's name, or its code when its passport is gone."""
        passport = self.passports.get(partner)
        return passport.name if passport else partner

    @cached_property
    def scores(self) -> dict[tuple[str, str], Score]:
        """What is counted of each partner in each month since its first delivery."""
        found: dict[tuple[str, str], Score] = {}
        delivered = _by_partner_and_month(self.deliveries)
        judged = _by_partner_and_month(self.wrong_signals)
        for partner in self.partners:
            first = min(
                (month for code, month in delivered if code == partner), default=None
            )
            for month in self.months:
                if first and month >= first:
                    place = partner, month
                    own = delivered.get(place, [])
                    found[place] = self._score(month, own, judged.get(place, []))
        return found

    def _score(
        self, month: str, own: list[RowMapping], judged: list[RowMapping]
    ) -> Score:
        """Count what a partner delivered for a month, and what was judged of it."""
        arrived = [row for row in own if row["state"] in IN_TIME]
        holds = [row for row in own if row["state"] == HOLDS]
        return Score(
            # The last month may still be running: nothing came is not yet too late.
            month_count=int(bool(arrived) or month != self.months[-1]),
            on_time_count=int(bool(arrived) and arrived[0]["timing"] == "on_time"),
            refused_count=sum(row["state"] == "refused" for row in own),
            signal_count=sum(row["signal_count"] for row in judged),
            wrong_count=sum(row["wrong_count"] for row in judged),
            **{
                name: sum(row[name] or 0 for row in holds)
                for name in (
                    "line_count",
                    "accepted_count",
                    "phone_count",
                    "email_count",
                    "birth_date_count",
                )
            },
        )

    def total(self, partner: str) -> Score:
        """Return what is counted of a partner over all months."""
        own = [score for (code, _), score in self.scores.items() if code == partner]
        return sum(own, start=Score())


def _by_partner_and_month(
    found: Sequence[RowMapping],
) -> dict[tuple[str, str], list[RowMapping]]:
    """Return rows by whom and which month they are about, in their order."""
    by_place: dict[tuple[str, str], list[RowMapping]] = defaultdict(list)
    for row in found:
        by_place[row["partner_code"], row["month"]].append(row)
    return by_place


def read_quality(connection: Connection, municipality: str, month: str) -> QualityRows:
    """Read the year of deliveries that ends with a month.

    Raises:
        ConfigurationError: A passport or the policy is missing or wrong.
    """
    last = ReportingMonth.parse(month)
    months = tuple(str(last.plus(-back)) for back in reversed(range(MONTHS)))
    place = {
        "municipality_code": municipality,
        "first_month": months[0],
        "last_month": months[-1],
    }
    return QualityRows(
        policy=load_policy(settings().municipalities, municipality),
        month=last,
        months=months,
        passports=load_passports(municipality),
        deliveries=rows(connection, FOLDER, "delivery", **place),
        findings=rows(connection, FOLDER, "finding", **place),
        wrong_signals=rows(
            connection, FOLDER, "wrong_signal", **place, wrong_status=Status.UNJUSTIFIED
        ),
    )
