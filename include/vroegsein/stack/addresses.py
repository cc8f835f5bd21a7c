"""Where the parts of the stack are reached, and by whom."""

from pathlib import Path

from vroegsein.stack.credentials import Secrets, load_secrets
from vroegsein.stack.layout import Layout
from vroegsein.stack.ports import HOST, Ports, load_ports
from vroegsein.stack.postgres import Cluster
from vroegsein.stack.sftp_server import Exchange

REGISTER = "register"
AIRFLOW = "airflow"


def cluster_of(layout: Layout) -> Cluster:
    """Return this stack's PostgreSQL cluster."""
    return Cluster(
        folder=layout.postgres,
        port=load_ports(layout).postgres,
        password=load_secrets(layout).postgres,
        log=layout.log("postgres"),
    )


def exchange_of(layout: Layout) -> Exchange:
    """Return what this stack's SFTP server serves."""
    return Exchange(
        accounts=layout.accounts,
        folders=layout.exchange,
        host_key=layout.host_key,
        collector_key=Path(f"{layout.collector_key}.pub"),
    )


def register_url(secrets: Secrets, ports: Ports) -> str:
    """Return the SQLAlchemy URL of the register."""
    address = f"{HOST}:{ports.postgres}/{REGISTER}"
    return f"postgresql+psycopg://{REGISTER}:{secrets.register}@{address}"


def airflow_database(secrets: Secrets, ports: Ports, *, driver: str = "") -> str:
    """Return the URL of Airflow's own database; `driver` as SQLAlchemy names it."""
    address = f"{HOST}:{ports.postgres}/{AIRFLOW}"
    scheme = f"postgresql+{driver}" if driver else "postgresql"
    return f"{scheme}://{AIRFLOW}:{secrets.airflow}@{address}"


def ui_url(ports: Ports) -> str:
    """Return the address of Airflow's pages."""
    return f"http://{HOST}:{ports.ui}"
