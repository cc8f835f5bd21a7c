"""The question an official answers about a list: only who may decide can answer it."""

from collections.abc import Collection

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Context, Param
from airflow.sdk.execution_time.hitl import HITLUser

from vroegsein import listing
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
        self.assigned_users = [HITLUser(id=user, name=user) for user in named] or None
        return super().execute(context)
