"""The rules of the list as officials read them, made from policy and code.

`python -m vroegsein.listing.rules_page` writes `docs/spelregels.md`; a test holds the
page against the code.
"""

from collections.abc import Iterable
from pathlib import Path
from string import Template

from vroegsein.exchange.files import write_whole
from vroegsein.listing.contact_plan import plan_in_words
from vroegsein.listing.dutch import enumeration, euros, number
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.listing.first_step import STEP_RULES, step_in_words
from vroegsein.listing.lanes import LANE_TEXTS, Lane, high_limit
from vroegsein.listing.rules_cases import (
    clock_rows,
    day_rows,
    experiment_rows,
    mark_rows,
    repeat_rows,
    threshold_rows,
    window_rows,
)
from vroegsein.listing.triage import PASSED_BY_CRISIS, STATUS_BY_RULE, Rule
from vroegsein.parties.case_codes import CREDITOR_MEASURES, MEASURE_NAMES
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.parties.municipality import HighArrears, Policy, load_policy
from vroegsein.parties.policy_capacity import Capacity
from vroegsein.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "spelregels.md"
INCLUDE = PROJECT_ROOT / "include"
EXAMPLE, EXPERIMENT = "1940", "TR-2.1"
WHEN = {
    Rule.LEGAL_PERSON: "rechtspersoon; een eenmanszaak, vof, cv of maatschap blijft in",
    Rule.THRESHOLD: "onder het drempelbedrag",
    Rule.DAYS: "buiten de dagen van de sector",
    Rule.DECEASED: "overleden volgens de BRP",
    Rule.NO_RESIDENT: "woont volgens de BRP in een andere gemeente",
    Rule.DEBT_HELP: "bekend bij schuldhulp, door de lijst of een eerder resultaat",
    Rule.REPEATED: "dezelfde vordering al op een lijst, bedrag niet hoger",
    Rule.SAFETY: "op de uitsluitingslijst van de gemeente",
    Rule.OBJECTION: "bezwaar tegen benadering",
    Rule.PICKED_UP: "in alle andere gevallen",
}
#: Months whose look-back crosses a year's end, and one that does not.
MONTHS = ("2026-10", "2027-01", "2027-03", "2027-07")


def rules_page() -> str:
    """Return the page, as Markdown."""
    policy = load_policy(INCLUDE / "municipalities", EXAMPLE)
    basis = load_legal_bases(INCLUDE / "legal_bases.yml").bases[EXPERIMENT]
    template = Path(__file__).with_suffix(".md").read_text("utf-8")
    triage = policy.triage
    return Template(template).substitute(
        name=policy.name,
        version=policy.version,
        source=policy.source,
        rules=_table(_rule_rows()),
        threshold=euros(triage.threshold_cents),
        threshold_rows=_table(threshold_rows(triage)),
        day_rows=_table(day_rows(triage)),
        repeat_days=triage.repeat_days,
        repeat_rows=_table(repeat_rows(triage)),
        known_months=policy.contact_plan.known_months,
        mark_rows=_table(mark_rows(triage)),
        experiment=basis.title,
        experiment_rows=_table(experiment_rows(basis)),
        window_rows=_table(window_rows(MONTHS)),
        clock_rows=_table(clock_rows()),
        **_lane_texts(policy),
        **_approach_texts(policy),
    )


def _rule_rows() -> list[tuple[str, ...]]:
    """Return every rule with when it holds, its label, and whether in a crisis."""
    return [
        (
            f"`{rule.value}`",
            WHEN[rule],
            STATUS_BY_RULE[rule].value,
            "nee" if rule in PASSED_BY_CRISIS else "ja",
        )
        for rule in Rule
    ]


def _lane_texts(policy: Policy) -> dict[str, str]:
    """Return what the page says of lanes and their limits."""
    triage = policy.triage
    lanes = [
        (
            f"{lane.value} {text.name}",
            text.condition,
            text.first_action,
            plan_in_words(policy.contact_plan.attempts(lane)),
        )
        for lane, text in LANE_TEXTS.items()
        if lane is not Lane.VULNERABLE
    ]
    usual = [
        f"{SECTOR_NAMES[sector]} {euros(cents)}"
        for sector, cents in triage.usual_term_cents.items()
    ]
    high = [f"{name} {_high(code, triage.high)}" for code, name in SECTOR_NAMES.items()]
    return {
        "lanes": _table(lanes),
        "usual_terms": enumeration(usual),
        "high": "; ".join(text for text in high if not text.endswith(" ")),
        "middle": euros(triage.threshold_cents * triage.middle_factor),
    }


def _high(sector: str, high: HighArrears) -> str:
    """Return from where a sector's arrears are high, or nothing."""
    limit, terms = high_limit(sector, high), high.terms.get(sector)
    parts = [] if limit is None else [euros(limit)]
    return " of ".join([*parts, *([f"{terms} termijnen"] if terms else [])])


def _approach_texts(policy: Policy) -> dict[str, str]:
    """Return what the page says of capacity, contact and first steps."""
    creditors = sorted(CREDITOR_MEASURES)
    steps = [(step_in_words(rule.measure) or "", rule.condition) for rule in STEP_RULES]
    return {
        "capacity": _capacity(policy.capacity),
        "weeks": str(policy.capacity.weeks),
        "cool_down": str(policy.contact_plan.cool_down_days),
        "creditor": enumeration([MEASURE_NAMES[measure] for measure in creditors]),
        "steps": _table(steps),
    }


def _capacity(capacity: Capacity) -> str:
    """Return the calls and visits of a week."""
    limits = (
        (capacity.calls_per_week, "telefoontjes"),
        (capacity.visits_per_week, "huisbezoeken"),
    )
    return enumeration(
        [
            f"{'onbeperkt' if limit is None else number(limit)} {word}"
            for limit, word in limits
        ]
    )


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    """Return the lines of a Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    write_whole(PAGE, rules_page().encode())
