"""The form every run of ours starts from, and how a task reads it.

The reporting month is explicit. A scheduled run carries it as its partition key, a run
by hand in the form; it is never derived from the logical date, which for the October
run lies in another month in UTC.
"""

import os
from datetime import timedelta
from typing import Any

from airflow.sdk import Param

from vroegsein.parties.period import PATTERN
from vroegsein_airflow.notifying import tell_of_failure

PARAMETERS = {
    "municipality": Param(
        os.environ.get("VROEGSEIN_MUNICIPALITY", "1940"),
        type="string",
        pattern=r"^\d{4}$",
        title="Gemeente",
        description="CBS code of the municipality",
    ),
    "month": Param(
        None,
        type=["null", "string"],
        pattern=PATTERN,
        title="Maand",
        description="Reporting month, yyyy-mm; empty for the run's partition",
    ),
}
MUNICIPALITY = "{{ params.municipality }}"
MONTH = "{{ params.month or dag_run.partition_key or '' }}"
MOMENT = "{{ dag_run.run_after.isoformat() }}"
#: How often is looked for what people send back.
ANSWER_POLL = timedelta(seconds=int(os.environ.get("VROEGSEIN_ANSWER_POLL", "600")))
BY_PARTNER = "{{ task.op_kwargs['partner_code'] }}"
DEFAULTS: dict[str, Any] = {
    "owner": "gegevensteam",
    "retries": 2,
    "retry_delay": timedelta(minutes=2),
    "execution_timeout": timedelta(minutes=30),
    "on_failure_callback": tell_of_failure,
}
