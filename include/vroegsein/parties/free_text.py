"""What an official may write in own words: short, and nothing that tells of a person.

Reasons stand in reports and in the register for good. What can be known by its form is
refused; a name cannot, and so every form asks for none.
"""

import re

from vroegsein.errors import DecisionError

LONGEST = 500  # signs, as in the form of the question
#: Word for the message, and what is known by its form alone.
FORMS = {
    "a mail address": r"\S@\S",
    "a number of six digits or more": r"\d(?:[ .-]?\d){5,}",
    "a postcode": r"\b[1-9]\d{3} ?[A-Z]{2}\b",
}
DAY = r"\b\d{1,2}-\d{1,2}-\d{4}\b|\b\d{4}-\d{2}(?:-\d{2})?\b"  # may be named


def checked_reason(text: str) -> str:
    """Return a reason without the spaces around it, if it may be kept.

    Raises:
        DecisionError: `REASON_UNFIT`: it is too long, or holds what looks like a
            person's; the message does not repeat it.
    """
    reason = text.strip()
    rest = re.sub(DAY, "", reason)
    unfit = [name for name, form in FORMS.items() if re.search(form, rest)]
    if len(reason) > LONGEST:
        unfit.append(f"more than {LONGEST} signs")
    if unfit:
        msg = (
            f"REASON_UNFIT: the reason holds {' and '.join(unfit)}. It is kept for good"
            " and read by many: say it without anything of a person, and decide again."
        )
        raise DecisionError(msg)
    return reason
