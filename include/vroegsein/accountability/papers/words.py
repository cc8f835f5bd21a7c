"""The Dutch words of the papers, their blanks filled in from the configuration."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).parent / "words.yml"
Row = Mapping[str, str]


@cache
def catalogue() -> Mapping[str, Any]:
    """Return the words as they stand in `words.yml`."""
    words: Mapping[str, Any] = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    return words


def filled(part: Any, blanks: Mapping[str, object]) -> Any:  # noqa: ANN401 - as YAML is
    """Return a part of the words with every blank filled in.

    Raises:
        KeyError: A blank has no value.
    """
    if isinstance(part, str):
        return part.strip().format_map(blanks)
    if isinstance(part, Mapping):
        return {name: filled(value, blanks) for name, value in part.items()}
    return [filled(value, blanks) for value in part]
