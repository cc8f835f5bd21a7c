"""What an official reads before deciding: every paragraph, in every circumstance."""

import json
from datetime import UTC, datetime

import pytest
import yaml
from sqlalchemy import text
from support.listing_month import SEPTEMBER, Register, signal
from support.own_include import use_own_include

from vroegsein import listing
from vroegsein.errors import InvariantError
from vroegsein.settings import PROJECT_ROOT

pytestmark = pytest.mark.usefixtures("storage")
EARLIER = {"month": SEPTEMBER, "received_at": datetime(2026, 9, 9, 7, tzinfo=UTC)}


@pytest.fixture
def month(register) -> Register:
    return Register(register)


def shown(month: Register) -> list[str]:
    """The paragraphs an official is shown of October."""
    draft_id = listing.triage_month(month.match())
    listing.audit_draft(draft_id)
    return listing.approval_text(draft_id).rstrip("\n").split("\n\n")


def starting(paragraphs: list[str], words: str) -> str:
    """The paragraph that starts with these words."""
    (found,) = [one for one in paragraphs if one.startswith(words)]
    return found


def test_it_opens_with_whose_list_how_many_and_how_much(month):
    month.deliver([signal("a", cents=123456), signal("b", partner="terpzorg")])
    title, opening, *_ = shown(month)
    assert title == "## Signaallijst De Fryske Marren, oktober 2026"
    assert opening == (
        "**2 personen**, samen € 1.434,56 achterstand, op basis van **2 van 16"
        " partners**. Goedkeuren publiceert de lijst; afwijzen publiceert niets."
    )


def test_one_person_is_written_as_one(month):
    month.deliver([signal("a")])
    assert shown(month)[1].startswith("**1 persoon**, samen € 200,00")


def test_warnings_of_the_audit_stand_below_it_one_by_one(month):
    month.deliver([signal("a", phone=None, email=None)])
    found = shown(month)
    assert starting(found, "**Controle**").startswith("**Controle**: geslaagd (")
    warnings = starting(found, "- Let op")
    assert warnings.splitlines() == [
        (
            "- Let op: Partners zonder aangenomen levering; zij staan als ontbrekend op"
            " de lijst: 15."
        ),
        "- Let op: Personen zonder telefoonnummer en e-mailadres: 1.",
    ]


def test_a_draft_that_failed_says_so_with_the_rule(month):
    """Wie toch kijkt, ziet dat publiceren niet kan, en waarom."""
    month.deliver([signal("a")])
    draft_id = listing.triage_month(month.match())
    with month.engine.begin() as connection:
        connection.execute(
            text("UPDATE casework.list_entry SET total_cents = total_cents + 1")
        )
    with pytest.raises(InvariantError):
        listing.audit_draft(draft_id)
    found = listing.approval_text(draft_id)
    assert "**Controle**: NIET geslaagd; publiceren kan niet" in found
    assert "- **Fout LST_TOTAL**: Bedrag en aantallen van elke regel" in found
    assert "Afwijkingen: 1." in found


def test_every_lane_has_a_row_with_its_number_of_persons(month):
    month.deliver(
        [
            signal("a", kind="ONTRUIMING"),
            signal("b", warm="J"),
            signal("c", "P1", claim="1"),
            signal("d", "P1", partner="terpzorg", claim="2"),
            signal("e", cents=100000),
            signal("f", cents=22500),
            signal("g", cents=8000),
            signal("h", cents=8100),
        ]
    )
    table = starting(shown(month), "| Laan | Personen |")
    assert table.splitlines() == [
        "| Laan | Personen |",
        "|---|---:|",
        "| L0 crisis | 1 |",
        "| L1 warme overdracht | 1 |",
        "| L2 meervoudig | 1 |",
        "| L3 hoog | 1 |",
        "| L5 opeenvolgend | 0 |",
        "| L6 midden | 1 |",
        "| L7 laag | 2 |",
    ]


@pytest.mark.parametrize(
    ("calls", "planned", "beyond"),
    [
        (90, "4 (van 360)", "**0 personen passen er niet in**."),
        (
            0,
            "0 (van 0)",
            "**2 personen passen er niet in** en krijgen binnen de termijn een brief.",
        ),
        (None, "4 (geen grens)", "**0 personen passen er niet in**."),
    ],
)
def test_who_does_not_fit_in_the_capacity_is_a_line_of_counts(
    month, tmp_path, monkeypatch, calls, planned, beyond
):
    """Aan een waarschuwing wordt gewend; deze regel staat er altijd, ook met nul."""
    use_own_include(tmp_path / "include", monkeypatch)
    path = tmp_path / "include" / "municipalities" / "1940.yml"
    policy = yaml.safe_load(path.read_text("utf-8"))
    policy["capacity"] = {"calls_per_week": calls, "visits_per_week": 30}
    path.write_text(yaml.safe_dump(policy, allow_unicode=True), "utf-8")
    month.deliver([signal("a", cents=30000), signal("b", cents=30000, number="2")])
    assert starting(shown(month), "**Capaciteit**") == (
        f"**Capaciteit**: {planned} telefoontjes en 0 (van 120) huisbezoeken gepland;"
        f" {beyond}"
    )


