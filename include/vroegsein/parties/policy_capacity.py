"""How many calls and visits a municipality can make for one month's list."""

from pydantic import Field

from vroegsein.parties.yaml_file import Strict


class Capacity(Strict):
    """What the team can do in a week; absent means: as much as is planned."""

    calls_per_week: int | None = Field(default=None, ge=0)
    visits_per_week: int | None = Field(default=None, ge=0)
    weeks: int = Field(default=4, ge=1, le=4)  # Wgs art. 4(1): the offer's own term

    @property
    def calls(self) -> int | None:
        """Calls for one list; absent: no limit."""
        return _times(self.calls_per_week, self.weeks)

    @property
    def visits(self) -> int | None:
        """Home visits for one list; absent: no limit."""
        return _times(self.visits_per_week, self.weeks)


def _times(per_week: int | None, weeks: int) -> int | None:
    """Return what so many weeks together hold."""
    return None if per_week is None else per_week * weeks
