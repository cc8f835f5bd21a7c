"""From a sample to a working passport: `vroegsein partner`."""
