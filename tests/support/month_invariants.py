"""What holds after every month of a municipality, whatever happened in it.

A row that a query returns breaks the promise it is named after. `:draft_id` is the last
published draft of the month. Where SQL cannot tell, a function asks the story.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, text

from support.chain import run_verifier
from support.listing_month import MUNICIPALITY
from support.twelve_months import Year, moment
from vroegsein import accountability, casework, listing
from vroegsein.accountability.chain import elsewhere, export_chain
from vroegsein.casework.feedback_codes import CODES_BY_LEVEL
from vroegsein.parties.case_codes import CASE_TRANSITIONS, CaseState
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.workdays import add_working_days
from vroegsein.register.schema import metadata
from vroegsein.settings import settings

#: A list's decisions with their signals, and its places with theirs.
_WITH = """
WITH decided AS (
    SELECT d.signal_id, d.rule_code, d.reason, s.arrears_cents, s.ended_by,
        s.received_at, s.signal_kind
    FROM casework.signal_decision d
    JOIN intake.signal s ON s.signal_id = d.signal_id AND s.month = :month
    WHERE d.draft_id = :draft_id
), placed AS (
    SELECT p.signal_id, p.entry_number, e.*
    FROM casework.list_entry_signal p
    JOIN casework.list_entry e USING (draft_id, entry_number)
    WHERE p.draft_id = :draft_id
)
"""
QUERIES = {
    "every signal that holds has one decision, and no other has": """
        SELECT COALESCE(s.signal_id, d.signal_id) FROM decided d FULL JOIN (
            SELECT signal_id FROM intake.signal
            WHERE month = :month AND municipality_code = :place AND ended_by IS NULL
        ) s USING (signal_id)
        WHERE s.signal_id IS NULL OR d.signal_id IS NULL""",
    "a signal is either listed, or not taken with a reason": """
        SELECT d.signal_id FROM decided d LEFT JOIN placed p USING (signal_id)
        WHERE (d.rule_code = 'OPGEPAKT') <> (p.signal_id IS NOT NULL)
        OR BTRIM(d.reason) = ''""",
    "cents of a place are those of its signals": """
        SELECT p.case_id FROM placed p JOIN decided d USING (signal_id)
        GROUP BY p.case_id, p.total_cents
        HAVING p.total_cents <> SUM(d.arrears_cents)""",
    "cents received are cents listed, not taken and ended": """
        SELECT 'cents' WHERE (
            SELECT COALESCE(SUM(accepted_cents), 0) FROM intake.delivery
            WHERE month = :month AND municipality_code = :place
        ) <> (SELECT COALESCE(SUM(total_cents), 0) FROM casework.list_entry
            WHERE draft_id = :draft_id)
        + (SELECT COALESCE(SUM(arrears_cents), 0) FROM decided
            WHERE rule_code <> 'OPGEPAKT')
        + (SELECT COALESCE(SUM(arrears_cents), 0) FROM intake.signal
            WHERE month = :month AND municipality_code = :place
            AND ended_by IS NOT NULL)""",
    "a month has versions 1 to n, each of its own draft": """
        SELECT month FROM publication.publication WHERE municipality_code = :place
        GROUP BY month HAVING COUNT(*) <> MAX(version) OR MIN(version) <> 1
        OR COUNT(DISTINCT version) <> COUNT(*) OR COUNT(DISTINCT draft_id) <> COUNT(*)
        """,
    "nobody is without an offer: a first step or a letter, and an attempt": """
        SELECT case_id FROM placed WHERE plan = '[]'::jsonb
        OR (first_step IS NULL AND NOT plan @> '[{"channel": "Brief"}]')""",
    "who is listed has a case that knows its signals": """
        SELECT p.signal_id FROM placed p
        LEFT JOIN casework.case_signal c USING (signal_id)
        LEFT JOIN casework.case k ON k.case_id = c.case_id
        WHERE k.case_id IS NULL OR k.state = 'merged'""",
    "a partner hears of a signal once a day, and a pause is thirty days": """
        SELECT signal_id FROM casework.feedback
        GROUP BY signal_id, feedback_date HAVING COUNT(*) > 1
        UNION ALL SELECT signal_id FROM casework.feedback
        WHERE (code = 'TK10') <> (pause_from IS NOT NULL)
        OR pause_until <> pause_from + 30""",
    "nobody hears the same twice in a row": """
        SELECT signal_id FROM (
            SELECT signal_id, (code, pause_from) IS NOT DISTINCT FROM (LAG(code) OVER w,
                LAG(pause_from) OVER w) AS same
            FROM casework.feedback WINDOW w AS (
                PARTITION BY signal_id ORDER BY feedback_date)
        ) told WHERE same""",
}
LISTED = (
    _WITH
    + """
SELECT p.signal_id, p.case_id, p.lane, p.due_date, d.received_at, d.signal_kind
FROM placed p JOIN decided d USING (signal_id)"""
)
TARGET_LANES = {"L1", "L2", "L3", "L4"}
Row = dict[str, Any]


def rows(year: Year, query: str, month: str) -> list[Row]:
    """Ask the register about a month's last published draft."""
    known = {
        "month": month, "place": MUNICIPALITY, "draft_id": year.drafts[month][-1],
    }  # fmt: skip
    with year.register.engine.connect() as connection:
        return [dict(r) for r in connection.execute(text(query), known).mappings()]


def broken(year: Year, month: str) -> dict[str, list[Any]]:
    """Return what broke each promise after a month; nothing where all was kept."""
    found = {name: rows(year, _WITH + query, month) for name, query in QUERIES.items()}
    found |= {name: check(year, month) for name, check in CHECKS.items()}
    return {name: offending for name, offending in found.items() if offending}


