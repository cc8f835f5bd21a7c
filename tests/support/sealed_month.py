"""A synthetic month as partners send it: wrapped with keys made for the test."""

from datetime import date
from pathlib import Path

import pytest

from support.synthetic import PARTNERS, MadeMonth
from vroegsein.demo.others_keys import prepare_signers, sealing_keys
from vroegsein.exchange.keyring import KeyKind, new_key
from vroegsein.parties.partner import load_passport, partner_codes
from vroegsein.settings import settings
from vroegsein.synthetic.sealing import seal_month


def sealed(made: MadeMonth, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Wrap a month for a key ring that the settings point at; return its folder."""
    ring, private = folder / "keys", folder / "signing"
    monkeypatch.setenv("VROEGSEIN_KEYS", str(ring))
    settings.cache_clear()
    for kind in KeyKind:
        new_key(ring, kind, date(2026, 1, 1), "Proefgemeente")
    codes = partner_codes(PARTNERS, "1940")
    prepare_signers(private, ring, [load_passport(PARTNERS, code) for code in codes])
    out = folder / "sent"
    seal_month(made.folder, out, PARTNERS, sealing_keys(private, ring))
    return out
