"""Health check of one Airflow part, for docker-compose.yml: exit code 0 or 1.

`python -m vroegsein.stack.heartbeat URL PART` asks the API server, which knows the
heartbeats of all parts; a command of Airflow itself would cost seconds of CPU.
"""

import json
import sys
import urllib.error
import urllib.request

_TIMEOUT = 5.0


def is_healthy(url: str, part: str) -> bool:
    """Tell whether Airflow calls a part healthy.

    Args:
        url: Address of the API server, e.g. `http://api-server:8080`.
        part: metadatabase, scheduler, dag_processor or triggerer.
    """
    address = f"{url}/api/v2/monitor/health"
    if not address.startswith("http://"):
        return False
    try:
        with urllib.request.urlopen(address, timeout=_TIMEOUT) as answer:  # noqa: S310
            parts = json.load(answer)
    except (OSError, urllib.error.URLError, ValueError):
        return False
    return isinstance(parts, dict) and parts.get(part, {}).get("status") == "healthy"


if __name__ == "__main__":
    sys.exit(0 if is_healthy(sys.argv[1], sys.argv[2]) else 1)
