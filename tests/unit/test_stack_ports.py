import json
import socket

import pytest

from vroegsein.errors import StackError
from vroegsein.stack.layout import Layout
from vroegsein.stack.ports import (
    UI_PORT,
    Ports,
    choose_ports,
    free_port,
    is_free,
    load_ports,
)


@pytest.fixture
def layout(tmp_path):
    return Layout(root=tmp_path, var=tmp_path)


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture(autouse=True)
def no_port_asked_for(monkeypatch):
    monkeypatch.delenv(UI_PORT, raising=False)


def remember(layout, **ports):
    layout.ports.write_text(json.dumps(ports))


def test_a_port_somebody_listens_on_is_not_free(taken_port):
    assert not is_free(taken_port)


def test_a_port_taken_on_all_addresses_is_not_free():
    with socket.create_server(("0.0.0.0", 0)) as server:
        assert not is_free(server.getsockname()[1])


def test_the_preferred_port_is_taken_when_it_is_free():
    port = free_port(23_456)
    assert free_port(port) == port


def test_a_taken_port_gives_the_next_one(taken_port):
    assert free_port(taken_port) > taken_port


def test_a_port_of_another_part_is_passed_over():
    first = free_port(23_456)
    assert free_port(first, taken=[first]) > first


def test_without_a_free_port_it_says_so():
    every_port = range(23_456, 24_000)
    with pytest.raises(StackError, match="No free port from 23456"):
        free_port(23_456, taken=every_port)


def test_ports_are_remembered_between_starts(layout):
    assert choose_ports(layout, running=[]) is not None
    first = load_ports(layout)
    assert choose_ports(layout, running=[]) == []
    assert load_ports(layout) == first


def test_every_part_has_a_port_of_its_own(layout):
    port = free_port(23_500)
    remember(layout, postgres=port, sftp=port, ui=port)
    choose_ports(layout, running=[])
    chosen = load_ports(layout)
    assert len({chosen.postgres, chosen.sftp, chosen.ui}) == 3


def test_a_remembered_port_that_was_taken_is_replaced_and_told(layout, taken_port):
    remember(layout, postgres=taken_port, sftp=free_port(23_600), ui=free_port(23_700))
    [remark] = choose_ports(layout, running=[])
    assert remark.startswith(f"postgres: port {taken_port} is taken")
    assert load_ports(layout).postgres != taken_port


def test_the_port_of_a_running_part_stays(layout, taken_port):
    remember(layout, postgres=taken_port, sftp=free_port(23_600), ui=free_port(23_700))
    assert choose_ports(layout, running=["postgres"]) == []
    assert load_ports(layout).postgres == taken_port


def test_the_port_asked_for_is_used(layout, monkeypatch):
    asked = free_port(23_800)
    monkeypatch.setenv(UI_PORT, str(asked))
    choose_ports(layout, running=[])
    assert load_ports(layout).ui == asked


def test_another_port_asked_for_moves_a_running_page(layout, monkeypatch, taken_port):
    remember(layout, postgres=free_port(23_500), sftp=free_port(23_600), ui=taken_port)
    asked = free_port(23_800)
    monkeypatch.setenv(UI_PORT, str(asked))
    choose_ports(layout, running=["ui"])
    assert load_ports(layout).ui == asked


def test_the_port_asked_for_may_be_the_one_the_page_already_has(
    layout, monkeypatch, taken_port
):
    remember(layout, postgres=free_port(23_500), sftp=free_port(23_600), ui=taken_port)
    monkeypatch.setenv(UI_PORT, str(taken_port))
    assert choose_ports(layout, running=["ui"]) == []


def test_the_port_asked_for_is_never_replaced(layout, monkeypatch, taken_port):
    monkeypatch.setenv(UI_PORT, str(taken_port))
    with pytest.raises(StackError, match=f"Port {taken_port} .* is taken"):
        choose_ports(layout, running=[])


@pytest.mark.parametrize("text", ["http", "80", "70000", "-1", "8o80", "²"])
def test_a_port_must_be_a_port(layout, monkeypatch, text):
    monkeypatch.setenv(UI_PORT, text)
    with pytest.raises(StackError, match="must be a number from 1024 to 65535"):
        choose_ports(layout, running=[])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"postgres": "x"}', "null"])
def test_a_damaged_memory_of_ports_begins_anew(layout, text):
    layout.ports.write_text(text)
    assert load_ports(layout) == Ports()
