"""Alembic's entry: one transaction, one lock, the register's own schemas."""

from alembic import context
from sqlalchemy import create_engine, text

from vroegsein.register.columns import SCHEMAS
from vroegsein.register.schema import metadata

#: Two starts at once wait for each other here.
MIGRATION_LOCK = 7_194_001


def _run() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = create_engine(url, hide_parameters=True)
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        for schema in SCHEMAS:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
        context.configure(
            connection=connection,
            target_metadata=metadata(),
            include_schemas=True,
            include_name=lambda name, kind, _parents: _is_ours(name, kind),
            version_table_schema="audit",
        )
        context.run_migrations()
    engine.dispose()


def _is_ours(name: str | None, kind: str) -> bool:
    """Look only at our schemas, and not at a table's monthly partitions."""
    if kind == "schema":
        return name in SCHEMAS
    is_partition = kind == "table" and (name or "").startswith("signal_2")
    return not is_partition and name != "alembic_version"


_run()
