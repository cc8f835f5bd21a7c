"""Which versions of the national schema can be written; a policy names one."""

from collections.abc import Callable, Mapping

from vroegsein.accountability.statistics import ddas_v1_2
from vroegsein.accountability.statistics.levering import Levering, Page

Serialiser = Callable[[Levering, Page], dict[str, object]]
SERIALISERS: Mapping[str, Serialiser] = {ddas_v1_2.VERSION: ddas_v1_2.document}
