"""What holds after every step of a year: a name, and a query that finds what breaks it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from support.year_story import PLACE, Year, day_of, told_codes
from vroegsein import casework
from vroegsein.casework.clock_watch import watch
from vroegsein.casework.clock_watch_runs import Run, State
from vroegsein.parties.case_codes import CASE_TRANSITIONS

LATEST = """
    WITH latest AS (
        SELECT DISTINCT ON (month) month, draft_id, published_at
        FROM publication.publication AS one
        WHERE EXISTS (
            SELECT 1 FROM casework.signal_decision AS kept
            WHERE kept.draft_id = one.draft_id
        )  -- of a month that was purged no decision is left
        ORDER BY month, version DESC
    )
"""
STEPS = ", ".join(
    f"('{before or 'none'}', '{after}')"
    for before, allowed in CASE_TRANSITIONS.items()
    for after in sorted(allowed)
)
#: Name -> a query that finds nothing while it holds.
HOLDS = {
    "every line and cent has one verdict": """
        SELECT delivery_id FROM intake.delivery AS one
        LEFT JOIN intake.line_verdict AS line USING (delivery_id)
        WHERE state <> 'refused'
        GROUP BY delivery_id
        HAVING COUNT(line_number) <> one.line_count
            OR COUNT(*) FILTER (WHERE verdict = 'accepted') <> one.accepted_count
            OR COALESCE(SUM(amount_cents), 0) <> one.accepted_cents + one.other_cents
    """,
    "every signal of a published month is decided on once, or came later": f"""
        {LATEST} SELECT signal_id FROM intake.signal INNER JOIN latest USING (month)
        LEFT JOIN casework.signal_decision AS decided USING (draft_id, signal_id)
        WHERE ended_by IS NULL AND received_at < published_at
        GROUP BY signal_id HAVING COUNT(decided.signal_id) <> 1
    """,
    "who is picked up has one place, who is not has a reason": f"""
        {LATEST} SELECT decided.signal_id FROM latest
        INNER JOIN casework.signal_decision AS decided USING (draft_id)
        LEFT JOIN casework.list_entry_signal AS place USING (draft_id, signal_id)
        GROUP BY decided.signal_id, rule_code, reason
        HAVING COUNT(place.signal_id) <> CASE rule_code WHEN 'OPGEPAKT' THEN 1 ELSE 0 END
            OR (rule_code <> 'OPGEPAKT' AND reason = '')
    """,
    "a month has one publication per version, without gaps": """
        SELECT month FROM publication.publication GROUP BY month
        HAVING COUNT(*) <> MAX(version) OR COUNT(DISTINCT version) <> COUNT(*)
    """,
    "cases take allowed steps only": f"""
        SELECT case_id FROM casework.case_step AS step
        WHERE (COALESCE(from_state, 'none'), to_state) NOT IN ({STEPS})
    """,
    "a case is where its last step took it": """
        SELECT DISTINCT ON (case_id) case_id FROM casework."case"
        LEFT JOIN casework.case_step AS step USING (case_id)
        WHERE NOT EXISTS (
            SELECT 1 FROM casework.case_step AS last
            WHERE last.case_id = "case".case_id AND last.to_state = "case".state
                AND last.step_number = (
                    SELECT MAX(step_number) FROM casework.case_step AS own
                    WHERE own.case_id = "case".case_id)
        )
    """,
    "every picked-up signal is in one case that lives": f"""
        {LATEST} SELECT place.signal_id FROM latest
        INNER JOIN casework.list_entry_signal AS place USING (draft_id)
        LEFT JOIN casework.case_signal AS held USING (signal_id)
        LEFT JOIN casework."case" AS one ON held.case_id = one.case_id
        WHERE one.state IS NULL OR one.state = 'merged'
    """,
    "no partner is told more than the level allows": """
        SELECT code FROM casework.feedback WHERE code IN ('TK20', 'TK21', 'TK30')
    """,
    "help that is accepted has its pause": """
        SELECT signal_id FROM casework.feedback
        WHERE (code = 'TK10') <> (pause_from IS NOT NULL)
            OR pause_until <> pause_from + 30
    """,
    "what a correction took out is on no later list": f"""
        {LATEST} SELECT signal_id FROM latest
        INNER JOIN casework.list_entry_signal AS place USING (draft_id)
        INNER JOIN intake.signal AS one USING (signal_id)
        INNER JOIN intake.delivery AS ended ON one.ended_by = ended.delivery_id
        WHERE ended.received_at < latest.published_at
    """,
}
HOLIDAYS = {
    date.fromisoformat(day)
    for day in (
        "2026-12-25", "2026-12-26", "2027-01-01", "2027-03-26", "2027-03-29",
        "2027-04-27", "2027-05-05", "2027-05-06", "2027-05-17", "2027-12-25",
    )
}  # fmt: skip
DAYS = {"K-28": 28, "K-14": 14, "K-8W": 56, "K-PAUZE": 30, "K-QF": 30, "K-LATE": 28}
WORKING_DAYS = {"K-3WD": 3, "K-20WD": 20, "K-FB": 5, "K-FILE": 1}
HOLD_ONLY = {"K-PAUZE", "K-QF", "K-LATE", "K-6M"}


def check(year: Year) -> None:
    """Hold the register to every invariant."""
    for name, query in HOLDS.items():
        assert year.rows(query) == [], name
    assert not told_codes(year) & {"TK20", "TK21", "TK30"}
    for number, since in year.gone.items():
        listed = year.rows(
            f"{LATEST} SELECT signal_id FROM latest"
            " INNER JOIN casework.list_entry_signal USING (draft_id)"
            " WHERE published_at > :since AND SPLIT_PART(signal_id, '.', 3) = :who",
            since=since, who=f"{number:03d}",
        )  # fmt: skip
        assert listed == [], f"person {number} is on a list after {since}"


def working_days_later(day: date, count: int) -> date:
    """Count working days, apart from the product."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def check_clocks(year: Year, moment: datetime) -> None:
    """Every clock that applies runs, ends when it should, and a breach is reported."""
    day = day_of(moment)
    found = watch(PLACE, day)
    missed = {(one.clock, one.subject) for one in found.in_state(State.MISSED)}
    check_last_days(found.runs)
    check_offers(year, day, found.runs, missed)
    counts = casework.clock_counts(PLACE, moment)
    for clock in {clock for clock, _ in missed}:
        told = sum(one[0] == clock for one in missed)
        assert counts[clock]["missed"] == told
    assert not {clock for clock, _ in missed} & HOLD_ONLY
    if missed:
        assert casework.clock_mail(PLACE, moment) is not None


