"""From matches to a published list."""
