"""A list is rejected and approved by officials in a real browser, on a running stack."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from support.airflow_browser import SECOND, asking, logged_in, question, state
from support.running_month import BUILD, MONTH, Airflow, RunningMonth, wait_until

RUNNING = "VROEGSEIN_BROWSER_VAR"  # folder of a stack that runs already


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> RunningMonth:
    """The demonstration month; or a stack that runs already, to try a test out."""
    if var := os.environ.get(RUNNING):
        return RunningMonth(Path(var), "", 0)
    return request.getfixturevalue("month")


@pytest.fixture
def run_id(stack: RunningMonth) -> Iterator[str]:
    """A run that asks whether the list may be published."""
    with asking(stack) as found:
        yield found


@pytest.fixture
def abnormal_run(stack: RunningMonth) -> Iterator[str]:
    """Such a run under a policy that calls a month with a partner missing abnormal."""
    path = stack.include / "municipalities" / "1940.yml"
    before = path.read_text("utf-8")
    policy = yaml.safe_load(before)
    policy["abnormal"] |= {"missing_partners": 0}
    path.write_text(yaml.safe_dump(policy, allow_unicode=True), "utf-8")
    try:
        with asking(stack) as found:
            yield found
    finally:
        path.write_text(before, "utf-8")


@pytest.fixture
def as_user(browser, stack: RunningMonth):
    """A function that logs a user in on the login page and opens a path."""
    contexts = []

    def opened(user: str, path: str):
        size = {"width": 1280, "height": 900}
        context = logged_in(browser, stack, user, locale="nl-NL", viewport=size)
        contexts.append(context)
        (page,) = context.pages
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def decisions(stack: RunningMonth) -> list[tuple[str, str]]:
    """Decisions in the register, the last one first."""
    with stack.register() as connection:
        return connection.execute(
            "SELECT decision, decided_by FROM publication.approval"
            " ORDER BY recorded_at DESC"
        ).fetchall()


def answer(page) -> int:
    """Press the button that publishes; return what Airflow says to it."""

    def is_answer(got) -> bool:
        return "hitlDetails" in got.url and got.request.method == "PATCH"

    with page.expect_response(is_answer) as answered:
        page.get_by_role("button", name="Publiceren").click()
    return answered.value.status


def test_who_may_only_read_cannot_answer(stack: RunningMonth, run_id: str, as_user):
    """AIR-08: de knop staat er, en Airflow weigert het antwoord."""
    assert answer(as_user("viewer", question(run_id))) == 403
    with Airflow(stack, "engineer") as airflow:
        assert state(airflow, run_id) == "awaiting_input"


def test_a_coordinator_rejects_with_a_reason(stack: RunningMonth, run_id: str, as_user):
    before = decisions(stack)
    page = as_user("coordinator", question(run_id))
    page.locator("[name=element_reden], #element_reden").first.fill("Eerst nabellen")
    page.get_by_role("button", name="Afwijzen").click()
    with Airflow(stack, "engineer") as airflow:
        wait_until(
            lambda: state(airflow, run_id, "publish_list") == "skipped", "the end"
        )
    assert decisions(stack)[: len(decisions(stack)) - len(before)] in (
        [("rejected", "coordinator")],
        [],  # this draft had been decided on before
    )


def test_a_coordinator_approves_on_the_way_from_our_page(
    stack: RunningMonth, run_id: str, as_user
):
    """Van de pagina naar de vraag, en van het antwoord naar de gepubliceerde lijst."""
    page = as_user("coordinator", f"/plugin/vroegsignalering?month={MONTH}")
    inside = page.frame_locator("iframe[title=Vroegsignalering]")
    inside.locator("#waiting table").last.locator(
        "a", has_text="publiceren?"
    ).last.click()
    page.get_by_role("button", name="Publiceren").click()
    with Airflow(stack, "engineer") as airflow:
        wait_until(lambda: state(airflow, run_id) == "success", "the answer")


def test_an_abnormal_month_is_published_by_two_officials(
    stack: RunningMonth, abnormal_run: str, as_user
):
    """AIR-02: wie het eerste akkoord gaf, kan het tweede niet geven; een ander wel."""
    first = as_user("coordinator", question(abnormal_run))
    first.get_by_text("Afwijkende maand").wait_for()
    assert "tweede akkoord" in first.locator("body").inner_text()
    first.get_by_role("button", name="Publiceren").click()
    with Airflow(stack, "engineer") as airflow:
        wait_until(
            lambda: state(airflow, abnormal_run, SECOND) == "awaiting_input",
            "the second question",
        )
        first.goto(first.url.replace("approve_list", SECOND))
        assert answer(first) == 403
        assert state(airflow, abnormal_run, SECOND) == "awaiting_input"
        assert state(airflow, abnormal_run, "publish_list") is None
        second = as_user("coordinator2", question(abnormal_run, SECOND))
        assert answer(second) == 200
        wait_until(lambda: airflow.state(BUILD, abnormal_run) == "success", "the end")
    with stack.register() as connection:
        last = connection.execute(
            "SELECT approvals_needed, first_approver, second_approver"
            " FROM publication.publication ORDER BY published_at DESC LIMIT 1"
        ).fetchone()
    assert last == (2, "coordinator", "coordinator2")


@pytest.mark.parametrize(
    ("user", "bar"),
    [("viewer", 3), ("engineer", 3), ("coordinator", 3), ("fg", 4), ("admin", 4)],
)
def test_each_user_finds_the_page_in_the_navigation(as_user, user: str, bar: int):
    page = as_user(user, "/")
    page.get_by_role("link", name="Vroegsignalering").first.click()
    inside = page.frame_locator("iframe[title=Vroegsignalering]")
    inside.locator("nav.bar a").first.wait_for()
    assert inside.locator("nav.bar a").count() == bar


def test_our_page_is_a_tab_of_each_of_our_dags(as_user):
    page = as_user("viewer", f"/dags/{BUILD}")
    page.get_by_role("link", name="Vroegsignalering").last.click()
    inside = page.frame_locator("iframe[title=Vroegsignalering]")
    inside.locator("h1", has_text="Vroegsignalering").wait_for()
