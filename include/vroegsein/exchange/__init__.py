"""How files travel: SFTP and whole-file writes."""
