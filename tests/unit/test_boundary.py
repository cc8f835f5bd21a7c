"""No value of a person leaves a task in an exception."""

import traceback
from pathlib import Path

import pytest

from vroegsein.boundary import without_values
from vroegsein.errors import DeliveryError, InvariantError
from vroegsein.intake.reading.work_files import read_step

MARKER = "Jansen-marker"


@without_values
def convert(text: str) -> int:
    """Convert what may be no number."""
    return int(text)


@without_values
def convert_inside_a_handler(text: str) -> int:
    """Fail while another failure is being worked on."""
    try:
        return int(text)
    except ValueError as error:
        raise KeyError(text) from error


@without_values
def refuse(code: str) -> None:
    """Refuse on purpose, with a value in the cause."""
    try:
        int(MARKER)
    except ValueError as error:
        raise DeliveryError(code, line=3) from error


def everything_written_of(error: BaseException) -> str:
    """Return the whole chain as a log would print it."""
    return "".join(traceback.format_exception(error))


@pytest.mark.parametrize("function", [convert, convert_inside_a_handler])
def test_a_foreign_error_is_replaced_by_its_kind_and_place(function):
    with pytest.raises(InvariantError) as caught:
        function(MARKER)
    written = everything_written_of(caught.value)
    assert MARKER not in written
    assert "Error in " in str(caught.value)


def test_the_place_is_a_line_of_ours_and_not_the_librarys(tmp_path: Path):
    """Wherever the project lies, also under a folder of its own name."""
    path = tmp_path / "broken.json"
    path.write_text(f"{{{MARKER}", "utf-8")
    with pytest.raises(InvariantError) as caught:
        without_values(read_step)(path)
    assert str(caught.value).startswith(
        "JSONDecodeError in intake/reading/work_files.py:"
    )
    assert str(caught.value).endswith(" (read_step)")


def test_the_place_of_a_call_that_does_not_fit_is_the_call_itself():
    with pytest.raises(
        InvariantError, match=r"^TypeError in boundary.py:\d+ \(guarded\)$"
    ):
        convert()


def test_an_error_outside_our_package_is_placed_where_it_happened():
    with pytest.raises(InvariantError, match=r"test_boundary\.py:\d+ \(convert\)$"):
        convert(MARKER)


def test_our_own_error_passes_without_its_cause():
    with pytest.raises(DeliveryError) as caught:
        refuse("DEL_PERIOD")
    assert str(caught.value) == "DEL_PERIOD line 3"
    assert MARKER not in everything_written_of(caught.value)


def test_the_guard_is_needed():
    """The guard goes red: without it the value is in the text."""
    with pytest.raises(ValueError, match=MARKER):
        int(MARKER)


def test_a_result_passes_unchanged():
    assert convert("12") == 12
