"""The national delivery: its names and labels, its pages, and what is refused."""

import json
from datetime import date
from typing import get_args

import pytest
from support.ddas import CLIENT, MADE_AT, levering, melding, signal, validator

from vroegsein.accountability.statistics import ddas_v1_2
from vroegsein.accountability.statistics.ddas_checks import lacks, refuse_lacking
from vroegsein.accountability.statistics.levering import (
    PAGE_SIZE,
    Client,
    addition_of,
    known_date,
    pages_of,
    whole_euros,
)
from vroegsein.accountability.statistics.meldingen import Attempt
from vroegsein.accountability.statistics.versions import SERIALISERS
from vroegsein.errors import InvariantError
from vroegsein.listing.triage import Status
from vroegsein.parties.case_codes import ContactKind, PartOfDay, Result
from vroegsein.parties.partner import PartnerType


def written(found, **options) -> dict:
    """The only file of a delivery, read back."""
    (page,) = pages_of(found, MADE_AT, **options)
    return json.loads(json.dumps(ddas_v1_2.document(found, page)))


def errors(document: dict) -> list[str]:
    """What the published schema says of a document."""
    return [error.message for error in validator().iter_errors(document)]


@pytest.mark.parametrize(
    ("cents", "euros"),
    [
        (0, 0), (1, 0), (49, 0), (50, 1), (51, 1), (99, 1), (100, 1), (149, 1),
        (150, 2), (12_349, 123), (12_350, 124), (100_000_050, 1_000_001),
    ],
)  # fmt: skip
def test_half_a_euro_is_rounded_up(cents: int, euros: int):
    assert whole_euros(cents) == euros


def test_every_label_of_ours_is_one_of_the_schema():
    known = validator().schema["$defs"]
    for name, ours in {
        "EnumSignaalpartner": get_args(PartnerType),
        "EnumContactsoort": ContactKind,
        "EnumDagdeel": PartOfDay,
        "EnumEindresultaat": Result,
        "EnumSignaalstatus": [*Status, "Nog niet opgepakt"],
    }.items():
        assert sorted(map(str, ours)) == sorted(known[name]["enum"]), name


def test_a_month_with_all_there_is_holds_to_the_schema():
    contacts = tuple(
        Attempt(date(2026, 11, day), str(kind), str(part), day % 2 == 0)
        for day, kind in enumerate(ContactKind, start=3)
        for part in PartOfDay
    )
    cases = [
        melding(f"c{place}", f"a{place}", result=str(result), attempts=contacts)
        for place, result in enumerate(Result)
    ]
    signals = [
        signal(f"a{place}", status="Opgepakt", partner_type=kind)
        for place, kind in enumerate([*get_args(PartnerType), *["Huur"] * 5])
    ]
    others = [
        signal(f"b{place}", status=str(status)) for place, status in enumerate(Status)
        if status is not Status.PICKED_UP
    ]  # fmt: skip
    found = levering([*signals, *others], cases)
    assert lacks(found) == []
    assert errors(written(found)) == []


def test_a_month_without_a_signal_holds_to_the_schema():
    assert errors(written(levering([]))) == []


def test_what_is_not_known_is_left_out():
    bare = Client(postcode="8501AB", house_number="1")
    case = melding("c1", "a1", result=None, attempts=())
    found = levering([signal("a1", client=bare)], [case], matched_on=None)
    document = written(found)
    (delivered,) = document["leveringen"]
    assert delivered["vroegsignalen"][0]["client"] == {
        "postcode": "8501AB",
        "huisnummer": "1",
    }
    assert not {"resultaat", "matchingsdatum"} & set(delivered["vroegsignaalzaken"][0])
    assert errors(document) == []


def test_a_bsn_stands_alone():
    client = Client("999990019", date(1980, 5, 5), "8501AB", "1", "A")
    document = written(levering([signal("a1", client=client)]))
    (one,) = document["leveringen"][0]["vroegsignalen"]
    assert one["client"] == {"burgerservicenummer": "999990019"}
    assert errors(document) == []


def test_an_extra_name_would_be_seen_by_the_schema():
    """The guard goes red: what an older version allowed is refused."""
    document = written(levering([signal("a1")]))
    document["leveringen"][0]["aanleverende_organisatie"] = {}
    document["leveringen"][0]["vroegsignalen"][0]["client"]["burgerservicenummer"] = "1"
    assert len(errors(document)) >= 2


def test_the_envelope_says_who_delivers_what_and_when():
    document = written(levering([]))
    assert document["aanleverdatumEnTijd"] == "2026-12-10T06:00:00Z"
    assert (document["startdatumLevering"], document["einddatumLevering"]) == (
        "2026-10-01",
        "2026-10-31",
    )
    (one,) = document["leveringen"]
    assert one["gemeentecode"] == "1940"
    assert one["aanleverendeOrganisatie"]["kvk-nummer"] == "00001940"


