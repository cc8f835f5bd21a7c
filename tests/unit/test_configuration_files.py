"""A wrong configuration file names itself, the key, and what to do; never a value."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.deliveries import LANDLORD

from vroegsein.errors import ConfigurationError
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport
from vroegsein.parties.record import FIELDS
from vroegsein.parties.yaml_file import REMEDIES, Strict, read
from vroegsein.settings import PROJECT_ROOT

INCLUDE = PROJECT_ROOT / "include"
POLICY: dict[str, Any] = yaml.safe_load(
    (INCLUDE / "municipalities" / "1940.yml").read_text("utf-8")
)
BASES: dict[str, Any] = yaml.safe_load((INCLUDE / "legal_bases.yml").read_text("utf-8"))
ABSENT = object()


class Example(Strict):
    """A file with one number."""

    number: int


def changed(content: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy of a file's content with one key, `a.b`, set or taken away."""
    head, _, rest = path.partition(".")
    if rest:
        return {**content, head: changed(content.get(head, {}), rest, value)}
    if value is ABSENT:
        return {key: kept for key, kept in content.items() if key != head}
    return {**content, head: value}


def told(folder: Path, name: str, content: object, load: Callable[[], object]) -> str:
    """What is said of a file with this content."""
    (folder / name).write_text(yaml.safe_dump(content), "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load()
    assert refused.value.__context__ is None or refused.value.__suppress_context__
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "expected keys with values"),
        ("- 1\n- 2\n", "expected keys with values"),
        ("just a word", "expected keys with values"),
        ("number: [1\n", "no valid YAML"),
        ("a: 1\n b: 2\n", "no valid YAML at line 2"),
        ("number: 1\n\tother: 2\n", "no valid YAML at line 2"),
        ("!!python/object/apply:os.system ['true']", "no valid YAML"),
        ("{}", "key 'number': Field required; add the key."),
        ("number: 1\nnummer: 2\n", "remove the key or correct its spelling."),
        ("number: many\n", "correct the value."),
        ("number: 1.5\n", "correct the value."),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, text: str, says: str):
    path = tmp_path / "example.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        read(path, Example)
    assert str(refused.value).startswith("example.yml: ")
    assert says in str(refused.value)


def test_each_wrong_key_has_a_line_of_its_own(tmp_path: Path):
    path = tmp_path / "example.yml"
    path.write_text("nummer: 1\nanders: 2\n", "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        read(path, Example)
    assert len(str(refused.value).splitlines()) == 3
    assert all(
        line.startswith("example.yml: key '") for line in str(refused.value).split("\n")
    )


def test_a_file_that_is_read_cannot_be_changed_afterwards(tmp_path: Path):
    path = tmp_path / "example.yml"
    path.write_text("number: 12\n", "utf-8")
    found = read(path, Example)
    with pytest.raises(ValueError, match="frozen"):
        found.number = 13
    assert found.number == 12


PASSPORTS = [
    ("name", ABSENT, "add the key"),
    ("municipalities", ABSENT, "add the key"),
    ("expected", ABSENT, "add the key"),
    ("kolommen", {}, "remove the key"),
    ("file.taal", "nl", "remove the key"),
    ("type", "huur", "use one of the listed values"),
    ("sector", "HYPOTHEEK", "use one of the listed values"),
    ("file.separator", ":", "use one of the listed values"),
    ("file.encoding", "latin-1", "use one of the listed values"),
    ("file.decimal", "'", "use one of the listed values"),
    ("file.dates", "mm/dd/yyyy", "use one of the listed values"),
    ("file.format", "odt", "use one of the listed values"),
    ("delivery.completeness", "none", "use one of the listed values"),
    ("delivery.due_day", 0, "correct the value"),
    ("delivery.due_day", 29, "correct the value"),
    ("kvk_number", 90000001, "put the value between quotes"),
    ("kvk_number", "9000001", "correct the value"),
    ("code", "Woonproef", "correct the value"),
    ("code", "woon proef", "correct the value"),
    ("code", "../woonproef", "correct the value"),
    ("expected.rows.min", -1, "correct the value"),
    ("expected.max_rejected_percent", 101, "correct the value"),
    ("expected.max_rejected_percent", -0.1, "correct the value"),
    ("expected.max_foreign_percent", 100.1, "correct the value"),
    ("expected.rows", {"min": 3, "max": 2}, "max 2 is below min 3"),
    ("delivery.max_bytes", 0, "correct the value"),
    ("delivery.after_acceptance", "keep", "use one of the listed values"),
    ("protection.compression", "7z", "use one of the listed values"),
    ("protection.encryption", "none yet", "use one of the listed values"),
    ("protection.signature", "gpg", "use one of the listed values"),
    ("conditions.days_after_reminder", 91, "correct the value"),
    ("conditions.days_after_offer", -1, "correct the value"),
    ("measures", ["M99"], "use one of the listed values"),
    ("file.positions", {"naam": [1]}, "add the key"),
]


@pytest.mark.parametrize(("key", "value", "says"), PASSPORTS)
def test_a_wrong_key_in_a_passport(tmp_path: Path, key: str, value: object, says: str):
    said = told(
        tmp_path,
        "woonproef.yml",
        changed(LANDLORD, key, value),
        lambda: load_passport(tmp_path, "woonproef"),
    )
    assert said.startswith(f"woonproef.yml: key '{key}")
    assert says in said


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("constants", {"nonsense": "1"}, "unknown canonical fields: nonsense"),
        ("lookups", {"kind": {"a": "b"}}, "unknown canonical fields: kind"),
        ("columns", {"a": "house"}, "unknown canonical fields: house"),
        (
            "constants",
            {"debtor_kind": "NP"},
            "filled more than once: debtor_kind",
        ),
        ("measures", ["M04"], "not a creditor's to grant: M04"),
        ("measures", ["M14", "M01", "M07"], "not a creditor's to grant: M07, M14"),
    ],
)
def test_a_passport_names_only_fields_that_exist_and_each_once(
    tmp_path: Path, key: str, value: object, says: str
):
    said = told(
        tmp_path,
        "woonproef.yml",
        changed(LANDLORD, key, value),
        lambda: load_passport(tmp_path, "woonproef"),
    )
    assert says in said


