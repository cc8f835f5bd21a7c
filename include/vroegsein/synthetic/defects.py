"""Decides how a line goes wrong, and what an honest intake must say of it.

Each defect breaks exactly one rule. Its code is that of `docs/bestandsformaat.md`.
"""

from collections.abc import Callable
from datetime import date, timedelta

from vroegsein.parties.partner import Passport
from vroegsein.synthetic.handwriting import Values
from vroegsein.synthetic.streams import Stream

DUPLICATE = "VAL_DUPLICATE"  # a whole line again; made where the file is put together
STRAY_QUOTE = "TXT_QUOTE"
UNKNOWN_RECORD = "VAL_UNKNOWN_RECORD"  # made where records are withdrawn
#: Verdicts other than "rejected", by finding code.
VERDICTS = {
    "VAL_OBJECTION": "objection",
    "VAL_NOT_RESIDENT": "no_ground",
    DUPLICATE: "duplicate",
}
#: Lines whose amount cannot be read.
AMOUNT_LOST = frozenset({"VAL_AMOUNT", STRAY_QUOTE})
PLACEHOLDERS = ("ONBEKEND", "BEWONER", "N.V.T.")
ELSEWHERE = ("8911", "8921", "8932")  # Leeuwarden

FEBRUARY_30 = {
    "yyyy-mm-dd": "{0}-02-30",
    "dd-mm-yyyy": "30-02-{0}",
    "yyyymmdd": "{0}0230",
    "dd/mm/yyyy": "30/02/{0}",
}


def broken_values(code: str, values: Values, stream: Stream) -> Values:
    """Return what a defect changes in the canonical record, nothing for others."""
    maker = IN_RECORD.get(code)
    return maker(values, stream) if maker else {}


def broken_cell(
    code: str, values: Values, passport: Passport, written: str, stream: Stream
) -> tuple[str, str] | None:
    """Return the field and the text a defect puts in its cell, if of that sort.

    Args:
        code: The defect.
        values: The canonical record.
        passport: How the partner writes.
        written: The street as the partner writes it.
        stream: Where the draws come from.
    """
    if code == "VAL_AMOUNT":
        text = "1.234" if passport.file.decimal == "," else "1,234"
        return "arrears_cents", text  # 1234 euro, or one and a bit
    if code == "VAL_DATE":
        day = FEBRUARY_30[passport.file.dates].format(values["signal_date"][:4])
        return "arrears_since_date", day
    if code == "VAL_POSTCODE":
        return "postcode", values["postcode"][: stream.between(4, 5)]
    if code == "VAL_LOOKUP":
        return "signal_kind", "?"
    if code == STRAY_QUOTE:
        return "street", f'"{written}'
    return None


def field_of(code: str) -> str | None:
    """Return the canonical field a finding names, or none where several may be."""
    return "source_record_id" if code == UNKNOWN_RECORD else FIELD_OF.get(code)


def _arrangement(_: Values, __: Stream) -> Values:
    """The debtor keeps to a payment arrangement: there are no arrears."""
    return {"has_arrangement": "J"}


def _objection(_: Values, __: Stream) -> Values:
    """The debtor objected to sharing (Bgs art. 2, under d)."""
    return {"sharing_objection": "J"}


def _date_order(values: Values, stream: Stream) -> Values:
    """The arrears began after the day of reference."""
    since = _later(values["reference_date"], stream.between(5, 20))
    return {"arrears_since_date": since}


def _evidence(values: Values, stream: Stream) -> Values:
    """The written reminder is later than the signal (Bgs art. 2, under c)."""
    reminder = _later(values["signal_date"], stream.between(2, 9))
    return {"reminder_date": reminder}


def _placeholder(_: Values, stream: Stream) -> Values:
    """A word stands where the surname should."""
    return {"surname": stream.pick(PLACEHOLDERS)}


def _required(_: Values, __: Stream) -> Values:
    """The customer number is missing."""
    return {"customer_number": ""}


def _not_resident(_: Values, stream: Stream) -> Values:
    """The address lies in another municipality."""
    postcode = f"{stream.pick(ELSEWHERE)}{stream.pick('ABCDEFGH')}{stream.pick('KLM')}"
    return {"postcode": postcode, "place": "Leeuwarden"}


def _later(day: str, days: int) -> str:
    """Return a day so many days after another."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


IN_RECORD: dict[str, Callable[[Values, Stream], Values]] = {
    "VAL_ARRANGEMENT": _arrangement,
    "VAL_OBJECTION": _objection,
    "VAL_DATE_ORDER": _date_order,
    "VAL_EVIDENCE": _evidence,
    "VAL_PLACEHOLDER_NAME": _placeholder,
    "VAL_REQUIRED": _required,
    "VAL_NOT_RESIDENT": _not_resident,
}
FIELD_OF = {
    "VAL_ARRANGEMENT": "has_arrangement",
    "VAL_OBJECTION": "sharing_objection",
    "VAL_EVIDENCE": "reminder_date",
    "VAL_PLACEHOLDER_NAME": "surname",
    "VAL_REQUIRED": "customer_number",
    "VAL_NOT_RESIDENT": "postcode",
    "VAL_AMOUNT": "arrears_cents",
    "VAL_DATE": "arrears_since_date",
    "VAL_POSTCODE": "postcode",
    "VAL_LOOKUP": "signal_kind",
}
ALL_CODES = frozenset({*FIELD_OF, *IN_RECORD, DUPLICATE, STRAY_QUOTE})
