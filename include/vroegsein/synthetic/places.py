"""Decides where the synthetic residents live: villages, streets and addresses.

The villages and postcode areas are those of De Fryske Marren; street names are
generic, and which numbers and letters exist is made up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from vroegsein.synthetic.streams import Stream


@dataclass(frozen=True)
class Village:
    """One place.

    Attributes:
        name: Official Dutch or Frisian name.
        alias: Name in the other language, the same where there is none.
        areas: Four-digit postcode areas.
        weight: About the number of residents, which decides its share.
    """

    name: str
    alias: str
    areas: tuple[str, ...]
    weight: int


def address_key(postcode: str, number: str, letter: str, addition: str) -> str:
    """Return an address as one text, whatever the capitals it was written in."""
    return f"{postcode}|{number}|{letter}|{addition}".upper()


@dataclass(frozen=True, slots=True)
class Address:
    """One dwelling, mooring or institution.

    Attributes:
        kind: dwelling, boat, shared (rooms let one by one) or care (a care home).
    """

    street: str
    number: int
    letter: str
    addition: str
    postcode: str
    place: str
    alias: str
    kind: str = "dwelling"

    @property
    def key(self) -> str:
        """The address as one text, equal for equal addresses only."""
        number = str(self.number)
        return address_key(self.postcode, number, self.letter, self.addition)


VILLAGES = (
    Village("Joure", "De Jouwer", ("8501", "8502", "8503"), 13200),
    Village("Lemmer", "De Lemmer", ("8531", "8532"), 10400),
    Village("Balk", "Balk", ("8561",), 4200),
    Village("Sint Nicolaasga", "Sint Nyk", ("8521",), 3300),
    Village("Oudehaske", "Aldehaske", ("8465",), 1850),
    Village("Sintjohannesga", "Sint Jânsgea", ("8464",), 1250),
    Village("Oudemirdum", "Aldemardum", ("8567",), 1250),
    Village("Bakhuizen", "Bakhuzen", ("8574",), 1000),
    Village("Langweer", "Langwar", ("8525",), 1000),
    Village("Echtenerbrug", "Ychtenbrêge", ("8539",), 1000),
    Village("Oosterzee", "Eastersee", ("8536",), 850),
    Village("Terherne", "Terherne", ("8493",), 830),
    Village("Harich", "Harich", ("8571",), 750),
    Village("Haskerhorne", "Haskerhoarne", ("8506",), 720),
    Village("Sloten", "Sleat", ("8556",), 700),
    Village("Nijemirdum", "Nijemardum", ("8566",), 700),
    Village("Wijckel", "Wikel", ("8563",), 650),
    Village("Idskenhuizen", "Jiskenhuzen", ("8523",), 650),
    Village("Rottum", "Rottum", ("8461",), 600),
    Village("Delfstrahuizen", "Dolsterhuzen", ("8508",), 600),
    Village("Rotsterhaule", "Rotsterhaule", ("8463",), 550),
    Village("Bantega", "Bantegea", ("8538",), 550),
    Village("Scharsterbrug", "Skarsterbrêge", ("8517",), 500),
    Village("Elahuizen", "Ealahuzen", ("8581",), 450),
    Village("Vegelinsoord", "Vegelinsoard", ("8467",), 450),
    Village("Broek", "De Broek", ("8512",), 350),
    Village("Goingarijp", "Goaiïngaryp", ("8511",), 300),
    Village("Echten", "Ychten", ("8537",), 300),
    Village("Sondel", "Sondel", ("8565",), 300),
    Village("Tjerkgaast", "Tsjerkgaast", ("8522",), 250),
    Village("Oudega", "Aldegea", ("8582",), 250),
    Village("Boornzwaag", "Boarnsweach", ("8526",), 200),
    Village("Rohel", "Reahel", ("8507",), 180),
    Village("Akmarijp", "Eagmaryp", ("8541",), 150),
    Village("Snikzwaag", "Sniksweach", ("8505",), 120),
    Village("Dijken", "Diken", ("8528",), 80),
)
STREETS = (
    *("Dorpsstraat", "Hoofdstraat", "Kerkstraat", "Schoolstraat", "Molenweg"),
    *("Midstraat", "Stationsweg", "Beukenlaan", "Eikenlaan", "Lindelaan", "Esdoornhof"),
    *("Kastanjelaan", "Wilgenstraat", "Berkenhof", "Populierenlaan", "Meidoornstraat"),
    *("Havenkade", "Sluiswei", "Brêgepaad", "Tsjerkewei", "Skoallewei", "Mounewei"),
    *("Doarpswei", "Merkebuorren", "Grutte Buorren", "Lytse Buorren", "Efterom"),
    *("Marwei", "Marsicht", "Wetterkant", "Oude Vaart", "Nieuwe Vaart", "Zijlroede"),
    *("Reiddomp", "Lisdodde", "Kalmoes", "Waterlelie", "Dotterbloem", "Pinksterbloem"),
    *("Ljip", "Skries", "Tjirk", "Reiger", "Fuut", "Karekiet", "Zwaluw", "Leeuwerik"),
    *("Skûtsje", "Tjalk", "Boeier", "Praam", "Botter", "Schouw", "Aak", "Jol"),
    *("Weversstraat", "Smidsstraat", "Kuipersplein", "Turfschipper", "Veldkant"),
    *("Noorderweg", "Zuiderweg", "Oosterweg", "Westerweg", "Binnenpad", "Buitenpad"),
    *("Hooiland", "Weidezicht", "Akkerwinde", "Korenbloem", "Klaver", "Zilverschoon"),
    *("Lange Streek", "Korte Streek", "Bovenweg", "Lage Weg", "Heechhout", "It Bûtlân"),
    *("Prinsenhof", "Burgemeestersplein", "Marktplein", "De Greiden", "De Finne"),
    *("Kamgras", "Raaigras", "Zuringhof", "Goudsbloem", "Margriet", "Boterbloem"),
)
POSTCODE_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"  # those in use in Dutch postcodes
FORBIDDEN_PAIRS = {"SA", "SD", "SS"}
LETTER_PAIRS = tuple(
    first + second
    for first in POSTCODE_LETTERS
    for second in POSTCODE_LETTERS
    if first + second not in FORBIDDEN_PAIRS
)
NUMBERS_PER_POSTCODE = 22
ADDITIONS = ("1", "2", "hs", "bis")


def addresses(village: Village, stream: Stream) -> Iterator[Address]:
    """Return an endless row of a village's dwellings, street by street.

    Every address comes once. Some house numbers have several dwellings, with a
    letter (12 A) or an addition (12 bis, 12-2).
    """
    streets = stream.shuffled(STREETS)
    pairs = stream.shuffled(LETTER_PAIRS)
    round_of_streets = 0
    opened = 0
    while True:
        street = streets[round_of_streets % len(streets)]
        first = 1 + 200 * (round_of_streets // len(streets))
        length = stream.between(18, 60)
        for offset in range(length):
            if offset % NUMBERS_PER_POSTCODE == 0:
                area = village.areas[opened % len(village.areas)]
                postcode = area + pairs[opened // len(village.areas)]
                opened += 1
            for letter, addition in _dwellings(village, stream):
                yield Address(
                    street=street,
                    number=first + offset,
                    letter=letter,
                    addition=addition,
                    postcode=postcode,
                    place=village.name,
                    alias=village.alias,
                )
        round_of_streets += 1


def _dwellings(village: Village, stream: Stream) -> list[tuple[str, str]]:
    """Return letter and addition of each dwelling at one house number."""
    in_town = village.weight > 3000
    if not stream.chance(0.05 if in_town else 0.01):
        return [("", "")]
    count = stream.between(2, 4)
    if stream.chance(0.6):
        return [(ascii_uppercase[index], "") for index in range(count)]
    return [("", ADDITIONS[index]) for index in range(count)]
