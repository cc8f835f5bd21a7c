"""Corrections, withdrawals and replays, and that every line and cent stays accounted for.

What the register should hold is worked out here by itself, from the files delivered.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from support.deliveries import File, file_of, landlord_file, record, text_of
from support.intake import Desk, killed

from vroegsein.errors import DecisionError
from vroegsein.intake import collect
from vroegsein.intake.release import release_delivery

CENTS = 12345
FIRST = landlord_file([record(n) for n in range(1, 6)])
#: 1 and 2 as they were, 3 another amount, 4 and 5 gone, 6 new.
CORRECTED = landlord_file(
    [
        record(2),
        record(1),
        record(3, bedrag_achterstand="99.00"),
        record(6),
    ],
    cents=3 * CENTS + 9900,
    soort="CORRECTIE",
    volgnummer=2,
)


def withdrawal(ids: list[str], volgnummer: int = 3) -> File:
    """A file that withdraws records; nothing but their ids is filled in."""
    rows = [{"bron_record_id": record_id} for record_id in ids]
    return file_of(text_of(rows), cents=0, soort="INTREKKING", volgnummer=volgnummer)


def deliver(desk: Desk, file: File) -> dict[str, int]:
    file.put(desk.inbox)
    return desk.run()


def in_force(desk: Desk) -> dict[str, int]:
    """Record id and cents of the signals that hold."""
    return {
        row["source_record_id"]: row["arrears_cents"]
        for row in desk.rows("signal")
        if row["ended_by"] is None
    }


def by_kind(desk: Desk, kind: str) -> dict[str, Any]:
    (row,) = [row for row in desk.rows("delivery") if row["kind"] == kind]
    return row


def check_conserved(desk: Desk) -> None:
    """I1, I2: each line once, each cent once, each signal held or ended once."""
    verdicts, signals = desk.rows("line_verdict"), desk.rows("signal")
    for delivery in desk.rows("delivery"):
        own = [v for v in verdicts if v["delivery_id"] == delivery["delivery_id"]]
        if delivery["state"] == "refused":
            assert own == []
            continue
        assert [v["line_number"] for v in own] == list(
            range(2, delivery["line_count"] + 2)
        )
        taken = [v["amount_cents"] for v in own if v["verdict"] == "accepted"]
        assert (len(taken), sum(taken)) == (
            delivery["accepted_count"], delivery["accepted_cents"],
        )  # fmt: skip
        if delivery["state"] == "accepted":
            held = [s for s in signals if s["delivery_id"] == delivery["delivery_id"]]
            assert sorted(s["arrears_cents"] for s in held) == sorted(taken)
        ended = [s for s in signals if s["ended_by"] == delivery["delivery_id"]]
        changes = ("withdrawal_count", "changed_count", "gone_count")
        assert len(ended) == sum(delivery[name] or 0 for name in changes)
        assert all((delivery[f"{name}"] or 0) >= 0 for name in changes)


def test_a_correction_replaces_the_whole_month(desk: Desk):
    """DEL-09: in one transaction; the earlier delivery stays as superseded."""
    deliver(desk, FIRST)
    later = replace(desk, moment=desk.moment + timedelta(days=1))
    assert deliver(later, CORRECTED) == {"accepted": 1, "superseded": 1}
    assert in_force(desk) == {"A-1": CENTS, "A-2": CENTS, "A-3": 9900, "A-6": CENTS}
    correction, first = by_kind(desk, "correction"), by_kind(desk, "full")
    assert first["superseded_by"] == correction["delivery_id"]
    counts = [correction[f"{w}_count"] for w in ("new", "changed", "gone", "unchanged")]
    assert counts == [1, 1, 2, 2]
    told = [
        path.read_text("utf-8")
        for path in (desk.root / "outbox").glob("ontvangstbevestiging*")
    ]
    assert any(
        "1 nieuw, 1 gewijzigd, 2 vervallen, 2 ongewijzigd" in one for one in told
    )
    assert any("gecorrigeerd" in one for one in told)
    # A record that was there keeps the day of its first receipt: the clocks run on.
    received = {
        row["source_record_id"]: row["received_at"]
        for row in desk.rows("signal")
        if row["ended_by"] is None
    }
    assert received == {
        "A-1": desk.moment, "A-2": desk.moment, "A-3": desk.moment,
        "A-6": later.moment,
    }  # fmt: skip
    check_conserved(desk)
    left = desk.left_behind()
    later.run()
    assert desk.left_behind() == left


def test_a_withdrawal_takes_out_what_it_names_and_reports_the_rest(desk: Desk):
    """DEL-09: an unknown id is a finding, a repeat a duplicate, none goes negative."""
    deliver(desk, FIRST)
    file = withdrawal(["A-2", "A-9", "A-4", "A-2"])
    assert deliver(desk, file) == {"accepted": 1, "applied": 1}
    assert set(in_force(desk)) == {"A-1", "A-3", "A-5"}
    row = by_kind(desk, "withdrawal")
    assert (row["withdrawal_count"], row["rejected_count"]) == (2, 1)
    assert (row["duplicate_count"], row["accepted_count"]) == (1, 0)
    found = {
        (one["line_number"], one["code"])
        for one in desk.rows("finding")
        if one["delivery_id"] == row["delivery_id"]
    }
    assert found >= {(3, "VAL_UNKNOWN_RECORD"), (5, "VAL_DUPLICATE")}
    check_conserved(desk)
    assert deliver(desk, withdrawal(["A-2"], 4)) == {"accepted": 1, "applied": 2}
    assert set(in_force(desk)) == {"A-1", "A-3", "A-5"}
    # What was withdrawn may come again; it is a signal of its own.
    again = landlord_file([record(2)], volgnummer=5)
    deliver(desk, again)
    assert set(in_force(desk)) == {"A-1", "A-2", "A-3", "A-5"}
    check_conserved(desk)


def test_a_month_can_be_corrected_to_nothing(desk: Desk):
    deliver(desk, FIRST)
    nothing = file_of(text_of([]), soort="CORRECTIE", volgnummer=2)
    assert deliver(desk, nothing) == {"empty": 1, "superseded": 1}
    assert in_force(desk) == {}
    check_conserved(desk)


def test_the_bytes_that_came_can_be_withdrawn(desk: Desk):
    """DEL-08, DEL-09: its manifest says what is done with a file, not its bytes."""
    deliver(desk, FIRST)
    taken = {"accepted": 1, "applied": 1}
    assert deliver(desk, FIRST.saying(soort="INTREKKING", volgnummer=2)) == taken
    assert in_force(desk) == {}
    assert by_kind(desk, "withdrawal")["withdrawal_count"] == 5
    mark = FIRST.manifest["sha256"][:8]
    assert "aangenomen\n" in desk.answer(f"ontvangstbevestiging_2026-10_{mark}.")
    assert "ingetrokken" in desk.answer(f"ontvangstbevestiging_2026-10_{mark}-2.")
    assert len([name for name in desk.names("archive") if name.endswith(".csv")]) == 2
    before = desk.left_behind()
    assert deliver(desk, FIRST.saying(soort="INTREKKING", volgnummer=2)) == taken
    assert desk.rows("signal") == before["signal"]
    assert desk.rows("delivery") == before["delivery"]


def test_a_month_can_be_corrected_back_to_what_came_first(desk: Desk):
    """DEL-09: after a correction that was wrong, and to nothing after something."""
    nothing = file_of(text_of([]))
    for file in (nothing, FIRST.saying(volgnummer=2), CORRECTED.saying(volgnummer=3)):
        deliver(desk, file)
    deliver(desk, FIRST.saying(soort="CORRECTIE", volgnummer=4))
    assert in_force(desk) == dict.fromkeys([f"A-{n}" for n in range(1, 6)], CENTS)
    check_conserved(desk)
    deliver(desk, nothing.saying(soort="CORRECTIE", volgnummer=5))
    assert in_force(desk) == {}
    again = deliver(desk, FIRST.saying(soort="CORRECTIE", volgnummer=3))
    assert again["refused"] == 1
    assert in_force(desk) == {}


@pytest.mark.parametrize("number", [0, 1])
def test_a_number_that_was_used_is_a_replay(desk: Desk, number: int):
    """DEL-22: other bytes under a number of before change nothing."""
    deliver(desk, FIRST)
    other = replace(CORRECTED, manifest={**CORRECTED.manifest, "volgnummer": number})
    assert deliver(desk, other) == {"accepted": 1, "refused": 1}
    assert by_kind(desk, "correction")["refusal_code"] == "DEL_REPLAY"
    assert len(in_force(desk)) == 5
    check_conserved(desk)


def test_a_number_the_register_cannot_hold_refuses_its_file_alone(desk: Desk):
    """DEL-22: it is the partner's mistake, and holds up nothing else of the partner."""
    largest = FIRST.saying(volgnummer=2**31 - 1)
    assert deliver(desk, largest.saying(volgnummer=2**31)) == {"refused": 1}
    assert "volgnummer" in desk.answer("bevindingen")
    assert deliver(desk, largest) == {"accepted": 1}


