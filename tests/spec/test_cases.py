"""Cases: opened, extended, opened again, merged and let go by published lists."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from support.casework import PUBLISHED_AT, CaseRegister
from support.listing_month import signal
from support.postgres import copy_of

from vroegsein import casework
from vroegsein.casework.history import Cause, move_case
from vroegsein.errors import DecisionError, InvariantError
from vroegsein.parties.case_codes import CASE_TRANSITIONS, CaseState

NOVEMBER = "2026-11"
BY_HAND = Cause("test", PUBLISHED_AT.date())


@pytest.fixture
def cases(register) -> CaseRegister:
    return CaseRegister(register)


def move(cases: CaseRegister, case_id: str, state: CaseState) -> None:
    with cases.engine.begin() as connection:
        move_case(connection, case_id, state, BY_HAND)


def test_a_published_list_opens_a_case_per_place_and_again_changes_nothing(cases):
    cases.deliver([signal("S1", "A"), signal("S2", "A"), signal("S3", "B")])
    published = cases.publish_places({"M-1": ("A", ["S1", "S2"]), "M-2": ("B", ["S3"])})

    assert casework.open_cases(published) == 2
    assert casework.open_cases(published) == 2

    assert cases.states() == {"M-1": "open", "M-2": "open"}
    assert cases.case_of() == {"S1": "M-1", "S2": "M-1", "S3": "M-2"}
    assert cases.history("M-1") == ["open"]


def test_an_unknown_publication_opens_nothing(cases):
    with pytest.raises(DecisionError, match="publish the list first"):
        casework.open_cases("list-nowhere")
    assert cases.states() == {}


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (CaseState.OPEN, ["open"]),
        (CaseState.IN_CONTACT, ["open", "in_contact"]),
        (CaseState.HELPED, ["open", "helped", "open"]),
        (CaseState.CLOSED, ["open", "closed", "open"]),
    ],
)
def test_a_new_signal_extends_a_case_and_opens_a_finished_one_again(
    cases, state, after
):
    cases.deliver([signal("S1", "A")])
    casework.open_cases(cases.publish_places({"M-1": ("A", ["S1"])}))
    move(cases, "M-1", state)

    cases.deliver([signal("S2", "A", month=NOVEMBER)])
    casework.open_cases(cases.publish_places({"M-1": ("A", ["S2"])}, NOVEMBER))

    assert cases.case_of() == {"S1": "M-1", "S2": "M-1"}
    assert cases.history("M-1") == after


def test_a_version_that_repeats_a_place_does_not_open_a_finished_case(cases):
    cases.deliver([signal("S1", "A"), signal("S2", "B")])
    casework.open_cases(cases.publish_places({"M-1": ("A", ["S1"])}))
    move(cases, "M-1", CaseState.CLOSED)

    casework.open_cases(
        cases.publish_places({"M-1": ("A", ["S1"]), "M-2": ("B", ["S2"])})
    )

    assert cases.states() == {"M-1": "closed", "M-2": "open"}


def test_two_cases_of_one_person_become_one_and_all_of_it_goes_along(cases):
    cases.deliver([signal("S1", "A"), signal("S2", "A")])
    casework.open_cases(
        cases.publish_places({"M-1": ("A1", ["S1"]), "M-2": ("A2", ["S2"])})
    )
    with cases.engine.begin() as connection:
        connection.execute(text(
            "INSERT INTO casework.office_file VALUES ('F', '1940', 'outcomes',"
            " repeat('0', 64), 'accepted', 1, 1, 0, '2026-10-20')"
        ))  # fmt: skip
        connection.execute(text(
            "INSERT INTO casework.outcome VALUES ('U', 'M-2', 'F',"
            " 'Inwoner is overleden', '2026-10-19')"
        ))  # fmt: skip

    cases.deliver([signal("S3", "A", month=NOVEMBER)])
    casework.open_cases(cases.publish_places({"M-1": ("A", ["S3"])}, NOVEMBER))

    assert cases.states() == {"M-1": "open", "M-2": "merged"}
    assert cases.merged() == {"M-2": "M-1"}
    assert set(cases.case_of().values()) == {"M-1"}
    with cases.engine.connect() as connection:
        query = text("SELECT case_id FROM casework.outcome")
        assert connection.execute(query).scalar_one() == "M-1"


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (CaseState.HELPED, ["open", "helped"]),
        (CaseState.CLOSED, ["open", "closed"]),
        (CaseState.IN_CONTACT, ["open", "in_contact"]),
        (CaseState.OPEN, ["open"]),
    ],
)
def test_a_case_that_only_gets_another_id_stays_where_it_was(cases, state, after):
    """A later version finds a signal that came in before the first one."""
    cases.deliver([signal("S2", "A")])
    casework.open_cases(cases.publish_places({"M-2": ("A", ["S2"])}))
    move(cases, "M-2", state)

    casework.open_cases(cases.publish_places({"M-1": ("A", ["S2"])}))

    assert cases.merged() == {"M-2": "M-1"}
    assert cases.history("M-1") == after


def test_a_case_with_a_place_of_its_own_is_not_merged(cases):
    cases.deliver([signal("S1", "A"), signal("S2", "B")])
    casework.open_cases(cases.publish_places({"M-1": ("A", ["S1", "S2"])}))

    casework.open_cases(
        cases.publish_places({"M-1": ("A", ["S1"]), "M-2": ("B", ["S2"])})
    )

    assert cases.states() == {"M-1": "open", "M-2": "open"}
    assert cases.case_of() == {"S1": "M-1", "S2": "M-2"}


def test_a_withdrawn_signal_leaves_its_trail(cases):
    cases.deliver([signal("S1", "A"), signal("S2", "B"), signal("S3", "C")])
    both = {"M-1": ("A", ["S1"]), "M-2": ("B", ["S2"]), "M-3": ("C", ["S3"])}
    casework.open_cases(cases.publish_places(both))
    move(cases, "M-3", CaseState.IN_CONTACT)

    casework.open_cases(cases.publish_places({"M-1": ("A", ["S1"])}))
    assert cases.history("M-2") == ["open", "closed"]
    assert cases.history("M-3") == ["open", "in_contact"]  # somebody is at it
    assert cases.case_of()["S2"] == "M-2"

    casework.open_cases(cases.publish_places(both))
    assert cases.history("M-2") == ["open", "closed", "open"]


def test_an_older_version_that_comes_last_changes_nothing(cases):
    cases.deliver([signal("S1", "A"), signal("S2", "A")])
    first = cases.publish_places({"M-1": ("A1", ["S1"]), "M-2": ("A2", ["S2"])})
    casework.open_cases(cases.publish_places({"M-1": ("A", ["S1", "S2"])}))
    before = cases.states()
    assert before == {"M-1": "open", "M-2": "merged"}  # the first was caught up with

    assert casework.open_cases(first) == 2
    assert cases.states() == before


ALL_STEPS = [
    (None if start is None else start, end)
    for start in CaseState
    for end in CaseState
    if start is not end
]


@pytest.mark.parametrize(("start", "end"), ALL_STEPS)
def test_only_allowed_steps_are_taken_here_and_in_the_database(
    shared_cases, start, end
):
    case_id = f"M-{start}-{end}"
    with shared_cases.engine.begin() as connection:
        for other in ("M-other", case_id):
            connection.execute(
                text(
                    "INSERT INTO casework.case VALUES (:id, '1940', '2026-10', :state,"
                    " :into) ON CONFLICT DO NOTHING"
                ),
                {
                    "id": other,
                    "state": "open" if other == "M-other" else start,
                    "into": "M-other"
                    if start == "merged" and other == case_id
                    else None,
                },
            )
    change = text("UPDATE casework.case SET state = :to, merged_into = :into"
                  " WHERE case_id = :id")  # fmt: skip
    into = "M-other" if end is CaseState.MERGED else None

    def by_sql() -> None:
        with shared_cases.engine.connect() as connection:
            connection.execute(change, {"to": end, "into": into, "id": case_id})

    if end in CASE_TRANSITIONS[start]:
        by_sql()
        return
    with pytest.raises(IntegrityError, match="no step"):
        by_sql()
    with (
        pytest.raises(InvariantError, match="cannot go"),
        shared_cases.engine.begin() as connection,
    ):
        move_case(connection, case_id, end, BY_HAND, into)


@pytest.fixture(scope="module")
def shared_cases(postgres_url, register_template):
    """One register for many small questions; none of them leaves anything behind."""
    from sqlalchemy import create_engine

    server = create_engine(f"{postgres_url}/postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(copy_of(register_template, "case_steps"))
    engine = create_engine(f"{postgres_url}/case_steps")
    yield CaseRegister(engine)
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE case_steps WITH (FORCE)"))
    server.dispose()


def test_a_history_is_only_added_to_and_goes_with_its_case_alone(cases):
    cases.deliver([signal("S1", "A")])
    casework.open_cases(cases.publish_places({"M-1": ("A", ["S1"])}))

    for statement in (
        "UPDATE casework.case_step SET step_date = '2026-01-01'",
        "DELETE FROM casework.case_step",
        (
            "INSERT INTO casework.case_step VALUES"
            " ('M-1', 3, 'open', 'closed', '2026-10-20', 'x')"
        ),
        (
            "INSERT INTO casework.case_step VALUES"
            " ('M-1', 2, 'helped', 'closed', '2026-10-20', 'x')"
        ),
    ):
        with pytest.raises(IntegrityError), cases.engine.begin() as connection:
            connection.execute(text(statement))
    assert cases.history("M-1") == ["open"]

    with cases.engine.begin() as connection:
        for table in ("case_step", "case_signal", '"case"'):
            connection.execute(text(f"DELETE FROM casework.{table}"))
    assert cases.states() == {}
