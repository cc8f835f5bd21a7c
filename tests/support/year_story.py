"""A year of a small municipality, told month by month by chance; the seed decides all.

Only the files of partners are made up here, as rows of the register; what is done with
them is the product's: matching, lists, approval, cases, files of the office, feedback,
objections and purges.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pyrage
from sqlalchemy import text

from support.listing_month import Register, Signal, signal
from support.office import lines_of
from support.reviewing import Officials
from support.sftp_server import RunningServer
from vroegsein import accountability, casework, listing, matching
from vroegsein.accountability.person_search import PersonDetails
from vroegsein.accountability.requests import Request, keep_objection
from vroegsein.casework.office_columns import RESIDENT_COLUMNS
from vroegsein.casework.outcome_rows import attempt_header
from vroegsein.listing.columns import ATTEMPT_WORDS
from vroegsein.parties.case_codes import Result
from vroegsein.parties.moments import AMSTERDAM
from vroegsein.parties.period import ReportingMonth

PLACE, PERSONS = "1940", 60
FIRST = ReportingMonth(2026, 10)
SECTORS = ("merenwonen", "wetterfryslan", "gaastwonen", "terpzorg")
STREETS = (("Midstraat", "8501AB", "Joure"), ("Schans", "8531GX", "Lemmer"))
RESULTS = (
    Result.FOLLOW_UP, Result.QUICK_FIX, Result.OWN_WAY, Result.PAID, Result.UNREACHED,
    Result.KNOWN, Result.NO_RESIDENT,
)  # fmt: skip
ATTEMPT = tuple(attempt_header(1, word) for word in ATTEMPT_WORDS)
OUTCOME = ("Melding", *ATTEMPT, "Resultaat", "Resultaat datum")


@dataclass
class Year:
    """The story as far as it was told.

    Attributes:
        gone: Who may be on no list any more, by number, and since when.
        told: What happened, in order; printed when something does not hold.
    """

    register: Register
    officials: Officials
    partners: RunningServer
    our_key: str
    chance: Random
    gone: dict[int, datetime] = field(default_factory=dict)
    residents: dict[int, dict[str, str]] = field(default_factory=dict)
    excluded: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def rows(self, query: str, **values: Any) -> list[Any]:
        """Return what a query finds."""
        with self.register.engine.connect() as connection:
            return list(connection.execute(text(query), values))

    def say(self, moment: datetime, what: str) -> None:
        """Remember a step."""
        self.told.append(f"{moment:%Y-%m-%d} {what}")


def at(month: ReportingMonth, day: int, hour: int = 9) -> datetime:
    """A moment of a month, by Dutch time."""
    return datetime(month.year, month.month, day, hour, tzinfo=AMSTERDAM)


def who(number: int) -> dict[str, Any]:
    """One inhabitant: nobody else has the same name and birth date."""
    street, postcode, place = STREETS[number % 2]
    letters = chr(97 + number // 26) + chr(97 + number % 26)
    return {
        "initials": "J.", "surname": f"Ver{letters}zonnen", "street": street,
        "birth_date": f"{1940 + number}-0{number % 9 + 1}-1{number % 7}",
        "number": str(number + 3), "postcode": postcode, "place": place,
        "phone": f"+316{10000000 + number * 7919}", "email": None,
        "customer": f"K{number:04d}",
    }  # fmt: skip


def claim(
    year: Year, number: int, partner: str, month: ReportingMonth, received: datetime
) -> Signal:
    """One signal about somebody."""
    kind = "REGULIER"
    if partner == "merenwonen" and year.chance.random() < 0.06:
        kind = "ONTRUIMING"
    return signal(
        f"{month}.{partner}.{number:03d}.1", partner=partner, month=str(month),
        received_at=received, cents=year.chance.randrange(5000, 160000), kind=kind,
        days=year.chance.choice((20, 45, 60, 90)), claim=f"V{number}{partner}",
        **who(number),
    )  # fmt: skip


def deliver(year: Year, partner: str, month: ReportingMonth, when: datetime) -> None:
    """A partner's file of a month: some of its customers."""
    numbers = sorted(year.chance.sample(range(PERSONS), year.chance.randint(4, 9)))
    found = [claim(year, number, partner, month, when) for number in numbers]
    rest = year.chance.choice(
        ([], [("rejected", 500), ("duplicate", 7), ("objection", 0)])
    )
    year.register.deliver(found, other_lines={partner: rest})
    year.say(when, f"{partner} delivers {len(found)} signals of {month}")


