"""One Spark session for all of these tests; none without the extra or Java."""

import os

import pytest

from vroegsein.errors import ConfigurationError
from vroegsein.matching.spark_session import spark_session

#: Steps are short: what the second compiler gains is not earned back.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


@pytest.fixture(scope="session")
def spark():
    """A private session, which every run of `--engine spark` then uses."""
    try:
        with spark_session("local[2]") as session:
            yield session
    except ConfigurationError as error:
        pytest.skip(str(error))
