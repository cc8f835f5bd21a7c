"""Who is who, where, and why: files 40 to 73."""

from support.matching import drawn, matched_tables, residents_of, shown, signals_of


def test_one_best_resident_is_chosen(judged):
    choice = shown(judged, "resident_choice", "signal_number resident_number grade")
    assert choice == [(3, 6, "certain"), (4, 6, "probable")]


def test_firm_links_need_a_certain_birth_date(street, judged):
    columns = "left_number right_number grade strength"
    assert shown(street, "firm_link", columns) == [(1, 2, "certain", 1)]
    assert shown(judged, "firm_link", columns) == [
        (3, 6, "certain", 3),
        (4, 6, "probable", 3),
    ]
    assert shown(judged, "kept_link", "left_number right_number") == [(3, 6), (4, 6)]


def test_loose_pairs_are_pairs_of_groups(street):
    columns = "one_number other_number is_one_loose is_other_loose"
    assert shown(street, "loose_pair", columns) == [
        (1, 3, 0, 1),
        (4, 6, 0, 1),
    ]


def test_labels_name_a_group_by_its_smallest_record(street):
    rows = shown(street, "label", "record_number group_number")
    assert rows == [(2, 1), (3, 1), (6, 4)]
    assert shown(street, "conflict", "group_number is_hard") == []
    assert shown(street, "apart_pair", "left_number right_number") == [(4, 5)]


def test_a_disputed_group_is_settled_the_surest_first():
    signals = signals_of(
        """
        id | initials | first | surname | born       | number
         1 | J.       | Jan   | Bos     | 1980-05-06 | 12
         2 | J.       | Joris | Bos     | 1980-05-06 | 12
         3 | J.       |       | Bos     | 1980-05-06 | 12
        """
    )
    with matched_tables(signals) as engine:
        assert shown(engine, "conflict", "group_number is_hard") == [(1, 0)]
        columns = "left_number right_number"
        assert shown(engine, "disputed_link", columns) == [(1, 3), (2, 3)]
        assert shown(engine, "disputed_pair", columns + " firmness") == [(1, 2, 1)]
        assert shown(engine, "label", "record_number group_number") == [(3, 1)]


def test_a_mistyped_birth_date_makes_kin():
    signals = signals_of(
        """
        id | initials | first | surname | born
         1 | J.       | Jan   | Bos     | 1980-05-06
         2 | J.       | Jan   | Bos     | 1980-05-16
         3 | J.       | Jan   | Bos     |
        """
    )
    with matched_tables(signals) as engine:
        assert shown(engine, "kin_pair", "left_number right_number") == [(1, 2)]
        rows = shown(engine, "person", "record_number person_number")
        assert rows == [(1, 1), (2, 2), (3, 1)]


def test_a_person_is_named_after_its_smallest_signal(street):
    assert shown(street, "person", "record_number person_number confidence")[5] == (
        *(6, 4, "probable"),
    )
    rows = shown(street, "membership", "signal_id person_id confidence")
    assert rows == [
        ("1", "P:1", "certain"),
        ("2", "P:1", "certain"),
        ("3", "P:1", "probable"),
        ("4", "P:4", "probable"),
        ("5", "P:5", "alone"),
        ("6", "P:4", "probable"),
    ]


def test_addresses_are_counted_by_month_of_receipt(street):
    columns = "signal_id address_key received_month"
    assert shown(street, "address_signal", columns)[0] == ("1", "8501AB|12|", "2026-10")
    columns = "address_key kind signal_count partner_count claim_count is_many_occupant"
    assert shown(street, "address_case", columns) == [
        ("8501AB|12|", "meervoudig", 6, 3, 5, False)
    ]


def test_an_address_with_five_persons_is_busy():
    names = (
        ("A", "Visser"),
        ("B", "Bakker"),
        ("C", "Smit"),
        ("D", "Bos"),
        ("E", "Mol"),
    )
    rows = "\n".join(f"{n} | {a}. | {b}" for n, (a, b) in enumerate(names))
    with matched_tables(signals_of(f"id | initials | surname\n{rows}")) as engine:
        assert shown(engine, "address_occupancy", "person_count") == [(5,)]


def test_a_home_is_the_last_address_and_makes_the_household():
    signals = signals_of(
        """
        id | initials | surname | born       | number | received
         1 | J.       | Bos     | 1980-05-06 | 12     | 2026-08-01
         2 | J.       | Bos     | 1980-05-06 | 14     | 2026-09-01
         3 | K.       | Smit    | 1970-05-06 | 14     | 2026-09-01
        """
    )
    verdicts = drawn("left | right | verdict\n1 | 2 | same")
    with matched_tables(signals, (), verdicts) as engine:
        assert [row[0] for row in shown(engine, "home", "person_number")] == [1, 3]
        households = shown(engine, "household", "person_number household_number")
        assert households == [(3, 1)]
        members = shown(engine, "membership", "signal_id household_id")
        assert members == [("1", "H:1"), ("2", "H:1"), ("3", "H:1")]


def test_a_resident_brings_who_moved_together():
    signals = signals_of(
        """
        id | initials | surname | born       | postcode
         1 | J.       | Bos     | 1980-05-06 | 8501AB
         2 | J.       | Bos     |            | 8501AB
        """
    )
    residents = residents_of(
        "id | initials | surname | born\nR1 | J. | Bos | 1980-05-06"
    )
    with matched_tables(signals, residents) as engine:
        assert shown(engine, "membership", "signal_id resident_id confidence") == [
            ("1", "R1", "certain"),
            ("2", "R1", "probable"),
        ]


def test_every_pair_gets_an_outcome_a_reason_and_evidence(judged):
    rows = shown(judged, "outcome", "left_number right_number kind_code outcome")
    assert rows == [
        (1, 2, 1, "verdict"),
        (3, 4, 1, "linked"),
        (3, 6, 0, "linked"),
        (4, 6, 0, "linked"),
        (5, 7, 0, "possible"),
        (5, 8, 0, "possible"),
    ]
    reasons = shown(judged, "reason", "outcome verdict reason")
    assert {row[:2] for row in reasons} == {
        *(("linked", "none"), ("possible", "none"), ("guarded", "none")),
        *(("verdict", "same"), ("verdict", "different")),
    }
    evidence = shown(judged, "evidence", "left_id right_id outcome reason")
    assert evidence[0][:3] == ("s1", "s2", "verdict")
    assert evidence[0][3].startswith(
        "Zelfde adres en geboortedatum, zeldzame achternaam gelijk, voorletters passen"
    )
    assert evidence[0][3].endswith("; een medewerker oordeelde: niet dezelfde persoon.")
    assert evidence[-1][:3] == ("s5", "r3", "possible")
