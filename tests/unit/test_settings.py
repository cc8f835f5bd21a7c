"""Where things lie: as the environment says, else beside the project; asked once."""

from pathlib import Path

import pytest

from vroegsein.errors import ConfigurationError
from vroegsein.settings import PROJECT_ROOT, settings

NAMES = ("STORAGE", "KEYS", "ELSEWHERE", "PARTNERS", "INCLUDE", "REGISTER_URL")


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch):
    """A process to which nobody said anything."""
    for name in NAMES:
        monkeypatch.delenv(f"VROEGSEIN_{name}", raising=False)
    monkeypatch.delenv("VROEGSEIN_REGISTER_URL_FILE", raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_by_itself_everything_lies_in_the_project():
    found = settings()
    assert found.storage == PROJECT_ROOT / "var" / "storage"
    assert found.keys == PROJECT_ROOT / "var" / "keys"
    assert found.elsewhere == PROJECT_ROOT / "var" / "elsewhere"
    assert found.partners == PROJECT_ROOT / "include" / "partners"
    assert found.sql.is_dir()
    assert found.expectations.is_dir()
    assert found.legal_bases.is_file()


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("STORAGE", "storage"),
        ("KEYS", "keys"),
        ("ELSEWHERE", "elsewhere"),
        ("PARTNERS", "partners"),
    ],
)
def test_a_place_can_be_moved(monkeypatch, tmp_path: Path, name: str, field: str):
    monkeypatch.setenv(f"VROEGSEIN_{name}", str(tmp_path))
    assert getattr(settings(), field) == tmp_path


def test_keys_and_what_lies_elsewhere_move_with_the_storage(
    monkeypatch, tmp_path: Path
):
    monkeypatch.setenv("VROEGSEIN_STORAGE", str(tmp_path / "storage"))
    assert settings().keys == tmp_path / "keys"
    assert settings().elsewhere == tmp_path / "elsewhere"


def test_passports_move_with_the_configuration_unless_they_are_named(
    monkeypatch, tmp_path: Path
):
    monkeypatch.setenv("VROEGSEIN_INCLUDE", str(tmp_path))
    found = settings()
    assert (found.partners, found.municipalities) == (
        tmp_path / "partners",
        tmp_path / "municipalities",
    )
    assert (found.legal_bases, found.sql) == (
        tmp_path / "legal_bases.yml",
        tmp_path / "sql",
    )
    monkeypatch.setenv("VROEGSEIN_PARTNERS", "/srv/passports")
    settings.cache_clear()
    assert settings().partners == Path("/srv/passports")


def test_what_was_read_once_stays_for_the_process(monkeypatch, tmp_path: Path):
    first = settings()
    monkeypatch.setenv("VROEGSEIN_STORAGE", str(tmp_path))
    assert settings() is first


def test_the_register_is_asked_for_by_who_needs_it_alone():
    found = settings()
    with pytest.raises(ConfigurationError) as told:
        _ = found.register_url
    assert "VROEGSEIN_REGISTER_URL is not set" in str(told.value)
    assert ". var/environment" in str(told.value)
    assert "VROEGSEIN_REGISTER_URL_FILE" in str(told.value)


def test_a_secret_may_lie_in_a_file_and_the_variable_itself_comes_first(
    monkeypatch, tmp_path: Path
):
    path = tmp_path / "url"
    path.write_text("postgresql+psycopg://from-a-file\n", "utf-8")
    monkeypatch.setenv("VROEGSEIN_REGISTER_URL_FILE", str(path))
    assert settings().register_url == "postgresql+psycopg://from-a-file"
    monkeypatch.setenv("VROEGSEIN_REGISTER_URL", "postgresql+psycopg://itself")
    assert settings().register_url == "postgresql+psycopg://itself"


def test_an_empty_variable_says_nothing(monkeypatch):
    monkeypatch.setenv("VROEGSEIN_REGISTER_URL", "")
    with pytest.raises(ConfigurationError, match="is not set"):
        _ = settings().register_url
