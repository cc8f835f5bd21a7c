"""Outcome files of officials: taken once, row by row, or refused in writing."""

from datetime import date

import pyrage
import pytest
from sqlalchemy import text
from support.listing_month import signal
from support.office import (
    GONE,
    HEADERS,
    HELPED,
    RECEIVED,
    UNREACHED,
    Office,
    lines_of,
    office_of,
    workbook_of,
)
from support.own_include import use_own_include

from vroegsein import casework
from vroegsein.casework.outcome_rows import attempt_header
from vroegsein.errors import TransferError
from vroegsein.listing.columns import ATTEMPT_WORDS

NAME = "uitkomsten_2026-10_01.csv.age"
SECOND = "uitkomsten_2026-10_02.csv.age"
BOOK = "uitkomsten_2026-10_01.xlsx.age"
ATTEMPTS = tuple(attempt_header(n, word) for n in (1, 2) for word in ATTEMPT_WORDS)
LATER = "2026-12-20T09:00:00+01:00"


@pytest.fixture
def office(officials, register) -> Office:
    return office_of(officials, register)


def outcomes(*rows) -> bytes:
    return lines_of(HEADERS, rows)


def tried(*rows) -> bytes:
    """Rows of case and two attempts, without results."""
    headers = ("Melding", *ATTEMPTS, "Resultaat", "Resultaat datum")
    filled = [[*row, *[""] * (len(headers) - len(row))] for row in rows]
    return lines_of(headers, filled)


def test_accepted_help_takes_the_case_to_helped_with_its_measures(office):
    counts = office.send(NAME, outcomes(("M-1", HELPED, "19-10-2026", "M04, m10")))

    assert counts == {"rows": 1, "taken": 1}
    assert office.cases.states()["M-1"] == "helped"
    assert office.cases.history("M-1") == ["open", "helped"]
    assert office.value("SELECT result_date FROM casework.outcome") == date(
        2026, 10, 19
    )
    assert office.value(
        "SELECT STRING_AGG(measure, ',' ORDER BY measure) FROM casework.measure_used"
    ) == "M04,M10"  # fmt: skip
    assert office.inbox() == []
    assert "aangenomen" in office.reply(NAME)[0][4]


def test_attempts_make_contact_and_a_final_result_closes(office):
    first = tried(
        ("M-1", "Telefoon", "15-10-2026", "Avond", "N", "Brief", "16-10-2026", "", "n"),
        ("M-2", "Huisbezoek", "2026-10-15", "Middag", "J"),
    )
    assert office.send(NAME, first) == {"rows": 2, "taken": 2}
    assert office.cases.states() == {
        "M-1": "in_contact", "M-2": "in_contact", "M-3": "open",
    }  # fmt: skip
    assert office.count("contact_attempt") == 3

    office.send(SECOND, outcomes(("M-1", UNREACHED, "20-10-2026", "")))
    assert office.cases.history("M-1") == ["open", "in_contact", "closed"]


def test_the_list_itself_filled_in_is_read_by_its_headers(office):
    headers = ("Nr.", "Melding", "Naam", *ATTEMPTS, "Aantekeningen", *HEADERS[1:])
    day = date(2026, 10, 15)
    rows = [
        (1, "M-1", "Jansma", "Telefoon", day, "Avond", "J", None, None, None, None,
         "belde terug", HELPED, day, "M04"),
        (2, "M-2", "Visser", *[None] * 12),
    ]  # fmt: skip
    assert office.send(BOOK, workbook_of(headers, rows)) == {"rows": 2, "taken": 2}
    assert office.cases.states()["M-1"] == "helped"
    assert office.cases.states()["M-2"] == "open"  # nothing was filled in
    assert office.found(BOOK) == []


def test_the_same_again_adds_nothing_and_overlap_adds_only_what_is_missing(office):
    """A file twice, its copy sealed anew, and one that holds part of it."""
    rows = [("M-1", HELPED, "19-10-2026", "M04"), ("M-2", UNREACHED, "19-10-2026", "")]
    office.put(NAME, outcomes(*rows))
    sealed = (office.officials.folder / "inbox" / NAME).read_bytes()
    office.take(NAME)

    office.put_plain(NAME, sealed)
    assert office.take(NAME) == {"known": 1}
    assert office.inbox() == []
    office.send(SECOND, outcomes(*rows, ("M-3", UNREACHED, "20-10-2026", "")))

    assert office.count("outcome") == 3
    assert office.count("measure_used") == 1
    assert office.count("office_file") == 2
    assert office.cases.history("M-1") == ["open", "helped"]
    assert office.cases.history("M-3") == ["open", "closed"]


