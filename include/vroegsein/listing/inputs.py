"""What a draft leans on: everything that, when it changes, makes another list.

The same inputs give the same digest, the same draft and the same bytes. They are kept
beside the digest as ids, states and digests, so that the digest can be made again.
"""

import hashlib
import importlib.metadata
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, RowMapping, select

from vroegsein.errors import InvariantError
from vroegsein.listing.statements import rows, sql_digest
from vroegsein.listing.steering import Steering, read_steering
from vroegsein.parties.municipality import Policy, load_policy
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.matching_tables import run
from vroegsein.settings import settings

LOOK_BACK_MONTHS = 6  # Divosa: a case is "opeenvolgend" for six months
RECEIVED_STATES = frozenset({"accepted", "empty"})


@dataclass(frozen=True)
class Inputs:
    """One matching run with all that a draft of it leans on."""

    run: RowMapping
    policy: Policy
    passports: Mapping[str, Passport]
    deliveries: tuple[RowMapping, ...]
    earlier_publications: tuple[RowMapping, ...]
    code_version: str
    office_files: tuple[RowMapping, ...]
    steering: Steering
    crisis_listed: tuple[RowMapping, ...] = ()

    @property
    def month(self) -> ReportingMonth:
        """The reporting month."""
        return ReportingMonth.parse(self.run["month"])

    @property
    def scope(self) -> str:
        """Municipality and month, as ids and locks carry them."""
        return f"{self.run['municipality_code']}-{self.run['month']}"

    @property
    def missing_partners(self) -> list[str]:
        """Partners without an accepted or empty delivery of the month, sorted."""
        received = {
            delivery["partner_code"]
            for delivery in self.deliveries
            if delivery["state"] in RECEIVED_STATES
        }
        return sorted(set(self.passports) - received)

    @cached_property
    def document(self) -> dict[str, object]:
        """Return the inputs as plain values: ids, states and digests."""
        passports = sorted(self.passports.items())
        return {
            "code_version": self.code_version,
            "deliveries": _plain(self.deliveries),
            "earlier_publications": _plain(self.earlier_publications),
            "missing_partners": self.missing_partners,
            "office_files": _plain(self.office_files),
            "passports": {code: found.digest for code, found in passports},
            "policy": self.policy.digest,
            "run": {
                name: self.run[name]
                for name in (
                    "run_id",
                    "snapshot_digest",
                    "sql_digest",
                    "membership_digest",
                    "evidence_digest",
                )
            },
            "steering": digest_of_document(self.steering.document),
            **self._crisis_document,
        }

    @property
    def _crisis_document(self) -> dict[str, object]:
        """Return what crisis lists of the month change; nothing where there is none."""
        listed = _plain(self.crisis_listed)
        return {"crisis_listed": digest_of_document(listed)} if listed else {}

    @property
    def digest(self) -> str:
        """SHA-256 of the inputs."""
        return digest_of_document(self.document)


def digest_of_document(document: object) -> str:
    """Return the SHA-256 of plain values, written in one way only."""
    written = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(written.encode()).hexdigest()


def gather_inputs(connection: Connection, run_id: str) -> Inputs:
    """Read what a draft of a matching run leans on.

    Raises:
        InvariantError: There is no such run.
        ConfigurationError: The policy or a passport is missing or wrong.
    """
    found = connection.execute(select(run).where(run.c.run_id == run_id)).mappings()
    matching_run = found.one_or_none()
    if matching_run is None:
        msg = f"There is no matching run {run_id} in the register."
        raise InvariantError(msg)
    municipality = matching_run["municipality_code"]
    first_month = first_month_of_window(matching_run["month"])
    deliveries = rows(connection, "listing", "delivery_input", run_id=run_id)
    earlier = rows(
        connection,
        "listing",
        "earlier_publication",
        run_id=run_id,
        first_month=first_month,
    )
    return Inputs(
        run=matching_run,
        policy=load_policy(settings().municipalities, municipality),
        passports=load_passports(municipality),
        deliveries=tuple(deliveries),
        earlier_publications=tuple(earlier),
        code_version=code_version(),
        office_files=tuple(rows(connection, "listing", "office_source", run_id=run_id)),
        steering=read_steering(connection, run_id),
        crisis_listed=tuple(
            rows(connection, "listing", "crisis_listed", run_id=run_id)
        ),
    )


def load_passports(municipality: str) -> dict[str, Passport]:
    """Return a municipality's partners, by code.

    Raises:
        ConfigurationError: A passport is wrong.
    """
    folder = settings().partners
    codes = sorted(path.stem for path in folder.glob("*.yml"))
    passports = {code: load_passport(folder, code) for code in codes}
    return {
        code: passport
        for code, passport in passports.items()
        if municipality in passport.municipalities
    }


def first_month_of_window(month: str) -> str:
    """Return the first of the six months before a month."""
    return str(ReportingMonth.parse(month).plus(-LOOK_BACK_MONTHS))


def code_version() -> str:
    """Return the version of this software with the digest of its SQL."""
    try:
        version = importlib.metadata.version("vroegsein")
    except importlib.metadata.PackageNotFoundError:
        version = "unreleased"  # run from a checkout, not installed
    return f"{version}+sql.{sql_digest()[:12]}"


def _plain(found: Iterable[RowMapping]) -> list[dict[str, object]]:
    """Return rows as plain mappings."""
    return [dict(row) for row in found]
