"""What somebody who is logged in may see of the pages.

Who may read the runs of our Dags sees the counts. Decisions and proof are rights of
their own. An auth manager with roles (FAB) is asked for the views named below; the one
of the embedded stack knows no such thing, so there its demonstration users have them.
"""

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
from airflow.api_fastapi.auth.managers.models.resource_details import (
    DagAccessEntity,
    DagDetails,
)
from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import (
    SimpleAuthManager,
)

from vroegsein.accountability.dashboard import Right

DAG = "build_signal_list"
#: Names of the views to give to a role: `can_read` on each.
VIEWS = {
    Right.DECISIONS: "Vroegsignalering besluiten",
    Right.PROOF: "Vroegsignalering verantwoording",
}
#: Users of the embedded stack (docs/decisions/0009): never of a real site.
DEMO = {
    "coordinator": frozenset({Right.DECISIONS}),
    "coordinator2": frozenset({Right.DECISIONS}),
    "fg": frozenset({Right.DECISIONS, Right.PROOF}),
    "admin": frozenset({Right.DECISIONS, Right.PROOF}),
}


def rights_of(user: BaseUser) -> frozenset[Right]:
    """Return what a user may see; nothing for who may not read our Dags' runs."""
    manager = get_auth_manager()
    may_read = manager.is_authorized_dag(
        method="GET",
        access_entity=DagAccessEntity.RUN,
        details=DagDetails(id=DAG),
        user=user,
    )
    if not may_read:
        return frozenset()
    counts = frozenset({Right.COUNTS})
    if isinstance(manager, SimpleAuthManager):
        return counts | DEMO.get(user.get_name(), frozenset())
    return counts | {
        right
        for right, view in VIEWS.items()
        if manager.is_authorized_custom_view(
            method="GET", resource_name=view, user=user
        )
    }