def check_last_days(runs: Iterable[Run]) -> None:
    """The last day of each clock is counted again, apart from the product."""
    for run in runs:
        if run.clock in DAYS:
            assert run.last_day == run.start + timedelta(days=DAYS[run.clock]), run
        if run.clock in WORKING_DAYS:
            count = WORKING_DAYS[run.clock]
            assert run.last_day == working_days_later(run.start, count), run


def check_offers(
    year: Year, day: date, runs: Iterable[Run], missed: set[tuple[str, str]]
) -> None:
    """Nobody is without an offer after the legal term, unless it is reported."""
    known = {(one.clock, one.subject): one for one in runs}
    for row in year.rows(OFFERS, day=day):
        subject = row.case_id or row.signal_id
        wanted = ["K-28", "K-INFO"] + ["K-3WD"] * (row.signal_kind == "ONTRUIMING")
        for key in [(clock, subject) for clock in wanted]:
            assert key in known, f"{key} does not run"
            overdue = day > known[key].last_day and known[key].ended_on is None
            assert overdue == (key in missed), key
        if not row.has_contact and day > row.received_on + timedelta(days=28):
            assert ("K-28", subject) in missed, f"{subject}: no offer, and no report"


#: Signals in force that are picked up or wait, and whether somebody tried since.
OFFERS = f"""
    {LATEST} SELECT one.signal_id, held.case_id, signal_kind,
        CAST(received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS received_on,
        EXISTS (
            SELECT 1 FROM casework.contact_attempt AS tried
            WHERE tried.case_id = held.case_id AND attempt_date >= received_at::DATE
        ) OR EXISTS (
            SELECT 1 FROM casework.outcome AS told
            WHERE told.case_id = held.case_id AND result_date >= received_at::DATE
        ) AS has_contact
    FROM intake.signal AS one LEFT JOIN latest USING (month)
    LEFT JOIN casework.signal_decision AS decided USING (draft_id, signal_id)
    LEFT JOIN casework.case_signal AS held USING (signal_id)
    WHERE ended_by IS NULL AND COALESCE(rule_code, 'OPGEPAKT') = 'OPGEPAKT'
        AND CAST(received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) <= :day
"""
