"""Who is who, where, and why: files 42 to 73."""

from support.matching import drawn, matched_tables, shown, signals_of


def test_residents_are_ranked_and_one_best_is_chosen(judged):
    options = shown(
        judged, "resident_option", "signal_number resident_number option_rank"
    )
    assert options == [(3, 6, 10), (4, 6, 50), (5, 7, 50), (5, 8, 50)]
    choice = shown(judged, "resident_choice", "signal_number resident_number is_chosen")
    assert choice == [(3, 6, True), (4, 6, True), (5, 7, False), (5, 8, False)]


def test_firm_links_need_no_attachment(street, judged):
    columns = "left_number right_number grade strength"
    assert shown(street, "firm_link", columns) == [(1, 2, "certain", 1)]
    assert shown(judged, "firm_link", columns) == [
        (3, 6, "certain", 3),
        (4, 6, "probable", 3),
    ]


def test_an_undated_signal_has_options_and_takes_the_best(street):
    options = shown(street, "attachment_option", "record_number group_number weight")
    assert options == [(3, 1, 1000), (6, 4, 1000)]
    assert shown(street, "attachment", "record_number dated_number") == [(3, 1), (6, 4)]


def test_full_links_are_firm_links_and_attachments(street):
    rows = shown(street, "full_link", "left_number right_number strength")
    assert rows == [(1, 2, 1), (1, 3, 0), (4, 6, 0)]
    assert shown(street, "kept_link", "left_number right_number strength") == rows


def test_groups_settle_without_conflict(street):
    assert shown(street, "start_label", "record_number group_number")[0] == (1, 1)
    assert shown(street, "label", "record_number group_number") == [
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 4),
        (6, 4),
    ]
    assert shown(street, "unsettled", "link_count") == [(0,)]
    assert shown(street, "conflict", "group_number is_hard") == []


def test_a_conflict_names_the_group_until_it_is_let_go():
    signals = signals_of(
        """
        id | initials | first | surname | born
         1 | J.       | Jan   | Bos     | 1980-05-06
         2 | J.       | Joris | Bos     | 1980-05-06
         3 | J.       |       | Bos     | 1980-05-06
        """
    )
    with matched_tables(signals) as engine:
        engine.copy("firm_link", "kept_link")
        engine.copy("(SELECT record_number, 1 AS group_number FROM record)", "label")
        engine.run("conflict")
        assert shown(engine, "conflict", "group_number is_hard") == [(1, 0)]
        engine.resolve()
        assert shown(engine, "conflict", "group_number is_hard") == []
        assert shown(engine, "kept_link", "left_number right_number") == []


def test_a_person_is_named_after_its_smallest_signal(street):
    rows = shown(street, "person", "signal_id person_id confidence")
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
    assert shown(street, "address_occupancy", "address_key person_count") == [
        ("8501AB|12|", 3)
    ]
    columns = "kind signal_count partner_count claim_count is_many_occupant"
    assert shown(street, "address_case", columns) == [("meervoudig", 6, 3, 5, False)]


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
        homes = shown(engine, "home", "person_number address_key")
        assert homes == [(1, "8501AB|14|"), (3, "8501AB|14|")]
        households = shown(engine, "household", "person_number household_number")
        assert households == [(1, 1), (3, 1)]
        members = shown(engine, "membership", "signal_id household_id")
        assert members == [("1", "H:1"), ("2", "H:1"), ("3", "H:1")]


def test_every_pair_gets_an_outcome_a_reason_and_evidence(judged):
    rows = shown(judged, "outcome", "left_number right_number kind outcome")
    assert rows == [
        (1, 2, "signal", "verdict"),
        (3, 4, "signal", "linked"),
        (3, 6, "resident", "linked"),
        (4, 6, "resident", "linked"),
        (5, 7, "resident", "possible"),
        (5, 8, "resident", "possible"),
    ]
    reasons = shown(judged, "reason", "left_number right_number reason")
    assert reasons[0][2] == (
        "Zelfde adres en geboortedatum, achternaam gelijk, voorletters passen bij "
        "elkaar; een medewerker oordeelde: niet dezelfde persoon."
    )
    evidence = shown(judged, "evidence", "left_id right_id outcome")
    assert evidence[-1] == ("s5", "r3", "possible")
