"""Typed reading of our YAML files, with errors that name file, key and remedy."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from vroegsein.errors import ConfigurationError


class Strict(BaseModel):
    """A part of a configuration file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Model = TypeVar("Model", bound=Strict)

REMEDIES = {
    "missing": "add the key",
    "extra_forbidden": "remove the key or correct its spelling",
    "string_type": "put the value between quotes",
    "enum": "use one of the listed values",
    "literal_error": "use one of the listed values",
}


def read(path: Path, model: type[Model]) -> Model:
    """Read one YAML file into its type.

    Raises:
        ConfigurationError: The file is absent, is no YAML, or a key is wrong; the
            text names the file, each key and what to do.
    """
    try:
        # In C, ten times as fast: a list of signals reads every passport several times.
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        msg = f"{path.name}: file not found in {path.parent}; add it there."
        raise ConfigurationError(msg) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        msg = f"{path.name}: no valid YAML{where}; check indentation and quotes."
        raise ConfigurationError(msg) from None
    if not isinstance(content, Mapping):
        msg = f"{path.name}: expected keys with values at the top level."
        raise ConfigurationError(msg)
    try:
        return model.model_validate(content, strict=False)
    except ValidationError as error:
        raise ConfigurationError(_explain(path, error)) from None


def _explain(path: Path, error: ValidationError) -> str:
    """Turn pydantic's findings into one line per key."""
    lines = [
        f"{path.name}: key '{'.'.join(map(str, item['loc']))}': {item['msg']}; "
        f"{REMEDIES.get(item['type'], 'correct the value')}."
        for item in error.errors(include_url=False, include_input=False)
    ]
    return "\n".join(lines)
