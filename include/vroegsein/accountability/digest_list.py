"""The signed list of digests: every input and output of a published list, one a line.

Kind, our id, SHA-256 and size, with tabs between; a size that the register does not
hold is a dash. No name a partner gave a file is in it. It is signed as bytes (Ed25519,
the key of the checkpoints), so that `openssl` alone can verify it: see docs/audit.md.
"""

import hashlib
from collections.abc import Iterator, Mapping

from vroegsein.accountability.report_rows import ReportRows

HEADING = "# vroegsein digests 1"
Line = tuple[str, str, str, int | None]


def digest_list(found: ReportRows, made: Mapping[str, bytes]) -> bytes:
    """Return the list, in one order.

    Args:
        found: What the report was made from.
        made: The report's own files by name.
    """
    this = found.publication
    heading = (
        f"{HEADING}\n# publication {this['publication_id']} version {this['version']}\n"
    )
    lines = sorted({*_inputs(found), *_outputs(found, made)}, key=lambda line: line[:3])
    written = "".join(
        f"{kind}\t{name}\t{digest}\t{'-' if size is None else size}\n"
        for kind, name, digest, size in lines
    )
    return (heading + written).encode("ascii")


def _inputs(found: ReportRows) -> Iterator[Line]:
    """Yield what the list was made from."""
    inputs = found.draft["inputs"]
    for row in found["delivery"]:
        yield "input/delivery", row["delivery_id"], row["digest"], row["byte_count"]
    for row in inputs["office_files"]:
        yield "input/office_file", row["office_file_id"], row["digest"], None
    for code, digest in inputs["passports"].items():
        yield "input/passport", code, digest, None
    yield "input/policy", found.draft["municipality_code"], inputs["policy"], None
    for name in ("snapshot", "sql", "membership", "evidence"):
        yield "input/matching", name, inputs["run"][f"{name}_digest"], None
    draft_id = found.draft["draft_id"]
    yield "input/draft", draft_id, found.draft["input_digest"], None


def _outputs(found: ReportRows, made: Mapping[str, bytes]) -> Iterator[Line]:
    """Yield what was made: the published files, and the report."""
    yield "output/list", found.audit["audit_id"], found.audit["list_digest"], None
    for row in found.files:
        yield "output/publication", row["name"], row["digest"], row["byte_count"]
    for name, content in made.items():
        digest = hashlib.sha256(content).hexdigest()
        yield "output/report", name, digest, len(content)
