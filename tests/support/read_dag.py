"""Read Dag files each in a process of its own, as Airflow does; print what they are.

Run as a program: `python read_dag.py DAG_FILE...`; the answer is one line a file that
begins with `answer: `, then JSON; `null` for one that could not be read. Airflow is
imported once; every file is read in a process forked from there, so that none sees what
another loaded.
"""

import importlib.util
import json
import os
import sys
import time
import traceback

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


def read(path: str) -> dict:
    """Import a Dag file; return what it took, what it loaded, and its Dags."""
    before = loaded_modules()
    started = time.process_time()
    spec = importlib.util.spec_from_file_location("dag_under_test", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["dag_under_test"] = module
    DagContext.current_autoregister_module_name = "dag_under_test"
    spec.loader.exec_module(module)
    seconds = time.process_time() - started
    dags = [dag for dag, _ in DagContext.autoregistered_dags]
    return {
        "seconds": seconds,
        "heavy": sorted(loaded_modules() - before),
        "dags": [describe(dag) for dag in dags],
    }


def tell(path: str) -> None:
    """Print what a Dag file is as one line, and end this process."""
    answer = None
    try:
        answer = read(path)
    except BaseException:  # whatever a file does at its top is told of that file
        traceback.print_exc()
    sys.stdout.write(f"\nanswer: {json.dumps(answer)}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


for each in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        tell(each)
    os.waitpid(child, 0)
