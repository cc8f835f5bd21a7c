"""Which signals are picked up, in which lane a person comes, and by when."""

from datetime import date, datetime

import pytest
from support.listing_facts import POLICY, drawn, facts, person

from vroegsein.errors import ConfigurationError
from vroegsein.listing.clocks import clock_of
from vroegsein.listing.entries import case_id, list_entries, persons_of
from vroegsein.listing.facts import CaseKind, Confidence, History
from vroegsein.listing.lanes import Lane, lane_of, lane_reason
from vroegsein.listing.triage import decide


def rule_of(row: dict[str, str]) -> str:
    previous = int(row["vorige keer"]) if row["vorige keer"] else None
    signal = facts(
        debtor_kind=row["debiteur"], kind=row["soort"], sector=row["sector"],
        arrears_cents=int(row["cent"]), days_in_arrears=int(row["dagen"]),
        previous_cents=previous,
    )  # fmt: skip
    return decide(signal, POLICY).rule


def test_the_first_exclusion_that_holds_decides():
    """De uitsluitingen staan in volgorde; crisis kent geen drempel."""
    table = """
        sector  | debiteur    | soort         | cent   | dagen | vorige keer | regel
        --------+-------------+---------------+--------+-------+-------------+----------
        HUUR    | NP          | REGULIER      |   7500 |    45 |             | OPGEPAKT
        HUUR    | NP          | REGULIER      |   7499 |    45 |             | X-DREMPEL
        ENERGIE | NP          | EINDELEVERING |   7499 |    45 |             | OPGEPAKT
        HUUR    | NP          | UPDATE        |   7499 |    45 |             | X-DREMPEL
        HUUR    | NP          | REGULIER      |  20000 |    29 |             | X-DAGEN
        HUUR    | NP          | REGULIER      |  20000 |    30 |             | OPGEPAKT
        HUUR    | NP          | REGULIER      |  20000 |   900 |             | OPGEPAKT
        ZORG    | NP          | REGULIER      |  20000 |    29 |             | X-DAGEN
        ZORG    | NP          | REGULIER      |  20000 |    30 |             | OPGEPAKT
        ZORG    | NP          | REGULIER      |  20000 |   100 |             | OPGEPAKT
        ZORG    | NP          | REGULIER      |  20000 |   101 |             | X-DAGEN
        HUUR    | RP          | REGULIER      |   7499 |    29 |             | X-RP
        HUUR    | EENMANSZAAK | REGULIER      |  20000 |    45 |             | OPGEPAKT
        HUUR    | VOF         | REGULIER      |  20000 |    45 |             | OPGEPAKT
        HUUR    | NP          | REGULIER      |  20000 |    45 | 20000       | X-HERH
        HUUR    | NP          | REGULIER      |  20000 |    45 | 20001       | X-HERH
        HUUR    | NP          | REGULIER      |  20000 |    45 | 19999       | OPGEPAKT
        HUUR    | NP          | REGULIER      |   7499 |    45 | 20000       | X-DREMPEL
    """
    for row in drawn(table):
        assert rule_of(row) == row["regel"], row


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "Opgepakt"),
        ({"debtor_kind": "RP"}, "Niet opgepakt: onterecht signaal"),
        ({"arrears_cents": 1}, "Niet opgepakt: onterecht signaal"),
        ({"days_in_arrears": 0}, "Niet opgepakt: onterecht signaal"),
        ({"previous_cents": 20000}, "Niet opgepakt: herhaalde melding"),
    ],
)
def test_a_status_is_spelled_as_the_national_schema_spells_it(changes, status):
    assert decide(facts(**changes), POLICY).status == status


def test_no_reason_of_a_decision_names_the_persons_amount():
    for changes in ({}, {"arrears_cents": 1234}, {"previous_cents": 20000}):
        assert "200,00" not in decide(facts(**changes), POLICY).reason
        assert "12,34" not in decide(facts(**changes), POLICY).reason


def test_a_sector_without_a_window_stops_the_triage():
    with pytest.raises(ConfigurationError, match="BELASTING"):
        decide(facts(sector="BELASTING"), POLICY)


def lane(row: dict[str, str]) -> Lane:
    signals = [
        facts(
            signal_id=f"s{place}", sector=sector, claim=("x", "claim", str(place)),
            kind=row["soort"], is_warm=row["warm"] == "J", arrears_cents=int(cents),
            missed_terms=int(row["termijnen"]),
        )
        for place, (sector, cents) in enumerate(
            item.split() for item in row["signalen"].split("+")
        )
    ]  # fmt: skip
    months, cents = (int(part) for part in row["eerder"].split("x"))
    return lane_of(person(*signals, before=(months, cents)), POLICY)


