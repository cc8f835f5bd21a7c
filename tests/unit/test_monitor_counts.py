"""Every figure of the monitor against an oracle that counts it the plain way."""

from datetime import timedelta

import pytest
from support.statistics_town import SECTORS, Town

from vroegsein.accountability.statistics.case_counts import count_cases, decile
from vroegsein.accountability.statistics.figures import Figures, read_figures
from vroegsein.accountability.statistics.month_rows import MonthRows
from vroegsein.accountability.statistics.register_counts import (
    count_feedback,
    count_pairs,
    count_residents,
)
from vroegsein.accountability.statistics.signal_counts import count_signals
from vroegsein.parties.workdays import is_working_day

CRISIS = {"EINDELEVERING", "ONTRUIMING", "AFSLUITING", "EINDE_ZORGPOLIS"}
HELPED = {
    "(Budget)advies en/of quick fix", "Vervolghulp en/of verwijzing",
    "Vervolghulp en/of verwijzing financieel",
    "Vervolghulp en/of verwijzing niet financieel",
}  # fmt: skip
SPOKEN = HELPED | {
    "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering",
    "Inwoner heeft zelf al betaald/betalingsregeling getroffen",
    "Geen reactie na eerder contact",
}
TOWN = Town(seed=7, signals_a_month=150)
MONTHS = list(TOWN.months)


@pytest.fixture(params=MONTHS)
def rows(request: pytest.FixtureRequest) -> MonthRows:
    """Each month of the year in turn."""
    return TOWN.months[request.param]


@pytest.fixture
def counts(rows: MonthRows) -> dict[str, int]:
    """What we count of the month."""
    figures = Figures(rows.month)
    count_signals(figures, rows)
    count_cases(figures, rows)
    for one in figures.sums:
        assert figures.counts[one.whole] == sum(figures.counts[n] for n in one.parts)
    return figures.counts


def the(condition) -> int:
    """How often a condition holds."""
    return sum(map(bool, condition))


def own(rows: MonthRows, case) -> list:
    """A case's signals of the month."""
    return [row for row in rows.signals if row["signal_id"] in case.signal_ids]


def is_spoken(case) -> bool:
    return any(one.reached for one in case.attempts) or case.result in SPOKEN


def waited(rows: MonthRows, case) -> int | None:
    """Days to the first attempt."""
    if not case.attempts:
        return None
    received = min(row["received_on"] for row in own(rows, case))
    return max((min(one.day for one in case.attempts) - received).days, 0)


def test_k01_k02_signals_by_sector(rows, counts):
    assert counts["signalen"] == len(rows.signals)
    for sector in set(SECTORS.values()):
        expected = the(SECTORS[r["partner_code"]] == sector for r in rows.signals)
        assert counts.get(f"signalen|sector|{sector}", 0) == expected


def test_k03_crisis_at_energy(rows, counts):
    energy = [r for r in rows.signals if SECTORS[r["partner_code"]] == "energie"]
    expected = the(row["signal_kind"] in CRISIS for row in energy)
    assert counts.get("signalen|sector|energie|crisis|crisis", 0) == expected


def test_k04_kinds_of_cases(rows, counts):
    assert counts["meldingen"] == len(rows.cases)
    for kind in ("enkelvoudig", "meervoudig", "opeenvolgend", "onbekend"):
        expected = the(
            rows.entries.get(c.case_id, {"address_kind": "onbekend"})["address_kind"]
            == kind
            for c in rows.cases
        )
        assert counts[f"meldingen|soort|{kind}"] == expected


def test_k05_k06_picked_up_and_why_not(rows, counts):
    labels = {row["status"] or "Nog niet opgepakt" for row in rows.signals}
    for label in {*labels, "Opgepakt", "Inwoner is overleden"}:
        expected = the(
            (r["status"] or "Nog niet opgepakt") == label for r in rows.signals
        )
        assert counts[f"signalen|status|{label}"] == expected
        for sector in set(SECTORS.values()):
            expected = the(
                (r["status"] or "Nog niet opgepakt") == label
                and SECTORS[r["partner_code"]] == sector
                for r in rows.signals
            )
            name = f"signalen|sector|{sector}|status|{label}"
            assert counts.get(name, 0) == expected


