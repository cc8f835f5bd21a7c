"""Signals of the adversary for tests, made once a session and read as plain columns."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

from vroegsein.synthetic.adversary.arrears import Country, build_country
from vroegsein.synthetic.adversary.generate import Model, generate_signals
from vroegsein.synthetic.adversary.life import ORDINARY

Columns = dict[str, list[str]]
FILES = ("signals", "truth", "forbidden", "residents")


@cache
def country(records: int = 6000, seed: int = 5) -> Country:
    """Return a country of ordinary lives."""
    return build_country(records, ORDINARY, seed)


@cache
def made(
    records: int = 4000, seed: int = 5, errors: float = 1.0, model: str = "first"
) -> dict[str, Columns]:
    """Return all files of a run as columns."""
    with TemporaryDirectory() as folder:
        generate_signals(
            Path(folder),
            records,
            seed,
            errors=errors,
            model=Model(model),
            residents=True,
        )
        return {
            name: pq.read_table(Path(folder) / f"{name}.parquet").to_pydict()
            for name in FILES
        }


def rows(columns: Columns) -> list[dict[str, str]]:
    """Return columns as rows."""
    return [
        dict(zip(columns, row, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]


def wrong_fields(errors: float, model: str = "first") -> list[int]:
    """Return per signal in how many fields it differs from a run without errors."""
    right, wrong = made(errors=0.0, model=model), made(errors=errors, model=model)
    pairs = zip(rows(right["signals"]), rows(wrong["signals"]), strict=True)
    return [sum(one[name] != other[name] for name in one) for one, other in pairs]
