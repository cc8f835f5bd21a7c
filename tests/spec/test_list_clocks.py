"""By when a person must have heard: every holiday, month's end and midnight of a clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from support.listing_facts import drawn, facts, person

from vroegsein.listing.clocks import CLOCK_TEXTS, ClockCode, clock_of
from vroegsein.listing.lanes import Lane

#: Algemene termijnenwet art. 3, written out; weekends are left out.
HOLIDAYS = [
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-04-27",
    "2026-05-05",
    "2026-05-14",
    "2026-05-25",
    "2026-12-25",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
    "2027-04-27",
    "2027-05-05",
    "2027-05-06",
    "2027-05-17",
    "2028-04-14",
    "2028-04-17",
    "2028-04-27",
    "2028-05-05",
    "2028-05-25",
    "2028-06-05",
    "2028-12-25",
    "2028-12-26",
]
NOON = "T12:00+00:00"


def due(received: str, kind: str, lane: Lane) -> tuple[str, str]:
    """Code and last day of the clock of a signal received at a moment."""
    moment = datetime.fromisoformat(received)
    clock = clock_of(person(facts(kind=kind, received_at=moment)), lane)
    return clock.code, str(clock.due_date)


def test_a_crisis_has_three_working_days():
    """Wgs art. 4, tweede lid; de dag van ontvangst telt niet mee."""
    table = """
        ontvangen  | wat er tussen ligt                  | uiterste dag
        -----------+-------------------------------------+-------------
        2026-10-05 | niets (maandag)                     | 2026-10-08
        2026-10-07 | weekend                             | 2026-10-12
        2026-10-10 | ontvangen op zaterdag               | 2026-10-14
        2026-10-11 | ontvangen op zondag                 | 2026-10-14
        2026-04-01 | Goede Vrijdag en Pasen              | 2026-04-08
        2026-04-02 | laatste dag voor Pasen              | 2026-04-09
        2026-04-03 | ontvangen op Goede Vrijdag          | 2026-04-09
        2026-04-06 | ontvangen op Tweede Paasdag         | 2026-04-09
        2026-04-07 | eerste dag na Pasen                 | 2026-04-10
        2026-04-24 | Koningsdag op maandag               | 2026-04-30
        2026-04-30 | weekend en 5 mei                    | 2026-05-06
        2026-05-04 | 5 mei op dinsdag                    | 2026-05-08
        2026-05-05 | ontvangen op 5 mei                  | 2026-05-08
        2026-05-12 | Hemelvaart                          | 2026-05-18
        2026-05-22 | Pinksteren                          | 2026-05-28
        2026-12-23 | Eerste Kerstdag op vrijdag          | 2026-12-29
        2026-12-24 | laatste dag voor Kerst              | 2026-12-30
        2026-12-26 | ontvangen op Tweede Kerstdag        | 2026-12-30
        2026-12-30 | jaarwisseling                       | 2027-01-05
        2026-12-31 | laatste dag van het jaar            | 2027-01-06
        2027-05-03 | 5 mei en Hemelvaart na elkaar       | 2027-05-10
        2027-12-24 | Kerst in het weekend                | 2027-12-29
        2028-02-28 | schrikkeldag telt als werkdag       | 2028-03-02
        2028-04-13 | laatste dag voor Pasen              | 2028-04-20
        2025-04-25 | Koningsdag op zaterdag              | 2025-04-30
    """
    for row in drawn(table):
        for kind in ("EINDELEVERING", "ONTRUIMING", "AFSLUITING", "EINDE_ZORGPOLIS"):
            found = due(row["ontvangen"] + NOON, kind, Lane.CRISIS)
            assert found == ("K-3WD", row["uiterste dag"]), row


def test_three_working_days_on_every_day_of_three_years():
    """Geteld met de feestdagen zoals zij in de wet staan, uitgeschreven."""
    free = {date.fromisoformat(text) for text in HOLIDAYS}

    def works(day: date) -> bool:
        return day.weekday() < 5 and day not in free

    day = date(2026, 1, 1)
    while day < date(2028, 12, 20):
        last = date.fromisoformat(due(f"{day}{NOON}", "ONTRUIMING", Lane.CRISIS)[1])
        between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
        assert sum(map(works, between)) == 3, day
        assert works(last), day
        day += timedelta(days=1)


def test_other_terms_are_calendar_days_and_a_holiday_does_not_stretch_them():
    """14 en 28 dagen; eindigt de termijn op een vrije dag, dan blijft het die dag."""
    table = """
        ontvangen  | laan | termijn | uiterste dag | bijzonder
        -----------+------+---------+--------------+---------------------
        2026-10-08 | L1   | K-14    | 2026-10-22   |
        2026-10-08 | L2   | K-14    | 2026-10-22   |
        2026-10-08 | L3   | K-14    | 2026-10-22   |
        2026-10-08 | L5   | K-28    | 2026-11-05   |
        2026-10-08 | L6   | K-28    | 2026-11-05   |
        2026-10-08 | L7   | K-28    | 2026-11-05   |
        2026-03-20 | L2   | K-14    | 2026-04-03   | Goede Vrijdag
        2026-12-18 | L1   | K-14    | 2027-01-01   | Nieuwjaarsdag
        2026-12-11 | L3   | K-14    | 2026-12-25   | Eerste Kerstdag
        2026-02-14 | L1   | K-14    | 2026-02-28   | eind van februari
        2026-02-15 | L1   | K-14    | 2026-03-01   | over het eind
        2028-02-15 | L1   | K-14    | 2028-02-29   | schrikkeldag
        2026-01-31 | L7   | K-28    | 2026-02-28   | eind van een maand
        2026-02-01 | L7   | K-28    | 2026-03-01   |
        2028-02-01 | L7   | K-28    | 2028-02-29   | schrikkeldag
        2026-04-07 | L6   | K-28    | 2026-05-05   | Bevrijdingsdag
        2026-12-04 | L7   | K-28    | 2027-01-01   | Nieuwjaarsdag
        2026-12-31 | L7   | K-28    | 2027-01-28   | over het jaar
    """
    for row in drawn(table):
        found = due(row["ontvangen"] + NOON, "REGULIER", Lane(row["laan"]))
        assert found == (row["termijn"], row["uiterste dag"]), row


def test_the_day_of_receipt_is_the_dutch_day():
    """Een bestand van 23.59 uur is van die dag, zomer en winter."""
    table = """
        ontvangen (UTC)   | in Nederland | uiterste dag (28)
        ------------------+--------------+------------------
        2026-06-30T21:59  | 2026-06-30   | 2026-07-28
        2026-06-30T22:00  | 2026-07-01   | 2026-07-29
        2026-10-24T21:59  | 2026-10-24   | 2026-11-21
        2026-10-24T22:00  | 2026-10-25   | 2026-11-22
        2026-10-25T22:59  | 2026-10-25   | 2026-11-22
        2026-10-25T23:00  | 2026-10-26   | 2026-11-23
        2026-12-31T22:59  | 2026-12-31   | 2027-01-28
        2026-12-31T23:00  | 2027-01-01   | 2027-01-29
        2027-03-27T22:59  | 2027-03-27   | 2027-04-24
        2027-03-28T22:00  | 2027-03-29   | 2027-04-26
    """
    for row in drawn(table):
        moment = datetime.fromisoformat(f"{row['ontvangen (UTC)']}+00:00")
        signal = facts(received_at=moment)
        assert str(signal.received_on) == row["in Nederland"]
        clock = clock_of(person(signal), Lane.LOW)
        assert str(clock.due_date) == row["uiterste dag (28)"], row


def test_of_several_signals_the_first_received_counts_and_the_first_clock_to_end():
    """Gewoon en crisis door elkaar: de termijn die het eerst afloopt, geldt."""
    table = """
        gewoon     | crisis     | laan | termijn | uiterste dag
        -----------+------------+------+---------+-------------
        2026-10-01 | 2026-10-01 | L0   | K-3WD   | 2026-10-06
        2026-10-01 | 2026-10-08 | L0   | K-3WD   | 2026-10-13
        2026-10-08 | 2026-10-01 | L0   | K-3WD   | 2026-10-06
        2026-10-01 | 2026-10-26 | L0   | K-28    | 2026-10-29
        2026-10-01 | 2026-10-23 | L0   | K-3WD   | 2026-10-28
        2026-10-01 |            | L2   | K-14    | 2026-10-15
        2026-10-01 |            | L7   | K-28    | 2026-10-29
    """
    for row in drawn(table):
        moment = datetime.fromisoformat(row["gewoon"] + NOON)
        signals = [
            facts(received_at=moment),
            facts(signal_id="late", received_at=moment + timedelta(days=9)),
        ]
        if row["crisis"]:
            crisis = datetime.fromisoformat(row["crisis"] + NOON)
            signals.append(
                facts(signal_id="crisis", kind="ONTRUIMING", received_at=crisis)
            )
        clock = clock_of(person(*signals), Lane(row["laan"]))
        assert (clock.code, str(clock.due_date)) == (
            row["termijn"],
            row["uiterste dag"],
        ), row


@pytest.mark.parametrize("lane", list(Lane))
def test_no_clock_ends_after_the_legal_four_weeks(lane):
    for day in range(1, 31):
        received = datetime(2026, 4, day, 12, tzinfo=UTC)
        for kind in ("REGULIER", "ONTRUIMING"):
            clock = clock_of(person(facts(kind=kind, received_at=received)), lane)
            assert 0 < (clock.due_date - received.date()).days <= 28


def test_every_clock_says_from_what_article_or_target_it_comes():
    assert set(CLOCK_TEXTS) == set(ClockCode)
    assert "Wgs art. 4, tweede lid" in CLOCK_TEXTS[ClockCode.CRISIS]
    assert "Wgs art. 4, eerste lid" in CLOCK_TEXTS[ClockCode.LEGAL]
    assert "streeftermijn" in CLOCK_TEXTS[ClockCode.TARGET]
