"""From an Airflow connection to the server a partner's files lie on."""

from pathlib import Path

from airflow.sdk import BaseHook, Connection
from airflow.sdk.exceptions import AirflowNotFoundException

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.faults import Fault
from vroegsein.exchange.server import Server
from vroegsein.parties.municipality import load_policy, sender_of
from vroegsein.parties.partner import load_passport
from vroegsein.settings import settings


def server_of(partner_code: str) -> Server:
    """Return the SFTP server and account of one partner.

    Raises:
        ConfigurationError: The connection named in the passport is absent, or lacks its
            key file or its pinned host key.
    """
    passport = load_passport(settings().partners, partner_code)
    return _server(passport.connection.id, passport.account)


def server_of_office(municipality: str) -> Server:
    """Return the SFTP server and account of a municipality's own files.

    Raises:
        ConfigurationError: The connection named in the policy is absent, or lacks its
            key file or its pinned host key.
    """
    office = load_policy(settings().municipalities, municipality).office
    return _server(office.connection, office.account)


def server_of_statistics(municipality: str) -> Server:
    """Return the SFTP server and account the national statistics go to.

    Raises:
        ConfigurationError: The policy does not say where they go, or the connection it
            names is absent or lacks its key file or its pinned host key.
    """
    receiver = sender_of(load_policy(settings().municipalities, municipality))
    return _server(receiver.connection, receiver.account)


def server_of_checkpoints(municipality: str) -> Server | None:
    """Return the account outside that checkpoints go to; None where there is none.

    Raises:
        ConfigurationError: The connection named in the policy is absent, or lacks its
            key file or its pinned host key.
    """
    keeper = load_policy(settings().municipalities, municipality).checkpoints
    return _server(keeper.connection, keeper.account) if keeper else None


def _server(connection_id: str, account: str) -> Server:
    connection = _connection(connection_id)
    extra = connection.extra_dejson
    for key, code in (("key_file", ""), ("host_key", f"{Fault.HOST_KEY}: ")):
        if not extra.get(key):
            msg = (
                f"{code}Connection '{connection_id}' has no '{key}' in its extra; "
                "add it under Admin > Connections (docs/runbook.md#connections)."
            )
            raise ConfigurationError(msg)
    return Server(
        host=connection.host or "",
        port=connection.port or 22,
        account=account,
        key_file=Path(extra["key_file"]),
        host_key=extra["host_key"],
    )


def _connection(name: str) -> Connection:
    """Return a connection.

    Raises:
        ConfigurationError: Airflow knows none of this name.
    """
    try:
        return BaseHook.get_connection(name)
    except AirflowNotFoundException:
        msg = (
            f"There is no connection '{name}'; add it under Admin > Connections "
            "(docs/runbook.md#connections)."
        )
        raise ConfigurationError(msg) from None