POLICIES = [
    ("code", "194", "correct the value"),
    ("code", 1940, "put the value between quotes"),
    ("source", ABSENT, "add the key"),
    ("inhabitants", "many", "correct the value"),
    ("feedback_level", "minimaal", "remove the key"),
    ("drempel", 75, "remove the key"),
    ("triage.threshold_cents", -1, "correct the value"),
    ("triage.threshold_cents", 75.5, "correct the value"),
    ("triage.windows.HUUR", {}, "add the key"),
    ("triage.windows.HUUR", {"min": -1}, "correct the value"),
    ("triage.high.huur_cents", ABSENT, "add the key"),
    ("triage.high.duo_cents", 1, "remove the key"),
    ("triage.repeat_days", "sixty", "correct the value"),
    ("triage.windows", {"ZORG": {"min": 30, "max": 29}}, "max 29 is below min 30"),
    ("triage.windows.GAS", {"min": 30}, "correct the value"),
    ("triage.high.terms", {"Huur": 2}, "correct the value"),
    ("triage.usual_term_cents", {"RENT": 65_000}, "correct the value"),
    ("triage.usual_term_cents", {"HUUR": 0}, "correct the value"),
    ("postcodes", [], "correct the value"),
    ("postcodes", ["8501AB"], "correct the value"),
    ("postcodes", ["0501"], "correct the value"),
    ("postcodes", [8501], "put the value between quotes"),
    ("feedback.level", "alles", "correct the value"),
    ("contact_plan.lanes", {"L8": []}, "correct the value"),
    ("contact_plan.measures", ["M15"], "use one of the listed values"),
    ("clocks.engineers", ["geen adres"], "correct the value"),
    ("clocks.coordinators", ["a@b, c@d"], "correct the value"),
    ("statistics.kvk_number", "1940", "correct the value"),
    ("statistics.contacts", [], "correct the value"),
    ("statistics.recipients", [], "correct the value"),
    ("statistics.version", "1.3", "use one of the listed values"),
    ("checkpoints.account", "", "correct the value"),
    ("papers.in_use_since", "2026-13", "correct the value"),
    ("papers.contact", "nobody", "correct the value"),
    ("papers.dated", "gisteren", "correct the value"),
]


@pytest.mark.parametrize(("key", "value", "says"), POLICIES)
def test_a_wrong_key_in_a_policy(tmp_path: Path, key: str, value: object, says: str):
    said = told(
        tmp_path,
        "1940.yml",
        changed(POLICY, key, value),
        lambda: load_policy(tmp_path, "1940"),
    )
    assert said.startswith(f"1940.yml: key '{key}")
    assert says in said


