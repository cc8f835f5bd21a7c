"""Health check of one Airflow part, for docker-compose.yml: exit code 0 or 1.

`python -m vroegsein.stack.heartbeat ADDRESS PART` asks the API server, which knows the
heartbeats of all parts; a command of Airflow itself would cost seconds of CPU.
"""

import json
import sys
from http.client import HTTPConnection, HTTPException

_PATH = "/api/v2/monitor/health"
_TIMEOUT = 5.0


def is_healthy(address: str, part: str) -> bool:
    """Tell whether Airflow calls a part healthy.

    Args:
        address: Where the API server listens, e.g. `api-server:8080`.
        part: metadatabase, scheduler, dag_processor or triggerer.
    """
    connection = HTTPConnection(address, timeout=_TIMEOUT)
    try:
        connection.request("GET", _PATH)
        answer = connection.getresponse()
        parts = json.load(answer) if answer.status == 200 else {}
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        connection.close()
    return isinstance(parts, dict) and parts.get(part, {}).get("status") == "healthy"


if __name__ == "__main__":
    sys.exit(0 if is_healthy(sys.argv[1], sys.argv[2]) else 1)
