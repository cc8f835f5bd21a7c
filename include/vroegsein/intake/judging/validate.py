"""What the expectation suites say of a table; only line numbers come out, no values.

The suites are plain JSON in `expectations/`, the published contract with partners. Each
expectation's `meta` names the finding: `code`, `level`, `column`, `verdict`. The first
pass asks only whether an expectation holds; for one that does not, a second pass asks
for the rows, and everything but their numbers is dropped at once.
"""

import json
import os
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pandas as pd

from vroegsein.errors import ConfigurationError, InvariantError
from vroegsein.exchange.files import digest_of
from vroegsein.intake.findings import Finding, Level, in_order
from vroegsein.settings import settings

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.abstract_data_context import (
        AbstractDataContext,
    )

_ROWS = {
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "return_unexpected_index_query": False,
}


def suite_digest(suite_name: str) -> str:
    """Return the SHA-256 of a suite's file, printed in the audit report."""
    return digest_of(settings().expectations / f"{suite_name}.json")


def read_suite(suite_name: str) -> list[dict[str, Any]]:
    """Return a suite's expectations as its file holds them.

    Raises:
        ConfigurationError: The file is absent or no suite.
    """
    path = settings().expectations / f"{suite_name}.json"
    expectations = None
    try:
        expectations = json.loads(path.read_text("utf-8"))["expectations"]
    except (OSError, ValueError, KeyError):
        expectations = None
    if expectations is None:
        msg = f"{path.name}: no expectation suite; it needs a list 'expectations'."
        raise ConfigurationError(msg)
    return list(expectations)


def validate_table(rows: pd.DataFrame, suite_name: str) -> list[Finding]:
    """Return what a suite finds in a table, in order.

    Args:
        rows: The table; its index holds the row numbers that findings name.
        suite_name: Name of a file in `expectations/`, without `.json`.

    Raises:
        InvariantError: An expectation could not be evaluated.
    """
    expectations = read_suite(suite_name)
    rows = rows.rename_axis(None)  # a named index would come back with its name
    outcome = _run(rows, expectations, {"result_format": "BOOLEAN_ONLY"})
    failed = [
        expectation
        for expectation, result in zip(expectations, outcome, strict=True)
        if not result.success
    ]
    if not failed:
        return []
    findings: list[Finding] = []
    for expectation, result in zip(failed, _run(rows, failed, _ROWS), strict=True):
        findings += _findings(expectation["meta"], result.result)
    return in_order(findings)


def validate_tables(
    tables: Sequence[pd.DataFrame], suite_name: str
) -> list[list[Finding]]:
    """Return what a suite finds in each of several tables, in their order.

    All tables go through the suite at once: with Great Expectations the price is per
    expectation and run, hardly per row. A suite for this has row rules only.

    Raises:
        InvariantError: An expectation could not be evaluated.
    """
    bases = [0]
    for table in tables:
        bases.append(bases[-1] + 1 + (int(table.index.max()) if len(table) else 0))
    shifted = [
        table.set_axis(table.index + base)
        for table, base in zip(tables, bases, strict=False)
        if len(table)
    ]
    found: list[list[Finding]] = [[] for _ in tables]
    for finding in validate_table(pd.concat(shifted), suite_name) if shifted else []:
        assert finding.line is not None
        place = bisect_right(bases, finding.line) - 1
        found[place].append(replace(finding, line=finding.line - bases[place]))
    return found


def _findings(meta: dict[str, str], result: dict[str, Any]) -> list[Finding]:
    """Keep the row numbers of one expectation's result; one of the table has none."""
    level, column = Level(meta["level"]), meta.get("column")
    numbers = sorted(
        {int(number) for number in result.get("unexpected_index_list", [])}
    )
    if not numbers:
        return [Finding(meta["code"], level, None, column)]
    return [Finding(meta["code"], level, number, column) for number in numbers]


def _run(
    rows: pd.DataFrame,
    expectations: list[dict[str, Any]],
    result_format: dict[str, Any],
) -> list[Any]:
    """Run expectations on a table; return their results in the same order."""
    gx = _great_expectations()
    numbered = [
        {**expectation, "meta": {**expectation["meta"], "place": place}}
        for place, expectation in enumerate(expectations)
    ]
    suite = gx.ExpectationSuite("suite", expectations=numbered)
    source = _quiet_context(gx).data_sources.add_pandas("rows")
    table = source.add_dataframe_asset("rows")
    whole = table.add_batch_definition_whole_dataframe("rows")
    # Neither suite nor outcome is kept in the context: that costs a fifth of the time.
    outcome = whole.get_batch({"dataframe": rows}).validate(
        suite, result_format=result_format
    )
    _check_evaluated(outcome.results)
    return sorted(
        outcome.results, key=lambda result: result.expectation_config.meta["place"]
    )


def _check_evaluated(results: Iterable[Any]) -> None:
    """Tell an expectation that broke from one that was not met.

    Raises:
        InvariantError: One broke; its own text may hold values and is not repeated.
    """
    for result in results:
        raised = result.exception_info or {}
        nested = [entry for entry in raised.values() if isinstance(entry, dict)]
        if raised.get("raised_exception") or nested:
            config = result.expectation_config
            msg = (
                f"Expectation {config.type} on column "
                f"{config.kwargs.get('column', '-')} could not be evaluated."
            )
            raise InvariantError(msg)


@cache
def _great_expectations() -> ModuleType:
    """Import the library when first needed: that takes seconds."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own imports are deprecated ones
        import great_expectations as gx
    return gx


def _quiet_context(gx: ModuleType) -> "AbstractDataContext":
    """Return a context that keeps nothing on disk and draws no progress bars.

    Without a configuration of ours each context makes a folder in the temporary
    directory for a documentation site that nobody asked for.
    """
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    in_memory = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
    )
    context: AbstractDataContext = gx.get_context(
        mode="ephemeral", project_config=in_memory
    )
    return context
