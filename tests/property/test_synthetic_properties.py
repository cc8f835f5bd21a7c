"""What holds for every synthetic municipality, whatever the seed."""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support.synthetic import FEW, digests, make_month, passport

from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.record import FIELDS
from vroegsein.parties.workdays import is_working_day
from vroegsein.settings import PROJECT_ROOT
from vroegsein.synthetic import defects
from vroegsein.synthetic.claims import claims_by_month
from vroegsein.synthetic.files import control_total, lines_of, write_file
from vroegsein.synthetic.handwriting import export_day
from vroegsein.synthetic.population import populate
from vroegsein.synthetic.roster import ROSTER
from vroegsein.synthetic.streams import Stream

SEEDS = st.integers(min_value=0, max_value=10_000)
MONTHS = st.builds(ReportingMonth, st.integers(2026, 2030), st.integers(1, 12))
ELSEWHERE = """
from pathlib import Path
import sys
from support.synthetic import FEW, make_month
make_month(Path(sys.argv[1]), seed=5, history_months=1, inhabitants=FEW)
"""


def test_the_same_seed_gives_the_same_bytes_under_another_hash_seed(tmp_path):
    here = make_month(tmp_path / "here", 5, history_months=1, inhabitants=FEW)
    _make_elsewhere(tmp_path / "elsewhere")

    assert digests(here.folder) == digests(tmp_path / "elsewhere" / "made")


def test_another_seed_gives_other_people(tmp_path):
    first, second = (
        make_month(tmp_path / str(seed), seed, history_months=0, inhabitants=FEW)
        for seed in (5, 6)
    )

    one, other = digests(first.folder), digests(second.folder)
    same = {name for name in one if one[name] == other.get(name)}
    assert {Path(name).parent.name for name in same} <= {"wadvonk"}  # says nothing


def test_later_months_change_nothing_of_the_month_and_its_past(tmp_path):
    alone, longer = (
        make_month(tmp_path / str(later), 5, 1, later, inhabitants=FEW)
        for later in (0, 2)
    )
    one, other = digests(alone.folder), digests(longer.folder)
    sent = {name: digest for name, digest in one.items() if "truth" not in name}
    assert sent.items() <= other.items()
    later = {name.split("/")[1] for name in other if name.startswith("following/")}
    assert later == {"2026-11", "2026-12"}


def _make_elsewhere(folder: Path) -> None:
    """Generate in another interpreter, with another order of sets."""
    paths = [str(PROJECT_ROOT / "include"), str(PROJECT_ROOT / "tests")]
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": os.pathsep.join(paths),
    }
    subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(folder)], env=environment, check=True
    )


@settings(max_examples=8, deadline=None)
@given(seed=SEEDS, month=MONTHS)
def test_lines_and_cents_add_up_for_every_partner(seed, month):
    passports = {code: passport(code) for code in ROSTER}
    households = populate(4000, month.first_day, seed)
    claims = claims_by_month(households, passports, [month], seed)[month]
    for code, partner in passports.items():
        own = [claim for claim in claims if claim.partner_code == code]
        codes = list(ROSTER[code].defects)
        lines = lines_of(own, partner, month, codes, seed)
        file = write_file(lines, partner, month)
        copies = sum(line.code == defects.DUPLICATE for line in lines)
        assert len(lines) == len(own) + copies
        assert control_total(lines) == sum(line.readable_cents or 0 for line in lines)
        if partner.file.format == "xlsx":
            continue
        text = file.content.decode(partner.file.encoding, "strict")
        closing = partner.delivery.completeness == "total_line"
        headed = partner.file.format == "csv"
        # Without records one empty line stands where there is no header.
        counted = headed + (len(lines) or (not headed)) + closing
        assert len(text.splitlines()) == counted


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, month=MONTHS, code=st.sampled_from(sorted(ROSTER)))
def test_a_partner_exports_on_a_working_day_before_it_is_due(seed, month, code):
    partner = passport(code)
    day = export_day(partner, month, seed)

    assert is_working_day(day)
    assert ReportingMonth(day.year, day.month) == month
    assert day.day <= 7


#: What a defect touches beside the field its finding names.
BESIDE = {
    "VAL_NOT_RESIDENT": {"place"},
    "VAL_DATE_ORDER": {"arrears_since_date"},
    "TXT_QUOTE": {"street"},
}
RECORD = {
    **dict.fromkeys(FIELDS, "x"),
    "signal_date": "2026-10-02",
    "reference_date": "2026-10-01",
    "postcode": "8501AB",
}


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS, code=st.sampled_from(sorted(defects.ALL_CODES)))
def test_a_defect_breaks_what_its_finding_names_and_nothing_else(seed, code):
    stream = Stream(seed, "defect")
    changed = defects.broken_values(code, RECORD, stream)
    partner = passport("merenwonen")
    cell = defects.broken_cell(code, RECORD, partner, "Streek", stream)
    touched = {*changed} | ({cell[0]} if cell else set())
    named = {defects.field_of(code)} - {None}

    assert named <= touched
    assert touched - named == BESIDE.get(code, set())


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS)
def test_broken_values_are_broken_for_every_seed(seed):
    stream = Stream(seed, "values")

    def broken(code: str) -> dict[str, str]:
        return defects.broken_values(code, RECORD, stream)

    assert broken("VAL_DATE_ORDER")["arrears_since_date"] > RECORD["reference_date"]
    assert broken("VAL_EVIDENCE")["reminder_date"] > RECORD["signal_date"]
    assert broken("VAL_PLACEHOLDER_NAME")["surname"] in defects.PLACEHOLDERS
    assert not broken("VAL_NOT_RESIDENT")["postcode"].startswith("85")
    cell = defects.broken_cell(
        "VAL_POSTCODE", RECORD, passport("merenwonen"), "", stream
    )
    assert cell is not None
    assert len(cell[1]) < 6
