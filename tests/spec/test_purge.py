"""A purge destroys what is due, nothing else, proves it, and survives being killed."""

import os
import re
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, Table, UniqueConstraint, insert, select, text, update
from support.chain import ROOT, keys_folder
from support.listing_month import MUNICIPALITY, OCTOBER, Register
from support.purging import (
    JUNE_NIGHT,
    MAY_NIGHT,
    filled,
    hits,
    marked,
    open_case,
    put_file,
    row_counts,
)

from vroegsein.accountability import holds, purge, purge_files, purge_steps
from vroegsein.accountability.purge_rules import PURGED
from vroegsein.accountability.purge_scope import Scope
from vroegsein.errors import DecisionError, InvariantError, OperatorError
from vroegsein.intake.arriving.turns import one_at_a_time
from vroegsein.listing.month_lock import month_lock
from vroegsein.parties.policy_retention import Retention
from vroegsein.register import audit_tables, purged
from vroegsein.register.case_tables import feedback
from vroegsein.register.dictionary import is_personal
from vroegsein.register.intake_tables import signal
from vroegsein.register.schema import metadata
from vroegsein.settings import settings

__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder", "register")
NOVEMBER = "2026-11"
#: Columns that tell of one person, though they name nobody.
ABOUT = {"signal_id", "person_id", "case_id", "left_id"}
#: Tables with such a column that stay: tombstones are keyed, holds are by hand.
STAYING = {"audit.legal_hold", "intake.signal"}


def markers(month: str = OCTOBER) -> list[str]:
    found = [marked(number, month) for number in range(6)]
    return [str(value) for item in found for value in (item.email, item.surname)]


def signals_of(register: Engine) -> list[str]:
    with register.connect() as connection:
        return list(
            connection.scalars(select(signal.c.signal_id).order_by(signal.c.signal_id))
        )


def certificate(register: Engine) -> dict:
    with register.connect() as connection:
        return dict(
            connection.execute(select(audit_tables.purge_certificate)).mappings().one()
        )


def test_no_byte_of_what_was_due_is_left(register: Engine):
    """I9, GP2: rows, log, statistics, files and parquet of a month whose term is over."""
    filled(register, OCTOBER)
    with register.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        connection.execute(text("ANALYZE"))
    assert len(hits(register, *markers())) > 5
    done = purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert hits(register, *markers()) == []
    told = purge.dry_run(MUNICIPALITY, JUNE_NIGHT)
    assert (told["rows"], told["files"]) == ({}, 0)
    assert done["months"] == 1
    assert done["rows"] > 30
    assert done["files"] >= 6


def test_the_certificate_says_what_was_searched_and_is_in_the_chain(register: Engine):
    filled(register, OCTOBER)
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    found = certificate(register)
    assert found["proof"]["holds"] is True
    assert found["proof"]["found_in"] == []
    assert found["proof"]["markers"] > 10
    assert {"register", "storage", "elsewhere"} <= set(found["proof"]["roots"])
    with register.connect() as connection:
        event = connection.execute(select(audit_tables.event)).mappings().all()[-1]
    assert event["result"] == f"proven {found['digest']}"
    assert event["object"] == found["purge_id"]


def test_a_month_that_is_not_due_stays_whole(register: Engine):
    filled(register, OCTOBER, NOVEMBER)
    purge.purge_personal_data(MUNICIPALITY, MAY_NIGHT + timedelta(days=25))
    assert signals_of(register) == [marked(n, NOVEMBER).signal_id for n in range(6)]
    assert hits(register, *markers(NOVEMBER)) != []
    assert hits(register, *markers()) == []


def test_a_month_waits_for_the_list_that_still_looks_back_on_it(register: Engine):
    """Six months of look-back: April's list is made in May, October waits for it."""
    filled(register, OCTOBER)
    assert purge.purge_personal_data(MUNICIPALITY, MAY_NIGHT)["months"] == 0
    assert len(signals_of(register)) == 6
    waited = datetime(2027, 6, 1, 1, tzinfo=UTC)
    assert purge.purge_personal_data(MUNICIPALITY, waited)["months"] == 1


