"""Where this installation keeps its things, read once from the environment."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vroegsein.errors import ConfigurationError

PROJECT_ROOT = Path(__file__).resolve().parents[2]
REGISTER_URL = "VROEGSEIN_REGISTER_URL"
STORAGE = "VROEGSEIN_STORAGE"
INCLUDE = "VROEGSEIN_INCLUDE"
KEYS = "VROEGSEIN_KEYS"
PARTNERS = "VROEGSEIN_PARTNERS"
ELSEWHERE = "VROEGSEIN_ELSEWHERE"
TASK_LOGS = "AIRFLOW__LOGGING__BASE_LOG_FOLDER"
AIRFLOW_HOME = "AIRFLOW_HOME"


@dataclass(frozen=True)
class Settings:
    """The places one installation works with.

    Attributes:
        storage: Folder (0700) for landed files, work files, lists and reports.
        keys: Folder (0700) with our private keys for partners' encrypted files.
        elsewhere: Folder for checkpoints of the event chain and the ledger of purges;
            mount it from where nobody of this installation can change what lies there.
        task_logs: Folder of Airflow's task logs, where the environment names it.
        partners: Folder with one passport per partner.
        municipalities: Folder with one policy per municipality.
        legal_bases: File with the legal bases and their terms.
        expectations: Folder with the Great Expectations suites.
        sql: Folder with the SQL files.
    """

    storage: Path
    keys: Path
    elsewhere: Path
    task_logs: Path | None
    partners: Path
    municipalities: Path
    legal_bases: Path
    expectations: Path
    sql: Path

    @property
    def register_url(self) -> str:
        """SQLAlchemy URL of the register, `postgresql+psycopg://…`.

        A variable may also be given as `NAME_FILE`, the path of a file that holds the
        value (Docker and Kubernetes secrets).

        Raises:
            ConfigurationError: It is not set; only what needs the register needs it.
        """
        return _required(REGISTER_URL)


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    include = Path(os.environ.get(INCLUDE, PROJECT_ROOT / "include"))
    storage = Path(os.environ.get(STORAGE, PROJECT_ROOT / "var" / "storage"))
    return Settings(
        storage=storage,
        keys=Path(os.environ.get(KEYS, storage.parent / "keys")),
        elsewhere=Path(os.environ.get(ELSEWHERE, storage.parent / "elsewhere")),
        task_logs=_task_logs(),
        partners=Path(os.environ.get(PARTNERS, include / "partners")),
        municipalities=include / "municipalities",
        legal_bases=include / "legal_bases.yml",
        expectations=PROJECT_ROOT / "expectations",
        sql=include / "sql",
    )


def _task_logs() -> Path | None:
    """Return where Airflow logs to: what it was told, else a folder of its home."""
    if named := os.environ.get(TASK_LOGS):
        return Path(named)
    home = os.environ.get(AIRFLOW_HOME)
    return Path(home) / "logs" if home else None


def _required(name: str) -> str:
    """Return a variable's value, or the content of the file `NAME_FILE` points at."""
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text("utf-8").strip()
    msg = (
        f"{name} is not set. On the embedded stack: `. var/environment`; "
        f"elsewhere: set {name} or {name}_FILE."
    )
    raise ConfigurationError(msg)
