"""The one plugin: the page 'Vroegsignalering' in the navigation and on every Dag.

Every part of Airflow executes this file when it starts, so it imports next to nothing;
the page itself is imported by the API server alone, as soon as that is up.
"""

from airflow.plugins_manager import AirflowPlugin
from vroegsein_page.later import PREFIX, TITLE, page_app
from vroegsein_page.warming import WarmStart

_SHELL = {
    "name": TITLE,
    "bundle_url": f"{PREFIX}/shell.js",
    "icon": f"{PREFIX}/icon.svg",
}


class Vroegsignalering(AirflowPlugin):
    """What Airflow is told of the page."""

    name = "vroegsignalering"
    fastapi_apps = [{"app": page_app, "url_prefix": PREFIX, "name": TITLE}]  # noqa: RUF012
    fastapi_root_middlewares = [{"middleware": WarmStart, "name": TITLE}]  # noqa: RUF012
    react_apps = [  # noqa: RUF012
        _SHELL
        | {
            "destination": "nav",
            "url_route": "vroegsignalering",
            "nav_top_level": True,
        },
        _SHELL | {"destination": "dag", "url_route": "vroegsignalering-dag"},
    ]
