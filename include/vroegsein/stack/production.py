"""First run of the compose stack: what must exist before Airflow starts.

Run by the one-shot service `init` of docker-compose.yml at every start. Each step may
be repeated: what is there stays, an account admits exactly the keys of its file.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vroegsein.errors import ConfigurationError, StackError
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport
from vroegsein.settings import PROJECT_ROOT, settings
from vroegsein.stack import sftp_server
from vroegsein.stack.layout import write_private

CONNECTION = "sftp_exchange"


@dataclass(frozen=True)
class Site:
    """Where the compose stack keeps what its parts share.

    Attributes:
        host_key: The SFTP server's private key; only that server sees it.
        collector_key: The private key that opens every account; only the scheduler's
            tasks see it.
        accounts: Folder `<account>/authorized_keys`, and the collector's public key.
        exchange: Folder `<account>/{inbox,outbox,archive}`.
        partner_keys: Folder with `<account>.pub` of partners and offices, filled by
            the site.
        admin_password: File with the first administrator's password.
        host: Name under which the scheduler reaches the SFTP server.
        port: Port of the SFTP server.
        airflow: The command of Airflow.
    """

    host_key: Path
    collector_key: Path
    accounts: Path
    exchange: Path
    partner_keys: Path
    admin_password: Path
    host: str = "sftp"
    port: int = 2222
    airflow: Path = Path(sys.executable).parent / "airflow"


def compose_site(variables: Mapping[str, str]) -> Site:
    """Return the site as docker-compose.yml lays it out.

    Raises:
        ConfigurationError: A variable of the service `init` is not set.
    """
    try:
        state = Path(variables["VROEGSEIN_STATE"])
        return Site(
            host_key=state / "host-key" / "ed25519",
            collector_key=state / "collector-key" / "ed25519",
            accounts=state / "accounts",
            exchange=state / "exchange",
            partner_keys=Path(variables["VROEGSEIN_PARTNER_KEYS"]),
            admin_password=Path(variables["VROEGSEIN_ADMIN_PASSWORD_FILE"]),
        )
    except KeyError as missing:
        msg = f"{missing.args[0]} is not set; see service `init` of docker-compose.yml."
        raise ConfigurationError(msg) from None


def prepare_exchange(site: Site, partners: Path, municipalities: Path) -> list[str]:
    """Make the keys and one account per partner and office; return them, sorted.

    Args:
        site: Where the stack keeps what its parts share.
        partners: Folder with the passports.
        municipalities: Folder with the policies, which name each office's account.

    Raises:
        ConfigurationError: A passport or a policy cannot be read.
    """
    sftp_server.create_key(site.host_key, "vroegsein sftp server")
    sftp_server.create_key(site.collector_key, "vroegsein collector")
    collector = site.accounts / "collector.pub"
    write_private(collector, f"{sftp_server.public_key(site.collector_key)}\n")
    exchange = sftp_server.Exchange(
        accounts=site.accounts,
        folders=site.exchange,
        host_key=site.host_key,
        collector_key=collector,
    )
    accounts = sorted(_accounts(partners, municipalities))
    for account in accounts:
        sftp_server.add_account(exchange, account)
        admitted = site.partner_keys / f"{account}.pub"
        keys = admitted.read_text("utf-8") if admitted.exists() else ""
        write_private(site.accounts / account / "authorized_keys", keys)
    return accounts


def _accounts(partners: Path, municipalities: Path) -> set[str]:
    """Return the accounts that passports and policies name."""
    named = {
        load_passport(partners, path.stem).account for path in partners.glob("*.yml")
    }
    for path in municipalities.glob("*.yml"):
        named |= load_policy(municipalities, path.stem).accounts
    return named


def connection(site: Site) -> dict[str, object]:
    """Return the Airflow connection to the SFTP server, its host key pinned."""
    extra = {
        "key_file": str(site.collector_key),
        "host_key": sftp_server.public_key(site.host_key),
    }
    return {
        "conn_type": "sftp",
        "host": site.host,
        "port": site.port,
        "extra": json.dumps(extra),
    }


def prepare_airflow(site: Site) -> None:
    """Bring Airflow's database up to date; make the administrator and the connection.

    Raises:
        StackError: Airflow refused.
    """
    _airflow(site, "db", "migrate")
    password = site.admin_password.read_text("utf-8")
    person = ["--firstname=Eerste", "--lastname=Beheerder", "--email=admin@localhost"]
    _airflow(
        site,
        *("users", "create", "--username=admin", "--role=Admin", *person),
        answers=f"{password}\n{password}\n",
    )
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({CONNECTION: connection(site)}, file)
        file.flush()
        _airflow(site, "connections", "import", "--overwrite", file.name)


def prepare_roles() -> None:
    """Make the roles of docs/pages.md in Airflow's database; what is there stays.

    Raises:
        StackError: Airflow refused.
    """
    done = subprocess.run(
        [sys.executable, "-m", "vroegsein_page.roles"],
        cwd=PROJECT_ROOT / "plugins",
        check=False,
    )
    if done.returncode != 0:
        msg = "`vroegsein_page.roles` failed; its own words stand above."
        raise StackError(msg)


def _airflow(site: Site, *arguments: str, answers: str = "") -> None:
    """Run an Airflow command; a password is asked on standard input, not an argument.

    A session of its own has no terminal, so that Airflow reads the answers given.
    """
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        [str(site.airflow), *arguments],
        input=answers,
        text=True,
        start_new_session=True,
        check=False,
    )
    if done.returncode != 0:
        msg = f"`airflow {' '.join(arguments[:2])}` failed; its own words stand above."
        raise StackError(msg)


def main() -> None:
    """Prepare register, SFTP server and Airflow of the compose stack."""
    from vroegsein.register import schema
    from vroegsein.stack.reader_role import admit_reader

    site = compose_site(os.environ)
    schema.upgrade(settings().register_url)
    admit_reader(settings().register_url)
    prepare_exchange(site, settings().partners, settings().municipalities)
    prepare_airflow(site)
    prepare_roles()


if __name__ == "__main__":
    main()
