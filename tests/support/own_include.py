"""An `include/` of a test's own: other names, partners and municipalities."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from vroegsein.settings import PROJECT_ROOT, settings

INCLUDE = PROJECT_ROOT / "include"


def use_own_include(
    folder: Path,
    patch: pytest.MonkeyPatch,
    *,
    names: Mapping[str, str] | None = None,
    other_municipality: tuple[str, str] | None = None,
) -> None:
    """Point the settings at copies of passports and policy, changed as told.

    Args:
        folder: Where the copies go.
        patch: Undoes the change of settings after the test.
        names: New names of partners, by code.
        other_municipality: Code and name of a second municipality, with the same
            partners and policy.
    """
    for kind in ("partners", "municipalities"):
        (folder / kind).mkdir(parents=True)
    for name in ("sql", "legal_bases.yml"):
        (folder / name).symlink_to(INCLUDE / name)
    for path in (INCLUDE / "partners").glob("*.yml"):
        text = path.read_text("utf-8")
        if new := (names or {}).get(path.stem):
            known = next(line for line in text.splitlines() if line.startswith("name:"))
            written = new.replace("'", "''")
            text = text.replace(known, f"name: '{written}'")
        if other_municipality:
            text = text.replace('["1940"]', f'["1940", "{other_municipality[0]}"]')
        (folder / "partners" / path.name).write_text(text, "utf-8")
    policy = (INCLUDE / "municipalities" / "1940.yml").read_text("utf-8")
    (folder / "municipalities" / "1940.yml").write_text(policy, "utf-8")
    if other_municipality:
        code, name = other_municipality
        other = policy.replace('code: "1940"', f'code: "{code}"')
        other = other.replace("De Fryske Marren", name)
        (folder / "municipalities" / f"{code}.yml").write_text(other, "utf-8")
    patch.setenv("VROEGSEIN_INCLUDE", str(folder))
    settings.cache_clear()
