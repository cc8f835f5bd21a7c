"""The roles of a production site under the FAB auth manager: who reads, who decides.

`python -m vroegsein_page.roles` makes them in Airflow's database, and the views that
the page asks for. Repeating it changes nothing; what a site added to a role stays.
"""

import sys
from collections.abc import Iterator

from vroegsein.accountability.dashboard import Right
from vroegsein_page.questions import DAGS
from vroegsein_page.seeing import VIEWS

READER = "Vroegsein lezer"
COORDINATOR = "Vroegsein coordinator"
AUDITOR = "Vroegsein FG"
READ, EDIT, MENU = "can_read", "can_edit", "menu_access"
Permission = tuple[str, str]  # action, view
#: Airflow asks for these before it names a page in the navigation and its questions.
_SHOWN: tuple[Permission, ...] = ((READ, "Plugins"), (MENU, "HITL Detail"))
#: Answering is editing a question and its Dag; never starting or clearing anything.
_ANSWERS: tuple[Permission, ...] = (
    (EDIT, "HITL Detail"),
    *((EDIT, f"DAG:{dag}") for dag in DAGS),
)
_DECISIONS: Permission = (READ, VIEWS[Right.DECISIONS])
_PROOF: Permission = (READ, VIEWS[Right.PROOF])
#: What each role has beyond FAB's own Viewer; Op and Admin are FAB's.
ROLES: dict[str, tuple[Permission, ...]] = {
    READER: _SHOWN,
    COORDINATOR: (*_SHOWN, *_ANSWERS, _DECISIONS),
    AUDITOR: (
        *_SHOWN,
        _DECISIONS,
        _PROOF,
        (READ, "Audit Logs"),
        (MENU, "Audit Logs"),
    ),
    "Admin": (_DECISIONS, _PROOF),
}


def make_roles() -> list[str]:
    """Make what is missing of the roles; return the names of all.

    Raises:
        ImportError: The provider `fab` is not installed.
    """
    from airflow.providers.fab.auth_manager.cli_commands.utils import (
        get_application_builder,
    )

    with get_application_builder() as builder:
        security = builder.sm
        security.sync_roles()
        viewer = security.find_role("Viewer")
        for name, own in ROLES.items():
            role = security.add_role(name)
            inherited = () if name == "Admin" else _names(viewer)
            for action, view in (*inherited, *own):
                permission = security.create_permission(action, view)
                security.add_permission_to_role(role, permission)
    return sorted(ROLES)


def _names(role: object) -> Iterator[Permission]:
    """Yield a role's permissions."""
    for permission in list(role.permissions):
        yield permission.action.name, permission.resource.name


if __name__ == "__main__":
    sys.stdout.write("\n".join(make_roles()) + "\n")
