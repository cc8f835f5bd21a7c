"""Where Spark comes from: the session that runs here, or a private one.

A private session shows no page, keeps no log of its work, speaks to this machine only
and leaves nothing behind: what does not fit in memory goes, encrypted, to a folder
that is removed with it.
"""

import atexit
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from vroegsein.errors import ConfigurationError, StackError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAVA_NEEDED = 17
LOCAL_MASTER = "local[2]"
LOOPBACK = "127.0.0.1"
LOG_SETTINGS = """rootLogger.level = off
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
"""
PRIVATE = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.eventLog.enabled": "false",
    "spark.log.level": "OFF",  # an error of Spark's may quote a row
    "spark.executor.syncLogLevel.enabled": "true",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.io.encryption.enabled": "true",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.dynamicAllocation.enabled": "false",  # tables live in the workers
}


@contextmanager
def spark_session(
    master: str | None = None, memory_limit: str = "2GB"
) -> Iterator["SparkSession"]:
    """Give the session that runs in this thread, or one that ends with the block.

    Args:
        master: Where Spark runs, such as `local[4]` or `spark://host:7077`; else
            what SPARK_MASTER says, else two threads of this machine.
        memory_limit: Most memory of the driver, such as `2GB`.

    Raises:
        ConfigurationError: Spark or Java is not installed.
        StackError: The session does not start.
    """
    sessions = _installed()
    running = sessions.getActiveSession()
    if running is not None:
        yield running
        return
    _require_java()
    place = master or os.environ.get("SPARK_MASTER") or LOCAL_MASTER
    _silence()
    session = _started(sessions, place, PRIVATE | _places(place, memory_limit))
    try:
        yield session
    finally:
        _stop(session)


def _stop(session: "SparkSession") -> None:
    """End a session; one whose Java has died has ended, and what failed says so."""
    from py4j.protocol import Py4JError

    with suppress(Py4JError, OSError):
        session.stop()


def _installed() -> type["SparkSession"]:
    """Return what sessions are made with.

    Raises:
        ConfigurationError: The optional extra `spark` is not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # pandas 3 is not used
            import pyspark.sql.pandas.types
    except ImportError:
        msg = (
            "The engine `spark` is not installed: run "
            "`pip install --require-hashes -r requirements-spark.lock`."
        )
        raise ConfigurationError(msg) from None
    sessions: type[SparkSession] = pyspark.sql.SparkSession
    return sessions


def _require_java() -> None:
    """Refuse a machine without the Java that Spark needs.

    Raises:
        ConfigurationError: There is none, or too old a one.
    """
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    version = _java_version(java) if java else None
    if version is None or version < JAVA_NEEDED:
        found = f"found Java {version}" if version else "found none"
        msg = (
            f"The engine `spark` needs Java {JAVA_NEEDED} or newer ({found}): install "
            "it, or set JAVA_HOME."
        )
        raise ConfigurationError(msg)


def _java_version(java: str) -> int | None:
    """Return the main version of a Java; None when it does not run."""
    try:
        told = subprocess.run(  # noqa: S603 - our own command, no shell
            [java, "-version"], capture_output=True, text=True, check=True, timeout=30
        ).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found[1]) if found else None


def _silence() -> None:
    """Shut the loggers of PySpark that repeat an error, values included."""
    from pyspark.logger import PySparkLogger

    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(name).disabled = True


@cache
def _home() -> Path:
    """Make the private folder of this process; it is removed when the process ends.

    Java keeps to the first folder it was given, for as long as the process lives.
    """
    home = Path(mkdtemp(prefix="vroegsein-spark-"))  # mode 0700
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    (home / "log.properties").write_text(LOG_SETTINGS)
    return home


def _places(master: str, memory_limit: str) -> dict[str, str]:
    """Return where a private session keeps, logs and listens, and its memory."""
    home = _home()
    settings = {
        "spark.driver.memory": memory_limit.removesuffix("B").lower(),
        "spark.local.dir": str(home / "local"),
        "spark.sql.warehouse.dir": str(home / "warehouse"),
        "spark.driver.extraJavaOptions": (
            f"-Dlog4j2.configurationFile={home / 'log.properties'} "
            f"-Djava.io.tmpdir={home}"
        ),
    }
    if master.startswith("local") or "//127.0.0.1" in master:
        settings["spark.driver.host"] = settings["spark.driver.bindAddress"] = LOOPBACK
    return settings


def _started(
    sessions: type["SparkSession"], master: str, settings: dict[str, str]
) -> "SparkSession":
    """Start a private session.

    Raises:
        StackError: It does not start.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    builder = sessions.builder.master(master).appName("vroegsein")
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        msg = f"Spark does not start at {master}: {type(error).__name__}."
        raise StackError(msg) from None
