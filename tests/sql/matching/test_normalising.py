"""How a record becomes comparable: files 10 to 27, and the prelude."""

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
    rows = shown(street, "surname_spelling", "name_one name_two")
    assert rows == [("BERG", None), ("BERG", None), ("VISSER", None)]


@pytest.mark.parametrize(
    ("surname", "form"),
    [
        ("Jansen B.V.", ("JANSEN", "BV")),
        ("BV Jansen", ("JANSEN", "BV")),
        ("Jachtwerf Knie v.o.f.", ("JACHTWERFKNIE", "VOF")),
        ("Stichting Zon", ("ZON", "STICHTING")),
        ("Bakkerij 't Hoekje", ("BAKKERIJTHOEKJE", None)),
    ],
)
def test_the_legal_form_of_a_business_counts_apart(surname, form):
    with matched_tables(
        signals_of(f"id | debtor_kind | surname\n1 | organisation | {surname}"),
        until="business_spelling",
    ) as engine:
        rows = shown(engine, "business_spelling", "business_name business_form")
    assert rows == [form]


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
        ("1980-02-28", [(19800228, None, True, True)]),
        ("1980-05-06", [(19800506, 19800605, True, True)]),
        ("1980-01-01", [(19800101, 19800101, True, False)]),
        ("1981-02-29", []),
        ("1980-05-00", [(19800500, None, False, False)]),
        ("1980-00-00", [(19800000, None, False, False)]),
        ("1980-00-05", []),
        ("1900-01-01", []),
        ("0000-00-00", []),
        ("2026-10-06", []),  # the day after the last signal was received
    ],
)
def test_birth_dates_are_read_as_numbers(born, rows):
    columns = "birth_number swapped_number is_complete is_telling"
    with matched_tables(
        signals_of(f"id | born\n1 | {born}"), until="birth_date_reading"
    ) as engine:
        assert shown(engine, "birth_date_reading", columns) == rows


@pytest.mark.parametrize(
    ("number", "rows"),
    [
        ("012 | | ", [(12, "")]),
        ("12 | a | ", [(12, "A")]),
        ("12-II | | ", [(12, "2")]),
        ("12 | | hs", [(12, "HS")]),
        ("12 | A | 02", [(12, "A02")]),
        ("0 | | ", [(None, "")]),
    ],
)
def test_house_numbers_are_spelled_once(number, rows):
    signals = signals_of(f"id | number | letter | addition\n1 | {number}")
    with matched_tables(signals, until="number_reading") as engine:
        assert shown(engine, "number_reading", "number_key suffix_key") == rows


def test_streets_and_places_are_spelled_once():
    signals = signals_of("id | street | place\n1 | Midstraat | Joure\n2 | Postbus | X")
    with matched_tables(signals, until="place_reading") as engine:
        rows = shown(engine, "place_reading", "place_street_text is_dwelling")
    assert rows == [("JOURE/MIDSTRAAT", True), ("X/POSTBUS", False)]


@pytest.mark.parametrize(
    ("postcode", "key"),
    [("8501 ab", "8501AB"), ("85O1AB", "8501AB"), ("850", None), ("", None)],
)
def test_a_postcode_is_read_or_ignored(street, postcode, key):
    source = f"(SELECT READ_POSTCODE('{postcode}') AS postcode) AS reading"
    assert shown(street, source, "postcode") == [(key,)]


def test_a_plain_record_holds_the_keys_of_one_record(street):
    rows = shown(
        street, "plain_record", "record_number name_one birth_number phone_key"
    )
    assert rows[:2] == [
        (1, "BERG", 19800506, 612345699),
        (2, "BERG", 19800506, 612345699),
    ]


def test_signals_that_say_the_same_are_one_profile():
    signals = signals_of(
        """
        id | partner | initials | surname | born       | received
         1 | woon    | J.       | Bos     | 1980-05-06 | 2026-08-01
         2 | zorg    | J        | BOS     | 1980-05-06 | 2026-09-01
         3 | zorg    | J.P.     | Bos     | 1980-05-06 | 2026-09-01
         4 | zorg    |          |         |            | 2026-09-01
         5 | zorg    |          |         |            | 2026-09-01
        """
    )
    with matched_tables(signals, until="profile") as engine:
        rows = shown(engine, "profile", "record_number profile_number")
    assert rows == [(1, 1), (2, 1), (3, 3), (4, 4), (5, 5)]