def _wrongly_listed(year: Year, month: str) -> list[Any]:
    """Return signals of whom must not be approached, by what the story knows."""
    never = year.excluded["uitsluiting"] | year.excluded["bezwaar"]
    never |= {one.number for one in year.people if one.is_dead or one.is_gone}
    return [
        row["signal_id"]
        for row in rows(year, LISTED, month)
        if year.told[row["signal_id"]] in never
        or (
            row["signal_kind"] == "REGULIER"
            and year.told[row["signal_id"]] in year.excluded["shv"]
        )
    ]


def _persons_on_two_places(year: Year, month: str) -> list[Any]:
    """Return who stands on the list more than once, by what the story knows."""
    places: dict[int, set[str]] = {}
    for row in rows(year, LISTED, month):
        places.setdefault(year.told[row["signal_id"]], set()).add(row["case_id"])
    return [number for number, cases in places.items() if len(cases) > 1]


def _wrong_clocks(year: Year, month: str) -> list[Any]:
    """Return places whose last day is not that of the clock that ends first."""
    by_case: dict[str, list[Row]] = {}
    for row in rows(year, LISTED, month):
        by_case.setdefault(row["case_id"], []).append(row)
    return [
        case for case, found in by_case.items() if _due(found) != found[0]["due_date"]
    ]


def _due(found: list[Row]) -> Any:
    first = min(dutch_day(row["received_at"]) for row in found)
    days = [first + timedelta(days=14 if found[0]["lane"] in TARGET_LANES else 28)]
    days += [
        add_working_days(dutch_day(row["received_at"]), 3)
        for row in found
        if row["signal_kind"] != "REGULIER"
    ]
    return min(days)


def _wrong_moves(year: Year, _: str) -> list[Any]:
    """Return cases that moved as no case may, or are not where their steps led."""
    query = (
        "SELECT s.case_id, s.from_state, s.to_state, c.state"
        " FROM casework.case_step s JOIN casework.case c USING (case_id)"
        " ORDER BY s.case_id, s.step_number"
    )
    reached: dict[str, str | None] = {}
    ends, wrong = {}, []
    with year.register.engine.connect() as connection:
        for case, start, end, state in connection.execute(text(query)):
            before = reached.get(case)
            known = CaseState(before) if before else None
            if start != before or CaseState(end) not in CASE_TRANSITIONS[known]:
                wrong.append((case, start, end))
            reached[case], ends[case] = end, state
    return wrong + [case for case in ends if ends[case] != reached[case]]


def _feedback_above_level(year: Year, month: str) -> list[Any]:
    """Return codes that tell more than the municipality agreed to tell."""
    policy = load_policy(settings().municipalities, MUNICIPALITY)
    allowed = CODES_BY_LEVEL[policy.feedback.level]
    told = rows(year, "SELECT DISTINCT code FROM casework.feedback", month)
    return [row["code"] for row in told if row["code"] not in allowed]


def _changed_by_a_rerun(year: Year, month: str) -> list[Any]:
    """Do the month's end again; return what is other than it was."""
    before = _standing(year.register.engine)
    draft_id = listing.triage_month(year.runs[month])
    casework.open_cases(listing.publish_list(draft_id))
    casework.write_feedback(MUNICIPALITY, moment(month, 27))
    after = _standing(year.register.engine)
    differs = {key for key in before | after if before.get(key) != after.get(key)}
    return sorted(differs) + [draft_id] * (draft_id != year.drafts[month][-1])


def _standing(engine: Engine) -> dict[str, object]:
    """Return the digest of every published file, and the rows of every table."""
    root = settings().storage / "publications"
    found: dict[str, object] = {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
    with engine.connect() as connection:
        for table in metadata().sorted_tables:
            counted = select(func.count()).select_from(table)
            found[table.fullname] = connection.scalar(counted)
    return found


def _files_that_differ(year: Year, month: str) -> list[Any]:
    """Return published files whose bytes are not what the register says."""
    query = (
        "SELECT p.month, p.version, f.name, f.digest"
        " FROM publication.publication p"
        " JOIN publication.publication_file f USING (publication_id)"
    )
    root = settings().storage / "publications" / MUNICIPALITY
    return [
        row["name"]
        for row in rows(year, query, month)
        if _digest(root / row["month"] / f"v{row['version']}" / row["name"])
        != row["digest"]
    ]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "absent"


def _unverified_chain(_: Year, month: str) -> list[Any]:
    """Return what the verifier says of the chain, where it does not hold."""
    accountability.sign_checkpoint(MUNICIPALITY, moment(month, 28))
    chain = settings().storage / "chain.jsonl"
    export_chain(MUNICIPALITY, chain)
    done = run_verifier(chain, elsewhere(MUNICIPALITY))
    chain.unlink()
    return [] if done.returncode == 0 else [done.stdout, done.stderr]


CHECKS: dict[str, Callable[[Year, str], list[Any]]] = {
    "nobody is listed who is excluded, objected, died or left": _wrongly_listed,
    "a person has one place": _persons_on_two_places,
    "a place is due on the day of the clock that ends first": _wrong_clocks,
    "cases move only as they may": _wrong_moves,
    "no partner hears more than the level allows": _feedback_above_level,
    "a rerun changes no row and no byte": _changed_by_a_rerun,
    "published files are what the register says": _files_that_differ,
    "the chain of events verifies": _unverified_chain,
}


def in_words(found: dict[str, list[Any]]) -> str:
    """Write what was broken for who reads a failed test."""
    return json.dumps(found, indent=1, default=str)[:3000]
