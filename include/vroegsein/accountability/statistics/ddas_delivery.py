"""The national delivery of a month: made once per content, checked, sealed and sent.

The same content is delivered under the moment at which it was first made, so a rerun
puts the same bytes there. When outcomes came in since, the content differs and a new
delivery is made, which replaces the earlier one at the receiver's.

A readable copy lies in `ddas/<municipality>/<month>/` of the storage folder, as
private as the lists beside it. It holds postcodes, house numbers and birth dates: the
purge takes it away with the month's signals.
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, RowMapping, insert, select

from vroegsein.accountability.statistics.ddas_checks import refuse_lacking
from vroegsein.accountability.statistics.levering import (
    PAGE_SIZE,
    Levering,
    Page,
    pages_of,
)
from vroegsein.accountability.statistics.levering_rows import read_levering
from vroegsein.accountability.statistics.versions import SERIALISERS
from vroegsein.errors import DecisionError, InvariantError
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.exchange.recipients import encrypt_for
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client
from vroegsein.listing.month_lock import month_lock
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy, sender_of
from vroegsein.register import engine
from vroegsein.register.statistics_tables import statistics_delivery
from vroegsein.settings import settings

SEALED = ".age"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Written:
    """One file of a delivery, as it is before it is sealed."""

    page: Page
    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


def make_ddas(
    municipality: str, month: str, moment: datetime | str, page_size: int = PAGE_SIZE
) -> str:
    """Make the national delivery of a month, or find that it was made before.

    Args:
        municipality: CBS code.
        month: Reporting month, yyyy-mm.
        moment: Moment of the run; stands in the files.
        page_size: Most signals in a file.

    Returns:
        The id of the delivery.

    Raises:
        ConfigurationError: The policy does not say who delivers to whom.
        InvariantError: A signal or case lacks what the schema wants; ids are named.
        OperatorError: Another run works on this month.
    """
    made_at = read_moment(moment)
    with month_lock(municipality, month), engine().begin() as connection:
        levering = read_levering(connection, municipality, month)
        refuse_lacking(levering)
        statistics_id = _statistics_id(levering, month, page_size)
        known = _files(connection, statistics_id)
        if known:
            made_at = known[0]["made_at"]
        written = _written(levering, pages_of(levering, made_at, page_size))
        _keep(ddas_folder(municipality, month), statistics_id, written)
        if not known:
            _register(connection, statistics_id, levering, month, written)
    logger.info(
        "statistics=%s files=%d signals=%d cases=%d",
        statistics_id, len(written), len(levering.signals), len(levering.cases),
    )  # fmt: skip
    return statistics_id


def send_ddas(statistics_id: str, server: Server) -> dict[str, int]:
    """Seal the files of a delivery for their receiver and put them there.

    Returns:
        How many files, signals and cases went.

    Raises:
        DecisionError: There is no such delivery.
        ConfigurationError: The receiver has no key that holds.
        InvariantError: A copy is not what the register says it is.
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    with engine().connect() as connection:
        files = _files(connection, statistics_id)
    if not files:
        msg = f"There is no delivery {statistics_id}; run make_ddas first."
        raise DecisionError(msg)
    policy = load_policy(settings().municipalities, files[0]["municipality_code"])
    sender = sender_of(policy)
    with Client(server) as client:
        for row in files:
            name = f"{row['name']}{SEALED}"
            client.put(_sealed(row, sender.recipients), f"{sender.folder}/{name}")
    logger.info("statistics=%s files=%d sent", statistics_id, len(files))
    return {
        "files": len(files),
        "signals": sum(row["signal_count"] for row in files),
        "cases": sum(row["case_count"] for row in files),
    }


def ddas_folder(municipality: str, month: str) -> Path:
    """Return where the readable copies of a month lie."""
    return settings().storage / "ddas" / municipality / month


def _statistics_id(levering: Levering, month: str, page_size: int) -> str:
    """Return the id of a content, whatever the moment at which it is made."""
    epoch = read_moment("2000-01-01T00:00:00+00:00")
    pages = pages_of(levering, epoch, page_size)
    digests = [file.digest for file in _written(levering, pages)]
    total = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return f"ddas-{levering.municipality}-{month}-{total[:12]}"


def _written(levering: Levering, pages: Sequence[Page]) -> list[Written]:
    """Write each page in the version the policy names; the same bytes each time."""
    version = levering.sender.version
    serialise = SERIALISERS[version]
    return [
        Written(page, _name(levering, page), _bytes(serialise(levering, page)))
        for page in pages
    ]


def _name(levering: Levering, page: Page) -> str:
    """Return a file's name: version, municipality, month and place in the delivery."""
    month = levering.first_day.strftime("%Y-%m")
    version = f"v{levering.sender.version.replace('.', '_')}"
    place = f"{page.number}van{page.count}"
    return f"ddas_{version}_{levering.municipality}_{month}_{place}.json"


def _bytes(document: dict[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _keep(folder: Path, statistics_id: str, written: Sequence[Written]) -> None:
    """Put the readable copy in a folder of its delivery; earlier ones stay."""
    for file in written:
        write_whole(private_folder(folder / statistics_id) / file.name, file.content)


def _sealed(row: RowMapping, recipients: Sequence[str]) -> bytes:
    """Return a file as it leaves; sealed once, so that sending again sends the same.

    Raises:
        InvariantError: The copy is not what the register says it is.
    """
    place = ddas_folder(row["municipality_code"], row["month"])
    path: Path = place / row["statistics_id"] / row["name"]
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != row["digest"]:
        msg = f"{row['name']} is not what the register knows; run make_ddas again."
        raise InvariantError(msg)
    sealed = path.with_name(f"{path.name}{SEALED}")
    if not sealed.exists():
        made_at: datetime = row["made_at"]
        write_whole(sealed, encrypt_for(content, recipients, dutch_day(made_at)))
    return sealed.read_bytes()


def _files(connection: Connection, statistics_id: str) -> list[RowMapping]:
    query = select(statistics_delivery).filter_by(statistics_id=statistics_id)
    ordered = query.order_by(statistics_delivery.c.page_number)
    return list(connection.execute(ordered).mappings())


def _register(
    connection: Connection,
    statistics_id: str,
    levering: Levering,
    month: str,
    written: Sequence[Written],
) -> None:
    """Remember what was made."""
    rows = [
        {
            "statistics_id": statistics_id,
            "page_number": file.page.number,
            "municipality_code": levering.municipality,
            "month": month,
            "schema_version": levering.sender.version,
            "made_at": file.page.made_at,
            "page_count": file.page.count,
            "name": file.name,
            "digest": file.digest,
            "signal_count": len(file.page.signals),
            "case_count": len(file.page.cases),
        }
        for file in written
    ]
    connection.execute(insert(statistics_delivery), rows)
