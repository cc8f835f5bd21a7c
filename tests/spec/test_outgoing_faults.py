"""Crisis list, addendum, feedback and hand-over under faults: one whole, or none."""

import hashlib
import io
from collections.abc import Callable
from multiprocessing.pool import ThreadPool
from pathlib import Path

import openpyxl
import pyrage
import pytest
from sqlalchemy import Engine, text
from support.killing import KILLED, in_a_child
from support.listing_month import DECIDED_AT, Register, signal
from support.office import GONE, HEADERS, lines_of, office_of
from support.own_include import use_own_include
from support.reviewing import RECIPIENT, Officials
from support.told_outcomes import open_all_cases

from vroegsein import casework, listing
from vroegsein.errors import ConfigurationError, DecisionError
from vroegsein.settings import settings

NOON, EVENING = "2026-10-08T12:00:00+02:00", "2026-10-15T07:00:00+02:00"
ANSWER = {
    "chosen_options": ["Versturen"],
    "responded_by_user": {"id": "coordinator", "name": "coordinator"},
    "responded_at": "2026-10-08T13:00:00+02:00",
}
CASEWORK = ("case_signal", "case_step", '"case"')


def outbox(folder: Path) -> dict[str, str]:
    """Digests of what lies in an outbox."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (folder / "outbox").iterdir()
    }


def names_on(officials: Officials, name: str) -> list[str]:
    """The names on a sealed list, opened by its reader."""
    sealed = (officials.folder / "outbox" / name).read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(pyrage.decrypt(sealed, [officials.key])))
    header, *rows = book["Signaallijst"].iter_rows(values_only=True)
    return sorted(row[header.index("Naam")] for row in rows)


def value(register: Engine, query: str) -> object:
    """The one value a query gives."""
    with register.connect() as connection:
        return connection.execute(text(query)).scalar_one()


def forget(register: Engine, *statements: str) -> None:
    """Bring a test back to before something was sent, whatever guards the tables."""
    with register.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))


def empty(folder: Path) -> None:
    """Take everything out of an outbox."""
    for path in (folder / "outbox").iterdir():
        path.unlink()


def kill_everywhere(
    work: Callable[[], object], storage: Path, back: Callable, check: Callable
) -> int:
    """Kill work before each thing that lasts, check, run it again; count the kills.

    Args:
        work: What is killed.
        storage: Where its files lie.
        back: Brings everything back to before it.
        check: Called with whether the work was run to its end.
    """
    for step in range(1, 60):
        back()
        ended = in_a_child(work, step, storage, lasting=True)
        check(is_done=ended == 0)
        work()
        check(is_done=True)
        if ended == 0:
            return step - 1
        assert ended == KILLED
    pytest.fail("It never came to its end.")


@pytest.fixture
def crisis(register, request) -> str:
    """An approved crisis list of two persons."""
    request.getfixturevalue("officials")
    month = Register(register)
    month.deliver(
        [
            signal("c1", kind="ONTRUIMING", surname="Zonderling"),
            signal("c2", partner="wetterfryslan", kind="AFSLUITING", surname="Visser",
                   number="9"),
        ]
    )  # fmt: skip
    draft_id = listing.triage_month(month.match())
    list_id = casework.open_crisis_list(draft_id, "run", NOON)
    assert casework.record_crisis_list_answer(list_id, ANSWER)
    return list_id


def test_a_crisis_list_killed_at_any_step_goes_out_once_when_run_again(
    register, officials, storage, crisis
):
    """Nobody's case is open before the list lies there, and nobody is left out."""
    file = "crisislijst_2026-10_20261008_v1.xlsx.age"
    opened = "SELECT COUNT(*) FROM casework.case_signal"

    def back() -> None:
        empty(officials.folder)
        forget(
            register,
            *(f"DELETE FROM casework.{table}" for table in CASEWORK),
            "DELETE FROM publication.outgoing_file",
            "UPDATE casework.crisis_list SET state = 'approved', digest = NULL",
        )

    def check(*, is_done: bool) -> None:
        found = outbox(officials.folder)
        assert set(found) <= {file}
        if found:
            assert names_on(officials, file) == ["J. Visser", "J. Zonderling"]
        count = value(register, opened)
        assert count in (0, 2)
        assert not count or found
        if is_done:
            assert (count, len(found)) == (2, 1)
            state = "SELECT state || ' ' || digest FROM casework.crisis_list"
            assert value(register, state) == f"sent {found[file]}"

    def work() -> str:
        return casework.send_crisis_list(crisis, officials.server)

    assert kill_everywhere(work, storage, back, check) >= 4