def test_the_most_urgent_lane_that_fits_is_taken():
    """Lanen L0 tot en met L7; L4 wordt niet gebruikt."""
    table = """
        signalen                   | soort         | warm | termijnen | eerder  | laan
        ---------------------------+---------------+------+-----------+---------+-----
        ENERGIE 100                | EINDELEVERING | J    | 0         | 0x0     | L0
        HUUR 7500                  | ONTRUIMING    | N    | 0         | 0x0     | L0
        ZORG 7500                  | EINDE_ZORGPOLIS | N  | 0         | 0x0     | L0
        WATER 7500                 | AFSLUITING    | N    | 0         | 0x0     | L0
        HUUR 100000 + WATER 20000  | REGULIER      | J    | 3         | 0x0     | L1
        HUUR 7500 + WATER 7500     | REGULIER      | N    | 0         | 0x0     | L2
        HUUR 100000                | REGULIER      | N    | 0         | 0x0     | L3
        HUUR 99999                 | REGULIER      | N    | 1         | 0x0     | L6
        HUUR 7500                  | REGULIER      | N    | 2         | 0x0     | L3
        ENERGIE 50000              | REGULIER      | N    | 0         | 0x0     | L3
        ENERGIE 49999              | REGULIER      | N    | 9         | 0x0     | L6
        WARMTE 50000               | REGULIER      | N    | 0         | 0x0     | L3
        ZORG 45000                 | REGULIER      | N    | 0         | 0x0     | L3
        ZORG 44999                 | REGULIER      | N    | 2         | 0x0     | L6
        ZORG 9000                  | REGULIER      | N    | 3         | 0x0     | L3
        WATER 20000                | REGULIER      | N    | 0         | 0x0     | L3
        WATER 19999                | REGULIER      | N    | 0         | 0x0     | L7
        HUUR 20000                 | REGULIER      | N    | 0         | 1x19999 | L5
        HUUR 20000                 | REGULIER      | N    | 0         | 1x20000 | L7
        HUUR 22500                 | REGULIER      | N    | 0         | 0x0     | L6
        HUUR 22499                 | REGULIER      | N    | 0         | 0x0     | L7
    """
    for row in drawn(table):
        assert lane(row) == row["laan"], row


def test_the_same_claim_sent_twice_is_no_second_trouble():
    twice = person(facts(signal_id="a"), facts(signal_id="b", kind="UPDATE"))
    assert twice.kind is CaseKind.SINGLE
    assert lane_of(twice, POLICY) is not Lane.MULTIPLE


def test_every_lane_says_why_in_one_sentence():
    cases = {
        Lane.CRISIS: person(
            facts(kind="ONTRUIMING", supply_end_date=date(2026, 11, 12)),
            facts(signal_id="s2", kind="AFSLUITING"),
        ),
        Lane.WARM: person(facts(is_warm=True)),
        Lane.MULTIPLE: person(facts(), facts(claim=("b", "claim", "2"), sector="ZORG")),
        Lane.HIGH: person(facts(missed_terms=2)),
        Lane.SUCCESSIVE: person(before=(2, 10000)),
        Lane.MIDDLE: person(facts(arrears_cents=30000)),
        Lane.LOW: person(facts(arrears_cents=8000)),
    }
    reasons = {
        lane: lane_reason(who, lane_of(who, POLICY), POLICY)
        for lane, who in cases.items()
    }
    assert reasons[Lane.CRISIS] == (
        "Dreigt: ontruiming op 12-11-2026 en afsluiting;"
        " eerste gesprek binnen 3 werkdagen."
    )
    assert reasons[Lane.MULTIPLE] == "2 vorderingen in één maand: huur en zorg."
    assert reasons[Lane.HIGH] == "Hoog voor huur: 2 gemiste termijnen."
    assert "2 maanden hiervoor" in reasons[Lane.SUCCESSIVE]
    assert len(set(reasons.values())) == len(cases)
    assert all(reason.endswith(".") for reason in reasons.values())