def test_k07_attempts_by_number_channel_and_part_of_day(rows, counts):
    made = [one for case in rows.cases for one in case.attempts]
    for kind in ("Telefoon", "Brief", "Huisbezoek", "SMS/Whatsapp"):
        expected = the(one.kind == kind for one in made)
        assert counts[f"contactpogingen|soort|{kind}"] == expected
    for part in ("Ochtend", "Middag", "Avond", None):
        expected = the(one.part_of_day == part for one in made)
        assert counts[f"contactpogingen|dagdeel|{part or 'onbekend'}"] == expected
    for number, label in enumerate(("0", "1", "2", "3")):
        expected = the(len(case.attempts) == number for case in rows.cases)
        assert counts[f"meldingen|aantal pogingen|{label}"] == expected
    expected = the(len(case.attempts) > 3 for case in rows.cases)
    assert counts["meldingen|aantal pogingen|4 of meer"] == expected


def test_k08_k09_reached_and_accepted(rows, counts):
    reached = [case for case in rows.cases if is_spoken(case)]
    assert counts["meldingen|bereik|bereikt"] == len(reached)
    accepted = [case for case in rows.cases if case.result in HELPED]
    assert counts["meldingen|uitkomst|geaccepteerd"] == len(accepted)
    for sector in {*SECTORS.values(), "meer sectoren"}:
        here = [
            case
            for case in rows.cases
            if ({SECTORS[r["partner_code"]] for r in own(rows, case)} == {sector})
            or (
                sector == "meer sectoren"
                and len({SECTORS[r["partner_code"]] for r in own(rows, case)}) > 1
            )
        ]
        place = f"meldingen|sector|{sector}"
        assert counts.get(place, 0) == len(here)
        if here:
            assert counts[f"{place}|bereik|bereikt"] == the(map(is_spoken, here))
            expected = the(case.result in HELPED for case in here)
            assert counts[f"{place}|uitkomst|geaccepteerd"] == expected


def test_k10_reached_by_channels(rows, counts):
    sets = {
        "alleen brief": lambda kinds: kinds == {"Brief"},
        "alleen schriftelijk of digitaal": lambda kinds: (
            kinds and kinds != {"Brief"}
            and not kinds - {"Brief", "Kaartje", "Mail", "SMS/Whatsapp"}
        ),
        "telefoon, geen huisbezoek": lambda kinds: (
            "Telefoon" in kinds and "Huisbezoek" not in kinds
        ),
        "huisbezoek": lambda kinds: "Huisbezoek" in kinds,
        "geen poging": lambda kinds: not kinds,
    }  # fmt: skip
    for label, holds in sets.items():
        here = [c for c in rows.cases if holds({one.kind for one in c.attempts})]
        assert counts[f"meldingen|kanaal|{label}"] == len(here)
        expected = the(map(is_spoken, here))
        assert counts[f"meldingen|kanaal|{label}|bereik|bereikt"] == expected


def test_k11_days_to_the_first_attempt(rows):
    figures = Figures(rows.month)
    count_signals(figures, rows)
    count_cases(figures, rows)
    days = sorted(d for c in rows.cases if (d := waited(rows, c)) is not None)
    assert len(days) >= 10
    for name, share in (("P50", 0.5), ("P90", 0.9)):
        found = figures.measures[f"dagen|{name}"]
        assert the(day <= found for day in days) >= share * len(days)
        assert the(day < found for day in days) < share * len(days)
    assert figures.counts["meldingen|termijn|binnen 14 dagen"] == the(
        day <= 14 for day in days
    )


def test_k12_offers_and_crises_in_time(rows, counts):
    in_time = late = running = 0
    urgent = {"op tijd": 0, "te laat": 0, "loopt nog": 0}
    for case in rows.cases:
        received = min(row["received_on"] for row in own(rows, case))
        days = waited(rows, case)
        if days is None:
            running += rows.as_of <= received + timedelta(days=28)
            late += rows.as_of > received + timedelta(days=28)
        else:
            in_time += days <= 28
            late += days > 28
        crises = [r for r in own(rows, case) if r["signal_kind"] in CRISIS]
        if crises:
            last = min(row["received_on"] for row in crises)
            for _ in range(3):
                last += timedelta(days=1)
                while not is_working_day(last):
                    last += timedelta(days=1)
            first = min((one.day for one in case.attempts), default=None)
            if first is None:
                word = "loopt nog" if rows.as_of <= last else "te laat"
            else:
                word = "op tijd" if first <= last else "te laat"
            urgent[word] += 1
    assert counts["meldingen|aanbod|op tijd"] == in_time
    assert counts["meldingen|aanbod|beoordeeld"] == in_time + late
    assert counts["meldingen|termijn|loopt nog"] == running
    for word, expected in urgent.items():
        assert counts[f"meldingen|spoed|spoed|aanbod|{word}"] == expected


