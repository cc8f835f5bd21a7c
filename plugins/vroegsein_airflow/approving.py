"""The questions officials answer about a list: only who may decide can answer them."""

from collections.abc import Collection

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Context, Param
from airflow.sdk.execution_time.hitl import HITLUser

from vroegsein import casework, listing
from vroegsein.listing.options import OPTIONS, REASON

FORM = {
    REASON: Param(
        None,
        type=["null", "string"],
        maxLength=500,
        title="Reden",
        description="Verplicht bij afwijzen. Geen persoonsgegevens.",
    )
}


class ApproveList(HITLOperator):
    """Ask an official to publish a draft or to reject it with a reason.

    The municipality's policy names who may answer; Airflow refuses anybody else.

    Args:
        draft_id: The draft that is shown.
        second: Whether another official than the first has to answer.
    """

    template_fields: Collection[str] = (*HITLOperator.template_fields, "draft_id")

    def __init__(
        self,
        *,
        draft_id: str,
        second: bool = False,
        params: object = None,  # noqa: ARG002 - the Dag's own, which Airflow hands on
        **others: object,
    ) -> None:
        super().__init__(options=list(OPTIONS), params=dict(FORM), **others)
        self.draft_id = draft_id
        self.second = second

    def execute(self, context: Context) -> object:
        """Write the question for those who may answer it, and wait."""
        named = listing.approvers(self.draft_id, second=self.second)
        self.assigned_users = _assigned(named)
        return super().execute(context)


class ApproveCrisisList(HITLOperator):
    """Ask an official to send a crisis list or to reject it.

    They are those who decide on the month's list; Airflow refuses anybody else.

    Args:
        list_id: The crisis list that is shown.
    """

    template_fields: Collection[str] = (*HITLOperator.template_fields, "list_id")

    def __init__(self, *, list_id: str, **others: object) -> None:
        super().__init__(**others)
        self.list_id = list_id

    def execute(self, context: Context) -> object:
        """Write the question for those who may answer it, and wait."""
        self.assigned_users = _assigned(casework.crisis_list_approvers(self.list_id))
        return super().execute(context)


def _assigned(named: list[str]) -> list[HITLUser] | None:
    """Return who is asked; nobody named: whom Airflow's own roles let answer."""
    return [HITLUser(id=user, name=user) for user in named] or None
