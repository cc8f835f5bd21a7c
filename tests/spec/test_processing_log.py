"""Every person an action touches has one line, under a name that says nothing."""

import json
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select
from support.chain import MOMENT, keys_folder

from vroegsein.errors import ConfigurationError
from vroegsein.register import pseudonyms
from vroegsein.register.audit_tables import event, processing_line
from vroegsein.register.effects import note_effect
from vroegsein.register.processing_log import Action, Touched, exported, log_persons
from vroegsein.register.pseudonyms import Purpose, known_keys, pseudonym_key
from vroegsein.settings import settings

__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder", "register")
LINES_PER_SECOND = 20_000
#: Attributes of the national form (Logboek Dataverwerkingen), none left out.
FIELDS = {
    "trace_id", "span_id", "parent_span_id", "status", "name", "start_time",
    "end_time", "resource", "attributes",
}  # fmt: skip


def touched(object_id: str = "R1", at: datetime = MOMENT) -> Touched:
    return Touched("1940", Action.MATCHED, object_id, at, at)


def lines(register: Engine) -> list[dict]:
    with register.connect() as connection:
        return [json.loads(line) for line in exported(connection, "1940")]


def write(register: Engine, *ids: str, **changes) -> int:
    with register.begin() as connection:
        return log_persons(connection, touched(**changes), ids)


def test_a_line_has_the_fields_of_the_national_form(register: Engine):
    """I11, GP5: round trip through the field schema."""
    write(register, "s1")
    (line,) = lines(register)
    assert set(line) == FIELDS
    assert (len(line["trace_id"]), len(line["span_id"])) == (32, 16)
    assert line["start_time"] == int(MOMENT.timestamp() * 1000)
    assert line["attributes"]["dpl.core.data_subject_id_type"] == "hmac-signal"
    assert line["attributes"]["dpl.core.processing_activity_id"].startswith("urn:")
    assert line["resource"]["attributes"] == {"service.name": "vroegsein"}


def test_one_line_per_person_however_often_it_is_written(register: Engine):
    assert write(register, "s1", "s2", "s2") == 2
    assert write(register, "s2", "s3") == 1
    assert write(register, "s1", object_id="R2") == 1
    assert len({line["trace_id"] for line in lines(register)}) == 2


def test_a_line_holds_no_id_of_ours_and_no_user(register: Engine):
    write(register, "signal-of-somebody")
    text = json.dumps(lines(register))
    assert "signal-of-somebody" not in text
    assert "coordinator" not in text


def test_the_log_is_there_only_with_its_effect(register: Engine):
    with pytest.raises(ZeroDivisionError), register.begin() as connection:
        note_effect(
            connection, "1940", "keep_run", "R1", "kept", touching=Action.MATCHED,
            signal_ids=["s1"],
        )  # fmt: skip
        _ = 1 / 0
    assert lines(register) == []


def test_no_effect_without_its_log(register: Engine, keys_folder):
    """PRV-09: what cannot be accounted for does not happen."""
    pseudonym_key("1940", MOMENT.year, Purpose.LOG)
    (path,) = keys_folder.glob("pseudonyms_*")
    path.chmod(0o640)
    with (
        pytest.raises(ConfigurationError, match="0600"),
        register.begin() as connection,
    ):
        note_effect(
            connection, "1940", "keep_run", "R1", "kept", occurred_at=MOMENT,
            touching=Action.MATCHED, signal_ids=["s1"],
        )  # fmt: skip
    with register.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(event)) == 0


def test_a_new_year_has_a_new_key_and_the_old_one_still_finds(register: Engine):
    """PRV-07, the rotation drill: both are known until the old one is destroyed."""
    write(register, "s1")
    write(register, "s1", at=datetime(2027, 1, 2, tzinfo=UTC), object_id="R2")
    first, second = (
        line["attributes"]["dpl.core.data_subject_id"] for line in lines(register)
    )
    assert first != second
    keys = known_keys("1940", Purpose.LOG)
    assert [key.year for key in keys] == [2026, 2027]
    assert {first, second} == {key.pseudonyms(["s1"])[0] for key in keys}
    assert len(pseudonyms.destroy_keys("1940", Purpose.LOG, 2027)) == 1
    (left,) = known_keys("1940", Purpose.LOG)
    assert left.pseudonyms(["s1"]) == [second]


def test_the_year_is_the_dutch_one(register: Engine):
    write(register, "s1", at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert [key.year for key in known_keys("1940", Purpose.LOG)] == [2027]


def test_pseudonyms_of_two_purposes_or_municipalities_never_meet():
    found = {
        pseudonym_key(place, 2026, purpose).pseudonyms(["s1"])[0]
        for place in ("1940", "0085")
        for purpose in Purpose
    }
    assert len(found) == 4


def test_a_key_is_private_and_made_once():
    key = pseudonym_key("1940", 2026, Purpose.LOG)
    (path,) = settings().keys.glob("pseudonyms_*")
    assert path.stat().st_mode & 0o777 == 0o600
    assert pseudonym_key("1940", 2026, Purpose.LOG) == key
    assert "secret" not in repr(key)


def test_twenty_thousand_lines_a_second(register: Engine):
    """GP5; processor time, so that a busy machine does not decide."""
    ids = [f"s{number:06d}" for number in range(LINES_PER_SECOND)]
    start = time.process_time()
    assert write(register, *ids) == LINES_PER_SECOND
    assert time.process_time() - start < 1
    with register.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(processing_line))
    assert count == LINES_PER_SECOND
