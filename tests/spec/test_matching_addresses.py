"""The national definition of a melding, by address and month of receipt."""

import pytest
from support.matching import Matched, match_rows, signals_of


@pytest.fixture
def cases(tmp_path):
    def run(signals: str) -> dict[str, str]:
        found = match_rows(tmp_path, signals_of(signals))
        return {row["month"]: row["kind"] for row in found.rows("address_case")}

    return run


@pytest.fixture
def matched(tmp_path):
    def run(signals: str) -> Matched:
        return match_rows(tmp_path, signals_of(signals))

    return run


def test_one_signal_is_enkelvoudig(cases):
    assert cases("id | received\n1 | 2026-10-31") == {"2026-10": "enkelvoudig"}


def test_two_signals_in_the_month_of_receipt_are_meervoudig(cases):
    found = cases("id | received\n1 | 2026-10-01\n2 | 2026-10-31")
    assert found == {"2026-10": "meervoudig"}


def test_two_signals_in_two_months_are_opeenvolgend(cases):
    found = cases("id | received\n1 | 2026-09-30\n2 | 2026-10-01")
    assert found == {"2026-09": "enkelvoudig", "2026-10": "opeenvolgend"}


@pytest.mark.parametrize(
    ("earlier", "kind"),
    [
        ("2025-09-01", "opeenvolgend"),  # the first day of the window
        ("2025-08-31", "enkelvoudig"),  # the day before it opens
        ("2026-02-28", "opeenvolgend"),  # the last day before the month
    ],
)
def test_the_window_of_march_opens_on_the_first_of_september(cases, earlier, kind):
    assert cases(f"id | received\n1 | {earlier}\n2 | 2026-03-31")["2026-03"] == kind


def test_meervoudig_goes_before_opeenvolgend(cases):
    found = cases("id | received\n1 | 2026-09-30\n2 | 2026-10-01\n3 | 2026-10-02")
    assert found["2026-10"] == "meervoudig"


def test_the_case_counts_signals_partners_and_claims(matched):
    found = matched(
        """
        id | partner | initials | born       | surname
         1 | woon    | J.       | 1980-05-06 | Jansen
         2 | woon    | J.       | 1980-05-06 | Jansen
         3 | zorg    | J.       | 1980-05-06 | Jansen
         4 | woon    | P.       | 1970-07-08 | Visser
        """
    )
    assert found.rows("address_case") == [
        {
            "address_key": "8501AB|12|",
            "month": "2026-10",
            "kind": "meervoudig",
            "signal_count": 4,
            "partner_count": 2,
            "claim_count": 3,
            "is_many_occupant": False,
        }
    ]


def test_neighbours_behind_other_doors_are_other_addresses(matched):
    found = matched("id | addition\n1 | A\n2 | B\n3 |")
    assert {row["kind"] for row in found.rows("address_case")} == {"enkelvoudig"}


def test_a_signal_without_address_or_month_is_in_no_case(matched):
    found = matched(
        """
        id | postcode | number | street  | received
         1 |          | 12     |         | 2026-10-01
         2 | 8501AB   |        |         | 2026-10-01
         3 | 8501AB   | 12     | Postbus | 2026-10-01
         4 | 8501AB   | 12     |         | gisteren
        """
    )
    assert found.rows("address_case") == []
    assert found.rows("address_signal") == []
    assert found.summary.ignored_values["received_at"] == 1


def test_without_postcode_street_and_place_are_the_address(matched):
    found = matched(
        """
        id | postcode | street     | place | number
         1 |          | Midstraat  | Joure | 12
         2 |          | MIDSTRAAT. | joure | 12
         3 |          | Midstraat  | Sneek | 12
        """
    )
    kinds = [row["kind"] for row in found.rows("address_case")]
    assert sorted(kinds) == ["enkelvoudig", "meervoudig"]


@pytest.mark.parametrize(("month", "many"), [("2026-08", True), ("2026-09", False)])
def test_five_persons_count_over_twelve_months(matched, month, many):
    """The fifth person came twelve months before September, eleven before August."""
    others = "\n".join(
        f"{n} | {letter}. | 1980-0{n}-15 | {name} | {month}-01"
        for n, letter, name in (
            (1, "A", "Visser"),
            (2, "B", "Bakker"),
            (3, "C", "Smit"),
            (4, "D", "Mulder"),
        )
    )
    found = matched(
        "id | initials | born | surname | received\n"
        f"5 | E. | 1990-05-15 | Bos | 2025-09-30\n{others}"
    )
    case = {row["month"]: row["is_many_occupant"] for row in found.rows("address_case")}
    assert case[month] is many
    assert found.summary.counts["households"] == (5 if many else 1)
