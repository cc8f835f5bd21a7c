"""An answered sheet is opened: decrypted and read in a process apart, then removed."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from vroegsein.errors import InvariantError
from vroegsein.intake.reading.apart import run_apart
from vroegsein.intake.reading.unwrap import Terms, Wrapped, open_apart
from vroegsein.listing.review import Review
from vroegsein.listing.review_read import COLUMNS
from vroegsein.listing.review_send import sealed_sheet
from vroegsein.parties.partner import Protection

TERMS = Terms(Protection(encryption="age"), "xlsx", 20 * 1024**2)


def kept(asked: Review) -> Path:
    """Return where the answer is kept, sealed as it came."""
    sealed = sealed_sheet(asked)
    return sealed.with_name(f"antwoord_{sealed.name}")


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
        open_apart(Wrapped(sealed), TERMS, day, plain)
        work = "vroegsein.listing.review_read:read_answers"
        rows: Any = run_apart(work, {"path": str(plain)})["rows"]
    finally:
        plain.unlink(missing_ok=True)
    return pd.DataFrame(rows, columns=["row", *COLUMNS]).set_index("row").astype("str")
