"""Which rights the database role of the pages has: counts to read, and nothing else.

The role itself is made with the database (`deploy/postgres/`), for that takes a
superuser. What it may read follows from the pages' own statements and is given anew at
every start, so that a right which is no longer needed does not stay.
"""

from sqlalchemy import create_engine, text

from vroegsein.accountability.dashboard.grants import grants
from vroegsein.register.columns import SCHEMAS

READER = "reader"


def admit_reader(register_url: str, role: str = READER) -> int:
    """Give the role exactly what the pages read; return the number of grants.

    Args:
        register_url: Address of the register, as its owner.
        role: A role that exists.

    Raises:
        UnknownPageError: It cannot be the name of a role.
    """
    given = grants(role)
    engine = create_engine(register_url, hide_parameters=True)
    with engine.begin() as connection:
        for schema in SCHEMAS:
            for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
                connection.execute(
                    text(f"REVOKE ALL ON ALL {kind} IN SCHEMA {schema} FROM {role}")
                )
            connection.execute(text(f"REVOKE ALL ON SCHEMA {schema} FROM {role}"))
        for statement in given:
            connection.execute(text(statement))
    engine.dispose()
    return len(given)
