"""What a database role may read that shows the pages: the columns their SQL names.

Of a table that is read no other column is given, and none with personal data.

`python -m vroegsein.accountability.dashboard.grants ROLE` prints the statements.
"""

import re
import sys
from collections.abc import Iterator

from vroegsein.accountability.dashboard.asking import UnknownPageError
from vroegsein.listing.statements import statement, statements
from vroegsein.register.dictionary import is_personal
from vroegsein.register.schema import metadata

_ROLE = r"[a-z_][a-z0-9_]{0,62}"
#: Statements of another folder that the pages ask as well.
_SHARED = (("quality", "delivery"), ("quality", "wrong_signal"))
_READS = re.compile(r"\b(?:FROM|JOIN)\s+([a-z]+\.[a-z_]+)\b")
_WORD = re.compile(r"[a-z_]+")


def grants(role: str) -> list[str]:
    """Return the statements that let a role read what the pages show.

    Args:
        role: Name of a role of the database.

    Raises:
        UnknownPageError: It cannot be the name of a role.
    """
    if not re.fullmatch(_ROLE, role):
        raise UnknownPageError
    read = _words_by_table()
    tables = sorted(read)
    schemas = sorted({name.partition(".")[0] for name in tables})
    found = [f"GRANT USAGE ON SCHEMA {schema} TO {role};" for schema in schemas]
    for name in tables:
        columns = ", ".join(_columns(name, read[name]))
        found.append(f"GRANT SELECT ({columns}) ON {name} TO {role};")
    return found


def tables_read() -> set[str]:
    """Return the tables that the pages read, `schema.table`."""
    return set(_words_by_table())


def _words_by_table() -> dict[str, set[str]]:
    """Return every table that is read, with all words of the SQL that reads it."""
    found: dict[str, set[str]] = {}
    for one in (*statements("dashboard"), *(statement(*place) for place in _SHARED)):
        body = _body(one.sql)
        for name in _READS.findall(body):
            found.setdefault(name, set()).update(_WORD.findall(body))
    return found


def _body(sql: str) -> str:
    """Return a statement without its header and comments."""
    return "\n".join(line for line in sql.splitlines() if "--" not in line)


def _columns(name: str, words: set[str]) -> Iterator[str]:
    """Yield the columns of a table that are named, and hold nothing of a person."""
    for column in metadata().tables[name].columns:
        if column.name in words and not is_personal(column):
            yield column.name


if __name__ == "__main__":
    sys.stdout.write("\n".join(grants(*sys.argv[1:])) + "\n")
