"""The approval as the Dag asks it: two answers, a reason, and who may give them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DAGS = ("build_signal_list.py", "handle_crisis_signals.py")
PROGRAM = """
import json, runpy, sys
from airflow.sdk.definitions._internal.contextmanager import DagContext
DagContext.current_autoregister_module_name = "__main__"
runpy.run_path(sys.argv[1])
((dag, _),) = DagContext.autoregistered_dags
DagContext.autoregistered_dags.clear()
runpy.run_path(sys.argv[2])
((urgent, _),) = DagContext.autoregistered_dags
asked = urgent.task_dict["handle_month.ask_people"]
ask, again = dag.task_dict["approve_list"], dag.task_dict["approve_again"]
print(json.dumps(dict(
    options=ask.options,
    form=ask.serialized_params,
    fields=list(ask.template_fields),
    second=[ask.second, again.second],
    crisis=[sorted(asked.template_fields), asked.task_type],
    rule=str(dag.task_dict["publish_list"].trigger_rule.value),
)))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What the Dag asks, read in an interpreter of its own."""
    home = str(tmp_path_factory.mktemp("home"))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *(str(ROOT / "dags" / name) for name in DAGS)],
        env={
            "PATH": os.environ["PATH"],
            "HOME": home,
            "AIRFLOW_HOME": home,
            "PYTHONPATH": os.pathsep.join(
                [str(ROOT / "include"), str(ROOT / "plugins")]
            ),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_form_has_two_answers_and_a_reason_that_may_stay_empty(told):
    assert told["options"] == ["Publiceren", "Afwijzen"]
    assert told["form"].keys() == {"reden"}
    reason = told["form"]["reden"]
    assert reason["schema"]["type"] == ["null", "string"]
    assert reason["schema"]["maxLength"] == 500
    assert "Geen persoonsgegevens" in reason["description"]


def test_who_may_answer_is_looked_up_for_the_draft_that_is_shown(told):
    assert "draft_id" in told["fields"]
    assert told["second"] == [False, True]


def test_publication_does_not_wait_for_a_second_approval_nobody_asked(told):
    assert told["rule"] == "none_failed_min_one_success"


def test_a_crisis_list_is_asked_of_those_who_may_decide_on_it(told):
    """AIR-08: red while any user who may answer could send a crisis list."""
    fields, kind = told["crisis"]
    assert kind == "ApproveCrisisList"
    assert "list_id" in fields