@pytest.mark.parametrize(
    ("letter", "addition", "written_as"),
    [
        (None, None, None), ("A", None, "A"), (None, "bis", "bis"), ("A", "2", "A2"),
        ("A", "0012", None), ("", "", None),
    ],
)  # fmt: skip
def test_an_addition_is_whole_or_absent(letter, addition, written_as):
    assert addition_of(letter, addition) == written_as


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1980-05-05", date(1980, 5, 5)),
        ("1980-00-00", None),
        ("1980-05-00", None),
        (None, None),
        ("", None),
    ],
)
def test_a_birth_date_that_is_partly_unknown_is_no_date(text, day):
    assert known_date(text) == day


SECRET = "Geheimstraat-merkteken"


@pytest.mark.parametrize(
    ("found", "what", "object_id"),
    [
        (levering([signal("a1", partner_type=None)]), "passport", "a1"),
        (levering([signal("a1", partner_type="Gas")]), "passport", "a1"),
        (
            levering([signal("a1", client=Client(None, None, SECRET, "1"))]),
            "postcode",
            "a1",
        ),
        (
            levering([signal("a1", client=Client(None, None, "8501AB", SECRET))]),
            "house number",
            "a1",
        ),
        (levering([signal("a1", client=Client("12345678"))]), "BSN", "a1"),
        (levering([signal("a1", status="Opgepakt?")]), "status", "a1"),
        (levering([signal("a1", euros=-1)]), "amount", "a1"),
        (levering([signal("a1", status="Opgepakt")]), "without a case", "a1"),
        (levering([], [melding("c1")]), "without a signal", "c1"),
        (levering([], [melding("c1", "a1")]), "not delivered", "c1"),
        (
            levering([signal("a1")], [melding("c1", "a1"), melding("c2", "a1")]),
            "more than one case",
            "a1",
        ),
        (
            levering([signal("a1")], [melding("c1", "a1", result="Goed")]),
            "result",
            "c1",
        ),
        (
            levering(
                [signal("a1")],
                [
                    melding(
                        "c1",
                        "a1",
                        attempts=(Attempt(date(2026, 11, 5), "Fax", None, False),),
                    )
                ],
            ),
            "contact kinds",
            "c1",
        ),
        (
            levering(
                [signal("a1")],
                [
                    melding(
                        "c1",
                        "a1",
                        attempts=(Attempt(date(2026, 11, 5), "Brief", "Nacht", False),),
                    )
                ],
            ),
            "parts of the day",
            "c1",
        ),
    ],
)
def test_what_the_schema_wants_is_refused_before_it_leaves(found, what, object_id):
    with pytest.raises(InvariantError) as refused:
        refuse_lacking(found)
    text = str(refused.value)
    assert text.startswith("STAT_LACKS: nothing was delivered")
    assert what in text
    assert object_id in text
    assert SECRET not in text
    assert SECRET not in repr(found)


def test_a_complete_delivery_passes():
    refuse_lacking(levering([signal("a1", status="Opgepakt")], [melding("c1", "a1")]))


def test_a_refusal_of_many_names_ten():
    many = [signal(f"a{place:03}", partner_type=None) for place in range(100)]
    with pytest.raises(InvariantError, match=r"a009 and 90 more$"):
        refuse_lacking(levering(many))


def test_pages_hold_every_signal_once_and_cut_no_case():
    signals = [signal(f"a{place:02}") for place in range(23)]
    cases = [
        melding(f"c{place}", *(s.signal_id for s in signals[place * 3 : place * 3 + 3]))
        for place in range(5)
    ]
    pages = pages_of(levering(signals, cases), MADE_AT, size=4)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert {page.count for page in pages} == {len(pages)}
    assert max(len(page.signals) for page in pages) <= 4
    found = [one.signal_id for page in pages for one in page.signals]
    assert sorted(found) == [one.signal_id for one in signals]
    assert [case for page in pages for case in page.cases] == cases
    for page in pages:
        here = {one.signal_id for one in page.signals}
        assert all(here >= set(case.signal_ids) for case in page.cases)


def test_a_file_holds_at_most_fifty_thousand_signals():
    one = signal("a")
    signals = [one] * 49_999 + [signal("b"), signal("c")]
    pages = pages_of(levering(signals), MADE_AT)
    assert [len(page.signals) for page in pages] == [PAGE_SIZE, 1]
    assert len(pages_of(levering(signals[:-1]), MADE_AT)) == 1


def test_a_month_of_nothing_is_one_page():
    (page,) = pages_of(levering([]), MADE_AT)
    assert (page.number, page.count, page.signals) == (1, 1, ())


def test_each_version_has_its_own_serialiser():
    assert set(SERIALISERS) == {"1.2"}


def test_repr_shows_nobody():
    assert "8501AB" not in repr(CLIENT)
    assert "1980" not in repr(CLIENT)
