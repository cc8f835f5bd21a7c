"""Decides what the synthetic residents are called.

All lists are our own: common Dutch, Frisian and immigrant names, and surnames put
together from Frisian stems and endings. A combination that is somebody's is chance.
"""

from dataclasses import dataclass

from vroegsein.synthetic.streams import Stream, Weighted

MEN = (
    "Jan", "Pieter", "Hendrik", "Johannes", "Gerrit", "Klaas", "Willem", "Sjoerd",
    "Sytse", "Hidde", "Fokke", "Wybren", "Tjitze", "Jelle", "Douwe", "Gjalt",
    "Rienk", "Wâtse", "Fêdde", "Rûrd", "Auke", "Bouke", "Durk", "Eelke", "Folkert",
    "Haije", "Ids", "Jorrit", "Lieuwe", "Marten", "Nanne", "Oene", "Popke",
    "Roelof", "Siebe", "Taeke", "Ubele", "Wiebe", "Ype", "Anne", "Bauke", "Daan",
    "Sem", "Lucas", "Finn", "Thijs", "Bram", "Ruben", "Mark", "Erik", "Peter",
    "Dennis", "Kevin", "Bart", "René", "André", "Daniël", "Raphaël", "Mohammed",
    "Ahmed", "Yusuf", "Tomasz", "Piotr", "Mehmet", "Ibrahim", "Ali", "Stefan",
    "Marco", "Rob", "Theo", "Christiaan",
)  # fmt: skip
WOMEN = (
    "Anna", "Maria", "Johanna", "Grietje", "Trijntje", "Aaltje", "Sjoukje",
    "Sietske", "Froukje", "Baukje", "Doutzen", "Fenna", "Geertje", "Hiske", "Ineke",
    "Jeltje", "Klaske", "Lolkje", "Minke", "Nynke", "Oeke", "Pytsje", "Rixt",
    "Saakje", "Tetsje", "Ymkje", "Wytske", "Antsje", "Bregtsje", "Dieuwke", "Elske",
    "Femke", "Jildou", "Silke", "Marijke", "Hanneke", "Anneke", "Tineke", "Marloes",
    "Esther", "Linda", "Sandra", "Monique", "Petra", "Lisa", "Emma", "Julia",
    "Sophie", "Lieke", "Noa", "Zoë", "Chloë", "Loïs", "Renée", "Fatima", "Aïcha",
    "Katarzyna", "Agnieszka", "Aysel", "Zeynep", "Samira", "Bêrber", "Sjûkje",
    "Riemkje",
)  # fmt: skip
COMMON = (
    ("de", "Jong"), ("de", "Vries"), ("", "Visser"), ("", "Hoekstra"), ("", "Dijkstra"),
    ("", "Bakker"), ("de", "Boer"), ("", "Postma"), ("", "Bosma"), ("", "Jansen"),
    ("van der", "Meer"), ("de", "Haan"), ("", "Mulder"),
    ("van den", "Berg"), ("", "Smit"), ("", "Meijer"), ("", "Bouma"), ("", "Haarsma"),
    ("van der", "Wal"), ("", "Veenstra"), ("", "Kuipers"), ("", "Wiersma"),
    ("", "Terpstra"), ("", "Hofstra"), ("", "Zijlstra"), ("van der", "Veen"),
)  # fmt: skip
OTHERS = (
    ("'t", "Hart"), ("van 't", "Land"), ("van", "Dijk"), ("ten", "Cate"),
    ("van der", "Schaaf"), ("de", "Groot"), ("van", "Wieren"), ("op de", "Hoek"),
    ("", "Janssen"), ("", "Dykstra"), ("", "Meyer"), ("", "Smits"), ("", "Schmidt"),
    ("", "Müller"), ("", "Çelik"), ("", "Yilmaz"), ("", "El Amrani"), ("", "Kowalski"),
    ("", "Nowak"), ("", "Özdemir"), ("", "Kovács"), ("", "Nguyen"), ("", "Wâtstra"),
    ("", "Hûnema"), ("", "Bûrma"), ("", "Sêdema"), ("", "Tjalkema"), ("", "Praamstra"),
    ("", "Kooistra"), ("", "Koopmans"), ("", "Brouwer"), ("de", "Wit"), ("", "Prins"),
    ("", "Schippers"), ("", "Timmermans"), ("van", "Ommen"), ("in 't", "Veld"),
    ("van de", "Sluis"), ("", "Zandstra"), ("", "Langhout"), ("", "Verhoeven"),
)  # fmt: skip
STEMS = (
    "Rip", "Wold", "Heer", "Ter", "Wester", "Ooster", "Noorder", "Zuider", "Brand",
    "Hel", "Ger", "Sik", "Tam", "Wier", "Aar", "Boon", "Fed", "Hied", "Jel", "Kalf",
    "Lemst", "Marr", "Nij", "Poels", "Rein", "Sloot", "Tuin", "Vel", "Wyn", "Zweel",
)  # fmt: skip
ENDINGS = ("stra", "sma", "inga", "ema", "enga")


@dataclass(frozen=True, slots=True)
class Surname:
    """A family name with the words that stand before it."""

    prefix: str
    name: str


def _all_surnames() -> tuple[Surname, ...]:
    """Return all surnames, the common ones first."""
    stems = [("", stem + ending) for stem in STEMS for ending in ENDINGS]
    return tuple(Surname(*pair) for pair in (*COMMON, *OTHERS, *stems))


SURNAMES = _all_surnames()
#: A few names are everywhere, as in any village; the rest is about equally rare.
_SURNAME = Weighted(
    [str(index) for index in range(len(SURNAMES))],
    [90 if index < len(COMMON) else 18 for index in range(len(SURNAMES))],
)


def surname(stream: Stream) -> Surname:
    """Return a family name."""
    return SURNAMES[int(_SURNAME.pick(stream))]


def first_names(stream: Stream, sex: str, initial: str = "") -> str:
    """Return one to three first names of a man (m) or woman (v).

    Args:
        stream: Where the draws come from.
        sex: `m` or `v`.
        initial: Letter the first name must begin with, where some name does.
    """
    pool = MEN if sex == "m" else WOMEN
    same = [name for name in pool if name.startswith(initial)] if initial else []
    given = [stream.pick(same or pool)]
    while len(given) < 3 and stream.chance(0.3):
        given.append(stream.pick(pool))
    return " ".join(dict.fromkeys(given))


def initials(given: str) -> str:
    """Return the initials of first names, `J.P.`."""
    return "".join(f"{name[0]}." for name in given.split())
