"""How long what is kept: no law sets these terms, so the municipality does.

The values are a proposal to be settled in the municipality's DPIA and selection list.
What has no term here (counts without persons) may be kept.
"""

from pydantic import Field

from vroegsein.parties.yaml_file import Strict


class Retention(Strict):
    """Terms per kind; what is older is destroyed in the next night."""

    raw_days: int = Field(default=30, ge=1)  # landed files, after publication
    work_days: int = Field(default=30, ge=1)  # work files, sheets, snapshots, answers
    signal_months: int = Field(default=6, ge=6)  # after the month; look-back needs six
    wait_days: int = Field(default=31, ge=0)  # for the list that still looks back on it
    case_months: int = Field(default=6, ge=1)  # after a case was closed
    idle_months: int = Field(default=12, ge=1)  # a case nobody wrote about counts so
    non_resident_days: int = Field(default=30, ge=1)  # after the partner was told
    list_days: int = Field(default=30, ge=1)  # exclusions, extracts that were replaced
    audit_years: int = Field(default=5, ge=1)  # processing log and its keys
