"""Whether a draft may be shown to an official: every check of `include/sql/checks/`.

A check returns the rows that offend it; no rows is good. A check of level stop that
finds something, or a list that breaks its own contract, fails the audit: the register
then refuses any publication that leans on it. Each audit is kept, passed or not.
"""

import json
import logging
from collections import Counter
from dataclasses import asdict, dataclass

import pandas as pd
from sqlalchemy import Connection, RowMapping, func, insert, select

from vroegsein.errors import InvariantError
from vroegsein.intake.judging.validate import validate_table
from vroegsein.listing.abnormal import abnormalities
from vroegsein.listing.columns import cells, headers
from vroegsein.listing.content import ListContent, read_content
from vroegsein.listing.figures import counts_of
from vroegsein.listing.inputs import digest_of_document
from vroegsein.listing.statements import Statement, statements
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.register import engine
from vroegsein.register.effects import note_effect
from vroegsein.register.publication_tables import audit
from vroegsein.settings import settings

SUITE = "signal_list"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CheckResult:
    """What one check found.

    Attributes:
        name: The check's file, or the expectation suite's name.
        code: Finding code.
        is_stop: Whether a finding forbids publication.
        sentence: What holds when nothing is found, in Dutch.
        offending: How many rows offend it.
    """

    name: str
    code: str
    is_stop: bool
    sentence: str
    offending: int

    @property
    def forbids(self) -> bool:
        """Whether this result forbids publication."""
        return self.is_stop and self.offending > 0


def audit_draft(draft_id: str) -> dict[str, object]:
    """Audit a draft and return the figures an official is shown.

    The audit is written first, passed or not; the same audit again is one row.

    Raises:
        DecisionError: There is no such draft.
        InvariantError: A check of level stop found something.
        ConfigurationError: A passport, the policy or a check is wrong.
    """
    with engine().connect() as connection:
        content = read_content(connection, draft_id)
        results = [*_run_checks(connection, content), *_check_contract(content)]
        abnormal = [asdict(one) for one in abnormalities(connection, content)]
    has_passed = not any(result.forbids for result in results)
    with engine().begin() as connection:
        _keep(connection, content, results, abnormal, has_passed=has_passed)
        figures = counts_of(connection, content)
    logger.info("draft=%s checks=%d passed=%s", draft_id, len(results), has_passed)
    if not has_passed:
        broken = Counter({r.code: r.offending for r in results if r.forbids})
        found = ", ".join(f"{code} ({count})" for code, count in sorted(broken.items()))
        msg = f"Draft {draft_id} does not pass its audit: {found}."
        raise InvariantError(msg)
    return figures


def last_audit(connection: Connection, draft_id: str) -> RowMapping | None:
    """Return the last audit of a draft: an earlier one no longer counts."""
    query = (
        select(audit)
        .where(audit.c.draft_id == draft_id)
        .order_by(audit.c.recorded_at.desc(), audit.c.audit_id.desc())
        .limit(1)
    )
    return connection.execute(query).mappings().one_or_none()


def audit_of(connection: Connection, audit_id: str) -> RowMapping | None:
    """Return one audit."""
    query = select(audit).where(audit.c.audit_id == audit_id)
    return connection.execute(query).mappings().one_or_none()


def _run_checks(connection: Connection, content: ListContent) -> list[CheckResult]:
    """Run every SQL check, in the order of their names."""
    bases = load_legal_bases(settings().legal_bases).bases
    parameters = {
        "draft_id": content.draft["draft_id"],
        "legal_bases": json.dumps(
            [{"code": code} | b.model_dump(mode="json") for code, b in bases.items()]
        ),
        "sectors": json.dumps(
            {code: found.sector for code, found in content.passports.items()}
        ),
    }
    return [_run_check(connection, check, parameters) for check in statements("checks")]


def _run_check(
    connection: Connection, check: Statement, parameters: dict[str, str]
) -> CheckResult:
    """Run one check; only the number of offending rows is kept."""
    wanted = {
        name: value for name, value in parameters.items() if f":{name}" in check.sql
    }
    found = connection.execute(check.clause, wanted).all()
    return CheckResult(
        check.name, check.code or "", check.is_stop, check.report, len(found)
    )


def _check_contract(content: ListContent) -> list[CheckResult]:
    """Hold the list against its own expectation suite."""
    table = pd.DataFrame(
        [cells(row) for row in content.list_rows],
        columns=headers(),
        index=range(1, len(content.list_rows) + 1),
        dtype="str",
    )
    broken = validate_table(table, SUITE)
    sentence = "De lijst houdt zich aan haar afgesproken vorm (expectations)."
    by_code = Counter(found.code for found in broken)
    return [
        CheckResult(SUITE, code, True, sentence, count)
        for code, count in sorted(by_code.items())
    ] or [CheckResult(SUITE, "LST_COLUMNS", True, sentence, 0)]


def _keep(
    connection: Connection,
    content: ListContent,
    results: list[CheckResult],
    abnormal: list[dict[str, str]],
    *,
    has_passed: bool,
) -> None:
    """Write the audit, unless the last one of this draft says the same."""
    draft_id = content.draft["draft_id"]
    checks = [asdict(result) for result in results]
    last = last_audit(connection, draft_id)
    said = (last["list_digest"], last["checks"], last["abnormal"]) if last else None
    if said == (content.digest, checks, abnormal):
        return
    query = select(func.count()).where(audit.c.draft_id == draft_id)
    place = connection.execute(query).scalar_one() + 1
    digest = digest_of_document([draft_id, place, content.digest, checks, abnormal])
    audit_id = f"audit-{digest[:16]}"
    connection.execute(
        insert(audit).values(
            audit_id=audit_id,
            draft_id=draft_id,
            input_digest=content.draft["input_digest"],
            list_digest=content.digest,
            has_passed=has_passed,
            checks=checks,
            abnormal=abnormal,
            approvals_needed=2 if abnormal else 1,
        )
    )
    verdict = "passed" if has_passed else "not passed"
    whose = content.draft["municipality_code"]
    note_effect(connection, whose, "audit_draft", audit_id, verdict)
