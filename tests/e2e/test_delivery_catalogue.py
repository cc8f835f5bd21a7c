"""Bad deliveries, case by case, against a real server: what is taken, left or refused.

Each docstring names the case: DEL for delivery and transfer, NAM for names.
"""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.deliveries import (
    LANDLORD,
    energy_file,
    file_of,
    landlord_file,
    passport,
    record,
    text_of,
    write_passports,
)
from support.intake import Desk

from vroegsein.exchange.faults import sftp_error
from vroegsein.exchange.sftp import Fault, FileTooLargeError, RemoteFile
from vroegsein.intake import collect
from vroegsein.intake.arriving.desks import desk_of
from vroegsein.intake.arriving.fetch import fetch_file
from vroegsein.intake.arriving.inbox import FolderInbox, deliverable
from vroegsein.intake.arriving.inbox_memory import remember_inbox_files
from vroegsein.intake.arriving.sights import name_key, shown_name, sights_of

ROWS = [record(number) for number in range(1, 4)]
SOUND = landlord_file(ROWS)
NAME = SOUND.name


@dataclass(frozen=True)
class GrowingInbox:
    """An inbox in which a file changes just after it was copied."""

    folder: FolderInbox
    change: Callable[[Path], object]

    def entries(self) -> list[RemoteFile]:
        return self.folder.entries()

    def look(self, name: str) -> RemoteFile | None:
        return self.folder.look(name)

    def take(self, name: str, target: Path, largest: int) -> None:
        self.folder.take(name, target, largest)
        self.change(self.folder.folder / name)


def add_a_line(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"one more line\n")


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "name", [f"{NAME}.part", f"{NAME}.filepart", f"{NAME}.tmp", f"{NAME}~", f".{NAME}"]
)
def test_an_upload_under_way_is_ignored_without_a_warning(
    desk: Desk, name: str, caplog: pytest.LogCaptureFixture
):
    """DEL-01, DEL-03: a name for under way is no wrong name."""
    (desk.inbox / name).write_bytes(SOUND.content)
    with caplog.at_level(logging.WARNING, "vroegsein"):
        assert desk.run() == {}
    assert desk.names("inbox") == [name]
    assert caplog.text == ""


