"""An answered sheet is opened: decrypted and read in a process apart, then removed."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from vroegsein.errors import InvariantError
from vroegsein.exchange.keyring import KeyKind, usable_keys
from vroegsein.intake.findings import Code
from vroegsein.intake.reading.apart import run_apart
from vroegsein.listing.dutch import local_day
from vroegsein.listing.review import Review
from vroegsein.listing.review_read import COLUMNS
from vroegsein.listing.review_send import sealed_sheet
from vroegsein.settings import settings

AGREED = {
    "encryption": "age",
    "compression": "none",
    "signature": "none",
    "signers": [],
    "file_format": "xlsx",
    "max_bytes": 20 * 1024**2,
}


def kept(asked: Review) -> Path:
    """Return where the answer is kept, sealed as it came."""
    sealed = sealed_sheet(asked)
    return sealed.with_name(f"antwoord_{sealed.name}")


def day_of(moment: datetime | str) -> date:
    """Return the Dutch day of a moment (as text: ISO 8601)."""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return local_day(read)


def read_answer(asked: Review, day: date) -> pd.DataFrame:
    """Return the answered rows: pair, answer and initials, by row of the sheet.

    Raises:
        DeliveryError: The file cannot be opened or read.
        InvariantError: There is no answer yet.
    """
    sealed = kept(asked)
    if not sealed.exists():
        msg = f"Review {asked.review_id} has no answer yet."
        raise InvariantError(msg)
    plain = sealed.with_name(f"{sealed.stem}.open")
    try:
        _open(sealed, plain, day)
        work = "vroegsein.listing.review_read:read_answers"
        rows: Any = run_apart(work, {"path": str(plain)})["rows"]
    finally:
        plain.unlink(missing_ok=True)
    return pd.DataFrame(rows, columns=["row", *COLUMNS]).set_index("row").astype("str")


def _open(sealed: Path, plain: Path, day: date) -> None:
    """Decrypt an answer with the first of our keys that opens it."""
    keys = usable_keys(settings().keys, KeyKind.AGE, day)
    arguments: dict[str, object] = {
        "raw": str(sealed),
        "plain": str(plain),
        "manifest": None,
        "signature_file": None,
        "keys": [[str(path), entry.retired_on is not None] for entry, path in keys],
        "on": day.isoformat(),
        "agreed": AGREED,
    }
    work = "vroegsein.exchange.opening:open_wrapped"
    run_apart(work, arguments, died=Code.ENC_CORRUPT)
