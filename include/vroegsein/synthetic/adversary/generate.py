"""Decides what the adversary writes: signals, residents, truth, forbidden pairs.

The columns are those of the command `vroegsein match`; the truth lies beside them.
"""

import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from vroegsein.errors import ConfigurationError
from vroegsein.synthetic.adversary.arrears import (
    Country,
    Signals,
    Writings,
    build_country,
    build_signals,
)
from vroegsein.synthetic.adversary.businesses import (
    SHARE,
    BusinessSignals,
    build_business_signals,
    firm_ids,
)
from vroegsein.synthetic.adversary.draws import NONE, Draws, Ints, Texts, texts
from vroegsein.synthetic.adversary.first_model import write_first
from vroegsein.synthetic.adversary.forbidden import forbidden_pairs
from vroegsein.synthetic.adversary.life import FIRST_DAY, ORDINARY, RESTLESS
from vroegsein.synthetic.adversary.residents import resident_rows
from vroegsein.synthetic.adversary.second_model import write_second
from vroegsein.synthetic.adversary.truthful import Sheet

logger = logging.getLogger(__name__)


class Model(StrEnum):
    """The models of errors; the second is held out: nobody tunes on it."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True)
class Made:
    """What was made: numbers only."""

    signals: int
    persons: int
    residents: int
    forbidden: int


@dataclass(frozen=True)
class Truth:
    """Who each signal is about."""

    person: Texts
    household: Texts


def generate_signals(
    out: Path,
    records: int,
    seed: int,
    *,
    errors: float = 1.0,
    model: Model = Model.FIRST,
    residents: bool = False,
) -> Made:
    """Write `signals`, `truth`, `forbidden` and on demand `residents` (Parquet).

    Args:
        out: Folder, made where absent.
        records: Number of signals.
        seed: Same number, same bytes.
        errors: 1 is ordinary, 2 twice the errors, 0 none but habits.
        model: Which model of errors spoils the records.
        residents: Whether to write an extract of the register of residents.

    Raises:
        ConfigurationError: There are no records, or errors are below nought.
    """
    if records < 1 or errors < 0:
        msg = "records must be 1 or more, and errors 0 or more."
        raise ConfigurationError(msg)
    life = ORDINARY if model is Model.FIRST else RESTLESS
    country = build_country(records, life, seed)
    firms = build_business_signals(country, int(records * SHARE), errors, seed)
    writings, signals = build_signals(country, records - len(firms.firm), seed)
    write = write_first if model is Model.FIRST else write_second
    sheet = write(country, writings, errors, seed)
    order = Draws(seed, "order of signals").order(records)
    out.mkdir(parents=True, exist_ok=True)
    made = _signal_table(country, signals, writings, sheet, firms, order, seed)
    _write(out / "signals.parquet", made)
    truth = _truth(country, writings.person[signals.writing], firms, order)
    _write_truth(out / "truth.parquet", truth)
    pairs = forbidden_pairs(country, writings, signals, sheet, seed)
    _write(out / "forbidden.parquet", _by_id(pairs, order))
    extract = resident_rows(country, seed) if residents else None
    if extract is not None:
        _write(out / "residents.parquet", extract)
    result = Made(
        signals=records,
        persons=len(set(truth.person)),
        residents=extract.num_rows if extract is not None else 0,
        forbidden=pairs.num_rows,
    )
    logger.info("made %s", result)
    return result


def signal_ids(count: int) -> Texts:
    """Return the ids of this many signals."""
    return texts([f"s{number:07d}" for number in range(count)])


def _signal_table(
    country: Country,
    signals: Signals,
    writings: Writings,
    sheet: Sheet,
    firms: BusinessSignals,
    order: Ints,
    seed: int,
) -> pa.Table:
    """Return the signals on persons and firms in one random order."""
    creditor = np.concatenate([writings.creditor[signals.writing], firms.creditor])
    month = np.concatenate([signals.month, firms.month])
    natural = np.full(len(signals.month), "natural", dtype=object)
    codes = texts([one.code for one in country.creditors])
    columns = {
        "signal_id": signal_ids(len(order)),
        "partner_code": codes[creditor][order],
        "received_at": _days(creditor, month, len(codes), seed)[order],
        "debtor_kind": np.concatenate([natural, firms.kind])[order],
    }
    for name, column in sheet.items():
        every = np.concatenate([column[signals.writing], firms.sheet[name]])
        columns[name] = every[order]
    return _table(columns)


def _days(creditor: Ints, month: Ints, creditors: int, seed: int) -> Texts:
    """Return the day of receipt: a creditor sends in the first days of a month."""
    day = Draws(seed, "days of receipt").below(9, creditors)[creditor]
    first = FIRST_DAY.astype("datetime64[M]") + month
    sent = first.astype("datetime64[D]") + day
    days: Texts = sent.astype(str).astype(object)
    return days


def _truth(
    country: Country, person: Ints, firms: BusinessSignals, order: Ints
) -> Truth:
    """Return who each signal is about, and with whom they live in the end."""
    household = country.people.household
    left = np.flatnonzero(country.people.left_in != NONE)
    home = household.copy()
    home[left] = int(household[-1]) + 1 + np.arange(len(left))
    firm = firm_ids(firms.firm)
    persons = np.concatenate([resident_ids(person), firm])
    homes = texts([f"h{number:07d}" for number in home[person].tolist()])
    return Truth(persons[order], np.concatenate([homes, firm])[order])


def resident_ids(person: Ints) -> Texts:
    """Return the id of each person, the same in truth and register."""
    return texts([f"r{number:07d}" for number in person.tolist()])


def _write_truth(path: Path, truth: Truth) -> None:
    columns = {
        "signal_id": signal_ids(len(truth.person)),
        "person_id": truth.person,
        "household_id": truth.household,
    }
    _write(path, _table(columns))


def _by_id(pairs: pa.Table, order: Ints) -> pa.Table:
    """Return pairs of signals by their ids in place of their positions."""
    place = np.argsort(order)
    ids = signal_ids(len(order))
    columns = {
        "left_id": ids[place[pairs["left"].to_numpy()]],
        "right_id": ids[place[pairs["right"].to_numpy()]],
        "kind": texts(pairs["kind"].to_pylist()),
    }
    return _table(columns)


def _table(columns: Sheet) -> pa.Table:
    """Return text columns as a table."""
    arrays = {name: pa.array(column, pa.string()) for name, column in columns.items()}
    return pa.table(arrays)


def _write(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="zstd", compression_level=1)
