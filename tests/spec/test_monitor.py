"""The monitor of a month, from the register to page and table."""

import csv
import io
from datetime import date

import pytest
from sqlalchemy import Engine, insert, select, text, update
from support.casework_rows import Casework, Tried
from support.listing_month import OCTOBER, Register, digest, signal
from support.quality import year
from support.report_page import ReadPage
from support.statistics_town import Town

from vroegsein import accountability
from vroegsein.accountability.statistics.case_counts import count_cases
from vroegsein.accountability.statistics.definitions import definitions
from vroegsein.accountability.statistics.figures import Figures
from vroegsein.accountability.statistics.monitor_csv import monitor_csv
from vroegsein.accountability.statistics.monitor_page import monitor_page
from vroegsein.accountability.statistics.shown import HIDDEN, Column, Month, year_text
from vroegsein.accountability.statistics.signal_counts import count_signals
from vroegsein.register.audit_tables import purge, purged_month
from vroegsein.register.case_tables import case_signal, feedback
from vroegsein.register.exclusion_tables import run_source
from vroegsein.register.intake_tables import signal as signal_table
from vroegsein.register.matching_tables import evidence, membership
from vroegsein.register.statistics_tables import statistics_month

MOMENT = "2026-12-10T06:00:00+01:00"
NAME = "monitor_1940_2026-10"
PERSONAL = "Merkteken"


@pytest.fixture(scope="module")
def months() -> list[Month]:
    """A year of a generated municipality."""
    found = []
    for month, rows in Town(seed=3, signals_a_month=230).months.items():
        figures = Figures(month, measures={"inwoners": 52000})
        count_signals(figures, rows)
        count_cases(figures, rows)
        found.append(Month(figures))
    return found


@pytest.fixture(scope="module")
def page(months: list[Month]) -> str:
    """Its page."""
    return monitor_page(year(), months)


def test_every_figure_has_its_definition_its_sources_and_its_months(page):
    read = ReadPage(page)
    assert list(read.sections) == [code.lower() for code in definitions()]
    numbers = {code.rstrip("b") for code in definitions()}
    assert numbers == {f"K{number:02}" for number in range(1, 22)}
    for code, words in definitions().items():
        section = read.sections[code.lower()]
        assert section.heading == f"{code} {words.heading}"
        assert section.paragraphs[0] == words.definition
        assert words.reference in section.paragraphs[1]
        assert section.tables


def test_the_page_needs_nothing_from_outside(page):
    for outside in ("http:", "https:", "//", "<script", "<img", "@import"):
        assert outside not in page


def test_the_same_figures_give_the_same_bytes(months, page):
    assert monitor_page(year(), months) == page
    assert monitor_csv(year(), months) == monitor_csv(year(), months)


def test_no_small_count_stands_on_the_page_or_in_the_table(months):
    text = monitor_csv(year(), months).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(lines) > 1000
    assert {line["getoond"] for line in lines} == {"ja", "nee", "onbekend"}
    of_people = [line for line in lines if line["kpi"] not in {"K15", "K21"}]
    for line in of_people:  # months in time and counts not shown are no people
        for count in (line["teller"], line["noemer"]):
            assert not count or int(count) == 0 or int(count) >= 5, line
        if line["teller"] and line["noemer"] and line["eenheid"] == "procent":
            rest = int(line["noemer"]) - int(line["teller"])
            assert rest == 0 or rest >= 5 or line["kpi"] == "K09", line


def test_the_table_tells_every_figure_that_is_defined(months):
    """Red while K15, K16 and K21 stood on the page alone."""
    text = monitor_csv(year(), months).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    codes = [line["kpi"] for line in lines]
    assert list(dict.fromkeys(codes)) == list(definitions())


