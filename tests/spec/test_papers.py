"""The papers of accountability say what the configuration says, all of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Text
from support.own_include import use_own_include
from typer.testing import CliRunner

from vroegsein import cli
from vroegsein.accountability.papers import personal
from vroegsein.accountability.papers.documents import activity, dpia
from vroegsein.accountability.papers.grounds import sources, state_of
from vroegsein.accountability.papers.subject import Subject, subject_of
from vroegsein.accountability.papers.words import catalogue
from vroegsein.accountability.papers.writing import papers, write_papers
from vroegsein.accountability.purge_rules import PURGED
from vroegsein.casework.feedback_codes import LEAST
from vroegsein.errors import ConfigurationError, InvariantError
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.parties.partner import load_passport, partner_codes
from vroegsein.parties.policy_feedback import Feedback, FeedbackLevel
from vroegsein.parties.policy_retention import Retention
from vroegsein.parties.record import FIELDS
from vroegsein.register.dictionary import is_personal
from vroegsein.register.processing_log import REGISTER, Action
from vroegsein.register.schema import metadata
from vroegsein.settings import settings

MUNICIPALITY = "1940"
ANNEX, ACTIVITY, ALGORITHM = "dpia-bijlage", "verwerkingsregister", "algoritmeregister"
#: Columns that tell of one person, though they name nobody.
ABOUT = {"signal_id", "person_id", "case_id", "left_id"}


@pytest.fixture(scope="module")
def subject() -> Subject:
    return subject_of(MUNICIPALITY)


@pytest.fixture
def policy_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A policy of the test's own."""
    use_own_include(tmp_path / "include", monkeypatch)
    yield tmp_path / "include" / "municipalities" / f"{MUNICIPALITY}.yml"
    settings.cache_clear()


def with_policy(subject: Subject, **parts: Any) -> Subject:
    """The same municipality with another policy."""
    return replace(subject, policy=subject.policy.model_copy(update=parts))


def text_of(subject: Subject, name: str) -> str:
    return papers(subject)[f"{name}.md"].decode()


def facts_of(subject: Subject, name: str) -> dict:
    return json.loads(papers(subject)[f"{name}.json"])


def lines_with(text: str, *words: str) -> list[str]:
    return [line for line in text.splitlines() if all(word in line for word in words)]


def personal_columns() -> list[tuple[str, str]]:
    return [
        (name, column.name)
        for name, table in metadata().tables.items()
        for column in table.columns
        if is_personal(column)
    ]


def test_every_personal_column_of_the_register_is_in_the_annex(subject: Subject):
    text = text_of(subject, ANNEX)
    chapter = text.split("## Persoonsgegevens in het register")[1].split("\n## ")[0]
    assert len(personal_columns()) > 35
    assert [
        column
        for column in personal_columns()
        if not lines_with(chapter, f"| {column[1]} |", column[0])
    ] == []


def test_a_personal_column_without_words_is_an_error_and_never_left_out():
    """Red once: a new column with data of a person, that no paper knows yet."""
    table = metadata().tables["casework.case"]
    column = Column("shoe_size", Text, comment="Size of the shoes (personal)")
    table.append_column(column)
    try:
        with pytest.raises(InvariantError, match="shoe_size"):
            personal.register_columns()
    finally:
        table._columns.remove(column)
    assert len(personal.register_columns()) > 10


def test_every_table_about_a_person_is_in_the_annex_with_its_term(subject: Subject):
    about = {
        name
        for name, table in metadata().tables.items()
        if {column.name for column in table.columns} & ABOUT
    }
    known = set(catalogue()["tables"])
    assert len(about) > 15
    assert known >= about - {"audit.legal_hold"}
    assert known >= {table.fullname for table in PURGED}
    kinds = {row["kind"] for row in facts_of(subject, ANNEX)["terms"]}
    assert {row["term"] for row in facts_of(subject, ANNEX)["tables"]} <= kinds


def test_every_field_of_the_file_has_a_ground(subject: Subject):
    named = [name for group in catalogue()["fields"] for name in group["fields"]]
    assert sorted(named) == sorted(FIELDS)
    fields = facts_of(subject, ANNEX)["fields"]
    assert [row["field"] for row in fields] == [f.dutch for f in FIELDS.values()]
    assert all(row["ground"] and row["why"] for row in fields)


def test_every_partners_legal_basis_is_named_with_its_term(subject: Subject):
    bases = load_legal_bases(settings().legal_bases).bases
    codes = partner_codes(settings().partners, MUNICIPALITY)
    text, entry = text_of(subject, ANNEX), text_of(subject, ACTIVITY)
    assert len(codes) > 12
    for code in codes:
        passport = load_passport(settings().partners, code)
        basis = bases[passport.legal_basis]
        lines = lines_with(text, f"| {passport.legal_basis} |")
        (line,) = [line for line in lines if line.startswith(f"| {code} |")]
        assert basis.source in line
        assert f"{basis.valid_from:%d-%m-%Y}" in line
        assert lines_with(entry, passport.name, basis.source)


def test_an_expired_basis_is_flagged_and_is_no_part_of_the_algorithm(subject: Subject):
    flagged = lines_with(text_of(subject, ANNEX), "VERVALLEN op 15-05-2025")
    assert [line.split(" | ")[0] for line in flagged] == ["| gemeentebelastingen"]
    algorithm = facts_of(subject, ALGORITHM)
    assert "Tijdelijke regeling" not in algorithm["lawful_basis"]
    assert "belasting" not in algorithm["description_short"].partition(" van ")[2][20:]
    (line,) = lines_with(text_of(subject, ANNEX), "alleen de weigering")
    assert "team Belastingen" in line


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2025, 12, 31), "GELDT NOG NIET: pas vanaf 01-01-2026"),
        (date(2026, 1, 1), "geldt"),
    ],
)
def test_a_basis_is_judged_on_the_day_that_is_given(
    subject: Subject, on: date, says: str
):
    found = sources(replace(subject, on=on))
    (row,) = [row for row in found if row["partner"] == "noordstroom"]
    assert row["state"] == says


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2024, 6, 1), "GELDT NIET voor deze gemeente"),
        (date(2025, 5, 16), "VERVALLEN"),
    ],
)
def test_an_experiment_of_other_municipalities_is_flagged(
    subject: Subject, on: date, says: str
):
    found = sources(replace(subject, on=on))
    (row,) = [row for row in found if row["partner"] == "gemeentebelastingen"]
    assert says in row["state"]