def test_an_attempt_that_is_told_twice_is_one_and_being_reached_stays(office):
    row = ("M-1", "Telefoon", "15-10-2026", "Avond")
    office.send(NAME, tried((*row, "N")))
    office.send(SECOND, tried((*row, "J")))
    office.send("uitkomsten_2026-10_03.csv.age", tried((*row, "N")))

    assert office.count("contact_attempt") == 1
    assert office.value("SELECT reached FROM casework.contact_attempt") is True


BAD_RESULTS = [
    ("unknown case", ("M-9", UNREACHED, "19-10-2026", ""), "Melding", "UIT_CASE"),
    ("no case", ("", UNREACHED, "19-10-2026", ""), "Melding", "UIT_CASE"),
    ("unknown label", ("M-1", "Geen gehoor", "19-10-2026", ""), "Resultaat",
     "UIT_RESULT"),
    ("no day", ("M-1", UNREACHED, "", ""), "Resultaat", "UIT_PAIR"),
    ("no result", ("M-1", "", "19-10-2026", ""), "Resultaat", "UIT_PAIR"),
    ("no date", ("M-1", UNREACHED, "31-02-2026", ""), "Resultaat datum", "UIT_DATE"),
    ("before the list", ("M-1", UNREACHED, "13-10-2026", ""), "Resultaat datum",
     "UIT_EARLY"),
    ("in the future", ("M-1", UNREACHED, "21-10-2026", ""), "Resultaat datum",
     "UIT_FUTURE"),
    ("unknown measure", ("M-1", HELPED, "19-10-2026", "M15"), "Maatregelen",
     "UIT_MEASURE"),
    ("measure without help", ("M-1", UNREACHED, "19-10-2026", "M04"), "Maatregelen",
     "UIT_NO_HELP"),
]  # fmt: skip
BAD_ATTEMPTS = [
    ("no kind", ("", "15-10-2026", "", "J"), "soort", "UIT_ATTEMPT"),
    ("no day", ("Brief", "", "", "J"), "datum", "UIT_ATTEMPT"),
    ("no answer", ("Brief", "15-10-2026", "", ""), "bereikt (J/N)", "UIT_ATTEMPT"),
    ("unknown kind", ("Bellen", "15-10-2026", "", "J"), "soort", "UIT_KIND"),
    ("unknown part", ("Brief", "15-10-2026", "Nacht", "J"), "dagdeel", "UIT_PART"),
    ("no yes or no", ("Brief", "15-10-2026", "", "?"), "bereikt (J/N)", "UIT_REACHED"),
    ("no date", ("Brief", "ooit", "", "J"), "datum", "UIT_DATE"),
    ("early", ("Brief", "01-10-2026", "", "J"), "datum", "UIT_EARLY"),
    ("future", ("Brief", "01-11-2026", "", "J"), "datum", "UIT_FUTURE"),
]


def test_every_bad_row_is_left_out_with_its_own_finding_and_the_rest_is_taken(office):
    """One file with each mistake; row numbers and columns, never values."""
    rows = [row for _, row, _, _ in BAD_RESULTS]
    rows.append(("M-3", UNREACHED, "20-10-2026", ""))

    counts = office.send(NAME, outcomes(*rows))

    assert counts == {"rows": len(rows), "taken": 1, "left_out": len(BAD_RESULTS)}
    expected = [
        (str(number), column, code)
        for number, (_, _, column, code) in enumerate(BAD_RESULTS, start=2)
    ]
    found = office.found(NAME)
    # All rows of M-1 contradict each other too.
    assert [one for one in found if one[2] != "UIT_CONFLICT"] == expected
    assert office.count("outcome") == 1
    assert office.cases.states() == {"M-1": "open", "M-2": "open", "M-3": "closed"}
    reply = str(office.reply(NAME))
    assert "M-9" not in reply
    assert "Geen gehoor" not in reply


def test_every_bad_attempt_is_named_by_its_place_on_the_row(office):
    good = ("Telefoon", "15-10-2026", "Avond", "J")
    rows = [("M-1", *good, *bad) for _, bad, _, _ in BAD_ATTEMPTS]

    counts = office.send(NAME, tried(*rows))

    assert counts == {"rows": len(rows), "left_out": len(rows)}
    assert office.found(NAME) == [
        (str(number), f"Poging 2 {word}", code)
        for number, (_, _, word, code) in enumerate(BAD_ATTEMPTS, start=2)
    ]
    assert office.count("contact_attempt") == 0
    assert office.cases.states()["M-1"] == "open"