def test_another_municipality_keeps_its_signals_of_the_same_month(register: Engine):
    filled(register, OCTOBER)
    other = Register(register, municipality="0085")
    kept = marked(77)
    other.deliver([kept])
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert signals_of(register) == [kept.signal_id]
    other.deliver([marked(79)])  # the new partition takes rows as the old one did
    assert len(signals_of(register)) == 2


def test_an_open_case_keeps_its_signals_until_it_is_due(register: Engine):
    filled(register, OCTOBER)
    kept = marked(2).signal_id
    open_case(register, "C1", kept, state="in_contact", on=date(2027, 3, 1))
    night = JUNE_NIGHT
    purge.purge_personal_data(MUNICIPALITY, night)
    assert signals_of(register) == [kept]
    for _ in range(11):
        night += timedelta(days=30)
        purge.purge_personal_data(MUNICIPALITY, night)
    assert signals_of(register) == []
    assert row_counts(register)["casework.case"] == 0


def test_what_a_partner_was_told_stays_as_long_as_the_signal(register: Engine):
    """Forgotten sooner, the same news would go to the partner again."""
    filled(register, OCTOBER)
    kept, gone = marked(2).signal_id, marked(1).signal_id
    open_case(register, "C1", kept, state="in_contact", on=date(2027, 3, 1))
    with register.begin() as connection:
        for signal_id in (kept, gone):
            connection.execute(
                insert(feedback).values(
                    feedback_id=f"F-{signal_id}", municipality_code=MUNICIPALITY,
                    month=OCTOBER, partner_code="merenwonen", signal_id=signal_id,
                    source_record_id="1", code="TK01", feedback_date=date(2026, 10, 9),
                )
            )  # fmt: skip
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    with register.connect() as connection:
        assert list(connection.scalars(select(feedback.c.signal_id))) == [kept]


def test_a_closed_case_goes_six_months_later(register: Engine):
    filled(register, OCTOBER)
    closed = date(2026, 12, 20)
    open_case(register, "C1", marked(2).signal_id, state="closed", on=closed)
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert row_counts(register)["casework.case"] == 1
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT + timedelta(days=7))
    assert row_counts(register)["casework.case"] == 0
    assert signals_of(register) == []


@pytest.mark.parametrize("scope", ["month", "case"])
def test_what_is_on_hold_stays_until_the_hold_is_lifted(register: Engine, scope: str):
    filled(register, OCTOBER)
    open_case(register, "C1", marked(2).signal_id, state="closed", on=date(2026, 11, 1))
    held = {"month": OCTOBER, "case": "C1"}[scope]
    hold = holds.set_hold(
        MUNICIPALITY, scope, held, "bezwaarprocedure", "fg", MAY_NIGHT
    )
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert len(signals_of(register)) == {"month": 6, "case": 1}[scope]
    holds.lift_hold(hold, "fg", JUNE_NIGHT)
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT + timedelta(days=1))
    assert signals_of(register) == []


def test_a_dry_run_counts_and_changes_nothing(register: Engine):
    filled(register, OCTOBER)
    before = row_counts(register)
    told = purge.dry_run(MUNICIPALITY, JUNE_NIGHT)
    assert row_counts(register) == before
    assert told["rows"]["intake.signal_2026_10"] == 6
    assert (told["months"], told["files"] >= 6) == (1, True)
    assert not any(word in str(told) for word in markers())


def test_a_purge_killed_after_any_step_is_completed_as_it_was_begun(register: Engine):
    """PRV-02: killed after one step, then after two, ...; certified once, at the end."""
    filled(register, OCTOBER)
    begun = purge_steps.begin(Scope(MUNICIPALITY, JUNE_NIGHT, Retention()))
    for steps in range(len(purge_steps.STEPS) + 1):
        (work,) = purge.open_purges(MUNICIPALITY)
        work.recall()
        for step in purge_steps.STEPS[:steps]:
            step(work)
    assert row_counts(register)["audit.purge_certificate"] == 0
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT + timedelta(hours=1))
    found = certificate(register)
    assert found["purge_id"] == begun.purge_id
    assert found["counts"]["rows"]["intake.signal_2026_10"] == 6
    assert found["counts"]["files"] >= 6
    assert found["proof"]["markers"] > 10
    assert hits(register, *markers()) == []
    assert not begun.path.exists()