def test_a_crisis_list_sent_by_two_at_once_is_one(register, officials, crisis):
    def send(_: int) -> str:
        return casework.send_crisis_list(crisis, officials.server)

    with ThreadPool(4) as pool:
        assert len(set(pool.map(send, range(6)))) == 1
    (digest,) = outbox(officials.folder).values()
    assert value(register, "SELECT digest FROM casework.crisis_list") == digest
    assert value(register, "SELECT COUNT(*) FROM casework.case_signal") == 2


def test_a_crisis_list_that_was_decided_stays_so(officials, crisis):
    """Twice the same is one approval; a refusal that comes late changes nothing."""
    assert casework.record_crisis_list_answer(crisis, ANSWER)
    late = {**ANSWER, "chosen_options": ["Afwijzen"]}
    with pytest.raises(DecisionError, match="is approved; a newer one asks"):
        casework.record_crisis_list_answer(crisis, late)
    casework.send_crisis_list(crisis, officials.server)
    with pytest.raises(DecisionError, match="is sent; a newer one asks"):
        casework.record_crisis_list_answer(crisis, late)
    assert casework.record_crisis_list_answer(crisis, ANSWER)


@pytest.fixture
def versions(register, request) -> tuple[str, str]:
    """October's first version, published, and a draft of the second, approved."""
    request.getfixturevalue("storage")
    month = Register(register)
    month.deliver([signal("a"), signal("b", partner="terpzorg")])
    first = listing.publish_list(month.publish())
    month.deliver([signal("late", partner="gaastwonen", surname="Postma")])
    draft_id = listing.triage_month(month.match())
    listing.audit_draft(draft_id)
    listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    return first, draft_id


def published(storage: Path) -> dict[str, str]:
    """Digests of what readers see of the month's versions."""
    return {
        f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in storage.glob("publications/1940/2026-10/v*/*")
    }


def test_an_addendum_killed_at_any_step_comes_whole_beside_an_untouched_list(
    register, storage, versions
):
    first = published(storage)
    listing.publish_list(versions[1])
    both = published(storage)
    assert first.items() < both.items()
    assert {"v2/addendum.csv", "v2/addendum.xlsx"} < both.keys()

    def back() -> None:
        for path in storage.glob("publications/1940/2026-10/v2/*"):
            path.unlink()
        for path in storage.glob("publications/1940/2026-10/v2"):
            path.rmdir()
        second = "publication_id IN (SELECT publication_id FROM publication.publication"
        forget(
            register,
            f"DELETE FROM publication.publication_file WHERE {second} WHERE version = 2)",
            "DELETE FROM publication.publication WHERE version = 2",
        )

    def check(*, is_done: bool) -> None:
        assert published(storage) in ((both,) if is_done else (first, both))

    def work() -> str:
        return listing.publish_list(versions[1])

    assert kill_everywhere(work, storage, back, check) >= 3


@pytest.fixture
def news(register, officials, tmp_path, monkeypatch) -> Officials:
    """News of October for a partner whose feedback is encrypted to its key."""
    month = Register(register)
    month.deliver([signal("s1"), signal("s2", cents=7499)])
    month.publish()
    open_all_cases(register)
    use_own_include(tmp_path / "own", monkeypatch)
    path = tmp_path / "own" / "partners" / "merenwonen.yml"
    written = path.read_text("utf-8")
    path.write_text(f"{written}protection: {{recipients: [{RECIPIENT}]}}\n", "utf-8")
    settings.cache_clear()
    return officials


def tell(partner: Officials) -> None:
    """Write the day's news and send it."""
    casework.write_feedback("1940", EVENING)
    casework.send_feedback("merenwonen", "1940", partner.server, EVENING)