def test_last_months_rows_in_a_new_file_wait_for_a_human(desk: Desk):
    """DEL-22: five of six alike is refused; an official lets it in."""
    deliver(desk, FIRST)
    name = "woonproef_202611.csv"
    november = replace(desk, month="2026-11", moment=desk.moment + timedelta(days=31))
    rows = [record(n) for n in (*range(1, 6), 8)]
    file = landlord_file(rows, leverperiode="2026-11", bestand=name)
    assert deliver(november, replace(file, name=name)) == {"refused": 1}
    (row,) = [row for row in desk.rows("delivery") if row["month"] == "2026-11"]
    assert row["refusal_code"] == "DEL_REPLAY"
    with pytest.raises(DecisionError):
        release_delivery(row["delivery_id"], " ", "coordinator")
    release_delivery(row["delivery_id"], "Klopt volgens de partner", "coordinator")
    assert november.run() == {"accepted": 1}
    assert sum(row["month"] == "2026-11" for row in desk.rows("signal")) == 6
    with pytest.raises(DecisionError):
        release_delivery(row["delivery_id"], "Nogmaals", "coordinator")


def test_a_correction_and_what_it_corrects_may_lie_there_together(desk: Desk):
    """FLT-33: the partner's own order counts, not that of names or of arrival."""
    FIRST.put(desk.inbox)
    assert desk.run() == {"accepted": 1}
    CORRECTED.put(desk.inbox)
    ids = desk.fetch()
    withdrawal(["A-6"]).put(desk.inbox)
    desk.ids = [*desk.fetch(), *ids]
    desk.finish()
    assert set(in_force(desk)) == {"A-1", "A-2", "A-3"}
    check_conserved(desk)


