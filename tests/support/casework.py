"""A published list in the register without the work of making one, and what came of it.

`CaseRegister.publish_places(...)` writes draft, audit, approval and publication around
places a test names itself, so that cases can be tried apart from triage.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import func, insert, select

from support.listing_month import OCTOBER, Register, digest
from vroegsein.register.case_tables import case, case_signal, case_step
from vroegsein.register.list_tables import (
    draft,
    list_entry,
    list_entry_signal,
    signal_decision,
)
from vroegsein.register.publication_tables import approval, audit, publication

PUBLISHED_AT = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
#: Case id -> (person, signals).
Places = Mapping[str, tuple[str, Sequence[str]]]


class CaseRegister(Register):
    """Publishes places as they are named, and reads cases back."""

    def publish_places(
        self, places: Places, month: str = OCTOBER, at: datetime | None = None
    ) -> str:
        """Write the next version of a month's list; return the publication's id."""
        at = at or datetime.fromisoformat(f"{month}-14T09:30:00+00:00")
        run_id = self.match(month)
        with self.engine.begin() as connection:
            known = select(func.count()).select_from(publication)
            known = known.filter_by(municipality_code=self.municipality, month=month)
            version = connection.execute(known).scalar_one() + 1
            scope = f"{self.municipality}-{month}-{version}"
            inputs = digest("inputs", scope)
            draft_id, audit_id, approval_id = f"d-{scope}", f"a-{scope}", f"g-{scope}"
            connection.execute(
                insert(draft).values(
                    draft_id=draft_id, municipality_code=self.municipality,
                    month=month, run_id=run_id, input_digest=inputs, inputs={},
                    policy_digest=digest("policy"), code_version="test",
                    missing_partners=[],
                )
            )  # fmt: skip
            self._entries(connection, draft_id, places)
            connection.execute(
                insert(audit).values(
                    audit_id=audit_id, draft_id=draft_id, input_digest=inputs,
                    list_digest=digest("list", scope), has_passed=True, checks={},
                )
            )  # fmt: skip
            connection.execute(
                insert(approval).values(
                    approval_id=approval_id, draft_id=draft_id, input_digest=inputs,
                    decision="approved", decided_by="c.ordinator", decided_at=at,
                )
            )  # fmt: skip
            publication_id = f"list-{scope}"
            connection.execute(
                insert(publication).values(
                    publication_id=publication_id,
                    municipality_code=self.municipality, month=month, version=version,
                    draft_id=draft_id, input_digest=inputs, audit_id=audit_id,
                    has_passed=True, approval_id=approval_id, decision="approved",
                    published_at=at,
                )
            )  # fmt: skip
        return publication_id

    @staticmethod
    def _entries(connection, draft_id: str, places: Places) -> None:
        for number, (case_id, (person, signal_ids)) in enumerate(
            places.items(), start=1
        ):
            connection.execute(
                insert(list_entry).values(
                    draft_id=draft_id, entry_number=number, case_id=case_id,
                    person_id=person, household_id=f"H-{person}", lane="L3",
                    lane_reason="", address_kind="enkelvoudig",
                    person_kind="enkelvoudig", match_reason="", confidence="alone",
                    clock_code="K-28", due_date=PUBLISHED_AT.date(),
                    signal_count=len(signal_ids), partner_count=1, total_cents=1,
                    is_overflow=False,
                )
            )  # fmt: skip
            for signal_id in signal_ids:
                connection.execute(
                    insert(signal_decision).values(
                        draft_id=draft_id, signal_id=signal_id, status="Opgepakt",
                        rule_code="OPGEPAKT", reason="", has_survivors=False,
                    )
                )  # fmt: skip
                connection.execute(
                    insert(list_entry_signal).values(
                        draft_id=draft_id, entry_number=number, signal_id=signal_id
                    )
                )

    def states(self) -> dict[str, str]:
        """State of every case of this municipality, by its id."""
        query = select(case.c.case_id, case.c.state).filter_by(
            municipality_code=self.municipality
        )
        with self.engine.connect() as connection:
            return dict(map(tuple, connection.execute(query.order_by(case.c.case_id))))

    def merged(self) -> dict[str, str]:
        """Which cases went into which."""
        query = select(case.c.case_id, case.c.merged_into).filter_by(
            municipality_code=self.municipality, state="merged"
        )
        with self.engine.connect() as connection:
            return dict(map(tuple, connection.execute(query)))

    def case_of(self) -> dict[str, str]:
        """The case of every signal that was picked up."""
        query = (
            select(case_signal.c.signal_id, case_signal.c.case_id)
            .join(case)
            .where(case.c.municipality_code == self.municipality)
        )
        with self.engine.connect() as connection:
            return dict(map(tuple, connection.execute(query)))

    def history(self, case_id: str) -> list[str]:
        """The states a case has been in, in order."""
        query = select(case_step.c.to_state).filter_by(case_id=case_id)
        with self.engine.connect() as connection:
            return list(
                connection.execute(query.order_by(case_step.c.step_number)).scalars()
            )