def test_what_is_still_there_is_no_certificate(register: Engine):
    """The proof can fail: a copy in a folder that nobody named is found."""
    filled(register, OCTOBER)
    forgotten = settings().storage / "kopie.txt"
    forgotten.write_text(str(marked(1).email))
    with pytest.raises(InvariantError, match="storage/kopie"):
        purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert row_counts(register)["audit.purge_certificate"] == 0
    forgotten.unlink()
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert certificate(register)["proof"]["holds"]


def test_deleting_alone_leaves_bytes_behind(register: Engine):
    """F10, why tables are rewritten: the search finds what DELETE leaves."""
    filled(register, OCTOBER)
    with register.begin() as connection:
        connection.execute(text("DELETE FROM casework.list_entry_signal"))
        connection.execute(text("DELETE FROM intake.signal"))
    assert hits(register, str(marked(1).customer)) != []


def keys_of(table: Table) -> list[list[str]]:
    """The columns that an index of a table begins with, for each index."""
    uniques = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    keyed = [table.primary_key, *uniques, *table.indexes]
    return [[each.name for each in one.columns] for one in keyed]


def test_what_hangs_on_a_purged_row_is_found_by_an_index():
    """A million rows go in a minute: each is looked up where it is referred to."""
    unindexed = [
        f"{table.fullname}: {[each.name for each in link.columns]}"
        for table in metadata().sorted_tables
        for link in table.foreign_key_constraints
        if link.referred_table in PURGED
        and not any(
            {each.name for each in link.columns} == set(key[: len(link.columns)])
            for key in keys_of(table)
        )
    ]
    assert unindexed == []


def test_a_purged_month_can_never_be_run_again(register: Engine):
    """PRV-03: not from the moment the purge begins."""
    filled(register, OCTOBER)
    purge_steps.begin(Scope(MUNICIPALITY, JUNE_NIGHT, Retention()))
    with (
        pytest.raises(DecisionError, match="PERIOD_PURGED"),
        purged.not_purging(MUNICIPALITY, OCTOBER),
    ):
        pass
    with purged.not_purging(MUNICIPALITY, NOVEMBER):
        pass


def test_a_purge_waits_for_a_run_and_gives_up_in_time(register: Engine, monkeypatch):
    """PRV-01: never half a period under somebody's hands."""
    filled(register, OCTOBER)
    monkeypatch.setattr(purged, "WAIT", "200ms")
    with purged.not_purging(MUNICIPALITY, NOVEMBER):
        with pytest.raises(OperatorError, match="RUN_LOCKED"):
            purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
        with purged.not_purging(MUNICIPALITY, OCTOBER):  # runs do not wait for runs
            pass
    assert len(signals_of(register)) == 6


@pytest.mark.parametrize(
    "work",
    [
        month_lock(MUNICIPALITY, NOVEMBER),
        one_at_a_time(f"{MUNICIPALITY}|merenwonen"),
        one_at_a_time(f"{MUNICIPALITY}|crisis", f"{MUNICIPALITY}|feedback"),
    ],
    ids=["lists and statistics", "intake", "crisis lists and feedback"],
)
def test_a_purge_waits_for_every_kind_of_work(register: Engine, monkeypatch, work):
    """PRV-01: whatever takes turns on persons' data has its turn before a purge."""
    filled(register, OCTOBER)
    monkeypatch.setattr(purged, "WAIT", "200ms")
    with work, pytest.raises(OperatorError, match="RUN_LOCKED"):
        purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert len(signals_of(register)) == 6
    assert purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)["months"] == 1


def test_work_within_work_never_waits_for_the_purge_behind_it(register: Engine):
    """A purge that waits for work is not waited for by that work."""
    filled(register, OCTOBER)
    with ThreadPoolExecutor() as another, purged.held_off(MUNICIPALITY):
        purging = another.submit(purge.purge_personal_data, MUNICIPALITY, JUNE_NIGHT)
        until(lambda: waits_for_a_lock(register))
        with month_lock(MUNICIPALITY, NOVEMBER), purged.held_off(MUNICIPALITY):
            assert not purging.done()
    assert purging.result()["months"] == 1


