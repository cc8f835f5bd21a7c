"""From inbox to register: decode, canonicalise, validate, load, answer."""
