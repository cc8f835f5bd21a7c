"""What follows the month: crisis list, addendum, outcomes, later months, feedback."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from vroegsein.demo import before, officials
from vroegsein.demo import month as steps
from vroegsein.demo.client import AirflowClient
from vroegsein.demo.month import Demo
from vroegsein.parties.case_codes import ExclusionKind
from vroegsein.parties.moments import dutch_day
from vroegsein.register import engine
from vroegsein.register.publication_tables import publication
from vroegsein.synthetic.office_files import write_exclusions, write_residents

CRISIS = "handle_crisis_signals"
SEND = "Versturen"


def send_crisis_list(
    demo: Demo, engineer: AirflowClient, coordinator: AirflowClient
) -> None:
    """Make the crisis list on the day of collection, and answer what it asks.

    A crisis signal starts this by itself, at that run's own time; these months are
    past, so it is started for their day.
    """
    moment = demo.moment(demo.month)
    run_id = steps.start(demo, engineer, CRISIS, moment)
    steps.answer(demo, coordinator, CRISIS, run_id, SEND)
    steps.finish(demo, engineer, CRISIS, run_id)


def add_late(demo: Demo, engineer: AirflowClient, coordinator: AirflowClient) -> None:
    """Let the late partner deliver after all: the month's list gets an addendum."""
    before.deliver(demo, "late")
    steps.run_dag(demo, engineer, steps.COLLECT, demo.after(5))
    steps.build(demo, engineer, coordinator, demo.after(6))


def send_back(demo: Demo, engineer: AirflowClient, seed: int) -> datetime:
    """Let officials return the month's outcomes; return the moment they did.

    All on the day of publication, which is the day of the demonstration: Airflow
    starts no run that is due in the future.
    """
    published = _published_at(demo)
    day = dutch_day(published)
    officials.return_outcomes(demo, seed, (day, day))
    steps.run_dag(demo, engineer, "collect_outcomes", published, is_of_month=False)
    return published


def send_lists(demo: Demo, engineer: AirflowClient, seed: int) -> None:
    """Let officials send who is not to be approached, and the register extract."""
    day = demo.after(10)
    desk = officials.desk_of(demo, f"lists-{demo.month}", seed)
    truth = demo.folder / "truth"
    for kind in ExclusionKind:
        write_exclusions(desk, truth, kind, day.date())
    write_residents(desk, truth, day.date())
    before.drop(demo, demo.policy.office.account, desk.out)
    steps.run_dag(demo, engineer, "collect_office_lists", day, is_of_month=False)


def live_on(
    demo: Demo, engineer: AirflowClient, coordinator: AirflowClient, seed: int
) -> datetime:
    """Run the months after the demonstrated one, with their outcomes.

    Returns:
        The moment of the last outcomes.
    """
    last = demo.after(1)
    for number in range(1, before.LATER_MONTHS + 1):
        following = replace(demo, month=demo.month.plus(number))
        month = following.month
        before.deliver(following, f"following/{month}")
        steps.run_dag(following, engineer, steps.COLLECT, following.moment(month))
        steps.build(following, engineer, coordinator, following.after(1))
        last = send_back(following, engineer, seed)
    return last


def conclude(demo: Demo, engineer: AirflowClient, moment: datetime) -> None:
    """Tell the partners (on a working day), and deliver statistics.

    Of the month before as well: its list was approved in its own time, so that its
    figures are those of a municipality at work.
    """
    steps.run_dag(demo, engineer, "send_feedback", moment)
    earlier = replace(demo, month=demo.month.plus(-1))
    for each in (earlier, demo):
        steps.run_dag(each, engineer, "report_statistics", moment)


def _published_at(demo: Demo) -> datetime:
    """Return when the month's list was last published."""
    query = (
        select(publication.c.published_at)
        .where(publication.c.month == str(demo.month))
        .order_by(publication.c.version.desc())
        .limit(1)
    )
    with engine().connect() as connection:
        published: datetime = connection.execute(query).scalar_one()
    return published
