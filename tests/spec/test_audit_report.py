"""Every figure of the audit report, computed again from the register in plain Python."""

import hashlib
import json
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
import yaml
from sqlalchemy import insert
from support.listing_town import in_euros, published_town
from support.report_page import ReadPage, ReadSection

from vroegsein.listing.statements import rows
from vroegsein.register.intake_tables import finding
from vroegsein.settings import PROJECT_ROOT

VERDICTS = ("accepted", "rejected", "duplicate", "no_ground", "objection")
STATES = {"accepted": "aangenomen", "empty": "niets te melden", "refused": "geweigerd"}


@pytest.fixture(scope="module")
def town(postgres_url, register_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    with published_town(postgres_url, register_template, folder) as found:
        yield found


@pytest.fixture(scope="module")
def page(town) -> ReadPage:
    return ReadPage(town.page)


@pytest.fixture(scope="module")
def passports() -> dict[str, dict]:
    folder = PROJECT_ROOT / "include" / "partners"
    return {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in folder.glob("*.yml")
    }


@pytest.fixture(scope="module")
def deliveries(town) -> list[dict]:
    return town.rows("intake.delivery", "month = '2026-10'")


def lines_by_name(section: ReadSection, table: int = 0) -> dict[str, list[str]]:
    return section.tables[table].by_first()


def test_the_tiles_sum_the_month_up(town, page, deliveries):
    checks = town.rows("publication.audit", f"draft_id = '{town.draft_id}'")[0][
        "checks"
    ]
    stops = [check for check in checks if check["is_stop"]]
    assert page.tiles == {
        "partners ontvangen": "10 van 16",
        "regels gelezen": str(sum(row["line_count"] or 0 for row in deliveries)),
        "signalen beoordeeld": str(len(town.october())),
        "personen op de lijst": str(len(town.entries())),
        "achterstand": in_euros(sum(row["total_cents"] for row in town.entries())),
        "controles goed": f"{len(stops)} van {len(stops)}",
    }


def test_each_partner_is_named_with_its_day_and_what_came(page, passports, deliveries):
    told = lines_by_name(page.sections["leveringen"])
    first = {
        row["partner_code"]: row["received_at"]
        for row in sorted(deliveries, key=lambda row: row["received_at"], reverse=True)
    }
    assert len(told) == len(passports) == 16
    for code, passport in passports.items():
        sector, due, received, status = told[passport["name"]]
        assert sector == passport["sector"].lower()
        assert due == f"{passport['delivery']['due_day']:02d}-10-2026"
        if code not in first:
            assert (received, status) == ("niet ontvangen", "niet ontvangen")
            continue
        summer_time = first[code] + timedelta(hours=2)
        assert received == f"{summer_time:%d-%m-%Y %H:%M}"
        state = {row["state"] for row in deliveries if row["partner_code"] == code}
        words = {"accepted": "ontvangen", "empty": "niets te melden"}
        assert status.startswith(words.get(state.pop(), "geweigerd"))
        assert ("na de afgesproken dag" in status) == (
            summer_time.date() > working_day_after(passport["delivery"]["due_day"])
        )


def working_day_after(day: int) -> date:
    """The next Monday to Friday of October 2026; it has no holidays."""
    found = date(2026, 10, day) + timedelta(days=1)
    while found.weekday() > 4:
        found += timedelta(days=1)
    return found


def test_each_file_stands_there_with_its_digest_and_outcome(
    page, passports, deliveries
):
    told = {tuple(line) for line in page.sections["leveringen"].tables[1].lines}
    expected = set()
    for row in deliveries:
        outcome = STATES[row["state"]]
        if row["refusal_code"]:
            outcome += f": {row['refusal_code']}"
        expected.add(
            (
                passports[row["partner_code"]]["name"],
                f"{row['received_at'] + timedelta(hours=2):%d-%m-%Y %H:%M}",
                outcome, str(row["line_count"] or 0),
                f"{row['byte_count']:,}".replace(",", "."), row["digest"],
            )
        )  # fmt: skip
    assert told == expected


def test_every_line_and_every_cent_is_accounted_for(town, page, passports, deliveries):
    kept = {
        row["delivery_id"]: row["partner_code"]
        for row in deliveries
        if row["state"] != "refused"
    }
    lines, cents = defaultdict(Counter), defaultdict(Counter)
    for row in town.rows("intake.line_verdict"):
        if partner := kept.get(row["delivery_id"]):
            lines[partner][row["verdict"]] += 1
            cents[partner][row["verdict"]] += row["amount_cents"] or 0
    for place, counted, write in ((0, lines, str), (1, cents, in_euros)):
        table = page.sections["regels"].tables[place]
        told = table.by_first()
        assert set(told) == {passports[code]["name"] for code in counted}
        for code, by_verdict in counted.items():
            figures = [by_verdict[word] for word in VERDICTS]
            written = [write(figure) for figure in (*figures, sum(figures))]
            assert told[passports[code]["name"]] == written
        totals = [sum(by[word] for by in counted.values()) for word in VERDICTS]
        assert table.foot == ["Samen", *map(write, (*totals, sum(totals)))]
    all_cents = sum(sum(by.values()) for by in cents.values())
    all_lines = sum(sum(by.values()) for by in lines.values())
    both = f"{all_lines} regels en {in_euros(all_cents)}"
    closing = page.sections["regels"].paragraphs[0]
    assert "Dat sluit op de cent" in closing
    assert closing.count(both) == 2


def test_lines_without_a_readable_amount_are_told_apart(town, page):
    missing = town.rows("intake.line_verdict", "amount_cents IS NULL")
    assert len(missing) == 1
    assert page.sections["regels"].paragraphs[1].endswith(f": {len(missing)}.")


def test_findings_are_counted_by_rule(town, page, passports, deliveries):
    partner_of = {row["delivery_id"]: row["partner_code"] for row in deliveries}
    counted, where = Counter(), defaultdict(set)
    for row in town.rows("intake.finding"):
        counted[row["code"]] += 1
        where[row["code"]].add(partner_of[row["delivery_id"]])
    told = lines_by_name(page.sections["bevindingen"])
    assert set(told) == set(counted)
    assert counted["VAL_POSTCODE"] == 2  # twice in one file
    assert len(where["VAL_PHONE"]) == 2  # once in each of two
    meanings = yaml.safe_load(
        (PROJECT_ROOT / "include/vroegsein/intake/findings.yml").read_text("utf-8")
    )
    for code, (meaning, _, _, count, files, names) in told.items():
        assert (count, files) == (str(counted[code]), str(len(where[code])))
        assert names == ", ".join(
            passports[partner]["name"] for partner in sorted(where[code])
        )
        assert meaning in str(meanings)


def test_a_line_counts_once_however_often_a_rule_is_broken_on_it(town):
    """Red while the report counted findings where it spoke of lines."""
    (first,) = town.rows("intake.finding", "code = 'VAL_AMOUNT'")
    again = insert(finding).values(
        delivery_id=first["delivery_id"], code="VAL_AMOUNT", level="line",
        line_number=first["line_number"], column_name="Achterstand",
    )  # fmt: skip
    with town.month.engine.connect() as connection:  # and takes it back
        connection.execute(again)
        found = rows(connection, "reports", "finding", draft_id=town.draft_id)
    told = {row["code"]: (row["line_count"], row["finding_count"]) for row in found}
    assert told["VAL_AMOUNT"] == (1, 2)
    assert told["VAL_POSTCODE"] == (2, 2)
    assert told["LAW_NO_BASIS"] == (0, 1)


def test_each_source_rests_on_an_article_of_law(page, passports, deliveries):
    bases = yaml.safe_load(
        (PROJECT_ROOT / "include/legal_bases.yml").read_text("utf-8")
    )["bases"]
    told = lines_by_name(page.sections["grondslag"])
    assert set(told) == {passports[row["partner_code"]]["name"] for row in deliveries}
    for row in deliveries:
        code, article, term, _ = told[passports[row["partner_code"]]["name"]]
        basis = bases[row["legal_basis_code"]]
        assert (code, article) == (row["legal_basis_code"], basis["source"])
        assert term.startswith(f"vanaf {basis['valid_from']:%d-%m-%Y}")
        if "valid_until" in basis:
            assert term.endswith(f"tot en met {basis['valid_until']:%d-%m-%Y}")


def test_the_matching_is_told_by_confidence_pair_and_kind(town, page):
    run_id = town.rows("casework.draft", f"draft_id = '{town.draft_id}'")[0]["run_id"]
    of_month = {row["signal_id"] for row in town.october()}
    members = [
        row
        for row in town.rows("matching.membership", f"run_id = '{run_id}'")
        if row["signal_id"] in of_month
    ]
    words = {"niets te koppelen": "alone", "zeker": "certain",
             "waarschijnlijk": "probable"}  # fmt: skip
    certainty, pairs, kinds = page.sections["koppeling"].tables
    assert {words[line[0]] for line in certainty.lines} == {
        row["confidence"] for row in members
    }
    for name, *figures in certainty.lines:
        held = [row for row in members if row["confidence"] == words[name]]
        assert figures == [
            str(len(held)),
            str(len({row["person_id"] for row in held})),
            str(len({row["household_id"] for row in held})),
        ]
    evidence = town.rows("matching.evidence", f"run_id = '{run_id}'")
    assert pairs.lines[0][:3] == ["twee signalen", "gekoppeld", str(len(evidence))]
    counted = Counter((r["address_kind"], r["person_kind"]) for r in town.entries())
    columns = kinds.head[1:-1]
    for at, *figures in kinds.lines:
        assert figures[:-1] == [str(counted[at, by]) for by in columns]
        assert figures[-1] == str(sum(counted[at, by] for by in columns))
    assert kinds.foot[-1] == str(len(town.entries()))


def test_decisions_are_counted_by_rule_with_their_national_label(town, page):
    cents = {row["signal_id"]: row["arrears_cents"] for row in town.october()}
    decided = town.decisions()
    told = lines_by_name(page.sections["besluiten"])
    assert set(told) == {row["rule_code"] for row in decided}
    for rule, (_, label, count, amount) in told.items():
        rows = [row for row in decided if row["rule_code"] == rule]
        assert {row["status"] for row in rows} == {label}
        assert count == str(len(rows))
        assert amount == in_euros(sum(cents[row["signal_id"]] for row in rows))
    foot = page.sections["besluiten"].tables[0].foot
    assert foot[-2:] == [str(len(cents)), in_euros(sum(cents.values()))]


def test_lanes_hold_everyone_once(town, page):
    entries = town.entries()
    table = page.sections["lijst"].tables[0]
    for name, *figures in table.lines:
        inside = [row for row in entries if row["lane"] == name[:2]]
        assert figures == [
            str(len(inside)),
            str(sum(row["signal_count"] for row in inside)),
            in_euros(sum(row["total_cents"] for row in inside)),
        ]
    assert [line[0][:2] for line in table.lines] == [
        "L0", "L1", "L2", "L3", "L5", "L6", "L7"
    ]  # fmt: skip
    assert table.foot[1] == str(len(entries))
    bars = page.sections["lijst"].bars
    assert dict(zip(bars[::2], bars[1::2], strict=True)) == {
        line[0]: line[1] for line in table.lines
    }


def test_the_list_is_set_beside_that_of_the_month_before(town, page):
    before = town.rows("publication.publication", "month = '2026-09'")[0]["draft_id"]
    entries = town.rows("casework.list_entry", f"draft_id = '{before}'")
    decided = town.rows("casework.signal_decision", f"draft_id = '{before}'")
    (told,) = page.sections["lijst"].paragraphs[:1]
    assert told == (
        f"Op de lijst staan {len(town.entries())} personen. De lijst van september 2026"
        f" telde {len(entries)} personen, {len(decided)} signalen en"
        f" {in_euros(sum(row['total_cents'] for row in entries))}."
    )


def test_clocks_are_counted_by_last_day(town, page):
    counted = Counter(
        (f"{row['due_date']:%d-%m-%Y}", row["clock_code"]) for row in town.entries()
    )
    table = page.sections["termijnen"].tables[0]
    assert {(line[0], line[1]): int(line[3]) for line in table.lines} == counted
    days = [line[0].split("-")[::-1] for line in table.lines]
    assert days == sorted(days)
    assert table.foot[-1] == str(len(town.entries()))


def test_every_check_stands_there_with_what_it_found(town, page):
    checks = town.rows("publication.audit", f"draft_id = '{town.draft_id}'")[0][
        "checks"
    ]
    told = page.sections["controles"].tables[0].lines
    assert len(told) == len(checks)
    files = {path.stem for path in (PROJECT_ROOT / "include/sql/checks").glob("*.sql")}
    assert {check["name"] for check in checks} - {"signal_list"} == files
    for line, check in zip(told, checks, strict=True):
        assert line[:2] == [check["code"], check["sentence"]]
        assert line[3] == str(check["offending"])
        assert line[4] == ("let op" if check["offending"] else "goed")


def test_published_files_are_told_with_the_digest_of_their_bytes(town, page):
    files, versions = page.sections["publicatie"].tables
    told = files.by_first()
    assert set(told) == {path.name for path in town.folder.iterdir()}
    for path in town.folder.iterdir():
        size = f"{path.stat().st_size:,}".replace(",", ".")
        assert told[path.name] == [size, hashlib.sha256(path.read_bytes()).hexdigest()]
    draft = town.rows("casework.draft", f"draft_id = '{town.draft_id}'")[0]
    assert versions.lines == [
        ["1", "14-10-2026 11:30", "c.ordinator", draft["input_digest"]]
    ]


def test_every_setting_that_made_the_list_is_told_by_its_digest(town, page):
    draft = town.rows("casework.draft", f"draft_id = '{town.draft_id}'")[0]
    settings, partners = page.sections["herkomst"].tables
    told = settings.by_first()
    assert told["Concept"] == [town.draft_id]
    assert told["Programmaversie"] == [draft["code_version"]]
    inputs = json.dumps(
        draft["inputs"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    digest = hashlib.sha256(inputs.encode()).hexdigest()
    assert told["Invoer van het concept"] == [digest] == [draft["input_digest"]]
    run = town.rows("matching.run", f"run_id = '{draft['run_id']}'")[0]
    for name, column in (("momentopname", "snapshot"), ("SQL", "sql"),
                         ("personen", "membership"), ("bewijs", "evidence")):  # fmt: skip
        assert told[f"Koppeling: {name}"] == [run[f"{column}_digest"]]
    assert len(partners.lines) == 16
    assert {line[1] for line in partners.lines} == set(
        draft["inputs"]["passports"].values()
    )
