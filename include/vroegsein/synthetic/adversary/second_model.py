"""Decides what is wrong in the records: the second model (a stub for now)."""

from vroegsein.synthetic.adversary.arrears import Country, Writings
from vroegsein.synthetic.adversary.first_model import write_first
from vroegsein.synthetic.adversary.truthful import Sheet


def write_second(
    country: Country, writings: Writings, errors: float, seed: int
) -> Sheet:
    """Return what creditors write down."""
    return write_first(country, writings, errors, seed)
