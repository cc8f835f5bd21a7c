"""What a database role may read that shows the pages: no column with personal data.

`python -m vroegsein.accountability.dashboard.grants ROLE` prints the statements.
"""

import re
import sys
from collections.abc import Iterator

from vroegsein.accountability.dashboard.asking import UnknownPageError
from vroegsein.listing.statements import statement, statements
from vroegsein.register.schema import metadata

_ROLE = r"[a-z_][a-z0-9_]{0,62}"
#: Statements of another folder that the pages ask as well.
_SHARED = (("quality", "delivery"), ("quality", "wrong_signal"))
_READS = re.compile(r"\b(?:FROM|JOIN)\s+([a-z]+\.[a-z_]+)\b")
_PERSONAL = "(personal)"


def grants(role: str) -> list[str]:
    """Return the statements that let a role read what the pages show.

    Args:
        role: Name of a role of the database.

    Raises:
        UnknownPageError: It cannot be the name of a role.
    """
    if not re.fullmatch(_ROLE, role):
        raise UnknownPageError
    tables = sorted(tables_read())
    schemas = sorted({name.partition(".")[0] for name in tables})
    found = [f"GRANT USAGE ON SCHEMA {schema} TO {role};" for schema in schemas]
    for name in tables:
        columns = ", ".join(_columns(name))
        found.append(f"GRANT SELECT ({columns}) ON {name} TO {role};")
    return found


def tables_read() -> set[str]:
    """Return the tables that the pages read, `schema.table`."""
    read = [*statements("dashboard"), *(statement(*place) for place in _SHARED)]
    return {name for one in read for name in _READS.findall(_body(one.sql))}


def _body(sql: str) -> str:
    """Return a statement without its header and comments."""
    return "\n".join(line for line in sql.splitlines() if "--" not in line)


def _columns(name: str) -> Iterator[str]:
    """Yield the columns of a table that hold nothing of a person."""
    for column in metadata().tables[name].columns:
        if _PERSONAL not in (column.comment or ""):
            yield column.name


if __name__ == "__main__":
    sys.stdout.write("\n".join(grants(*sys.argv[1:])) + "\n")