def test_the_table_tells_of_each_partners_deliveries(months):
    found = year()
    text = monitor_csv(found, months).decode("utf-8-sig")
    lines = [
        line
        for line in csv.DictReader(io.StringIO(text), delimiter=";")
        if line["kpi"] in {"K15", "K16"}
    ]
    assert len(lines) == 7 * len(found.partners)
    assert {line["maand"] for line in lines} == {months[-1].figures.month}
    for line in lines:
        if line["kpi"] == "K16":  # of few people no count
            assert line["teller"] + line["noemer"] == ""
    first = found.name(found.partners[0])
    units = [line["eenheid"] for line in lines if line["onderdeel"].startswith(first)]
    assert units == ["procent", "procent", "werkdagen", *["procent"] * 4]


def test_attempts_stand_without_their_counts(months):
    text = monitor_csv(year(), months).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    kinds = [line for line in lines if line["kpi"] == "K07b"]
    assert kinds
    assert {line["teller"] + line["noemer"] for line in kinds} == {""}
    shown = [line["waarde"] for line in kinds if line["getoond"] == "ja"]
    assert {value.partition(",")[2] for value in shown} == {"0"}  # whole percents


def of_counts(*counts: int) -> list[Month]:
    """Months with a count of persons, beside a hundred others."""
    found = []
    for place, count in enumerate(counts, start=1):
        figures = Figures(f"2026-{place:02}")
        figures.split("all", "by", {"this": count, "other": 100, "third": 90})
        found.append(Month(figures))
    return found


@pytest.mark.parametrize(
    ("counts", "written"),
    [
        ((10, 12), "20"),
        ((10, 13), "25"),
        ((3, 12), HIDDEN),  # one hidden month would follow from the total
        ((2, 1, 12), HIDDEN),  # two hidden months of three persons
        ((3, 4, 12), "20"),
        ((1, 1, 1, 1, 1, 12), HIDDEN),  # five of one each
        ((0, 0), "0"),
    ],
)
def test_a_years_total_tells_no_hidden_month(counts, written):
    assert year_text(of_counts(*counts), Column("x", "all|by|this")) == written


def test_a_years_total_does_not_tell_the_one_month_that_was_hidden_with_another():
    months = of_counts(3, 12)
    assert year_text(months, Column("x", "all|by|third")) == HIDDEN
    assert year_text(months, Column("x", "all|by|other")) == "200"


def month_of(register: Engine) -> tuple[Register, Casework, dict[str, str]]:
    """Twelve persons with a case, of whom six accept help."""
    town, work = Register(register), Casework(register)
    energy = {"partner": "noordstroom", "kind": "EINDELEVERING"}
    town.deliver(
        [
            *(signal(f"S{n:02}", number=str(n), surname=PERSONAL, customer=f"K{n}")
              for n in range(1, 13)),
            *(signal(f"E{n:02}", number=str(50 + n), customer=f"E{n}", **energy)
              for n in range(1, 7)),
            *(signal(f"T{n:02}", number=str(80 + n), cents=500, customer=f"T{n}")
              for n in range(1, 7)),
        ]
    )  # fmt: skip
    town.publish()
    cases = work.open(OCTOBER, date(2026, 11, 2))
    for name, case_id in sorted(cases.items()):
        work.try_to_reach(case_id, Tried(date(2026, 10, 20), reached=name[0] == "S"))
        if name < "S07" and name[0] == "S":
            result = "(Budget)advies en/of quick fix"
            work.close(case_id, result, date(2026, 11, 3))
    return town, work, cases


def kept(register: Engine, month: str = OCTOBER) -> dict[str, int]:
    """Counts the register kept of a month."""
    with register.connect() as connection:
        query = select(statistics_month.c.figures).filter_by(month=month)
        return connection.execute(query).scalar_one()["counts"]


