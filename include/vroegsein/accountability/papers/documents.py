"""What stands in each paper: DPIA annex, register of processing, Algoritmeregister."""

from collections.abc import Callable, Mapping
from typing import Any

from vroegsein.accountability.papers import grounds, personal
from vroegsein.accountability.papers.receivers import feedback_codes, receivers
from vroegsein.accountability.papers.subject import Subject
from vroegsein.accountability.papers.words import catalogue, filled
from vroegsein.listing.dutch import enumeration
from vroegsein.register.processing_log import REGISTER, Action

Facts = Mapping[str, Any]


def dpia(subject: Subject) -> Facts:
    """Return the annex to the DPIA (AVG art. 35(7)), as far as the system knows it."""
    terms = filled(catalogue()["terms"], subject.words)
    return {
        **_shared(subject),
        "special": _words(subject, "special"),
        "bases": grounds.bases(subject),
        "fields": personal.delivered_fields(subject),
        "columns": personal.register_columns(),
        "tables": personal.register_tables(terms),
        "feedback": feedback_codes(subject),
        "risks": _words(subject, "risks"),
        "automated": _words(subject, "automated"),
        "rights": _words(subject, "rights"),
    }


def activity(subject: Subject) -> Facts:
    """Return the entry of the register of processing activities (AVG art. 30(1))."""
    return {
        **_shared(subject),
        "activity_id": REGISTER.format(subject.policy.code),
        "actions": [action.value for action in Action],
        "fields": personal.delivered_fields(subject),
    }


def algorithm(subject: Subject) -> Facts:
    """Return the entry of the Algoritmeregister, by the keys of its standard.

    A source without a basis that holds is no part of it. What only the municipality
    can say and its policy does not is None.
    """
    own, used = subject.own, {one.legal_basis for one in subject.lawful}
    articles = [
        basis.source
        for code, basis in sorted(subject.bases.bases.items())
        if code in used
    ]
    words = _words(subject, "algorithm")
    return {
        **subject.heading,
        **words,
        "status": "In gebruik" if own.in_use_since else "In ontwikkeling",
        "begin_date": own.in_use_since,
        "end_date": None,
        "contact_email": own.contact,
        "url": own.publication,
        "publiccode": own.source_code,
        "process_index_url": own.activity_register,
        "lawful_basis": "Wet gemeentelijke schuldhulpverlening, artikel 3, eerste lid,"
        " onder b, en artikel 8b; Besluit gemeentelijke schuldhulpverlening, artikel 2"
        f" en 3; {'; '.join(articles)}",
        "impacttoetsen": "Data Protection Impact Assessment (DPIA)",
        "impacttoetsen_reference": own.dpia,
        "revision_date": subject.on.isoformat(),
    }


def _shared(subject: Subject) -> dict[str, Any]:
    """Return what DPIA annex and register of processing have in common."""
    own = subject.own
    return {
        **subject.heading,
        "controller": f"{own.controller} van de gemeente {subject.policy.name}",
        "postal_address": own.postal_address,
        "contact": own.contact,
        "privacy_officer": own.privacy_officer,
        "dpia": own.dpia,
        "processors": [one.model_dump() for one in own.processors],
        "purposes": _words(subject, "purposes"),
        "not_for": _words(subject, "not_for"),
        "subjects": _words(subject, "subjects"),
        "sources": grounds.sources(subject),
        "source_names": enumeration([one.name for one in subject.passports]),
        "receivers": receivers(subject),
        "transfer": _words(subject, "transfer"),
        "terms": list(filled(catalogue()["terms"], subject.words).values()),
        "measures": _words(subject, "measures"),
    }


def _words(subject: Subject, name: str) -> Any:  # noqa: ANN401 - as YAML is
    return filled(catalogue()[name], subject.words)


#: Name of the file, without its ending -> what stands in it.
DOCUMENTS: Mapping[str, Callable[[Subject], Facts]] = {
    "dpia-bijlage": dpia,
    "verwerkingsregister": activity,
    "algoritmeregister": algorithm,
}
