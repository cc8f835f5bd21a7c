"""Decides what officials of the synthetic municipality send: outcomes and own lists.

About one in five is reached and one in three of these accepts help (national figures of
2024); a few turn out to be known, gone or dead. The same list and seed give the same
rows; sealed bytes are never the same twice, so the plain content is kept beside them.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pyarrow.parquet as pq

from vroegsein.casework.office_columns import (
    CASE,
    EXCLUSION_COLUMNS,
    FLAGS,
    FROM,
    PARTNER,
    PERSON,
    REASON,
    RESIDENT_COLUMNS,
    RESIDENT_ID,
)
from vroegsein.exchange.age_files import encrypt_age
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.listing.columns import (
    ATTEMPT_HEADERS,
    ATTEMPTS_ON_LIST,
    MEASURES,
    RESULT,
    RESULT_DATE,
)
from vroegsein.parties.case_codes import (
    ContactKind,
    ExclusionKind,
    Measure,
    PartOfDay,
    Result,
)
from vroegsein.synthetic.streams import Stream

REACHED, ACCEPTS = 0.20, 1 / 3
#: Results without a talk, each with its share of all cases.
FOUND_OUT = ((Result.KNOWN, 0.03), (Result.NO_RESIDENT, 0.02), (Result.DECEASED, 0.01))
HELP = (Result.FOLLOW_UP_FINANCIAL, Result.QUICK_FIX, Result.FOLLOW_UP_OTHER)
NO_HELP = (Result.OWN_WAY, Result.PAID, Result.SILENT)
#: Share of those nobody reached of whom officials have given up.
GIVEN_UP = 0.6
STEP = 3  # days at most from one attempt to the next
URGENT = 4  # days within which people of a crisis list are tried; mostly in time
NOBODY: Mapping[str, date] = MappingProxyType({})
CHANNELS = (ContactKind.PHONE, ContactKind.LETTER, ContactKind.HOME_VISIT)
OUTCOME_HEADERS = (CASE, *ATTEMPT_HEADERS, RESULT, RESULT_DATE, MEASURES)


@dataclass(frozen=True)
class Desk:
    """Where officials' files come to lie, and for whom they are sealed.

    Attributes:
        out: The folder of the inbox, made where absent.
        recipient: The municipality's age recipient, `age1…`.
        seed: What chance is made of.
        plain: Folder where the content is kept as well; nowhere by default.
    """

    out: Path
    recipient: str
    seed: int
    plain: Path | None = None


def write_outcomes(
    desk: Desk,
    case_ids: Sequence[str],
    month: str,
    days: tuple[date, date],
    number: int = 1,
    pace: int = STEP,
    urgent: Mapping[str, date] = NOBODY,
) -> Path:
    """Write what came of a published list; return the sealed file.

    Args:
        desk: Where it goes.
        case_ids: The list's cases (`listed_cases`).
        month: Its month, yyyy-mm.
        days: Day of publication, and the last day anything can have happened.
        number: Which file of the month it is, from 1.
        pace: Days within which everybody is tried for the first time.
        urgent: Cases of crisis lists with the day of their list: they come first.
    """
    rows = [
        _outcome(desk.seed, case_id, (urgent[case_id], days[1]), URGENT)
        if case_id in urgent
        else _outcome(desk.seed, case_id, days, pace)
        for case_id in case_ids
    ]
    name = f"uitkomsten_{month}_{number:02}.csv.age"
    return _send(desk, name, OUTCOME_HEADERS, rows)


def write_exclusions(
    desk: Desk, truth: Path, kind: ExclusionKind, day: date, count: int = 4
) -> Path:
    """Write a list of residents with signals who are not to be approached.

    Args:
        desk: Where it goes.
        truth: The generator's folder `truth/`.
        kind: Which list; each kind draws other people.
        day: The day of the list.
        count: How many people are on it.

    Returns:
        The sealed file.
    """
    people = {row["resident_id"]: row for row in _table(truth / "residents.parquet")}
    signals = _table(truth / "signals.parquet")
    owing = sorted({row["resident_id"] for row in signals} & people.keys())
    drawn = Stream(desk.seed, "exclusions").shuffled(owing)
    start = list(ExclusionKind).index(kind) * count
    rows = [
        {
            **_person(people[resident_id]),
            FROM: (day - timedelta(days=30)).isoformat(),
            REASON: "agressie" if kind is ExclusionKind.SAFETY else "",
        }
        for resident_id in drawn[start : start + count]
    ]
    name = f"uitsluitingen_{kind}_{day:%Y%m%d}.csv.age"
    return _send(desk, name, EXCLUSION_COLUMNS, rows)


def write_residents(desk: Desk, truth: Path, day: date) -> Path:
    """Write the register extract of the whole municipality; return the sealed file.

    It holds everybody: who died, who moved out and whose address is secret too.
    """
    words = {"true": "J", "false": "N"}
    rows = [
        {
            RESIDENT_ID: row["resident_id"],
            **_person(row),
            **{dutch: row[name] for dutch, name in PARTNER.items()},
            **{dutch: words[row[name]] for dutch, name in FLAGS.items()},
        }
        for row in _table(truth / "residents.parquet")
    ]
    return _send(desk, f"inwoners_{day:%Y%m%d}.csv.age", RESIDENT_COLUMNS, rows)


def listed_cases(list_file: Path) -> list[str]:
    """Return the cases of a published list, as its CSV file names them."""
    text = list_file.read_text("utf-8-sig")
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    return [line[CASE] for line in lines]


def _outcome(
    seed: int, case_id: str, days: tuple[date, date], pace: int
) -> dict[str, str]:
    """Return one row of an outcome file."""
    stream = Stream(seed, "outcome", case_id)
    result, measures, is_reached = _result(stream)
    tried = [] if result in dict(FOUND_OUT) else _attempts(stream, days, pace)
    row = {CASE: case_id}
    for place, (kind, day, part) in enumerate(tried, start=1):
        is_last = place == len(tried)
        texts = (kind, day.isoformat(), part, "J" if is_reached and is_last else "N")
        headers = ATTEMPT_HEADERS[(place - 1) * 4 : place * 4]
        row |= dict(zip(headers, texts, strict=True))
    if result is not None:
        last = tried[-1][1] if tried else days[0]
        row |= {RESULT: result, RESULT_DATE: last.isoformat(), MEASURES: measures}
    return row


def _result(stream: Stream) -> tuple[Result | None, str, bool]:
    """Return a result if there is one, its measures, and whether a talk was held."""
    drawn = stream.random()
    for result, share in FOUND_OUT:
        drawn -= share
        if drawn < 0:
            return result, "", False
    if stream.chance(REACHED):
        if stream.chance(ACCEPTS):
            kinds = stream.shuffled(list(Measure))[: stream.between(1, 2)]
            return stream.pick(HELP), ", ".join(sorted(kinds)), True
        return stream.pick(NO_HELP), "", True
    return (Result.UNREACHED if stream.chance(GIVEN_UP) else None), "", False


def _attempts(
    stream: Stream, days: tuple[date, date], pace: int
) -> list[tuple[ContactKind, date, PartOfDay]]:
    """Return the attempts of one case, none after the last day."""
    first, last = days
    day = first
    found: list[tuple[ContactKind, date, PartOfDay]] = []
    for kind in stream.shuffled(CHANNELS)[: stream.between(1, ATTEMPTS_ON_LIST)]:
        step = STEP if found else pace
        day = min(day + timedelta(days=stream.between(0, step)), last)
        found.append((kind, day, stream.pick(list(PartOfDay))))
    return found


def _person(row: Mapping[str, str]) -> dict[str, str]:
    return {dutch: row[name] for dutch, name in PERSON.items()}


def _table(path: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = pq.read_table(path).to_pylist()
    return rows


def _send(
    desk: Desk, name: str, headers: Sequence[str], rows: Iterable[Mapping[str, str]]
) -> Path:
    """Seal a file for the municipality's key, as its own systems do."""
    text = io.StringIO()
    writer = csv.DictWriter(
        text, headers, restval="", delimiter=";", lineterminator="\r\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    folder = private_folder(desk.plain or desk.out)
    plain = folder / name.removesuffix(".age")
    write_whole(plain, text.getvalue().encode("utf-8-sig"))
    sealed = private_folder(desk.out) / name
    encrypt_age(plain, sealed, [desk.recipient])
    if desk.plain is None:
        plain.unlink()
    return sealed
