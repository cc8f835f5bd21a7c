"""Which errors of a task Airflow does not try again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vroegsein.exchange.faults import Fault

ROOT = Path(__file__).resolve().parents[2]
FINAL = {Fault.HOST_KEY, Fault.LOGIN, Fault.ALGORITHMS}
#: Raises each error in turn inside a task, in one interpreter: Airflow takes a second.
PROGRAM = """
import json
from vroegsein.boundary import without_values
from vroegsein.errors import ConfigurationError, DecisionError, DeliveryError
from vroegsein.exchange.faults import Fault, sftp_error
from vroegsein_airflow.failing import failed_at_once

@failed_at_once
@without_values
def task(error):
    if error:
        raise error
    return "done"

errors = {code: sftp_error(code, "partner", "list a folder") for code in Fault}
errors["configuration"] = ConfigurationError("no key")
errors["decision"] = DecisionError("FOUR_EYES")
errors["delivery"] = DeliveryError("DEL_HASH")
errors["bug"] = KeyError("Jansen")
told = {"nothing": task(None)}
for name, error in errors.items():
    try:
        task(error)
    except Exception as found:
        told[name] = [type(found).__name__, str(found), found.__cause__ is None]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Kind and text of what Airflow is handed for each error."""
    home = str(tmp_path_factory.mktemp("home"))
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": home,
        "AIRFLOW_HOME": home,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "include"), str(ROOT / "plugins")]),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("code", list(Fault))
def test_a_shut_door_is_not_knocked_on_again(told: dict[str, list[str]], code: Fault):
    """FLT-02, FLT-03: no retry after another host key or a refused login."""
    kind, text, is_clean = told[code]
    assert (kind == "AirflowFailException") == (code in FINAL)
    assert text.startswith(f"{code}: account partner: ")
    assert is_clean


def test_a_wrong_setting_waits_for_a_person(told: dict[str, list[str]]):
    assert told["configuration"] == ["AirflowFailException", "no key", True]
    assert told["decision"] == ["AirflowFailException", "FOUR_EYES", True]


def test_what_is_not_of_the_line_passes_as_it_is(told: dict[str, list[str]]):
    assert told["nothing"] == "done"
    assert told["delivery"][0] == "DeliveryError"
    assert told["bug"][0] == "InvariantError"
    assert "Jansen" not in str(told)
