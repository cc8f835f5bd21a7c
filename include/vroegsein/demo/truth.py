"""The generator's truth beside the register: do they tell the same story?"""

import json
from pathlib import Path
from typing import Any

from vroegsein.demo.story import CHANGES, COUNTS, DeliveryStory, PartnerStory

_TAKEN = {"accepted", "empty", "superseded", "applied"}
Told = dict[str, Any]


def differences(truth: Path, month: str, stories: list[PartnerStory]) -> list[str]:
    """Compare the register's month with what the generator meant to be found.

    Args:
        truth: The generator's `truth/` folder.
        month: Reporting month.
        stories: The partners' months as the register has them.

    Returns:
        One line per difference, empty when all agree.
    """
    rows = json.loads((truth / "deliveries.json").read_text("utf-8"))
    expected: dict[str, list[Told]] = {}
    for row in rows:
        if row["month"] == month:
            meant = expected.setdefault(row["partner_code"], [])
            meant += [] if row["state"] == "missing" else [_expected(row)]
    found = {story.partner_code: _all_found(story) for story in stories}
    return [
        f"{code}: the truth says {expected.get(code)}, the register {found.get(code)}"
        for code in sorted(expected.keys() | found.keys())
        if expected.get(code) != found.get(code)
    ]


def _all_found(story: PartnerStory) -> list[Told]:
    return [_found(delivery) for delivery in story.deliveries]


def _found(story: DeliveryStory) -> Told:
    """Return a delivery in comparable form; lines of a refused file do not count."""
    taken = story.state in _TAKEN
    changes = zip(CHANGES, story.changes, strict=True) if story.changes else None
    return {
        "state": story.state,
        "code": story.code,
        "lines": story.lines if taken else 0,
        "accepted_cents": story.accepted_cents if taken else 0,
        "changes": dict(changes) if changes else None,
        **{
            name: count if taken else 0
            for name, count in zip(COUNTS, story.verdicts, strict=True)
        },
    }


def _expected(row: Told) -> Told:
    """Return the generator's expectation in the same form."""
    taken = row["state"] in _TAKEN
    return {
        "state": row["state"],
        "code": row["refusal_code"],
        "lines": row["line_count"] if taken else 0,
        "accepted_cents": row["verdicts"]["accepted"]["cents"] if taken else 0,
        "changes": row["changes"],
        **{name: row["verdicts"][name]["lines"] if taken else 0 for name in COUNTS},
    }
