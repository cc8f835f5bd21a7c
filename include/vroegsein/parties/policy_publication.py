"""Who approves a list, when two have to, and for which teams it is divided."""

from collections import Counter
from typing import Annotated

from pydantic import AfterValidator, Field

from vroegsein.parties.yaml_file import Strict

Postcode = Annotated[str, Field(pattern=r"^[1-9][0-9]{3}$")]
#: What Airflow calls its users; a comma would split its own list of them.
User = Annotated[str, Field(pattern=r"^[A-Za-z0-9._@-]+$")]


class Team(Strict):
    """A team of outreach workers and the areas they visit."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,30}$")  # part of the file's name
    name: str = Field(min_length=1)
    postcodes: tuple[Postcode, ...] = Field(min_length=1)


class Abnormal(Strict):
    """When a month is so unlike others that a second official has to approve."""

    percent: int = Field(default=50, gt=0)  # from the median of the months before
    months_needed: int = Field(default=3, ge=1)  # before a median says anything
    missing_partners: int | None = Field(default=None, ge=0)  # more than so many


def _apart(teams: tuple[Team, ...]) -> tuple[Team, ...]:
    """Refuse teams that share a code or a postcode."""
    codes = Counter(team.code for team in teams)
    areas = Counter(area for team in teams for area in team.postcodes)
    double = [name for name, count in (codes + areas).items() if count > 1]
    if double:
        msg = f"named in two teams: {', '.join(sorted(double))}"
        raise ValueError(msg)
    if REST in codes:
        msg = f"'{REST}' is the name of what no team visits; choose another code"
        raise ValueError(msg)
    return teams


REST = "overig"
Teams = Annotated[tuple[Team, ...], AfterValidator(_apart)]


def _two_or_none(users: tuple[User, ...]) -> tuple[User, ...]:
    """Refuse a list of one: nobody could be the second pair of eyes."""
    if len(users) == 1 or len(set(users)) < len(users):
        msg = "name two different users at least, or none: then Airflow's roles decide"
        raise ValueError(msg)
    return users


Approvers = Annotated[tuple[User, ...], AfterValidator(_two_or_none)]
