"""From an inbox to landed bytes: which files are taken, when, and once."""
