"""What a partner may be told of a signal: the codes, and at which level each is told.

Bgs art. 17(1): a creditor hears that somebody receives debt help. The covenant promises
more; that is the municipality's choice (`feedback.level`). Why somebody is not
approached, where somebody moved to, and any other help never leave the municipality:
a safety list, an objection and a stay elsewhere all read as the same code.
"""

from dataclasses import dataclass

from vroegsein.listing.triage import Rule
from vroegsein.parties.case_codes import ACCEPTED_RESULTS, FeedbackCode, Result
from vroegsein.parties.policy_feedback import FeedbackLevel


@dataclass(frozen=True)
class Meaning:
    """What a code says and asks, in Dutch, for the partner."""

    text: str
    action: str


MEANINGS: dict[FeedbackCode, Meaning] = {
    FeedbackCode.RECEIVED: Meaning(
        "ontvangen en goedgekeurd",
        "Niets. De gemeente beoordeelt het signaal.",
    ),
    FeedbackCode.PICKED_UP: Meaning(
        "opgepakt: de gemeente biedt hulp aan",
        "Houd u aan de afspraken met de gemeente over lopende incasso.",
    ),
    FeedbackCode.ACCEPTED: Meaning(
        "hulp geaccepteerd: schort de incasso op",
        "Schort de incasso op van en met de eerste tot en met de laatste dag.",
    ),
    FeedbackCode.KNOWN: Meaning(
        "bekend bij schuldhulpverlening",
        "Overleg met schuldhulpverlening van de gemeente voor u verder incasseert.",
    ),
    FeedbackCode.NO_HELP: Meaning(
        "contact geweest, geen hulp vanuit vroegsignalering",
        "Ga verder met uw gewone, sociale incasso.",
    ),
    FeedbackCode.PAID: Meaning(
        "zegt zelf te hebben betaald of een regeling te hebben",
        "Controleer uw administratie voor u verder incasseert.",
    ),
    FeedbackCode.UNREACHED: Meaning(
        "geen contact gekregen",
        "Ga verder met uw gewone, sociale incasso; blijf zelf contact zoeken.",
    ),
    FeedbackCode.UNJUSTIFIED: Meaning(
        "niet opgepakt: onterecht signaal",
        "Controleer bedrag, dagen achterstand en of het een natuurlijk persoon is.",
    ),
    FeedbackCode.REPEATED: Meaning(
        "niet opgepakt: herhaalde melding",
        "Meld dezelfde vordering pas weer als zij hoger is geworden.",
    ),
    FeedbackCode.NO_RESIDENT: Meaning(
        "geen inwoner (meer) van deze gemeente",
        "Controleer het adres in uw eigen administratie.",
    ),
    FeedbackCode.DECEASED: Meaning(
        "overleden",
        "Stop aanmaningen op naam; wend u tot de nabestaanden volgens uw beleid.",
    ),
    FeedbackCode.NOT_PICKED_UP: Meaning(
        "niet opgepakt",
        "Niets. De reden blijft binnen de gemeente; vraag er niet naar.",
    ),
}
#: Told at every level.
LEAST = frozenset(FeedbackCode) - {
    FeedbackCode.NO_HELP,
    FeedbackCode.PAID,
    FeedbackCode.UNREACHED,
}
CODES_BY_LEVEL = {
    FeedbackLevel.LEAST: LEAST,
    FeedbackLevel.COVENANT: frozenset(FeedbackCode),
}
CODE_BY_RULE = {
    Rule.PICKED_UP: FeedbackCode.PICKED_UP,
    Rule.LEGAL_PERSON: FeedbackCode.UNJUSTIFIED,
    Rule.THRESHOLD: FeedbackCode.UNJUSTIFIED,
    Rule.DAYS: FeedbackCode.UNJUSTIFIED,
    Rule.DECEASED: FeedbackCode.DECEASED,
    Rule.NO_RESIDENT: FeedbackCode.NO_RESIDENT,
    Rule.DEBT_HELP: FeedbackCode.KNOWN,
    Rule.REPEATED: FeedbackCode.REPEATED,
    Rule.SAFETY: FeedbackCode.NOT_PICKED_UP,
    Rule.OBJECTION: FeedbackCode.NOT_PICKED_UP,
}
CODE_BY_RESULT = {
    **dict.fromkeys(ACCEPTED_RESULTS, FeedbackCode.ACCEPTED),
    Result.REFERRED: FeedbackCode.NO_HELP,
    Result.OWN_WAY: FeedbackCode.NO_HELP,
    Result.SILENT: FeedbackCode.NO_HELP,
    Result.OTHER_HELP: FeedbackCode.NO_HELP,
    Result.PAID: FeedbackCode.PAID,
    Result.UNREACHED: FeedbackCode.UNREACHED,
    Result.KNOWN: FeedbackCode.KNOWN,
    Result.DECEASED: FeedbackCode.DECEASED,
    Result.NO_RESIDENT: FeedbackCode.NO_RESIDENT,
    Result.REPEATED: FeedbackCode.REPEATED,
    Result.UNJUSTIFIED: FeedbackCode.UNJUSTIFIED,
    Result.OTHER_REASON: FeedbackCode.NOT_PICKED_UP,
}
