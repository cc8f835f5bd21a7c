"""From a place on a list to its files and digests, and after a purge to a certificate."""

import hashlib
import re

import pytest
from sqlalchemy import Engine, select
from support.chain import keys_folder
from support.listing_month import MUNICIPALITY, OCTOBER
from support.purging import JUNE_NIGHT, filled, hits, marked, put_file
from typer.testing import CliRunner

from vroegsein import cli
from vroegsein.accountability import purge
from vroegsein.accountability.trace import trace
from vroegsein.errors import DecisionError
from vroegsein.register.audit_tables import event
from vroegsein.register.intake_tables import delivery
from vroegsein.register.list_tables import list_entry, list_entry_signal

__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder")


@pytest.fixture
def case_id(register: Engine) -> str:
    """What the list calls somebody of a published October."""
    filled(register, OCTOBER)
    query = select(list_entry.c.case_id).join(
        list_entry_signal,
        (list_entry_signal.c.draft_id == list_entry.c.draft_id)
        & (list_entry_signal.c.entry_number == list_entry.c.entry_number),
    )
    with register.connect() as connection:
        return str(
            connection.scalar(
                query.where(list_entry_signal.c.signal_id == marked(2).signal_id)
            )
        )


def land(register: Engine, content: str) -> str:
    """Put the file of a delivery where it landed; return its digest."""
    with register.connect() as connection:
        row = connection.execute(
            select(delivery).where(delivery.c.partner_code == marked(2).partner)
        ).mappings().one()  # fmt: skip
    put_file("landing", OCTOBER, f"{row['delivery_id']}.raw", content)
    return str(row["digest"])


def told(case_id: str) -> str:
    return "\n".join(trace(MUNICIPALITY, case_id))


def test_a_place_on_a_list_leads_to_line_file_and_digest(
    register: Engine, case_id: str
):
    digest = land(register, "another file")
    found = told(case_id)
    assert "list of 2026-10, version 1: number" in found
    assert "approved by c.ordinator on 2026-10-14" in found
    assert "6 persons on it, 6 lines of it in the processing log" in found
    assert re.search(rf"signal {marked(2).signal_id}: merenwonen, 2026-10", found)
    assert re.search(r"line \d+ of delivery D-1940-2026-10-merenwonen", found)
    assert f"sha256 {digest}" in found


def test_a_file_that_was_changed_is_said_to_be_so(register: Engine, case_id: str):
    land(register, "another file")
    assert "IS NOT what was delivered" in told(case_id)


def test_a_file_that_is_as_it_was_is_said_to_be_so(register: Engine, case_id: str):
    content = "as delivered"
    with register.begin() as connection:
        connection.execute(
            delivery.update().values(digest=hashlib.sha256(b"as delivered").hexdigest())
            .where(delivery.c.partner_code == marked(2).partner)
        )  # fmt: skip
    land(register, content)
    assert ".raw is what was delivered" in told(case_id)


def test_nobody_is_named(case_id: str):
    one = marked(2)
    found = told(case_id)
    for value in (one.surname, one.email, one.phone, one.customer, one.postcode):
        assert str(value) not in found


def test_after_the_purge_there_is_no_trace_but_the_certificate(
    register: Engine, case_id: str
):
    """I9: its text hashes to the digest in the chain, with nothing but sha256."""
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    with pytest.raises(DecisionError, match="Purged are 2026-10"):
        trace(MUNICIPALITY, case_id)
    assert hits(register, case_id) == []
    listed = run("purge", "certificates")
    purge_id = listed.split()[0]
    assert "2026-10: " in listed
    assert "proven: 1" in listed
    text = run("purge", "certificate", purge_id)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with register.connect() as connection:
        results = list(connection.scalars(select(event.c.result)))
    assert f"proven {digest}" in results
    assert digest in listed


def test_a_case_that_never_was_is_not_said_to_be_purged(case_id: str):
    assert case_id != "M-NONE"
    with pytest.raises(DecisionError, match=r"holds M-NONE\.$"):
        trace(MUNICIPALITY, "M-NONE")


@pytest.mark.usefixtures("register")
def test_there_is_no_certificate_of_a_purge_that_never_was():
    found = CliRunner().invoke(cli.application("purge"), ["purge", "certificate", "P1"])
    assert isinstance(found.exception, DecisionError)


def run(*arguments: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(cli.application(arguments[0]), list(arguments))
    assert done.exit_code == 0, done.output
    return done.output
