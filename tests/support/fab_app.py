"""Airflow's whole API server under the FAB auth manager, with a user per role.

Run in an interpreter of its own, with an environment of its own: `fab_app.py PORT`.
"""

import sys

import airflow.models
import uvicorn
from airflow import settings
from airflow.models.base import Base
from airflow.providers.fab.auth_manager.cli_commands.utils import (
    get_application_builder,
)
from airflow.providers.fab.auth_manager.models import Model
from vroegsein_page.roles import make_roles

from support.fab_users import ROLE_OF


def add_users() -> None:
    """Make one user for each role; the password is the name."""
    with get_application_builder() as builder:
        for name, role in ROLE_OF.items():
            builder.sm.add_user(
                username=name,
                first_name=name,
                last_name="",
                email=f"{name}@vroegsein.example",
                role=builder.sm.find_role(role),
                password=name,
            )


if __name__ == "__main__":
    airflow.models.import_all_models()
    for metadata in (Base.metadata, Model.metadata):
        metadata.create_all(settings.engine)
    make_roles()
    make_roles()  # repeating it changes nothing
    add_users()
    from airflow.api_fastapi.main import app

    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