def test_k14_new_signals_after_help(rows, counts):
    expected = 0
    for case in rows.cases:
        days = rows.new_signals.get(case.case_id, [])
        if case.result in HELPED:
            expected += any(0 < (day - case.result_on).days <= 183 for day in days)
    name = "meldingen|uitkomst|geaccepteerd|herhaling|nieuw signaal"
    assert counts[name] == expected


def test_k19_wrong_signals_by_partner(rows, counts):
    paid = {
        signal
        for case in rows.cases
        if case.result == "Inwoner heeft zelf al betaald/betalingsregeling getroffen"
        for signal in case.signal_ids
    }
    for partner in SECTORS:
        here = [row for row in rows.signals if row["partner_code"] == partner]
        place = f"signalen|partner|{partner}"
        assert counts.get(place, 0) == len(here)
        if here:
            wrong = the(r["status"] == "Niet opgepakt: onterecht signaal" for r in here)
            assert counts[f"{place}|juist|onterecht"] == wrong
            expected = the(r["signal_id"] in paid for r in here)
            assert counts[f"{place}|juist|al betaald"] == expected


def test_k20_only_a_letter_for_lack_of_capacity(rows, counts):
    expected = the(
        case.case_id in rows.entries and rows.entries[case.case_id]["is_overflow"]
        for case in rows.cases
    )
    assert counts["meldingen|capaciteit|alleen brief door capaciteit"] == expected


def test_the_town_has_something_of_everything():
    """The oracle would prove little on months without help, crises or late attempts."""
    figures = [Figures(month) for month in TOWN.months]
    for one, rows in zip(figures, TOWN.months.values(), strict=True):
        count_signals(one, rows)
        count_cases(one, rows)
    for name in (
        "meldingen|uitkomst|geaccepteerd|herhaling|nieuw signaal",
        "meldingen|spoed|spoed|aanbod|op tijd",
        "meldingen|spoed|spoed|aanbod|te laat",
        "meldingen|kanaal|alleen brief|bereik|bereikt",
        "signalen|partner|merenwonen|juist|al betaald",
        "meldingen|capaciteit|alleen brief door capaciteit",
    ):
        assert sum(one.counts.get(name, 0) for one in figures) > 0, name


@pytest.mark.parametrize(
    ("values", "tenths", "expected"),
    [([1], 5, 1), ([1, 2], 5, 1), ([1, 2, 3], 5, 2), (list(range(1, 11)), 9, 9),
     (list(range(1, 12)), 9, 10)],
)  # fmt: skip
def test_a_decile_is_the_smallest_value_that_so_many_reach(values, tenths, expected):
    assert decile(values, tenths) == expected


def test_k13_feedback_within_the_agreed_working_days():
    figures = Figures("2026-10")
    friday, monday = TOWN.as_of.replace(day=4), TOWN.as_of.replace(day=7)
    rows = [
        {"known_on": friday, "feedback_date": friday},
        {"known_on": friday, "feedback_date": monday},
        {"known_on": friday, "feedback_date": TOWN.as_of.replace(day=8)},
    ]
    count_feedback(figures, rows, working_days=1)
    assert figures.counts["terugkoppeling|termijn|op tijd"] == 2
    assert figures.counts["terugkoppeling|termijn|te laat"] == 1


def test_k17_residents_found():
    figures = Figures("2026-10")
    count_residents(figures, {"one_count": 70, "more_count": 8, "signal_count": 90})
    assert figures.counts["inwoners|gevonden|geen"] == 12


def test_k18_pairs_asked_and_linked():
    row = {"asked_count": 12, "same_count": 5, "different_count": 6,
           "linked_count": 20, "likely_thousandths": 19_400}  # fmt: skip
    figures = Figures("2026-10")
    count_pairs(figures, row)
    assert figures.counts["gevraagd|antwoord|open"] == 1
    assert figures.counts["paren"] == 32
    assert figures.measures["precisie|promille"] == 970
    few = Figures("2026-10")
    count_pairs(few, row | {"linked_count": 9})
    assert few.measures == {}


def test_figures_are_the_same_after_the_register_kept_them():
    figures = Figures("2026-10", measures={"inwoners": 52000})
    count_signals(figures, TOWN.months["2026-10"])
    assert read_figures("2026-10", figures.document) == Figures(
        "2026-10", figures.counts, figures.sums, figures.measures
    )
