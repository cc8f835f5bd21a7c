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
    energy_file,
    file_of,
    landlord_file,
    passport,
    record,
    text_of,
)
from support.intake import Desk

from vroegsein.exchange.server import Limits, Server
from vroegsein.exchange.sftp import RemoteFile
from vroegsein.intake import collect
from vroegsein.intake.fetch import fetch_file
from vroegsein.intake.inbox import FolderInbox, deliverable

ROWS = [record(number) for number in range(1, 4)]
SOUND = landlord_file(ROWS)
NAME = SOUND.name


@dataclass
class SmallDesk(Desk):
    """A desk that takes files of at most so many bytes."""

    byte_count: int = 10_000

    @property
    def server(self) -> Server:
        return replace(
            self.sftp.server(self.partner), limits=Limits(byte_count=self.byte_count)
        )


@dataclass(frozen=True)
class GrowingInbox:
    """An inbox in which a file changes just after it was copied."""

    folder: FolderInbox
    change: Callable[[Path], object]

    def entries(self) -> list[RemoteFile]:
        return self.folder.entries()

    def look(self, name: str) -> RemoteFile | None:
        return self.folder.look(name)

    def take(self, name: str, target: Path) -> None:
        self.folder.take(name, target)
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
    """DEL-04: by size or by time."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    SOUND.put(folder)
    still = FolderInbox(folder)
    entries = deliverable(still.entries(), passport())
    (seen,) = collect._remember("1940", "2026-10", passport(), entries, desk.moment)
    assert fetch_file(seen, GrowingInbox(still, change)) is None
    assert desk.rows("delivery") == []
    assert files_in(desk.storage) == []
    SOUND.put(folder)
    os.utime(folder / NAME, (entries[0].modified_seconds,) * 2)
    assert fetch_file(seen, still) is not None


def test_a_manifest_without_its_file_waits_in_silence(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    """DEL-06."""
    path = SOUND.put(desk.inbox)
    path.unlink()
    with caplog.at_level(logging.WARNING, "vroegsein"):
        assert desk.run() == {}
    assert desk.names("inbox") == [f"{NAME}.manifest.json"]
    assert caplog.text == ""


@pytest.mark.parametrize("month", ["2026-11", "2026-09", "2025-10", "2026-13"])
def test_a_file_that_names_another_month_is_refused(desk: Desk, month: str):
    """DEL-11, NAM-08: earlier, later, a year off, or no month at all."""
    name = f"woonproef_{month.replace('-', '')}.csv"
    replace(SOUND.saying(bestand=name), name=name).put(desk.inbox)
    assert desk.run() == {"refused": 1}
    assert desk.rows("delivery")[0]["refusal_code"] == "DEL_PERIOD"
    assert desk.rows("signal") == []


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
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    """DEL-17: nothing of it lands; the next file is taken."""
    small = SmallDesk(desk.sftp, desk.register, desk.storage)
    large = landlord_file([record(number) for number in range(60)])
    assert len(large.content) > small.byte_count > len(SOUND.content)
    large.put(small.inbox)
    november = "woonproef_202611.csv"
    replace(SOUND.saying(bestand=november), name=november).put(small.inbox)
    with caplog.at_level(logging.WARNING, "vroegsein"):
        assert small.run() == {"refused": 1}
    assert "DEL_SIZE" in caplog.text
    assert NAME not in caplog.text
    assert small.names("inbox") == [NAME, f"{NAME}.manifest.json"]
    assert not [name for name in files_in(small.storage) if name.startswith("f")][1:]


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
    found = FolderInbox(desk.inbox).entries()
    assert [entry.is_regular for entry in found] == [False] * 3
    assert deliverable(found, passport()) == []
    made[1].rmdir()
    made[0].unlink()
    made[2].unlink()


def test_two_names_of_one_file_are_one_delivery(desk: Desk):
    """DEL-19: a hard link is the same bytes."""
    path = SOUND.put(desk.inbox)
    second = "woonproef_202611.csv"
    os.link(path, desk.inbox / second)
    manifest = desk.inbox / f"{NAME}.manifest.json"
    os.link(manifest, desk.inbox / f"{second}.manifest.json")
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
        november.run()
    assert {row["month"] for row in desk.rows("signal")} == {"2026-10"}
    assert len(desk.rows("delivery")) == 1


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
    """NAM-01 to NAM-10: as a hostile server could list it; never repeated in a log."""
    entries = [
        RemoteFile(each, 1, 1, is_regular=True)
        for each in (name, f"{name}.manifest.json")
    ]
    with caplog.at_level(logging.DEBUG, "vroegsein"):
        assert deliverable(entries, passport()) == []
    assert not name.strip(".") or name not in caplog.text


def test_the_agreed_name_among_hostile_ones_is_taken():
    """The guard lets through what it should."""
    names = [*UNSAFE, NAME, f"{NAME}.manifest.json"]
    entries = [RemoteFile(name, 1, 1, is_regular=True) for name in names]
    assert [entry.name for entry in deliverable(entries, passport())] == [NAME]
