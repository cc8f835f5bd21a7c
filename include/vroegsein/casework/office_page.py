"""The page for officials about their own files, made from columns, labels and codes.

`python -m vroegsein.casework.office_page` writes `docs/uitkomsten.md`; a test holds the
page against the code.
"""

from collections.abc import Iterable
from pathlib import Path
from string import Template

from vroegsein.casework.office_columns import (
    EXCLUSION_COLUMNS,
    MOST_ATTEMPTS,
    REQUIRED,
    RESIDENT_COLUMNS,
)
from vroegsein.casework.office_findings import OFFICE_MEANINGS
from vroegsein.exchange.files import write_whole
from vroegsein.intake.findings import LEVELS_IN_DUTCH
from vroegsein.parties.case_codes import (
    ACCEPTED_RESULTS,
    MEASURE_NAMES,
    ContactKind,
    ExclusionKind,
    OfficeFileKind,
    PartOfDay,
    Result,
)
from vroegsein.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "uitkomsten.md"


def office_page() -> str:
    """Return the page, as Markdown."""
    template = Path(__file__).with_name("office_page.md").read_text("utf-8")
    return Template(template).substitute(
        kinds=_words(ExclusionKind),
        parts=_words(PartOfDay),
        attempts=MOST_ATTEMPTS,
        results="\n".join(_results()),
        contacts=_words(ContactKind),
        measures="\n".join(_measures()),
        exclusions=_columns(OfficeFileKind.EXCLUSIONS, EXCLUSION_COLUMNS),
        residents=_columns(OfficeFileKind.RESIDENTS, RESIDENT_COLUMNS),
        findings="\n".join(_findings()),
    )


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _results() -> list[str]:
    rows = ["| resultaat | hulp geaccepteerd |", "| --- | --- |"]
    return rows + [
        f"| `{result}` | {'ja' if result in ACCEPTED_RESULTS else ''} |"
        for result in Result
    ]


def _measures() -> list[str]:
    rows = ["| code | maatregel |", "| --- | --- |"]
    return rows + [f"| `{code}` | {name} |" for code, name in MEASURE_NAMES.items()]


def _columns(kind: OfficeFileKind, columns: Iterable[str]) -> str:
    required = REQUIRED[kind]
    rows = [f"| `{name}` | {'ja' if name in required else ''} |" for name in columns]
    return "\n".join(rows)


def _findings() -> list[str]:
    rows = [
        "| code | niveau | bevinding | wat te doen | voorbeeld |",
        "| --- | --- | --- | --- | --- |",
    ]
    for code, meaning in OFFICE_MEANINGS.items():
        level = LEVELS_IN_DUTCH[meaning.level]
        texts = (meaning.description, meaning.remedy, meaning.example)
        rows.append(f"| `{code}` | {level} | {' | '.join(texts)} |")
    return rows


if __name__ == "__main__":
    write_whole(PAGE, office_page().encode())
