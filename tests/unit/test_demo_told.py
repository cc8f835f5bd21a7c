"""What the demonstration prints: the partners' table, the list, and what differs."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vroegsein.demo import command
from vroegsein.demo.month import Demo
from vroegsein.demo.story import COUNTS, ListStory, PartnerStory
from vroegsein.demo.truth import differences
from vroegsein.parties.period import ReportingMonth
from vroegsein.stack.console import Console
from vroegsein.stack.layout import Layout

MONTH = "2026-10"
TAKEN = PartnerStory("merenwonen", "accepted", None, 29, (26, 1, 0, 1, 1), 1234567)
REFUSED = PartnerStory("zevenzorg", "refused", "DEL_PERIOD", 7, (0,) * 5, 0)
MISSING = PartnerStory("terpzorg", "missing", None, 0, (0,) * 5, 0)
EMPTY = PartnerStory("wadvonk", "empty", None, 0, (0,) * 5, 0)
ALL = [TAKEN, REFUSED, MISSING, EMPTY]
LISTED = ListStory(
    signals=31, persons=22, several_creditors=9, version=2, publication_id="p1",
    files=(("signaallijst.csv", "ab" * 32), ("signaallijst.xlsx", "cd" * 32)),
)  # fmt: skip


def row(story: PartnerStory) -> dict[str, Any]:
    """What the generator's truth holds of a partner's month."""
    cents = {"accepted": story.accepted_cents}
    return {
        "month": MONTH,
        "partner_code": story.partner_code,
        "state": story.state,
        "refusal_code": story.code,
        "line_count": story.lines if story.state == "accepted" else 0,
        "verdicts": {
            name: {"lines": count, "cents": cents.get(name, 0)}
            for name, count in zip(COUNTS, story.verdicts, strict=True)
        },
    }


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    """A truth folder that agrees with ALL, and holds another month as well."""
    rows = [*map(row, ALL), {**row(TAKEN), "month": "2026-09", "line_count": 3}]
    (tmp_path / "deliveries.json").write_text(json.dumps(rows), "utf-8")
    return tmp_path


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    layout = Layout(root=tmp_path, var=tmp_path / "var")
    month = ReportingMonth.parse(MONTH)
    return Demo(layout, Console(), "1940", month, tmp_path)


def test_a_register_that_agrees_differs_in_nothing(truth: Path):
    assert differences(truth, MONTH, ALL) == []


@pytest.mark.parametrize(
    "change",
    [
        {"state": "empty"},
        {"code": "DEL_HASH"},
        {"lines": 30},
        {"accepted_cents": 1234568},
        *({"verdicts": tuple(count + (n == place) for n, count in enumerate(TAKEN.verdicts))}
          for place in range(len(COUNTS))),
    ],
)  # fmt: skip
def test_each_planted_difference_is_seen(truth: Path, change: dict[str, Any]):
    """The guard goes red: for the state, the code, the lines, the cents, each count."""
    stories = [replace(TAKEN, **change), *ALL[1:]]
    (said,) = differences(truth, MONTH, stories)
    assert said.startswith("merenwonen: the truth says ")


@pytest.mark.parametrize(
    ("story", "change"),
    [
        (REFUSED, {"code": "DEL_HASH"}),
        (MISSING, {"state": "empty"}),
        (EMPTY, {"state": "missing"}),
    ],
)
def test_a_delivery_that_was_not_taken_is_compared_too(
    truth: Path, story: PartnerStory, change: dict[str, Any]
):
    stories = [replace(each, **change) if each is story else each for each in ALL]
    assert [said.partition(":")[0] for said in differences(truth, MONTH, stories)] == [
        story.partner_code
    ]


def test_lines_of_a_refused_file_are_not_compared(truth: Path):
    """The generator does not judge them; the intake may have counted them."""
    assert (
        differences(truth, MONTH, [TAKEN, replace(REFUSED, lines=99), MISSING, EMPTY])
        == []
    )


def test_a_partner_on_one_side_only_is_a_difference(truth: Path):
    stranger = replace(MISSING, partner_code="nieuw")
    said = differences(truth, MONTH, [*ALL[:3], stranger])
    assert said[0].startswith("nieuw: the truth says None")
    assert said[1].endswith("the register None")
    assert len(said) == 2


def test_another_month_is_compared_with_its_own_truth(truth: Path):
    assert len(differences(truth, "2026-09", [replace(TAKEN, lines=3)])) == 0
    assert len(differences(truth, "2026-08", [])) == 0


def test_the_table_has_a_line_per_partner_under_a_heading():
    lines = command._partner_table(ALL)
    assert lines[0].split() == ["partner", "lines", *COUNTS, "delivery"]
    assert lines[1].split()[:7] == ["merenwonen", "29", "26", "1", "0", "1", "1"]
    assert [line.split()[0] for line in lines[1:]] == [s.partner_code for s in ALL]


@pytest.mark.parametrize(
    ("story", "ending"),
    [
        (TAKEN, "  accepted"),
        (REFUSED, "  REFUSED (DEL_PERIOD)"),
        (MISSING, "  MISSING, late"),
        (EMPTY, "  accepted, nothing to report"),
        (replace(TAKEN, state="decoded"), "  decoded"),
    ],
)
def test_the_table_tells_how_a_delivery_ended(story: PartnerStory, ending: str):
    assert command._partner_table([story])[1].endswith(ending)


def test_columns_stand_under_their_headings():
    wide = replace(
        TAKEN,
        partner_code="gemeentebelastingen",
        lines=1234,
        verdicts=(1000, 100, 100, 30, 4),
    )
    lines = command._partner_table([TAKEN, wide])
    for name in ("lines", *COUNTS):
        end = lines[0].index(name) + len(name)
        for line in lines[1:]:
            assert line[end - 1].isdigit()
            assert line[end : end + 1] in {" ", ""}


def test_the_list_is_told_with_counts_files_and_places(demo: Demo):
    lines = command._list_lines(demo, ALL, LISTED)
    text = "\n".join(lines)
    assert "Matched: 26 signals of the month" in lines[0]
    assert "31 signals of 22 persons, 9 with several creditors" in lines[0]
    assert lines[1] == "Published: version 2, p1"
    folder = demo.layout.storage / "publications" / "1940" / MONTH / "v2"
    assert f"{folder / 'signaallijst.csv'}  sha256 abababababab" in text
    assert f"{folder / 'signaallijst.xlsx'}  sha256 cdcdcdcdcdcd" in text
    report = demo.layout.storage / "reports" / "1940" / MONTH / "auditrapport-v2.html"
    assert lines[-1] == f"Audit report: {report}"


def test_every_state_of_a_delivery_has_its_words():
    assert set(command.STATES) == {"accepted", "empty", "refused", "missing"}


def test_the_console_says_how_long_it_took_and_waits_in_vain_no_longer_than_told(
    capsys: pytest.CaptureFixture[str],
):
    console = Console()
    console.say("begun")
    assert console.wait_until(lambda: True, what="nothing", patience=0)
    assert not console.wait_until(lambda: False, what="nothing", patience=0.05)
    assert capsys.readouterr().out.strip().endswith("s  begun")