def test_results_that_contradict_are_both_left_out_and_so_is_another_of_that_day(
    office,
):
    counts = office.send(
        NAME,
        outcomes(
            ("M-1", UNREACHED, "19-10-2026", ""),
            ("M-1", HELPED, "19-10-2026", ""),
            ("M-2", UNREACHED, "19-10-2026", ""),
        ),
    )
    assert counts == {"rows": 3, "taken": 1, "left_out": 2}
    assert office.cases.states()["M-1"] == "open"

    counts = office.send(SECOND, outcomes(("M-2", HELPED, "19-10-2026", "")))
    assert counts == {"rows": 1, "left_out": 1}
    assert office.found(SECOND) == [("2", "Resultaat", "UIT_CONFLICT")]
    assert office.cases.states()["M-2"] == "closed"


def test_a_case_of_another_month_is_left_out_and_a_month_without_list_refused(office):
    office.cases.deliver([signal("S5", "D", month="2026-11")])
    casework.open_cases(office.cases.publish_places({"M-5": ("D", ["S5"])}, "2026-11"))
    row = ("M-1", UNREACHED, "20-11-2026", "")

    november = "uitkomsten_2026-11_01.csv.age"
    assert office.send(november, outcomes(row), LATER) == {"rows": 1, "left_out": 1}
    assert office.found(november) == [("2", "Melding", "UIT_LIST")]

    unknown = "uitkomsten_2027-10_01.csv.age"
    assert office.send(unknown, outcomes(row), LATER) == {
        "rows": 1, "left_out": 1, "refused": 1,
    }  # fmt: skip
    assert office.found(unknown) == [("", "", "OFF_MONTH")]


def test_a_late_reaction_opens_a_closed_case_unless_policy_leaves_it_out(
    office, monkeypatch, tmp_path
):
    office.send(NAME, outcomes(("M-1", UNREACHED, "20-10-2026", "")))
    late = outcomes(("M-1", HELPED, "01-12-2026", ""))
    use_own_include(tmp_path / "own", monkeypatch)
    policy = tmp_path / "own" / "municipalities" / "1940.yml"
    open_to_all = policy.read_text("utf-8")
    closed = f"{open_to_all}\nfollow_up: {{late_reactions: false}}\n"
    policy.write_text(closed, "utf-8")
    assert office.send(SECOND, late, LATER) == {"rows": 1, "left_out": 1}
    assert office.found(SECOND) == [("2", "Resultaat datum", "UIT_LATE")]

    policy.write_text(open_to_all, "utf-8")
    assert office.send(SECOND, late, LATER) == {"rows": 1, "taken": 1}
    assert office.cases.history("M-1") == ["open", "closed", "open", "helped"]


def test_a_result_from_before_a_newer_signal_moves_nothing(office):
    office.cases.deliver([signal("S5", "A", month="2026-11")])
    casework.open_cases(office.cases.publish_places({"M-1": ("A", ["S5"])}, "2026-11"))
    office.send(NAME, outcomes(("M-1", UNREACHED, "20-10-2026", "")), LATER)

    assert office.count("outcome") == 1
    assert office.cases.states()["M-1"] == "open"


def test_a_merged_case_may_still_be_named(office):
    office.cases.deliver([signal("S5", "B", month="2026-11")])
    with office.cases.engine.begin() as connection:
        connection.execute(text("UPDATE matching.membership SET person_id = 'B'"
                                " WHERE signal_id = 'S4'"))  # fmt: skip
    office.cases.signals = [
        signal("S3", "B"), signal("S4", "B"), signal("S5", "B", month="2026-11"),
    ]  # fmt: skip
    casework.open_cases(office.cases.publish_places({"M-2": ("B", ["S5"])}, "2026-11"))
    assert office.cases.merged() == {"M-3": "M-2"}

    office.send(NAME, outcomes(("M-3", HELPED, "20-11-2026", "")), LATER)
    assert office.cases.states()["M-2"] == "helped"


def test_somebody_who_lives_elsewhere_is_handed_over_once(office):
    office.send(NAME, outcomes(("M-1", GONE, "19-10-2026", "")))
    office.send(SECOND, outcomes(("M-1", GONE, "20-10-2026", "")))
    with office.cases.engine.connect() as connection:
        query = text("SELECT signal_id, state FROM casework.handover ORDER BY 1")
        found = [tuple(row) for row in connection.execute(query)]
    assert found == [("S1", "open"), ("S2", "open")]


