"""A task that meets a door shut for a reason fails at once, and is not tried again."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from airflow.sdk.exceptions import AirflowFailException

from vroegsein.errors import ConfigurationError, DecisionError
from vroegsein.exchange.faults import SftpError

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def failed_at_once(
    function: Callable[Parameters, Result],
) -> Callable[Parameters, Result]:
    """Fail a task for good where trying again does not help or looks like an attack.

    Another host key, a refused login, a server with old algorithms only, a setting that
    is wrong, a decision that cannot count: each asks for a person.

    Raises:
        AirflowFailException: In place of such an error, with the same text.
    """

    @functools.wraps(function)
    def failing(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except (ConfigurationError, DecisionError) as error:
            told = str(error)
        except SftpError as error:
            if not error.is_final:
                raise
            told = str(error)
        raise AirflowFailException(told) from None

    return failing
