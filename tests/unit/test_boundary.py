"""No value of a person leaves a task in an exception."""

import traceback

import pytest

from vroegsein.boundary import without_values
from vroegsein.errors import DeliveryError, InvariantError

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
