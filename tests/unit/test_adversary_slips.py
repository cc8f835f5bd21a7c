"""How a text goes wrong, in either model."""

from datetime import date

import pytest

from vroegsein.synthetic.adversary import second_noise as noise
from vroegsein.synthetic.adversary import slips
from vroegsein.synthetic.adversary.first_model import SLIPS
from vroegsein.synthetic.adversary.second_model import ANYWHERE, ON_THE_ROAD

POINTS = [at / 9 for at in range(9)]
SAMPLES = {
    "surname": ("Dijkstra", "de Vries-Jansen", "Ek", "Özdemir"),
    "surname_prefix": ("van der",),
    "first_names": ("Johannes Piet", "Bo", "Loïs"),
    "initials": ("J.P.", "A."),
    "birth_date": ("1980-03-04", "2000-12-31", "1949-10-01"),
    "street": ("Dorpsstraat",),
    "house_number": ("1", "52", "118"),
    "house_addition": ("bis",),
    "house_letter": ("A",),
    "postcode": ("8501AB",),
    "phone": ("+31691234567",),
    "email": ("j.jansen12@post.example",),
}
IN_SECOND = [slip for road in ON_THE_ROAD.values() for slip in road] + list(ANYWHERE)


def outcomes(slip, text: str) -> set[str]:
    return {slip(text, where, which) for where in POINTS for which in POINTS}


@pytest.mark.parametrize(("column", "error", "_weight", "slip"), SLIPS)
def test_a_slip_of_the_first_model_changes_something(
    column, error, _weight, slip
) -> None:
    changed = {text for sample in SAMPLES[column] for text in outcomes(slip, sample)}
    assert changed - set(SAMPLES[column]), error


@pytest.mark.parametrize(("column", "_frequency", "slip"), IN_SECOND)
def test_a_slip_of_the_second_model_changes_something(column, _frequency, slip) -> None:
    changed = {text for sample in SAMPLES[column] for text in outcomes(slip, sample)}
    assert changed - set(SAMPLES[column])


DATED = [slip for column, _, _, slip in SLIPS if column == "birth_date"]
DATED += [slip for column, _, slip in IN_SECOND if column == "birth_date"]


@pytest.mark.parametrize("slip", DATED)
def test_a_wrong_date_is_still_one_that_can_be_delivered(slip) -> None:
    for sample in SAMPLES["birth_date"]:
        for text in outcomes(slip, sample):
            whole = text.replace("-00", "-01")
            assert text == "" or date.fromisoformat(whole)


@pytest.mark.parametrize("slip", [slips.neighbour, noise.next_door])
def test_a_neighbour_has_a_house_number(slip) -> None:
    for sample in ("1", "2", "52"):
        assert all(int(text) > 0 for text in outcomes(slip, sample))


@pytest.mark.parametrize(
    ("slip", "text", "wrong"),
    [
        (slips.mojibake, "Loïs", "LoÃ¯s"),
        (slips.first_half, "Vries-Jansen", "Vries"),
        (slips.turned_names, "Jan Piet", "Piet Jan"),
        (slips.fewer_initials, "J.P.", "J."),
        (slips.day_and_month_turned, "1980-03-04", "1980-04-03"),
        (slips.day_and_month_turned, "1980-03-14", "1980-03-14"),
        (slips.cut_postcode, "8501AB", "8501"),
        (noise.heard_number, "52", "25"),
        (noise.heard_number, "7", "7"),
        (noise.cut_short, "Wolvenhuizerdijk", "Wolvenhu"),
        (noise.scanned, "Arnhem", "Amhem"),
        (noise.heard_letter, "M.P.", "N.P."),
        (noise.year_only, "1980-03-04", "1980-00-00"),
        (noise.lost, "anything", ""),
    ],
)
def test_a_slip_by_example(slip, text, wrong) -> None:
    assert slip(text, 0.0, 0.0) == wrong


@pytest.mark.parametrize("slip", [slips.typo, noise.typed, noise.scanned, noise.heard])
def test_nothing_much_stays_as_it_is(slip) -> None:
    assert outcomes(slip, "-") == {"-"}
