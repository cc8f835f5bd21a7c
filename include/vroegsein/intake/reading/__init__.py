"""From a partner's bytes to canonical rows, in a process apart."""