FORMULA = workbook_of(HEADERS, [("M-1", '="a"', "x", "")])
REFUSED = [
    ("a column is missing", NAME, lines_of(("Melding", "Resultaat"), []), "SCH_HEADER"),
    ("a column is there twice", NAME, lines_of((*HEADERS, "Resultaat"), []),
     "SCH_HEADER"),
    ("no rows", NAME, lines_of(HEADERS, []), "OFF_EMPTY"),
    ("another encoding", NAME, b"Melding;Resultaat;Resultaat datum\r\nM-1;\xe9;\r\n",
     None),
    ("formulas", BOOK, FORMULA, "XLS_FORMULA"),
    ("another sheet", BOOK, workbook_of(HEADERS, [], "Blad1"), "XLS_SHAPE"),
    ("no workbook", BOOK, b"geen werkboek", "NAM_TYPE_MISMATCH"),
    ("a workbook where text was said", NAME, FORMULA, "NAM_TYPE_MISMATCH"),
]  # fmt: skip


def test_what_cannot_be_read_is_refused_in_writing_and_leaves_the_inbox(office):
    """Every refusal is an answer, never a traceback."""
    for what, name, content, code in REFUSED:
        counts = office.send(name, content)
        if code is None:
            assert counts["left_out"] == 1, what
            continue
        assert counts.get("refused") == 1, what
        assert office.found(name)[0][2] == code, what
    assert office.inbox() == []
    assert office.count("outcome") == 0
    assert office.value(
        "SELECT COUNT(*) FROM casework.office_file WHERE state = 'refused'"
    ) == len(REFUSED) - 1  # fmt: skip


def test_an_unencrypted_file_is_an_incident_and_erased(office, caplog):
    content = outcomes(("M-1", HELPED, "19-10-2026", ""))
    plain = NAME.removesuffix(".age")
    office.put_plain(plain, content)
    assert office.take(plain) == {"refused": 1}
    office.put_plain(NAME, content)  # the name promises what the content is not
    assert office.take(NAME) == {"refused": 1}

    for name in (plain, NAME):
        assert [row[2] for row in office.reply(name)[1:]] == ["ENC_PLAINTEXT"]
    assert office.inbox() == []
    assert [record.levelname for record in caplog.records].count("ERROR") == 2
    assert office.cases.states()["M-1"] == "open"


def test_a_file_still_on_its_way_waits_and_is_refused_when_it_stays_broken(office):
    office.put(NAME, outcomes(("M-1", HELPED, "19-10-2026", "")))
    whole = (office.officials.folder / "inbox" / NAME).read_bytes()

    office.put_plain(NAME, whole[:-9])
    assert office.take(NAME) == {"waiting": 1}
    assert office.inbox() == [NAME]
    office.put_plain(NAME, whole)
    assert office.take(NAME) == {"rows": 1, "taken": 1}

    office.put_plain(SECOND, whole[:-9])
    office.take(SECOND)
    assert office.take(SECOND) == {"refused": 1}
    assert office.found(SECOND) == [("", "", "ENC_CORRUPT")]


def test_a_file_sealed_to_another_key_is_refused(office):
    other = pyrage.x25519.Identity.generate().to_public()
    office.put_plain(NAME, pyrage.encrypt(outcomes(), [other]))
    assert office.take(NAME) == {"refused": 1}
    assert office.found(NAME) == [("", "", "ENC_NO_KEY")]


def test_killed_after_the_commit_the_answer_still_goes_out(office):
    """The outbox cannot be written at first; nothing is taken twice after."""
    content = outcomes(("M-1", HELPED, "19-10-2026", ""))
    office.put(NAME, content)
    key = office.officials.folder
    outbox = key / "outbox"
    outbox.rename(key / "away")
    with pytest.raises(TransferError):
        office.take(NAME)
    (key / "away").rename(outbox)
    assert office.inbox() == [NAME]
    assert office.count("outcome") == 1

    assert office.take(NAME) == {"known": 1}
    assert "overgenomen: 1" in office.reply(NAME)[0][4]
    assert office.inbox() == []
    assert office.count("outcome") == 1


def test_the_inbox_is_listed_by_kind_and_a_wrong_name_is_answered_once(office):
    for name in (NAME, "uitkomsten_okt.xlsx.age", "inwoners_20261001.csv.age",
                 "beoordeling_2026-10_x.xlsx.age"):  # fmt: skip
        office.put_plain(name, b"x")
    server = office.officials.server
    found = casework.list_office_files("1940", ["outcomes"], server, RECEIVED)
    assert found == [NAME]
    (answer,) = office.replies()
    assert answer.startswith("bevindingen_onbekend_")
    (office.officials.folder / "outbox" / answer).unlink()
    casework.list_office_files("1940", ["outcomes"], server, RECEIVED)
    assert office.replies() == []
    assert len(office.inbox()) == 4
    assert casework.take_office_file("1940", SECOND, server, RECEIVED)["gone"] == 1