@pytest.mark.parametrize("change", [add_a_line, lambda path: os.utime(path, (9, 9))])
def test_a_file_that_changes_while_it_is_fetched_is_dropped_and_tried_again(
    desk: Desk, tmp_path: Path, change: Callable[[Path], object]
):
    """DEL-04: by size or by time; the third time the partner is told."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    still, whose = FolderInbox(folder), desk_of("1940", "2026-10", "woonproef")
    for hour in range(4):
        SOUND.put(folder)
        os.utime(folder / NAME, (1000 + hour,) * 2)
        moment = desk.moment + timedelta(hours=hour)
        entries = deliverable(still.entries(), whose.passport)
        (seen,) = remember_inbox_files(whose, entries, moment)
        if hour == 3:
            break
        assert fetch_file(seen, GrowingInbox(still, change)) is None
        (found,) = desk.rows("inbox_finding")
        assert (found["code"], found["seen_count"]) == ("DEL_UNSTABLE", hour + 1)
        assert found["is_due"] is (hour == 2)
    assert desk.rows("delivery") == []
    assert files_in(desk.storage) == []
    assert fetch_file(seen, still) is not None
    assert [row["is_open"] for row in desk.rows("inbox_finding")] == [False]


@pytest.mark.parametrize(
    ("absent", "code"), [("", "DEL_NO_FILE"), (".manifest.json", "DEL_NO_MANIFEST")]
)
def test_half_a_pair_waits_and_is_told_after_a_day(
    desk: Desk, caplog: pytest.LogCaptureFixture, absent: str, code: str
):
    """DEL-06: a manifest without its file, a file without its manifest."""
    SOUND.put(desk.inbox)
    (desk.inbox / f"{NAME}{absent}").unlink()
    with caplog.at_level(logging.WARNING, "vroegsein"):
        desk.look()
    assert caplog.text == ""
    assert desk.names("outbox") == []
    replace(desk, moment=desk.moment + timedelta(days=1)).look()
    told = desk.answer("inboxmeldingen")
    assert code in told
    assert NAME in told
    assert "Wat er na 30 dagen nog staat, verwijderen wij." in told
    assert desk.rows("delivery") == []


@pytest.mark.parametrize(
    ("month", "code"),
    [
        ("2026-11", "DEL_PERIOD"),
        ("2026-07", "DEL_PERIOD"),
        ("2025-10", "DEL_PERIOD"),
        ("2026-13", "NAM_PERIOD"),
    ],
)
def test_a_file_that_names_another_month_is_refused(desk: Desk, month: str, code: str):
    """DEL-11, NAM-08: later, three months earlier, a year off, or no month at all."""
    name = f"woonproef_{month.replace('-', '')}.csv"
    replace(SOUND.saying(bestand=name), name=name).put(desk.inbox)
    assert desk.run() == {"refused": 1}
    assert desk.rows("delivery")[0]["refusal_code"] == code
    assert desk.rows("signal") == []


def test_a_file_of_last_month_is_taken_as_late(desk: Desk):
    """DEL-10, DEL-11: one or two months back is late, and counts for its own month."""
    name = "woonproef_202608.csv"
    file = replace(SOUND.saying(bestand=name, leverperiode="2026-08"), name=name)
    file.put(desk.inbox)
    assert desk.run() == {"accepted": 1}
    (delivery,) = desk.rows("delivery")
    assert (delivery["month"], delivery["timing"]) == ("2026-08", "late")
    assert {row["month"] for row in desk.rows("signal")} == {"2026-08"}
    assert "na de afgesproken dag" in desk.answer("ontvangst")


@pytest.mark.parametrize(
    ("partner", "file", "state", "code"),
    [
        ("woonproef", file_of(b""), "refused", "DEL_EMPTY"),
        ("stroomproef", energy_file([], total=""), "refused", "DEL_INCOMPLETE"),
        ("stroomproef", replace(energy_file([]), content=b""), "refused", "DEL_EMPTY"),
        ("woonproef", file_of(text_of([])), "empty", None),
        ("stroomproef", energy_file([]), "empty", None),
        ("stroomproef", energy_file([], "Totaal|1|0,00\n"), "refused", "DEL_TOTALS"),
    ],
)
def test_nothing_is_only_nothing_when_it_is_said(
    desk: Desk, partner: str, file: Any, state: str, code: str | None
):
    """DEL-13, DEL-14: no bytes, no total, or a count that does not agree."""
    theirs = replace(desk, partner=partner)
    file.put(theirs.inbox, manifest=bool(file.manifest))
    assert theirs.run() == {state: 1}
    (delivery,) = theirs.rows("delivery")
    assert delivery["refusal_code"] == code
    found = {(row["code"], row["level"]) for row in theirs.rows("finding")}
    assert found == ({(code, "file")} if code else {("DEL_ZERO_ROWS", "warning")})


def test_a_file_over_the_limit_stays_and_holds_up_no_other(
    desk: Desk, partners: Path, caplog: pytest.LogCaptureFixture
):
    """DEL-17: nothing of it lands; the partner reads so; the next file is taken."""
    delivery = {**LANDLORD["delivery"], "max_bytes": 10_000}
    write_passports(partners, {**LANDLORD, "delivery": delivery})
    large = landlord_file([record(number) for number in range(60)])
    assert len(large.content) > 10_000 > len(SOUND.content)
    large.put(desk.inbox)
    november = "woonproef_202611.csv"
    replace(SOUND.saying(bestand=november), name=november).put(desk.inbox)
    with caplog.at_level(logging.WARNING, "vroegsein"):
        assert desk.run() == {"refused": 1}
    assert "DEL_SIZE" in caplog.text
    assert NAME not in caplog.text
    assert desk.names("inbox") == [NAME, f"{NAME}.manifest.json"]
    assert f"{NAME} (sinds" in desk.answer("inboxmeldingen")
    assert len(desk.rows("delivery")) == 1


def test_a_file_that_grows_beyond_the_limit_is_dropped(tmp_path: Path):
    """DEL-17: the size listed was a lie; the partial file goes."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    SOUND.put(folder)
    target = tmp_path / "landed"
    with pytest.raises(FileTooLargeError):
        FolderInbox(folder).take(NAME, target, largest=len(SOUND.content) - 1)
    assert not target.exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_manifest_of_any_size_is_not_read(desk: Desk):
    """DEL-17: nor kept; the file is refused for it."""
    SOUND.put(desk.inbox)
    manifest = desk.inbox / f"{NAME}.manifest.json"
    manifest.write_bytes(b" " * 65 * 1024)
    desk.fetch()
    (landed,) = desk.storage.rglob("*.manifest.json")
    assert landed.read_bytes() == b""


