"""How the papers are written: Markdown for people and JSON for systems, the same facts.

`python -m vroegsein.accountability.papers.writing` writes those of the demonstration
into `docs/`; a test holds them to the configuration.
"""

import json
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from vroegsein.accountability.pages import TEMPLATES
from vroegsein.accountability.papers.documents import DOCUMENTS, Facts
from vroegsein.accountability.papers.subject import TO_FILL_IN, Subject, subject_of
from vroegsein.exchange.files import write_whole
from vroegsein.settings import PROJECT_ROOT

PAGES = PROJECT_ROOT / "docs"
EXAMPLE = "1940"


def papers(subject: Subject) -> dict[str, bytes]:
    """Return every paper of a municipality, by the name of its file."""
    written: dict[str, bytes] = {}
    for name, facts_of in DOCUMENTS.items():
        facts = facts_of(subject)
        written[f"{name}.md"] = markdown(name, facts).encode()
        text = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True)
        written[f"{name}.json"] = f"{text}\n".encode()
    return written


def write_papers(municipality: str, folder: Path, on: date | None = None) -> list[str]:
    """Write the papers of a municipality; return the names of the files, sorted.

    Args:
        municipality: CBS code.
        folder: Where they go; it is made where it is absent.
        on: Day on which legal bases are judged; None: the day of the policy.

    Raises:
        ConfigurationError: Policy, a passport or the bases cannot be read.
    """
    found = papers(subject_of(municipality, on))
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in found.items():
        write_whole(folder / name, content)
    return sorted(found)


def markdown(name: str, facts: Facts) -> str:
    """Return a paper as Markdown."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "papers"),
        autoescape=select_autoescape(enabled_extensions=(), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = _cell
    return environment.get_template(f"{name}.md.j2").render(facts)


def _cell(value: object) -> str:
    """Return a value as it stands in a table; what nobody said is to be filled in."""
    if value is None or value == "":
        return f"**{TO_FILL_IN}**"
    return " ".join(str(value).split()).replace("|", "\\|")


if __name__ == "__main__":
    for file_name, content in papers(subject_of(EXAMPLE)).items():
        if file_name.endswith(".md"):
            write_whole(PAGES / file_name, content)
