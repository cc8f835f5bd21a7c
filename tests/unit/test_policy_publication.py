"""What a policy may say of teams and of who approves."""

import pytest
from pydantic import TypeAdapter, ValidationError

from vroegsein.parties.policy_publication import Approvers, Teams

JOURE = {"code": "joure", "name": "Team Joure", "postcodes": ["8501", "8502"]}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"code": "joure", "postcodes": ["8531"]}, "named in two teams: joure"),
        ({"code": "lemmer", "postcodes": ["8531", "8502"]}, "two teams: 8502"),
        ({"code": "overig", "postcodes": ["8531"]}, "'overig' is the name of"),
        ({"code": "../x", "postcodes": ["8531"]}, "pattern"),
        ({"code": "lemmer", "postcodes": ["853"]}, "pattern"),
        ({"code": "lemmer", "postcodes": []}, "at least 1"),
    ],
)
def test_teams_that_cannot_be_told_apart_are_refused(other, told):
    with pytest.raises(ValidationError, match=told):
        TypeAdapter(Teams).validate_json(_json([JOURE, {"name": "B", **other}]))
    assert len(TypeAdapter(Teams).validate_json(_json([JOURE]))) == 1


@pytest.mark.parametrize("users", [["a"], ["a", "a"], ["a,b", "c"], ["", "b"]])
def test_approvers_are_two_different_people_or_left_to_airflow(users):
    with pytest.raises(ValidationError):
        TypeAdapter(Approvers).validate_json(_json(users))
    for right in ([], ["a", "b"], ["a.b@example.org", "17"]):
        assert list(TypeAdapter(Approvers).validate_json(_json(right))) == right


def _json(value: object) -> bytes:
    return TypeAdapter(object).dump_json(value)
