"""The border every task ends at: no value of a person leaves in an exception.

Database drivers, parsers and pandas print the offending value in their messages.
Airflow writes messages and causes to its logs, so an error that is not ours is
replaced here by its kind and place.
"""

import functools
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from vroegsein.errors import InvariantError, VroegseinError

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_PACKAGE = Path(__file__).parent


def without_values(
    function: Callable[Parameters, Result],
) -> Callable[Parameters, Result]:
    """Let only our own errors out of a task; of others only kind and place.

    Raises:
        VroegseinError: As raised; its text holds no values by construction.
        InvariantError: In place of any other error.
    """

    @functools.wraps(function)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except VroegseinError as error:
            found: VroegseinError = error
        except Exception as error:  # the outer edge: everything is replaced
            found = InvariantError(_place(error))
        raise found from None

    return guarded


def _place(error: Exception) -> str:
    """Name an error by its kind and the line of ours it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[1:] if _PACKAGE in Path(frame.filename).parents]
    last = (ours or frames)[-1]
    module = last.filename.rpartition("vroegsein/")[2]
    return f"{type(error).__name__} in {module}:{last.lineno} ({last.name})"
