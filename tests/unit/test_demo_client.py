"""The demonstration asks Airflow through its public API, as a person would."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.airflow_api import PASSWORD, TOKEN, USER, Api, running_api

from vroegsein.demo import month as steps
from vroegsein.demo.client import AirflowClient, Question
from vroegsein.errors import StackError
from vroegsein.parties.period import ReportingMonth
from vroegsein.stack.console import Console
from vroegsein.stack.layout import Layout

DAG = "build_signal_list"
RUN = "manual__1"
RUNS = f"/api/v2/dags/{DAG}/dagRuns"
AT = f"{RUNS}/{RUN}"
QUESTION = {
    "task_instance": {
        "task_id": "approve_list",
        "map_index": -1,
        "state": "awaiting_input",
    },
    "subject": "Signaallijst 2026-10 publiceren?",
    "body": "12 signalen",
}
ANSWERED = {
    **QUESTION,
    "task_instance": {"task_id": "approve_list", "state": "success"},
}


@pytest.fixture
def api() -> Iterator[Api]:
    with running_api() as api:
        yield api


@pytest.fixture
def client(api: Api) -> Iterator[AirflowClient]:
    client = AirflowClient(api.url, USER, PASSWORD)
    yield client
    client.close()


@pytest.fixture
def demo(tmp_path: Path) -> steps.Demo:
    layout = Layout(root=tmp_path, var=tmp_path / "var")
    month = ReportingMonth(2026, 10)
    return steps.Demo(layout, Console(), "1940", month, tmp_path / "made")


def test_whoever_logs_in_is_named_in_every_request(api: Api, client: AirflowClient):
    api.say(f"GET /api/v2/dags/{DAG}", {})
    assert client.knows(DAG)
    assert client.user == USER
    assert api.asked[0]["body"] == {"username": USER, "password": PASSWORD}
    assert api.asked[0]["token"] is None
    assert api.asked[1]["token"] == f"Bearer {TOKEN}"


def test_a_refused_login_names_the_user_and_not_the_password(api: Api):
    with pytest.raises(StackError) as refused:
        AirflowClient(api.url, USER, "wrong-secret")
    assert f"log in as {USER}: HTTP 401" in str(refused.value)
    assert "wrong-secret" not in str(refused.value)


def test_a_dag_that_is_not_read_yet_is_not_known(api: Api, client: AirflowClient):
    assert not client.knows(DAG)
    api.say(f"GET /api/v2/dags/{DAG}", {})
    assert client.knows(DAG)


def test_an_airflow_that_went_away_is_an_error_of_the_stack():
    with running_api() as api:
        client = AirflowClient(api.url, USER, PASSWORD)
    with pytest.raises(StackError, match="does not answer"):
        client.knows(DAG)


def test_unpausing_changes_that_one_thing(api: Api, client: AirflowClient):
    api.say(f"PATCH /api/v2/dags/{DAG}", {})
    client.unpause(DAG)
    assert api.last(f"PATCH /api/v2/dags/{DAG}")["body"] == {"is_paused": False}


def test_a_run_carries_its_month_as_partition_and_no_logical_date(
    api: Api, client: AirflowClient
):
    api.say(f"POST {RUNS}", {"dag_run_id": RUN})
    moment = datetime(2026, 11, 1, 5, tzinfo=UTC)
    assert client.trigger(DAG, "2026-10", moment) == RUN
    body = api.last(f"POST {RUNS}")["body"]
    assert (body["partition_key"], body["logical_date"]) == ("2026-10", None)
    assert datetime.fromisoformat(body["run_after"]) == moment
    client.trigger(DAG, "2026-10", moment)
    assert api.last(f"POST {RUNS}")["body"]["dag_run_id"] != body["dag_run_id"]


def test_tasks_are_counted_by_state_and_one_without_state_waits(
    api: Api, client: AirflowClient
):
    found = [
        {"task_id": "t", "state": state}
        for state in ("success", "success", None, "running")
    ]
    api.say(f"GET {AT}/taskInstances", {"task_instances": found})
    counted = client.task_states(DAG, RUN)
    assert counted == {"success": 2, "waiting": 1, "running": 1}


def test_failed_tasks_are_named_with_their_partner(api: Api, client: AirflowClient):
    found = [
        {"task_id": "collect_partner.fetch_files", "rendered_map_index": "merenwonen"},
        {"task_id": "match_signals", "rendered_map_index": None},
        {"task_id": "publish_list"},
    ]
    api.say(f"GET {AT}/taskInstances", {"task_instances": found})
    assert client.failed_tasks(DAG, RUN) == [
        "collect_partner.fetch_files merenwonen", "match_signals", "publish_list",
    ]  # fmt: skip
    assert api.asked[-1]["query"]["state"] == ["failed", "upstream_failed"]


@pytest.mark.parametrize(
    ("details", "asks"),
    [
        ([], False),
        ([ANSWERED], False),
        ([QUESTION], True),
        ([ANSWERED, QUESTION], True),
    ],
)
def test_a_question_is_one_that_still_waits(
    api: Api, client: AirflowClient, details: list[dict[str, object]], asks: bool
):
    api.say(f"GET {AT}/hitlDetails", {"hitl_details": details})
    found = client.question(DAG, RUN)
    assert bool(found) is asks
    if found:
        assert (found.task_id, found.subject) == ("approve_list", QUESTION["subject"])


def test_an_answer_goes_to_the_task_that_asked(api: Api, client: AirflowClient):
    path = f"PATCH {AT}/taskInstances/approve_list/3/hitlDetails"
    api.say(path, {})
    client.answer(Question(DAG, RUN, "approve_list", 3, "?", ""), "Publiceren")
    expected = {"chosen_options": ["Publiceren"], "params_input": {}}
    assert api.last(path)["body"] == expected


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500])
def test_whatever_airflow_refuses_is_one_line_with_the_next_step(
    api: Api, client: AirflowClient, status: int
):
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    asked = {
        f"PATCH /api/v2/dags/{DAG}": lambda: client.unpause(DAG),
        f"POST {RUNS}": lambda: client.trigger(DAG, "2026-10", moment),
        f"GET {AT}": lambda: client.run_state(DAG, RUN),
        f"GET {AT}/taskInstances": lambda: client.task_states(DAG, RUN),
        f"GET {AT}/hitlDetails": lambda: client.question(DAG, RUN),
    }
    for request, ask in asked.items():
        api.say(request, {"detail": "a value"}, status)
        with pytest.raises(StackError) as refused:
            ask()
        said = str(refused.value)
        assert said.startswith("Airflow would not ")
        assert f"HTTP {status}. See `make status`" in said
        assert "a value" not in said


def test_a_collection_is_started_for_its_month_and_followed_to_its_end(
    api: Api,
    client: AirflowClient,
    demo: steps.Demo,
    capsys: pytest.CaptureFixture[str],
):
    path = f"/api/v2/dags/{steps.COLLECT}"
    api.say(f"GET {path}", {})
    api.say(f"PATCH {path}", {})
    api.say(f"POST {path}/dagRuns", {"dag_run_id": RUN})
    api.say(f"GET {path}/dagRuns/{RUN}", {"state": "success"})
    tasks = {"task_instances": [{"task_id": "t", "state": "success"}] * 3}
    api.say(f"GET {path}/dagRuns/{RUN}/taskInstances", tasks)
    steps.run_dag(demo, client, steps.COLLECT, demo.moment(demo.month))
    body = api.last(f"POST {path}/dagRuns")["body"]
    assert (body["partition_key"], body["run_after"][:10]) == ("2026-10", "2026-10-15")
    said = capsys.readouterr().out
    assert "collect_deliveries: started for 2026-10" in said
    assert "collect_deliveries: success, 3 success" in said


def test_a_run_that_failed_names_its_tasks(
    api: Api, client: AirflowClient, demo: steps.Demo
):
    path = f"/api/v2/dags/{steps.COLLECT}"
    api.say(f"GET {path}", {})
    api.say(f"PATCH {path}", {})
    api.say(f"POST {path}/dagRuns", {"dag_run_id": RUN})
    api.say(f"GET {path}/dagRuns/{RUN}", {"state": "failed"})
    failed = {
        "task_id": "collect_partner.list_files",
        "state": "failed",
        "rendered_map_index": "ampersant",
    }
    api.say(f"GET {path}/dagRuns/{RUN}/taskInstances", {"task_instances": [failed]})
    with pytest.raises(StackError, match=r"at collect_partner\.list_files ampersant"):
        steps.run_dag(demo, client, steps.COLLECT, demo.moment(demo.month))


def test_a_run_that_ends_before_it_asks_is_not_answered(
    api: Api, client: AirflowClient, demo: steps.Demo
):
    path = f"/api/v2/dags/{DAG}"
    api.say(f"GET {path}", {})
    api.say(f"PATCH {path}", {})
    api.say(f"POST {RUNS}", {"dag_run_id": RUN})
    api.say(f"GET {AT}", {"state": "failed"})
    api.say(f"GET {AT}/hitlDetails", {"hitl_details": []})
    api.say(f"GET {AT}/taskInstances", {"task_instances": []})
    with pytest.raises(StackError, match="build_signal_list failed"):
        steps.build(demo, client, client, demo.after(1))
    assert not [each for each in api.asked if "/-1/hitlDetails" in each["request"]]
    body = api.last(f"POST {RUNS}")["body"]
    assert body["run_after"] == "2026-11-01T06:00:00+01:00"


def test_what_airflow_asks_again_is_answered_again(
    api: Api,
    client: AirflowClient,
    demo: steps.Demo,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(steps, "SETTLE", 0.0)
    asked = {"hitl_details": [QUESTION]}
    api.turns[f"GET {AT}/hitlDetails"] = [asked, {"hitl_details": []}, asked]
    api.say(f"GET {AT}/hitlDetails", {"hitl_details": []})
    api.turns[f"GET {AT}"] = [{"state": "running"}]
    api.say(f"GET {AT}", {"state": "success"})
    answered = f"PATCH {AT}/taskInstances/approve_list/-1/hitlDetails"
    api.say(answered, {})
    steps.answer(demo, client, DAG, RUN, steps.PUBLISH)
    assert [each["request"] for each in api.asked].count(answered) == 2


@pytest.mark.parametrize(
    ("month", "moment"),
    [
        ("2026-10", "2026-10-15T09:00:00+02:00"),
        ("2027-01", "2027-01-15T09:00:00+01:00"),
    ],
)
def test_the_moment_of_collection_is_dutch_time(
    demo: steps.Demo, month: str, moment: str
):
    assert demo.moment(ReportingMonth.parse(month)).isoformat() == moment
