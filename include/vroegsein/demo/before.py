"""What lies ready before the month is collected: made, wrapped, imported, delivered."""

import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from vroegsein.demo.month import PATIENCE, Demo
from vroegsein.demo.others_keys import prepare_signers, sealing_keys
from vroegsein.demo.partners import drop_off, open_account
from vroegsein.errors import StackError
from vroegsein.exchange.server import Server
from vroegsein.intake.collect import import_deliveries
from vroegsein.parties.partner import load_passport, partner_codes
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import settings
from vroegsein.stack import sftp_server
from vroegsein.stack.ports import HOST, load_ports
from vroegsein.synthetic.sealing import seal_month

LATER_MONTHS = 2  # after the demonstrated one
IMPORTERS = 2  # programs that import side by side, each some of the partners


def begin_making(demo: Demo, seed: int) -> subprocess.Popen[bytes] | None:
    """Start making the synthetic municipality beside the start of the stack.

    Returns:
        The program that makes it, or None when it was made before.
    """
    if demo.folder.exists():
        return None
    shutil.rmtree(_unfinished(demo), ignore_errors=True)
    command = [
        str(Path(sys.executable).parent / "vroegsein"), "demo-data",
        "--municipality", demo.municipality, "--month", str(demo.month),
        "--seed", str(seed), "--following-months", str(LATER_MONTHS),
        "--out", str(_unfinished(demo)),
    ]  # fmt: skip
    demo.layout.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    with demo.layout.log("demo-data").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603


def finish_making(demo: Demo, making: subprocess.Popen[bytes] | None) -> None:
    """Wait until the municipality is made.

    Raises:
        StackError: It could not be made.
    """
    if making is not None:
        demo.console.wait_until(
            lambda: making.poll() is not None,
            what="the synthetic municipality",
            patience=PATIENCE,
        )
        if making.returncode != 0:
            log = demo.layout.log("demo-data")
            msg = f"The synthetic municipality could not be made; see {log}."
            raise StackError(msg)
        _unfinished(demo).rename(demo.folder)
    demo.console.say(f"synthetic municipality: {demo.folder}")


def _unfinished(demo: Demo) -> Path:
    """Return where the municipality lies while it is being made."""
    return demo.folder.with_suffix(".part")


def seal(demo: Demo) -> None:
    """Let every partner compress, encrypt and sign its files as agreed, once.

    The keys they need are exchanged first: theirs to verify with, the officials' to
    encrypt to.
    """
    folder = settings().partners
    codes = partner_codes(folder, demo.municipality)
    passports = [load_passport(folder, code) for code in codes]
    prepare_signers(demo.signing, demo.layout.keys, passports)
    demo.console.say(f"keys exchanged; {len(demo.readers_keys)} official can read")
    if demo.sent.exists():
        return
    part = demo.sent.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    keys = sealing_keys(demo.signing, demo.layout.keys)
    count = seal_month(demo.folder, part, folder, keys)
    part.rename(demo.sent)
    demo.console.say(f"{count} files compressed, encrypted and signed as agreed")


def import_history(demo: Demo) -> None:
    """Take the six months before the demonstrated one into the register.

    Partners side by side, months one after another: what is usual for a partner is
    judged by its own earlier months.
    """
    with ProcessPoolExecutor(IMPORTERS, get_context("spawn")) as workers:
        for folder in sorted((demo.sent / "history").iterdir()):
            month = ReportingMonth.parse(folder.name)
            partners = sorted(folder.iterdir())
            importing = [
                workers.submit(
                    import_deliveries,
                    demo.municipality,
                    str(month),
                    {path.name: path for path in partners[first::IMPORTERS]},
                    demo.moment(month),
                )
                for first in range(IMPORTERS)
            ]
            ready = partial(_all_done, importing)
            demo.console.wait_until(ready, what=f"history {month}", patience=PATIENCE)
            counts: Counter[str] = Counter()
            for each in importing:
                counts.update(each.result())
            taken = counts["accepted"] + counts["empty"]
            demo.console.say(f"history {month}: {taken} files in the register")


def _all_done(importing: list[Future[dict[str, int]]]) -> bool:
    return all(each.done() for each in importing)


def deliver(demo: Demo, folder: str = "inbox") -> None:
    """Let every partner drop off its files, over SFTP, with its own key.

    Args:
        demo: The demonstration.
        folder: Which of the files that were made, such as `late` or
            `following/2026-11`.
    """
    partners = settings().partners
    codes = partner_codes(partners, demo.municipality)
    for account in (load_passport(partners, code).account for code in codes):
        drop(demo, account, demo.sent / folder / account)


def drop(demo: Demo, account: str, files: Path) -> None:
    """Open an account where it is not, and upload files to its inbox as its owner."""
    key_file = open_account(demo.layout, account)
    if files.exists():
        count = drop_off(server_of(demo, account), key_file, files)
        demo.console.say(f"{account}: {count} files dropped off over SFTP")


def open_offices(demo: Demo) -> None:
    """Open the accounts of the municipality and of who gets its statistics."""
    for account in sorted(demo.policy.accounts):
        open_account(demo.layout, account)
        demo.console.say(f"{account}: its account is open")


def server_of(demo: Demo, account: str) -> Server:
    """Return the embedded SFTP server as an account sees it."""
    port = load_ports(demo.layout).sftp
    host_key = sftp_server.public_key(demo.layout.host_key)
    return Server(HOST, port, account, demo.layout.collector_key, host_key)