def test_an_inbox_with_too_much_in_it_is_not_read_to_its_end(desk: Desk):
    """DEL-16: the agreed file is found all the same, and the rest is told."""
    names = [f"0{number:02d}.csv" for number in range(12)]
    for name in names:
        (desk.inbox / name).write_bytes(b"x")
    SOUND.put(desk.inbox)
    few = replace(desk.server, limits=replace(desk.server.limits, listed=4))
    (seen,) = collect.list_files("1940", "2026-10", "woonproef", few, desk.moment)
    assert len(collect.fetch_files([seen], few)) == 1
    told = desk.answer("inboxmeldingen")
    assert "DEL_TOO_MANY_FILES" in told
    codes = {row["code"]: row["shown_name"] for row in desk.rows("inbox_finding")}
    assert codes["DEL_TOO_MANY_FILES"] is None


@dataclass(frozen=True)
class DeniedInbox(GrowingInbox):
    """An inbox whose server denies reading."""

    def take(self, name: str, target: Path, largest: int) -> None:
        assert (name, target.name, largest > 0) != ("", "", False)
        raise sftp_error(Fault.DENIED, "woonproef", "fetch a file")


def test_a_file_that_may_not_be_read_is_tried_thrice_and_told(
    desk: Desk, tmp_path: Path
):
    """DEL-21: the run goes on; from the third time the partner reads it."""
    SOUND.put(tmp_path)
    whose = desk_of("1940", "2026-10", "woonproef")
    folder = FolderInbox(tmp_path)
    for hour in range(3):
        entries = deliverable(folder.entries(), whose.passport)
        moment = desk.moment + timedelta(hours=hour)
        (seen,) = remember_inbox_files(whose, entries, moment)
        assert fetch_file(seen, DeniedInbox(folder, add_a_line)) is None
    (found,) = desk.rows("inbox_finding")
    assert (found["code"], found["seen_count"], found["is_due"]) == (
        "DEL_ACCESS", 3, True,
    )  # fmt: skip
    assert fetch_file(seen, folder) is not None


def test_an_unfinished_upload_is_told_after_a_day_of_ours(desk: Desk):
    """DEL-03, DEL-20: by our own two looks, whatever its time says."""
    part = desk.inbox / f"{NAME}.part"
    part.write_bytes(b"x")
    os.utime(part, (1, 1))
    desk.look()
    assert desk.names("outbox") == []
    later = replace(desk, moment=desk.moment + timedelta(hours=24))
    later.look()
    assert "DEL_STALE_PART" in desk.answer("inboxmeldingen")
    part.unlink()
    later.look()
    assert "geen open meldingen" in desk.answer("inboxmeldingen")


def test_without_a_manifest_a_file_has_to_lie_still(desk: Desk, partners: Path):
    """DEL-01: size and time unchanged over two looks of a minute apart."""
    delivery = {**LANDLORD["delivery"], "completeness": "stable"}
    write_passports(partners, {**LANDLORD, "delivery": delivery})
    path = SOUND.put(desk.inbox, manifest=False)
    assert desk.look() == []
    assert replace(desk, moment=desk.moment + timedelta(seconds=59)).look() == []
    os.utime(path, (7, 7))  # written to
    later = replace(desk, moment=desk.moment + timedelta(seconds=90))
    still = replace(desk, moment=desk.moment + timedelta(seconds=150))
    assert len(later.look()) == len(still.look()) - 1