@pytest.mark.usefixtures("storage")
def test_a_month_of_the_register_is_counted(register, storage):
    month_of(register)
    told = accountability.write_monitor("1940", OCTOBER, MOMENT)
    assert told["months"] == 1
    found = kept(register)
    assert found["signalen"] == 24
    assert found["signalen|sector|energie|crisis|crisis"] == 6
    assert found["signalen|status|Niet opgepakt: onterecht signaal"] == 6
    assert found["meldingen"] == 18
    assert found["meldingen|bereik|bereikt"] == 12
    assert found["meldingen|uitkomst|geaccepteerd"] == 6
    assert found["meldingen|soort|enkelvoudig"] == 18
    assert found["meldingen|spoed|spoed"] == 6
    assert found["paren|besluit|vanzelf"] == 0
    page = (storage / "statistics" / "1940" / OCTOBER / f"{NAME}.html").read_text()
    assert ReadPage(page).tiles["van de signalen opgepakt"] == "75%"
    assert PERSONAL not in page
    table = (storage / "statistics" / "1940" / OCTOBER / f"{NAME}.csv").read_bytes()
    assert PERSONAL.encode() not in table
    before = {path: path.read_bytes() for path in storage.rglob("monitor_*")}
    accountability.write_monitor("1940", OCTOBER, MOMENT)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.usefixtures("storage")
def test_what_the_register_knows_of_feedback_residents_and_new_signals(register):
    town, _, _ = month_of(register)
    town.deliver(
        [signal("N1", "P-S01", month="2026-11", customer="K1",
                received_at=town.signals[0].received_at.replace(month=11))]
    )  # fmt: skip
    town.publish("2026-11")
    with register.begin() as connection:
        run_id = connection.scalar(
            text("SELECT run_id FROM casework.draft ORDER BY month")
        )
        connection.execute(
            update(membership)
            .where(membership.c.run_id == run_id, membership.c.signal_id < "E05")
            .values(resident_id="R1")
        )
        for number in (1, 2):
            row = {"run_id": run_id, "left_id": "S01", "right_id": f"R{number}",
                   "kind": "resident", "outcome": "possible", "weight": 1,
                   "reason": "Lijkt erop."}  # fmt: skip
            levels = ("birth_date", "surname", "name", "address", "phone", "email")
            row |= {f"{name}_level": 1 for name in levels}
            connection.execute(insert(evidence).values(row))
        connection.execute(
            insert(run_source).values(
                run_id=run_id, office_file_id="office-1", kind="residents",
                digest=digest("r"),
            )
        )  # fmt: skip
        for name, day in (("S01", 4), ("S02", 20), ("T01", 25)):
            connection.execute(
                insert(feedback).values(
                    feedback_id=f"F-{name}", municipality_code="1940", month=OCTOBER,
                    partner_code="merenwonen", signal_id=name, source_record_id=name,
                    code="TK10" if name[0] == "S" else "TK40",
                    feedback_date=date(2026, 11, day),
                )
            )  # fmt: skip
    accountability.write_monitor("1940", "2026-11", MOMENT)
    found = kept(register)
    assert found["terugkoppeling|termijn|op tijd"] == 1
    assert found["terugkoppeling|termijn|te laat"] == 2
    assert found["inwoners|gevonden|precies één"] == 4
    assert found["inwoners|gevonden|meer"] == 1
    assert found["inwoners|gevonden|geen"] == 19
    name = "meldingen|uitkomst|geaccepteerd|herhaling|nieuw signaal"
    assert found[name] == 1


@pytest.mark.usefixtures("storage")
def test_a_purged_month_is_shown_as_it_was_counted_last(register):
    month_of(register)
    accountability.write_monitor("1940", OCTOBER, MOMENT)
    before = kept(register)
    with register.begin() as connection:
        connection.execute(
            insert(purge).values(
                purge_id="purge-1", municipality_code="1940", as_of=MOMENT, terms={}
            )
        )
        connection.execute(
            insert(purged_month).values(
                municipality_code="1940", month=OCTOBER, purge_id="purge-1"
            )
        )
        connection.execute(case_signal.delete())
        connection.execute(signal_table.delete())
    told = accountability.write_monitor("1940", "2026-11", MOMENT)
    assert told["months"] == 2
    assert kept(register) == before


@pytest.mark.usefixtures("register")
def test_a_month_without_a_signal_has_a_monitor(storage):
    told = accountability.write_monitor("1940", OCTOBER, MOMENT)
    assert told == {"months": 1, "hidden": 0}
    page = (storage / "statistics" / "1940" / OCTOBER / f"{NAME}.html").read_text()
    assert ReadPage(page).tiles["van de signalen opgepakt"] == "-"
