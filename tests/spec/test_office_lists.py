"""Exclusion lists and register extracts: the newest holds, a refused one changes nothing."""

import io
from datetime import date

import openpyxl
import pyrage
import pytest
from sqlalchemy import text
from support.office import (
    GONE,
    HEADERS,
    RECEIVED,
    Office,
    lines_of,
    office_of,
    workbook_of,
)
from typer.testing import CliRunner

from vroegsein import casework
from vroegsein.casework.handover import (
    address_handover,
    handovers,
    step_handover,
)
from vroegsein.casework.handover_commands import commands
from vroegsein.casework.office_columns import EXCLUSION_COLUMNS, RESIDENT_COLUMNS
from vroegsein.errors import DecisionError
from vroegsein.parties.case_codes import HandoverState

SAFETY = "uitsluitingen_uitsluiting_20261020.csv.age"
DEBT_HELP = "uitsluitingen_shv_20261020.xlsx.age"
EXTRACT = "inwoners_20261020.csv.age"
SECRET = "Verzwegen-reden"
WHO = {"achternaam": "Jansma", "voorletters": "J.", "geboortedatum": "05-05-1980",
       "postcode": "8501 ab", "huisnummer": "1", "vanaf": "01-10-2026"}  # fmt: skip
LIVES = {"inwoner": "R1", "achternaam": "Jansma", "geboortedatum": "1980-05-05",
         "postcode": "8501AB", "huisnummer": "1", "overleden": "N", "vertrokken": "N",
         "geheim": "N"}  # fmt: skip


@pytest.fixture
def office(officials, register) -> Office:
    return office_of(officials, register)


def excluded(*changes: dict[str, str]) -> bytes:
    rows = [[(WHO | change).get(name, "") for name in EXCLUSION_COLUMNS]
            for change in changes]  # fmt: skip
    return lines_of(EXCLUSION_COLUMNS, rows)


def residents(*changes: dict[str, str]) -> bytes:
    rows = [[(LIVES | change).get(name, "") for name in RESIDENT_COLUMNS]
            for change in changes]  # fmt: skip
    return lines_of(RESIDENT_COLUMNS, rows)


def test_a_list_is_kept_with_who_from_when_and_a_reason_that_goes_nowhere(office):
    content = excluded({"reden": SECRET}, {"achternaam": "Visser", "voorletters": "A."})
    assert office.send(SAFETY, content) == {"rows": 2, "taken": 2}
    with office.cases.engine.connect() as connection:
        query = text("SELECT kind, reason, surname, birth_date, postcode, from_date,"
                     " until_date FROM casework.exclusion ORDER BY surname")  # fmt: skip
        first, _ = (tuple(row) for row in connection.execute(query))
    assert first == (
        "uitsluiting", SECRET, "Jansma", "1980-05-05", "8501AB", date(2026, 10, 1), None,
    )  # fmt: skip
    assert SECRET not in str(office.reply(SAFETY))


def test_a_workbook_with_dates_and_numbers_is_read_as_people_type_it(office):
    row = {**WHO, "geboortedatum": date(1980, 5, 5), "huisnummer": 12,
           "vanaf": date(2026, 10, 1), "tot_en_met": date(2026, 12, 31)}  # fmt: skip
    headers = list(row)
    book = workbook_of(headers, [list(row.values())], "Blad1")
    assert office.send(DEBT_HELP, book) == {"rows": 1, "taken": 1}
    assert office.value("SELECT house_number FROM casework.exclusion") == "12"
    assert office.value("SELECT until_date FROM casework.exclusion") == date(
        2026, 12, 31
    )


BAD = [
    ({"achternaam": ""}, "achternaam", "EXC_NAME"),
    ({"geboortedatum": "", "huisnummer": ""}, "geboortedatum", "EXC_WHO"),
    ({"geboortedatum": "1980"}, "geboortedatum", "EXC_BIRTH"),
    ({"postcode": "8501"}, "postcode", "EXC_POSTCODE"),
    ({"vanaf": ""}, "vanaf", "EXC_FROM"),
    ({"tot_en_met": "30-09-2026"}, "tot_en_met", "EXC_UNTIL"),
    ({"tot_en_met": "ooit"}, "tot_en_met", "EXC_UNTIL"),
    ({"reden": "x"}, "reden", "EXC_REASON"),
    ({"straat": "x" * 201}, "achternaam", "OFF_LENGTH"),
]


