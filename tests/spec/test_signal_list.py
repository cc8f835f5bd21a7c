"""From a matched month to a published list and its report, in a real register."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import text
from support.listing_month import (
    DECIDED_AT,
    SEPTEMBER,
    Register,
    signal,
)
from support.listing_residents import sixty_persons

from vroegsein import accountability, listing
from vroegsein.errors import DecisionError, InvariantError, OperatorError
from vroegsein.listing.month_lock import month_lock

pytestmark = pytest.mark.usefixtures("storage")


@pytest.fixture
def month(register) -> Register:
    return Register(register)


def decisions(month: Register, draft_id: str) -> dict[str, str]:
    with month.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT signal_id, rule_code FROM casework.signal_decision"
                " WHERE draft_id = :draft_id"
            ),
            {"draft_id": draft_id},
        )
        return {row.signal_id: row.rule_code for row in rows}


def read_list(storage, version: int = 1) -> list[dict[str, str]]:
    path = storage / f"publications/1940/2026-10/v{version}/signaallijst.csv"
    written = path.read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(written), delimiter=";"))


def test_a_claim_on_an_earlier_list_is_not_picked_up_again_unless_it_grew(month):
    """X-HERH: zelfde partner en vordering (anders klantnummer), niet hoger."""
    before = {"month": SEPTEMBER, "received_at": datetime(2026, 9, 9, 7, tzinfo=UTC)}
    month.deliver(
        [
            signal("s1", claim="same", **before),
            signal("s2", claim="grown", **before),
            signal("s3", claim=None, customer="K3", **before),
            signal("s4", claim="elsewhere", **before),
            signal("s5", claim="small", cents=7499, **before),
            signal("s6", claim=None, customer="K6", **before),
        ]
    )
    month.publish(SEPTEMBER, at=datetime(2026, 9, 15, 8, tzinfo=UTC))
    month.deliver(
        [
            signal("o1", claim="same"),
            signal("o2", claim="grown", cents=20001),
            signal("o3", claim=None, customer="K3"),
            signal("o4", claim="elsewhere", partner="gaastwonen"),
            signal("o5", claim="small", cents=7500),
            signal("o6", claim="named now", customer="K6"),
        ]
    )
    assert decisions(month, listing.triage_month(month.match())) == {
        "o1": "X-HERH", "o2": "OPGEPAKT", "o3": "X-HERH", "o4": "OPGEPAKT",
        "o5": "OPGEPAKT", "o6": "OPGEPAKT",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "rule"), [(60, "X-HERH"), (61, "OPGEPAKT"), (-5, "X-HERH")]
)
def test_a_repeat_counts_for_sixty_days_after_publication(month, days, rule):
    before = {"month": SEPTEMBER, "received_at": datetime(2026, 9, 9, 7, tzinfo=UTC)}
    received = datetime(2026, 10, 8, 7, tzinfo=UTC)
    month.deliver([signal("s1", claim="same", **before)])
    month.publish(SEPTEMBER, at=received - timedelta(days=days))
    month.deliver([signal("o1", claim="same")])
    assert decisions(month, listing.triage_month(month.match())) == {"o1": rule}


def test_a_month_that_was_drafted_but_never_published_makes_no_repeats(month):
    before = {"month": SEPTEMBER, "received_at": datetime(2026, 9, 9, 7, tzinfo=UTC)}
    month.deliver([signal("s1", claim="same", **before)])
    listing.triage_month(month.match(SEPTEMBER))
    month.deliver([signal("o1", claim="same")])
    assert decisions(month, listing.triage_month(month.match())) == {"o1": "OPGEPAKT"}


def test_a_crisis_signal_outside_the_window_heads_the_list(month, storage):
    """Dag 29, dag 101 in de zorg, onder de drempel: crisis staat bovenaan."""
    month.deliver(
        [
            signal("young", kind="ONTRUIMING", days=29),
            signal("late", partner="terpzorg", kind="EINDE_ZORGPOLIS", days=101),
            signal("small", partner="noordstroom", kind="EINDELEVERING", cents=7499),
            signal("usual", partner="terpzorg", days=101),
            signal("high", cents=150000),
        ]
    )
    draft_id = month.publish()
    assert decisions(month, draft_id) == {
        "young": "OPGEPAKT", "late": "OPGEPAKT", "small": "OPGEPAKT",
        "usual": "X-DAGEN", "high": "OPGEPAKT",
    }  # fmt: skip
    rows = read_list(storage)
    assert [row["Laan"] for row in rows] == ["L0 crisis"] * 3 + ["L3 hoog"]
    assert {row["Uiterste datum"] for row in rows[:3]} == {"13-10-2026"}


def test_a_list_has_one_row_per_person_and_says_what_workers_need(month, storage):
    month.deliver(
        [
            signal(
                "a", "P1", cents=125000, claim="1", confidence="probable",
                term_cents=62500, prefix="van der", surname="Meer", letter="B",
            ),
            signal(
                "b", "P1", partner="wetterfryslan", cents=21050, claim="2", phone=None,
                confidence="certain", birth_date=None, number="2",
            ),
            signal("n", partner="terpzorg", surname="Buur", letter="B"),
        ]
    )  # fmt: skip
    month.link("a", "b", "Zelfde geboortedatum en achternaam.")
    month.publish()
    first, second = read_list(storage)
    expected = {
        "Nr.": "1", "Laan": "L2 meervoudig", "Naam": "J. van der Meer",
        "Geb. jaar": "1980", "Adres": "Midstraat 1 B, 8501 AB Joure",
        "Telefoon": "06 12345678", "Bedrag totaal": "€ 1.460,50",
        "Bedrag per sector": "huur € 1.250,00; water € 210,50",
        "Gemiste termijnen": "huur 2", "Matchzekerheid": "waarschijnlijk",
        "Waarom één persoon": "Zelfde geboortedatum en achternaam.",
        "Uiterste datum": "22-10-2026", "Termijn": "K-14",
        "Soort melding (adres)": "meervoudig", "Soort melding (persoon)": "meervoudig",
        "Poging 1 soort": "", "Resultaat": "", "Crisis": "nee",
        "Voorgesteld kanaal": "Telefoon", "Dagdeel": "Ochtend",
        "Pogingen gepland": "4: Telefoon ochtend, Huisbezoek middag,"
        " Telefoon avond, Kaartje",
        "Passende eerste stap": "Aanmelding bij schuldhulpverlening (M10)",
        "Ernst (termijnen)": "10", "Laatste kanaal": "",
    }  # fmt: skip
    assert {name: first[name] for name in expected} == expected
    for check in ("waarschijnlijk", "verschillende adressen", "andere persoon"):
        assert check in first["Te controleren"]
    assert (second["Naam"], second["Soort melding (persoon)"]) == (
        "J. Buur",
        "enkelvoudig",
    )
    assert "Meer" not in "".join(second.values())
    assert "1.460" not in "".join(second.values())


def test_signals_that_came_after_the_match_stop_the_triage(month):
    month.deliver([signal("a")])
    run_id = month.match()
    month.deliver([signal("b", partner="terpzorg")])
    with pytest.raises(InvariantError, match="1 signals"):
        listing.triage_month(run_id)


@pytest.mark.usefixtures("register")
def test_an_unknown_run_draft_or_publication_is_named():
    with pytest.raises(InvariantError, match="no matching run"):
        listing.triage_month("R0")
    for ask in (listing.audit_draft, listing.approval_text, listing.publish_list):
        with pytest.raises(DecisionError, match="no draft"):
            ask("draft-0")
    with pytest.raises(DecisionError, match="no publication"):
        accountability.write_audit_report("list-0")


def test_an_approval_needs_a_passed_audit_a_name_and_a_moment(month):
    month.deliver([signal("a")])
    draft_id = listing.triage_month(month.match())
    with pytest.raises(DecisionError, match="was not audited"):
        listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    with pytest.raises(DecisionError, match="was not audited"):
        listing.approval_text(draft_id)
    listing.audit_draft(draft_id)
    for decision, name, moment in (
        ("perhaps", "c.ordinator", DECIDED_AT),
        ("approved", " ", DECIDED_AT),
        ("approved", "c.ordinator", DECIDED_AT.replace(tzinfo=None)),
    ):
        with pytest.raises(DecisionError):
            listing.record_approval(draft_id, decision, name, moment)
    first = listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    again = listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    assert first == again


def test_the_answer_of_the_approval_task_is_recorded(month):
    month.deliver([signal("a")])
    draft_id = listing.triage_month(month.match())
    listing.audit_draft(draft_id)
    answer = {
        "chosen_options": ["Afwijzen"],
        "responded_at": "2026-10-14T09:30:00+00:00",
        "responded_by_user": {"id": "coordinator", "name": "c.ordinator"},
        "params_input": {"reden": "Bedragen kloppen niet"},
    }
    assert listing.record_answer(draft_id, answer) == "rejected"
    with pytest.raises(DecisionError, match="not approved"):
        listing.publish_list(draft_id)
    later = datetime(2026, 10, 15, tzinfo=UTC)
    yes = answer | {"chosen_options": ["Publiceren"], "responded_at": later}
    assert listing.record_answer(draft_id, yes) == "approved"
    listing.publish_list(draft_id)
    for broken in ({"responded_by_user": None}, {"chosen_options": []}):
        with pytest.raises(DecisionError):
            listing.record_answer(draft_id, answer | broken)


def test_an_approval_of_other_inputs_publishes_nothing(month, storage):
    """OUT-04: an approval holds for the inputs that were shown."""
    month.deliver([signal("a")])
    approved = listing.triage_month(month.match())
    listing.audit_draft(approved)
    listing.record_approval(approved, "approved", "c.ordinator", DECIDED_AT)
    month.deliver([signal("b", partner="terpzorg")])
    other = listing.triage_month(month.match())
    assert other != approved
    listing.audit_draft(other)
    with pytest.raises(DecisionError, match="not approved"):
        listing.publish_list(other)
    assert not list(storage.glob("publications/1940/2026-10/*"))


def test_a_draft_that_failed_its_last_audit_is_not_published(month):
    """OUT-04: the last audit counts, and it has to have passed."""
    month.deliver([signal("a")])
    draft_id = listing.triage_month(month.match())
    listing.audit_draft(draft_id)
    listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    spoil = "UPDATE casework.list_entry SET total_cents = total_cents {} 1"
    with month.engine.begin() as connection:
        connection.execute(text(spoil.format("+")))
    with pytest.raises(DecisionError, match="when it was audited"):
        listing.publish_list(draft_id)
    with pytest.raises(InvariantError, match="LST_TOTAL"):
        listing.audit_draft(draft_id)
    with pytest.raises(DecisionError, match="no passed audit"):
        listing.publish_list(draft_id)
    with month.engine.begin() as connection:
        connection.execute(text(spoil.format("-")))
    listing.audit_draft(draft_id)
    assert listing.publish_list(draft_id).startswith("list-1940-2026-10-")


def test_the_same_inputs_are_one_version_and_others_the_next(month, storage):
    """OUT-05: published again, the same content is the same version."""
    month.deliver([signal("a")])
    first = month.publish()
    assert listing.triage_month(month.match()) == first
    versions = storage / "publications/1940/2026-10"
    before = (versions / "v1/signaallijst.xlsx").read_bytes()
    assert month.publish(at=DECIDED_AT + timedelta(days=1)) == first
    assert [path.name for path in versions.iterdir()] == ["v1"]
    month.deliver([signal("b", partner="terpzorg")])
    assert month.publish() != first
    assert sorted(path.name for path in versions.iterdir()) == ["v1", "v2"]
    assert (versions / "v1/signaallijst.xlsx").read_bytes() == before
    assert listing.publish_list(first).endswith(first[-12:])


def test_published_files_that_were_touched_are_noticed(month, storage):
    month.deliver([signal("a")])
    draft_id = month.publish()
    table = storage / "publications/1940/2026-10/v1/signaallijst.csv"
    table.write_bytes(table.read_bytes() + b"x")
    with pytest.raises(InvariantError, match="differ"):
        listing.publish_list(draft_id)


def test_a_month_that_is_being_worked_on_is_left_alone(month, monkeypatch):
    month.deliver([signal("a")])
    run_id = month.match()
    monkeypatch.setattr("vroegsein.listing.month_lock.WAIT", "200ms")
    with (
        month_lock("1940", "2026-10"),
        pytest.raises(OperatorError, match="RUN_LOCKED"),
    ):
        listing.triage_month(run_id)


def test_a_manifest_describes_its_files(month, storage):
    month.deliver([signal("a")])
    month.publish()
    folder = storage / "publications/1940/2026-10/v1"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for file in manifest["bestanden"]:
        written = (folder / file["naam"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(written).hexdigest()
        assert file["bytes"] == len(written)
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json", *(file["naam"] for file in manifest["bestanden"])
    }  # fmt: skip
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


def test_a_town_is_published_twice_with_the_same_bytes(register, storage):
    month = Register(register)
    sixty_persons(month)
    month.publish(SEPTEMBER, at=datetime(2026, 9, 15, 8, tzinfo=UTC))
    draft_id = listing.triage_month(month.match())
    figures = listing.audit_draft(draft_id)
    shown = listing.approval_text(draft_id)
    listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
    publication_id = listing.publish_list(draft_id)
    report = accountability.write_audit_report(publication_id)
    assert accountability.write_audit_report(publication_id) == report
    assert listing.approval_text(draft_id) == shown
    assert listing.audit_draft(draft_id) == figures

    page = (storage / "reports/1940/2026-10/auditrapport-v1.html").read_text("utf-8")
    assert hashlib.sha256(page.encode()).hexdigest() == report
    assert_closes_to_the_cent(month, figures, page)
    assert_names_nobody(month, shown + page + json.dumps(figures))
    assert_stands_alone(page)
    assert "10 van 16" in shown
    assert "10 van 16" in page
    assert "Fjildstroom" in shown
    assert len(read_list(storage)) == figures["persons"]
    path = storage / "publications/1940/2026-10/v1/signaallijst.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Toelichting", "Signaallijst", "Keuzelijsten"]
    assert book["Signaallijst"].max_row == figures["persons"] + 1
    told = [str(cell.value) for row in book["Toelichting"].rows for cell in row]
    assert "Partners: op basis van 10 van 16" in told


def assert_closes_to_the_cent(month: Register, figures, page: str) -> None:
    """Add everything up again from what was delivered, without the register."""
    sent = [item for item in month.signals if item.month == "2026-10"]
    lines = {"accepted": len(sent), "rejected": 2, "duplicate": 1, "no_ground": 1,
             "objection": 1}  # fmt: skip
    cents = sum(item.cents for item in sent)
    other = 12345 + 5001 + 30000 + 999

    def written(amount: int) -> str:
        whole = f"{amount // 100:,}".replace(",", ".")
        return f"€ {whole},{amount % 100:02d}"

    assert figures["lines"] == sum(lines.values())
    assert figures["accepted_lines"] == len(sent)
    assert f"{sum(lines.values())} regels en {written(cents + other)} hieronder" in page
    assert "Dat sluit op de cent" in page
    assert f">{written(cents)}</td>" in page
    assert f">{written(cents + other)}</td>" in page
    assert sum(figures["decisions"].values()) == len(sent)


def assert_names_nobody(month: Register, told: str) -> None:
    """No name, address, number or amount of a person is told."""
    for item in month.signals:
        for value in (
            f"{item.surname}", item.phone, item.email, item.birth_date, item.person,
            item.signal_id, f"{item.street} {item.number}", item.address_key,
        ):  # fmt: skip
            assert value is None or value not in told.replace("Anderson", ""), value


def assert_stands_alone(page: str) -> None:
    """The page runs nothing and fetches nothing."""
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert "src=" not in page
    assert "default-src 'none'" in page


def test_a_month_without_any_signal_gives_an_empty_list(month, storage):
    month.deliver_nothing("goudenlinde")
    draft_id = month.publish()
    assert read_list(storage) == []
    assert "0 personen" in listing.approval_text(draft_id)