def test_who_was_judged_is_never_taken_together(judged):
    rows = shown(judged, "profile", "record_number profile_number")
    assert rows[:2] == [(1, 1), (2, 2)]


def test_an_unreadable_value_is_counted(street):
    rows = shown(street, "ignored_value", "phone birth_date surname")
    assert rows == [(1, 0, 0)]


def test_a_phone_under_four_surnames_is_shared():
    names = "\n".join(f"{n} | {n}aas | 0612345699" for n in ("B", "H", "M", "W"))
    with matched_tables(
        signals_of(f"id | surname | phone\n{names}"), until="record"
    ) as engine:
        rows = shown(engine, "shared_contact", "contact_key surname_count")
        assert rows == [(612345699, 4)]
        assert {row[0] for row in shown(engine, "record", "phone_key")} == {None}


def test_more_than_eight_surnames_make_an_address_care_of():
    names = "\n".join(f"{n} | {letter}ma" for n, letter in enumerate("ABCDEFGHI"))
    with matched_tables(signals_of(f"id | surname\n{names}"), until="record") as engine:
        rows = shown(engine, "crowded_address", "suffix_key surname_count")
        assert rows == [("", 9)]
        assert {row[0] for row in shown(engine, "record", "is_care_of")} == {True}


def test_more_than_sixty_profiles_make_an_address_care_of():
    """The pairs behind one number grow with the square."""
    days = "\n".join(f"{n} | Bos | {1940 + n}-05-06" for n in range(61))
    with matched_tables(
        signals_of(f"id | surname | born\n{days}"), until="record"
    ) as engine:
        assert {row[0] for row in shown(engine, "record", "is_care_of")} == {True}


def test_how_frequent_names_and_initials_are_is_counted():
    rare = "\n".join(f"r{n} | X. | {a}{b}ma | {n}" for n, (a, b) in enumerate(
        (a, b) for a in "BDFGHKLMNP" for b in "aeiou"
    ))  # fmt: skip
    common = "\n".join(f"c{n} | J. | Bos | {100 + n}" for n in range(10))
    with matched_tables(
        signals_of(f"id | initials | surname | number\n{rare}\n{common}\nz|Q.|Bos|7"),
        until="chance",
    ) as engine:
        names = dict(shown(engine, "surname_frequency", "name_one equal_level"))
        assert (names["BOS"], names["BAMA"]) == (5, 7)
        initials = dict(shown(engine, "initial_frequency", "initial equal_level"))
        assert initials == {"J": 4, "X": 4, "Q": 5}
        columns = "signal_count resident_count surname_count frequent_squares"
        assert shown(engine, "chance", columns) == [(61, 0, 61, 121)]


def test_how_often_first_names_and_initials_agree_is_counted_by_surname():
    """Somebody's many signals count once; one initial alone is no sign."""
    signals = signals_of(
        "id | initials | first | surname | number\n"
        "1 | J.P. | Jan | Bos | 1\n2 | J.P. | Jan | Bos | 2\n"
        "3 | J.P. | Jan | Smit | 3\n4 | J. | | Vos | 4"
    )
    with matched_tables(signals, until="name_chance") as engine:
        columns = "given_count given_squares initials_count initials_squares"
        assert shown(engine, "name_chance", columns) == [(2, 4, 3, 4)]


def test_a_birth_date_of_many_surnames_is_frequent():
    rows = "\n".join(f"{n} | {chr(65 + n)}ma | 1980-05-06 | {n + 1}" for n in range(11))
    with matched_tables(
        signals_of(f"id | surname | born | number\n{rows}"), until="record"
    ) as engine:
        found = shown(engine, "frequent_birth_date", "birth_number surname_count")
        assert found == [(19800506, 11)]
        assert {row[0] for row in shown(engine, "record", "is_birth_certain")} == {
            False
        }


def test_of_two_verdicts_on_a_pair_different_holds(judged):
    rows = shown(judged, "verdict_pair", "left_number right_number verdict")
    assert rows == [(1, 2, "different")]


def test_of_a_read_signal_number_and_id_remain(judged):
    rows = shown(judged, "record_name", "record_number is_signal record_id")
    assert rows[0] == (1, True, "s1")
    assert rows[-1] == (8, False, "r3")
