"""From a partner's sample to the first text of its passport, for a person to finish.

What was read off the sample is filled in; what a person has to decide is filled in as
far as it can be and marked `# controleer`. A passport that is there is never touched.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from vroegsein.errors import ConfigurationError
from vroegsein.intake.onboarding.column_words import plain
from vroegsein.intake.reading.apart import run_apart
from vroegsein.parties.legal_basis import LegalBases
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.parties.record import FIELDS

MARK = "# controleer"
_TYPES = {"HUUR": "Huur", "WATER": "Water", "ZORG": "Zorg"}
_TYPES |= {"ENERGIE": "Energie", "WARMTE": "Energie", "BELASTING": "Overige"}
#: What may stand for every line where no column says it; a person has to agree.
_CONSTANTS = {"signal_kind": "REGULIER", "is_warm_handover": "N", "debtor_kind": "NP"}
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*")
_WORDS_OF_YAML = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
)


@dataclass(frozen=True)
class Draft:
    """A proposed passport.

    Attributes:
        text: The YAML text.
        open_count: Places that somebody has to look at.
        line_count: Lines of the sample that were looked at.
        column_count: Columns that were mapped or split.
    """

    text: str
    open_count: int
    line_count: int
    column_count: int


def draft_passport(
    sample: Path, code: str, sector: str, municipality: str, bases: LegalBases,
    partners: Path, sheet: str | None = None,
) -> Draft:  # fmt: skip
    """Return a proposed passport.

    Args:
        sample: A file as the partner will deliver it, unwrapped.
        code: The partner's code.
        sector: Its sector.
        municipality: CBS code of the municipality it is for.
        bases: The registered legal bases.
        partners: Folder with the passports that are there, to learn headers from.
        sheet: Of a workbook with more than one: its name.

    Raises:
        DeliveryError: The sample cannot be read.
        ConfigurationError: It has no header, or no basis allows the sector.
    """
    seen = run_apart(
        "vroegsein.intake.onboarding.proposal:propose_apart",
        {
            "sample": str(sample.resolve()),
            "known": known_headers(partners),
            "sheet": sheet,
        },
    )
    if not seen["is_header"]:
        msg = (
            "The first line of the sample holds values and no column names: ask the "
            "partner for a header line."
        )
        raise ConfigurationError(msg)
    basis = _basis(bases, municipality, sector)
    lines = list(_lines(seen, sample.name, code, sector, municipality, basis))
    text = "\n".join(lines) + "\n"
    _check(text)
    made: Any = seen["proposal"]
    return Draft(
        text,
        text.count(MARK),
        int(str(seen["line_count"])),
        len(made["columns"]) + len(made["splits"]),
    )


def known_headers(partners: Path) -> dict[str, str]:
    """Return plain headers of the partners there are, where all mean one field."""
    meant: dict[str, set[str]] = {}
    for path in sorted(partners.glob("*.yml")):
        try:
            columns = load_passport(partners, path.stem).columns
        except ConfigurationError:
            continue  # that one fails by itself, where it is used
        for header, field in columns.items():
            meant.setdefault(plain(header), set()).add(field)
    return {header: min(fields) for header, fields in meant.items() if len(fields) == 1}


def _basis(bases: LegalBases, municipality: str, sector: str) -> str:
    """Return the basis without an end that allows a sector's signals here."""
    for code, basis in bases.bases.items():
        named = not basis.municipalities or municipality in basis.municipalities
        if sector in basis.sectors and named and basis.valid_until is None:
            return code
    msg = (
        f"No registered legal basis allows signals of sector {sector} here "
        "(include/legal_bases.yml): nothing of this partner may be received."
    )
    raise ConfigurationError(msg)


def _check(text: str) -> None:
    """Refuse to propose what the passport's own rules refuse."""
    failure: ConfigurationError | None = None
    try:
        Passport.model_validate(yaml.safe_load(text), strict=False)
    except ValidationError as error:
        said = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, said["loc"]))
        failure = ConfigurationError(
            f"The sample gives no sound passport ({where}: {said['msg']})."
        )
    if failure is not None:
        raise failure from None


