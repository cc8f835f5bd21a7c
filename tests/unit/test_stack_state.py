import fcntl
import json
import os

import pytest

from vroegsein.errors import StackError
from vroegsein.stack.layout import Layout
from vroegsein.stack.processes import Session
from vroegsein.stack.state import Part, load_parts, locked, recipe, save_parts


@pytest.fixture
def layout(tmp_path):
    return Layout(root=tmp_path, var=tmp_path)


def part(name="scheduler", pid=4_000_000):
    return Part(name, Session(pid=pid, uptime=1.0, boot=""), None, "recipe")


def test_parts_are_remembered_as_they_were(layout):
    parts = {"scheduler": part(), "triggerer": part("triggerer", 4_000_001)}
    save_parts(layout, parts)
    assert load_parts(layout) == parts
    assert layout.state.stat().st_mode & 0o077 == 0


def test_with_nothing_left_the_file_goes(layout):
    save_parts(layout, {"scheduler": part()})
    save_parts(layout, {})
    assert not layout.state.exists()
    assert load_parts(layout) == {}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"parts": [{}]}', '{"parts": [{"name": 1}]}']
)
def test_a_damaged_memory_stops_everything(layout, text):
    layout.state.write_text(text)
    with pytest.raises(StackError, match="is damaged"):
        load_parts(layout)


def test_a_part_whose_process_is_gone_does_not_run():
    assert not part().running


def test_two_commands_at_once_give_one_clear_line(layout):
    with locked(layout), pytest.raises(StackError, match="Another command"):
        locked(layout).__enter__()


def test_the_lock_is_gone_afterwards_also_after_an_error(layout):
    with pytest.raises(ZeroDivisionError), locked(layout):
        raise ZeroDivisionError
    assert not layout.lock.exists()


def test_the_lock_file_of_a_killed_command_is_no_obstacle(layout):
    layout.lock.write_text("")
    with locked(layout):
        assert layout.lock.exists()


def test_a_lock_on_a_removed_file_does_not_count(layout):
    with locked(layout):
        layout.lock.unlink()
        with locked(layout):
            descriptor = os.open(layout.lock, os.O_RDWR)
            with pytest.raises(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.close(descriptor)


def test_a_recipe_changes_with_command_and_environment():
    first = recipe(["airflow", "scheduler"], {"A": "1", "B": "2"})
    assert first == recipe(["airflow", "scheduler"], {"B": "2", "A": "1"})
    assert first != recipe(["airflow", "triggerer"], {"A": "1", "B": "2"})
    assert first != recipe(["airflow", "scheduler"], {"A": "1", "B": "3"})


def test_no_secret_stands_in_the_remembered_parts(layout):
    made_with = recipe(["airflow"], {"AIRFLOW__CORE__FERNET_KEY": "geheim"})
    save_parts(layout, {"scheduler": Part("scheduler", part().session, 1, made_with)})
    assert "geheim" not in json.dumps(layout.state.read_text())
