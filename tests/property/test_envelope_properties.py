"""Whatever a partner writes around its file: refused with a code, or what we know."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.deliveries import passport

from vroegsein.errors import DeliveryError
from vroegsein.intake.arriving.envelope import (
    Expectation,
    check_manifest,
    month_in_name,
    read_manifest,
    read_total_line,
    stated_totals,
)

PASSPORT = passport()
NAME = "achterstanden_202610_01.csv"
EXPECTED = Expectation("1940", "2026-10", PASSPORT, NAME)
SOUND: dict[str, Any] = {
    "schema_versie": "1.0",
    "gemeentecode": "1940",
    "partner": PASSPORT.code,
    "leverperiode": "2026-10",
    "volgnummer": 1,
    "soort": "VOLLEDIG",
    "bestand": NAME,
    "bytes": 10,
    "sha256": "0" * 64,
    "aantal_records": 3,
    "controletotaal_bedrag": "120.00",
    "aangemaakt_op": "2026-10-05T10:00:00+02:00",
}
MARKER = "Merkteken"
NASTY = st.sampled_from(
    [
        "../../etc/passwd", "/etc/passwd", "..", "a\0b", "*.csv", "[a-z].csv", "~root",
        "-rf", "CON", "‮vsc.txt", "\ud800", "é" * 300, "x" * 100_000, "${HOME}", "$(id)",
        f"{MARKER}; DROP TABLE intake.signal", NAME, f"{NAME}\n", f" {NAME}", f"{NAME}/",
    ]
)  # fmt: skip
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), NASTY,
    st.from_regex(r"-?[0-9]{1,12}\.[0-9]{2}", fullmatch=True),
    st.lists(st.integers(), max_size=3), st.just({"a": {"b": []}}),
)  # fmt: skip


def judged(content: bytes) -> DeliveryError | None:
    """How a manifest is judged; any other error than ours is a failure of the test."""
    try:
        manifest = read_manifest(content)
        check_manifest(manifest, EXPECTED)
        stated_totals(manifest)
    except DeliveryError as error:
        return error
    return None


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_any_bytes_for_a_manifest_are_refused_with_a_code(content: bytes):
    """GS6, MAN: no bytes bring the reader down."""
    error = judged(content)
    assert error is not None
    assert error.code.startswith("DEL_")


@given(st.sampled_from(sorted(SOUND)), VALUES)
@settings(max_examples=300)
def test_any_value_in_a_manifest_is_judged_and_never_repeated(key: str, value: Any):
    """GS6: an error names the key at most."""
    error = judged(json.dumps({**SOUND, key: value}).encode("utf-8", "surrogatepass"))
    if error is not None:
        assert error.column is None or error.column in SOUND
        assert MARKER not in str(error)
        assert error.__cause__ is None
    elif key == "bestand":
        assert value == NAME


@given(st.text(alphabet=st.characters(), max_size=20), VALUES)
@settings(max_examples=60)
def test_an_unknown_key_is_refused_and_not_named(key: str, value: Any):
    """GS6: a key may be a person's name."""
    if key in SOUND:
        return
    content = json.dumps({**SOUND, key + MARKER: value}).encode("utf-8", "ignore")
    error = judged(content)
    assert error is not None
    assert MARKER not in str(error)


@given(st.one_of(NASTY, st.text(), st.from_regex(PASSPORT.file_pattern)))
@settings(max_examples=200)
def test_a_name_that_is_agreed_is_never_a_path(name: str):
    """GS6, NAM: what fits the agreed pattern holds nothing that leads elsewhere."""
    month = month_in_name(PASSPORT, name)
    agreed = PASSPORT.file_pattern.fullmatch(name)
    assert agreed or month is None
    if agreed:
        assert set(name) & set("/\\\0\n*?[]~$") == set()
        assert name not in {".", ".."}
        assert not name.startswith(("-", "."))


@given(st.lists(st.one_of(st.text(max_size=12), NASTY), max_size=5))
@settings(max_examples=150)
def test_a_total_line_is_read_or_refused(parts: list[str]):
    """GS6: a last line is a total line, or the file is cut."""
    code = ""
    try:
        assert read_total_line(parts, ",").lines >= 0
    except DeliveryError as error:
        code = error.code
    assert code in {"", "DEL_INCOMPLETE"}
