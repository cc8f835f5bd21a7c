import stat

import pytest

from vroegsein.errors import StackError
from vroegsein.settings import PROJECT_ROOT
from vroegsein.stack import layout as layouts
from vroegsein.stack.layout import (
    VAR,
    Layout,
    check_room,
    installed_layout,
    prepare_folders,
    write_private,
)


@pytest.fixture
def layout(tmp_path):
    return Layout(root=tmp_path, var=tmp_path / "var")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_lies_in_var_of_the_project(monkeypatch):
    monkeypatch.delenv(VAR, raising=False)
    assert installed_layout().var == PROJECT_ROOT / "var"


def test_var_can_be_moved(monkeypatch, tmp_path):
    monkeypatch.setenv(VAR, str(tmp_path))
    assert installed_layout() == Layout(root=PROJECT_ROOT, var=tmp_path)


def test_every_file_of_the_stack_lies_under_var(layout):
    names = [name for name in vars(Layout) if not name.startswith("_")]
    paths = [getattr(layout, name) for name in names if name not in {"root", "log"}]
    assert all(path.is_relative_to(layout.var) for path in [*paths, layout.log("x")])


def test_folders_are_readable_for_their_owner_alone(layout):
    prepare_folders(layout)
    made = [path for path in layout.var.rglob("*") if path.is_dir()]
    assert len(made) >= 7
    assert {mode(path) for path in [layout.var, layout.storage, layout.logs]} == {0o700}


def test_preparing_twice_changes_nothing(layout):
    prepare_folders(layout)
    before = sorted(layout.var.rglob("*"))
    prepare_folders(layout)
    assert sorted(layout.var.rglob("*")) == before


def test_a_folder_left_open_is_closed(layout):
    layout.var.mkdir(mode=0o755)
    prepare_folders(layout)
    assert mode(layout.var) == 0o700


def test_a_folder_of_another_user_is_left_alone(layout, monkeypatch):
    layout.var.mkdir()
    monkeypatch.setattr(layouts.os, "geteuid", lambda: 12_345)
    with pytest.raises(StackError, match=r"belongs to user id .* you are 12345"):
        prepare_folders(layout)


def test_a_private_file_is_whole_and_private(tmp_path):
    path = tmp_path / "secret"
    path.write_text("old and much longer")
    path.chmod(0o644)
    write_private(path, "new")
    assert path.read_text() == "new"
    assert mode(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_broken_off_write_left_is_no_obstacle(tmp_path):
    (tmp_path / "secret.part").write_text("half")
    write_private(tmp_path / "secret", "whole")
    assert (tmp_path / "secret").read_text() == "whole"


def test_a_disk_without_room_is_one_clear_line(layout, monkeypatch):
    prepare_folders(layout)
    check_room(layout)
    monkeypatch.setattr(layouts, "_ROOM", 10**18)
    with pytest.raises(StackError, match=r"MB free and the stack needs .*: make room"):
        check_room(layout)