def test_what_is_no_file_is_never_opened(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """DEL-18: a link to somebody else's file, a folder, a pipe; under agreed names."""
    secret = tmp_path / "secret"
    secret.write_bytes(SOUND.content)
    made: list[Path] = []
    for number, make in enumerate(
        [lambda p: p.symlink_to(secret), Path.mkdir, os.mkfifo]
    ):
        path = desk.inbox / f"woonproef_20260{number + 1}.csv"
        make(path)
        made.append(path)
    with caplog.at_level(logging.WARNING, "vroegsein"):
        assert desk.run() == {}
    assert "DEL_NOT_REGULAR entries=3" in caplog.text
    assert "DEL_NOT_REGULAR" in desk.answer("inboxmeldingen")
    found = FolderInbox(desk.inbox).entries()
    assert [entry.is_regular for entry in found] == [False] * 3
    assert deliverable(found, passport()) == []
    made[1].rmdir()
    made[0].unlink()
    made[2].unlink()


def test_two_names_of_one_file_are_one_delivery(desk: Desk, partners: Path):
    """DEL-19: a hard link is the same bytes."""
    delivery = {**LANDLORD["delivery"], "file_name": "woonproef_{yyyymm}_{nn}.csv"}
    write_passports(partners, {**LANDLORD, "delivery": delivery})
    names = [f"woonproef_202610_0{number}.csv" for number in (1, 2)]
    path = replace(SOUND.saying(bestand=names[0]), name=names[0]).put(desk.inbox)
    os.link(path, desk.inbox / names[1])
    manifest = f"{path}.manifest.json"
    os.link(manifest, desk.inbox / f"{names[1]}.manifest.json")
    assert desk.run() == {"accepted": 1}
    assert len(desk.rows("delivery")) == 1
    assert len(desk.rows("signal")) == 3
    assert desk.names("inbox") == []


@pytest.mark.parametrize("seconds", [0, 1, 4_070_908_800])
def test_the_clock_of_a_partner_decides_nothing(desk: Desk, seconds: int):
    """DEL-20: 1970 and 2099; receipt is the moment of our own run."""
    path = SOUND.put(desk.inbox)
    os.utime(path, (seconds, seconds))
    assert desk.run() == {"accepted": 1}
    (delivery,) = desk.rows("delivery")
    assert delivery["received_at"] == desk.moment
    assert desk.names("inbox") == []


def test_last_months_file_under_a_new_name_brings_nothing_new(desk: Desk):
    """DEL-22, DEL-08: with its own manifest, or with one that was made anew."""
    SOUND.put(desk.inbox)
    assert desk.run() == {"accepted": 1}
    november = replace(desk, month="2026-11", moment=desk.moment + timedelta(days=31))
    name = "woonproef_202611.csv"
    for changes in ({}, {"bestand": name, "leverperiode": "2026-11"}):
        replace(SOUND.saying(**changes), name=name).put(november.inbox)
        os.utime(november.inbox / name, (len(changes), 1))
        assert november.run() == {"refused": 1}
    assert {row["month"] for row in desk.rows("signal")} == {"2026-10"}
    (again,) = [row for row in desk.rows("delivery") if row["month"] == "2026-11"]
    assert again["refusal_code"] == "DEL_REPLAY"


UNSAFE = [
    "../../etc/cron.d/x", "/etc/passwd", "..\\..\\x.csv", "C:\\woonproef_202610.csv",
    "woonproef_202610.csv/..", "woonproef_202610[1].csv", "woonproef_*.csv", "?.csv",
    "a'; DROP TABLE x;--.csv", "$(id).csv", "`id`.csv", "-woonproef_202610.csv",
    "woonproef_202610.csv\n", "\nwoonproef_202610.csv", "\x1b[31mwoonproef_202610.csv",
    "woonproef_202610.csv\0", "\u202ewoonproef_202610.csv", "x" * 4096,
    "woonproef_\uff12\uff10\uff12\uff16\uff11\uff10.csv", "w\u03bf\u03bfnproef_202610.csv", "woonproef_202610.csv.exe",
    "woonproef_okt26.csv", "woonproef_2026-1.csv", "Jansen_999990019.csv", "", ".", "..",
]  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_is_not_agreed_is_left_alone(
    name: str, caplog: pytest.LogCaptureFixture
):
    """NAM-01, NAM-02, NAM-03, NAM-04, NAM-05, NAM-06, NAM-07, NAM-08, NAM-10: as a hostile server could list it; never repeated in a log."""
    entries = [
        RemoteFile(each, 1, 1, is_regular=True)
        for each in (name, f"{name}.manifest.json")
    ]
    with caplog.at_level(logging.DEBUG, "vroegsein"):
        assert deliverable(entries, passport()) == []
        sights = sights_of(entries, passport())
    assert {sight.name for sight in sights} == {entry.name for entry in entries}
    assert {sight.code for sight in sights} <= {
        "NAM_UNSAFE", "NAM_PERIOD", "NAM_PII", "DEL_STALE_PART",
    }  # fmt: skip
    assert not name.strip(".") or name not in caplog.text


def test_the_agreed_name_among_hostile_ones_is_taken():
    """The guard lets through what it should."""
    names = [*UNSAFE, NAME, f"{NAME}.manifest.json"]
    entries = [RemoteFile(name, 1, 1, is_regular=True) for name in names]
    assert [entry.name for entry in deliverable(entries, passport())] == [NAME]


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [
        ("woonproef_okt26.csv", "NAM_PERIOD", "woonproef_okt26.csv"),
        ("woonproef_2026-1.csv", "NAM_PERIOD", "woonproef_2026-1.csv"),
        ("Jansen_999990019.csv", "NAM_PII", None),
        ("woonproef_999990019.csv", "NAM_PII", None),
        ("woonproef_0612345678.csv", "NAM_PERIOD", "woonproef_0612345678.csv"),
        ("j.jansen@example.org.csv", "NAM_PII", None),
        ("woonproef_17-05-1980.csv", "NAM_PII", None),
        ("Jansen.csv", "NAM_UNSAFE", None),
        ("woonproef 202610.csv", "NAM_UNSAFE", None),
        ("../woonproef_202610.csv", "NAM_UNSAFE", None),
        ("woonproef_202610.csv.exe", "NAM_UNSAFE", "woonproef_202610.csv.exe"),
        ("woonproef_\u202egpj.csv", "NAM_UNSAFE", None),
        ("woonproef_" + "x" * 100, "NAM_UNSAFE", None),
    ],
)
@pytest.mark.usefixtures("storage")
def test_a_name_is_told_only_where_it_is_harmless(
    name: str, code: str, shown: str | None
):
    """NAM-06, NAM-07, NAM-08, NAM-10: the rest is known by a keyed digest."""
    entry = RemoteFile(name, 1, 1, is_regular=True)
    (sight,) = sights_of([entry], passport())
    assert sight.code == code
    assert shown_name(name, passport()) == shown
    assert len(name_key(name)) == 64
    assert name_key(name) == name_key(name) != name_key(f"{name}x")


def test_names_of_an_inbox_are_answered_without_repeating_them(desk: Desk):
    """NAM-10, NAM-01: the register and the outbox hold no name that may be a person."""
    for name in ("Jansen_999990019.csv", "Pietersen.csv", "woonproef_okt26.csv"):
        (desk.inbox / name).write_bytes(b"x")
    desk.look()
    told = desk.answer("inboxmeldingen") + repr(desk.rows("inbox_finding"))
    assert "Jansen" not in told
    assert "Pietersen" not in told
    assert "1 met een naam die wij niet bewaren of herhalen" in told
    assert "woonproef_okt26.csv (sinds 7 oktober 2026" in told
    before = desk.left_behind()
    desk.look()
    assert desk.left_behind() == before
