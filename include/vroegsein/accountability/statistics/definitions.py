"""What each figure of the monitor says: the sentences of `definitions.yml`."""

from functools import cache
from pathlib import Path

import yaml

from vroegsein.parties.yaml_file import Strict


class Definition(Strict):
    """The words of one figure, in Dutch."""

    heading: str
    definition: str
    reference: str  # what is known of it nationally, or a norm


@cache
def definitions() -> dict[str, Definition]:
    """Return the definitions by code, in the order of the page."""
    found = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return {code: Definition(**words) for code, words in found.items()}
