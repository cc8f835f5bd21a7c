"""What is taken apart, into what, and what is returned because it reads two ways.

Tables by the forms of real administrations; no person here exists.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vroegsein.intake.reading.address_split import split_address, split_house_number
from vroegsein.intake.reading.name_split import split_person_name

#: Text -> number, letter, addition.
HOUSE_NUMBERS = {
    "12": ("12", "", ""),
    "012": ("12", "", ""),
    " 12 ": ("12", "", ""),
    "12A": ("12", "A", ""),
    "12 A": ("12", "A", ""),
    "12-A": ("12", "A", ""),
    "12 a": ("12", "a", ""),
    "12 bis": ("12", "", "bis"),
    "12bis": ("12", "", "bis"),
    "12-II": ("12", "", "II"),
    "12 III": ("12", "", "III"),
    "12 2hg": ("12", "", "2hg"),
    "12-2e": ("12", "", "2e"),
    "12 hs": ("12", "", "hs"),
    "12hs": ("12", "", "hs"),
    "12-1": ("12", "", "1"),
    "12/1": ("12", "", "1"),
    "12 - 1": ("12", "", "1"),
    "12-01": ("12", "", "01"),
    "1-2": ("1", "", "2"),
    "12 RD": ("12", "", "RD"),
    "12 t/o": ("12", "", "to"),
    "12-a hs": ("12", "a", "hs"),
    "12A-2": ("12", "A", "2"),
    "12 A 2": ("12", "A", "2"),
    "12A2": ("12", "A", "2"),
    "12 WOON": ("12", "", "WOON"),
    "12-12": ("12", "", "12"),  # a range goes further than where it began
    "12-15": ("12", "", "15"),  # the other side of the street
    "99999": ("99999", "", ""),
}
NO_HOUSE_NUMBERS = (
    "", "A", "0", "100000", "12 14", "12-14", "12 t/m 14", "12 en 14", "12, 14",
    "12 achter", "12-", "12/", "-12", "12 2 hoog", "12Ahs", "12 A B C", "12 2A3",
    "12A-", "12A/", "12 -", "12 A-", "12-A-B-C", "twaalf", "12 é", "1\uff12", "12+14", "12\n14x",
)  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), HOUSE_NUMBERS.items())
def test_a_house_number_is_split_from_its_letter_and_addition(
    text: str, parts: tuple[str, str, str]
):
    found = split_house_number(text)
    assert found is not None
    assert (found.number, found.letter, found.addition) == parts


@pytest.mark.parametrize("text", NO_HOUSE_NUMBERS)
def test_a_house_number_that_reads_two_ways_is_not_split(text: str):
    assert split_house_number(text) is None


#: Text -> street, and what the house number's parts are together.
ADDRESSES = {
    "Voorbeeldstraat 12": ("Voorbeeldstraat", "12"),
    "Straat 12 A": ("Straat", "12A"),
    "Voorbeeldstraat 12-a hs": ("Voorbeeldstraat", "12ahs"),
    "Voorbeeldstraat 12 2hg": ("Voorbeeldstraat", "122hg"),
    "Voorbeeldstraat, 12": ("Voorbeeldstraat", "12"),
    "Voorbeeldstraat 12 - 1": ("Voorbeeldstraat", "121"),
    "1e Dwarsstraat 5": ("1e Dwarsstraat", "5"),
    "2e Hugo de Grootstraat 12-2": ("2e Hugo de Grootstraat", "122"),
    "Plein 1944 12": ("Plein 1944", "12"),
    "Plein 1940-1945 3": ("Plein 1940-1945", "3"),
    "Laan 40-45 12 B": ("Laan 40-45", "12B"),
    "Plein 1944 12 A": ("Plein 1944", "12A"),
    "Laan van '45 8": ("Laan van '45", "8"),
    "Burg. de Vriesstr. 7": ("Burg. de Vriesstr.", "7"),
    "It Fliet 9": ("It Fliet", "9"),
    "'t Hof 1": ("'t Hof", "1"),
    "Voorbeeldstraat 12 2e": ("Voorbeeldstraat", "122e"),
    "Laan 12": ("Laan", "12"),
    "Ee 12": ("Ee", "12"),
    "Wâldwei 101 bis": ("Wâldwei", "101bis"),
}
NO_ADDRESSES = (
    "", "Voorbeeldstraat", "12", "12 Voorbeeldstraat", "Plein 1944", "Laan 40-45",
    "Plein 1940-1945", "Voorbeeldstraat12", "Voorbeeldstraat 12 14",
    "Plein 1944 2hg", "Voorbeeldstraat 12-14", "Laan 40 45 12", "12 Kade 5", "Voorbeeldstraat 12 achter",
    "Postbus 12", "Antwoordnummer 12", "t/o Voorbeeldstraat 12", "c/o Kade 12",
    "A 12", "1x Kade 5", "Laan 4e Kade 12", "Voorbeeldstraat 12, 8501AB Joure", "Voorbeeldstraat 12 t/m 14", "- 12",
)  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), ADDRESSES.items())
def test_an_address_is_split_from_right_to_left(text: str, parts: tuple[str, str]):
    found = split_address(text)
    assert found is not None
    house = found.house
    assert (found.street, house.number + house.letter + house.addition) == parts


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_an_address_that_is_not_certain_is_not_split(text: str):
    assert split_address(text) is None


#: Text -> initials, first names, prefix, surname.
NAMES = {
    "Jansen": ("", "", "", "Jansen"),
    "Null": ("", "", "", "Null"),
    "van den Berg": ("", "", "van den", "Berg"),
    "VAN DEN BERG": ("", "", "VAN DEN", "BERG"),
    "Berg, van den": ("", "", "van den", "Berg"),
    "Berg , van den": ("", "", "van den", "Berg"),
    "BERG, VAN DEN": ("", "", "VAN DEN", "BERG"),
    "Berg, J. van den": ("J.", "", "van den", "Berg"),
    "Berg, van den, J.": ("J.", "", "van den", "Berg"),
    "Berg, Jan van den": ("", "Jan", "van den", "Berg"),
    "van den Berg, J.": ("J.", "", "van den", "Berg"),
    "Jansen, A.B.": ("A.B.", "", "", "Jansen"),
    "Jansen, Anna Maria": ("", "Anna Maria", "", "Jansen"),
    "J. van den Berg": ("J.", "", "van den", "Berg"),
    "J. P. van den Berg": ("J.P.", "", "van den", "Berg"),
    "Mevr. A.B. de Vries-van der Meer": ("A.B.", "", "de", "Vries-van der Meer"),
    "Mevrouw de Vries - van der Meer": ("", "", "de", "Vries-van der Meer"),
    "Meer-de Vries, van der": ("", "", "van der", "Meer-de Vries"),
    "De heer J. Jansen": ("J.", "", "", "Jansen"),
    "Dhr. Th. Bakker": ("Th.", "", "", "Bakker"),
    "IJ. Bakker": ("IJ.", "", "", "Bakker"),
    "IJ.Th. Bakker": ("IJ.Th.", "", "", "Bakker"),
    "Chr.J. Bakker": ("Chr.J.", "", "", "Bakker"),
    "mr. dr. J. Bakker": ("J.", "", "", "Bakker"),
    "J Bakker": ("J", "", "", "Bakker"),
    "J BAKKER": ("J", "", "", "BAKKER"),
    "J. Bo": ("J.", "", "", "Bo"),
    "JP de Vries": ("JP", "", "de", "Vries"),
    "JPA de Vries": ("JPA", "", "de", "Vries"),
    "Vries, JP de": ("JP", "", "de", "Vries"),
    "J. de van der Meer": ("J.", "", "de van der", "Meer"),
    "V.d. Berg": ("", "", "V.d.", "Berg"),
    "J. 't Hart": ("J.", "", "'t", "Hart"),
    "J. van \u2019t Land": ("J.", "", "van \u2019t", "Land"),
    "Hart, 't": ("", "", "'t", "Hart"),
    "J. v.d. Berg": ("J.", "", "v.d.", "Berg"),
    "J. v/d Berg": ("J.", "", "v/d", "Berg"),
    "Heer, de": ("", "", "de", "Heer"),
    "J. de Heer": ("J.", "", "de", "Heer"),
    "M. El Amrani": ("M.", "", "El", "Amrani"),
    "M. da Silva Santos": ("M.", "", "da", "Silva Santos"),
    "Bûrma, Wâtse": ("", "Wâtse", "", "Bûrma"),
}
NO_NAMES = (
    "", ",", "Jan Jansen", "Jan van den Berg", "Jansen van Vuuren", "J.", "van den",
    "De heer en mevrouw Jansen", "Dhr. en mevr. Jansen", "J. Jansen en A. Bakker",
    "J. Jansen e/o A. Bakker", "J. & A. Jansen", "Fam. Jansen", "Familie de Vries",
    "c/o J. Jansen", "Jansen c/o Bakker", "p/a Stichting", "T.a.v. J. Jansen",
    "Erven van J. Jansen", "Jansen e/v de Vries", "wed. Jansen", "Jansen (overleden)",
    "Jansen, J., de, Vries", "van den Berg, van", "J. Jansen 2", "De Heer", "Bewoner",
    "Bewindvoerder inzake Jansen", "J. Jansen A.", "j.jansen@example.org", "Jansen,",
    "Jansen, J. Jan", "j. Jansen", "JP BAKKER", "JPAM Bakker", "Jansen B, J.",
    "Berg, J., P., van den", "Jansen, Jan!",
)  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), NAMES.items())
def test_a_name_is_split_in_what_the_agreement_asks(
    text: str, parts: tuple[str, str, str, str]
):
    found = split_person_name(text)
    assert found is not None
    assert (found.initials, found.first_names, found.prefix, found.surname) == parts


@pytest.mark.parametrize("text", NO_NAMES)
def test_a_name_that_is_not_certain_or_not_one_person_is_not_split(text: str):
    assert split_person_name(text) is None


@given(st.text(max_size=40))
def test_nothing_is_made_up(text: str):
    """Each part stands in the text; a text of any sort is split or not, never more."""
    name = split_person_name(text)
    letters = "".join(text.split())
    if name is not None:
        assert "".join(name.surname.split()) in letters
        assert "".join(name.initials.split()) in letters
    address = split_address(text)
    if address is not None:
        assert address.house.number in text
    assert split_house_number(text) is None or text.strip()[0].isdigit()


@given(
    st.sampled_from(["Voorbeeldstraat", "Plein 1944", "1e Dwarsstraat", "It Fliet"]),
    st.sampled_from(sorted(HOUSE_NUMBERS)),
)
def test_a_street_and_a_house_number_come_apart_as_they_were_put(
    street: str, number: str
):
    found = split_address(f"{street} {number.strip()}")
    assert found is not None
    assert found.street == street
    assert found.house == split_house_number(number)