def test_a_basis_that_ends_within_a_year_is_said_to(subject: Subject):
    basis = subject.bases.bases["TR-2.1"]
    assert state_of(basis, date(2025, 5, 15), "0363", "BELASTING") == (
        "geldt, LOOPT AF op 15-05-2025"
    )
    assert state_of(basis, date(2023, 5, 15), "0363", "BELASTING") == "geldt"
    assert "sector" in state_of(basis, date(2023, 5, 15), "0363", "HUUR")


@pytest.mark.parametrize("key", sorted(Retention.model_fields))
def test_every_term_of_the_policy_is_in_the_text(subject: Subject, key: str):
    longer = with_policy(subject, retention=Retention(**{key: 7777}))
    for facts in (dpia, activity):
        assert "7777" not in str(facts(subject)["terms"])
        assert "7777" in str(facts(longer)["terms"])


def test_another_term_in_the_policy_is_another_text(policy_file: Path):
    text = policy_file.read_text("utf-8")
    assert "raw_days: 30" in text
    policy_file.write_text(text.replace("raw_days: 30", "raw_days: 14"), "utf-8")
    found = text_of(subject_of(MUNICIPALITY), ANNEX)
    assert lines_with(found, "| Aangeleverde bestanden | 14 dagen na publicatie")


def test_what_partners_hear_follows_the_level_of_the_policy(subject: Subject):
    def told(subject: Subject) -> set[str]:
        return {row["code"] for row in dpia(subject)["feedback"] if row["told"] == "ja"}

    more = with_policy(subject, feedback=Feedback(level=FeedbackLevel.COVENANT))
    assert told(subject) == {code.value for code in LEAST}
    assert "TK30" in told(more)
    assert "niveau convenant" in text_of(more, ANNEX)


def test_the_register_entry_has_all_items_of_article_30(subject: Subject):
    text = text_of(subject, ACTIVITY)
    items = [line[3] for line in text.splitlines() if line.startswith("## ")]
    assert items == list("abcdefg")
    facts = facts_of(subject, ACTIVITY)
    for name in ("controller", "privacy_officer", "purposes", "subjects", "fields",
                 "receivers", "transfer", "terms", "measures"):  # fmt: skip
        assert facts[name], name
    partners = [load_passport(settings().partners, one.code).name
                for one in subject.passports]  # fmt: skip
    assert {row["who"] for row in facts["receivers"]} >= set(partners)


def test_every_line_of_the_processing_log_refers_to_the_entry(subject: Subject):
    """Logboek Dataverwerkingen: the line names the entry, and the entry the actions."""
    text = text_of(subject, ACTIVITY)
    assert f"`{REGISTER.format(MUNICIPALITY)}`" in text
    assert all(action.value in text for action in Action)


def test_the_algorithms_entry_has_the_fields_of_the_standard(subject: Subject):
    entry = facts_of(subject, ALGORITHM)
    for name in (
        *("name", "organization", "description_short", "status", "begin_date"),
        *("contact_email", "publication_category", "goal", "impact", "proportionality"),
        *("human_intervention", "risks", "lawful_basis", "source_data", "provider"),
        *("methods_and_models", "monitoring", "performance_standard", "lang"),
        *("standard_version", "revision_date", "impacttoetsen"),
    ):
        assert entry[name], name
    assert entry["begin_date"] == "2026-11"
    assert entry["publiccode"] is None
    assert "| Link naar broncode | **in te vullen** |" in text_of(subject, ALGORITHM)


def test_no_blank_is_left_open(subject: Subject):
    for name, content in papers(subject).items():
        assert "{" not in content.decode() or name.endswith(".json"), name


def test_the_same_configuration_gives_the_same_bytes(subject: Subject, tmp_path: Path):
    names = write_papers(MUNICIPALITY, tmp_path / "new" / "folder")
    found = {
        path.name: path.read_bytes() for path in (tmp_path / "new/folder").iterdir()
    }
    assert sorted(found) == names
    assert found == papers(subject)


def test_without_a_day_of_the_policy_one_has_to_be_given(policy_file: Path):
    policy_file.write_text(
        policy_file.read_text("utf-8").partition("\npapers:")[0] + "\n", "utf-8"
    )
    with pytest.raises(ConfigurationError, match=r"papers\.dated"):
        subject_of(MUNICIPALITY)
    found = subject_of(MUNICIPALITY, date(2026, 3, 1))
    assert "| Adres | **in te vullen** |" in text_of(found, ACTIVITY)


def test_the_command_writes_them(tmp_path: Path):
    run = CliRunner().invoke
    words = ["papers", "--out", str(tmp_path), "--on", "2026-06-01"]
    done = run(cli.application("papers"), words)
    assert done.exit_code == 0, done.output
    assert done.output.split() == sorted(path.name for path in tmp_path.iterdir())
    assert "01-06-2026" in (tmp_path / "dpia-bijlage.md").read_text("utf-8")
    refused = run(cli.application("papers"), [*words[:3], "--on", "yesterday"])
    assert isinstance(refused.exception, ConfigurationError)