def _lines(
    seen: Mapping[str, Any],
    name: str,
    code: str,
    sector: str,
    municipality: str,
    basis: str,
) -> Iterator[str]:
    """Yield the lines of the passport."""
    count = seen["line_count"]
    yield f"# Proposed from a sample of {count} lines by `vroegsein partner new`."
    yield f"# Look at each line marked `{MARK[2:]}`, take the mark away, and check:"
    yield f"# vroegsein partner check SAMPLE --code {code}"
    yield f"code: {code}"
    yield f"name: {code}  {MARK}: the partner's name"
    yield f"type: {_TYPES[sector]}"
    yield f"sector: {sector}"
    yield f"legal_basis: {basis}"
    yield f'kvk_number: "00000000"  {MARK}: the partner\'s number'
    yield f'municipalities: ["{municipality}"]'
    yield "delivery:"
    yield f"  due_day: 10  {MARK}: day of the month, as agreed"
    yield f"  file_name: {_quoted(_pattern(name, code))}  {MARK}"
    yield f"  completeness: manifest  {MARK}: manifest, total_line, encrypted or stable"
    yield from _file(seen)
    yield from _mapping(seen["proposal"])
    yield from _besides(seen["proposal"], seen["absent"])
    yield "expected:"
    yield f"  rows: {{min: {count // 2}, max: {max(count, 1) * 2}}}  {MARK}: a month"
    yield "  max_rejected_percent: 5.0"


def _pattern(name: str, code: str) -> str:
    """Return the file name with the month taken out of it."""
    dashed = re.sub(r"20[0-9]{2}-(?:0[1-9]|1[0-2])", "{yyyy-mm}", name, count=1)
    if dashed != name:
        return dashed
    compact = re.sub(r"20[0-9]{2}(?:0[1-9]|1[0-2])", "{yyyymm}", name, count=1)
    if compact != name:
        return compact
    return f"{code}_{{yyyymm}}{Path(name).suffix}"


def _file(seen: Mapping[str, Any]) -> Iterator[str]:
    """Yield how the partner's system writes a file."""
    agreed, made, unsure = seen["file"], seen["proposal"], set(seen["file_unsure"])
    yield "file:"
    keys = {"csv": ("encoding", "separator"), "xlsx": ("sheet",)}
    for key in ("format", *keys.get(agreed["format"], ("encoding",))):
        if key in agreed:
            yield _marked(f"  {key}: {_quoted(agreed[key])}", is_open=key in unsure)
    decimal = f'  decimal: "{made["decimal"]}"'
    yield _marked(decimal, is_open=not made["is_decimal_sure"])
    yield _marked(f"  dates: {made['dates']}", is_open=not made["are_dates_sure"])
    if agreed["positions"]:
        yield f"  positions:  {MARK}: columns without a space between them are one here"
        for header, (start, length) in agreed["positions"].items():
            yield f"    {header}: [{start}, {length}]"


def _mapping(made: Mapping[str, Any]) -> Iterator[str]:
    """Yield which column is which field, and what is taken apart."""
    yield "columns:" if made["columns"] else "columns: {}"
    for header, field in made["columns"].items():
        yield _marked(f"  {_quoted(header)}: {field}", is_open=header in made["unsure"])
    if made["splits"]:
        yield "splits:"
    for header, word in made["splits"].items():
        yield f"  {_quoted(header)}: {word}  {MARK}"
    if made["ignored"]:
        yield f"ignored_columns:  {MARK}: not placed; dropped before storage"
    for header, look in zip(made["ignored"], made["looks"], strict=True):
        yield f"  - {_quoted(header)}  # {look}"
    if made["forbidden"]:
        yield f"{MARK}: {len(made['forbidden'])} column(s) nobody may deliver are left"
        yield "# out; ask the partner to leave them out too (docs/partners.md)"


def _besides(made: Mapping[str, Any], absent: list[str]) -> Iterator[str]:
    """Yield constants, words, and what the sample does not have."""
    constants = {field: _CONSTANTS[field] for field in absent if field in _CONSTANTS}
    if constants:
        yield f"constants:  {MARK}: for every line, as agreed in writing"
    for field, value in constants.items():
        yield f"  {field}: {_quoted(value)}"
    for field in absent:
        if field not in _CONSTANTS:
            dutch = FIELDS[field].dutch
            yield f"{MARK}: no column for {field} ({dutch}); it is required"
    if made["lookups"]:
        yield "lookups:"
    for field, words in made["lookups"].items():
        pairs = ", ".join(f"{_quoted(w)}: {_quoted(v)}" for w, v in words.items())
        yield _marked(f"  {field}: {{{pairs}}}", is_open=field in made["open_words"])
    for field in made["open_words"]:
        yield f"{MARK}: {field} has words whose meaning is not known; they are refused"


def _marked(line: str, *, is_open: bool) -> str:
    return f"{line}  {MARK}" if is_open else line


def _quoted(text: str) -> str:
    """Return a text as YAML reads it: as it is, or in quotes."""
    is_word = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML
    return text if is_word else json.dumps(text, ensure_ascii=False)
