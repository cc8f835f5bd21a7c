"""The signed list beside a report: every file in and out, verified with openssl alone."""

import hashlib
import re
import shutil
import subprocess

import pytest
from support.listing_town import published_town

from vroegsein import accountability
from vroegsein.settings import PROJECT_ROOT

LINE = re.compile(r"[a-z]+/[a-z_]+\t[\w.-]+\t[0-9a-f]{64}\t(?:\d+|-)")


@pytest.fixture(scope="module")
def town(postgres_url, register_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    with published_town(postgres_url, register_template, folder) as found:
        yield found


@pytest.fixture(scope="module")
def reports(town):
    return town.storage / "reports/1940/2026-10"


@pytest.fixture(scope="module")
def listed(reports) -> dict[tuple[str, str], tuple[str, str]]:
    """Digest and size of every line, by kind and id."""
    written = (reports / "kenmerken-v1.txt").read_text("ascii").splitlines()
    lines = [line for line in written if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines)
    assert lines == sorted(lines)
    found = [line.split("\t") for line in lines]
    return {(kind, name): (digest, size) for kind, name, digest, size in found}


def told_commands() -> list[str]:
    """The commands of docs/audit.md that verify the list."""
    text = (PROJECT_ROOT / "docs" / "audit.md").read_text("utf-8")
    (block,) = re.findall(r"```\w+\n([^`]*pkeyutl[^`]*)```", text)
    return block.strip().splitlines()


def verified(folder) -> subprocess.CompletedProcess[str]:
    """Run what docs/audit.md tells, in a folder with the three files."""
    assert shutil.which("openssl")
    script = "\n".join(["set -e", *told_commands()])
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, text=True, capture_output=True, check=False
    )


@pytest.fixture
def taken_away(town, reports, tmp_path):
    """A folder of the auditor's own, with report, list, signature and public key."""
    for path in reports.iterdir():
        shutil.copy(path, tmp_path)
    shutil.copy(town.storage.parent / "elsewhere/1940/checkpoint.pub", tmp_path)
    return tmp_path


def test_openssl_verifies_the_list_as_the_document_tells(taken_away):
    found = verified(taken_away)
    assert (found.returncode, found.stderr) == (0, "")
    assert "Signature Verified Successfully" in found.stdout


def test_a_changed_list_or_another_key_is_seen(taken_away):
    file = taken_away / "kenmerken-v1.txt"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"\tinput", b"\toutput").replace(b"0", b"1", 1))
    assert verified(taken_away).returncode != 0
    file.write_bytes(whole)
    (taken_away / "checkpoint.pub").write_text("5" * 64, "ascii")
    assert verified(taken_away).returncode != 0


def test_every_published_file_and_the_report_stand_there(town, reports, listed):
    for path in town.folder.iterdir():
        digest, size = listed["output/publication", path.name]
        assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
        assert int(size) == path.stat().st_size
    for name in ("auditrapport-v1.html", "auditrapport-v1.pdf"):
        content = (reports / name).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        assert listed["output/report", name] == (digest, str(len(content)))


def test_every_delivery_stands_there_under_our_id(town, listed):
    deliveries = town.rows("intake.delivery", "month = '2026-10'")
    told = {
        name: said for (kind, name), said in listed.items() if kind == "input/delivery"
    }
    assert told == {
        row["delivery_id"]: (row["digest"], str(row["byte_count"]))
        for row in deliveries
    }
    draft = town.rows("casework.draft", f"draft_id = '{town.draft_id}'")[0]
    assert listed["input/policy", "1940"] == (draft["policy_digest"], "-")
    assert sum(kind == "input/passport" for kind, _ in listed) == 16


def test_made_again_all_files_are_the_same_bytes(town, reports):
    before = {path.name: path.read_bytes() for path in reports.iterdir()}
    events = town.rows("audit.event")
    accountability.write_audit_report(town.publication_id)
    assert {path.name: path.read_bytes() for path in reports.iterdir()} == before
    assert town.rows("audit.event") == events


def test_the_chain_holds_the_digest_of_the_list(town, reports):
    digest = hashlib.sha256((reports / "kenmerken-v1.txt").read_bytes()).hexdigest()
    (event,) = town.rows("audit.event", "action = 'write_audit_report'")
    assert (event["object"], event["result"]) == (
        town.publication_id,
        f"sha256 {digest}",
    )
