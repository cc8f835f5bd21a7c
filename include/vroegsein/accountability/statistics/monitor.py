"""The monitor of a month: counted, kept, and written as a page and a table.

They lie in `statistics/<municipality>/<month>/` of the storage folder and hold no
person: counts about fewer than five are hidden, with what would give them away.
"""

import logging
from datetime import datetime

from vroegsein.accountability.quality_rows import read_quality
from vroegsein.accountability.statistics.monitor_csv import monitor_csv
from vroegsein.accountability.statistics.monitor_page import monitor_page
from vroegsein.accountability.statistics.shown import Month
from vroegsein.accountability.statistics.trend import read_trend
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.register import engine
from vroegsein.settings import settings

logger = logging.getLogger(__name__)


def write_monitor(
    municipality: str, month: str, moment: datetime | str
) -> dict[str, int]:
    """Write the monitor of a month; the same register and day give the same bytes.

    Args:
        municipality: CBS code.
        month: Reporting month, yyyy-mm.
        moment: Moment of the run; terms that end later still run.

    Returns:
        How many months it shows, and how many counts of the month it hides.

    Raises:
        ConfigurationError: The month is none, or a passport or the policy is wrong.
    """
    as_of = dutch_day(read_moment(moment))
    with engine().begin() as connection:
        found = read_quality(connection, municipality, month)
        trend = read_trend(connection, found.policy, month, as_of)
    months = [Month(figures) for figures in trend]
    name = f"monitor_{municipality}_{month}"
    folder = private_folder(settings().storage / "statistics" / municipality / month)
    write_whole(folder / f"{name}.html", monitor_page(found, months).encode())
    write_whole(folder / f"{name}.csv", monitor_csv(found, months))
    counts = {"months": len(months), "hidden": len(months[-1].hidden)}
    logger.info("municipality=%s month=%s monitor=%s", municipality, month, counts)
    return counts
