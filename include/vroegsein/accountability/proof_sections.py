"""The part of the report on proof: checks, publication, and what it was made with."""

from collections.abc import Mapping
from typing import Any

from vroegsein.accountability.page_parts import Section, Table, heads
from vroegsein.accountability.report_rows import ReportRows
from vroegsein.listing.dutch import moment_text, number


def checks_section(found: ReportRows) -> Section:
    """Return every check that was made before anyone approved."""
    checks = found.audit["checks"]
    broken = sum(check["is_stop"] and check["offending"] > 0 for check in checks)
    outcome = "Alle controles die publicatie tegenhouden, zijn goed"
    if broken:
        outcome = f"{broken} controles die publicatie tegenhouden, zijn NIET goed"
    return Section(
        anchor="controles",
        heading="Controles",
        text=(
            f"{outcome}. Een controle telt de rijen die haar tegenspreken; nul is goed."
            " De controles zijn SQL-bestanden in include/sql/checks, en de vorm van de"
            " lijst staat in expectations/signal_list.json."
        ),
        tables=(
            Table(
                heads("Controle!|Wat er moet gelden|Soort|Afwijkingen>|Uitkomst!"),
                tuple(_check_line(check) for check in checks),
            ),
        ),
    )


def _check_line(check: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what one check found."""
    good = "goed" if not check["offending"] else "let op"
    if check["offending"] and check["is_stop"]:
        good = "NIET GOED"
    kind = "vereist" if check["is_stop"] else "waarschuwing"
    return (check["code"], check["sentence"], kind, number(check["offending"]), good)


def publication_section(found: ReportRows) -> Section:
    """Return what was published when, with which digests, by whose approval."""
    this = found.publication
    return Section(
        anchor="publicatie",
        heading="Publicatie",
        text=(
            f"Versie {this['version']} is gepubliceerd na goedkeuring door gebruiker"
            f" {this['decided_by']} op {moment_text(this['published_at'])}."
            " Een mens beslist over elke lijst (AVG art. 22)."
        ),
        tables=(
            Table(
                heads("Bestand|Bytes>|Kenmerk (SHA-256)#"),
                tuple(
                    (row["name"], number(row["byte_count"]), row["digest"])
                    for row in found.files
                ),
                caption="Gepubliceerde bestanden",
            ),
            Table(
                heads("Versie>|Goedgekeurd!|Door|Kenmerk van de invoer (SHA-256)#"),
                tuple(
                    (
                        str(row["version"]),
                        moment_text(row["published_at"]),
                        row["decided_by"],
                        row["input_digest"],
                    )
                    for row in (this, *found.earlier)
                ),
                caption="Deze versie en de eerdere van deze maand",
            ),
        ),
        sources=("publication", "publication_file"),
    )


def origin_section(found: ReportRows) -> Section:
    """Return with which settings, passports and programme the list was made."""
    inputs = found.draft["inputs"]
    run = inputs["run"]
    policy = found.policy
    unchanged = policy.digest == found.draft["policy_digest"]
    version = f"versie {policy.version}, {policy.source}" if unchanged else "sindsdien"
    lines = (
        ("Concept", found.draft["draft_id"]),
        ("Invoer van het concept", found.draft["input_digest"]),
        ("Inhoud van de lijst", found.audit["list_digest"]),
        (
            f"Beleid ({version}{'' if unchanged else ' gewijzigd'})",
            found.draft["policy_digest"],
        ),
        ("Koppeling: momentopname", run["snapshot_digest"]),
        ("Koppeling: SQL", run["sql_digest"]),
        ("Koppeling: personen", run["membership_digest"]),
        ("Koppeling: bewijs", run["evidence_digest"]),
        ("Programmaversie", found.draft["code_version"]),
    )
    passports = tuple(
        (found.name(code), inputs["passports"][code]) for code in found.partners
    )
    return Section(
        anchor="herkomst",
        heading="Instellingen en programma",
        text=(
            "Dezelfde invoer, instellingen en programmaversie geven dezelfde lijst, tot"
            " op de byte. Met deze kenmerken is dat na te gaan."
        ),
        tables=(
            Table(heads("Wat|Kenmerk#"), lines),
            Table(heads("Paspoort van|Kenmerk (SHA-256)#"), passports),
        ),
    )
