"""Samples of partners never seen: odd files of the kinds that administrations make."""

from pathlib import Path

import openpyxl

WHO = (
    ("Berg, van den, J.", "Dorpsstraat 12-a hs"),
    ("Vries, A.B. de", "Plein 1944 3"),
    ("Jansen, P.", "1e Dwarsstraat 5"),
    ("Bûrma, W.", "Voorbeeldstraat 101 bis"),
    ("Meer-de Vries, M. van der", "It Fliet 9"),
    ("Hart, K. 't", "Kade 7 B"),
)
DAYS = ("2026-10-01", "2026-09-30", "2026-08-01", "2026-08-20", "2026-08-25")
WORKBOOK_HEADER = (
    "Signaal-ID,Signaalsoort,Vorig signaal,Customer no,Signaaldatum,Peildatum,"
    "Vervaldatum,Amount due,Payment plan,Customer type,Voorletters,Tussenvoegsel,"
    "Achternaam,Straat,Huisnr,Postcode,Woonplaats,E-mailadres,Herinnering,"
    "Contactpoging,Gewezen op hulp,Bezwaar (J/N),Einde levering,BSN"
)
#: Values that may come out nowhere: names, streets, phone numbers.
CANARIES = ("Berg", "Bûrma", "Dorpsstraat", "It Fliet", "0612345", "M0003", "K00003")


def dutch_csv(folder: Path) -> Path:
    """A landlord: cp1252, whole names and addresses, Dutch headers, an IBAN."""
    header = (
        "Kenmerk;Soort;Debiteurnr.;Datum signaal;Peildatum;Oudste factuur;"
        "Openstaand saldo;Betaalregeling;Naam debiteur;Geb.dat.;Adres;PC;Plaats;Tel.;"
        "Aanmaning;Gebeld op;Hulp genoemd;Datum aanbod;Bezwaar;IBAN;Wijk"
    )
    lines = []
    for number, (name, address) in enumerate(WHO):
        sent, at, since, reminder, call = (
            "-".join(reversed(d.split("-"))) for d in DAYS
        )
        lines.append(
            f"M{number:04};eerste;K{number:05};{sent};{at};{since};{100 + number},50;Nee;"
            f"{name};17-05-1980;{address};8501 AB;Joure;06-1234567{number};{reminder};"
            f"{call};{call};{reminder};Nee;NL91ABNA0417164300;Noord"
        )
    path = folder / "huurachterstand 202610 definitief.txt"
    path.write_bytes("\r\n".join([header, *lines, ""]).encode("cp1252"))
    return path


def unknown_headers(folder: Path) -> Path:
    """A landlord whose names nobody thought of, and whose amounts nobody agrees on."""
    lines = ["Kenmerk;Dat. 1;Open;Telt mee?;Bewoner;Complex;Teller;Leeg;Ooit"]
    amounts = ("€ 75,-", "1.234,56", "€ 1.075,00", "99,95", "80,-", "€ 3.000,--")
    for number in range(12):
        who, amount = WHO[number % 6][0], amounts[number % 6]
        lines.append(
            f"M{number:04};{number + 1}-{number % 9 + 1}-2026;{amount};nee;"
            f"{who.split(',')[0]}{'x' * (number // 6)};{'Noord' if number % 2 else 'Zuid'};"
            f"{number * 7};;{number + 1}-{number % 9 + 1}-26"
        )
    path = folder / "achterstanden oktober.csv"
    path.write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    return path


def fixed_width(folder: Path) -> Path:
    """A water company of an old machine: fixed positions, no header line."""
    lines = []
    for number, (name, address) in enumerate(WHO):
        days = " ".join(day.replace("-", "") for day in DAYS)
        lines.append(
            f"M{number:04}  K{number:05}  {name:<28}{address:<26}8501AB  Joure     "
            f"{100 + number:>7}.50  {days}  N N P"
        )
    path = folder / "WATER202610.DAT"
    path.write_text("\n".join([*lines, ""]), "utf-8")
    return path


def workbook(folder: Path) -> Path:
    """An energy company from a spreadsheet: typed cells, English and Dutch mixed."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Export"
    sheet.append(WORKBOOK_HEADER.split(","))
    for number in range(6):
        kind = "REG" if number else "Spoed"
        house = f"{number + 1}{'A' if number % 2 else ''}"
        sheet.append(
            [
                *(
                    f"M{number:04}",
                    kind,
                    "",
                    f"K{number:05}",
                    *DAYS[:3],
                    100.5 + number,
                ),
                *("no", "private", "J.", "van den", f"Berg{'en' * number}"),
                *("Dorpsstraat", house, "8501AB", "Joure", f"p{number}@example.org"),
                *(DAYS[3], DAYS[4], DAYS[4], "N", "", "999990019"),
            ]
        )
    path = folder / "export 2026-10.xlsx"
    book.save(path)
    return path


def json_lines(folder: Path) -> Path:
    """A few objects of another partner, with the names of our own format."""
    path = folder / "signalen.jsonl"
    path.write_text(
        '{"bron_record_id": "A1", "postcode": "8501AB", "bedrag_achterstand": 12.5}\n'
        '{"bron_record_id": "A2", "postcode": "8501AC", "bedrag_achterstand": 13.25}\n',
        "utf-8",
    )
    return path