@pytest.mark.parametrize("file", [CORRECTED, withdrawal(["A-1", "A-2"], 2)])
def test_a_kill_while_it_replaces_leaves_before_or_after(desk: Desk, file: File):
    """FLT-14, FLT-15: the month is never half replaced, and the rerun ends the same."""
    deliver(desk, FIRST)
    before = in_force(desk)
    file.put(desk.inbox)
    ids = desk.fetch()
    collect.validate_files(collect.decode_files(ids))
    seen = []
    for after in (0.02, 0.05, 0.1, 0.2):
        killed(lambda: collect.load_files(ids), after)
        seen.append(in_force(desk))
    desk.finish()
    ended = in_force(desk)
    assert all(state in (before, ended) for state in seen)
    assert ended != before
    check_conserved(desk)


def test_two_runs_of_one_partner_at_once_end_as_one(desk: Desk):
    """FLT-31: they take turns; what the first did the second finds done."""
    FIRST.put(desk.inbox)
    others = [replace(desk, ids=[]) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda one: one.run(), others))
    assert counts == [{"accepted": 1}] * 2
    assert len(desk.rows("signal")) == 5
    assert desk.names("inbox") == []
    left = desk.left_behind()
    assert desk.run() == {"accepted": 1}
    assert desk.left_behind() == left


def test_a_server_that_lets_nothing_be_moved_changes_nothing_of_the_load(desk: Desk):
    """FLT-09: loaded once, answered once, and moved as soon as that can be done."""
    FIRST.put(desk.inbox)
    desk.fetch()
    digest = desk.rows("delivery")[0]["digest"]
    hindrance = desk.root / "archive" / f"{digest[:8]}_{FIRST.name}.manifest.json"
    (hindrance / "full").mkdir(parents=True)
    assert desk.finish() == {"accepted": 1}
    receipts = {path: path.stat().st_mtime_ns for path in _outbox(desk)}
    assert desk.run() == {"accepted": 1}
    assert receipts == {path: path.stat().st_mtime_ns for path in _outbox(desk)}
    assert FIRST.name in desk.names("inbox")
    assert len(desk.rows("signal")) == 5
    (hindrance / "full").rmdir()
    hindrance.rmdir()
    assert desk.run() == {"accepted": 1}
    assert desk.names("inbox") == []


def _outbox(desk: Desk) -> list[Path]:
    return sorted((desk.root / "outbox").iterdir())


def test_what_comes_after_publication_says_so(desk: Desk):
    """DEL-10: it waits for an addendum; nothing that was published changes."""
    deliver(desk, FIRST)
    day = datetime(2026, 11, 2, 8, tzinfo=UTC)
    digest = "0" * 64
    with desk.register.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(
            text(
                "INSERT INTO publication.publication (publication_id,"
                " municipality_code, month, version, draft_id, input_digest, audit_id,"
                " has_passed, approval_id, decision, published_at)"
                " VALUES ('p', '1940', '2026-10', 1, 'd', :digest, 'a', TRUE, 'g',"
                " 'approved', :day)"
            ),
            {"digest": digest, "day": day},
        )
    later = replace(desk, moment=day + timedelta(days=1))
    deliver(later, CORRECTED)
    correction = by_kind(desk, "correction")
    assert correction["timing"] == "after_publication"
    assert by_kind(desk, "full")["timing"] == "late"  # due on the 5th
