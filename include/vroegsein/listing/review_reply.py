"""What officials read after they sent a sheet back: what was taken, and what not."""

from collections.abc import Sequence

from vroegsein.intake.findings import MEANINGS, Finding, Level, in_order
from vroegsein.listing.dutch import day, plural
from vroegsein.listing.review import Review

#: What is wrong with an answered row, and what to do, by code of the suite.
ROW_MEANINGS = {
    "REV_PAIR": "Dit paar is niet gevraagd. Laat de kolom paar zoals zij is.",
    "REV_DOUBLE": "Dit paar staat er meer dan eens. Laat een rij staan.",
    "REV_ANSWER": "Dit is geen oordeel. Kies zelfde, anders of onbekend.",
    "REV_BY": "Bij dit oordeel horen initialen, van 1 tot 12 tekens.",
}


def reply_name(asked: Review) -> str:
    """Return the reply's file name in the outbox."""
    return f"{asked.file_name.partition('.')[0]}_antwoord.txt"


def reply_text(asked: Review, findings: Sequence[Finding], taken: int) -> str:
    """Return the reply; it holds counts, row numbers and column names only."""
    refused = [finding for finding in findings if finding.level is Level.FILE]
    lines = [f"Beoordeling van twijfelparen, {asked.month}", ""]
    if refused:
        lines += ["Het blad kon niet worden gelezen; er is niets van overgenomen."]
        lines += [_refusal(finding) for finding in refused]
        lines += [f"Stuur het opnieuw, uiterlijk {day(asked.due_on)}."]
    else:
        asked_count = plural(asked.pair_count, "paar", "paren")
        taken_count = plural(taken, "oordeel", "oordelen")
        lines += [f"Gevraagd: {asked_count}. Overgenomen: {taken_count}."]
        lines += [_row(finding) for finding in in_order(list(findings))]
        lines += ["Paren zonder oordeel blijven gescheiden."]
    return "\n".join(lines) + "\n"


def _refusal(finding: Finding) -> str:
    meaning = MEANINGS[finding.code]
    place = f" (kolom {finding.column})" if finding.column else ""
    return f"{finding.code}{place}: {meaning.description} {meaning.remedy}"


def _row(finding: Finding) -> str:
    where = f"Rij {finding.line}, kolom {finding.column}"
    return f"{where}: {finding.code}. {ROW_MEANINGS[finding.code]}"
