"""Who outside keeps the checkpoints of the event chain for a municipality.

Whoever owns both chain and checkpoints can rewrite both (BIO2 8.15): a supervisor, the
FG or another organisation keeps them on a server of its own.
"""

from pydantic import Field

from vroegsein.parties.yaml_file import Strict


class Checkpoints(Strict):
    """The account outside that signed checkpoints go to, over SFTP."""

    connection: str = "sftp_checkpoints"  # the Airflow connection to that server
    account: str = Field(min_length=1)
    folder: str = "outbox"  # of the account, as its owner has asked
