"""Who delivers the national statistics for a municipality, and where they go.

The file goes to Statistics Netherlands (CBS) under the agreements of DDAS; it holds
postcodes and birth dates, so it leaves encrypted and to an agreed account alone.
"""

from typing import Literal

from pydantic import Field

from vroegsein.parties.yaml_file import Strict


class Contact(Strict):
    """Whom the receiver reports to when something is wrong with a delivery."""

    name: str = Field(min_length=1)  # a team rather than a person
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    phone: str | None = None
    job_title: str | None = None


class Statistics(Strict):
    """How the DDAS delivery leaves."""

    organisation: str = Field(min_length=1)
    kvk_number: str = Field(pattern=r"^\d{8}$")
    contacts: tuple[Contact, ...] = Field(min_length=1)
    connection: str = "sftp_exchange"
    account: str
    folder: str = "outbox"  # of the account, as the receiver has asked
    recipients: tuple[str, ...] = Field(min_length=1)  # of keys/recipients/
    version: Literal["1.2"] = "1.2"  # of the national schema
