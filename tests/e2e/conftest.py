"""The desk of one partner: a real SFTP server, a real register, an empty storage."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.deliveries import use_partners
from support.intake import Desk
from support.sftp_server import RunningServer, running_server


@pytest.fixture(scope="module")
def sftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("sftp")) as sftp:
        yield sftp


@pytest.fixture
def partners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with our three partners' passports."""
    return use_partners(tmp_path / "partners", monkeypatch)


@pytest.fixture
def desk(
    sftp: RunningServer, register: Engine, storage: Path, partners: Path
) -> Iterator[Desk]:
    """The landlord's account, empty again afterwards."""
    assert partners.is_dir()
    yield Desk(sftp, register, storage)
    for path in sftp.exchange.folders.rglob("*"):
        if path.is_file():
            path.unlink()
