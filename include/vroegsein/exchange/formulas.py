"""Which text a spreadsheet would run, and how it is written so that it does not.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP
ASVS 1.2.10). Full-width, small and raised twins of `=`, `+`, `-` and `@` count too:
some programs fold them to ASCII (Unicode compatibility, NFKC).
"""

import unicodedata

FORMULA_STARTS = tuple("=+-@\t\r\n")


def neutral(text: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    bare = text.lstrip().lstrip("\ufeff\u200b\u200c\u200d\u2060").lstrip()
    seen = unicodedata.normalize("NFKC", bare[:1])
    is_risky = text.startswith(FORMULA_STARTS) or seen.startswith(FORMULA_STARTS)
    return f"'{text}" if is_risky else text
