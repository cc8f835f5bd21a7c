"""The demonstration: a synthetic month, through the real stack."""
