"""How a page is made of its sections: one template, no script, nothing from outside."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from vroegsein.accountability.page_parts import Section
from vroegsein.listing.statements import statement

TEMPLATES = Path(__file__).parent / "templates"


def rendered(
    template: str, *, folder: str, sections: Sequence[Section], **words: object
) -> str:
    """Return a page.

    Args:
        template: Name of its template, without `.html.j2`.
        folder: Folder of `include/sql/` that the sections name as their sources.
        sections: What stands on it, in order.
        words: What else its template names.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{template}.html.j2").render(
        sections=sections,
        questions=_questions(folder, sections),
        sql_folder=folder,
        **words,
    )


def _questions(folder: str, sections: Sequence[Section]) -> dict[str, str]:
    """Return what each SQL file answers, from its header."""
    names = {name for section in sections for name in section.sources}
    return {name: statement(folder, name).report.rstrip(".") for name in sorted(names)}