def test_deliveries_are_counted_and_refused_and_missing_ones_named(month):
    month.deliver(
        [signal("a")], other_lines={"merenwonen": [("rejected", 5), ("duplicate", 6)]}
    )
    month.deliver_nothing("goudenlinde")
    month.deliver_nothing("terpzorg", refused="DEL_HASH")
    found = shown(month)
    assert starting(found, "**Leveringen**") == (
        "**Leveringen**: 3 bestanden, waarvan 1 aangenomen, 1 zonder meldingen en 1"
        " geweigerd. 3 regels gelezen, 1 aangenomen."
    )
    refused, missing = starting(found, "- Geweigerd").splitlines()
    assert refused == "- Geweigerd: Terpzorg Onderlinge"
    assert missing.startswith("- Niet ontvangen: Ampersant Stroom en Gas, ")
    assert " en " in missing
    assert "Terpzorg" not in missing
    assert "Gouden Linde" not in missing


def test_nothing_is_missing_when_everybody_delivered(month):
    month.deliver([signal("a")])
    for path in sorted((PROJECT_ROOT / "include/partners").glob("*.yml")):
        if path.stem != "merenwonen":
            month.deliver_nothing(path.stem)
    found = "\n".join(shown(month))
    assert "**16 van 16 partners**" in found
    for words in ("Geweigerd", "Niet ontvangen", "Let op"):
        assert words not in found


def test_decisions_are_told_by_rule(month):
    month.deliver([signal("s", claim="same", **EARLIER)])
    month.publish(SEPTEMBER, at=datetime(2026, 9, 15, 8, tzinfo=UTC))
    month.deliver(
        [
            signal("a"),
            signal("b"),
            signal("c", debtor="RP"),
            signal("d", cents=7499),
            signal("e", partner="terpzorg", days=101),
            signal("f", claim="same"),
        ]
    )
    assert starting(shown(month), "**Besluiten**") == (
        "**Besluiten** over 6 signalen: 2 opgepakt, 1 rechtspersoon, 1 onder de"
        " drempel, 1 buiten de termijn van de sector en 1 herhaalde melding, niet hoger."
    )


def test_without_any_signal_there_are_no_decisions(month):
    month.deliver_nothing("goudenlinde")
    found = shown(month)
    assert starting(found, "**Besluiten**") == "**Besluiten** over 0 signalen: geen."
    assert found[1].startswith("**0 personen**, samen € 0,00 achterstand")


@pytest.mark.parametrize(
    ("cents", "more", "told"),
    [
        (20000, 0, "signalen +0, personen +0, bedrag +€ 0,00."),
        (20001, 0, "signalen +0, personen +0, bedrag +€ 0,01."),
        (19900, 0, "signalen +0, personen +0, bedrag -€ 1,00."),
        (20000, 2, "signalen +2, personen +2, bedrag +€ 400,00."),
    ],
)
def test_the_list_is_compared_with_that_of_the_month_before(month, cents, more, told):
    month.deliver([signal("s", claim="then", **EARLIER)])
    month.publish(SEPTEMBER, at=datetime(2026, 9, 15, 8, tzinfo=UTC))
    rest = [signal(f"more{place}") for place in range(more)]
    month.deliver([signal("a", claim="now", cents=cents), *rest])
    assert starting(shown(month), "**Vergeleken met") == (
        f"**Vergeleken met september 2026**: {told}"
    )


def test_a_shorter_list_than_before_has_minus_signs(month):
    month.deliver([signal(f"s{n}", claim=f"then{n}", **EARLIER) for n in range(3)])
    month.publish(SEPTEMBER, at=datetime(2026, 9, 15, 8, tzinfo=UTC))
    month.deliver([signal("a", claim="now")])
    assert starting(shown(month), "**Vergeleken met").endswith(
        "signalen -2, personen -2, bedrag -€ 400,00."
    )


def test_the_first_month_has_nothing_to_compare_with(month):
    month.deliver([signal("a")])
    assert starting(shown(month), "**Vergeleken**") == (
        "**Vergeleken**: er is nog geen eerdere lijst."
    )


def test_it_ends_with_the_draft_that_is_decided_on(month):
    month.deliver([signal("a")])
    draft_id = listing.triage_month(month.match())
    listing.audit_draft(draft_id)
    last = listing.approval_text(draft_id).splitlines()[-1]
    assert last.startswith(f"Concept `{draft_id}`, kenmerk van de invoer `")
    assert draft_id.rsplit("-", 1)[1] in last.split("kenmerk")[1]


def test_figures_for_the_task_are_plain_json_without_a_person(month):
    month.deliver([signal("a", surname="Postma"), signal("b", partner="terpzorg")])
    draft_id = listing.triage_month(month.match())
    figures = listing.audit_draft(draft_id)
    written = json.dumps(figures)
    assert json.loads(written) == figures
    assert "Postma" not in written
    assert figures["total_cents"] == 40000
    assert figures["missing_partners"] == sorted(figures["missing_partners"])
