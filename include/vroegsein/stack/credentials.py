"""The stack's own passwords and keys: random, made once, readable by nobody else."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, field

from vroegsein.errors import StackError
from vroegsein.stack.layout import Layout, write_private

_GONE = (
    "{layout.secrets} is gone and {layout.postgres} needs it: restore that file, "
    "or remove {layout.var} to begin anew."
)
#: Users and their role. `viewer` reads and answers nothing; `user` answers; `op` may
#: answer by its role, and is refused where a task names who may (`assigned_users`).
USERS = {
    "engineer": "op",
    "coordinator": "user",
    "coordinator2": "user",
    "fg": "viewer",
    "viewer": "viewer",
    "admin": "admin",
}


def _password() -> str:
    return secrets.token_urlsafe(18)


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode("ascii")


@dataclass(frozen=True, repr=False)
class Secrets:
    """What the parts prove themselves with; never printed.

    Attributes:
        postgres: Password of the cluster's superuser.
        register: Password of the register's owner.
        airflow: Password of the owner of Airflow's database.
        fernet_key: Key with which Airflow encrypts connections.
        jwt_secret: Key that signs the tokens between Airflow's parts.
        api_secret: Key that signs Airflow's sessions.
    """

    postgres: str = field(default_factory=_password)
    register: str = field(default_factory=_password)
    airflow: str = field(default_factory=_password)
    fernet_key: str = field(default_factory=_fernet_key)
    jwt_secret: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    api_secret: str = field(default_factory=lambda: secrets.token_urlsafe(48))


def prepare_secrets(layout: Layout) -> Secrets:
    """Make the secrets, or read those made before.

    Raises:
        StackError: They are gone while the database that needs them is there.
    """
    if not layout.secrets.exists():
        if layout.postgres.exists():
            raise StackError(_GONE.format(layout=layout))
        write_private(layout.secrets, json.dumps(asdict(Secrets()), indent=2) + "\n")
    _prepare_passwords(layout)
    return load_secrets(layout)


def _prepare_passwords(layout: Layout) -> None:
    """Give every user a password; one that is there stays."""
    known = {}
    if layout.passwords.exists():
        known = json.loads(layout.passwords.read_text("utf-8"))
    passwords = {user: known.get(user) or _password() for user in USERS}
    if passwords != known:
        write_private(layout.passwords, json.dumps(passwords, indent=2) + "\n")


def load_secrets(layout: Layout) -> Secrets:
    """Read the secrets.

    Raises:
        StackError: They are not there, or cannot be read.
    """
    try:
        return Secrets(**json.loads(layout.secrets.read_text("utf-8")))
    except FileNotFoundError:
        msg = f"{layout.secrets} is missing: run `make up` first."
    except (ValueError, TypeError):
        msg = f"{layout.secrets} is damaged: restore it, or remove {layout.var}."
    raise StackError(msg) from None


def password_of(layout: Layout, user: str) -> str:
    """Return a user's password for the Airflow pages."""
    passwords = json.loads(layout.passwords.read_text("utf-8"))
    return str(passwords[user])