def test_one_bad_row_refuses_the_list_and_the_one_before_stays_in_force(office):
    """All mistakes at once: each named by row and column."""
    name = "uitsluitingen_shv_20261019.csv.age"
    office.send(name, excluded({}))

    later = "uitsluitingen_shv_20261020.csv.age"
    counts = office.send(later, excluded(*(change for change, _, _ in BAD), {}))

    assert counts == {"rows": len(BAD) + 1, "left_out": len(BAD) + 1, "refused": 1}
    assert office.found(later) == [
        ("", "", "OFF_ROWS"),
        *((str(number), column, code)
          for number, (_, column, code) in enumerate(BAD, start=2)),
    ]  # fmt: skip
    assert office.count("exclusion") == 1


def test_a_list_of_an_earlier_day_never_replaces_one_of_a_later_day(office):
    """Two lists that came at once: whichever is taken first, the newest holds."""
    earlier = "uitsluitingen_shv_20261018.csv.age"
    other_kind = "uitsluitingen_bezwaar_20261018.csv.age"
    office.send("uitsluitingen_shv_20261019.csv.age", excluded({}))

    assert office.send(earlier, excluded({}))["refused"] == 1
    assert office.found(earlier) == [("", "", "OFF_OLDER")]
    assert office.send(other_kind, excluded({})) == {"rows": 1, "taken": 1}


def test_an_empty_list_is_refused(office):
    assert office.send(SAFETY, excluded()) == {"refused": 1}
    assert office.found(SAFETY) == [("", "", "OFF_EMPTY")]


def test_an_extract_is_kept_with_its_flags_and_partly_known_birth_dates(office):
    content = residents(
        {"partner_achternaam": "Visser"},
        {"inwoner": "R2", "geboortedatum": "1950-00-00", "overleden": "J"},
        {"inwoner": "R3", "vertrokken": "J", "postcode": "", "huisnummer": ""},
        {"inwoner": "R4", "geheim": "J"},
    )
    assert office.send(EXTRACT, content) == {"rows": 4, "taken": 4}
    with office.cases.engine.connect() as connection:
        query = text("SELECT resident_id, deceased, moved_out, address_secret"
                     " FROM casework.resident ORDER BY 1")  # fmt: skip
        assert [tuple(row) for row in connection.execute(query)] == [
            ("R1", "false", "false", "false"),
            ("R2", "true", "false", "false"),
            ("R3", "false", "true", "false"),
            ("R4", "false", "false", "true"),
        ]


def test_a_few_bad_residents_are_left_out_and_many_refuse_the_extract(office):
    good = [{"inwoner": f"R{number}"} for number in range(100)]
    bad = [
        ({"inwoner": ""}, "inwoner", "INW_ID"),
        ({"inwoner": "111222333"}, "inwoner", "INW_BSN"),
        ({"inwoner": "A", "achternaam": ""}, "achternaam", "INW_NAME"),
        ({"inwoner": "B", "geboortedatum": "1980"}, "geboortedatum", "INW_BIRTH"),
        ({"inwoner": "C", "geheim": "?"}, "geheim", "INW_FLAG"),
    ]
    changes = [change for change, _, _ in bad]
    counts = office.send(EXTRACT, residents(*changes, *good))
    assert counts == {"rows": 105, "taken": 100, "left_out": 5}
    assert office.found(EXTRACT) == [
        (str(number), column, code)
        for number, (_, column, code) in enumerate(bad, start=2)
    ]

    later = "inwoners_20261021.csv.age"
    double = [{"inwoner": "same"}, {"inwoner": "same"}, {"postcode": "85"}]
    assert office.send(later, residents(*double))["refused"] == 1
    assert office.found(later) == [
        ("", "", "OFF_ROWS"), ("2", "inwoner", "INW_ID"), ("3", "inwoner", "INW_ID"),
        ("4", "postcode", "INW_POSTCODE"),
    ]  # fmt: skip
    assert office.count("resident") == 100