def test_clocks_start_at_receipt_and_the_first_to_end_counts():
    """Pasen, 5 mei en de jaarwisseling tellen niet als werkdag."""
    table = """
        ontvangen        | soort         | laan | termijn | uiterste dag
        -----------------+---------------+------+---------+-------------
        2026-10-08T12:00 | EINDELEVERING | L0   | K-3WD   | 2026-10-13
        2026-04-02T12:00 | ONTRUIMING    | L0   | K-3WD   | 2026-04-09
        2026-04-30T12:00 | AFSLUITING    | L0   | K-3WD   | 2026-05-06
        2026-12-24T12:00 | ONTRUIMING    | L0   | K-3WD   | 2026-12-30
        2026-12-31T12:00 | ONTRUIMING    | L0   | K-3WD   | 2027-01-06
        2026-10-08T12:00 | REGULIER      | L1   | K-14    | 2026-10-22
        2026-10-08T12:00 | REGULIER      | L2   | K-14    | 2026-10-22
        2026-12-24T12:00 | REGULIER      | L3   | K-14    | 2027-01-07
        2026-10-08T12:00 | REGULIER      | L5   | K-28    | 2026-11-05
        2026-02-01T12:00 | REGULIER      | L6   | K-28    | 2026-03-01
        2028-02-01T12:00 | REGULIER      | L7   | K-28    | 2028-02-29
        2026-09-30T22:30 | REGULIER      | L7   | K-28    | 2026-10-29
    """
    for row in drawn(table):
        moment = datetime.fromisoformat(f"{row['ontvangen']}+00:00")
        who = person(facts(kind=row["soort"], received_at=moment))
        clock = clock_of(who, Lane(row["laan"]))
        assert (clock.code, str(clock.due_date)) == (
            row["termijn"],
            row["uiterste dag"],
        )


def test_a_crisis_clock_starts_at_the_crisis_and_never_passes_four_weeks():
    early = datetime.fromisoformat("2026-10-01T12:00+00:00")
    late = datetime.fromisoformat("2026-10-28T12:00+00:00")
    who = person(
        facts(received_at=early),
        facts(signal_id="s2", kind="ONTRUIMING", received_at=late),
    )
    clock = clock_of(who, Lane.CRISIS)
    assert (clock.code, clock.due_date) == ("K-28", date(2026, 10, 29))


def test_a_case_keeps_its_id_when_a_later_signal_joins():
    first = facts(signal_id="z")
    later = facts(
        signal_id="a", received_at=datetime.fromisoformat("2026-10-20T07:00+00:00")
    )
    alone = persons_of([first], {}, {})[0]
    joined = persons_of([later, first], {}, {})[0]
    assert case_id(alone, "1940-2026-10") == case_id(joined, "1940-2026-10")
    assert case_id(alone, "1940-2026-10") != case_id(alone, "1940-2026-11")


def test_kinds_by_address_and_by_person_are_never_mixed():
    neighbour = facts(
        signal_id="b", person_id="p2", claim=("b", "claim", "2"),
        address_kind=CaseKind.MULTIPLE,
    )  # fmt: skip
    mine = facts(address_kind=CaseKind.MULTIPLE)
    entries = list_entries(persons_of([mine, neighbour], {}, {}), POLICY, "x")
    assert [entry.address_kind for entry in entries] == [CaseKind.MULTIPLE] * 2
    assert [entry.person.kind for entry in entries] == [CaseKind.SINGLE] * 2
    assert all(entry.lane is not Lane.MULTIPLE for entry in entries)


def test_the_weakest_link_is_shown_with_its_reason():
    pair = [
        facts(confidence=Confidence.CERTAIN),
        facts(signal_id="s2", confidence=Confidence.PROBABLE),
    ]
    history = {"p1": History(1, 100)}
    entry = list_entries(
        persons_of(pair, history, {"p1": "Zelfde naam."}), POLICY, "x"
    )[0]
    assert (entry.confidence, entry.match_reason) == ("probable", "Zelfde naam.")
    alone = list_entries(persons_of([facts()], {}, {}), POLICY, "x")[0]
    assert alone.match_reason == "Eén signaal; er is niets gekoppeld."


def test_a_list_runs_from_urgent_to_less_and_by_last_day_and_amount():
    signals = [
        facts(signal_id="low", person_id="p1", arrears_cents=8000),
        facts(signal_id="more", person_id="p2", arrears_cents=9000),
        facts(signal_id="crisis", person_id="p3", kind="ONTRUIMING"),
        facts(
            signal_id="first", person_id="p4", arrears_cents=8000,
            received_at=datetime.fromisoformat("2026-10-01T12:00+00:00"),
        ),
    ]  # fmt: skip
    entries = list_entries(persons_of(signals, {}, {}), POLICY, "x")
    assert [entry.person.person_id for entry in entries] == ["p3", "p4", "p2", "p1"]
