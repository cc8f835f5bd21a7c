"""The demonstration reads a month's story from the register: counts and places only."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert
from support.deliveries import (
    ENERGY,
    LANDLORD,
    energy_file,
    file_of,
    landlord_file,
    passport,
    record,
    text_of,
    use_partners,
)

from vroegsein.demo.story import (
    AskedStory,
    ListStory,
    asked_story,
    form_of,
    list_story,
    partner_stories,
)
from vroegsein.intake.collect import import_deliveries
from vroegsein.register.list_tables import draft, list_entry
from vroegsein.register.matching_tables import run
from vroegsein.register.publication_tables import (
    approval,
    audit,
    publication,
    publication_file,
)

MOMENT = datetime(2026, 10, 7, 6, tzinfo=UTC)
DIGEST, OTHER = "0" * 64, "1" * 64
WHERE = {"municipality_code": "1940", "month": "2026-10"}
NEIGHBOUR = {**LANDLORD, "code": "buurtproef", "name": "Buurtproef"}


@pytest.fixture
def inboxes(
    register: Engine, storage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Path]:
    """A folder per partner, beside an empty register and storage."""
    assert register.url.database
    assert storage.is_dir()
    use_partners(tmp_path / "partners", monkeypatch, LANDLORD, ENERGY, NEIGHBOUR)
    folders = {code: tmp_path / code for code in ("woonproef", "stroomproef")}
    for folder in folders.values():
        folder.mkdir()
    return folders


Told = tuple[str, str | None, int, tuple[int, ...], int]


def told() -> dict[str, list[Told]]:
    """The month's story by partner, file by file."""
    return {
        story.partner_code: [
            (file.state, file.code, file.lines, file.verdicts, file.accepted_cents)
            for file in story.deliveries
        ]
        for story in partner_stories("1940", "2026-10")
    }


def test_before_anything_came_every_partner_is_missing(inboxes: dict[str, Path]):
    assert told() == {code: [] for code in ("buurtproef", *inboxes)}


def test_a_month_is_told_by_partner_with_its_counts_and_cents(inboxes: dict[str, Path]):
    rows = [record(n) for n in range(3)]
    rows += [record(2), record(8, klantnummer=""), record(9, postcode="8911AB")]
    landlord_file(rows).put(inboxes["woonproef"])
    energy_file([]).put(inboxes["stroomproef"], manifest=False)
    import_deliveries("1940", "2026-10", inboxes, MOMENT)
    assert told() == {
        "buurtproef": [],
        "woonproef": [("accepted", None, 6, (3, 1, 1, 1, 0, 0), 3 * 12345)],
        "stroomproef": [("empty", None, 0, (0, 0, 0, 0, 0, 0), 0)],
    }


def test_a_refusal_is_told_with_its_code(inboxes: dict[str, Path]):
    file_of(text_of([record()]), sha256="0" * 64).put(inboxes["woonproef"])
    import_deliveries("1940", "2026-10", inboxes, MOMENT)
    ((state, code, _, verdicts, cents),) = told()["woonproef"]
    assert (state, code, verdicts, cents) == ("refused", "DEL_HASH", (0,) * 6, 0)


def test_a_file_that_was_refused_is_told_beside_the_one_that_was_taken(
    inboxes: dict[str, Path],
):
    file_of(b"").put(inboxes["woonproef"])
    import_deliveries("1940", "2026-10", inboxes, MOMENT)
    assert [file[0] for file in told()["woonproef"]] == ["refused"]
    landlord_file([record(1), record(2)]).put(inboxes["woonproef"])
    import_deliveries("1940", "2026-10", inboxes, MOMENT)
    assert sorted(told()["woonproef"]) == [
        ("accepted", None, 2, (2, 0, 0, 0, 0, 0), 2 * 12345),
        ("refused", "DEL_EMPTY", 0, (0,) * 6, 0),
    ]


def test_a_story_names_a_partner_and_no_person(inboxes: dict[str, Path]):
    landlord_file([record(1)]).put(inboxes["woonproef"])
    import_deliveries("1940", "2026-10", inboxes, MOMENT)
    text = repr(partner_stories("1940", "2026-10"))
    assert "woonproef" in text
    assert not [word for word in ("Proefpersoon", "1980", "8501", "@") if word in text]


def test_another_months_delivery_is_not_told(inboxes: dict[str, Path]):
    landlord_file([record(1)]).put(inboxes["woonproef"])
    import_deliveries("1940", "2026-10", inboxes, MOMENT)
    november = partner_stories("1940", "2026-11")
    assert {story.deliveries for story in november} == {()}


