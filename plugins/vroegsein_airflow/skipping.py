"""A task that finds nothing is skipped, and its asset stays quiet."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from airflow.sdk.exceptions import AirflowSkipException

Parameters = ParamSpec("Parameters")
Found = TypeVar("Found", bound=list[str] | str)


def skipped_when_empty(
    function: Callable[Parameters, Found],
) -> Callable[Parameters, Found]:
    """Skip a task that returns nothing: whoever waits for its asset sleeps on.

    Raises:
        AirflowSkipException: The function found nothing.
    """

    @functools.wraps(function)
    def skipping(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Found:
        found = function(*args, **kwargs)
        if not found:
            raise AirflowSkipException
        return found

    return skipping
