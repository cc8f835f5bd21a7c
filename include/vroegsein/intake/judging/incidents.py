"""What a partner should never have sent is told to the municipality, not to it alone.

The partner reads of an incident in its receipt, officials on the quality page and in
the mail of the morning. In the log of the task it is an error, which stands out where a
refused file does not.
"""

import logging
from collections.abc import Iterable

from vroegsein.intake.findings import MEANINGS, Finding

_log = logging.getLogger(__name__)


def log_incidents(delivery_id: str, findings: Iterable[Finding]) -> None:
    """Write an error for each kind of incident that was found in a delivery."""
    codes = {found.code for found in findings if MEANINGS[found.code].incident}
    for code in sorted(codes):
        _log.error("delivery=%s incident=%s", delivery_id, code)