def partners_deliver(year: Year, month: ReportingMonth) -> list[str]:
    """Each partner is in time, missing or refused; return who comes after the list."""
    late: list[str] = []
    for partner in SECTORS:
        luck = year.chance.random()
        if luck < 0.10:
            late.append(partner)
        elif luck < 0.15:
            year.register.deliver_nothing(partner, month=str(month))
        elif luck < 0.20:
            year.register.deliver_nothing(
                partner, month=str(month), refused="DEL_TOTALS"
            )
            year.say(at(month, 7), f"{partner} is refused, and misses {month}")
        else:
            deliver(year, partner, month, at(month, year.chance.randint(5, 12)))
    return late


def correct(year: Year, month: ReportingMonth, when: datetime) -> None:
    """A partner sends its month again: one record gone, another with another amount."""
    (partner,) = year.chance.sample(SECTORS, 1)
    held = [
        one for one in year.register.signals
        if (one.partner, one.month) == (partner, str(month))
    ]  # fmt: skip
    if len(held) < 3:
        return
    kept = [replace(one, signal_id=f"{one.signal_id[:-1]}2") for one in held[1:]]
    kept[0] = replace(kept[0], cents=kept[0].cents + 5000)
    year.register.signals = [one for one in year.register.signals if one not in held]
    old = {"month": str(month), "partner": partner}
    where = "month = :month AND partner_code = :partner"
    (before,) = year.rows(
        f"SELECT delivery_id FROM intake.delivery WHERE {where} AND state = 'accepted'",
        **old,
    )
    year.register.deliver(kept)
    with year.register.engine.begin() as connection:
        (after,) = connection.scalars(
            text(f"SELECT delivery_id FROM intake.delivery WHERE {where}"
                 " AND state = 'accepted' AND delivery_id <> :before"),
            old | {"before": before[0]},
        )  # fmt: skip
        ended = old | {"after": after, "before": before[0], "at": when}
        connection.execute(
            text(f"UPDATE intake.signal SET ended_by = :after WHERE {where}"
                 " AND delivery_id = :before"), ended,
        )  # fmt: skip
        connection.execute(
            text("UPDATE intake.delivery SET state = 'superseded',"
                 " superseded_by = :after WHERE delivery_id = :before"), ended,
        )  # fmt: skip
        connection.execute(
            text("UPDATE intake.delivery SET received_at = :at, kind = 'correction'"
                 ", new_count = 0, changed_count = :kept, gone_count = 1, unchanged_count = 0"
                 " WHERE delivery_id = :after"), ended | {"kept": len(kept)},
        )  # fmt: skip
    year.say(when, f"{partner} corrects {month}: a record less, an amount more")


def answer(user: str, moment: datetime, option: str) -> dict[str, Any]:
    """What an approval task hands on."""
    return {
        "chosen_options": [option], "responded_by_user": {"id": user, "name": user},
        "responded_at": moment.isoformat(), "params_input": {},
    }  # fmt: skip


def crisis(year: Year, month: ReportingMonth, moment: datetime) -> None:
    """Crisis signals on no list are asked about; now and then nobody answers."""
    if str(month) not in casework.crisis_months(PLACE, moment):
        return
    draft_id = listing.triage_month(matching.match_month(PLACE, str(month)))
    list_id = casework.open_crisis_list(draft_id, f"run {moment}", moment)
    if not list_id or year.chance.random() < 0.3:
        year.say(moment, "a crisis list that nobody answers, or nobody to be on it")
        return
    said = answer("coordinator", moment, "Versturen")
    assert casework.record_crisis_list_answer(list_id, said)
    casework.send_crisis_list(list_id, year.officials.server)
    year.say(moment, "a crisis list goes out")


def publish(year: Year, month: ReportingMonth, moment: datetime) -> str:
    """Make the month's list as the Dag does, task after task."""
    draft_id = listing.triage_month(matching.match_month(PLACE, str(month)))
    listing.audit_draft(draft_id)
    said = answer("coordinator", moment, "Publiceren")
    if listing.record_answer(draft_id, said) == "second":
        again = answer("coordinator2", moment + timedelta(hours=1), "Publiceren")
        assert listing.record_second(draft_id, again)
    publication_id = listing.publish_list(draft_id)
    casework.open_cases(publication_id)
    listing.deliver_list(publication_id, year.officials.server, moment)
    year.say(moment, f"list {publication_id}")
    return publication_id


def send_office_file(
    year: Year,
    name: str,
    rows: list[list[str]],
    headers: tuple[str, ...],
    when: datetime,
) -> dict[str, int]:
    """Officials put a sealed file in their inbox, and it is taken."""
    recipient = pyrage.x25519.Recipient.from_str(year.our_key)
    sealed = pyrage.encrypt(lines_of(headers, rows), [recipient])
    (year.officials.folder / "inbox" / name).write_bytes(sealed)
    return casework.take_office_file(PLACE, name, year.officials.server, when)


