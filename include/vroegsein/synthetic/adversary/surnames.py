"""Decides what families are called: some 60,000 surnames put together from parts.

No count of any register is behind them. A few names are everywhere and most are rare,
as in the country itself; a name that is somebody's is chance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from vroegsein.synthetic import names
from vroegsein.synthetic.adversary.cultures import CULTURES
from vroegsein.synthetic.adversary.draws import Draws, Ints, Texts, texts, zipf_weights

Pair = tuple[str, str]  # the words before a surname, and the surname

DISTINCT = 60_000
EVERYDAY = (
    *names.COMMON,
    *(("van", "Dijk"), ("", "Jansen"), ("van den", "Berg"), ("", "Bakker")),
    *(("", "Janssen"), ("", "Visser"), ("", "Smit"), ("", "Meijer"), ("de", "Boer")),
    *(("", "Mulder"), ("de", "Groot"), ("", "Bos"), ("", "Vos"), ("", "Peters")),
    *(("", "Hendriks"), ("van", "Leeuwen"), ("", "Dekker"), ("", "Brouwer")),
    *(("de", "Wit"), ("", "Dijkstra"), ("", "Smits"), ("de", "Graaf"), ("", "Kok")),
    *(("van der", "Linden"), ("", "Jacobs"), ("de", "Haan"), ("", "Vermeulen")),
    *(("van den", "Heuvel"), ("van der", "Veen"), ("van den", "Broek")),
    *(("", "Schouten"),),
    *(("de", "Bruijn"), ("de", "Bruin"), ("van der", "Heijden"), ("", "Willems")),
    *(("van", "Beek"), ("", "Gerritsen"), ("van", "Vliet"), ("", "Hoekstra")),
    *(("", "Maas"), ("", "Verhoeven"), ("", "Koster"), ("van", "Dam"), ("", "Prins")),
    *(("van der", "Wal"), ("", "Blom"), ("", "Huisman"), ("de", "Jonge")),
    *(("", "Kuipers"),),
    *(("van", "Veen"), ("", "Kramer"), ("", "Post"), ("", "Kuiper"), ("", "Veenstra")),
    *(("van den", "Bosch"), ("", "Timmermans"), ("", "Schipper"), ("", "Groen")),
    *names.OTHERS,
)  # fmt: skip
PREFIXES = (
    *("van", "van de", "van der", "van den", "de", "ter", "ten", "van 't", "in 't"),
    *("op de", "op den", "aan de", "uit de", "'t", "te", "von", "den", "over de"),
)
LAND = (
    *("Noord", "Zuid", "Oost", "West", "Hoog", "Laag", "Nieuw", "Oud", "Groen", "Wit"),
    *("Zwart", "Rood", "Lang", "Kort", "Breed", "Steen", "Zand", "Klei", "Hei", "Bos"),
    *("Broek", "Molen", "Kerk", "Kasteel", "Linden", "Eiken", "Beuken", "Elzen"),
    *("Wilgen",),
    *("Riet", "Water", "Meer", "Vijver", "Brug", "Dijk", "Polder", "Veen", "Turf"),
    *("Mos",),
    *("Raven", "Vogel", "Haas", "Wolf", "Vossen", "Schaap", "Koe", "Zwaan", "Roos"),
    *("Winter", "Zomer", "Konings", "Heren", "Vrouwen", "Papen", "Munnik", "Ridder"),
)  # fmt: skip
LAND_ENDS = (
    *("berg", "dijk", "veld", "hout", "burg", "broek", "horst", "kamp", "laar", "loo"),
    *("man", "huis", "huizen", "hof", "hoek", "kerk", "dam", "brink", "bosch", "beek"),
    *("donk", "daal", "drecht", "gaarde", "graaf", "haar", "heide", "kade", "meer"),
    *("meijer", "pool", "poort", "rade", "schot", "stein", "stra", "voort", "waard"),
    *("wijk", "woude", "zand", "zijl", "sluis", "vliet", "land", "ink", "ing", "mans"),
)  # fmt: skip
ONSETS = (
    *("B", "Bl", "Br", "D", "Dr", "F", "G", "Gr", "H", "J", "K", "Kl", "Kn", "Kr", "L"),
    *("M", "N", "P", "Pl", "Pr", "R", "S", "Sch", "Sl", "Sm", "Sn", "Sp", "St", "T"),
    *("Tr",),
    *("V", "Vr", "W", "Z", "Zw", ""),
)  # fmt: skip
VOWELS = ("a", "aa", "e", "ee", "ei", "eu", "ie", "ij", "i", "o", "oe", "oo", "ou", "u")
CODAS = (
    *("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "bb", "ck"),
    *("kk", "ld", "lm", "mm", "nd", "nn", "nk", "pp", "rd", "rk", "rm", "rs", "st"),
    *("tt",),
)  # fmt: skip
DUTCH_ENDS = (
    *("", "ers", "er", "en", "ens", "ema", "ink", "ing", "mans", "man", "sen", "s"),
    *("laar", "hof", "kamp", "veld", "huis", "horst", "meijer", "mans", "berg", "stra"),
)
FRISIAN_STEMS = (
    *names.STEMS,
    *("Hoek", "Dijk", "Veen", "Zijl", "Hof", "Kooi", "Hie", "Post", "Wiers", "Bou"),
    *("Sin", "Fei", "Rol", "Haars", "Tol", "Pop", "Jou", "Kam", "Wie", "Al", "Bui"),
    *("Rin", "Span", "Ypey", "Lieuw", "Tjep", "Sjol", "Gaas", "Eel", "Dou", "Harm"),
)
FRISIAN_ENDS = ("stra", "sma", "ma", "inga", "ema", "enga", "sta", "mer")
TURKISH_STEMS = (
    *("Öz", "Kara", "Ak", "Demir", "Y\u0131l", "Gün", "Ay", "Çelik", "Taş", "Er"),
    *("Koç",),
    *("Kaya", "Aslan", "Doğan", "Şahin", "Bay", "Kurt", "Polat", "Güneş", "Sar\u0131"),
    *("Tekin",),
    *("Yaman", "Bulut", "Deniz", "Alt\u0131n", "Gök", "Uç", "Bozk", "Çak"),
    *("K\u0131l\u0131ç", "Tun"),
)  # fmt: skip
TURKISH_ENDS = (
    *("", "oğlu", "can", "taş", "kaya", "soy", "demir", "türk", "er", "man", "türk"),
    *("alp", "gül", "maz", "tepe", "dağ", "su", "ay", "bay", "kan", "lar", "\u0131r"),
)
MOROCCAN_STARTS = ("El ", "Ait ", "Ben ", "Bou", "Ou", "", "Ben", "Al ", "Oul")
MOROCCAN_STEMS = (
    *("Amrani", "Idrissi", "Alaoui", "Khattabi", "Bakkali", "Morabit", "Hamdaoui"),
    *("Yaakoubi", "Fassi", "Haddad", "Mansouri", "Azzouzi", "Ouali", "Hadji", "Bouzid"),
    *("Chaoui", "Daoudi", "Ghazi", "Hajji", "Jabri", "Kaddouri", "Lahlou", "Mesbahi"),
    *("Naciri", "Omari", "Rachidi", "Sabri", "Tahiri", "Wahabi", "Zaidi", "Aarab"),
    *("Belkasmi", "Chergui", "Driouch", "Essaidi", "Farissi", "Guennoun", "Himmich"),
    *("Kandoussi", "Maimouni", "Nassiri", "Rifi", "Saidi", "Touzani", "Yahyaoui"),
)
POLISH_STEMS = (
    *("Kowal", "Nowa", "Wiśniew", "Wójc", "Kamiń", "Lewandow", "Zieliń", "Szymań"),
    *("Dąbrow", "Kozłow", "Mazur", "Jankow", "Wojciechow", "Kwiatkow", "Krawczy"),
    *("Piotrow", "Grabow", "Pawłow", "Michal", "Król", "Wieczor", "Jabłoń", "Wróblew"),
    *("Majew", "Olszew", "Jaworow", "Malinow", "Stępień", "Górna", "Sikor", "Walczak"),
    *("Rutkow", "Ostrow", "Szczepań", "Baran", "Duda", "Szewczy", "Pietrza", "Czarn"),
)
POLISH_ENDS = ("ski", "czyk", "wicz", "ak", "ek", "owski", "iak", "ka")
SURINAMESE_STEMS = (
    *("Ram", "Bissess", "Soek", "Mohan", "Jag", "Kali", "Gang", "Parb", "Sew", "Bhag"),
    *("Kart", "Sar", "Pin", "Wij", "Doer", "Lach", "Mang", "Raghoe", "Sital", "Tew"),
)
SURINAMESE_ENDS = (
    *("charan", "nath", "lal", "dat", "persad", "pal", "singh", "ie", "oedjo", "moel"),
    *("bali", "adin", "toe", "dew", "kisoen", "ram", "odikromo", "redjo", "aning"),
)


@dataclass(frozen=True)
class Surnames:
    """All surnames as columns; a surname is a row number.

    Attributes:
        prefix: The words before it, often none.
        name: The surname itself.
        first: Row at which each culture begins, and one past the last.
    """

    prefix: Texts
    name: Texts
    first: tuple[int, ...]

    def draw(self, culture: Ints, draws: Draws) -> Ints:
        """Return a surname for each family of a culture, frequent ones more often."""
        found = np.zeros(len(culture), np.int64)
        for code, begin in enumerate(self.first[:-1]):
            rows = np.flatnonzero(culture == code)
            weights = zipf_weights(self.first[code + 1] - begin)
            found[rows] = begin + draws.weighted(weights, len(rows))
        return found


@cache
def all_surnames() -> Surnames:
    """Return the surnames of all cultures, culture by culture, frequent ones first."""
    others = [_frisian(), _turkish(), _moroccan(), _polish(), _surinamese()]
    wanted = DISTINCT - sum(len(group) for group in others)
    groups = [_dutch()[:wanted], *others]
    pairs = [pair for group in groups for pair in group]
    first = np.cumsum([0, *(len(group) for group in groups)])
    assert len(groups) == len(CULTURES)
    return Surnames(
        prefix=texts([prefix for prefix, _ in pairs]),
        name=texts([name for _, name in pairs]),
        first=tuple(int(row) for row in first),
    )


def _mixed(pairs: Iterable[Pair], purpose: str) -> list[Pair]:
    """Return the pairs once each, in an order that is random but always the same."""
    once = list(dict.fromkeys(pairs))
    return [once[index] for index in Draws(0, "surnames", purpose).order(len(once))]


def _dutch() -> list[Pair]:
    """Names of everyday, of fathers, of land, and of no known meaning."""
    fathers = [name for name in CULTURES[0].men if name.isascii()]
    patronyms = [
        ("", f"{name.rstrip('es')}{end}") for name in fathers for end in PATRON
    ]
    land = [f"{start}{end}" for start, end in product(LAND, LAND_ENDS)]
    prefixed = [(prefix, name) for name in land for prefix in PREFIXES[:4]]
    made = ("".join(parts) for parts in product(ONSETS, VOWELS, CODAS, DUTCH_ENDS))
    plain = _mixed((("", name.capitalize()) for name in made), "plain")
    rare = [
        (PREFIXES[index % len(PREFIXES)] if index % 5 == 0 else prefix, name)
        for index, (prefix, name) in enumerate(plain[:DISTINCT])
    ]
    known = _mixed([*patronyms, *(("", name) for name in land), *prefixed], "known")
    # A known name and a rare one by turns, so that rare ones are of both kinds.
    turns = [pair for both in zip(known, rare, strict=False) for pair in both]
    return list(dict.fromkeys([*EVERYDAY, *turns, *rare]))


PATRON = ("s", "sen", "ssen", "sz", "se", "sma")


def _frisian() -> list[Pair]:
    joined = (("", a + b) for a, b in product(FRISIAN_STEMS, FRISIAN_ENDS))
    frequent = [pair for pair in names.COMMON if pair[0] != "van den"]
    return list(dict.fromkeys([*frequent, *_mixed(joined, "frisian")]))


def _turkish() -> list[Pair]:
    joined = (("", a + b) for a, b in product(TURKISH_STEMS, TURKISH_ENDS))
    return _mixed(joined, "turkish")


def _moroccan() -> list[Pair]:
    joined = (
        ("", start + (stem if start == "" or start[-1] == " " else stem.lower()))
        for start, stem in product(MOROCCAN_STARTS, MOROCCAN_STEMS)
    )
    return _mixed(joined, "moroccan")


def _polish() -> list[Pair]:
    return _mixed(
        (("", a + b) for a, b in product(POLISH_STEMS, POLISH_ENDS)), "polish"
    )


def _surinamese() -> list[Pair]:
    joined = (("", a + b) for a, b in product(SURINAMESE_STEMS, SURINAMESE_ENDS))
    return _mixed(joined, "surinamese")
