"""A synthetic month through the intake, against what its maker knows of every line."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from support.intake import Desk
from support.sftp_server import running_server
from support.synthetic import MadeMonth, make_month

from vroegsein.parties.partner import load_passport
from vroegsein.settings import settings

MOMENT = datetime(2026, 10, 15, 7, tzinfo=UTC)
COUNTED = ("accepted", "rejected", "duplicate", "no_ground", "objection")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeMonth:
    return make_month(tmp_path_factory.mktemp("synthetic"))


def test_every_line_gets_the_verdict_its_maker_knows(
    made: MadeMonth, register: Engine, storage: Path, tmp_path: Path
):
    with running_server(tmp_path / "sftp") as sftp:
        for account in sorted((made.folder / "inbox").iterdir()):
            desk = Desk(sftp, register, storage, account.name, moment=MOMENT)
            for path in account.iterdir():
                (desk.inbox / path.name).write_bytes(path.read_bytes())
            desk.run()
            assert desk.names("inbox") == []
            assert not leaked(made, desk)
    found = {row["partner_code"]: row for row in desk.rows("delivery")}
    expected = [
        delivery
        for delivery in made.with_files()
        if delivery["folder"].startswith("inbox/")
    ]
    assert found.keys() == {delivery["partner_code"] for delivery in expected}
    for delivery in expected:
        row = found[delivery["partner_code"]]
        assert outcome(row) == truth(delivery), delivery["partner_code"]
        if row["state"] == "accepted":
            assert findings(desk, row) == known_findings(delivery)


def outcome(row: dict[str, Any]) -> dict[str, Any]:
    """What the register says of a delivery."""
    counts = {word: row[f"{word}_count"] for word in COUNTED}
    taken = row["state"] == "accepted"
    return {
        "state": row["state"],
        "refusal_code": row["refusal_code"],
        "counts": counts if taken else None,
        "accepted_cents": row["accepted_cents"] if taken else None,
    }


def truth(delivery: dict[str, Any]) -> dict[str, Any]:
    """What its maker says of it."""
    taken = delivery["state"] == "accepted"
    verdicts = delivery["verdicts"] or {}
    return {
        "state": delivery["state"],
        "refusal_code": delivery["refusal_code"],
        "counts": {word: verdicts[word]["lines"] for word in COUNTED}
        if taken
        else None,
        "accepted_cents": verdicts["accepted"]["cents"] if taken else None,
    }


def findings(desk: Desk, row: dict[str, Any]) -> Counter[tuple[int, str]]:
    """Line and code of what refused or set apart a line."""
    return Counter(
        (found["line_number"], found["code"])
        for found in desk.rows("finding")
        if found["delivery_id"] == row["delivery_id"] and found["level"] == "line"
    )


def known_findings(delivery: dict[str, Any]) -> Counter[tuple[int, str]]:
    return Counter((found["line"], found["code"]) for found in delivery["findings"])


def leaked(made: MadeMonth, desk: Desk) -> list[str]:
    """Markers of persons in what the partner gets back."""
    told = "".join(path.read_text("utf-8") for path in (desk.root / "outbox").iterdir())
    told += repr(desk.rows("finding")) + repr(desk.rows("delivery"))
    name = load_passport(settings().partners, desk.partner).name
    return [marker for marker in made.markers if marker in told.replace(name, "")]