def waits_for_a_lock(register: Engine) -> bool:
    query = text(
        "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    with register.connect() as connection:
        return bool(connection.scalar(query))


def until(ready: Callable[[], bool], patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("days", [-1, 41, 4000])
def test_a_clock_that_jumped_destroys_nothing(register: Engine, days: int):
    filled(register, OCTOBER)
    start = datetime(2026, 12, 1, 1, tzinfo=UTC)
    purge.purge_personal_data(MUNICIPALITY, start)
    before = row_counts(register)
    with pytest.raises(OperatorError, match="CLOCK_JUMPED"):
        purge.purge_personal_data(MUNICIPALITY, start + timedelta(days=days))
    assert row_counts(register) == before
    purge.purge_personal_data(MUNICIPALITY, start + timedelta(days=40))


def test_a_backup_that_was_put_back_is_purged_before_it_opens(register: Engine):
    """PRV-04: the ledger lies elsewhere; what it names is destroyed again."""
    filled(register, OCTOBER)
    ledger = settings().elsewhere / MUNICIPALITY
    scope = Scope(MUNICIPALITY, JUNE_NIGHT, Retention())
    purge_steps.write_ledger(scope)  # as the register that was lost had written it
    assert len(list(ledger.glob("purge_*"))) == 1
    assert purge.replay_purges(MUNICIPALITY, JUNE_NIGHT) == 1
    assert hits(register, *markers()) == []
    assert purge.replay_purges(MUNICIPALITY, JUNE_NIGHT) == 0


def test_a_night_with_nothing_due_is_told_in_the_chain(register: Engine):
    purge.purge_personal_data(MUNICIPALITY, MAY_NIGHT)
    with register.connect() as connection:
        event = connection.execute(select(audit_tables.event)).mappings().one()
    assert (event["action"], event["result"]) == (purge_steps.ACTION, purge.NOTHING)


def test_landed_files_go_thirty_days_after_publication(register: Engine):
    filled(register, OCTOBER)
    published = datetime(2026, 10, 14, 9, tzinfo=UTC)
    landed = put_file("landing", OCTOBER, "x.raw", "bsn")
    purge.purge_personal_data(MUNICIPALITY, published + timedelta(days=29))
    assert landed.exists()
    purge.purge_personal_data(MUNICIPALITY, published + timedelta(days=30))
    assert not landed.exists()
    assert not landed.parent.exists()
    assert len(signals_of(register)) == 6  # only the files were due


@pytest.mark.parametrize(("days", "is_left"), [(29, True), (30, False)])
@pytest.mark.usefixtures("register")
def test_a_file_of_no_month_goes_thirty_days_after_it_was_written(
    days: int, is_left: bool
):
    path = settings().storage / "office" / MUNICIPALITY / "uitkomsten.age"
    path.parent.mkdir(parents=True)
    path.write_text("sealed")
    written = (JUNE_NIGHT - timedelta(days=days)).timestamp()
    os.utime(path, (written, written))
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert path.exists() is is_left


@pytest.mark.usefixtures("register")
def test_every_folder_the_system_writes_has_a_term():
    """A kind of file that somebody adds later is missed here, and not in the purge."""
    found = {
        name
        for path in (ROOT / "include" / "vroegsein").rglob("*.py")
        for name in re.findall(r"storage\s*/\s*\"([a-z_]+)\"", path.read_text("utf-8"))
    }
    for name in found:
        (settings().storage / name).mkdir()
    assert len(found) > 8
    assert purge_files.unknown_folders() == []


def test_keys_of_the_log_go_when_their_term_is_over(register: Engine):
    from vroegsein.register.pseudonyms import Purpose, known_keys, pseudonym_key

    for year in (2020, 2021, 2022):
        pseudonym_key(MUNICIPALITY, year, Purpose.LOG)
    put_file("work", OCTOBER, "x", "something that is due")
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert [key.year for key in known_keys(MUNICIPALITY, Purpose.LOG)] == [2022]
    assert len(certificate(register)["destroyed_keys"]) == 2


def test_a_replaced_extract_goes_and_the_newest_stays(register: Engine):
    from vroegsein.register.case_tables import office_file, resident

    with register.begin() as connection:
        for number, day in ((1, date(2027, 1, 5)), (2, date(2027, 2, 5))):
            connection.execute(
                insert(office_file).values(
                    office_file_id=f"O{number}", municipality_code=MUNICIPALITY,
                    kind="residents", digest=f"{number}" * 64, state="accepted",
                    line_count=1, accepted_count=1, rejected_count=0, received_on=day,
                    recorded_at=datetime(2027, number, 5, tzinfo=UTC),
                )
            )  # fmt: skip
            connection.execute(
                insert(resident).values(
                    office_file_id=f"O{number}", resident_id="B1",
                    municipality_code=MUNICIPALITY, surname="Zzmark", deceased="false",
                    moved_out="false", address_secret="false",
                )
            )  # fmt: skip
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    with register.connect() as connection:
        left = list(connection.scalars(select(resident.c.office_file_id)))
    assert left == ["O2"]


def test_every_table_about_a_person_is_purged_or_said_to_stay():
    """A table that somebody adds later is missed here, and not in the purge."""
    about = {
        table.fullname
        for table in metadata().sorted_tables
        if any(is_personal(column) or column.name in ABOUT for column in table.columns)
    }
    assert about - STAYING <= {table.fullname for table in PURGED}


def test_the_planner_keeps_no_sample_of_a_person(register: Engine):
    """Samples outlive the rows: those of an empty table are never refreshed."""
    query = text(
        "SELECT attrelid::regclass || '.' || attname FROM pg_attribute"
        " WHERE attrelid IN ('intake.signal'::regclass, 'casework.resident'::regclass,"
        " 'casework.exclusion'::regclass) AND attstattarget = 0"
    )
    with register.connect() as connection:
        unsampled = set(connection.scalars(query))
    personal = {
        f"{table.fullname}.{column.name}"
        for table in metadata().sorted_tables
        if table.fullname
        in {"intake.signal", "casework.resident", "casework.exclusion"}
        for column in table.columns
        if is_personal(column)
    }
    assert personal <= unsampled


def test_a_certificate_is_never_rewritten(register: Engine):
    filled(register, OCTOBER)
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    for statement in (
        update(audit_tables.purge_certificate).values(digest="0" * 64),
        update(audit_tables.purged_month).values(month="2020-01"),
    ):
        refused = pytest.raises(Exception, match="append-only")
        with refused, register.begin() as connection:
            connection.execute(statement)


@pytest.mark.parametrize(("days", "is_left"), [(29, True), (30, False)])
@pytest.mark.usefixtures("register")
def test_what_killed_work_left_behind_goes_by_its_age(days: int, is_left: bool):
    """A search for somebody's data that was killed leaves a folder of no month."""
    path = settings().storage / "work" / MUNICIPALITY / "tmpx1y2" / "signals.parquet"
    path.parent.mkdir(parents=True)
    path.write_text("PAR1 Jansma")
    written = (JUNE_NIGHT - timedelta(days=days)).timestamp()
    os.utime(path, (written, written))
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert path.parent.exists() is is_left


@pytest.mark.parametrize("place", ["task logs", "temporary"])
def test_the_proof_reads_task_logs_and_temporary_files(
    register: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
):
    """I9: what somebody printed, or a killed command left behind, is found."""
    folder = tmp_path / "named"
    planted = {
        "task logs": folder / "logs" / "dag_id=x" / "attempt=1.log",
        "temporary": folder / "vroegsein-check-1" / "sample.csv",
    }[place]
    planted.parent.mkdir(parents=True)
    planted.write_text(f"line with {marked(1).email} in it")
    monkeypatch.setenv("AIRFLOW__LOGGING__BASE_LOG_FOLDER", str(folder / "logs"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    settings.cache_clear()
    filled(register, OCTOBER)
    with pytest.raises(InvariantError, match=f"{place}/"):
        purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    planted.unlink()
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    assert {place, "register"} < set(certificate(register)["proof"]["roots"])


def test_every_temporary_file_of_ours_is_named_so_that_the_proof_finds_it():
    """Not of the stack: it keeps programs and settings there, and nobody's data."""
    unnamed = [
        f"{path.name}: {call}"
        for path in (ROOT / "include" / "vroegsein").rglob("*.py")
        if path.parent.name != "stack"
        for call in re.findall(
            r"(?:mkdtemp|mkstemp|TemporaryDirectory|TemporaryFile)\(.*",
            path.read_text("utf-8"),
        )
        if 'prefix="vroegsein-' not in call and "dir=" not in call
    ]
    assert unnamed == []
