"""What the adversary writes: columns, truth, traps, and the same bytes again."""

import ast
import re
from collections import defaultdict
from pathlib import Path
from statistics import mean, pvariance

import pytest
from support.adversary import made, rows, wrong_fields
from typer.testing import CliRunner

import vroegsein.synthetic.adversary as adversary
from vroegsein import cli
from vroegsein.errors import ConfigurationError
from vroegsein.matching.command import match
from vroegsein.matching.snapshot import RESIDENT_COLUMNS, SIGNAL_COLUMNS
from vroegsein.synthetic.adversary.forbidden import KINDS, PAIRS
from vroegsein.synthetic.adversary.generate import Model, generate_signals

MODELS = tuple(Model)
FOLDER = Path(adversary.__file__).parent
PATTERNS = {
    "signal_id": r"s\d{7}",
    "received_at": r"2026-(0[4-9]|10)-0[1-9]",
    "debtor_kind": "natural|business|organisation",
    "birth_date": r"|\d{4}-(\d\d)-(\d\d)",
    "house_number": r"|\d{1,5}",
    "house_letter": "|[A-Z]",
    "postcode": "|[0-9]{4}([A-Z]{2})?",
}


@pytest.mark.parametrize("model", MODELS)
def test_the_columns_are_those_of_the_command(model) -> None:
    files = made(model=model)
    assert set(files["signals"]) == set(SIGNAL_COLUMNS)
    assert set(files["residents"]) == set(RESIDENT_COLUMNS)
    assert list(files["truth"]) == ["signal_id", "person_id", "household_id"]
    assert list(files["forbidden"]) == ["left_id", "right_id", "kind"]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("column", PATTERNS)
def test_a_column_holds_what_a_canonical_record_holds(model, column) -> None:
    values = set(made(model=model)["signals"][column])
    assert {
        text for text in values if not re.fullmatch(PATTERNS[column], text)
    } == set()


@pytest.mark.parametrize("model", MODELS)
def test_every_signal_has_one_truth(model) -> None:
    files = made(model=model)
    ids = files["signals"]["signal_id"]
    assert len(ids) == len(set(ids)) == 4000
    assert files["truth"]["signal_id"] == ids


@pytest.mark.parametrize("model", MODELS)
def test_a_person_lives_in_one_household(model) -> None:
    truth = made(model=model)["truth"]
    homes = defaultdict(set)
    for person, household in zip(
        truth["person_id"], truth["household_id"], strict=True
    ):
        homes[person].add(household)
    assert max(map(len, homes.values())) == 1
    assert len(set(truth["household_id"])) < len(homes)


def test_the_register_holds_nearly_everybody_once() -> None:
    files = made()
    residents = files["residents"]["resident_id"]
    persons = {one for one in files["truth"]["person_id"] if one.startswith("r")}
    assert len(residents) == len(set(residents))
    assert 0.94 < len(persons & set(residents)) / len(persons) < 1
    assert 1.3 < len(residents) / 4000 < 1.7


def test_the_register_tells_who_died_moved_out_or_is_secret() -> None:
    residents = made()["residents"]
    for column in ("deceased", "moved_out", "address_secret"):
        assert set(residents[column]) == {"true", "false"}
    assert any(residents["partner_surname"])


def test_one_in_seventy_signals_is_on_a_firm() -> None:
    files = made()
    kinds = files["signals"]["debtor_kind"]
    firms = [kind != "natural" for kind in kinds]
    assert sum(firms) == 60
    of_firms = [one.startswith("f") for one in files["truth"]["person_id"]]
    assert of_firms == firms


@pytest.mark.parametrize("model", MODELS)
def test_the_same_seed_gives_the_same_bytes(tmp_path, model) -> None:
    for name in ("one", "two"):
        generate_signals(tmp_path / name, 300, 9, model=model, residents=True)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_another_seed_gives_other_signals(tmp_path) -> None:
    for seed in (1, 2):
        generate_signals(tmp_path / str(seed), 300, seed)
    one, two = (
        (tmp_path / str(seed) / "signals.parquet").read_bytes() for seed in (1, 2)
    )
    assert one != two


def test_the_register_changes_no_signal(tmp_path) -> None:
    generate_signals(tmp_path / "without", 300, 9)
    generate_signals(tmp_path / "with", 300, 9, residents=True)
    assert not (tmp_path / "without" / "residents.parquet").exists()
    for name in ("signals", "truth", "forbidden"):
        one, two = (
            tmp_path / which / f"{name}.parquet" for which in ("without", "with")
        )
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("model", MODELS)
def test_twice_the_errors_are_about_twice_the_errors(model) -> None:
    once, twice = (sum(wrong_fields(errors, model)) for errors in (1.0, 2.0))
    assert 1.6 < twice / once < 2.2