def test_a_hand_over_goes_out_on_one_form_and_is_sent_and_confirmed(office):
    outcome = "uitkomsten_2026-10_01.csv.age"
    office.send(outcome, lines_of(HEADERS, [("M-1", GONE, "19-10-2026", "")]))
    server = office.officials.server

    for _ in range(2):
        assert casework.send_handovers("1940", server, RECEIVED) == 2
    (form,) = [name for name in office.replies() if name.startswith("overdracht_")]
    sealed = (office.officials.folder / "outbox" / form).read_bytes()
    plain = pyrage.decrypt(sealed, [office.officials.key])
    page = openpyxl.load_workbook(io.BytesIO(plain)).active
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    place = next(number for number, row in enumerate(cells) if row[0] == "Kenmerk")
    assert page.print_title_rows == f"${place + 1}:${place + 1}"
    assert page.print_area is None or page.page_setup.fitToHeight == 0
    told = {row[0]: row[1] for row in cells[:place] if row[0]}
    assert told["Van"] == "gemeente De Fryske Marren"
    assert told["Aan"].startswith("nog niet bekend")
    found = cells[place + 1 :]
    assert [row[0] for row in found] == ["H-S1", "H-S2"]
    assert found[0][1:3] == ["J. Jansma", "05-05-1980"]
    assert found[0][5:] == ["€\u00a0200,00", "oktober 2026"]

    runner = CliRunner()
    shown = runner.invoke(commands, ["handover", "list"])
    assert shown.stdout.split() == ["H-S1", "H-S2", "2", "open"]
    done = runner.invoke(
        commands, ["handover", "sent", "H-S1", "H-S2", "--on", "2026-10-21"]
    )
    assert done.exit_code == 0
    done = runner.invoke(
        commands, ["handover", "confirm", "H-S1", "--on", "2026-10-22"]
    )
    assert done.exit_code == 0
    assert handovers("1940", HandoverState.CONFIRMED) == ["H-S1"]
    assert handovers("1940", HandoverState.SENT) == ["H-S2"]
    step_handover("H-S1", HandoverState.CONFIRMED, date(2026, 10, 23))
    assert casework.send_handovers("1940", server, RECEIVED) == 0


def test_a_form_of_corrected_signals_goes_out_beside_the_one_before(office):
    """Red while the name followed from the ids: other content stopped the run."""
    outcome = "uitkomsten_2026-10_01.csv.age"
    office.send(outcome, lines_of(HEADERS, [("M-2", GONE, "19-10-2026", "")]))
    server = office.officials.server
    casework.send_handovers("1940", server, RECEIVED)
    with office.cases.engine.begin() as connection:
        connection.execute(
            text("UPDATE intake.signal SET place = 'Balk' WHERE signal_id = 'S3'")
        )
    for _ in range(2):
        assert casework.send_handovers("1940", server, RECEIVED) == 1
    forms = [name for name in office.replies() if name.startswith("overdracht_")]
    assert len(forms) == 2


def test_who_is_found_elsewhere_goes_on_the_form_of_that_municipality(office):
    outcome = "uitkomsten_2026-10_01.csv.age"
    office.send(outcome, lines_of(HEADERS, [("M-1", GONE, "19-10-2026", "")]))
    runner = CliRunner()
    noted = runner.invoke(commands, ["handover", "to", "'s-Gravenhage", "H-S1"])
    assert (noted.exit_code, noted.stdout) == (0, "1 to 's-Gravenhage\n")
    assert casework.send_handovers("1940", office.officials.server, RECEIVED) == 2
    told = {}
    for name in office.replies():
        if name.startswith("overdracht_"):
            sealed = (office.officials.folder / "outbox" / name).read_bytes()
            plain = pyrage.decrypt(sealed, [office.officials.key])
            page = openpyxl.load_workbook(io.BytesIO(plain)).active
            column = [row[0].value for row in page.iter_rows()]
            row = column.index("Aan") + 1
            told[page.cell(row, 2).value] = column[column.index("Kenmerk") + 1 :]
    assert told == {
        "gemeente 's-Gravenhage": ["H-S1"],
        "nog niet bekend: zoek dit eerst op": ["H-S2"],
    }


@pytest.mark.parametrize("place", ["", "J", "8501 AB Joure", "=Balk", "a" * 61])
def test_a_hand_over_goes_to_a_municipality_alone(office, place: str):
    outcome = "uitkomsten_2026-10_01.csv.age"
    office.send(outcome, lines_of(HEADERS, [("M-2", GONE, "19-10-2026", "")]))
    with pytest.raises(DecisionError, match="no name of a municipality"):
        address_handover("H-S3", place)
    address_handover("H-S3", "Bergen (NH.)")
    step_handover("H-S3", HandoverState.SENT, date(2026, 10, 21))
    with pytest.raises(DecisionError, match="H-S3 is not open"):
        address_handover("H-S3", "Leeuwarden")


def test_a_hand_over_never_skips_a_step(office):
    with pytest.raises(DecisionError, match="not known"):
        step_handover("H-S9", HandoverState.SENT, date(2026, 10, 21))
    outcome = "uitkomsten_2026-10_01.csv.age"
    office.send(outcome, lines_of(HEADERS, [("M-2", GONE, "19-10-2026", "")]))
    with pytest.raises(DecisionError, match="only sent becomes confirmed"):
        step_handover("H-S3", HandoverState.CONFIRMED, date(2026, 10, 21))
