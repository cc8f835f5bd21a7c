"""What is asked of a page: which one, of which month, in which language, by whom."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from vroegsein.accountability.dashboard.rights import Right
from vroegsein.errors import VroegseinError
from vroegsein.parties.period import PATTERN, ReportingMonth

LANGUAGES = ("nl", "en")
_CODE = r"[a-z0-9_]{1,40}"


class UnknownPageError(VroegseinError):
    """There is no such page, month, partner or municipality."""


@dataclass(frozen=True)
class Question:
    """A question of a Dag that waits for people.

    Attributes:
        dag_id: The Dag that asks.
        subject: What it asks; counts only.
        since: When it asked.
        href: Where it is answered, a path within Airflow.
        about: Partner or count that tells it from questions alike.
    """

    dag_id: str
    subject: str
    since: datetime
    href: str
    about: str = ""


@dataclass(frozen=True)
class Asked:
    """One request for a page.

    Attributes:
        page: Name of the page.
        municipality: CBS code.
        day: The Dutch day it is asked on.
        rights: What the reader may see.
        language: `nl` or `en`.
        month: Reporting month shown; None for the newest.
        subject: Partner or publication the page is about.
        base: Path under which the pages lie, without a slash at its end.
        airflow: Path under which Airflow's own pages lie.
        questions: Open questions of the Dags.
    """

    page: str
    municipality: str
    day: date
    rights: frozenset[Right]
    language: str = "nl"
    month: ReportingMonth | None = None
    subject: str = ""
    base: str = "/vroegsignalering"
    airflow: str = ""
    questions: Sequence[Question] = field(default=())

    def link(self, page: str = "", **changes: str) -> str:
        """Return the address of a page in the same month and language.

        Args:
            page: Path below the base, such as `partners`.
            changes: What differs in the query.
        """
        query = {"month": str(self.month or ""), "lang": self.language} | changes
        written = urlencode({name: value for name, value in query.items() if value})
        return f"{self.base}/{page}?{written}"


def read_month(text: str | None) -> ReportingMonth | None:
    """Read the month of a query; absent or empty means the newest.

    Raises:
        UnknownPageError: It is no month.
    """
    if not text:
        return None
    if not re.fullmatch(PATTERN, text):
        raise UnknownPageError
    return ReportingMonth.parse(text)


def read_code(text: str) -> str:
    """Read a partner's or publication's code from a path.

    Raises:
        UnknownPageError: It cannot be one.
    """
    if not re.fullmatch(_CODE, text, re.IGNORECASE):
        raise UnknownPageError
    return text


def read_language(query: str | None, accepted: str | None) -> str:
    """Return the language to answer in.

    Args:
        query: Language of the query, which wins.
        accepted: Header `Accept-Language`; the language it likes best of ours.
    """
    if query in LANGUAGES:
        return str(query)
    liked = sorted(_weighed(accepted or ""), key=lambda found: -found[1])
    return next((language for language, _ in liked if language in LANGUAGES), "nl")


def _weighed(header: str) -> list[tuple[str, float]]:
    """Return the languages of a header with their weights; what is wrong weighs 0."""
    found = []
    for part in header.split(","):
        name, _, weight = part.partition(";q=")
        try:
            number = float(weight or 1)
        except ValueError:
            number = 0.0
        found.append((name.strip().lower()[:2], number))
    return found


def plain_query(query: Mapping[str, str]) -> dict[str, str]:
    """Return what of a query is carried on: nothing that we do not know."""
    return {name: query[name] for name in ("month", "lang") if name in query}
