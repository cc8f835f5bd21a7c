import http.server
import json
import threading

import pytest

from vroegsein.errors import StackError
from vroegsein.stack.components import finish_migration, needs_migration, unhealthy
from vroegsein.stack.layout import Layout, prepare_folders

PARTS = ("scheduler", "dag_processor", "triggerer")
MOMENT = 1_793_000_000.0
STAMP = "2026-10-26T07:33:20+00:00"  # MOMENT as Airflow writes it


def health(**changes):
    """What the API server answers when all is well, but for the changes."""
    answer = {"metadatabase": {"status": "healthy"}}
    for part in PARTS:
        answer[part] = {"status": "healthy", f"latest_{part}_heartbeat": STAMP}
    return answer | changes


@pytest.fixture
def ask():
    """Ask a server that gives a fixed answer which parts do not work."""

    def run(answer, since=MOMENT - 1):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_):
                pass

        with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.handle_request)
            thread.start()
            moments = dict.fromkeys(["scheduler", "dag-processor", "triggerer"], since)
            found = unhealthy(server.server_port, moments)
            thread.join()
        return found

    return run


def test_with_fresh_heartbeats_all_works(ask):
    assert ask(health()) == []


def test_a_heartbeat_of_before_the_start_does_not_count(ask):
    assert ask(health(), since=MOMENT + 1) == [
        "scheduler",
        "dag-processor",
        "triggerer",
    ]


def test_a_part_that_airflow_misses_does_not_work(ask):
    stuck = {"status": "unhealthy", "latest_scheduler_heartbeat": STAMP}
    assert ask(health(scheduler=stuck)) == ["scheduler"]


def test_a_part_that_never_beat_does_not_work(ask):
    silent = {"status": None, "latest_triggerer_heartbeat": None}
    assert ask(health(triggerer=silent)) == ["triggerer"]


def test_without_its_database_nothing_is_known(ask):
    assert ask(health(metadatabase={"status": "unhealthy"})) == ["api-server"]


@pytest.mark.parametrize("answer", [{}, [], "ready", {"metadatabase": None}])
def test_another_program_at_the_port_is_no_api_server(ask, answer):
    assert ask(answer) == ["api-server"]


def test_a_silent_api_server_does_not_work(unused_port):
    assert unhealthy(unused_port, {}) == ["api-server"]


def test_a_migration_that_failed_is_told_and_tried_again(tmp_path):
    layout = Layout(root=tmp_path, var=tmp_path)
    prepare_folders(layout)
    with pytest.raises(StackError) as told:
        finish_migration(layout, "postgresql://unused", 1)
    assert str(layout.log("airflow-migrate")) in str(told.value)
    assert needs_migration(layout, "postgresql://unused")