@pytest.mark.parametrize("model", MODELS)
def test_errors_change_neither_truth_nor_register(model) -> None:
    calm, wild = made(errors=0.0, model=model), made(errors=2.0, model=model)
    assert calm["truth"] == wild["truth"]
    assert calm["residents"] == wild["residents"]


@pytest.mark.parametrize("model", MODELS)
def test_errors_come_in_bunches(model) -> None:
    """Independent errors would vary less than their mean from record to record."""
    wrong = wrong_fields(1.0, model)
    assert pvariance(wrong) > 1.4 * mean(wrong)
    assert sum(count == 0 for count in wrong) > 0.5 * len(wrong)
    assert sum(count >= 4 for count in wrong) > 0.01 * len(wrong)


def test_creditors_differ_in_their_habits() -> None:
    signals = rows(made(errors=0.0)["signals"])
    capitals, dated = defaultdict(list), defaultdict(list)
    for row in signals:
        if row["debtor_kind"] == "natural":
            capitals[row["partner_code"]].append(row["surname"].isupper())
            dated[row["partner_code"]].append(row["birth_date"] != "")
    large = [code for code in capitals if len(capitals[code]) >= 40]
    assert {all(capitals[code]) for code in large} == {True, False}
    shares = [sum(dated[code]) / len(dated[code]) for code in large]
    assert max(shares) > 0.95
    assert min(shares) < 0.7


def test_forbidden_pairs_are_two_persons_whom_the_records_tell_apart() -> None:
    files = made()
    record = {row["signal_id"]: row for row in rows(files["signals"])}
    person = dict(
        zip(files["truth"]["signal_id"], files["truth"]["person_id"], strict=True)
    )
    pairs = rows(files["forbidden"])
    assert 0 < len(pairs) <= PAIRS
    for pair in pairs:
        one, other = record[pair["left_id"]], record[pair["right_id"]]
        assert person[one["signal_id"]] != person[other["signal_id"]]
        assert one["birth_date"]
        assert other["birth_date"]
        first = [row["initials"][:1].upper() for row in (one, other)]
        assert one["birth_date"] != other["birth_date"] or first[0] != first[1]


@pytest.mark.slow
def test_a_large_file_has_forbidden_pairs_of_every_kind() -> None:
    kinds = made(records=30_000)["forbidden"]["kind"]
    assert set(kinds) == set(KINDS)
    assert len(kinds) == PAIRS


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("second_*.py")), ids=lambda path: path.stem
)
def test_the_second_model_shares_nothing_with_the_first(path) -> None:
    first = {"slips", "bunches", "habits", "first_model"}
    assert {name.rpartition(".")[2] for name in imported(path)} & first == set()


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem
)
def test_the_adversary_knows_nothing_of_the_matcher(path) -> None:
    assert [name for name in imported(path) if "matching" in name] == []
    assert "sql" not in path.read_text("utf-8").lower()


def imported(path: Path) -> set[str]:
    """Return the modules a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {
                node.module,
                *(f"{node.module}.{alias.name}" for alias in node.names),
            }
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


@pytest.mark.parametrize("model", MODELS)
def test_the_matcher_takes_what_the_adversary_writes(tmp_path, model) -> None:
    generate_signals(tmp_path, 400, 2, model=model, residents=True)
    summary = match(
        tmp_path / "signals.parquet",
        tmp_path / "result",
        residents=tmp_path / "residents.parquet",
        threads=1,
    )
    assert summary.counts["signals"] == 400
    assert 0 < summary.counts["persons"] < 400


@pytest.mark.parametrize(("records", "errors"), [(0, 1.0), (10, -1.0)])
def test_nonsense_is_refused(tmp_path, records, errors) -> None:
    with pytest.raises(ConfigurationError):
        generate_signals(tmp_path, records, 1, errors=errors)


@pytest.mark.parametrize("records", [1, 2, 30])
def test_a_few_signals_can_be_made(tmp_path, records) -> None:
    for model in MODELS:
        assert generate_signals(tmp_path, records, 1, model=model).signals == records


def test_the_command_tells_what_it_made(tmp_path) -> None:
    words = [
        "synthetic",
        "signals",
        "--records",
        "50",
        "--seed",
        "3",
        "--model",
        "second",
    ]
    shown = CliRunner().invoke(
        cli.application("synthetic"), [*words, "--errors", "2", "--out", str(tmp_path)]
    )
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith("50 signals on ")
    assert (tmp_path / "signals.parquet").is_file()
