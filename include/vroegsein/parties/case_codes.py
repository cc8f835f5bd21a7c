"""Closed lists of the casework: national labels and our own codes, spelled once."""

from enum import StrEnum


class Result(StrEnum):
    """DDAS EnumEindresultaat (v1.2), the exact labels."""

    QUICK_FIX = "(Budget)advies en/of quick fix"
    FOLLOW_UP = "Vervolghulp en/of verwijzing"
    FOLLOW_UP_FINANCIAL = "Vervolghulp en/of verwijzing financieel"
    FOLLOW_UP_OTHER = "Vervolghulp en/of verwijzing niet financieel"
    REFERRED = "Verwijzing zonder tussenkomst inwoner"
    OWN_WAY = "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"
    PAID = "Inwoner heeft zelf al betaald/betalingsregeling getroffen"
    SILENT = "Geen reactie na eerder contact"
    UNREACHED = "Definitief geen contact kunnen krijgen"
    KNOWN = "Inwoner al bekend bij schuldhulpverlening"
    OTHER_HELP = "Inwoner heeft al een ander lopend traject"
    DECEASED = "Inwoner is overleden"
    NO_RESIDENT = "Persoon is geen inwoner (meer) in de gemeente"
    REPEATED = "Niet opgepakt: herhaalde melding"
    UNJUSTIFIED = "Niet opgepakt: onterecht signaal"
    OTHER_REASON = "Niet opgepakt: andere reden"


#: Results with which help was accepted; the collection pause begins.
ACCEPTED_RESULTS = frozenset(
    {
        Result.QUICK_FIX,
        Result.FOLLOW_UP,
        Result.FOLLOW_UP_FINANCIAL,
        Result.FOLLOW_UP_OTHER,
    }
)
#: Results with which somebody was spoken.
REACHED_RESULTS = ACCEPTED_RESULTS | {Result.OWN_WAY, Result.PAID, Result.SILENT}


class ContactKind(StrEnum):
    """DDAS EnumContactsoort (v1.2), the exact labels."""

    ADMINISTRATIVE = "Administratief"
    APPOINTMENT = "Afspraak op locatie"
    LETTER = "Brief"
    HOME_VISIT = "Huisbezoek"
    CARD = "Kaartje"
    MAIL = "Mail"
    UNKNOWN = "Onbekend"
    OTHER = "Overige"
    MESSAGE = "SMS/Whatsapp"
    PHONE = "Telefoon"


class PartOfDay(StrEnum):
    """DDAS EnumDagdeel (v1.2), the exact labels."""

    MORNING = "Ochtend"
    AFTERNOON = "Middag"
    EVENING = "Avond"


class Measure(StrEnum):
    """Measures that fit a person; M01-M03 and M06 are the creditor's to take."""

    OTHER_DATE = "M01"
    RENT_REDUCTION = "M02"
    MOVING = "M03"
    BUDGET_COACHING = "M04"
    SPECIAL_ASSISTANCE = "M05"
    PAYMENT_ARRANGEMENT = "M06"
    ADMINISTRATION = "M07"
    BENEFITS_CHECK = "M08"
    PROTECTED_EARNINGS = "M09"
    DEBT_HELP_INTAKE = "M10"
    GUARDIANSHIP = "M11"
    ENERGY_FIXER = "M12"
    BUDDY = "M13"
    GELDFIT = "M14"


MEASURE_NAMES = {
    Measure.OTHER_DATE: "huur innen op een andere datum",
    Measure.RENT_REDUCTION: "tijdelijke huurverlaging onder voorwaarden",
    Measure.MOVING: "verhuizen naar een passende woning",
    Measure.BUDGET_COACHING: "budgetcoaching",
    Measure.SPECIAL_ASSISTANCE: "bijzondere bijstand of minimaregeling",
    Measure.PAYMENT_ARRANGEMENT: "betalingsregeling met de schuldeiser",
    Measure.ADMINISTRATION: "hulp bij de administratie",
    Measure.BENEFITS_CHECK: "controle van toeslagen en voorzieningen",
    Measure.PROTECTED_EARNINGS: "berekening van de beslagvrije voet",
    Measure.DEBT_HELP_INTAKE: "aanmelding bij schuldhulpverlening",
    Measure.GUARDIANSHIP: "bewind of andere beschermingsmaatregel",
    Measure.ENERGY_FIXER: "energiefixer",
    Measure.BUDDY: "vrijwilliger of maatje",
    Measure.GELDFIT: "verwijzing naar Geldfit",
}
#: What only a creditor can grant; its passport says which of these it offers.
CREDITOR_MEASURES = frozenset(
    {
        Measure.OTHER_DATE,
        Measure.RENT_REDUCTION,
        Measure.MOVING,
        Measure.PAYMENT_ARRANGEMENT,
    }
)


class FeedbackCode(StrEnum):
    """What a partner may be told of a signal (terugkoppeling)."""

    RECEIVED = "TK00"
    PICKED_UP = "TK01"
    ACCEPTED = "TK10"
    KNOWN = "TK11"
    NO_HELP = "TK20"
    PAID = "TK21"
    UNREACHED = "TK30"
    UNJUSTIFIED = "TK40"
    REPEATED = "TK41"
    NO_RESIDENT = "TK42"
    DECEASED = "TK43"
    NOT_PICKED_UP = "TK49"


class CaseState(StrEnum):
    """Where a case is."""

    OPEN = "open"  # on a published list
    IN_CONTACT = "in_contact"  # an attempt was made
    HELPED = "helped"  # help was accepted; the collection pause runs
    CLOSED = "closed"
    MERGED = "merged"  # into another case of the same person


#: Allowed transitions; a closed case opens again when a new signal is picked up.
CASE_TRANSITIONS: dict[CaseState | None, frozenset[CaseState]] = {
    None: frozenset({CaseState.OPEN}),
    CaseState.OPEN: frozenset(
        {CaseState.IN_CONTACT, CaseState.HELPED, CaseState.CLOSED, CaseState.MERGED}
    ),
    CaseState.IN_CONTACT: frozenset(
        {CaseState.HELPED, CaseState.CLOSED, CaseState.MERGED}
    ),
    CaseState.HELPED: frozenset({CaseState.OPEN, CaseState.CLOSED, CaseState.MERGED}),
    CaseState.CLOSED: frozenset({CaseState.OPEN, CaseState.MERGED}),
    CaseState.MERGED: frozenset(),
}


class ExclusionKind(StrEnum):
    """Why somebody is not to be approached; kinds of exclusion lists."""

    DEBT_HELP = "shv"
    SAFETY = "uitsluiting"
    OBJECTION = "bezwaar"


class OfficeFileKind(StrEnum):
    """Files the municipality itself sends."""

    OUTCOMES = "outcomes"
    EXCLUSIONS = "exclusions"
    RESIDENTS = "residents"
    REQUESTS = "requests"  # no file: objections of people themselves, by command


class HandoverState(StrEnum):
    """Where a hand-over to another municipality is."""

    OPEN = "open"
    SENT = "sent"
    CONFIRMED = "confirmed"
