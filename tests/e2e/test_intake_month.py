"""A synthetic month through the intake, against what its maker knows of every line."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from support.intake import Desk
from support.sealed_month import sealed
from support.sftp_server import running_server
from support.synthetic import FEW, MadeMonth, make_month

from vroegsein.parties.partner import load_passport
from vroegsein.register.quality_tables import crisis_notice
from vroegsein.settings import settings

MOMENT = datetime(2026, 10, 15, 7, tzinfo=UTC)
COUNTED = ("accepted", "rejected", "duplicate", "no_ground", "objection", "withdrawal")
CHANGED = ("new", "changed", "gone", "unchanged")
TAKEN = {"accepted", "superseded", "applied"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeMonth:
    return make_month(tmp_path_factory.mktemp("synthetic"), inhabitants=FEW)


def test_every_line_gets_the_verdict_its_maker_knows(
    made: MadeMonth,
    register: Engine,
    storage: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    sent = sealed(made, tmp_path, monkeypatch)
    with running_server(tmp_path / "sftp") as sftp:
        for account in sorted((sent / "inbox").iterdir()):
            desk = Desk(sftp, register, storage, account.name, moment=MOMENT)
            for path in account.iterdir():
                (desk.inbox / path.name).write_bytes(path.read_bytes())
            desk.run()
            assert desk.names("inbox") == []
            assert not leaked(made, desk)
    found = {
        (row["partner_code"], row["sequence"]): row for row in desk.rows("delivery")
    }
    expected = {
        (delivery["partner_code"], numbered(delivery)): delivery
        for delivery in made.with_files()
        if delivery["folder"].startswith("inbox/")
    }
    assert found.keys() == expected.keys()
    for key, delivery in expected.items():
        assert outcome(found[key]) == truth(delivery), key
        if delivery["state"] in TAKEN:
            assert findings(desk, found[key]) == known_findings(delivery), key
    with register.connect() as connection:
        noted = set(connection.scalars(select(crisis_notice.c.partner_code)))
    assert noted == {
        code for (code, _), row in expected.items() if row["is_asked_about"]
    }


def numbered(delivery: dict[str, Any]) -> int | None:
    """The number the register knows a delivery by: that of its manifest."""
    return delivery["number"] if delivery["has_manifest"] else None


def outcome(row: dict[str, Any]) -> dict[str, Any]:
    """What the register says of a delivery."""
    changes = {word: row[f"{word}_count"] for word in CHANGED}
    taken = row["state"] in TAKEN
    return {
        "state": row["state"],
        "refusal_code": row["refusal_code"],
        "counts": {word: row[f"{word}_count"] for word in COUNTED} if taken else None,
        "accepted_cents": row["accepted_cents"] if taken else None,
        "changes": changes if row["new_count"] is not None else None,
    }


def truth(delivery: dict[str, Any]) -> dict[str, Any]:
    """What its maker says of it."""
    taken = delivery["state"] in TAKEN
    verdicts = delivery["verdicts"] or {}
    counts = {word: verdicts[word]["lines"] for word in COUNTED}
    return {
        "state": delivery["state"],
        "refusal_code": delivery["refusal_code"],
        "counts": counts if taken else None,
        "accepted_cents": verdicts["accepted"]["cents"] if taken else None,
        "changes": delivery["changes"],
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
