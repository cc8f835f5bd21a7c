"""A matching run with doubtful pairs in a real register, and officials who answer."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import Engine, insert

from support.matching_month import MUNICIPALITY, OCTOBER, deliver, signal
from support.sftp_server import RunningServer, running_server
from vroegsein.exchange.server import Server
from vroegsein.register.matching_tables import evidence, membership, run
from vroegsein.settings import settings

RUN, MOMENT = "R1", "2026-11-01T06:00:00+01:00"
RECIPIENT = "vroegsignalering_1940"
LEVELS = ("birth_date", "surname", "name", "address", "phone", "email")


@dataclass(frozen=True)
class Officials:
    """The municipality's side: its account, and the key that opens its sheets.

    Attributes:
        folder: What lies under the account's root.
        server: How Vroegsein reaches the account.
        key: The private key of the recipient.
    """

    folder: Path
    server: Server
    key: pyrage.x25519.Identity

    def sheets(self) -> list[Path]:
        """The sheets in the outbox."""
        return sorted((self.folder / "outbox").glob("beoordeling_*.age"))

    def opened(self) -> bytes:
        """The only sheet, decrypted."""
        (sheet,) = self.sheets()
        return pyrage.decrypt(sheet.read_bytes(), [self.key])


@pytest.fixture(scope="session")
def office_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunningServer]:
    """A real SFTP server for the municipality's own files."""
    with running_server(tmp_path_factory.mktemp("office")) as server:
        yield server


@pytest.fixture
def officials(
    office_server: RunningServer, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> Officials:
    """The municipality's account, empty, and a recipient with a key."""
    account = f"gemeente_{hashlib.sha256(str(storage).encode()).hexdigest()[:8]}"
    key = pyrage.x25519.Identity.generate()
    keys = storage.parent / "keys"
    (keys / "recipients").mkdir(parents=True, mode=0o700)
    keys.chmod(0o700)
    (keys / "recipients" / f"{RECIPIENT}.pub").write_text(f"{key.to_public()}\n")
    monkeypatch.setenv("VROEGSEIN_KEYS", str(keys))
    settings.cache_clear()
    folder = office_server.account(account)
    return Officials(folder, office_server.server(account), key)


def doubtful_run(register: Engine, *pairs: tuple[str, str], run_id: str = RUN) -> None:
    """Write a run in which each signal is a person and the pairs are possible."""
    with register.begin() as connection:
        connection.execute(
            insert(run).values(
                run_id=run_id,
                municipality_code=MUNICIPALITY,
                month=OCTOBER,
                engine="duckdb 1",
                counts={},
                **{f"{name}_digest": hashlib.sha256(name.encode()).hexdigest()
                   for name in ("snapshot", "sql", "membership", "evidence")},
            )
        )  # fmt: skip
        for signal_id in sorted({end for pair in pairs for end in pair}):
            connection.execute(
                insert(membership).values(
                    run_id=run_id,
                    signal_id=signal_id,
                    person_id=f"P-{signal_id}",
                    household_id=f"H-{signal_id}",
                    confidence="alone",
                )
            )
        for weight, (left, right) in enumerate(pairs):
            connection.execute(
                insert(evidence).values(
                    run_id=run_id,
                    left_id=left,
                    right_id=right,
                    kind="signal",
                    outcome="possible",
                    weight=-weight,
                    reason="De achternamen klinken gelijk, de geboortedatum ontbreekt.",
                    **{f"{level}_level": 0 for level in LEVELS},
                )
            )


def two_doubtful_pairs(register: Engine) -> None:
    """October with four people who may be two."""
    deliver(
        register,
        [
            signal("s1"),
            signal("s2", surname="Jansema", birth_date=None, phone="+31612345678"),
            signal("s3", surname="=HYPERLINK(0)", initials="A.", birth_date=None),
            signal("s4", surname="Visser", initials="A.", birth_date="1980-00-00"),
        ],
    )
    doubtful_run(register, ("s1", "s2"), ("s3", "s4"))