def outcomes(year: Year, month: ReportingMonth, number: int, when: datetime) -> None:
    """Officials say what came of some cases; one row contradicts another."""
    listed = year.rows(
        "SELECT DISTINCT case_id FROM casework.case_signal WHERE month = :month"
        " ORDER BY case_id", month=str(month),
    )  # fmt: skip
    day = when.date().isoformat()
    rows = []
    for (case_id,) in listed:
        if year.chance.random() < 0.35:
            continue
        kind = year.chance.choice(("Telefoon", "Brief", "Huisbezoek"))
        reached = year.chance.choice("JNN") if kind != "Brief" else "N"
        result = year.chance.choice(RESULTS) if year.chance.random() < 0.5 else ""
        tried = [case_id, kind, day, "" if kind == "Brief" else "Middag", reached]
        rows.append([*tried, result, day if result else ""])
    if rows and rows[0][5]:
        rows.append([rows[0][0], "", "", "", "", Result.REFERRED, day])
    if not rows:
        return
    name = f"uitkomsten_{month}_{number:02d}.csv.age"
    counts = send_office_file(year, name, rows, OUTCOME, when)
    assert not counts["refused"], counts
    year.say(when, f"{counts['taken']} of {len(rows)} outcomes of {month}")


def residents(year: Year, when: datetime) -> None:
    """A new extract of the register of persons: somebody died, somebody moved away."""
    for flag in ("overleden", "vertrokken"):
        number = year.chance.randrange(PERSONS)
        year.residents[number] = {flag: "J"}
        year.gone.setdefault(number, when)
    rows = []
    for number in range(PERSONS):
        person = who(number)
        flags = dict.fromkeys(("overleden", "vertrokken", "geheim"), "N")
        known = {
            "inwoner": f"R{number:03d}", "voorletters": person["initials"],
            "achternaam": person["surname"], "geboortedatum": person["birth_date"],
            "straat": person["street"], "huisnummer": person["number"],
            "postcode": person["postcode"], "plaats": person["place"],
        } | flags | year.residents.get(number, {})  # fmt: skip
        rows.append([known.get(name, "") for name in RESIDENT_COLUMNS])
    name = f"inwoners_{when:%Y%m%d}.csv.age"
    counts = send_office_file(year, name, rows, RESIDENT_COLUMNS, when)
    assert counts["taken"] == PERSONS, counts
    year.say(when, "an extract of the register of persons")


def exclusions(year: Year, when: datetime) -> None:
    """A new safety list: all of before, and one more."""
    number = year.chance.randrange(PERSONS)
    year.excluded.append(number)
    year.gone.setdefault(number, when)
    headers = (
        "achternaam",
        "voorletters",
        "geboortedatum",
        "postcode",
        "huisnummer",
        "vanaf",
    )
    rows = [
        [person["surname"], person["initials"], person["birth_date"],
         person["postcode"], person["number"], "2026-01-01"]
        for person in map(who, sorted(set(year.excluded)))
    ]  # fmt: skip
    name = f"uitsluitingen_uitsluiting_{when:%Y%m%d}.csv.age"
    counts = send_office_file(year, name, rows, headers, when)
    assert counts["taken"] == len(rows), counts
    year.say(when, f"person {number} on the safety list")


def objection(year: Year, when: datetime) -> None:
    """Somebody objects."""
    number = year.chance.randrange(PERSONS)
    person = who(number)
    details = PersonDetails(
        initials=person["initials"], surname=person["surname"],
        birth_date=person["birth_date"], postcode=person["postcode"],
        house_number=person["number"],
    )  # fmt: skip
    keep_objection(Request(PLACE, details, "f.g", when.date(), when))
    year.gone.setdefault(number, when)
    year.say(when, f"person {number} objects")


def feedback(year: Year, when: datetime) -> None:
    """Each partner with news gets its file."""
    for partner in casework.write_feedback(PLACE, when):
        account = f"{partner}-{year.officials.folder.name}"
        year.partners.account(account)
        server = year.partners.server(account)
        casework.send_feedback(partner, PLACE, server, when)
    year.say(when, "feedback")


def told_codes(year: Year) -> set[str]:
    """Codes in all feedback files that lie in partners' outboxes."""
    found: set[str] = set()
    for partner in SECTORS:
        folder = year.partners.account(f"{partner}-{year.officials.folder.name}")
        for path in (folder / "outbox").glob("terugkoppeling_*.json"):
            said = json.loads(path.read_text("utf-8"))
            found |= {row["code"] for row in said["regels"]}
    return found


def purge_night(year: Year, when: datetime) -> None:
    """What is past its term goes, and the chain is signed."""
    done = accountability.purge_personal_data(PLACE, when)
    accountability.sign_checkpoint(PLACE, when)
    year.say(when, f"purge of {done['months']} months")


def day_of(moment: datetime) -> date:
    """The day of a moment."""
    return moment.astimezone(AMSTERDAM).date()
