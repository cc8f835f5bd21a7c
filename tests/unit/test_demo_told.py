"""What the demonstration prints: the files, the list, and what differs from the truth."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vroegsein.demo.story import (
    CHANGES,
    COUNTS,
    AskedStory,
    DeliveryStory,
    ListStory,
    PartnerStory,
)
from vroegsein.demo.telling import WIDTH, asked_lines, list_lines, partner_lines
from vroegsein.demo.truth import differences
from vroegsein.intake.findings import MEANINGS
from vroegsein.stack.console import Console
from vroegsein.stack.layout import Layout

MONTH = "2026-10"
NOTHING = (0,) * len(COUNTS)
FIRST = DeliveryStory(1, "superseded", None, 28, (25, 1, 0, 1, 1, 0), 1234568)
SECOND = DeliveryStory(
    2, "accepted", None, 29, (26, 1, 0, 1, 1, 0), 1234567, (2, 1, 1, 23), "b_2.csv"
)
WITHDRAWAL = DeliveryStory(2, "applied", None, 3, (0, 1, 0, 0, 0, 2), 0)
WRONG = DeliveryStory(1, "refused", "DEL_PERIOD", 7, NOTHING, 0, None, "b_3.csv")
NIL = DeliveryStory(1, "empty", None, 0, NOTHING, 0)
TAKEN = PartnerStory("merenwonen", "merenwonen", "csv", (FIRST, SECOND))
REFUSED = PartnerStory("zevenzorg", "zevenzorg", "csv", (WRONG,))
MISSING = PartnerStory("terpzorg", "terpzorg", "csv", ())
EMPTY = PartnerStory("wadvonk", "wadvonk", "csv", (NIL,))
ALL = [TAKEN, REFUSED, MISSING, EMPTY]
LISTED = ListStory(
    signals=31, persons=22, several_creditors=9, month=MONTH, version=2,
    publication_id="p1",
    files=(("signaallijst.csv", "ab" * 32), ("signaallijst.xlsx", "cd" * 32)),
)  # fmt: skip


def rows(story: PartnerStory) -> list[dict[str, Any]]:
    """What the generator's truth holds of a partner's month."""
    if not story.deliveries:
        return [
            {"month": MONTH, "partner_code": story.partner_code, "state": "missing"}
        ]
    return [row(story.partner_code, delivery) for delivery in story.deliveries]


def row(code: str, story: DeliveryStory) -> dict[str, Any]:
    """What the generator's truth holds of a file."""
    cents = {"accepted": story.accepted_cents}
    changes = zip(CHANGES, story.changes or (), strict=False)
    return {
        "month": MONTH,
        "partner_code": code,
        "state": story.state,
        "refusal_code": story.code,
        "line_count": 0 if story.state == "refused" else story.lines,
        "changes": dict(changes) if story.changes else None,
        "verdicts": {
            name: {"lines": count, "cents": cents.get(name, 0)}
            for name, count in zip(COUNTS, story.verdicts, strict=True)
        },
    }


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    """A truth folder that agrees with ALL, and holds another month as well."""
    found = [each for story in ALL for each in rows(story)]
    found.append({**row("merenwonen", FIRST), "month": "2026-09", "line_count": 3})
    (tmp_path / "deliveries.json").write_text(json.dumps(found), "utf-8")
    return tmp_path


def test_a_register_that_agrees_differs_in_nothing(truth: Path):
    assert differences(truth, MONTH, ALL) == []


@pytest.mark.parametrize(
    "change",
    [
        {"state": "empty"},
        {"code": "DEL_HASH"},
        {"lines": 30},
        {"accepted_cents": 1234568},
        {"changes": (1, 2, 1, 23)},
        {"changes": None},
        *({"verdicts": tuple(count + (n == place) for n, count in enumerate(SECOND.verdicts))}
          for place in range(len(COUNTS))),
    ],
)  # fmt: skip
def test_each_planted_difference_is_seen(truth: Path, change: dict[str, Any]):
    """The guard goes red: for the state, the code, the lines, the cents, each count."""
    other = replace(TAKEN, deliveries=(FIRST, replace(SECOND, **change)))
    (said,) = differences(truth, MONTH, [other, *ALL[1:]])
    assert said.startswith("merenwonen: the truth says ")


@pytest.mark.parametrize(
    "deliveries", [(SECOND,), (SECOND, FIRST), (FIRST, SECOND, SECOND), ()]
)
def test_a_file_too_few_too_many_or_out_of_order_is_seen(
    truth: Path, deliveries: tuple[DeliveryStory, ...]
):
    stories = [replace(TAKEN, deliveries=deliveries), *ALL[1:]]
    assert len(differences(truth, MONTH, stories)) == 1


@pytest.mark.parametrize(
    ("story", "deliveries"),
    [
        (REFUSED, (replace(WRONG, code="DEL_HASH"),)),
        (MISSING, (NIL,)),
        (EMPTY, ()),
    ],
)
def test_a_delivery_that_was_not_taken_is_compared_too(
    truth: Path, story: PartnerStory, deliveries: tuple[DeliveryStory, ...]
):
    other = replace(story, deliveries=deliveries)
    stories = [other if each is story else each for each in ALL]
    assert [said.partition(":")[0] for said in differences(truth, MONTH, stories)] == [
        story.partner_code
    ]


def test_lines_of_a_refused_file_are_not_compared(truth: Path):
    """The generator does not judge them; the intake may have counted them."""
    other = replace(REFUSED, deliveries=(replace(WRONG, lines=99),))
    assert differences(truth, MONTH, [TAKEN, other, MISSING, EMPTY]) == []


