"""Read one Dag file in a fresh interpreter, as Airflow does, and print what it is.

Run as a program: `python read_dag.py DAG_FILE`; the answer is one line of JSON.
"""

import importlib.util
import json
import sys
import time

import airflow.providers.standard.operators.hitl
import airflow.sdk
from airflow.sdk.definitions._internal.contextmanager import DagContext
from airflow.sdk.definitions.mappedoperator import MappedOperator

HEAVY = (
    "pandas",
    "numpy",
    "sqlalchemy",
    "great_expectations",
    "paramiko",
    "duckdb",
    "pyarrow",
    "xlsxwriter",
    "jinja2",
    "openpyxl",
)


def loaded_modules() -> set[str]:
    """Return the heavy packages that are loaded now."""
    return {name for name in HEAVY if name in sys.modules}


def promises(dag: airflow.sdk.DAG) -> list[airflow.sdk.DeadlineAlert]:
    """Return a Dag's deadlines."""
    found = dag.deadline or []
    return [found] if isinstance(found, airflow.sdk.DeadlineAlert) else list(found)


def describe(dag: airflow.sdk.DAG) -> dict:
    """Return a Dag's wiring and promises as plain values."""
    return {
        "dag_id": dag.dag_id,
        "doc": dag.doc_md,
        "tags": sorted(dag.tags),
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "params": {name: dag.params.get_param(name).schema for name in dag.params},
        "timezone": str(dag.timetable.timezone)
        if hasattr(dag.timetable, "timezone")
        else None,
        "key_format": getattr(dag.timetable, "key_format", None),
        "run_offset": getattr(dag.timetable, "run_offset", None),
        "promises": [alert.callback.kwargs["dag_id"] for alert in promises(dag)],
        "tasks": {
            task.task_id: {
                "owner": task.owner,
                "retries": task.retries,
                "timeout": bool(task.execution_timeout),
                "mapped": isinstance(task, MappedOperator)
                or task.get_closest_mapped_task_group() is not None,
                "downstream": sorted(task.downstream_task_ids),
                "index": getattr(task, "map_index_template", None),
                "told": bool(task.on_failure_callback),
            }
            for task in dag.tasks
        },
    }


before = loaded_modules()
started = time.process_time()
spec = importlib.util.spec_from_file_location("dag_under_test", sys.argv[1])
module = importlib.util.module_from_spec(spec)
sys.modules["dag_under_test"] = module
DagContext.current_autoregister_module_name = "dag_under_test"
spec.loader.exec_module(module)
seconds = time.process_time() - started
dags = [dag for dag, _ in DagContext.autoregistered_dags]
sys.stdout.write(
    json.dumps(
        {
            "seconds": seconds,
            "heavy": sorted(loaded_modules() - before),
            "dags": [describe(dag) for dag in dags],
        }
    )
)
