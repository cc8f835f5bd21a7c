"""The data dictionary: every table and column of the register, from its own comments.

`python -m vroegsein.register.dictionary > docs/data-dictionary.md` writes it; a test
holds the file to what this returns.
"""

import sys
from collections.abc import Iterator

from sqlalchemy import Column, Table
from sqlalchemy.dialects import registry
from sqlalchemy.types import TypeEngine

from vroegsein.register.intake_tables import PERSONAL
from vroegsein.register.schema import metadata

_HEADING = """\
# Data dictionary

Every table and column of the register. Made from the comments in the database itself:
change them in `include/vroegsein/register/`, then run
`python -m vroegsein.register.dictionary > docs/data-dictionary.md`.

A column marked **personal** names a person or tells where one lives or is reached.
Every other row that carries a `signal_id`, `person_id` or `case_id` is about a person
too, without saying who. Money is in whole euro cents.
"""


def data_dictionary() -> str:
    """Return the dictionary as Markdown: one chapter per schema, tables by name."""
    tables = sorted(metadata().tables.values(), key=lambda table: table.fullname)
    parts, schema = [_HEADING], ""
    for table in tables:
        if table.schema != schema:
            schema = str(table.schema)
            parts.append(f"\n## {schema}\n")
        parts.append("\n" + "\n".join(_lines(table)) + "\n")
    return "".join(parts)


def is_personal(column: Column[object]) -> bool:
    """Tell whether a column holds data of a person, as its comment says."""
    return column.name in PERSONAL or "(personal)" in str(column.comment)


def _lines(table: Table) -> Iterator[str]:
    yield f"### {table.fullname}"
    yield ""
    yield str(table.comment)
    yield ""
    yield "| column | type | may be empty | meaning | |"
    yield "| --- | --- | --- | --- | --- |"
    for column in table.columns:
        meaning = str(column.comment).replace(" (personal)", "").replace("|", "\\|")
        empty = "yes" if column.nullable else ""
        mark = "**personal**" if is_personal(column) else ""
        kind = _type_name(column.type)
        yield f"| `{column.name}` | {kind} | {empty} | {meaning} | {mark} |"


def _type_name(kind: TypeEngine[object]) -> str:
    return str(kind.compile(dialect=registry.load("postgresql")())).lower()


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
