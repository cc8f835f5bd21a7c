"""The generator's truth beside the register: do they tell the same story?"""

import json
from pathlib import Path
from typing import Any

from vroegsein.demo.story import COUNTS, PartnerStory


def differences(truth: Path, month: str, stories: list[PartnerStory]) -> list[str]:
    """Compare the register's month with what the generator meant to be found.

    Args:
        truth: The generator's `truth/` folder.
        month: Reporting month.
        stories: The partners' months as the register has them.

    Returns:
        One line per difference, empty when all agree.
    """
    deliveries = json.loads((truth / "deliveries.json").read_text("utf-8"))
    expected = {row["partner_code"]: row for row in deliveries if row["month"] == month}
    found = {story.partner_code: _found(story) for story in stories}
    return [
        f"{code}: the truth says {_expected(expected.get(code))}, "
        f"the register {found.get(code)}"
        for code in sorted(expected.keys() | found.keys())
        if _expected(expected.get(code)) != found.get(code)
    ]


def _found(story: PartnerStory) -> dict[str, Any]:
    """Return a partner's month in comparable form."""
    taken = story.state in {"accepted", "empty"}
    return {
        "state": story.state,
        "code": story.code,
        "lines": story.lines if taken else 0,
        "accepted_cents": story.accepted_cents if taken else 0,
        **{
            name: count if taken else 0
            for name, count in zip(COUNTS, story.verdicts, strict=True)
        },
    }


def _expected(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the generator's expectation in the same form."""
    if row is None:
        return None
    taken = row["state"] in {"accepted", "empty"}
    return {
        "state": row["state"],
        "code": row["refusal_code"],
        "lines": row["line_count"] if taken else 0,
        "accepted_cents": row["verdicts"]["accepted"]["cents"] if taken else 0,
        **{name: row["verdicts"][name]["lines"] if taken else 0 for name in COUNTS},
    }