def publish(
    connection: Connection, version: int, signals: list[tuple[int, int]]
) -> None:
    """Write a publication of entries, each so many signals of so many partners."""
    mark, inputs = str(version), (DIGEST, OTHER)[version % 2]
    connection.execute(
        insert(run).values(
            **WHERE, run_id=f"r{mark}", snapshot_digest=inputs, sql_digest=DIGEST,
            membership_digest=DIGEST, evidence_digest=DIGEST, engine="duckdb", counts={},
        )
    )  # fmt: skip
    connection.execute(
        insert(draft).values(
            **WHERE, draft_id=f"d{mark}", run_id=f"r{mark}", input_digest=inputs,
            inputs={}, policy_digest=DIGEST, code_version="0", missing_partners=[],
        )
    )  # fmt: skip
    connection.execute(
        insert(audit).values(
            audit_id=f"a{mark}", draft_id=f"d{mark}", input_digest=inputs,
            list_digest=DIGEST, has_passed=True, checks={},
        )
    )  # fmt: skip
    connection.execute(
        insert(approval).values(
            approval_id=f"g{mark}", draft_id=f"d{mark}", input_digest=inputs,
            decision="approved", decided_by="coordinator", decided_at=MOMENT,
        )
    )  # fmt: skip
    for number, (signal_count, partner_count) in enumerate(signals, start=1):
        connection.execute(
            insert(list_entry).values(
                draft_id=f"d{mark}", entry_number=number, case_id=f"c{number}",
                person_id=f"p{number}", household_id=f"h{number}", lane="L1",
                lane_reason="-", address_kind="enkelvoudig", person_kind="enkelvoudig",
                match_reason="-", confidence="alone", clock_code="K-28",
                due_date=date(2026, 11, 4), signal_count=signal_count,
                partner_count=partner_count, total_cents=12345,
            )
        )  # fmt: skip
    connection.execute(
        insert(publication).values(
            **WHERE, publication_id=f"p{mark}", version=version, draft_id=f"d{mark}",
            input_digest=inputs, audit_id=f"a{mark}", has_passed=True,
            approval_id=f"g{mark}", decision="approved", published_at=MOMENT,
        )
    )  # fmt: skip
    for name in ("signaallijst.xlsx", "manifest.json", "signaallijst.csv"):
        connection.execute(
            insert(publication_file).values(
                publication_id=f"p{mark}", name=name, digest=inputs, byte_count=1
            )
        )


def test_before_the_first_publication_there_is_no_list(register: Engine):
    assert register.url.database
    assert list_story("1940", "2026-10") is None


def test_the_newest_publication_is_told_with_its_files_by_name(register: Engine):
    with register.begin() as connection:
        publish(connection, 1, [(1, 1)])
        publish(connection, 2, [(1, 1), (3, 2), (2, 2), (2, 1)])
    assert list_story("1940", "2026-10") == ListStory(
        signals=8,
        persons=4,
        several_creditors=2,
        month="2026-10",
        version=2,
        publication_id="p2",
        files=tuple(
            (name, DIGEST)
            for name in ("manifest.json", "signaallijst.csv", "signaallijst.xlsx")
        ),
    )
    assert list_story("1940", "2026-11") is None
    assert list_story("0363", "2026-10") is None


def test_a_list_without_anybody_is_told_as_such(register: Engine):
    with register.begin() as connection:
        publish(connection, 1, [])
    found = list_story("1940", "2026-10")
    assert found is not None
    assert (found.signals, found.persons, found.several_creditors) == (0, 0, 0)


def test_a_correction_is_told_under_what_it_replaced_with_its_findings_file(
    inboxes: dict[str, Path],
):
    for number, rows in enumerate(([record(1), record(2)], [record(2), record(3)]), 1):
        soort = ("VOLLEDIG", "CORRECTIE")[number - 1]
        file = file_of(text_of([*rows, record(8, klantnummer="")]), volgnummer=number)
        replace(file, manifest={**file.manifest, "soort": soort}).put(
            inboxes["woonproef"]
        )
        import_deliveries("1940", "2026-10", inboxes, MOMENT)
    story = next(s for s in partner_stories("1940", "2026-10") if s.deliveries)
    first, second = story.deliveries
    assert [(each.number, each.state) for each in (first, second)] == [
        (1, "superseded"),
        (2, "accepted"),
    ]
    assert (first.changes, second.changes) == (None, (1, 0, 1, 1))
    assert (second.findings or "").startswith("bevindingen_2026-10_")


@pytest.mark.parametrize(
    ("protection", "form"),
    [
        ({}, "csv"),
        ({"compression": "gzip"}, "csv, gzip"),
        ({"encryption": "age", "signature": "ssh"}, "csv, age, signed"),
    ],
)
def test_how_a_partner_delivers_is_told_in_a_few_words(
    protection: dict[str, str], form: str
):
    assert form_of(passport(protection=protection)) == form


def test_nothing_is_asked_of_people_about_a_month_without_doubts(register: Engine):
    assert register.url.database
    assert asked_story("1940", "2026-10") == AskedStory((), 0)
