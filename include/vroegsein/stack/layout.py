"""Where the embedded stack keeps its files: everything under one folder, `var/`."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from vroegsein.errors import StackError
from vroegsein.settings import PROJECT_ROOT

VAR = "VROEGSEIN_VAR"
_ROOM = 500_000_000  # bytes
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


@dataclass(frozen=True)
class Layout:
    """The paths of one embedded stack.

    Attributes:
        root: The project: `dags/`, `plugins/`, `include/`.
        var: All that the stack writes; may be removed when it is down.
    """

    root: Path
    var: Path

    @property
    def postgres(self) -> Path:
        """Folder of the PostgreSQL cluster."""
        return self.var / "postgres"

    @property
    def airflow_home(self) -> Path:
        """Airflow's own folder: task logs, settings, passwords."""
        return self.var / "airflow"

    @property
    def passwords(self) -> Path:
        """File with the user names and passwords of the Airflow pages."""
        return self.airflow_home / "passwords.json"

    @property
    def logs(self) -> Path:
        """Folder with one log per part of the stack."""
        return self.var / "log"

    @property
    def storage(self) -> Path:
        """Folder for landed files, lists and reports (`VROEGSEIN_STORAGE`)."""
        return self.var / "storage"

    @property
    def accounts(self) -> Path:
        """Folder `<account>/authorized_keys` of the SFTP server."""
        return self.var / "sftp" / "accounts"

    @property
    def exchange(self) -> Path:
        """Folder `<account>/{inbox,outbox,archive}` of the SFTP server."""
        return self.var / "sftp" / "exchange"

    @property
    def keys(self) -> Path:
        """Folder of our key ring (`VROEGSEIN_KEYS`); the SFTP keys lie there too."""
        return self.var / "keys"

    @property
    def host_key(self) -> Path:
        """The SFTP server's private key (ed25519)."""
        return self.keys / "sftp_host_ed25519"

    @property
    def collector_key(self) -> Path:
        """The private key with which Vroegsein itself logs in at every account."""
        return self.keys / "collector_ed25519"

    @property
    def secrets(self) -> Path:
        """File with passwords and keys of the parts."""
        return self.var / "secrets.json"

    @property
    def ports(self) -> Path:
        """File with the ports chosen for the parts."""
        return self.var / "ports.json"

    @property
    def state(self) -> Path:
        """File that says which parts run, with their process ids."""
        return self.var / "stack.json"

    @property
    def lock(self) -> Path:
        """File locked while a command changes the stack."""
        return self.var / "stack.lock"

    @property
    def environment_file(self) -> Path:
        """Shell file with the environment of all parts."""
        return self.var / "environment"

    def log(self, name: str) -> Path:
        """Return the log file of a part."""
        return self.logs / f"{name}.log"


def installed_layout() -> Layout:
    """Return the layout of this installation; `VROEGSEIN_VAR` moves `var/`."""
    var = Path(os.environ.get(VAR) or PROJECT_ROOT / "var")
    return Layout(root=PROJECT_ROOT, var=var.absolute())


def prepare_folders(layout: Layout) -> None:
    """Create the folders of the stack, readable for their owner alone.

    Raises:
        StackError: `var/` belongs to another user.
    """
    layout.var.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    owner = layout.var.stat().st_uid
    if owner != os.geteuid():
        msg = (
            f"{layout.var} belongs to user id {owner}, and you are {os.geteuid()}: "
            "run this as its owner, or remove that folder."
        )
        raise StackError(msg)
    layout.var.chmod(_PRIVATE_FOLDER)
    for folder in (
        layout.airflow_home / "config",
        layout.logs,
        layout.storage,
        layout.accounts,
        layout.exchange,
        layout.keys,
    ):
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)


def check_room(layout: Layout) -> None:
    """Check that the disk has room for the stack.

    Raises:
        StackError: It has not.
    """
    free = shutil.disk_usage(layout.var).free
    if free < _ROOM:
        msg = (
            f"The disk of {layout.var} has {free // 1_000_000} MB free and the stack "
            f"needs {_ROOM // 1_000_000} MB: make room and run this again."
        )
        raise StackError(msg)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
