"""How a record becomes comparable: files 10 to 23, and the prelude."""

import pytest
from support.matching import matched_tables, shown, signals_of


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Skarsterbr\u00eage", "SKARSTERBREGE"),
        ("e\u0301e\u0308n", "EEN"),
        ("Stra\u00dfe", "STRASSE"),
        ("\u0130stanbul \u0142\u00f3d\u017a", "ISTANBULLODZ"),
        ("\u00c3\u2021elik", "CELIK"),
        ("Jo\u00c3\u00a3o", "JOAO"),
        ("O\u00e2\u20ac\u2122Brien", "OBRIEN"),
        ("\u0132sbrand", "IJSBRAND"),
        ("12-3", ""),
    ],
)
def test_letters_are_folded_with_our_own_table(street, text, letters):
    source = f"(SELECT LETTERS_ONLY('{text}') AS letters) AS folded"
    assert shown(street, source, "letters") == [(letters,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DIJKSTRA", "DYKSTRA"),
        ("JANSSEN", "JANSEN"),
        ("PHILIPS", "FILIPS"),
        ("BACKER", "BAKKER"),
        ("SCHMIDT", "SCHMIT"),
        ("VISSER", "FISSER"),
    ],
)
def test_names_that_sound_alike_in_dutch_share_a_code(street, one, other):
    source = f"(SELECT DUTCH_SOUND('{one}') = DUTCH_SOUND('{other}') AS same) AS heard"
    assert shown(street, source, "same") == [(True,)]


def test_a_nickname_stands_once(street):
    rows = shown(street, "nickname", "nickname formal_name")
    assert len({nickname for nickname, _ in rows}) == len(rows)
    assert ("HANS", "JOHANNES") in rows


def test_records_are_numbered_by_id_and_residents_follow(judged):
    rows = shown(judged, "record_text", "record_number record_id is_signal")
    assert rows[0] == (1, "s1", True)
    assert rows[-1] == (8, "r3", False)


def test_surnames_are_spelled_once(street):
    rows = shown(street, "surname_spelling", "name_one name_two business_name")
    assert rows == [
        ("BERG", None, "BERGVD"),
        ("BERG", None, "VANDENBERG"),
        ("VISSER", None, "VISSER"),
    ]


@pytest.mark.parametrize(
    ("surname", "names"),
    [
        ("Jansen-de Vries", ("JANSEN", "VRIES", False)),
        ("Den", ("DEN", None, False)),
        ("Dhr. Bakker", ("BAKKER", None, False)),
        ("Stichting Steun inzake Bakker", ("BAKKER", None, True)),
        ("Bakker p/a Steun", ("BAKKER", None, True)),
        ("Bewindvoering Noord", (None, None, True)),
        ("El-Khattabi", ("KHATTABI", None, False)),
    ],
)
def test_a_surname_gives_its_names(surname, names):
    with matched_tables(
        signals_of(f"id | surname\n1 | {surname}"), until="surname_spelling"
    ) as engine:
        rows = shown(engine, "surname_spelling", "name_one name_two is_care_of")
    assert rows == [names]


@pytest.mark.parametrize(
    ("initials", "first", "keys"),
    [
        ("J.P.", "", ("JP", None, None)),
        ("Th.", "", ("T", None, None)),
        ("j p", "", ("JP", None, None)),
        ("Dhr. J.", "", ("J", None, None)),
        ("", "Jan Pieter", ("JP", "JAN", "JOHANNES")),
        ("", "ANNE-MARIE", ("AM", "ANNE", "ANNE")),
        (".", "", (None, None, None)),
    ],
)
def test_initials_and_first_names_are_spelled_once(initials, first, keys):
    signals = signals_of(f"id | initials | first\n1 | {initials} | {first}")
    with matched_tables(signals, until="given_spelling") as engine:
        rows = shown(engine, "given_spelling", "initials_key given_key formal_key")
    assert rows == [keys]


@pytest.mark.parametrize(
    ("born", "rows"),
    [
        ("1980-02-29", [(1980, 2, 29, True)]),
        ("1981-02-29", []),
        ("1980-05-00", [(1980, 5, 0, False)]),
        ("1980-00-00", [(1980, 0, 0, False)]),
        ("1980-00-05", []),
        ("1900-01-01", []),
        ("0000-00-00", []),
    ],
)
def test_birth_dates_are_read_as_numbers(born, rows):
    columns = "birth_year birth_month birth_day is_complete"
    with matched_tables(
        signals_of(f"id | born\n1 | {born}"), until="birth_date_reading"
    ) as engine:
        assert shown(engine, "birth_date_reading", columns) == rows


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("8501 ab | 012 | | ", "8501AB|12|"),
        ("85O1AB | 12 | a | ", "8501AB|12|A"),
        ("8501AB | 12-II | | ", "8501AB|12|2"),
        ("8501AB | 12 | | hs", "8501AB|12|HS"),
        ("8501AB | 12 | A | 02", "8501AB|12|A02"),
        ("8501AB | | | ", None),
        ("850 | 12 | | ", None),
    ],
)
def test_addresses_are_read_as_keys(address, key):
    signals = signals_of(f"id | postcode | number | letter | addition\n1 | {address}")
    with matched_tables(signals, until="address_reading") as engine:
        assert shown(engine, "address_reading", "address_key") == [(key,)]


def test_a_plain_record_holds_the_keys_of_one_record(street):
    rows = shown(street, "plain_record", "record_number names_key birth_key phone_key")
    assert rows[:2] == [
        (1, "BERG-BERG", 19800506, "612345699"),
        (2, "BERG-BERG", 19800506, "612345699"),
    ]


def test_an_unreadable_value_is_counted(street):
    rows = shown(street, "ignored_value", "phone birth_date surname")
    assert rows == [(1, 0, 0)]


def test_a_phone_under_four_surnames_is_shared():
    names = "\n".join(f"{n} | {n}aas | 0612345699" for n in ("B", "H", "M", "W"))
    with matched_tables(
        signals_of(f"id | surname | phone\n{names}"), until="record"
    ) as engine:
        rows = shown(engine, "shared_contact", "contact_key surname_count")
        assert rows == [("612345699", 4)]
        assert {row[0] for row in shown(engine, "record", "phone_key")} == {None}


def test_more_than_eight_surnames_make_an_address_care_of():
    names = "\n".join(f"{n} | {letter}ma" for n, letter in enumerate("ABCDEFGHI"))
    with matched_tables(signals_of(f"id | surname\n{names}"), until="record") as engine:
        rows = shown(engine, "care_of_address", "address_key surname_count")
        assert rows == [("8501AB|12|", 9)]
        assert {row[0] for row in shown(engine, "record", "is_care_of")} == {True}


def test_a_birth_date_of_many_surnames_is_frequent():
    rows = "\n".join(f"{n} | {chr(65 + n)}ma | 1980-05-06 | {n + 1}" for n in range(11))
    with matched_tables(
        signals_of(f"id | surname | born | number\n{rows}"), until="record"
    ) as engine:
        found = shown(engine, "frequent_birth_date", "birth_key surname_count")
        assert found == [(19800506, 11)]
        assert {row[0] for row in shown(engine, "record", "is_birth_certain")} == {
            False
        }


def test_of_two_verdicts_on_a_pair_different_holds(judged):
    rows = shown(judged, "verdict_pair", "left_number right_number verdict")
    assert rows == [(1, 2, "different")]
