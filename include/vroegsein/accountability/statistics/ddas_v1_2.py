"""DDAS vroegsignalering, version 1.2: names, labels and order of the national schema.

Another version gets a module of its own beside this one; what this one writes never
changes. Nothing is written here that the schema does not know: it forbids extra names.
"""

from datetime import UTC, date, datetime
from typing import get_args

from vroegsein.accountability.statistics.levering import (
    NOT_YET,
    Client,
    Levering,
    Page,
    Signal,
)
from vroegsein.accountability.statistics.meldingen import Attempt, Melding
from vroegsein.listing.triage import Status
from vroegsein.parties.case_codes import ContactKind, PartOfDay, Result
from vroegsein.parties.partner import PartnerType
from vroegsein.parties.policy_statistics import Contact, Statistics

VERSION = "1.2"
PARTNER_TYPES = frozenset(get_args(PartnerType))
STATUSES = frozenset({*map(str, Status), NOT_YET})
RESULTS = frozenset(map(str, Result))
CONTACT_KINDS = frozenset(map(str, ContactKind))
PARTS_OF_DAY = frozenset(map(str, PartOfDay))

Json = dict[str, object]


def document(levering: Levering, page: Page) -> Json:
    """Return one file of a delivery; it holds exactly one municipality."""
    delivered: Json = {
        "teller": 1,
        "gemeentecode": levering.municipality,
        "aanleverendeOrganisatie": _sender(levering.sender),
        "vroegsignalen": [_signal(signal) for signal in page.signals],
        "vroegsignaalzaken": [_case(case, levering) for case in page.cases],
    }
    return {
        "startdatumLevering": _day(levering.first_day),
        "einddatumLevering": _day(levering.last_day),
        "aanleverdatumEnTijd": _moment(page.made_at),
        "codeGegevensleverancier": levering.software,
        "leveringen": [delivered],
    }


def _sender(sender: Statistics) -> Json:
    return {
        "naam": sender.organisation,
        "kvk-nummer": sender.kvk_number,
        "contactpersonen": [_contact(contact) for contact in sender.contacts],
    }


def _contact(contact: Contact) -> Json:
    known = {
        "naam": contact.name,
        "telefoonnummer": contact.phone,
        "email": contact.email,
        "functietitel": contact.job_title,
    }
    return {name: value for name, value in known.items() if value is not None}


def _signal(signal: Signal) -> Json:
    return {
        "ID": signal.signal_id,
        "crisissignaal": signal.is_crisis,
        "warmeOverdracht": signal.is_warm,
        "bedrag": signal.euros,
        "ontstaansdatum": _day(signal.since),
        "signaaldatum": _day(signal.sent_on),
        "status": signal.status,
        "signaalpartner": {"type": signal.partner_type},
        "client": _client(signal.client),
    }


def _client(client: Client) -> Json:
    """Return a BSN alone, or postcode and house number with what else is known."""
    if client.bsn is not None:
        return {"burgerservicenummer": client.bsn}
    known: Json = {}
    if client.birth_date is not None:
        known["geboortedatum"] = _day(client.birth_date)
    known |= {"postcode": client.postcode, "huisnummer": client.house_number}
    if client.addition is not None:
        known["huisnummertoevoeging"] = client.addition
    return known


def _case(case: Melding, levering: Levering) -> Json:
    """Return a case; what is not known yet is left out."""
    written: Json = {"resultaat": case.result} if case.result else {}
    if levering.matched_on is not None:
        written["matchingsdatum"] = _day(levering.matched_on)
    return written | {
        "vroegsignalen": [{"ID": name} for name in case.signal_ids],
        "contactpogingen": [_attempt(attempt) for attempt in case.attempts],
        "startdatumMatchingperiode": _day(levering.matched_from),
        "einddatumMatchingperiode": _day(levering.last_day),
        "datumOpgepakt": _day(case.picked_up_on),
    }


def _attempt(attempt: Attempt) -> Json:
    written: Json = {
        "soort": attempt.kind,
        "bereikt": attempt.reached,
        "datum": _day(attempt.day),
    }
    if attempt.part_of_day is not None:
        written["dagdeel"] = attempt.part_of_day
    return written


def _day(day: date) -> str:
    return day.isoformat()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