#: Key, and the values on both sides of each border: the first two are taken.
BORDERS = [
    ("inhabitants", (1, 2_000_000), (0, -1)),
    ("triage.threshold_cents", (0, 7_500), (-1,)),
    ("triage.high.huur_cents", (0, 100_000), (-1,)),
    ("triage.high.terms", ({"HUUR": 1}, {}), ({"HUUR": 0},)),
    ("triage.middle_factor", (1, 9), (0,)),
    ("triage.repeat_days", (0, 365), (-1,)),
    ("triage.windows.ZORG", ({"min": 30, "max": 30}, {"min": 0}), ({"min": -1},)),
    ("capacity.calls_per_week", (0, 900), (-1,)),
    ("capacity.visits_per_week", (0, 900), (-1,)),
    ("capacity.weeks", (1, 4), (0, 5)),
    ("contact_plan.cool_down_days", (0, 90), (-1,)),
    ("contact_plan.known_months", (0, 24), (-1,)),
    ("feedback.pause_days", (1, 180), (0, 181)),
    ("feedback.due_working_days", (1, 20), (0, 21)),
    ("clocks.at_risk_days", (0, 10), (-1, 11)),
    ("follow_up.reaction_days", (1, 180), (0, 181)),
    ("abnormal.percent", (1, 500), (0,)),
    ("abnormal.months_needed", (1, 12), (0,)),
    ("abnormal.missing_partners", (0, 16), (-1,)),
    ("retention.raw_days", (1, 365), (0,)),
    ("retention.work_days", (1, 365), (0,)),
    ("retention.signal_months", (6, 24), (5,)),  # the look-back of a list needs six
    ("retention.wait_days", (0, 90), (-1,)),
    ("retention.case_months", (1, 60), (0,)),
    ("retention.idle_months", (1, 60), (0,)),
    ("retention.non_resident_days", (1, 90), (0,)),
    ("retention.list_days", (1, 90), (0,)),
    ("retention.audit_years", (1, 10), (0,)),
]


@pytest.mark.parametrize(("key", "taken", "refused"), BORDERS)
def test_a_policy_is_taken_up_to_its_borders_and_not_beyond(
    tmp_path: Path, key: str, taken: tuple[object, ...], refused: tuple[object, ...]
):
    path = tmp_path / "1940.yml"
    for value in taken:
        path.write_text(yaml.safe_dump(changed(POLICY, key, value)), "utf-8")
        assert load_policy(tmp_path, "1940").code == "1940"
    for value in refused:
        said = told(
            tmp_path,
            path.name,
            changed(POLICY, key, value),
            lambda: load_policy(tmp_path, "1940"),
        )
        assert said.startswith(f"1940.yml: key '{key}")


def test_a_policy_of_another_municipality_is_not_taken(tmp_path: Path):
    said = told(tmp_path, "0363.yml", POLICY, lambda: load_policy(tmp_path, "0363"))
    assert said == "0363.yml: key 'code' says '1940'; make it '0363'."


BASIS_CHANGES = [
    ("bases.BGS-2.source", ABSENT, "add the key"),
    ("bases.BGS-2.valid_from", ABSENT, "add the key"),
    ("bases.BGS-2.valid_from", "altijd", "correct the value"),
    ("bases.BGS-2.valid_until", "2026-02-30", "correct the value"),
    ("bases.BGS-2.sectors", "HUUR", "correct the value"),
    ("bases.BGS-2.vervalt", "2026-01-01", "remove the key"),
    ("bases", ABSENT, "add the key"),
]


@pytest.mark.parametrize(("key", "value", "says"), BASIS_CHANGES)
def test_a_wrong_key_among_the_legal_bases(
    tmp_path: Path, key: str, value: object, says: str
):
    said = told(
        tmp_path,
        "legal_bases.yml",
        changed(BASES, key, value),
        lambda: load_legal_bases(tmp_path / "legal_bases.yml"),
    )
    assert f"key '{key}'" in said
    assert says in said


def test_the_sound_files_are_read(tmp_path: Path):
    """The guard lets through what it should."""
    for name, content in {
        "woonproef.yml": LANDLORD, "1940.yml": POLICY, "legal_bases.yml": BASES,
    }.items():  # fmt: skip
        (tmp_path / name).write_text(yaml.safe_dump(content), "utf-8")
    assert load_passport(tmp_path, "woonproef").account == "woonproef"
    assert load_policy(tmp_path, "1940").name == "De Fryske Marren"
    assert set(load_legal_bases(tmp_path / "legal_bases.yml").bases) == set(
        BASES["bases"]
    )


def test_a_value_from_a_file_is_not_repeated(tmp_path: Path):
    """A passport may hold a key by mistake."""
    secret = "-----BEGIN OPENSSH PRIVATE KEY-----"
    said = told(
        tmp_path,
        "woonproef.yml",
        changed(LANDLORD, "kvk_number", secret),
        lambda: load_passport(tmp_path, "woonproef"),
    )
    assert secret not in said


def test_the_dutch_name_of_a_field_is_unique_and_in_plain_letters():
    names = [spec.dutch for spec in FIELDS.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


def test_every_remedy_tells_what_to_do():
    assert all(
        text.split()[0] in {"add", "remove", "put", "use"} for text in REMEDIES.values()
    )
