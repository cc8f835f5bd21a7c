"""After a whole month nobody stands where nobody belongs, in any form."""

import base64
import hashlib
from pathlib import Path

import pytest
from support import canaries
from support.running_month import RunningMonth

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_sixty_values_are_nowhere_outside_the_vault(month: RunningMonth):
    """Logs, XCom, metadata, results, pages, answers, temporary files: no hit."""
    values = canaries.canaries(month)
    assert len(values) == 60
    places = dict(canaries.open_places(month))
    assert {part for name in places for part in Path(name).parts} >= MUST_BE_SEARCHED
    assert canaries.hits(places.items(), values) == set()


#: Folders and files without which the search would be blind.
MUST_BE_SEARCHED = {
    "Airflow's metadata", "the terminal", "logs", "quality", "reports", "outbox",
    "sftp-server.log", "scheduler.log", "tmp",
}  # fmt: skip


def test_the_search_finds_each_value_in_the_vault(month: RunningMonth):
    """The guard goes red: the register holds what the search looks for."""
    register = month.dump("register").encode()
    found = [
        value for value in canaries.canaries(month) if canaries.holds(register, [value])
    ]
    assert len(found) > 20  # the others stand there in parts, or in another form


@pytest.mark.parametrize(
    "hide",
    [
        lambda value: value.encode(),
        lambda value: value[::-1].encode(),
        lambda value: value.upper().encode(),
        lambda value: value.encode().hex().encode(),
        lambda value: hashlib.sha256(value.encode()).hexdigest().encode(),
        lambda value: base64.b64encode(f'{{"a": "{value}"}}'.encode()),
        lambda value: base64.b64encode(f'{{"ab": "{value}"}}'.encode()),
        lambda value: base64.b64encode(f'{{"abc": "{value}"}}'.encode()),
    ],
)
def test_one_line_in_a_file_is_found_in_any_form(month: RunningMonth, hide):
    values = canaries.canaries(month)
    line = b"noise " + hide(values[7]) + b" noise"
    assert canaries.hits([("planted", line), ("clean", b"noise")], values) == {
        "planted"
    }


def test_a_new_file_is_searched_wherever_it_is(month: RunningMonth):
    """What is left out is named; everything else is looked at."""
    for folder in (month.var, month.var / "log", month.var / "storage" / "new"):
        planted = folder / "planted.txt"
        planted.parent.mkdir(exist_ok=True)
        planted.touch()
        assert str(planted) in dict(canaries.open_files(month.var))
        planted.unlink()