def test_feedback_killed_at_any_step_is_told_once_and_stays_the_same(
    register, news, storage
):
    """One file per partner per day of news, with its twin, byte for byte."""
    files = {f"terugkoppeling_1940_2026-10-15.{end}.age" for end in ("csv", "json")}
    kept = storage / "feedback" / "1940" / "merenwonen"

    def back() -> None:
        empty(news.folder)
        for path in kept.glob("*"):
            path.unlink()
        forget(
            register,
            "DELETE FROM casework.feedback",
            "DELETE FROM casework.feedback_file",
        )

    def check(*, is_done: bool) -> None:
        found = outbox(news.folder)
        assert found.keys() <= files
        written = value(register, "SELECT COUNT(*) FROM casework.feedback")
        assert written in ((2,) if is_done else (0, 2))
        for name, digest in found.items():
            assert hashlib.sha256((kept / name).read_bytes()).hexdigest() == digest
        is_sent = value(
            register,
            "SELECT COALESCE(BOOL_AND(is_sent), FALSE) FROM casework.feedback_file",
        )
        assert not is_sent or found.keys() == files
        assert not is_done or is_sent

    assert kill_everywhere(lambda: tell(news), storage, back, check) >= 4


def test_feedback_sent_by_two_at_once_is_one_file_and_its_twin(news, storage):
    """Red while each run sealed for itself: the outbox had one, the store another."""
    casework.write_feedback("1940", EVENING)

    def send(_: int) -> int:
        return casework.send_feedback("merenwonen", "1940", news.server, EVENING)

    with ThreadPool(4) as pool:
        assert set(pool.map(send, range(8))) == {2}
    kept = storage / "feedback" / "1940" / "merenwonen"
    assert outbox(news.folder) == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in kept.iterdir()
    }


def hand_over(officials: Officials) -> int:
    return casework.send_handovers(
        "1940", officials.server, "2026-10-20T09:00:00+02:00"
    )


@pytest.fixture
def elsewhere(register, officials) -> Officials:
    """A case of two signals of somebody who lives elsewhere."""
    office = office_of(officials, register)
    outcome = lines_of(HEADERS, [("M-1", GONE, "19-10-2026", "")])
    office.send("uitkomsten_2026-10_01.csv.age", outcome)
    empty(officials.folder)
    return officials


def test_a_hand_over_killed_at_any_step_is_one_form(register, elsewhere, storage):
    def back() -> None:
        empty(elsewhere.folder)
        forget(register, "DELETE FROM publication.outgoing_file")

    def check(*, is_done: bool) -> None:
        assert len(outbox(elsewhere.folder)) in ((1,) if is_done else (0, 1))
        state = "SELECT STRING_AGG(DISTINCT state, ' ') FROM casework.handover"
        assert value(register, state) == "open"  # only people say it was sent on

    assert kill_everywhere(lambda: hand_over(elsewhere), storage, back, check) >= 3


def test_a_hand_over_by_two_at_once_is_one_form(elsewhere):
    with ThreadPool(4) as pool:
        assert set(pool.map(lambda _: hand_over(elsewhere), range(6))) == {2}
    assert len(outbox(elsewhere.folder)) == 1


NO_KEY, EXPIRED = "", "# valid until: 2026-10-07\n{}"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("crisis", NO_KEY),
        ("versions", EXPIRED),
        ("news", EXPIRED),
        ("elsewhere", NO_KEY),
    ],
)
def test_without_a_key_that_holds_nothing_of_any_kind_goes_out(
    kind, key, officials, request
):
    """OUT-03: afterwards, with the key, the same run brings it."""
    made = request.getfixturevalue(kind)
    sends: dict[str, Callable[[], object]] = {
        "crisis": lambda: casework.send_crisis_list(made, officials.server),
        "versions": lambda: listing.deliver_list(
            listing.publish_list(made[1]), officials.server, EVENING
        ),
        "news": lambda: tell(officials),
        "elsewhere": lambda: hand_over(officials),
    }
    path = settings().keys / "recipients" / f"{RECIPIENT}.pub"
    good = path.read_text()
    path.write_text(key.format(good)) if key else path.unlink()
    with pytest.raises(ConfigurationError, match="OUT_NO_KEY"):
        sends[kind]()
    assert outbox(officials.folder) == {}
    path.write_text(good)
    sends[kind]()
    assert outbox(officials.folder)
