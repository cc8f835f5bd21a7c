"""What was published and what was destroyed, with the digests that prove it."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping

from vroegsein.accountability.dashboard.asking import Asked
from vroegsein.accountability.dashboard.documents import Place, link_to
from vroegsein.accountability.dashboard.parts import (
    Card,
    Cell,
    Chip,
    Link,
    Links,
    Table,
    Tone,
    heads,
)
from vroegsein.accountability.dashboard.rights import Right
from vroegsein.accountability.dashboard.rows import Year, asked_rows
from vroegsein.accountability.dashboard.words import Words

SHOWN_DIGEST = 16  # of 64 characters; the whole one stands in the audit report
LAST = 3


def publications_card(year: Year, asked: Asked, words: Words, most: int) -> Card:
    """Return the versions that were published, the last one first.

    Args:
        year: The year shown.
        asked: Who asks; who approved is shown to who may see decisions.
        words: The language.
        most: How many at most.
    """
    names_approver = bool({Right.DECISIONS, Right.PROOF} & asked.rights)
    lines = tuple(
        _publication(asked, words, row, names_approver=names_approver)
        for row in year.publications[:most]
    )
    head = "publications.heads_named" if names_approver else "publications.heads"
    table = Table(words("publications.caption"), heads(words(head)), lines)
    return Card(
        anchor="publications",
        heading=words("publications.heading"),
        text=words("publications.text"),
        tables=(table,) if lines else (),
        empty=words("publications.empty"),
        links=(Link(words("publications.all"), asked.link("publications")),)
        if most == LAST
        else (),
        is_wide=True,
    )


def _publication(
    asked: Asked, words: Words, row: RowMapping, *, names_approver: bool
) -> tuple[Cell, ...]:
    named: tuple[Cell, ...] = ()
    if names_approver:
        named = (row["decided_by"], _report_links(asked, words, row))
    return (
        words("publications.version", month=row["month"], version=row["version"]),
        words.moment(row["published_at"]),
        *named,
        words.number(len(row["files"])),
        row["input_digest"][:SHOWN_DIGEST],
    )


def _report_links(asked: Asked, words: Words, row: RowMapping) -> Cell:
    """Return the audit report and what lies beside it, where they are here."""
    names = (
        ("report", "auditrapport-v{}.html"),
        ("pdf", "auditrapport-v{}.pdf"),
        ("digests", "kenmerken-v{}.txt"),
        ("signature", "kenmerken-v{}.txt.sig"),
    )
    found = tuple(
        Link(words(f"publications.{word}"), href)
        for word, name in names
        if (
            href := link_to(
                asked, Place("reports", row["month"], name.format(row["version"]))
            )
        )
    )
    return Links(found) if found else words("none")


def files_card(year: Year, words: Words) -> Card:
    """Return every published file of the month shown with its whole digest."""
    lines = tuple(
        (
            words("publications.version", month=row["month"], version=row["version"]),
            file["name"],
            words.number(file["byte_count"]),
            file["digest"],
        )
        for row in year.publications
        if row["month"] == str(year.month)
        for file in row["files"]
    )
    table = Table(words("files.caption"), heads(words("files.heads")), lines)
    return Card(
        anchor="files",
        heading=words("files.heading", month=words.month(year.month)),
        tables=(table,) if lines else (),
        empty=words("files.empty"),
        is_wide=True,
    )


def proof_cards(connection: Connection, year: Year, words: Words) -> tuple[Card, ...]:
    """Return chain, purges, processing log and requests, for who oversees us."""
    place = {"municipality_code": year.policy.code}
    since = year.month.plus(-11).first_day
    keeper = year.policy.checkpoints.account if year.policy.checkpoints else None
    (chain,) = asked_rows(connection, "chain", **place, account=keeper)
    (hold,) = asked_rows(connection, "hold", **place)
    logged = asked_rows(connection, "logged", **place, first_day=since)
    requests = asked_rows(connection, "request", **place, first_day=since)
    return (
        _chain_card(chain, keeper, words),
        _purge_card(year.purges, hold["hold_count"], words),
        _logged_card(logged, words),
        _requests_card(requests, words),
    )


def _chain_card(chain: RowMapping, keeper: str | None, words: Words) -> Card:
    """Return whether the chain of events is whole."""
    if not chain["event_count"]:
        return Card(
            "chain", words("chain.heading"), empty=words("chain.empty"), is_wide=True
        )
    broken = chain["broken_count"]
    state = (
        Chip(words("chain.broken", count=words.number(broken)), Tone.BAD)
        if broken
        else Chip(words("chain.whole"), Tone.GOOD)
    )
    signed = chain["signed_at"]
    lines: tuple[tuple[Cell, ...], ...] = (
        (words("chain.state"), state),
        (words("chain.events"), words.number(chain["event_count"])),
        (words("chain.last"), words.moment(chain["last_at"])),
        (
            words("chain.signed"),
            words(
                "chain.signed_at",
                seq=words.number(chain["signed_seq"]),
                moment=words.moment(signed),
            )
            if signed
            else Chip(words("chain.unsigned"), Tone.WARN),
        ),
        (words("chain.outside"), _outside(chain, keeper, words)),
    )
    table = Table(words("chain.caption"), heads(words("chain.heads")), lines)
    return Card(
        "chain", words("chain.heading"), words("chain.text"), (table,), is_wide=True
    )


def _outside(chain: RowMapping, keeper: str | None, words: Words) -> Cell:
    """Return what lies with somebody outside of what was signed."""
    if keeper is None:
        return Chip(words("chain.folder_only"), Tone.WARN)
    if (chain["outside_seq"] or 0) < (chain["signed_seq"] or 0):
        return Chip(words("chain.outside_late", account=keeper), Tone.WARN)
    if not chain["outside_seq"]:
        return words("none")
    return words(
        "chain.outside_at",
        account=keeper,
        seq=words.number(chain["outside_seq"]),
        moment=words.moment(chain["outside_at"]),
    )


def _purge_card(purges: Sequence[RowMapping], hold_count: int, words: Words) -> Card:
    """Return the purges, and whether each has its certificate."""
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (
            words.moment(row["as_of"]),
            row["months"] or words("none"),
            words.number(row["key_count"]),
            words.moment(row["completed_at"])
            if row["completed_at"]
            else Chip(words("purge.open"), Tone.BAD),
            (row["digest"] or "")[:SHOWN_DIGEST] or words("none"),
        )
        for row in purges
    )
    table = Table(words("purge.caption"), heads(words("purge.heads")), lines)
    return Card(
        anchor="purge",
        heading=words("purge.heading"),
        text=words("purge.text", count=words.number(hold_count)),
        tables=(table,) if lines else (),
        empty=words("purge.empty"),
        is_wide=True,
    )


def last_purge_card(year: Year, words: Words) -> Card:
    """Return what was destroyed last, for who sees counts alone."""
    lines: tuple[tuple[Cell, ...], ...] = ()
    if year.purges:
        last = year.purges[0]
        done = last["completed_at"]
        lines = (
            (words("purged.as_of"), words.moment(last["as_of"])),
            (
                words("purged.done"),
                words.moment(done) if done else Chip(words("purge.open"), Tone.BAD),
            ),
            (words("purged.months"), last["months"] or words("none")),
            (
                words("purged.certificate"),
                (last["digest"] or "")[:SHOWN_DIGEST] or words("none"),
            ),
        )
    table = Table(words("purged.caption"), heads(words("purged.heads")), lines)
    return Card(
        anchor="purged",
        heading=words("purged.heading"),
        text=words("purged.text"),
        tables=(table,) if lines else (),
        empty=words("purge.empty"),
    )


def _logged_card(logged: Sequence[RowMapping], words: Words) -> Card:
    lines = tuple(
        (
            row["step_name"],
            words.number(row["line_count"]),
            words.moment(row["last_at"]),
        )
        for row in logged
    )
    table = Table(words("logged.caption"), heads(words("logged.heads")), lines)
    return Card(
        anchor="logged",
        heading=words("logged.heading"),
        text=words("logged.text"),
        tables=(table,) if lines else (),
        empty=words("logged.empty"),
    )


def _requests_card(requests: Sequence[RowMapping], words: Words) -> Card:
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (
            words(f"request.{row['kind']}"),
            words.number(row["request_count"]),
            Chip(words.number(row["late_count"]), Tone.BAD)
            if row["late_count"]
            else words("none"),
            words.moment(row["last_at"]),
        )
        for row in requests
    )
    table = Table(words("request.caption"), heads(words("request.heads")), lines)
    return Card(
        anchor="requests",
        heading=words("request.heading"),
        text=words("request.text"),
        tables=(table,) if lines else (),
        empty=words("request.empty"),
    )
