"""What reading a partner's file costs: lines a second of one core, and memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

from support.deliveries import HEADER, passport

from bench.figures import Figure, measured
from vroegsein.intake.reading.accounting import Reading
from vroegsein.intake.reading.decode import read_here, read_in_child
from vroegsein.intake.reading.delimited import open_delimited
from vroegsein.parties.partner import FileFormat

SMALL, LARGE = 100_000, 1_000_000
_STREETS = ["Dorpsstraat", "Kerkweg", "Lange Poten", "Aldewei", "It Heechhout"]
_SURNAMES = ["de Vries", "Jansen", "Hoekstra", "Bakker", "van der Meer", "Visser"]


def bench_canonicaliser(folder: Path) -> list[Figure]:
    """Split 100,000 lines into numbered records of fields."""
    return _read(folder, SMALL, "split", canonicalise, goal=200_000)


def bench_canonicaliser_of_a_million(folder: Path) -> list[Figure]:
    """Split 1,000,000 lines: the memory has to be that of 100,000."""
    return _read(folder, LARGE, "split", canonicalise, goal=200_000)


def bench_decode(folder: Path) -> list[Figure]:
    """Read 100,000 lines into canonical rows."""
    return _read(folder, SMALL, "decoded", decode)


def bench_decode_of_a_million(folder: Path) -> list[Figure]:
    """Read 1,000,000 lines: the memory has to be that of 100,000."""
    return _read(folder, LARGE, "decoded", decode)


def bench_child(folder: Path) -> list[Figure]:
    """Read a file of one line in the child: what starting it costs."""
    path = write_month(folder / "one.csv", 1)
    reading = Reading()
    with measured() as cost:
        refused = read_in_child(path, passport(), folder / "one.rows", reading)
    assert refused is None
    return [Figure("a file of one line in the child", cost.cpu_seconds, "s CPU")]


def _read(
    folder: Path,
    count: int,
    what: str,
    work: Callable[[Path], int],
    goal: float | None = None,
) -> list[Figure]:
    path = write_month(folder / "month.csv", count)
    with measured() as cost:
        found = work(path)
    assert found == count
    name = f"{count:,} lines {what}"
    speed = round(count / cost.cpu_seconds)
    return [
        Figure(name, speed, "lines/s CPU", goal, higher_is_better=True),
        Figure(f"{name}: peak", cost.peak_mib, "MiB", 1024),
    ]


def lines(count: int) -> Iterator[str]:
    """Yield the lines of a month as a landlord writes them; one in 50 has quotes."""
    yield ";".join(HEADER)
    for n in range(count):
        day, month = n % 28 + 1, n % 12 + 1
        values = {
            "bron_record_id": f"A-{n}",
            "soort_signaal": "REGULIER",
            "warme_overdracht": "N",
            "klantnummer": f"{n * 7 % 9_999_991:07d}",
            "vordering_id": f"V{n}",
            "signaaldatum": f"2026-10-{day:02d}",
            "peildatum": "2026-09-30",
            "ontstaansdatum": f"2026-{month:02d}-01",
            "bedrag_achterstand": f"{n * 13 % 90_000 / 100 + 1:.2f}",
            "termijnbedrag": f"{n % 900}.50",
            "aantal_termijnen": str(n % 12 + 1),
            "betalingsregeling_actief": "N",
            "type_debiteur": "NP",
            "voorletters": f"{'ABCDEFGHJK'[n % 10]}.",
            "geslachtsnaam": _SURNAMES[n % 6] + ("ë" if n % 40 == 0 else ""),
            "geboortedatum": f"{1940 + n % 60}-{month:02d}-{day:02d}",
            "straatnaam": f'"{_STREETS[n % 5]}; achter"'
            if n % 50 == 0
            else _STREETS[n % 5],
            "huisnummer": str(n % 300 + 1),
            "postcode": f"85{n % 30 + 1:02d}{'ABCDEFG'[n % 7]}{'HJKLM'[n % 5]}",
            "woonplaats": "Joure",
            "telefoon_1": f"06-{n * 31 % 90_000_000 + 10_000_000}",
            "email": f"bewoner{n}@example.org",
            "datum_schriftelijke_herinnering": "2026-08-20",
            "datum_persoonlijk_contact_poging": "2026-08-25",
            "datum_gewezen_op_hulp": "2026-08-25",
            "datum_aanbod_gegevensdeling": "2026-09-01",
            "bezwaar_gegevensdeling": "N",
        }
        yield ";".join(values.get(name, "") for name in HEADER)


def write_month(path: Path, count: int) -> Path:
    """Write a month of so many lines."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in lines(count))
    return path


def canonicalise(path: Path) -> int:
    """Split every line into its fields; return how many there are."""
    with path.open("rb") as file:
        table = open_delimited(file, FileFormat())
        return sum(len(records.rows) for records in table.records)


def decode(path: Path) -> int:
    """Read a file into canonical rows; return how many lines it has."""
    reading = Reading()
    refused = read_here(path, passport(), path.with_suffix(".rows"), reading)
    assert refused is None
    return reading.line_count