def test_a_partner_on_one_side_only_is_a_difference(truth: Path):
    stranger = replace(EMPTY, partner_code="nieuw")
    said = differences(truth, MONTH, [*ALL[:3], stranger])
    assert said[0].startswith("nieuw: the truth says None")
    assert said[1].endswith("the register None")
    assert len(said) == 2


def test_another_month_is_compared_with_its_own_truth(truth: Path):
    september = replace(TAKEN, deliveries=(replace(FIRST, lines=3),))
    assert differences(truth, "2026-09", [september]) == []
    assert differences(truth, "2026-08", []) == []


def told(*stories: PartnerStory) -> list[str]:
    return list(partner_lines(list(stories), Path("/var/exchange")))


def test_every_file_has_its_line_under_a_heading_and_none_is_too_wide():
    lines = told(*ALL)
    assert lines[0].split()[:3] == ["partner", "delivers", "nr"]
    assert [line.split()[0] for line in lines[1:-2] if line[2] != " "] == [
        story.partner_code for story in ALL
    ]
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[-1] == "  /var/exchange/<partner>/outbox"


def test_a_refusal_is_told_with_its_code_and_the_partners_own_words():
    text = " ".join(" ".join(told(REFUSED)).split())
    reason = MEANINGS["DEL_PERIOD"].description
    assert f"zevenzorg csv 1 REFUSED DEL_PERIOD: {reason} b_3.csv" in text


@pytest.mark.parametrize("code", sorted(MEANINGS))
def test_the_reason_of_any_refusal_fits(code: str):
    refused = replace(REFUSED, form="csv, openpgp, signed", partner_code="p" * 19)
    story = replace(refused, deliveries=(replace(WRONG, code=code),))
    assert all(len(line) <= WIDTH for line in told(story))
    assert MEANINGS[code].description in " ".join(" ".join(told(story)).split())


@pytest.mark.parametrize(
    ("delivery", "said"),
    [
        (NIL, "1 accepted, nothing to report"),
        (
            FIRST,
            "1 replaced by the next file: 28 lines, of which 25 accepted, 1 rejected,",
        ),
        (
            SECOND,
            "as a correction: 2 new, 1 changed, 1 gone, 23 unchanged b_2.csv",
        ),
        (WITHDRAWAL, "2 withdrawal: 3 lines, of which 1 rejected, 2 withdrawal"),
        (replace(NIL, state="decoded"), "1 decoded: 0 lines"),
    ],
)
def test_what_became_of_a_file_is_told_in_words(delivery: DeliveryStory, said: str):
    text = " ".join(told(replace(EMPTY, deliveries=(delivery,))))
    assert said in " ".join(text.split())


def test_a_partner_without_a_file_is_missing():
    assert told(MISSING)[1].split() == ["terpzorg", "csv", "-", "MISSING,", "late"]


def test_a_partners_second_file_stands_under_its_first():
    lines = told(TAKEN)
    first, second = (
        next(line for line in lines[1:] if f" {number}  " in line[40:48])
        for number in (1, 2)
    )
    assert first.index("replaced") == second.index("accepted")
    assert "merenwonen" not in second


def test_the_list_is_told_with_counts_files_and_places(tmp_path: Path):
    layout = Layout(root=tmp_path, var=tmp_path / "var")
    withdrawn = replace(EMPTY, deliveries=(FIRST, WITHDRAWAL))
    lines = list(list_lines(layout, "1940", [*ALL, withdrawn], LISTED))
    text = "\n".join(lines)
    assert "Matched: 24 signals of the month" in lines[0]  # 26 accepted, 2 withdrawn
    assert "31 signals\nof 22 persons, 9 with several creditors" in lines[0]
    assert lines[1] == "Published: version 2, p1"
    folder = layout.storage / "publications" / "1940" / MONTH / "v2"
    assert f"{folder / 'signaallijst.csv'}  sha256 abababababab" in text
    assert f"{folder / 'signaallijst.xlsx'}  sha256 cdcdcdcdcdcd" in text
    report = layout.storage / "reports" / "1940" / MONTH / "auditrapport-v2.html"
    assert f"Audit report: {report}" in lines
    assert f"  as PDF: {report.with_suffix('.pdf')}" in lines
    quality = layout.storage / "quality" / "1940" / MONTH
    assert lines[-1].endswith(str(quality / "scorekaart.html"))


def test_what_people_are_asked_is_told_with_counts_and_places():
    asked = AskedStory(sheets=(("beoordeling.xlsx.age", 5),), crises=3)
    lines = list(asked_lines(asked, Path("/outbox"), [Path("/keys/official.txt")]))
    assert "3 notices of crisis signals" in lines[0]
    assert "5 doubtful pairs" in lines[1]
    assert lines[2:] == [
        "  /outbox/beoordeling.xlsx.age",
        "  opens with the official's key /keys/official.txt",
    ]
    assert len(list(asked_lines(AskedStory((), 0), Path("/o"), [Path("/k")]))) == 1


def test_the_console_says_how_long_it_took_and_waits_in_vain_no_longer_than_told(
    capsys: pytest.CaptureFixture[str],
):
    console = Console()
    console.say("begun")
    assert console.wait_until(lambda: True, what="nothing", patience=0)
    assert not console.wait_until(lambda: False, what="nothing", patience=0.05)
    assert capsys.readouterr().out.strip().endswith("s  begun")
